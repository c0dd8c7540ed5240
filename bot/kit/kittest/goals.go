package kittest

import (
	"slices"

	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Grove is a tree of goals: revenue, customers from it, MQLs from them, and of
// these a campaign's and a person's part.
func Grove() []goals.Standing {
	tree := Numbered(
		Standing(goals.MetricRevenue, "2026-Q4", 500000, 210000, "The new office is paid from it."),
		Standing(goals.MetricCustomers, "2026-Q4", 42, 30, "At €12,000 a deal."),
		Standing(goals.MetricMQLs, "2026-Q4", 840, 410, "One in twenty buys."),
		Standing(goals.MetricMQLs, "2026-11", 300, 160, "Half of those who see it at a fair buy within a year."),
		Standing(goals.MetricMQLs, "2026-12", 100, 0, ""),
		Standing(goals.MetricSpend, "2026-Q4", 45000, 21000, ""),
	)
	for i, depth := range []int{0, 1, 2, 3, 3, 0} {
		tree[i].Depth = depth
	}

	tree[1].Goal.Parent, tree[1].Goal.Rate, tree[1].Goal.Exact, tree[1].Goal.Owner = 1, 12000, 500000.0/12000, Sam
	tree[2].Goal.Parent, tree[2].Goal.Rate, tree[2].Goal.Exact = 2, 0.05, 500000.0/12000/0.05
	tree[3].Goal.Parent, tree[3].Goal.For = 3, goals.Scope{Campaign: 7, Name: "LogiMAT 2027"}
	tree[4].Goal.Parent, tree[4].Goal.For, tree[4].Goal.Owner = 3, goals.Scope{Person: Maxi}, ""
	tree[5].Goal.For = goals.Scope{Team: ref.Marketing}
	return tree
}

// Ladder is a tree in which each goal hangs below the one before it.
func Ladder(steps int) []goals.Standing {
	all := Numbered(slices.Repeat([]goals.Standing{Standing(goals.MetricMQLs, "2026-Q4", 840, 410, "")}, steps)...)
	for i := range all {
		all[i].Depth, all[i].Goal.Parent = i, ref.GoalID(i)
	}

	return all
}
