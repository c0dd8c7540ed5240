package view

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

// GoalList shows how the goals stand.
func GoalList(c Context, goals []funnel.Standing) Message {
	if len(goals) == 0 {
		return say("No goals are set yet. Set the first one, such as `/goal set mqls " + funnel.QuarterOf(c.today()).Label + " 120 why=\"three new customers a month\"`.")
	}
	v := direct(c, "")
	lines := make([]string, len(goals))
	for i, g := range goals {
		lines[i] = "• " + v.goalLine(g) + "\n      " + v.goalWhy(g)
	}
	return listing("*Goals*", lines, 0, "")
}

// goalLine is a goal in one line: actual against target, and the pace.
func (v voice) goalLine(s funnel.Standing) string {
	g := s.Goal
	line := "*" + metricName(g.Metric) + "* " + g.Period.Label + ": "
	switch {
	case s.Status == funnel.StatusNoData:
		return line + "no data yet; the target is " + target(s)
	case s.Status == funnel.StatusPending:
		return line + "not begun; the target is " + target(s)
	case g.Metric.Info().Kind == funnel.MetricRate:
		return line + actual(s) + sample(s) + " against " + target(s) + "  ·  " + pace(s)
	}
	return line + actual(s) + " of " + target(s) + " (" + percent(s.Share) + ")  ·  expected by now " + expected(s) + "  ·  " + pace(s)
}

// goalWhy is what stands behind a goal.
func (v voice) goalWhy(s funnel.Standing) string {
	parts := []string{}
	if s.Goal.Owner != "" {
		parts = append(parts, v.person(s.Goal.Owner))
	}
	if s.NeededPerDay > 0 && s.Status != funnel.StatusPending {
		parts = append(parts, perDay(s)+" needed per working day from here")
	}
	if s.Goal.Why != "" {
		parts = append(parts, "Why: "+shown(s.Goal.Why, maxFact))
	}
	if len(parts) == 0 {
		return "Nobody owns it yet."
	}
	return strings.Join(parts, "  ·  ")
}

func metricName(m funnel.Metric) string {
	if name := m.Info().Name; name != "" {
		return name
	}
	return Escape(string(m))
}

func actual(s funnel.Standing) string {
	if !s.Actual.Known && s.Actual.Number == 0 {
		return "–"
	}
	text := s.Goal.Metric.Format(s.Actual.Quantity)
	if s.Goal.Metric.Info().Kind == funnel.MetricMoney && s.Actual.Money.IsZero() {
		text = "0"
	}
	for _, other := range s.Actual.Other {
		text += " (and " + other.String() + ")"
	}
	return text
}

func target(s funnel.Standing) string { return s.Goal.Metric.Format(s.Goal.Target) }

// expected is what an even pace over the working days would have reached.
func expected(s funnel.Standing) string { return ofMetric(s, s.Expected) }

func perDay(s funnel.Standing) string {
	if s.Goal.Metric.Info().Kind != funnel.MetricMoney && s.NeededPerDay < 10 {
		return strconv.FormatFloat(math.Ceil(s.NeededPerDay*10)/10, 'f', -1, 64)
	}
	return ofMetric(s, math.Ceil(s.NeededPerDay))
}

// ofMetric writes a reckoned number as the goal's target is written.
func ofMetric(s funnel.Standing, n float64) string {
	q := funnel.Quantity{Number: n}
	if t := s.Goal.Target; !t.Money.IsZero() && t.Number > 0 {
		minorPerMajor := float64(t.Money.Minor) / t.Number
		q.Money = funnel.Money{Minor: int64(math.Round(n) * minorPerMajor), Currency: t.Money.Currency}
		if q.Money.IsZero() {
			return "0"
		}
	}
	return s.Goal.Metric.Format(q)
}

// pace is the status in words, with the distance where there is one.
func pace(s funnel.Standing) string {
	switch s.Status {
	case funnel.StatusPending, funnel.StatusNoData, funnel.StatusOnPace:
		return string(s.Status)
	default:
	}
	if s.Expected == 0 {
		return string(s.Status)
	}
	if s.Gap < 0 {
		return fmt.Sprintf("%s (%s short)", s.Status, percent(-s.Gap))
	}
	return fmt.Sprintf("%s (+%s)", s.Status, percent(s.Gap))
}

func percent(fraction float64) string {
	if math.IsNaN(fraction) || math.IsInf(fraction, 0) {
		return "–"
	}
	return strconv.FormatFloat(math.Round(fraction*100), 'f', 0, 64) + "%"
}

// sample is what stands behind a rate: "(4 of 5)".
func sample(s funnel.Standing) string {
	if !s.Actual.Rate.Known() {
		return ""
	}
	return fmt.Sprintf(" (%d of %d)", s.Actual.Rate.Part, s.Actual.Rate.Whole)
}

// GoalSaved answers who set a goal.
func GoalSaved(c Context, g funnel.Goal) Message {
	text := "The goal is set: *" + metricName(g.Metric) + "* " + g.Period.Label + ", " + g.Metric.Format(g.Target) + "."
	if g.Owner != "" {
		text += " It is " + direct(c, "").person(g.Owner) + "'s."
	}
	if g.Why == "" {
		return say(text + " People follow a goal more gladly when they know why: add `why=\"…\"`.")
	}
	return say(text + "\n" + quote(g.Why, maxNote))
}

// FigureSaved answers who logged a figure from outside. Was is the value
// that it replaces, 0 for none.
func FigureSaved(_ Context, m funnel.Metric, week funnel.Period, value, was float64) Message {
	format := func(n float64) string { return m.Format(funnel.Quantity{Number: n}) }
	text := "Noted: *" + metricName(m) + "* in week " + week.Label + ", " + format(value) + "."
	if was != 0 && was != value {
		text += " It was " + format(was) + " before."
	}
	return say(text)
}
