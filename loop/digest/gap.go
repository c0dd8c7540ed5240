package digest

import (
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

const bestWeeks = 4 // on end

// digestGap explains, from what was done before a day, the goal that matters
// most to each audience, and finds what would close its gap.
func (s *Service) digestGap(rd *store.Reads, d *report.Digest, asOf, until calendar.Date) error {
	d.Explained = []report.Explanation{}
	for _, audience := range funnel.Audiences {
		first, ok := report.FirstGoal(d.For(audience).Goals)
		known := slices.ContainsFunc(d.Explained, func(e report.Explanation) bool { return e.Goal == first.Goal.ID })
		if !ok || known {
			continue
		}

		explanation, err := s.explain(rd, first, d.Goals, asOf, until)
		if err != nil {
			return err
		}

		d.Explained = append(d.Explained, explanation)
	}

	return nil
}

func (s *Service) explain(
	rd *store.Reads, first goals.Standing, goals []goals.Standing, asOf, until calendar.Date,
) (report.Explanation, error) {
	e := report.Explanation{Goal: first.Goal.ID}
	if first.Judged() {
		until := counters.FirstOf(until, first.Goal.Period.To)
		counts := counters.Over(rd)
		lags := counts.LagsBefore(until)
		gap, err := s.gap(counts, first, goals, lags, until)
		if err != nil {
			return e, err
		}

		facts, err := s.leverFacts(rd, first, lags, counters.FirstOf(asOf, until), until)
		if err != nil {
			return e, err
		}

		levers := report.FindLevers(first, facts)
		e.Gap, e.Levers = &gap, &levers
	}

	if !report.Young(first, e.Gap) {
		return e, nil
	}

	var err error
	e.Past, err = s.pastGap(rd, first.Goal, asOf, until)
	return e, err
}

func (s *Service) gap(
	counts *counters.Reader, of goals.Standing, goals []goals.Standing, lags ledger.Lags, until calendar.Date,
) (report.Gap, error) {
	facts, err := s.gapFacts(counts, of, goals, lags, until)
	return report.Explain(of, facts), err
}

// pastGap explains the same goal in the period before, where there was one.
func (s *Service) pastGap(rd *store.Reads, running goals.Goal, asOf, until calendar.Date) (*report.Gap, error) {
	period := running.Period.Prev()
	some, err := goalsOf(rd, period.Last(), period.To, func(p calendar.Period) bool { return p == period })
	if err != nil {
		return nil, err
	}

	standings, err := s.goals.Stand(rd, some, counters.FirstOf(asOf, period.To), counters.FirstOf(until, period.To))
	if err != nil {
		return nil, err
	}

	past, ok := report.TopGoal(slices.DeleteFunc(slices.Clone(standings),
		func(s goals.Standing) bool { return s.Goal.Metric != running.Metric }))
	if !ok {
		return nil, nil
	}

	counts := counters.Over(rd)
	gap, err := s.gap(counts, past, standings, counts.LagsBefore(period.To), period.To)
	return &gap, err
}

// goalsOf gives the goals of the periods that are wanted and end from one day on
// and before another.
func goalsOf(rd *store.Reads, from, before calendar.Date, wanted func(calendar.Period) bool) ([]goals.Goal, error) {
	all, err := rd.GoalsEnding(from, before)
	return slices.DeleteFunc(all, func(g goals.Goal) bool { return !wanted(g.Period) }), err
}

func (s *Service) gapFacts(
	counts *counters.Reader, top goals.Standing, some []goals.Standing, lags ledger.Lags, until calendar.Date,
) (report.GapFacts, error) {
	from := top.Goal.Period.From
	recent := from.AddDays(-counters.RecentDays)
	f := report.GapFacts{Targets: map[agreement.Stage]float64{}, Won: money.Amount{Currency: s.core.Settings().Currency}}
	for _, g := range some {
		if g.Goal.Derived() && g.Goal.Parent == top.Goal.ID && f.Certain == 0 {
			f.Certain = float64(g.Goal.CertainMoney(top.Goal).Minor)
		}

		switch info := g.Goal.Metric.Info(); {
		case g.Goal.Period != top.Goal.Period || !g.Goal.For.Whole():
		case info.Metric == goals.MetricRevenue && f.Revenue == 0:
			f.Revenue = float64(g.Goal.Target.Money.Minor)
		case info.Kind == goals.MetricCount && f.Targets[info.Stage] == 0:
			f.Targets[info.Stage] = g.Goal.Target.Number
		}
	}

	f.Since = counts.FirstDay(counters.FirstLead)
	f.Now = counts.Entered(from, until)
	f.Before = counts.Entered(recent, from)
	f.Won.Minor = counts.Count(ledger.CountRevenue+s.core.Settings().Currency, recent, from)
	known := map[calendar.Date]int64{} // most days are asked for twice
	came := func(day calendar.Date) int64 {
		if _, ok := known[day]; !ok {
			known[day] = counts.Count(ledger.CountFlow+ledger.FlowNew, day, day.AddDays(1))
		}

		return known[day]
	}
	f.Due, _ = ledger.Due(came, lags, from, until.AddDays(-1))
	f.DueBefore, _ = ledger.Due(came, lags, recent, from.AddDays(-1))
	return f, counts.Err()
}

// leverFacts are computed by the days that are over; those before until count
// towards the goal.
func (s *Service) leverFacts(
	rd *store.Reads, top goals.Standing, lags ledger.Lags, asOf, until calendar.Date,
) (report.LeverFacts, error) {
	from, counts := asOf.AddDays(-counters.RecentDays), counters.Over(rd)
	f := report.LeverFacts{
		Recent: map[agreement.Stage]int64{}, Weeks: counters.RecentDays / counters.WeekDays,
		BestLeads: map[agreement.Stage]float64{}, Lags: lags,
	}
	var err error
	if f.RecentPace, err = s.goals.RecentPace(rd, top, asOf, until); err != nil {
		return f, err
	}

	weeks, won := s.byWeek(counts, from, asOf)
	for i := range weeks {
		for stage, n := range weeks[i] {
			f.Recent[stage] += n
		}

		if i+bestWeeks <= len(weeks) {
			f.Best(weeks[i:i+bestWeeks], won[i:i+bestWeeks])
		}
	}

	f.Kept, f.Late = followUps(counts, until.AddDays(-counters.PlanDays), until)
	return f, counts.Err()
}

// byWeek counts, for each week, the leads that entered each stage, and what
// was won in the workspace's currency.
func (s *Service) byWeek(
	counts *counters.Reader, from, to calendar.Date,
) (weeks []map[agreement.Stage]int64, won []int64) {
	for ; from.Before(to); from = from.AddDays(counters.WeekDays) {
		end := from.AddDays(counters.WeekDays)
		weeks = append(weeks, counts.Entered(from, end))
		won = append(won, counts.Count(ledger.CountRevenue+s.core.Settings().Currency, from, end))
	}

	return weeks, won
}

// followUps are how many of the leads that sales touched in time were won, and
// how many of those touched late.
func followUps(counts *counters.Reader, from, to calendar.Date) (kept, late stats.Rate) {
	touched := counts.CountBy(ledger.CountFirstTouch, ledger.DimFirstTouchTiming, from, to)
	won := counts.CountBy(ledger.CountEntered+string(agreement.Customer), ledger.DimFirstTouchTiming, from, to)
	of := func(p funnel.FirstTouchTiming) stats.Rate {
		return stats.Rate{Part: won[string(p)], Whole: touched[string(p)]}
	}
	return of(funnel.FirstTouchInTime), of(funnel.FirstTouchLate)
}
