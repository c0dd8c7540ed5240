package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"
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

// gap explains the difference between actual and expected.
func (v voice) gap(d funnel.Digest) (e explanation, ok bool) {
	if d.Gap == nil {
		return e, false
	}
	g := d.Gap.Rounded()
	m := g.Goal.Metric
	e.title = gapTitle(g)
	if g.Unexplained != "" {
		e.notes = []string{g.Unexplained}
		return e, true
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
	return e, true
}

// gapTitle says how far a goal is from where it was expected by now.
func gapTitle(g funnel.Gap) string {
	of := g.Goal.Metric.Info().Name + " in " + g.Goal.Period.Label
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
	before := "the 13 weeks before " + day(g.Goal.Period.From)
	var text string
	switch {
	case given && measured:
		text = "Expected by the goals of " + g.Goal.Period.Label + ", and where there are none by " + before + "."
	case given:
		text = "Expected by the goals of " + g.Goal.Period.Label + "."
	case measured:
		text = "Expected by " + before + "."
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

// maxLevers is how many levers are told beside the cheapest.
const maxLevers = 3

// levers tells how the goal ends if nothing changes, and what would change it.
func (v voice) levers(d funnel.Digest) (e explanation, ok bool) {
	l := d.Levers
	if l == nil {
		return e, false
	}
	m := l.Goal.Metric
	outlook := fmt.Sprintf("At the pace of the last 13 weeks %s ends %s at %s", m.Info().Name, l.Goal.Period, m.Roughly(l.Outlook))
	e.title = "Cheapest lever"
	if l.Lacking.Number <= 0 {
		e.title = "Outlook"
		e.notes = []string{outlook + ": the target of " + m.Format(l.Goal.Target) + " is met."}
		return e, true
	}
	e.notes = []string{outlook + ", " + m.Roughly(l.Lacking) + " short."}
	if l.Unknown != "" {
		e.notes = append(e.notes, l.Unknown)
		return e, true
	}
	best, found := l.Cheapest()
	rest := l.All
	if found {
		e.notes = append(e.notes, "The least change: "+v.lever(best, *l))
		rest = rest[1:]
	} else {
		e.notes = append(e.notes, "No single change that your own figures support closes it; it takes several together. Each alone:")
	}
	if found && len(rest) > 0 {
		e.notes = append(e.notes, "Other ways:")
	}
	for _, other := range rest[:min(len(rest), maxLevers)] {
		e.rows = append(e.rows, causeRow{cause: capital(v.lever(other, *l))})
	}
	return e, true
}

// lever is one change in a sentence.
func (v voice) lever(l funnel.Lever, all funnel.Levers) string {
	text := v.change(l, all)
	if l.Movement < 10 {
		text += fmt.Sprintf(" (%s more than now)", funnel.FinePercent(l.Movement))
	}
	if l.Supported {
		return text + "." + v.evidence(l, all)
	}
	return text + ". Beyond your own figures: " + v.limit(l, all) + "."
}

func (v voice) change(l funnel.Lever, all funnel.Levers) string {
	currency := all.Goal.Target.Money.Currency
	switch l.Kind {
	case funnel.LeverRate:
		return fmt.Sprintf("make %s of %s into %s, not %s", wanted(l.Needed), v.noun(l.From), v.noun(l.To), wanted(l.Now))
	case funnel.LeverLeads:
		text := fmt.Sprintf("bring in %s %s a week, not %s", weekly(l.Needed), v.noun(l.From), weekly(l.Now))
		if l.Extra > 0 {
			text += fmt.Sprintf(": %s more by %s", thousands(l.Extra), day(all.Goal.Period.Last()))
		}
		return text
	case funnel.LeverDeal:
		return fmt.Sprintf("win %s with the average customer, not %s", funnel.AverageMoney(l.Needed, currency), funnel.AverageMoney(l.Now, currency))
	default:
		return fmt.Sprintf("make %s of first touches in time, not %s", wanted(l.Needed), wanted(l.Now))
	}
}

// wanted is a fraction that is asked for; more than all of them cannot be.
func wanted(fraction float64) string {
	if fraction > 1 {
		return "more than all"
	}
	return funnel.FinePercent(fraction)
}

// evidence is what stands behind a lever.
func (v voice) evidence(l funnel.Lever, all funnel.Levers) string {
	switch l.Kind {
	case funnel.LeverRate:
		return fmt.Sprintf(" The last 13 weeks, with %s of %s, allow for up to %s; each point brings about %s.",
			thousands(l.Sample.Part), thousands(l.Sample.Whole), funnel.FinePercent(l.Limit), all.Goal.Metric.Roughly(l.Point))
	case funnel.LeverPrompt:
		return fmt.Sprintf(" Of leads touched in time %s were won (%d of %d), of others %s (%d of %d).",
			funnel.FinePercent(l.Kept.Fraction()), l.Kept.Part, l.Kept.Whole, funnel.FinePercent(l.Late.Fraction()), l.Late.Part, l.Late.Whole)
	default:
		return " The best four weeks of the last 13 had " + v.most(l, all) + "."
	}
}

func (v voice) limit(l funnel.Lever, all funnel.Levers) string {
	switch l.Kind {
	case funnel.LeverRate:
		return fmt.Sprintf("%s of %s allow for up to %s", thousands(l.Sample.Part), thousands(l.Sample.Whole), funnel.FinePercent(l.Limit))
	case funnel.LeverPrompt:
		return "even with all in time it would not do"
	default:
		return "the best four weeks of the last 13 had " + v.most(l, all)
	}
}

func (v voice) most(l funnel.Lever, all funnel.Levers) string {
	if l.Kind == funnel.LeverDeal {
		return funnel.AverageMoney(l.Limit, all.Goal.Target.Money.Currency)
	}
	return weekly(l.Limit) + " a week"
}

func weekly(n float64) string {
	if n < 10 {
		return strconv.FormatFloat(math.Ceil(n*10)/10, 'f', -1, 64)
	}
	return thousands(int64(math.Ceil(n)))
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

func (v voice) gapPart(d funnel.Digest) digestPart {
	e, _ := v.gap(d)
	return e.part()
}

func (v voice) leverPart(d funnel.Digest) digestPart {
	e, _ := v.levers(d)
	return e.part()
}

// weakest says which step of the funnel fell most, and by what it was judged.
func (v voice) weakest(d funnel.Digest) string {
	w := d.Weakest
	if w == nil {
		return "Weakest step: none has fallen, as far as there are enough leads to tell (30 in four weeks)."
	}
	text := fmt.Sprintf("Weakest step: %s to %s, %s in the last four weeks (%d of %d) against %s in the 13 weeks before (%d of %d).", v.noun(w.From), v.noun(w.To),
		funnel.FinePercent(w.Now.Fraction()), w.Now.Part, w.Now.Whole, funnel.FinePercent(w.Before.Fraction()), w.Before.Part, w.Before.Whole)
	if w.Sure {
		return text + " That is more than chance."
	}
	return text + " That may be chance."
}

// waterfall says what became of the open leads.
func waterfall(w funnel.Waterfall) string {
	var moves []string
	for _, step := range waterfallSteps(w) {
		if step.sign != "" {
			moves = append(moves, step.sign+" "+thousands(step.n)+" "+step.name)
		}
	}
	if len(moves) == 0 {
		moves = []string{"nothing moved"}
	}
	return fmt.Sprintf("Open at the start %s, %s; open at the end *%s*.", thousands(w.Start), strings.Join(moves, ", "), thousands(w.End))
}

type waterfallStep struct {
	sign, name string
	n          int64
}

// waterfallSteps leaves out what did not happen.
func waterfallSteps(w funnel.Waterfall) []waterfallStep {
	return slices.DeleteFunc([]waterfallStep{
		{"", "open at start", w.Start},
		{"+", "new", w.New},
		{"+", "back", w.Back},
		{"−", "won", w.Won},
		{"−", "lost", w.Lost},
		{"−", "put aside", w.Recycled},
		{"−", "disqualified", w.Disqualified},
		{"", "open at end", w.End},
	}, func(s waterfallStep) bool { return s.sign != "" && s.n == 0 })
}
