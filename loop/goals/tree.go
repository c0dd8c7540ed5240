package goals

import (
	"fmt"
	"slices"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// goalTree are the goals that have not ended before the first of some days,
// with all above and below them. Others may be among them.
func goalTree(rd *store.Reads, days ...calendar.Date) (goals.Tree, error) {
	from := days[0]
	for _, day := range days[1:] {
		from = counters.FirstOf(from, day)
	}

	running, err := rd.GoalsEnding(from, calendar.Date{})
	if err != nil {
		return goals.Tree{}, err
	}

	if running, err = withAbove(rd, running); err != nil {
		return goals.Tree{}, err
	}

	// What hangs below a goal ends after that one begins.
	begin := from
	for _, g := range running {
		begin = counters.FirstOf(begin, g.Period.From)
	}

	ended, err := rd.GoalsEnding(begin, from)
	return goals.NewTree(append(running, ended...)), err
}

// withAbove adds those that goals hang below, to the top.
func withAbove(rd *store.Reads, goals []goals.Goal) ([]goals.Goal, error) {
	known := map[ref.GoalID]bool{0: true}
	for _, g := range goals {
		known[g.ID] = true
	}

	for i := 0; i < len(goals); i++ {
		above := goals[i].Parent
		if known[above] {
			continue
		}

		known[above] = true
		g, ok, err := rd.Goal(above)
		if err != nil {
			return nil, fmt.Errorf("read a goal: %w", err)
		}

		if ok {
			goals = append(goals, g)
		}
	}

	return goals, nil
}

// treeAround is the tree of some goals and all above them.
func treeAround(rd *store.Reads, some []goals.Goal) (goals.Tree, error) {
	all, err := withAbove(rd, slices.Clone(some))
	return goals.NewTree(all), err
}

// treeFor is the tree in which a goal is set, with the period that it has now:
// also where something of it is over, so that it can be refused by name.
func treeFor(uc *core.UseCase, in goals.Input, period calendar.Period) (goals.Tree, error) {
	days := []calendar.Date{uc.Today()}
	if !period.IsZero() {
		days = append(days, period.From)
	}

	if !in.Period.IsZero() {
		days = append(days, in.Period.From)
	}

	above, ok, err := uc.Tx.Goal(in.Parent)
	if err != nil {
		return goals.Tree{}, fmt.Errorf("read a goal: %w", err)
	}

	if ok {
		days = append(days, above.Period.From)
	}

	return goalTree(&uc.Tx.Reads, days...)
}

// top is the goal at the top of the tree in which a goal is.
func top(tree goals.Tree, g goals.Goal) goals.Goal {
	for above, ok := tree.Goal(g.Parent); ok; above, ok = tree.Goal(g.Parent) {
		g = above
	}

	return g
}

// runsBelow says whether a goal or one below it has not ended.
func runsBelow(tree goals.Tree, g goals.Goal, today calendar.Date) bool {
	return !g.Over(today) || slices.ContainsFunc(tree.Below(g.ID),
		func(below goals.Goal) bool { return runsBelow(tree, below, today) })
}
