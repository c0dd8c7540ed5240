package goals

import (
	"math"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// goalList shows how the goals stand, each below the one that it hangs below.
func goalList(c kit.Context, goals []goals.Standing) kit.Message {
	if len(goals) == 0 {
		return noGoals(c)
	}

	v := kit.Direct(c, "")
	lines := make([]string, len(goals))
	for i, g := range goals {
		indent := deeper(g.Depth)
		lines[i] = indent + arrow(g.Depth) + Line(v, g) + "\n" + indent + "      " + g.Goal.ID.String() + under(g) + "  ·  " +
			Why(v, g)
	}

	m := kit.Listing("*Goals*", lines, 0, "`/goal tree` and `/goal show G-1` show less at once.")
	m.Blocks = append(m.Blocks, buttons(0, actionTree, ActionNew))
	return m
}

func noGoals(c kit.Context) kit.Message {
	m := kit.Reply("No goals are set yet. Set the first one, such as `/goal set mqls " + calendar.QuarterOf(c.Today()).Label + " 120 why=\"three new customers a month\"`.")
	m.Blocks = append(m.Blocks, buttons(0, ActionNew))
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

// Ref names a goal: "MQLs 2026-Q4".
func Ref(g goals.Goal) string { return metricOf(g) + " " + kit.Escape(g.Period.Label) }

// metricOf is what the metric of a goal is called.
func metricOf(g goals.Goal) string { return kit.Shown(g.Name(), kit.MaxShown) }

// whose says for whom a goal is, where it is not for everybody.
func whose(v kit.Voice, g goals.Goal) string {
	switch scope := g.For; {
	case scope.Campaign != 0:
		return " for " + kit.Bold(scope.Name)
	case scope.Person != "":
		return " for " + v.Person(scope.Person)
	case scope.Team != "":
		return " for " + string(scope.Team)
	}

	return ""
}

// Line is a goal in one line: actual against target, and the pace.
func Line(v kit.Voice, s goals.Standing) string { return LineIn(v, s, calendar.Period{}) }

// LineIn leaves the period out where that stands in the title already.
func LineIn(v kit.Voice, s goals.Standing, known calendar.Period) string {
	g := s.Goal
	line := "*" + strings.ReplaceAll(metricOf(g), "*", "∗") + "*"
	if g.Period != known {
		line += " " + g.Period.Label
	}

	line += whose(v, g) + ": "
	switch {
	case s.Status == goals.StatusNoData:
		return line + "no data yet; the target is " + s.TargetText()
	case s.Status == goals.StatusPending:
		return line + "not begun; the target is " + s.TargetText()
	case !g.Paced():
		return line + s.ActualText() + s.SampleText() + " against " + s.TargetText() + "  ·  " + s.PaceText()
	}

	return line + s.ActualText() + " of " + s.TargetText() + " (" + kit.Percent(s.Share) + ")  ·  " + s.ExpectedByText() +
		"  ·  " + s.PaceText()
}

// Why is what stands behind a goal.
func Why(v kit.Voice, s goals.Standing) string {
	parts := []string{}
	if s.Goal.Owner != "" {
		parts = append(parts, v.Person(s.Goal.Owner))
	}

	if text := stillNeeded(s); text != "" {
		parts = append(parts, text)
	}

	if s.Goal.Why != "" {
		parts = append(parts, "Why: "+kit.Shown(s.Goal.Why, kit.MaxFact))
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

	return kit.Escape(string(m))
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

// goalSaved answers who set a goal. How says how its target follows from the
// goal above, where it does.
func goalSaved(c kit.Context, set goals.Saved, how string) kit.Message {
	g := set.Saved[0]
	v := kit.Direct(c, "")
	lines := []string{"The goal is set: *" + g.ID.String() + "* " + Ref(g) + whose(v, g) + ", " +
		kit.Escape(g.Metric.Format(g.Target))}
	if len(set.Was) > 0 && set.Was[0] != (goals.Quantity{}) && set.Was[0] != g.Target {
		lines[0] += ", before " + kit.Escape(g.Metric.Format(set.Was[0]))
	}

	lines[0] += "."
	if g.Owner != "" {
		lines[0] += " It is " + v.Person(g.Owner) + "'s."
	}

	switch {
	case g.Derived():
		lines = append(lines, "It follows from "+g.Parent.String()+": "+kit.Escape(how)+".")
	case g.Part():
		lines = append(lines, "It is a part of "+g.Parent.String()+".")
	}

	for _, m := range set.Moved {
		lines = append(lines, "With it *"+m.Goal.ID.String()+"* "+Ref(m.Goal)+" is now "+
			kit.Escape(m.Goal.Metric.Format(m.Goal.Target))+", before "+kit.Escape(m.Goal.Metric.Format(m.Was))+".")
	}

	if g.Why == "" {
		lines = append(lines, "People follow a goal more gladly when they know why: add `why=\"…\"`.")
	} else {
		lines = append(lines, kit.Quote(g.Why, kit.MaxNote))
	}

	return kit.Reply(strings.Join(lines, "\n"), buttons(g.ID, ActionShow, ActionEdit, actionTree))
}

// goalRetired answers who gave a goal up.
func goalRetired(c kit.Context, g goals.Goal) kit.Message {
	return kit.Reply("*" + g.ID.String() + "* " + Ref(g) + whose(kit.Direct(c, ""), g) + " is retired: it leaves the lists and the digest. `/goal show " + g.ID.String() + "` still shows what came of it.")
}

// figureSaved answers who logged a figure from outside. Was is the value
// that it replaces, 0 for none.
func figureSaved(_ kit.Context, name string, f goals.Figure, was float64) kit.Message {
	format := func(n float64) string { return f.Metric.Format(goals.Quantity{Number: n}) }
	when := "in week " + f.Period.Label
	if f.OfDay() {
		when = "on " + f.Period.From.Words()
	}

	text := "Noted: *" + kit.Bold(name) + "* " + when + ", " + format(f.Value) + "."
	if was != 0 && was != f.Value {
		text += " It was " + format(was) + " before."
	}

	return kit.Reply(text)
}

// labels are the words on the buttons of goals.
var labels = map[string]string{
	ActionNew: "Set a goal", ActionShow: "Details", ActionEdit: "Edit", actionTree: "Show the tree",
	ActionRetire: "Retire",
}

// buttons is a row of acts on a goal, or on none.
func buttons(id ref.GoalID, acts ...string) slack.Block {
	elements := make([]slack.BlockElement, len(acts))
	for i, act := range acts {
		value := ""
		if id != 0 {
			value = id.String()
		}

		b := slack.NewButtonBlockElement(act, value, kit.PlainText(labels[act], kit.MaxButton))
		if act == ActionRetire {
			b.Confirm = kit.Confirm("Retire "+value+"?", "It leaves the lists and the digest, and stays in the history.", "Retire it", "Keep it")
		}

		elements[i] = b
	}

	return slack.NewActionBlock("", elements...)
}

// metricDefined answers who defined a metric.
func metricDefined(_ kit.Context, m goals.CustomMetric) kit.Message {
	text, example := "The metric *"+kit.Bold(m.Name)+"* is defined. ", "12"
	if m.Mean {
		text += "Goals on it compare the mean of the figures of their period. "
		example = "4.6"
	}

	return kit.Reply(text + "Log it with `/goal log " + string(m.Metric) + " " + example + "`, and set goals on it with `/goal set " + string(m.Metric) + " …`.")
}

// metricRetired answers who retired a metric.
func metricRetired(_ kit.Context, m goals.CustomMetric) kit.Message {
	return kit.Reply("The metric *" + kit.Bold(m.Name) + "* is retired: no more figures are logged for it. Those that there are stay. `/goal metric new " + string(m.Metric) + "` takes it up again.")
}

// metricList shows what goals can be set on.
func metricList(c kit.Context, custom []goals.CustomMetric) kit.Message {
	v := kit.Direct(c, "")
	var known, lines []string
	for _, info := range goals.Metrics {
		known = append(known, "`"+string(info.Metric)+"`")
	}

	for _, m := range custom {
		line := "• `" + string(m.Metric) + "` " + kit.Bold(m.Name)
		if m.Team != "" {
			line += ", of " + string(m.Team)
		}

		if m.Mean {
			line += ", a mean"
		}

		line += "  ·  defined by " + v.Person(m.DefinedBy)
		if m.Retired() {
			line += "  ·  retired"
		}

		lines = append(lines, line)
	}

	title := "*Metrics*\nKnown from the start: " + strings.Join(known, ", ") + "."
	if len(lines) == 0 {
		return kit.Reply(title + "\nNone of your own is defined yet. Define one, such as `/goal metric new demo_requests \"Demo requests\" team=marketing`.")
	}

	return kit.Listing(title+"\nYour own:", lines, 0, "")
}
