package loop

import (
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// By how many days the digest judges what is usual.
const (
	recentDays = 13 * 7
	weekDays   = 7
	bestWeeks  = 4 // on end
)

// digestGap explains, from what was done before a day, the goal that matters
// most to each audience, and finds what would close its gap.
func (s *Service) digestGap(rd *store.Reads, d *funnel.Digest, until funnel.Date) error {
	d.Explained = []funnel.Explanation{}
	for _, audience := range funnel.Audiences {
		top, ok := funnel.TopGoal(d.For(audience).Goals)
		known := slices.ContainsFunc(d.Explained, func(e funnel.Explanation) bool { return e.Gap.Goal.ID == top.Goal.ID })
		if !ok || known {
			continue
		}
		explanation, err := s.explain(rd, top, d.Goals, firstOf(until, top.Goal.Period.To))
		if err != nil {
			return err
		}
		d.Explained = append(d.Explained, explanation)
	}
	return nil
}

func (s *Service) explain(rd *store.Reads, top funnel.Standing, goals []funnel.Standing, until funnel.Date) (funnel.Explanation, error) {
	counts, err := rd.CountBy(funnel.CountLag, funnel.DimDays, until.AddDays(-planDays), until)
	if err != nil {
		return funnel.Explanation{}, err
	}
	lags := funnel.LagsOf(counts)
	gap, err := s.gapFacts(rd, top, goals, lags, until)
	if err != nil {
		return funnel.Explanation{}, err
	}
	levers, err := s.leverFacts(rd, top, lags, until)
	return funnel.Explanation{Gap: funnel.Explain(top, gap), Levers: funnel.FindLevers(top, levers)}, err
}

func (s *Service) gapFacts(rd *store.Reads, top funnel.Standing, goals []funnel.Standing, lags funnel.Lags, until funnel.Date) (funnel.GapFacts, error) {
	from := top.Goal.Period.From
	f := funnel.GapFacts{Targets: map[funnel.Stage]float64{}, Won: funnel.Money{Currency: s.settings.Currency}}
	for _, g := range goals {
		switch info := g.Goal.Metric.Info(); {
		case g.Goal.Period != top.Goal.Period || !g.Goal.For.Whole():
		case info.Metric == funnel.MetricRevenue && f.Revenue == 0:
			f.Revenue = float64(g.Goal.Target.Money.Minor)
		case info.Kind == funnel.MetricCount && f.Targets[info.Stage] == 0:
			f.Targets[info.Stage] = g.Goal.Target.Number
		}
	}
	var err error
	if f.Now, err = entered(rd, from, until); err != nil {
		return f, err
	}
	if f.Before, err = entered(rd, from.AddDays(-recentDays), from); err != nil {
		return f, err
	}
	if f.Won.Minor, err = rd.Count(funnel.CountRevenue+s.settings.Currency, from.AddDays(-recentDays), from); err != nil {
		return f, err
	}
	f.Due, _ = funnel.Due(func(day funnel.Date) (n int64) {
		if err == nil {
			n, err = rd.Count(funnel.CountFlow+funnel.FlowNew, day, day.AddDays(1))
		}
		return n
	}, lags, from, until.AddDays(-1))
	return f, err
}

// entered counts by stage the leads that reached it first from one day until
// before another.
func entered(rd *store.Reads, from, to funnel.Date) (map[funnel.Stage]int64, error) {
	counts := map[funnel.Stage]int64{}
	for _, stage := range funnel.Steps {
		n, err := rd.Count(funnel.CountEntered+string(stage), from, to)
		if err != nil {
			return nil, err
		}
		counts[stage] = n
	}
	return counts, nil
}

func (s *Service) leverFacts(rd *store.Reads, top funnel.Standing, lags funnel.Lags, until funnel.Date) (funnel.LeverFacts, error) {
	from, end := until.AddDays(-recentDays), top.Goal.Period.To
	f := funnel.LeverFacts{
		Recent: map[funnel.Stage]int64{}, Weeks: recentDays / weekDays, BestLeads: map[funnel.Stage]float64{},
		Days: s.settings.Calendar.WorkingDays(from, until), Left: s.settings.Calendar.WorkingDays(until, end),
		Rest: funnel.Period{From: until, To: end}, Lags: lags,
	}
	weeks, won, err := s.byWeek(rd, from, until)
	if err != nil {
		return f, err
	}
	for i := range weeks {
		for stage, n := range weeks[i] {
			f.Recent[stage] += n
		}
		if i+bestWeeks <= len(weeks) {
			f.Best(weeks[i:i+bestWeeks], won[i:i+bestWeeks])
		}
		f.Value += won[i]
	}
	if metric := top.Goal.Metric; metric != funnel.MetricRevenue {
		f.Value = f.Recent[metric.Info().Stage]
	}
	f.Kept, f.Late, err = followUps(rd, until.AddDays(-planDays), until)
	return f, err
}

// byWeek counts, for each week, the leads that entered each stage, and what
// was won in the workspace's currency.
func (s *Service) byWeek(rd *store.Reads, from, to funnel.Date) (weeks []map[funnel.Stage]int64, won []int64, err error) {
	for ; from.Before(to); from = from.AddDays(weekDays) {
		counts, err := entered(rd, from, from.AddDays(weekDays))
		if err != nil {
			return nil, nil, err
		}
		minor, err := rd.Count(funnel.CountRevenue+s.settings.Currency, from, from.AddDays(weekDays))
		if err != nil {
			return nil, nil, err
		}
		weeks, won = append(weeks, counts), append(won, minor)
	}
	return weeks, won, nil
}

// followUps are how many of the leads that sales touched in time were won, and
// how many of those touched late.
func followUps(rd *store.Reads, from, to funnel.Date) (kept, late funnel.Rate, err error) {
	touched, err := rd.CountBy(funnel.CountFirstTouch, funnel.DimPrompt, from, to)
	if err != nil {
		return kept, late, err
	}
	won, err := rd.CountBy(funnel.CountEntered+string(funnel.Customer), funnel.DimPrompt, from, to)
	of := func(p funnel.Prompt) funnel.Rate {
		return funnel.Rate{Part: won[string(p)], Whole: touched[string(p)]}
	}
	return of(funnel.PromptKept), of(funnel.PromptLate), err
}
