package view

import (
	"math"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

// GoalList shows how the goals stand, each below the one that it hangs below.
func GoalList(c Context, goals []goals.Standing) Message {
	if len(goals) == 0 {
		return noGoals(c)
	}
	v := direct(c, "")
	lines := make([]string, len(goals))
	for i, g := range goals {
		indent := deeper(g.Depth)
		lines[i] = indent + arrow(g.Depth) + v.goalLine(g) + "\n" + indent + "      " + g.Goal.ID.String() + under(g) + "  ·  " + v.goalWhy(g)
	}
	m := listing("*Goals*", lines, 0, "`/goal tree` and `/goal show G-1` show less at once.")
	m.Blocks = append(m.Blocks, goalButtons(0, ActionGoalTree, ActionGoalNew))
	return m
}

func noGoals(c Context) Message {
	m := say("No goals are set yet. Set the first one, such as `/goal set mqls " + calendar.QuarterOf(c.today()).Label + " 120 why=\"three new customers a month\"`.")
	m.Blocks = append(m.Blocks, goalButtons(0, ActionGoalNew))
	return m
}

// maxIndent keeps deep trees within the width of a phone.
const maxIndent = 5

// deeper is the indentation of a goal in a tree. Slack drops ordinary spaces
// at the beginning of a line, and keeps wide ones.
func deeper(depth int) string { return strings.Repeat("\u2003", min(depth, maxIndent)) }

// under names the goal above where the indentation no longer tells it.
func under(s goals.Standing) string {
	if s.Depth <= maxIndent || s.Goal.Parent == 0 {
		return ""
	}
	return ", below " + s.Goal.Parent.String()
}

func arrow(depth int) string {
	if depth == 0 {
		return "• "
	}
	return "↳ "
}

// goalRef names a goal: "MQLs 2026-Q4".
func goalRef(g goals.Goal) string { return goalName(g) + " " + Escape(g.Period.Label) }

// goalName is what the metric of a goal is called.
func goalName(g goals.Goal) string { return shown(g.Name(), maxShown) }

// whose says for whom a goal is, where it is not for everybody.
func (v voice) whose(g goals.Goal) string {
	switch scope := g.For; {
	case scope.Campaign != 0:
		return " for " + bold(scope.Name)
	case scope.Person != "":
		return " for " + v.person(scope.Person)
	case scope.Team != "":
		return " for " + string(scope.Team)
	}
	return ""
}

// goalLine is a goal in one line: actual against target, and the pace.
func (v voice) goalLine(s goals.Standing) string { return v.goalLineIn(s, calendar.Period{}) }

// goalLineIn leaves the period out where that stands in the title already.
func (v voice) goalLineIn(s goals.Standing, known calendar.Period) string {
	g := s.Goal
	line := "*" + strings.ReplaceAll(goalName(g), "*", "∗") + "*"
	if g.Period != known {
		line += " " + g.Period.Label
	}
	line += v.whose(g) + ": "
	switch {
	case s.Status == goals.StatusNoData:
		return line + "no data yet; the target is " + s.TargetText()
	case s.Status == goals.StatusPending:
		return line + "not begun; the target is " + s.TargetText()
	case !g.Paced():
		return line + s.ActualText() + s.SampleText() + " against " + s.TargetText() + "  ·  " + s.PaceText()
	}
	return line + s.ActualText() + " of " + s.TargetText() + " (" + percent(s.Share) + ")  ·  " + s.ExpectedByText() + "  ·  " + s.PaceText()
}

// goalWhy is what stands behind a goal.
func (v voice) goalWhy(s goals.Standing) string {
	parts := []string{}
	if s.Goal.Owner != "" {
		parts = append(parts, v.person(s.Goal.Owner))
	}
	if text := stillNeeded(s); text != "" {
		parts = append(parts, text)
	}
	if s.Goal.Why != "" {
		parts = append(parts, "Why: "+shown(s.Goal.Why, maxFact))
	}
	if len(parts) == 0 {
		return "Nobody owns it yet."
	}
	return strings.Join(parts, "  ·  ")
}

// stillNeeded is what is missing for the rest of the period.
func stillNeeded(s goals.Standing) string {
	switch {
	case s.NeededPerDay <= 0 || s.Status == goals.StatusPending:
		return ""
	case s.Goal.Metric.Limited():
		return perDay(s) + " left per working day from here"
	}
	return perDay(s) + " needed per working day from here"
}

func metricName(m goals.Metric) string {
	if name := m.Info().Name; name != "" {
		return name
	}
	return Escape(string(m))
}

func perDay(s goals.Standing) string {
	if s.Goal.Metric.Info().Kind != goals.MetricMoney && s.NeededPerDay < 10 {
		return report.UpTenth(s.NeededPerDay)
	}
	if s.Goal.Metric.Limited() {
		return s.NumberText(math.Floor(s.NeededPerDay)) // what may be spent is not rounded up
	}
	return s.NumberText(math.Ceil(s.NeededPerDay))
}

func percent(fraction float64) string { return stats.WholePercent(fraction) }
