package loop

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// homeFresh is how long after somebody opened their Home tab it is kept up
// to date without their asking.
const homeFresh = 7 * 24 * time.Hour

// How much a Home tab looks at and shows.
const (
	shownTurn     = 15
	mostPending   = 50 // waiting leads, of which the most pressing are shown
	mostLogged    = 500
	mostInGroup   = 4
	mostSnoozed   = 8
	judgedDays    = 90 // over which a marketer's acceptance is reckoned
	closedLately  = 30 * 24 * time.Hour
	maxLentOnHome = 1000
)

// OpenedHome notes that somebody looks at their Home tab and has it published.
func (s *Service) OpenedHome(ctx context.Context, user funnel.UserID) error {
	return s.transact(ctx, s.settings.Roster.Person(user), "", func(st *step) error {
		p, _, err := st.tx.Person(user)
		if err != nil {
			return err
		}
		p.V, p.User, p.HomeOpenedAt = 1, user, st.act.At
		if err := st.tx.PutPerson(p); err != nil {
			return err
		}
		return st.refreshHome(user)
	})
}

// Home gives what waits for somebody, and what became of the leads they logged.
func (s *Service) Home(ctx context.Context, user funnel.UserID) (h funnel.Home, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		h = funnel.Home{}
		p, err := s.policy(rd)
		if err != nil {
			return err
		}
		if err := s.pending(rd, p, user, &h); err != nil {
			return err
		}
		if err := s.ownTime(rd, p, user, &h); err != nil {
			return err
		}
		h.Logged, err = s.logged(rd, p, user)
		return err
	})
	if err != nil {
		return h, fmt.Errorf("gather what %s sees on the Home tab: %w", user, err)
	}
	return h, nil
}

func (s *Service) pending(rd *store.Reads, p funnel.Policy, user funnel.UserID, h *funnel.Home) error {
	leads, err := rd.TurnOf(user, mostPending)
	if err != nil {
		return err
	}
	total, err := rd.TurnCount(user, maxCounted)
	if err != nil {
		return err
	}
	now := s.now()
	funnel.MostPressing(leads, now)
	leads = leads[:min(len(leads), shownTurn)]
	for _, l := range leads {
		one := funnel.Pending{Lead: l}
		if c, ok := l.Deadline(); ok && now.After(c.DueAt) {
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
func (s *Service) ownTime(rd *store.Reads, p funnel.Policy, user funnel.UserID, h *funnel.Home) error {
	now := s.now()
	h.NextSlot = p.CalendarOf(user).SlotAfter(now)
	if upcoming := p.Availability(user).Upcoming(now, p.Calendar); len(upcoming) > 0 {
		h.Leave = upcoming[0]
	}
	_, h.Away = p.LeaveOf(user, now)
	var err error
	h.Lent, err = rd.LentCount(user, maxLentOnHome)
	return err
}

func (s *Service) logged(rd *store.Reads, p funnel.Policy, user funnel.UserID) (funnel.Logged, error) {
	leads, err := rd.LoggedBy(user, mostLogged)
	if err != nil || len(leads) == 0 {
		return funnel.Logged{}, err
	}
	out := funnel.SortLogged(leads, s.now().Add(-closedLately), mostInGroup)
	out.Partly, out.Days = len(leads) == mostLogged, judgedDays
	until := s.today(s.now()).AddDays(1)
	from := until.AddDays(-judgedDays)
	if out.Acceptance, err = acceptanceOf(rd, user, from, until); err != nil {
		return out, err
	}
	if out.Before, err = acceptanceOf(rd, user, from.AddDays(-judgedDays), from); err != nil || out.Acceptance.Whole == 0 {
		return out, err
	}
	sums, err := rd.CountBy(funnel.CountRejected, funnel.DimMarketerReason, from, until)
	if err != nil {
		return out, err
	}
	own := map[string]int64{}
	for value, n := range sums {
		if code, mine := strings.CutPrefix(value, funnel.MarketerReason(user, "")); mine {
			own[code] += n
		}
	}
	out.Reasons = funnel.RankReasons(own, p.Definition)
	return out, nil
}

// acceptanceOf is how many of the answered handoffs of a marketer's leads
// were accepted by a person.
func acceptanceOf(rd *store.Reads, user funnel.UserID, from, to funnel.Date) (funnel.Rate, error) {
	var accepted, rejected int64
	err := personCounts(rd, funnel.DimMarketer, user, funnel.Period{From: from, To: to}, []personCount{{funnel.CountAccepted, &accepted}, {funnel.CountRejected, &rejected}})
	return funnel.Rate{Part: accepted, Whole: accepted + rejected}, err
}

// Snoozed gives the leads of which nobody is reminded for a while, those that
// come back soonest first.
func (s *Service) Snoozed(ctx context.Context) (leads []funnel.Lead, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		leads, err = rd.Snoozed(s.now(), mostSnoozed)
		return err
	})
	return leads, err
}

// refreshHomes has the Home tabs drawn anew on which a change is seen.
func (st *step) refreshHomes(before, after funnel.Lead) error {
	users := concerned(before, after)
	if onBoard(before, after) {
		users = append(users, st.policy.Roster.Overseers()...)
	}
	return st.refreshHome(users...)
}

// concerned are those to whom a lead belongs or belonged.
func concerned(before, after funnel.Lead) []funnel.UserID {
	return []funnel.UserID{before.Owner, before.Marketer, before.LentBy, after.Owner, after.Marketer, after.LentBy}
}

// onBoard says whether a change moves what those see who look after others'
// promises: what is late, whose it is, and what is snoozed.
func onBoard(before, after funnel.Lead) bool {
	same := func(a, b funnel.Clock) bool {
		return a.Kind == b.Kind && a.Person == b.Person && a.DueAt.Equal(b.DueAt)
	}
	return !before.SnoozedUntil().Equal(after.SnoozedUntil()) || !slices.EqualFunc(before.Late(), after.Late(), same)
}

// refreshHome has the Home tabs of people drawn anew who looked at them lately.
func (st *step) refreshHome(users ...funnel.UserID) error {
	slices.Sort(users)
	for _, user := range slices.Compact(users) {
		if user == "" {
			continue
		}
		p, ok, err := st.tx.Person(user)
		if err != nil {
			return err
		}
		if !ok || st.act.At.Sub(p.HomeOpenedAt) > homeFresh {
			continue
		}
		if err := st.tx.Tell(funnel.Notice{Kind: funnel.NoticeHome, To: user, At: st.act.At}); err != nil {
			return err
		}
	}
	return nil
}
