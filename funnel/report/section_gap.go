package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
)

// noun is what the leads of a stage are called within a sentence.
func (r reporter) noun(s agreement.Stage) string { return r.definition.Noun(s) }

// gap is why the goal that matters most has a gap.
func (r reporter) gap() Section { return r.explained(r.Gap) }

// pastGap is how the period before came out, while the running one says little.
func (r reporter) pastGap() Section {
	s := r.explained(r.Past)
	s.Title.Text = "The period before: " + s.Title.Text
	return s
}

// explained splits the difference between actual and expected into its causes,
// the largest loss first. In a file they stand as they come, and to the cent.
func (r reporter) explained(gap *Gap) (s Section) {
	if gap == nil {
		return s
	}

	g := gap.Rounded()
	s.Title, s.List = words(gapTitle(g)), true
	s.gapFigures(r, *gap)
	if g.Unexplained != "" {
		s.intro(g.Unexplained)
		if g.Remedy != "" {
			s.intro(g.Remedy)
		}

		return s
	}

	s.causes(r, g)
	s.note("Together " + signed(g.Goal.Metric, g.Total) + ". " + r.expectation(g))
	if slices.ContainsFunc(g.Parts, func(p GapPart) bool { return p.Kind == PartRate && p.To == agreement.SAL }) {
		s.note(r.bases())
	}

	if from, to, ok := g.Joined(); ok {
		s.note("From " + r.noun(from) + " to " + r.noun(to) + " is taken as one step:" +
			" on those between there are too few leads to tell them apart.")
	}

	return s
}

func (s *Section) gapFigures(r reporter, g Gap) {
	m, part := g.Goal.Metric, "gap "+g.Goal.Name()+" "+g.Goal.Period.Label
	for _, p := range g.Parts {
		s.figure(part, words(p.Says(r.noun)), string(p.Kind), quantity(m, p.Amount))
	}

	s.figure(part, words("together"), "total", quantity(m, g.Total))
	if g.Unexplained != "" {
		s.figure(part, words("not explained"), "why", kept(g.Unexplained))
	}
}

func (s *Section) causes(r reporter, g Gap) {
	largest := 1e-9
	for _, p := range g.Parts {
		largest = math.Max(largest, math.Abs(p.Amount.Number))
	}

	parts := slices.Clone(g.Parts)
	slices.SortStableFunc(parts, func(a, b GapPart) int { return cmp.Compare(a.Amount.Number, b.Amount.Number) })
	for _, p := range parts {
		cause, amount := words(fault.Capitalised(p.Says(r.noun))), strong(signed(g.Goal.Metric, p.Amount))
		tone := ToneGood
		if p.Amount.Number < 0 {
			tone = ToneBad
		}

		s.item(amount, words("  "), cause)
		s.Rows = append(s.Rows, Row{
			Cells: []Cell{amount, cause},
			Bar:   &Bar{Value: p.Amount.Number / largest, Sides: true, Tone: tone, Label: amount.Text},
		})
	}
}

// bases keeps apart what became of all leads, and how those were answered that were here.
func (r reporter) bases() string {
	return fault.Capitalised(r.noun(agreement.SAL)) + " are counted of all " + r.noun(agreement.MQL) +
		", imported and unanswered ones too; accepted is told of the answers given here."
}

// gapTitle says how far a goal is from where it was expected by now.
func gapTitle(g Gap) string {
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
func (r reporter) expectation(g Gap) string {
	given, measured := false, false
	for _, p := range g.Parts {
		if p.Kind == PartRate || p.Kind == PartDeal {
			given, measured = given || p.Given, measured || !p.Given
		}
	}

	before := "the 13 weeks before " + g.Goal.Period.From.Words()
	some := "the goals of " + g.Goal.Period.Label
	var by string
	switch {
	case given && measured:
		by = some + ", and where there are none by " + before
	case given:
		by = some
	case measured:
		by = before
	}

	var text string
	if by != "" {
		text = "In brackets: " + g.Goal.Period.Label + " so far, against what was expected by " + by + "."
	}

	if !g.Timed && g.Goal.Metric != goals.MetricMQLs {
		text += " What is not due yet is not told apart: that takes 30 wins, and leads in the 13 weeks before."
	}

	return text
}

// signed writes an amount with its sign: "−€42,000", "+12".
func signed(m goals.Metric, q goals.Quantity) string {
	sign := "+"
	if q.Number < 0 {
		sign, q.Number, q.Money.Minor = "−", -q.Number, -q.Money.Minor
	}

	if q.Number == 0 {
		return "±0"
	}

	return sign + m.Format(q)
}
