package loop

import (
	"context"
	"fmt"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// maxBoard is how many late promises the board lists.
const maxBoard = 100

// Board is who is late on what, late longest first.
type Board struct {
	Late []Violation
	More int // beyond those listed, counted up to a thousand
}

// Violation is a promise whose time ran out.
type Violation struct {
	Lead     funnel.Lead
	Clock    funnel.Clock
	Lateness string // in working time
}

// Board gives all that is late.
func (s *Service) Board(ctx context.Context) (b Board, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		b = Board{}
		policy, err := s.policy(rd)
		if err != nil {
			return err
		}
		leads, err := rd.Late(maxBoard)
		if err != nil {
			return err
		}
		total, err := rd.LateCount(maxCounted)
		if err != nil {
			return err
		}
		now := s.now()
		listed := map[funnel.LeadID]bool{}
		for _, l := range leads {
			if listed[l.ID] {
				continue // found once for each of its promises
			}
			listed[l.ID] = true
			for _, c := range l.Late() {
				b.Late = append(b.Late, Violation{Lead: l, Clock: c, Lateness: policy.Lateness(c, now)})
			}
		}
		b.More = max(0, total-len(b.Late))
		return nil
	})
	if err != nil {
		return b, fmt.Errorf("list what is late: %w", err)
	}
	return b, nil
}

// SwitchNudges switches a kind of reminder off or on.
func (s *Service) SwitchNudges(ctx context.Context, req Request, kind funnel.NudgeKind, off bool) error {
	return s.act(ctx, "switch reminders", req, func(st *step) error {
		if err := funnel.MaySwitchNudges(kind, off, st.act.By, st.policy.Roster); err != nil {
			return err
		}
		_, err := st.mute(string(kind), off)
		return err
	})
}

// mute keeps that messages of a name are sent no more, or again, and says
// whether that is new.
func (st *step) mute(name string, off bool) (changed bool, err error) {
	was, err := st.tx.Muted(name)
	if err != nil || was == off {
		return false, err
	}
	entry := funnel.Entry{V: 1, At: st.act.At, By: st.act.By.ID, Kind: funnel.EntryUnmuted, Nudge: funnel.NudgeKind(name)}
	if off {
		entry.Kind = funnel.EntryMuted
	}
	if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
		return false, err
	}
	if off {
		return true, st.tx.Mute(store.Muted{V: 1, Name: name, By: st.act.By.ID, At: st.act.At})
	}
	return true, st.tx.Unmute(name)
}

// nudgeDays is over how many days the effect of reminders is shown.
const nudgeDays = 28

// Nudges gives how reminders of each kind did in the last four weeks.
func (s *Service) Nudges(ctx context.Context) (rows []funnel.NudgeRow, err error) {
	until := s.today(s.now()).AddDays(1)
	err = s.store.View(ctx, func(rd *store.Reads) error {
		rows, err = nudgeRows(rd, until.AddDays(-nudgeDays), until)
		return err
	})
	return rows, err
}

// nudgeRows gives how reminders of each kind did on some days.
func nudgeRows(rd *store.Reads, from, until funnel.Date) ([]funnel.NudgeRow, error) {
	off, err := mutedNudges(rd)
	if err != nil {
		return nil, err
	}
	var rows []funnel.NudgeRow
	for _, kind := range funnel.NudgeKinds() {
		told, err := rd.Count(funnel.CountNudges+string(kind), from, until)
		if err != nil {
			return nil, err
		}
		heeded, err := rd.Count(funnel.CountHeeded+string(kind), from, until)
		if err != nil {
			return nil, err
		}
		rows = append(rows, funnel.NudgeRow{Kind: kind, Rate: funnel.Rate{Part: heeded, Whole: told}, Off: slices.Contains(off, kind)})
	}
	return rows, nil
}

// digestNudges takes the kinds of reminders that were sent in the week.
func (s *Service) digestNudges(rd *store.Reads, d *funnel.Digest) error {
	rows, err := nudgeRows(rd, d.From, d.Period.To)
	for _, row := range rows {
		if row.Known() {
			d.Nudges = append(d.Nudges, row)
		}
	}
	return err
}
