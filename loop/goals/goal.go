// Package goals sets goals and plans, and knows how they stand: what was reached, and what an even
// pace would have reached. It never keeps a result; each is computed from the counters when asked.
// Start at Service.Set and Service.Stand (actual.go); plan.go goes from revenue back to leads.
package goals

import (
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/loop/metrics"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// Set sets a goal, or changes the one on the same metric and period that
// is for the same.
func (s *Service) Set(ctx context.Context, req core.Request, in goals.Input) (goals.Saved, error) {
	return core.Do(ctx, s.core, "set a goal", req, func(uc *core.UseCase) (set goals.Saved, err error) {
		tree, err := treeFor(uc, in, in.Period)
		if err != nil {
			return set, err
		}

		old, _ := tree.Find(in.Metric, in.Period, in.For)
		return setGoals(uc, tree, []goals.Change{{Goal: in, Old: old}})
	})
}

// Edit changes what is given of a goal.
func (s *Service) Edit(ctx context.Context, req core.Request, id ref.GoalID, in goals.Input) (goals.Saved, error) {
	return core.Do(ctx, s.core, "change a goal", req, func(uc *core.UseCase) (set goals.Saved, err error) {
		old, err := goal(&uc.Tx.Reads, id)
		if err != nil {
			return set, err
		}

		tree, err := treeFor(uc, in, old.Period)
		if err != nil {
			return set, err
		}

		return setGoals(uc, tree, []goals.Change{{Goal: in, Old: old}})
	})
}

// setGoals sets goals together, new ones under the next numbers.
func setGoals(uc *core.UseCase, tree goals.Tree, changes []goals.Change) (goals.Saved, error) {
	for i := range changes {
		c := &changes[i]
		if c.Old.ID != 0 {
			c.ID = c.Old.ID
		}

		if c.ID != 0 {
			continue
		}

		if err := nameGoal(uc, c); err != nil {
			return goals.Saved{}, err
		}
	}

	set, err := goals.Set(tree, changes, uc.Act, uc.Policy)
	if err != nil {
		return set, err
	}

	if err := uc.Journal(set.Entries...); err != nil {
		return set, err
	}

	if err := uc.Tx.PutGoal(set.Saved...); err != nil {
		return set, err
	}

	for _, m := range set.Moved {
		if err := uc.Tx.PutGoal(m.Goal); err != nil {
			return set, err
		}
	}

	return set, nil
}

// nameGoal gives a new goal its number and the name of its metric, which has
// to be one of the company's.
func nameGoal(uc *core.UseCase, c *goals.Change) (err error) {
	metrics, err := metrics.Catalogue(&uc.Tx.Reads)
	if err != nil {
		return err
	}

	info, known := metrics.Info(c.Goal.Metric)
	if !known {
		_, err := metrics.Parse(string(c.Goal.Metric))
		return err
	}

	if info.Name != c.Goal.Metric.Info().Name {
		c.Goal.Label = info.Name
	}

	if info.Team != c.Goal.Metric.Info().Team {
		c.Goal.Of = info.Team
	}

	c.Goal.Mean = info.Kind == goals.MetricMean
	c.ID, err = uc.Tx.NextGoalID()
	return err
}

// Retire gives a goal up. It stays in the history.
func (s *Service) Retire(ctx context.Context, req core.Request, id ref.GoalID) (goals.Goal, error) {
	return core.Do(ctx, s.core, "retire a goal", req, func(uc *core.UseCase) (retired goals.Goal, err error) {
		g, err := goal(&uc.Tx.Reads, id)
		if err != nil {
			return retired, err
		}

		tree, err := goalTree(&uc.Tx.Reads, uc.Today())
		if err != nil {
			return retired, err
		}

		var entry funnel.Entry
		if retired, entry, err = g.Retire(tree, uc.Act, uc.Policy); err != nil {
			return retired, err
		}

		if err := uc.Journal(entry); err != nil {
			return retired, err
		}

		return retired, uc.Tx.PutGoal(retired)
	})
}

// goal loads a goal, or says that there is none.
func goal(rd *store.Reads, id ref.GoalID) (goals.Goal, error) {
	g, ok, err := rd.Goal(id)
	if err == nil && !ok {
		err = fault.NotFound("There is no goal %s. %s shows those that there are.", id, fault.ToListGoals.Way())
	}

	return g, err
}

// Named finds a goal by its number, such as G-3, or by its metric and
// period, such as mqls 2026-Q4, where only one is called so.
func (s *Service) Named(ctx context.Context, text string) (goals.Goal, error) {
	return core.Read(ctx, s.core, "find a goal", func(rd *store.Reads) (goals.Goal, error) {
		return goalNamed(rd, text, s.core.Today(s.core.Now()))
	})
}

func goalNamed(rd *store.Reads, text string, today calendar.Date) (goals.Goal, error) {
	if id, err := ref.ParseGoalID(text); err == nil {
		return goal(rd, id)
	}

	metrics, err := metrics.Catalogue(rd)
	if err != nil {
		return goals.Goal{}, err
	}

	metric, period, err := metricAndPeriod(metrics, text, calendar.Reading{Today: today})
	if err != nil {
		return goals.Goal{}, err
	}

	named, err := goalsNamed(rd, metric, period)
	if err != nil {
		return goals.Goal{}, err
	}

	// Where there is none in the coming Q3, that of the last one is meant.
	_, last, err := metricAndPeriod(metrics, text, calendar.Reading{Today: today, Past: true})
	if err == nil && len(named) == 0 {
		if named, err = goalsNamed(rd, metric, last); err != nil {
			return goals.Goal{}, err
		}
	}

	switch len(named) {
	case 0:
		return goals.Goal{}, fault.NotFound("There is no goal for %s in %s. %s shows those that there are; %s sets this one.", metric, period, fault.ToListGoals.Way(), fault.ToSetGoal.Way(metric, period, "…"))
	case 1:
		return named[0], nil
	default:
		titles := make([]string, len(named))
		for i, g := range named {
			titles[i] = g.Title()
		}

		return goals.Goal{}, fault.Invalid("There are several goals for %s in %s: %s. Say which by its number, such as %s.", metric, period, strings.Join(titles, ", "), named[0].ID)
	}
}

// goalsNamed are the goals on a metric in a period.
func goalsNamed(rd *store.Reads, metric goals.Metric, period calendar.Period) ([]goals.Goal, error) {
	ending, err := rd.GoalsEnding(period.Last(), period.To)
	if err != nil {
		return nil, err
	}

	return goals.NewTree(ending).Named(metric, period), nil
}

// Above gives the goal above the one that is set on a metric in a period
// for somebody; not ok where there is none.
func (s *Service) Above(
	ctx context.Context, m goals.Metric, p calendar.Period, scope goals.Scope,
) (goals.Goal, bool, error) {
	return core.Look(ctx, s.core, "find the goal above", func(rd *store.Reads) (goals.Goal, bool, error) {
		ending, err := rd.GoalsEnding(p.Last(), p.To)
		if err != nil {
			return goals.Goal{}, false, err
		}

		set, _ := goals.NewTree(ending).Find(m, p, scope)

		return rd.Goal(set.Parent) // there is none of number 0
	})
}

// metricAndPeriod reads a goal as it is said: "mqls 2026-Q4", in any order
// of words that has the metric first.
func metricAndPeriod(
	metrics goals.Catalogue, text string, reading calendar.Reading,
) (goals.Metric, calendar.Period, error) {
	words := strings.Fields(text)
	for n := len(words) - 1; n > 0; n-- {
		metric, err := metrics.Parse(strings.Join(words[:n], " "))
		if err != nil {
			continue
		}

		if period, err := reading.Period(strings.Join(words[n:], " ")); err == nil {
			return metric, period, nil
		}
	}

	return "", calendar.Period{}, fault.NotFound("There is no goal “%s”. Give its number, such as G-3, or its metric and period, such as `mqls 2026-Q4`; %s shows them.", strings.TrimSpace(core.Shorten(text)), fault.ToListGoals.Way())
}

// Standings gives how the running and coming goals stand now, in the order of the
// tree.
func (s *Service) Standings(ctx context.Context) ([]goals.Standing, error) {
	return s.goalsNow(ctx, func(goals.Tree, goals.Goal, calendar.Date) bool { return false })
}

// Tree gives how all goals of the trees stand that have a running or
// coming goal; below one, only it and what hangs below. Zero is all.
func (s *Service) Tree(ctx context.Context, below ref.GoalID) ([]goals.Standing, error) {
	all, err := s.goalsNow(ctx, func(tree goals.Tree, g goals.Goal, today calendar.Date) bool {
		return runsBelow(tree, top(tree, g), today)
	})
	if err != nil || below == 0 {
		return all, err
	}

	at := slices.IndexFunc(all, func(s goals.Standing) bool { return s.Goal.ID == below })
	if at < 0 {
		return nil, fault.NotFound("%s is in no tree that still runs. %s shows it.", below, fault.ToShowGoal.Way(below))
	}

	depth, end := all[at].Depth, at+1
	for end < len(all) && all[end].Depth > depth {
		end++
	}

	branch := all[at:end]
	for i := range branch {
		branch[i].Depth -= depth
	}

	return branch, nil
}

// goalsNow gives how the goals stand that have not ended, and those that are
// shown all the same.
func (s *Service) goalsNow(
	ctx context.Context, also func(goals.Tree, goals.Goal, calendar.Date) bool,
) ([]goals.Standing, error) {
	today := s.core.Today(s.core.Now())
	return core.Read(ctx, s.core, "list the goals", func(rd *store.Reads) (out []goals.Standing, err error) {
		tree, err := goalTree(rd, today)
		if err != nil {
			return out, err
		}

		var goals []goals.Goal
		for _, line := range tree.Lines() {
			if !line.Goal.Over(today) || also(tree, line.Goal, today) {
				goals = append(goals, line.Goal)
			}
		}

		return s.Stand(rd, goals, today, today.AddDays(1))
	})
}

// Show gives a goal with all that belongs to it, also one that is retired
// or over.
func (s *Service) Show(ctx context.Context, id ref.GoalID) (goals.Detail, error) {
	today := s.core.Today(s.core.Now())
	return core.Read(ctx, s.core, "show a goal", func(rd *store.Reads) (d goals.Detail, err error) {
		g, err := goal(rd, id)
		if err != nil {
			return d, err
		}

		// A week below a month may end after it.
		around, err := rd.GoalsEnding(g.Period.From, g.Period.To.AddDays(counters.WeekDays))
		if err != nil {
			return d, err
		}

		tree, err := treeAround(rd, append(around, g))
		if err != nil {
			return d, err
		}

		standings, err := s.Stand(rd, append([]goals.Goal{g}, tree.Below(id)...), today, today.AddDays(1))
		if err != nil {
			return d, err
		}

		for _, st := range standings {
			st.Depth = 0
			if st.Goal.ID == id {
				d.Standing = st
				continue
			}

			d.Below = append(d.Below, st)
		}

		if d.Outlook, err = s.outlook(rd, d.Standing, today); err != nil {
			return d, err
		}

		d.Closed = g.Over(today)
		d.Above, _ = tree.Goal(g.Parent)
		d.Derivation = tree.Derivation(g)
		d.Unshared, d.Parts = tree.Unshared(id)
		if d.Campaigns, err = servedBy(rd, id); err != nil {
			return d, err
		}

		d.History, err = rd.GoalHistory(id)
		return d, err
	})
}

// outlook is where a goal ends if the 13 weeks before today go on, the same that
// the digest tells.
func (s *Service) outlook(rd *store.Reads, of goals.Standing, today calendar.Date) (*goals.Quantity, error) {
	if !of.Foreseen() || of.Goal.Over(today) {
		return nil, nil
	}

	pace, err := s.RecentPace(rd, of, today, today.AddDays(1))
	if err != nil {
		return nil, err
	}

	ends, known := of.Outlook(pace)
	if !known {
		return nil, nil
	}

	return &ends, nil
}

// servedBy names the campaigns that serve a goal.
func servedBy(rd *store.Reads, id ref.GoalID) ([]string, error) {
	all, err := rd.Campaigns()
	var names []string
	for _, c := range all {
		if c.Goal == id {
			names = append(names, c.Name)
		}
	}

	return names, err
}
