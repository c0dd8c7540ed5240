package loop

import (
	"cmp"
	"context"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// SetGoal sets a goal, or changes the one on the same metric and period.
func (s *Service) SetGoal(ctx context.Context, req Request, in funnel.GoalInput) (funnel.Goal, error) {
	var goal funnel.Goal
	err := s.act(ctx, "set a goal", req, func(st *step) error {
		old, _, err := st.tx.Goal(funnel.GoalID(in.Metric, in.Period))
		if err != nil {
			return err
		}
		goal, err = st.setGoal(funnel.GoalChange{Goal: in, Old: old})
		return err
	})
	return goal, err
}

// setGoal sets a goal in the place of the one that is there.
func (st *step) setGoal(c funnel.GoalChange) (funnel.Goal, error) {
	goal, entry, err := funnel.SetGoal(c.Old, c.Goal, st.act, st.policy)
	if err != nil {
		return goal, err
	}
	if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
		return goal, err
	}
	return goal, st.tx.PutGoal(goal)
}

// LogFigure records a figure from outside for a week and gives the one that
// it replaces. The zero week is the running one.
func (s *Service) LogFigure(ctx context.Context, req Request, metric funnel.Metric, week funnel.Period, value float64) (was float64, err error) {
	err = s.act(ctx, "log a figure", req, func(st *step) error {
		if week.IsZero() {
			week = funnel.WeekOf(s.today(st.act.At))
		}
		if was, _, err = st.tx.Figure(metric, week); err != nil {
			return err
		}
		entry, err := funnel.LogFigure(metric, week, value, was, st.act, st.policy)
		if err != nil {
			return err
		}
		if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
			return err
		}
		return st.tx.PutFigure(metric, week, value)
	})
	return was, err
}

// Goals gives how the running and coming goals stand now.
func (s *Service) Goals(ctx context.Context) ([]funnel.Standing, error) {
	today := s.today(s.now())
	var out []funnel.Standing
	err := s.store.View(ctx, func(rd *store.Reads) error {
		goals, err := rd.Goals()
		if err != nil {
			return err
		}
		goals = slices.DeleteFunc(goals, func(g funnel.Goal) bool { return !today.Before(g.Period.To) })
		out, err = s.stand(rd, goals, today, today.AddDays(1))
		return err
	})
	return out, err
}

// stand reckons goals when the days before asOf are over, from what was done
// before another day. While a day runs its deeds count already: to hide what
// somebody has just done would look like a loss.
func (s *Service) stand(rd *store.Reads, goals []funnel.Goal, asOf, until funnel.Date) ([]funnel.Standing, error) {
	sortGoals(goals)
	out := make([]funnel.Standing, 0, len(goals))
	for _, g := range goals {
		actual, err := s.actual(rd, g.Metric, g.Period.From, firstOf(until, g.Period.To), g.Period.To)
		if err != nil {
			return nil, err
		}
		out = append(out, g.Stand(actual, s.settings.Calendar, asOf))
	}
	return out, nil
}

// sortGoals puts goals in the order of the metrics, then of time.
func sortGoals(goals []funnel.Goal) {
	rank := func(m funnel.Metric) int {
		return slices.IndexFunc(funnel.Metrics, func(i funnel.MetricInfo) bool { return i.Metric == m })
	}
	slices.SortStableFunc(goals, func(a, b funnel.Goal) int {
		if d := rank(a.Metric) - rank(b.Metric); d != 0 {
			return d
		}
		return a.Period.To.Compare(b.Period.To)
	})
}

// actual gives what a metric came to from one day until before another, in a
// period that ends at end. Figures of a week count on its Thursday, so they
// are summed to the end of the week: it may be logged before its Thursday.
func (s *Service) actual(rd *store.Reads, m funnel.Metric, from, to, end funnel.Date) (funnel.Actual, error) {
	a := funnel.Actual{Known: true}
	week := firstOf(funnel.WeekOf(to.AddDays(-1)).To, end)
	switch info := m.Info(); info.Kind {
	case funnel.MetricMoney:
		return s.revenue(rd, from, to)
	case funnel.MetricRate:
		return s.rate(rd, m, from, to, week)
	case funnel.MetricFigure:
		units, err := rd.Count(funnel.CountFigure+string(m), from, week)
		a.Number, a.Known = float64(units)/funnel.FigureScale, units != 0
		return a, err
	default:
		n, err := rd.Count(funnel.CountEntered+string(info.Stage), from, to)
		a.Number = float64(n)
		return a, err
	}
}

func firstOf(a, b funnel.Date) funnel.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// revenue sums what was won in the workspace's currency; other currencies
// are shown apart, never mixed in.
func (s *Service) revenue(rd *store.Reads, from, to funnel.Date) (funnel.Actual, error) {
	a := funnel.Actual{Known: true}
	a.Money = funnel.Money{Currency: s.settings.Currency}
	sums, err := rd.CountSuffixes(funnel.CountRevenue, from, to)
	for currency, minor := range sums {
		amount := funnel.Money{Minor: minor, Currency: currency}
		if currency == s.settings.Currency {
			a.Money = amount
			continue
		}
		a.Other = append(a.Other, amount)
	}
	slices.SortFunc(a.Other, func(x, y funnel.Money) int {
		return cmp.Or(cmp.Compare(y.Minor, x.Minor), cmp.Compare(x.Currency, y.Currency))
	})
	a.Number = a.Money.Major()
	return a, err
}

// ratio is how a rate is made of counters.
type ratio struct {
	part  string
	whole []string // summed
}

var ratios = map[funnel.Metric]ratio{
	funnel.MetricAcceptanceRate: {funnel.CountAccepted, []string{funnel.CountAccepted, funnel.CountRejected}},
	funnel.MetricFirstTouch: {
		funnel.CountMet + string(funnel.ClockFirstTouch),
		[]string{funnel.CountMet + string(funnel.ClockFirstTouch), funnel.CountMissed + string(funnel.ClockFirstTouch)},
	},
}

func (s *Service) rate(rd *store.Reads, m funnel.Metric, from, to, week funnel.Date) (funnel.Actual, error) {
	var a funnel.Actual
	var err error
	if m == funnel.MetricVisitToLead {
		a.Rate, err = visitToLead(rd, from, to, week)
	} else {
		a.Rate, err = countRatio(rd, ratios[m], from, to)
	}
	a.Number, a.Known = a.Rate.Fraction(), a.Rate.Known()
	return a, err
}

func visitToLead(rd *store.Reads, from, to, week funnel.Date) (funnel.Rate, error) {
	visits, err := rd.Count(funnel.CountFigure+string(funnel.MetricWebsiteVisits), from, week)
	if err != nil {
		return funnel.Rate{}, err
	}
	leads, err := rd.Count(funnel.CountEntered+string(funnel.Known), from, to)
	return funnel.Rate{Part: leads, Whole: visits / funnel.FigureScale}, err
}

func countRatio(rd *store.Reads, r ratio, from, to funnel.Date) (funnel.Rate, error) {
	part, err := rd.Count(r.part, from, to)
	if err != nil {
		return funnel.Rate{}, err
	}
	rate := funnel.Rate{Part: part}
	for _, counter := range r.whole {
		n, err := rd.Count(counter, from, to)
		if err != nil {
			return funnel.Rate{}, err
		}
		rate.Whole += n
	}
	return rate, nil
}
