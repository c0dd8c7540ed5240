package digest

import (
	"context"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// Subscribe has somebody told of their own week at a time of theirs, from
// the next one on.
func (s *Service) Subscribe(
	ctx context.Context, req core.Request, day time.Weekday, hour, minute int,
) (report.Subscription, error) {
	const what = "subscribe to an own week"
	return core.Do(ctx, s.core, what, req, func(uc *core.UseCase) (sub report.Subscription, err error) {
		if sub, err = report.Subscribe(day, hour, minute, uc.Act, uc.Policy); err != nil {
			return sub, err
		}

		before, was, err := uc.Tx.Subscription(req.By)
		if err != nil {
			return sub, err
		}

		if !was || before.Times() != sub.Times() {
			if err := uc.Journal(sub.Begun(uc.Act)); err != nil {
				return sub, err
			}
		}

		return sub, uc.Tx.PutSubscription(sub)
	})
}

// unsubscribe ends somebody's wish to be told of their own week.
func unsubscribe(uc *core.UseCase, sub report.Subscription) error {
	if err := uc.Journal(sub.Ended(uc.Act)); err != nil {
		return err
	}

	return uc.Tx.DropSubscription(sub.User)
}

// Unsubscribe ends that. It says whether there was anything to end.
func (s *Service) Unsubscribe(ctx context.Context, req core.Request) (bool, error) {
	return core.Do(ctx, s.core, "end the digest of an own week", req, func(uc *core.UseCase) (ended bool, err error) {
		if err := uc.MayRead(); err != nil {
			return ended, err
		}

		var sub report.Subscription
		if sub, ended, err = uc.Tx.Subscription(req.By); err != nil || !ended {
			return ended, err
		}

		return ended, unsubscribe(uc, sub)
	})
}

// Subscription gives when somebody is told of their own week.
func (s *Service) Subscription(ctx context.Context, user ref.UserID) (report.Subscription, bool, error) {
	return core.Look(ctx, s.core, "read a subscription", func(rd *store.Reads) (report.Subscription, bool, error) {
		return rd.Subscription(user)
	})
}

// SweepOwnWeeks tells those whose own week is due.
func (s *Service) SweepOwnWeeks(ctx context.Context) (told int, err error) {
	return s.core.Speak(ctx, core.SweepBatch, (*store.Reads).DueSubscriptions, sweepOwnWeek)
}

func sweepOwnWeek(uc *core.UseCase, user ref.UserID) (spoke bool, err error) {
	sub, ok, err := uc.Tx.Subscription(user)
	if err != nil || !ok || sub.NextAt.After(uc.Act.At) {
		return false, err
	}

	if !uc.Policy.Roster.Person(user).Member() {
		return false, unsubscribe(uc, sub)
	}

	week, tell, after := sub.Sweep(uc.Act.At, uc.Policy)
	if err := uc.Tx.PutSubscription(after); err != nil || !tell {
		return false, err
	}

	return true, tellOwnWeek(uc, user, week)
}

func tellOwnWeek(uc *core.UseCase, user ref.UserID, week calendar.Period) error {
	return uc.Tx.Tell(funnel.Notice{Kind: funnel.NoticeOwnWeek, To: user, By: uc.Act.By.ID, At: uc.Act.At, Period: week})
}

// maxOwnTurn is how many waiting leads an own week lists.
const maxOwnTurn = 5

// OwnWeek computes what somebody did in a week from the rollups.
func (s *Service) OwnWeek(ctx context.Context, user ref.UserID, week calendar.Period) (report.OwnWeek, error) {
	person := s.core.Settings().Roster.Person(user)
	until := counters.FirstOf(s.core.Today(s.core.Now()).AddDays(1), week.To)
	days := calendar.Period{From: week.From, To: until}
	before := calendar.Period{From: week.From.AddDays(-counters.WeekDays), To: until.AddDays(-counters.WeekDays)}

	return core.Read(ctx, s.core, "compute the own week "+week.Label, func(rd *store.Reads) (w report.OwnWeek, err error) {
		w = report.OwnWeek{
			User: user, Week: week, AsOf: s.core.Now().UTC().Truncate(time.Second),
			Sells: person.In(ref.Sales), Logs: person.In(ref.Marketing),
		}
		for _, part := range []struct {
			days     calendar.Period
			rep      *report.RepWeek
			marketer *report.MarketerWeek
			passed   *report.PassedWeek
		}{{days, &w.Rep, &w.Marketer, &w.Passed}, {before, &w.Before, &w.MarketerBefore, &w.PassedBefore}} {
			if *part.rep, err = repWeek(rd, user, part.days); err != nil {
				return w, err
			}

			if *part.marketer, err = marketerWeek(rd, user, part.days); err != nil {
				return w, err
			}

			if *part.passed, err = passedWeek(rd, user, part.days); err != nil {
				return w, err
			}
		}

		if w.Waiting, err = rd.TurnCount(user, core.MaxCounted); err != nil {
			return w, err
		}

		w.Turn, err = rd.TurnOf(user, maxOwnTurn)
		return w, err
	})
}

func repWeek(rd *store.Reads, user ref.UserID, days calendar.Period) (r report.RepWeek, err error) {
	read, counts := counters.Over(rd), []counters.PersonCount{
		{Metric: ledger.CountHandoffs, To: &r.Offered},
		{Metric: ledger.CountAccepted, To: &r.Accepted},
		{Metric: ledger.CountRejected, To: &r.Rejected},
		{Metric: ledger.CountHandedBack, To: &r.HandedBack},
		{Metric: ledger.CountEntered + string(agreement.SQL), To: &r.Qualified},
		{Metric: ledger.CountEntered + string(agreement.Customer), To: &r.Won},
		{Metric: ledger.CountLost, To: &r.Lost},
	}

	for _, kind := range funnel.ClockKinds {
		counts = append(counts, counters.PersonCount{Metric: ledger.CountMet + string(kind), To: &r.Kept},
			counters.PersonCount{Metric: ledger.CountMissed + string(kind), To: &r.Missed})
	}

	read.OfPerson(ledger.DimOwner, user, days, counts)
	currencies, err := rd.CountSuffixes(ledger.CountRevenue, days.From, days.To)
	if err != nil {
		return r, err
	}

	for currency := range currencies {
		var minor int64
		revenue := []counters.PersonCount{{Metric: ledger.CountRevenue + currency, To: &minor}}
		read.OfPerson(ledger.DimOwner, user, days, revenue)
		r.Revenue = r.Revenue.Plus(money.Amount{Minor: minor, Currency: currency})
	}

	return r, read.Err()
}

func marketerWeek(rd *store.Reads, user ref.UserID, days calendar.Period) (m report.MarketerWeek, err error) {
	read := counters.Over(rd)
	read.OfPerson(ledger.DimMarketer, user, days, []counters.PersonCount{
		{Metric: ledger.CountEntered + string(agreement.Known), To: &m.Leads},
		{Metric: ledger.CountHandoffs, To: &m.Offered},
		{Metric: ledger.CountAccepted, To: &m.Accepted},
		{Metric: ledger.CountRejected, To: &m.Rejected},
		{Metric: ledger.CountEntered + string(agreement.SQL), To: &m.Qualified},
		{Metric: ledger.CountEntered + string(agreement.Customer), To: &m.Won},
	})
	return m, read.Err()
}

func passedWeek(rd *store.Reads, user ref.UserID, days calendar.Period) (p report.PassedWeek, err error) {
	read := counters.Over(rd)
	read.OfPerson(ledger.DimPerson, user, days, []counters.PersonCount{
		{Metric: ledger.CountPassedTo, To: &p.To},
		{Metric: ledger.CountPassedFrom, To: &p.From},
	})
	return p, read.Err()
}
