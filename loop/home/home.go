// Package home gathers what one person sees on their Home tab. It only reads, apart from noting
// who looked when, and never decides whose turn it is: the rules do. Start at Service.Show.
package home

import (
	"context"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// How much a Home tab looks at and shows.
const (
	maxTurn       = 15
	maxPending    = 50 // waiting leads that are looked at; the most pressing are shown
	maxLogged     = 500
	maxInGroup    = 4
	maxSnoozed    = 8
	judgedDays    = 90 // over which a marketer's acceptance is computed
	closedLately  = 30 * 24 * time.Hour
	maxLentOnHome = 1000
)

// Opened notes that somebody looks at their Home tab and has it published.
func (s *Service) Opened(ctx context.Context, user ref.UserID) error {
	return s.core.Transact(ctx, s.core.Settings().Roster.Person(user), "", func(uc *core.UseCase) error {
		p, _, err := uc.Tx.Person(user)
		if err != nil {
			return err
		}

		p.V, p.User, p.HomeOpenedAt = 1, user, uc.Act.At
		if err := uc.Tx.PutPerson(p); err != nil {
			return err
		}

		return uc.RefreshHome(user)
	})
}

// Show gives what waits for somebody, and what became of the leads they logged.
func (s *Service) Show(ctx context.Context, user ref.UserID) (report.Home, error) {
	return core.Read(ctx, s.core, "gather the Home tab of "+string(user),
		func(rd *store.Reads) (h report.Home, err error) {
			p, err := s.core.PolicyIn(rd)
			if err != nil {
				return h, err
			}

			if err := s.pending(rd, p, user, &h); err != nil {
				return h, err
			}

			if err := s.ownTime(rd, p, user, &h); err != nil {
				return h, err
			}

			h.Logged, err = s.logged(rd, p, user)
			return h, err
		})
}

func (s *Service) pending(rd *store.Reads, p funnel.Policy, user ref.UserID, h *report.Home) error {
	leads, err := rd.TurnOf(user, maxPending)
	if err != nil {
		return err
	}

	total, err := rd.TurnCount(user, core.MaxCounted)
	if err != nil {
		return err
	}

	now := s.core.Now()
	report.MostPressing(leads, now)
	leads = leads[:min(len(leads), maxTurn)]
	for _, l := range leads {
		one := report.Pending{Lead: l}
		if c, ok := l.Clocks.Soonest(); ok && now.After(c.DueAt) {
			one.Lateness = p.Lateness(c, now)
		}

		if leave, away := p.LeaveOf(l.LentBy, now); l.LentBy != "" && away {
			one.BackOn = leave.Until
		}

		h.Turn = append(h.Turn, one)
	}

	h.More = total - len(leads)
	return nil
}

// ownTime gathers when somebody is told of what is late, and when they are away.
func (s *Service) ownTime(rd *store.Reads, p funnel.Policy, user ref.UserID, h *report.Home) error {
	now := s.core.Now()
	h.NextSlot = p.CalendarOf(user).SlotAfter(now)
	if upcoming := p.Availability(user).Upcoming(now, p.Calendar); len(upcoming) > 0 {
		h.Leave = upcoming[0]
	}

	_, h.Away = p.LeaveOf(user, now)
	var err error
	h.Lent, err = rd.LentCount(user, maxLentOnHome)
	return err
}

func (s *Service) logged(rd *store.Reads, p funnel.Policy, user ref.UserID) (report.Logged, error) {
	leads, err := rd.LoggedBy(user, maxLogged)
	if err != nil || len(leads) == 0 {
		return report.Logged{}, err
	}

	out := report.SortLogged(leads, s.core.Now().Add(-closedLately), maxInGroup)
	out.Partly, out.Days = len(leads) == maxLogged, judgedDays
	until := s.core.Today(s.core.Now()).AddDays(1)
	from := until.AddDays(-judgedDays)
	counts := counters.Over(rd)
	out.Acceptance = acceptanceOf(counts, user, from, until)
	out.Before = acceptanceOf(counts, user, from.AddDays(-judgedDays), from)
	if out.Acceptance.Whole == 0 {
		return out, counts.Err()
	}

	own := map[string]int64{}
	for value, n := range counts.CountBy(ledger.CountRejected, ledger.DimMarketerReason, from, until) {
		if code, mine := strings.CutPrefix(value, ledger.MarketerReason(user, "")); mine {
			own[code] += n
		}
	}

	out.Reasons = report.RankReasons(own, p.Definition)
	return out, counts.Err()
}

// acceptanceOf is how many of the answered handoffs of a marketer's leads
// were accepted by a person.
func acceptanceOf(counts *counters.Reader, user ref.UserID, from, to calendar.Date) stats.Rate {
	var accepted, rejected int64
	counts.OfPerson(ledger.DimMarketer, user, calendar.Period{From: from, To: to},
		[]counters.PersonCount{{Metric: ledger.CountAccepted, To: &accepted}, {Metric: ledger.CountRejected, To: &rejected}})
	return stats.Rate{Part: accepted, Whole: accepted + rejected}
}

// Snoozed gives the leads that nobody is reminded of for a while, those that
// come back soonest first.
func (s *Service) Snoozed(ctx context.Context) ([]funnel.Lead, error) {
	return core.Read(ctx, s.core, "list what is snoozed", func(rd *store.Reads) ([]funnel.Lead, error) {
		return rd.Snoozed(s.core.Now(), maxSnoozed)
	})
}
