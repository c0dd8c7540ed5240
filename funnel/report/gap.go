package report

import (
	"cmp"
	"math"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// GapPartKind is what a part of a gap comes from.
type GapPartKind string

// The kinds of parts.
const (
	PartVolume GapPartKind = "volume" // how many came in
	PartRate   GapPartKind = "rate"   // how many of them went on
	PartDeal   GapPartKind = "deal"   // what was won with each
	// PartTiming is what is not due yet, or was due from before: of all that was expected of
	// a step, what was due by now.
	PartTiming GapPartKind = "timing"
	// PartCertain is what needs no new customer. All that is won is of customers,
	// so none of it is among the actual.
	PartCertain GapPartKind = "certain"
)

// GapPart is what one cause adds to the difference between actual and
// expected: below 0 it holds the goal back.
type GapPart struct {
	Kind GapPartKind     `json:"kind"`
	From agreement.Stage `json:"from,omitempty"`
	// empty for money, where From is not the customer but all before is in one
	To       agreement.Stage `json:"to,omitempty"`
	Actual   float64         `json:"actual"` // leads, a fraction, or minor units
	Expected float64         `json:"expected"`
	Sample   stats.Rate      `json:"sample,omitzero"` // behind an actual rate
	// Due is what of the expected was due by now, where that is less or more: what the
	// actual is compared with.
	Due    float64        `json:"due,omitempty"`
	Given  bool           `json:"given,omitempty"` // expected by the goals, not by the weeks before
	Amount goals.Quantity `json:"amount"`
}

// Gap is the difference between what a goal has come to and what was expected
// by now, split into parts that add up to it exactly.
type Gap struct {
	Goal     goals.Goal     `json:"goal"`
	Actual   goals.Quantity `json:"actual"`
	Expected goals.Quantity `json:"expected"` // by now, at an even pace over working days
	Total    goals.Quantity `json:"total"`    // actual less expected
	Parts    []GapPart      `json:"parts,omitempty"`
	// Unexplained is why there are no parts, as a sentence, and Remedy what
	// would help, where anything does but time.
	Unexplained string `json:"unexplained,omitempty"`
	Remedy      string `json:"remedy,omitempty"`
	// Timed says whether enough is known to tell what is not due yet.
	Timed bool `json:"timed"`
}

// explained are the metrics whose gap can be explained, the one that
// matters most first.
var explained = []goals.Metric{goals.MetricRevenue, goals.MetricCustomers, goals.MetricMQLs}

// TopGoal is the goal that a digest explains: on revenue, else on customers,
// else on MQLs; of several the one over the longest period. A goal of one
// person or campaign is none of those that the whole funnel explains.
func TopGoal(some []goals.Standing) (goals.Standing, bool) {
	return leadingGoal(some, goals.Standing.Judged)
}

// FirstGoal is the top goal, or where none can be judged yet, the one that
// will be.
func FirstGoal(some []goals.Standing) (goals.Standing, bool) {
	if top, ok := TopGoal(some); ok {
		return top, true
	}

	return leadingGoal(some, func(goals.Standing) bool { return true })
}

func leadingGoal(some []goals.Standing, fits func(goals.Standing) bool) (goals.Standing, bool) {
	for _, metric := range explained {
		var of []goals.Standing
		for _, s := range some {
			if s.Goal.Metric == metric && s.Goal.For.Whole() && s.Goal.Target.Number > 0 && fits(s) {
				of = append(of, s)
			}
		}

		if len(of) > 0 {
			return slices.MinFunc(of, func(a, b goals.Standing) int {
				days := func(p calendar.Period) int { return p.From.Days(p.To) }
				return cmp.Or(cmp.Compare(days(b.Goal.Period), days(a.Goal.Period)), cmp.Compare(a.Goal.ID, b.Goal.ID))
			}), true
		}
	}

	return goals.Standing{}, false
}

// youngDays are the working days within which a period says little: four weeks.
const youngDays = 20

// Young says whether the period of a goal has hardly begun and its gap is not
// explained, so that the period before tells more.
func Young(s goals.Standing, gap *Gap) bool {
	return s.DaysElapsed < youngDays && s.DaysElapsed < s.DaysTotal && (gap == nil || len(gap.Parts) == 0)
}

// Explain splits the gap of a goal. What was expected is taken apart by the
// rates of the goals of the same period, which a plan writes, else by those of
// the 13 weeks before the period; as many leads are expected as these rates
// need. Each rate rests on at least 30 leads, now and then, and what is expected
// on 30 outcomes: steps of the funnel with fewer are taken together, and where
// even that is too little the gap says so.
func Explain(s goals.Standing, f GapFacts) Gap {
	m, currency := s.Goal.Metric, s.Goal.Target.Money.Currency
	actual, expected := m.Units(s.Actual.Quantity), s.ExpectedUnits()
	g := Gap{
		Goal: s.Goal, Actual: m.Quantity(actual, currency), Expected: m.Quantity(expected, currency),
		Total: m.Quantity(actual-expected, currency),
	}
	certain := f.certainOf(s, expected)
	factors := f.factors(s, actual, s.DueUnits()-float64(certain))
	if g.Unexplained, g.Remedy = f.thin(s, factors, expected-certain); g.Unexplained != "" {
		return g
	}

	g.Timed = slices.ContainsFunc(factors, func(p GapPart) bool { return p.Kind == PartTiming })
	amounts := stats.Shapley(productOf(factors))
	if certain != 0 {
		factors, amounts = append(factors, GapPart{Kind: PartCertain, Expected: float64(certain)}), append(amounts,
			-float64(certain))
	}

	for i, amount := range stats.Wholes(amounts, actual-expected) {
		part := factors[i]
		part.Amount = m.Quantity(amount, currency)
		g.Parts = append(g.Parts, part)
	}

	return g
}

// Largest is the part that moves most in the direction of the gap.
func (g Gap) Largest() (GapPart, bool) {
	if len(g.Parts) == 0 {
		return GapPart{}, false
	}

	sign := 1.0
	if g.Total.Number < 0 {
		sign = -1
	}

	return slices.MaxFunc(g.Parts, func(a, b GapPart) int {
		return cmp.Compare(sign*a.Amount.Number, sign*b.Amount.Number)
	}), true
}

// Joined is from which stage to which the parts leap over others, because those
// have too few leads to be told apart.
func (g Gap) Joined() (from, to agreement.Stage, ok bool) {
	for _, p := range g.Parts {
		last := p.To
		if p.Kind == PartDeal {
			last = agreement.Customer
		}

		if p.Kind == PartRate && slices.Index(agreement.Steps, last) > slices.Index(agreement.Steps, p.From)+1 ||
			p.Kind == PartDeal && p.From != agreement.Customer {
			return p.From, last, true
		}
	}

	return "", "", false
}

// Rounded is the gap without minor units, as it is told: actual, expected and
// parts are whole, and still add up.
func (g Gap) Rounded() Gap {
	m, currency := g.Goal.Metric, g.Goal.Target.Money.Currency
	if m.Info().Kind != goals.MetricMoney {
		return g
	}

	scale := money.UnitOf(currency)
	round := func(q goals.Quantity) int64 { return int64(math.Round(float64(q.Money.Minor) / float64(scale))) }
	whole := func(units int64) goals.Quantity { return m.Quantity(units*scale, currency) }
	total := round(g.Actual) - round(g.Expected)
	g.Actual, g.Expected, g.Total = whole(round(g.Actual)), whole(round(g.Expected)), whole(total)
	amounts := make([]float64, len(g.Parts))
	for i, p := range g.Parts {
		amounts[i] = float64(p.Amount.Money.Minor) / float64(scale)
	}

	g.Parts = slices.Clone(g.Parts)
	if len(g.Parts) > 0 {
		for i, n := range stats.Wholes(amounts, total) {
			g.Parts[i].Amount = whole(n)
		}
	}

	return g
}

// productOf are the parts as the factors of a product. What came is set against what was
// due by now, and what was due against all that was expected.
func productOf(parts []GapPart) []stats.Factor {
	factors := make([]stats.Factor, len(parts))
	for i, p := range parts {
		factors[i] = stats.Factor{Expected: p.due(), Actual: p.Actual}
		if p.Kind == PartTiming {
			factors[i] = stats.Factor{Expected: p.Expected / p.Actual, Actual: 1}
		}
	}

	return factors
}

// due is what the actual is compared with.
func (p GapPart) due() float64 { return cmp.Or(p.Due, p.Expected) }
