package view

import (
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

// noun is what the leads of a stage are called within a sentence.
func (c Context) noun(s funnel.Stage) string {
	if label := c.Definition.Labels[s]; label != "" || s == funnel.Inquiry {
		return c.plural(s)
	}
	return s.Name() + "s"
}

// explanation is why a goal has a gap, and what would close it, as plain text
// for every way of showing the digest.
type explanation struct {
	title string
	notes []string
	rows  []causeRow // largest loss first
	close []string   // sentences behind the rows
}

type causeRow struct {
	cause  string
	amount string // with its sign
	value  float64
}

// explanations are why the goal that matters most has a gap, how the period
// before came out while the running one says little, and what would help.
func (v voice) explanations(d funnel.Digest) []explanation {
	all := []explanation{v.gap(d.Gap), v.gap(d.Past), v.levers(d.Levers)}
	if d.Past != nil && all[1].title != "" {
		all[1].title = "The period before: " + all[1].title
	}
	return slices.DeleteFunc(all, func(e explanation) bool { return e.title == "" })
}

// gap explains the difference between actual and expected.
func (v voice) gap(of *funnel.Gap) (e explanation) {
	if of == nil {
		return e
	}
	g := of.Rounded()
	m := g.Goal.Metric
	e.title = gapTitle(g)
	if g.Unexplained != "" {
		e.notes = []string{g.Unexplained}
		if g.Remedy != "" {
			e.notes = append(e.notes, g.Remedy)
		}
		return e
	}
	parts := slices.Clone(g.Parts)
	slices.SortStableFunc(parts, func(a, b funnel.GapPart) int {
		switch {
		case a.Amount.Number < b.Amount.Number:
			return -1
		case a.Amount.Number > b.Amount.Number:
			return 1
		}
		return 0
	})
	for _, p := range parts {
		e.rows = append(e.rows, causeRow{capital(p.Says(v.noun)), signed(m, p.Amount), p.Amount.Number})
	}
	e.close = []string{"Together " + signed(m, g.Total) + ". " + v.expectation(g)}
	if from, to, ok := g.Joined(); ok {
		e.close = append(e.close, "From "+v.noun(from)+" to "+v.noun(to)+" is taken as one step: on those between there are too few leads to tell them apart.")
	}
	return e
}

// gapTitle says how far a goal is from where it was expected by now.
func gapTitle(g funnel.Gap) string {
	of := g.Goal.Name() + " in " + g.Goal.Period.Label
	switch far := strings.TrimLeft(signed(g.Goal.Metric, g.Total), "+−"); {
	case g.Total.Number < 0:
		return "Why " + far + " short: " + of
	case g.Total.Number > 0:
		return "Why " + far + " ahead: " + of
	}
	return "What moved " + of
}

// expectation says by what it was judged.
func (v voice) expectation(g funnel.Gap) string {
	given, measured := false, false
	for _, p := range g.Parts {
		if p.Kind == funnel.PartRate || p.Kind == funnel.PartDeal {
			given, measured = given || p.Given, measured || !p.Given
		}
	}
	before := "the 13 weeks before " + g.Goal.Period.From.Words()
	goals := "the goals of " + g.Goal.Period.Label
	var by string
	switch {
	case given && measured:
		by = goals + ", and where there are none by " + before
	case given:
		by = goals
	case measured:
		by = before
	}
	var text string
	if by != "" {
		text = "In brackets: " + g.Goal.Period.Label + " so far, against what was expected by " + by + "."
	}
	if !g.Timed && g.Goal.Metric != funnel.MetricMQLs {
		text += " What is not due yet is not told apart: that takes 30 wins."
	}
	return text
}

// signed writes an amount with its sign: "−€42,000", "+12".
func signed(m funnel.Metric, q funnel.Quantity) string {
	sign := "+"
	if q.Number < 0 {
		sign, q = "−", funnel.Quantity{Number: -q.Number, Money: funnel.Money{Minor: -q.Money.Minor, Currency: q.Money.Currency}}
	}
	if q.Number == 0 {
		return "±0"
	}
	return sign + m.Format(q)
}

// part is an explanation as a part of a message.
func (e explanation) part() digestPart {
	p := digestPart{title: Escape(e.title)}
	for _, note := range e.notes {
		p.lines = append(p.lines, Escape(note))
	}
	for _, row := range e.rows {
		line := "• "
		if row.amount != "" {
			line += "*" + Escape(row.amount) + "*  "
		}
		p.lines = append(p.lines, line+Escape(row.cause))
	}
	for _, note := range e.close {
		p.lines = append(p.lines, Escape(note))
	}
	return p
}
