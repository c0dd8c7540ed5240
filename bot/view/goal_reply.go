package view

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

// GoalSaved answers who set a goal. How says how its target follows from the
// goal above, where it does.
func GoalSaved(c Context, set goals.Saved, how string) Message {
	g := set.Saved[0]
	v := direct(c, "")
	lines := []string{"The goal is set: *" + g.ID.String() + "* " + goalRef(g) + v.whose(g) + ", " + Escape(g.Metric.Format(g.Target))}
	if len(set.Was) > 0 && set.Was[0] != (goals.Quantity{}) && set.Was[0] != g.Target {
		lines[0] += ", before " + Escape(g.Metric.Format(set.Was[0]))
	}
	lines[0] += "."
	if g.Owner != "" {
		lines[0] += " It is " + v.person(g.Owner) + "'s."
	}
	switch {
	case g.Derived():
		lines = append(lines, "It follows from "+g.Parent.String()+": "+Escape(how)+".")
	case g.Part():
		lines = append(lines, "It is a part of "+g.Parent.String()+".")
	}
	for _, m := range set.Moved {
		lines = append(lines, "With it *"+m.Goal.ID.String()+"* "+goalRef(m.Goal)+" is now "+Escape(m.Goal.Metric.Format(m.Goal.Target))+", before "+Escape(m.Goal.Metric.Format(m.Was))+".")
	}
	if g.Why == "" {
		lines = append(lines, "People follow a goal more gladly when they know why: add `why=\"…\"`.")
	} else {
		lines = append(lines, quote(g.Why, maxNote))
	}
	return say(strings.Join(lines, "\n"), goalButtons(g.ID, ActionGoalShow, ActionGoalEdit, ActionGoalTree))
}

// GoalRetired answers who gave a goal up.
func GoalRetired(c Context, g goals.Goal) Message {
	return say("*" + g.ID.String() + "* " + goalRef(g) + direct(c, "").whose(g) + " is retired: it leaves the lists and the digest. `/goal show " + g.ID.String() + "` still shows what came of it.")
}

// FigureSaved answers who logged a figure from outside. Was is the value
// that it replaces, 0 for none.
func FigureSaved(_ Context, name string, f goals.Figure, was float64) Message {
	format := func(n float64) string { return f.Metric.Format(goals.Quantity{Number: n}) }
	when := "in week " + f.Period.Label
	if f.OfDay() {
		when = "on " + f.Period.From.Words()
	}
	text := "Noted: *" + bold(name) + "* " + when + ", " + format(f.Value) + "."
	if was != 0 && was != f.Value {
		text += " It was " + format(was) + " before."
	}
	return say(text)
}

// goalLabels are the words on the buttons of goals.
var goalLabels = map[string]string{
	ActionGoalNew: "Set a goal", ActionGoalShow: "Details", ActionGoalEdit: "Edit", ActionGoalTree: "Show the tree", ActionGoalRetire: "Retire",
}

// goalButtons is a row of acts on a goal, or on none.
func goalButtons(id ref.GoalID, acts ...string) slack.Block {
	elements := make([]slack.BlockElement, len(acts))
	for i, act := range acts {
		value := ""
		if id != 0 {
			value = id.String()
		}
		b := slack.NewButtonBlockElement(act, value, plain(goalLabels[act], maxButton))
		if act == ActionGoalRetire {
			b.Confirm = confirm("Retire "+value+"?", "It leaves the lists and the digest, and stays in the history.", "Retire it", "Keep it")
		}
		elements[i] = b
	}
	return slack.NewActionBlock("", elements...)
}

// MetricDefined answers who defined a metric.
func MetricDefined(_ Context, m goals.CustomMetric) Message {
	text, example := "The metric *"+bold(m.Name)+"* is defined. ", "12"
	if m.Mean {
		text += "Goals on it compare the mean of the figures of their period. "
		example = "4.6"
	}
	return say(text + "Log it with `/goal log " + string(m.Metric) + " " + example + "`, and set goals on it with `/goal set " + string(m.Metric) + " …`.")
}

// MetricRetired answers who retired a metric.
func MetricRetired(_ Context, m goals.CustomMetric) Message {
	return say("The metric *" + bold(m.Name) + "* is retired: no more figures are logged for it. Those that there are stay. `/goal metric new " + string(m.Metric) + "` takes it up again.")
}

// MetricList shows what goals can be set on.
func MetricList(c Context, custom []goals.CustomMetric) Message {
	v := direct(c, "")
	var known, lines []string
	for _, info := range goals.Metrics {
		known = append(known, "`"+string(info.Metric)+"`")
	}
	for _, m := range custom {
		line := "• `" + string(m.Metric) + "` " + bold(m.Name)
		if m.Team != "" {
			line += ", of " + string(m.Team)
		}
		if m.Mean {
			line += ", a mean"
		}
		line += "  ·  defined by " + v.person(m.DefinedBy)
		if m.Retired() {
			line += "  ·  retired"
		}
		lines = append(lines, line)
	}
	title := "*Metrics*\nKnown from the start: " + strings.Join(known, ", ") + "."
	if len(lines) == 0 {
		return say(title + "\nNone of your own is defined yet. Define one, such as `/goal metric new demo_requests \"Demo requests\" team=marketing`.")
	}
	return listing(title+"\nYour own:", lines, 0, "")
}
