package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
)

// seeding lives through the demo company's last weeks with the same use
// cases that people use, and Leadloop says in the workspace what it said then.
type seeding struct {
	demo  *demo
	start calendar.Date // the day on which the demo begins
	cal   calendar.Calendar
	leads map[string]ref.LeadID
	past  *history
	day   calendar.Date // that was caught up with last
}

// deed is one act of the past: how many working days before the demo begins,
// at which time of day, by whom, and what.
type deed struct {
	daysAgo int
	at      string
	by      ref.UserID
	do      seedAct
}

type seedAct func(context.Context, *seeding, core.Request) error

// seed fills a new demo with a small company's history, and leaves the clock
// where it was.
func (d *demo) seed(ctx context.Context) error {
	s := &seeding{demo: d, start: calendar.DateOf(d.begin, d.cal.Location), cal: d.cal, leads: map[string]ref.LeadID{}}
	s.past = pastOf(s)
	for _, act := range demoDeeds {
		if err := s.liveUntil(ctx, s.moment(act.daysAgo, act.at)); err != nil {
			return err
		}
		if err := act.do(ctx, s, core.Request{By: act.by}); err != nil {
			return fmt.Errorf("seed %d days ago at %s: %w", act.daysAgo, act.at, err)
		}
		if err := d.daemon.Told(ctx); err != nil {
			return err
		}
	}
	if err := s.liveUntil(ctx, d.begin); err != nil {
		return err
	}
	return d.clock.set(d.begin)
}

// beforeSeeding is when the demo company's history begins.
func beforeSeeding(begin time.Time, cal calendar.Calendar) time.Time {
	s := &seeding{start: calendar.DateOf(begin, cal.Location), cal: cal}
	return s.moment(demoDeeds[0].daysAgo, "08:30")
}

// wakeUp begins a day: what was kept elsewhere is imported. What was said
// before the last day has been read.
func (s *seeding) wakeUp(ctx context.Context) error {
	today := calendar.DateOf(s.demo.clock.now(), s.cal.Location)
	if today == s.day {
		return nil
	}
	s.day = today
	if today == s.start {
		s.demo.workspace.ReadAll()
	}
	return s.past.catchUp(ctx, s.services(), today.At(0, 0, s.cal.Location))
}

// liveUntil lets time pass in working hours, with all that becomes due.
func (s *seeding) liveUntil(ctx context.Context, to time.Time) error {
	for {
		at := s.cal.NextOpen(s.demo.clock.now().Add(seedStep).Truncate(seedStep))
		if !at.Before(to) {
			s.demo.clock.jump(to)
			return s.wakeUp(ctx)
		}
		s.demo.clock.jump(at)
		if err := s.wakeUp(ctx); err != nil {
			return err
		}
		if err := s.demo.due(ctx); err != nil {
			return err
		}
	}
}

// seedStep is how far the clock moves at once while the past is lived through.
const seedStep = time.Hour

// moment is a time of day some working days before the start.
func (s *seeding) moment(daysAgo int, at string) time.Time {
	day := s.start
	for daysAgo > 0 {
		day = day.AddDays(-1)
		if s.cal.IsWorkingDay(day) {
			daysAgo--
		}
	}
	var hour, minute int
	_, _ = fmt.Sscanf(at, "%d:%d", &hour, &minute)
	return day.At(hour, minute, s.cal.Location)
}

func (s *seeding) services() *loop.Services { return s.demo.daemon.Services() }

// failure is how an act failed; what it gave is of no interest.
func failure[T any](_ T, err error) error { return err }

// logged keeps the number that a lead is given under a short name.
func logged(name string, in funnel.LeadInput) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		result, err := s.services().Leads.Log(ctx, r, in)
		s.leads[name] = result.Lead.ID
		return err
	}
}

func handed(name string, to ref.UserID, note string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Routing.Handoff(ctx, r, s.leads[name], funnel.HandoffInput{To: to, Note: note}))
	}
}

func accepted(name string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Leads.Accept(ctx, r, s.leads[name]))
	}
}

func rejected(name, reason, note string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		why := funnel.Rejection{Reason: reason, Note: note}
		return failure(s.services().Leads.Reject(ctx, r, s.leads[name], why))
	}
}

func touched(name string, kind funnel.TouchKind, outcome string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Leads.Touch(ctx, r, s.leads[name], kind, outcome))
	}
}

func qualified(name string, amount int64, closeInDays int) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Leads.Qualify(ctx, r, s.leads[name], funnel.Opportunity{
			Amount: money.Amount{Minor: amount * 100, Currency: "EUR"}, CloseBy: s.start.AddDays(closeInDays),
		}))
	}
}

func won(name string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Leads.Win(ctx, r, s.leads[name], money.Amount{}))
	}
}

func lost(name, reason, note string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Leads.Lose(ctx, r, s.leads[name], reason, note))
	}
}

func recycled(name string, inDays int, note string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Leads.Recycle(ctx, r, s.leads[name], s.start.AddDays(inDays), note))
	}
}

func disqualified(name, reason string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Leads.Disqualify(ctx, r, s.leads[name], reason, ""))
	}
}

// quarters are those in which the demo begins and in which its deeds do: where
// a quarter has just begun, the digest tells how the last one came out.
func (s *seeding) quarters() []calendar.Period {
	begins := calendar.QuarterOf(s.start)
	if lived := calendar.QuarterOf(s.day); lived != begins {
		return []calendar.Period{lived, begins}
	}
	return []calendar.Period{begins}
}

// goal sets the same goal for these quarters.
func goal(metric goals.Metric, target float64, owner ref.UserID, why string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		quantity := goals.Quantity{Number: target}
		if metric == goals.MetricRevenue {
			quantity.Money = money.Amount{Minor: int64(target) * 100, Currency: "EUR"}
		}
		for _, quarter := range s.quarters() {
			in := goals.Input{Metric: metric, Period: quarter, Target: quantity, Owner: owner, Why: why}
			if _, err := s.services().Goals.Set(ctx, r, in); err != nil {
				return err
			}
		}
		return nil
	}
}

// derived sets goals that follow from others of the same quarters by a rate.
func derived(metric, from goals.Metric, rate float64, owner ref.UserID, why string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		for _, quarter := range s.quarters() {
			above, err := s.goalIn(ctx, from, quarter)
			if err != nil {
				return err
			}
			in := goals.Input{Metric: metric, Period: quarter, Parent: above.ID, Rate: rate, Owner: owner, Why: why}
			if _, err := s.services().Goals.Set(ctx, r, in); err != nil {
				return err
			}
		}
		return nil
	}
}

func (s *seeding) goalIn(ctx context.Context, metric goals.Metric, quarter calendar.Period) (goals.Goal, error) {
	return s.services().Goals.Named(ctx, string(metric)+" "+quarter.Label)
}

// campaign sets a campaign up, for the goal on a metric in the quarter in which
// the demo begins, or for none.
func campaign(in campaigns.Input, serves goals.Metric) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		if serves != "" {
			goal, err := s.goalIn(ctx, serves, calendar.QuarterOf(s.start))
			if err != nil {
				return err
			}
			in.Goal = goal.ID
		}
		return failure(s.services().Campaigns.New(ctx, r, in))
	}
}

// spent notes a cost, of so many weeks before the demo begins.
func spent(on string, amount int64, weeksAgo int, note string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		_, _, err := s.services().Campaigns.Spend(ctx, r, on, campaigns.SpendInput{
			Amount: money.Amount{Minor: amount * 100, Currency: "EUR"}, Day: s.start.AddDays(-7 * weeksAgo), Note: note,
		})
		return err
	}
}

// visits notes the visits to the website of the latest weeks, oldest first,
// up to some weeks before the one in which the demo begins.
func visits(upTo int, counts ...float64) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		week := calendar.WeekOf(s.start)
		for range upTo {
			week = week.Prev()
		}
		for _, n := range slices.Backward(counts) {
			if !s.day.Before(week.From) { // where holidays stretch the working days, it is still to come
				if _, _, err := s.services().Metrics.LogFigure(ctx, r, goals.Figure{Metric: goals.MetricWebsiteVisits, Period: week, Value: n}); err != nil {
					return err
				}
			}
			week = week.Prev()
		}
		return nil
	}
}

func asked(name, question string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Leads.Ask(ctx, r, s.leads[name], question))
	}
}

func disputed(name, why string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Disputes.Raise(ctx, r, s.leads[name], why))
	}
}

// overturned rules on the one dispute that is open.
func overturned(why string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		open, err := s.services().Disputes.Open(ctx)
		if err != nil {
			return err
		}
		for _, d := range open {
			ruling := funnel.Ruling{Verdict: funnel.VerdictOverturned, Why: why}
			if _, _, err := s.services().Disputes.Rule(ctx, r, d.Number, ruling); err != nil {
				return err
			}
		}
		return nil
	}
}

// away puts somebody on leave around the day on which the demo begins.
func away(who ref.UserID, fromDay, untilDay int, cover ref.UserID, note string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().People.GoAway(ctx, r, who, people.LeaveInput{
			From: s.start.AddDays(fromDay), Until: s.start.AddDays(untilDay), Cover: cover, Note: note,
		}))
	}
}

func pool(name, rules string, shares map[ref.UserID]string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		return failure(s.services().Routing.NewPool(ctx, r, people.PoolInput{
			Name: name, Rules: rules, After: people.AfterReassign, Shares: shares,
		}))
	}
}
