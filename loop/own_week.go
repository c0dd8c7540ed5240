package loop

import (
	"context"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// Subscribe has somebody told of their own week at a time of theirs, from
// the next one on.
func (s *Service) Subscribe(ctx context.Context, req Request, day time.Weekday, hour, minute int) (sub funnel.Subscription, err error) {
	err = s.act(ctx, "subscribe to an own week", req, func(st *step) error {
		if sub, err = funnel.Subscribe(day, hour, minute, st.act, st.policy); err != nil {
			return err
		}
		before, was, err := st.tx.Subscription(req.By)
		if err != nil {
			return err
		}
		if !was || before.Times() != sub.Times() {
			if _, err := st.tx.Write([]funnel.Entry{sub.Begun(st.act)}, st.policy.Calendar); err != nil {
				return err
			}
		}
		return st.tx.PutSubscription(sub)
	})
	return sub, err
}

// unsubscribe ends somebody's wish to be told of their own week.
func (st *step) unsubscribe(sub funnel.Subscription) error {
	if _, err := st.tx.Write([]funnel.Entry{sub.Ended(st.act)}, st.policy.Calendar); err != nil {
		return err
	}
	return st.tx.DropSubscription(sub.User)
}

// Unsubscribe ends that. It says whether there was anything to end.
func (s *Service) Unsubscribe(ctx context.Context, req Request) (ended bool, err error) {
	err = s.act(ctx, "end the digest of an own week", req, func(st *step) error {
		if err := st.mayRead(); err != nil {
			return err
		}
		var sub funnel.Subscription
		if sub, ended, err = st.tx.Subscription(req.By); err != nil || !ended {
			return err
		}
		return st.unsubscribe(sub)
	})
	return ended, err
}

// Subscription gives when somebody is told of their own week.
func (s *Service) Subscription(ctx context.Context, user funnel.UserID) (sub funnel.Subscription, ok bool, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		sub, ok, err = rd.Subscription(user)
		return err
	})
	return sub, ok, err
}

// sweepOwnWeeks tells those whose own week is due.
func (s *Service) sweepOwnWeeks(ctx context.Context) (told int, err error) {
	return s.speak(ctx, sweepStep, (*store.Reads).DueSubscriptions, (*step).sweepOwnWeek)
}

func (st *step) sweepOwnWeek(user funnel.UserID) (spoke bool, err error) {
	sub, ok, err := st.tx.Subscription(user)
	if err != nil || !ok || sub.NextAt.After(st.act.At) {
		return false, err
	}
	if !st.policy.Roster.Person(user).Member() {
		return false, st.unsubscribe(sub)
	}
	week, tell, after := sub.Sweep(st.act.At, st.policy)
	if err := st.tx.PutSubscription(after); err != nil || !tell {
		return false, err
	}
	return true, st.tellOwnWeek(user, week)
}

func (st *step) tellOwnWeek(user funnel.UserID, week funnel.Period) error {
	return st.tx.Tell(funnel.Notice{Kind: funnel.NoticeOwnWeek, To: user, By: st.act.By.ID, At: st.act.At, Period: week.Label})
}

// maxOwnTurn is how many waiting leads an own week lists.
const maxOwnTurn = 5

// OwnWeek reckons what somebody did in a week from the rollups.
func (s *Service) OwnWeek(ctx context.Context, user funnel.UserID, week funnel.Period) (w funnel.OwnWeek, err error) {
	person := s.settings.Roster.Person(user)
	err = s.store.View(ctx, func(rd *store.Reads) (err error) {
		w = funnel.OwnWeek{User: user, Week: week, AsOf: s.now().UTC().Truncate(time.Second), Sells: person.In(funnel.Sales), Logs: person.In(funnel.Marketing)}
		for _, part := range []struct {
			week     funnel.Period
			rep      *funnel.RepWeek
			marketer *funnel.MarketerWeek
		}{{week, &w.Rep, &w.Marketer}, {week.Prev(), &w.Before, &w.MarketerBefore}} {
			if *part.rep, err = repWeek(rd, user, part.week); err != nil {
				return err
			}
			if *part.marketer, err = marketerWeek(rd, user, part.week); err != nil {
				return err
			}
		}
		if w.Waiting, err = rd.TurnCount(user, maxCounted); err != nil {
			return err
		}
		w.Turn, err = rd.TurnOf(user, maxOwnTurn)
		return err
	})
	if err != nil {
		return w, fmt.Errorf("reckon the own week %s: %w", week.Label, err)
	}
	return w, nil
}

// personCount is a counter of a person, and where it goes.
type personCount struct {
	metric string
	to     *int64
}

// personCounts adds what was counted of somebody in a week to where each count
// goes.
func personCounts(rd *store.Reads, dim string, user funnel.UserID, week funnel.Period, counts []personCount) error {
	for _, c := range counts {
		by, err := rd.CountBy(c.metric, dim, week.From, week.To)
		if err != nil {
			return err
		}
		*c.to += by[string(user)]
	}
	return nil
}

func repWeek(rd *store.Reads, user funnel.UserID, week funnel.Period) (r funnel.RepWeek, err error) {
	counts := []personCount{
		{funnel.CountHandoffs, &r.Offered},
		{funnel.CountAccepted, &r.Accepted},
		{funnel.CountRejected, &r.Rejected},
		{funnel.CountHandedBack, &r.HandedBack},
		{funnel.CountEntered + string(funnel.SQL), &r.Qualified},
		{funnel.CountEntered + string(funnel.Customer), &r.Won},
		{funnel.CountLost, &r.Lost},
	}
	for _, kind := range funnel.ClockKinds {
		counts = append(counts, personCount{funnel.CountMet + string(kind), &r.Kept}, personCount{funnel.CountMissed + string(kind), &r.Missed})
	}
	if err := personCounts(rd, funnel.DimOwner, user, week, counts); err != nil {
		return r, err
	}
	currencies, err := rd.CountSuffixes(funnel.CountRevenue, week.From, week.To)
	if err != nil {
		return r, err
	}
	for currency := range currencies {
		var minor int64
		if err := personCounts(rd, funnel.DimOwner, user, week, []personCount{{funnel.CountRevenue + currency, &minor}}); err != nil {
			return r, err
		}
		r.Revenue = r.Revenue.Plus(funnel.Money{Minor: minor, Currency: currency})
	}
	return r, nil
}

func marketerWeek(rd *store.Reads, user funnel.UserID, week funnel.Period) (m funnel.MarketerWeek, err error) {
	err = personCounts(rd, funnel.DimMarketer, user, week, []personCount{
		{funnel.CountEntered + string(funnel.Known), &m.Leads},
		{funnel.CountHandoffs, &m.Offered},
		{funnel.CountAccepted, &m.Accepted},
		{funnel.CountRejected, &m.Rejected},
		{funnel.CountEntered + string(funnel.SQL), &m.Qualified},
		{funnel.CountEntered + string(funnel.Customer), &m.Won},
	})
	return m, err
}
