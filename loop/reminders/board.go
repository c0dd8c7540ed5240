package reminders

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// maxBoard is how many late promises the board lists.
const maxBoard = 100

// Board gives all that is late.
func (s *Service) Board(ctx context.Context) (funnel.Board, error) {
	return core.Read(ctx, s.core, "list what is late", func(rd *store.Reads) (b funnel.Board, err error) {
		policy, err := s.core.PolicyIn(rd)
		if err != nil {
			return b, err
		}

		leads, err := rd.Late(maxBoard)
		if err != nil {
			return b, err
		}

		total, err := rd.LateCount(core.MaxCounted)
		if err != nil {
			return b, err
		}

		now := s.core.Now()
		listed := map[ref.LeadID]bool{}
		for _, l := range leads {
			if listed[l.ID] {
				continue // found once for each of its promises
			}

			listed[l.ID] = true
			for _, c := range l.Clocks.Late() {
				b.Late = append(b.Late, funnel.Violation{Lead: l, Clock: c, Lateness: policy.Lateness(c, now)})
			}
		}

		b.More = max(0, total-len(b.Late))
		return b, nil
	})
}

// Switch switches a kind of reminder off or on.
func (s *Service) Switch(ctx context.Context, req core.Request, kind funnel.NudgeKind, off bool) error {
	return s.core.Act(ctx, "switch reminders", req, func(uc *core.UseCase) error {
		if err := ledger.MaySwitchNudges(kind, off, uc.Act.By, uc.Policy.Roster); err != nil {
			return err
		}

		_, err := uc.Mute(string(kind), off)
		return err
	})
}

// nudgeDays is over how many days the effect of reminders is shown.
const nudgeDays = 28

// Nudges gives how reminders of each kind did in the last four weeks.
func (s *Service) Nudges(ctx context.Context) ([]ledger.NudgeRow, error) {
	until := s.core.Today(s.core.Now()).AddDays(1)
	return core.Read(ctx, s.core, "sum up reminders", func(rd *store.Reads) ([]ledger.NudgeRow, error) {
		return NudgeRows(rd, until.AddDays(-nudgeDays), until)
	})
}

// NudgeRows gives how reminders of each kind did on some days.
func NudgeRows(rd *store.Reads, from, until calendar.Date) ([]ledger.NudgeRow, error) {
	off, err := mutedNudges(rd)
	if err != nil {
		return nil, err
	}

	var rows []ledger.NudgeRow
	counts := counters.Over(rd)
	for _, kind := range funnel.NudgeKinds() {
		told := counts.Count(ledger.CountNudges+string(kind), from, until)
		followed := counts.Count(ledger.CountFollowed+string(kind), from, until)
		rows = append(rows, ledger.NudgeRow{
			Kind: kind, Rate: stats.Rate{Part: followed, Whole: told},
			Off: slices.Contains(off, kind),
		})
	}

	return rows, counts.Err()
}
