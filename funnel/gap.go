package funnel

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// GapPartKind is what a part of a gap comes from.
type GapPartKind string

// The kinds of parts.
const (
	PartVolume GapPartKind = "volume" // how many came in
	PartRate   GapPartKind = "rate"   // how many of them went on
	PartDeal   GapPartKind = "deal"   // what was won with each
	PartTiming GapPartKind = "timing" // what is not due yet, or was due from before
)

// GapPart is what one cause adds to the difference between actual and
// expected: below 0 it holds the goal back.
type GapPart struct {
	Kind     GapPartKind `json:"kind"`
	From     Stage       `json:"from,omitempty"`
	To       Stage       `json:"to,omitempty"` // empty for money, where From is not the customer but all before is in one
	Actual   float64     `json:"actual"`       // leads, a fraction, or minor units
	Expected float64     `json:"expected"`
	Given    bool        `json:"given,omitempty"` // expected by the goals, not by the weeks before
	Amount   Quantity    `json:"amount"`
}

// Gap is the difference between what a goal has come to and what was expected
// by now, split into parts that add up to it exactly.
type Gap struct {
	Goal     Goal      `json:"goal"`
	Actual   Quantity  `json:"actual"`
	Expected Quantity  `json:"expected"` // by now, at an even pace over working days
	Total    Quantity  `json:"total"`    // actual less expected
	Parts    []GapPart `json:"parts,omitempty"`
	// Unexplained is why there are no parts, as a sentence.
	Unexplained string `json:"unexplained,omitempty"`
	// Timed says whether enough wins are known to tell what is not due yet.
	Timed bool `json:"timed"`
}

// GapFacts is what a gap is explained by.
type GapFacts struct {
	Now     map[Stage]int64   // leads that entered a stage in the period so far
	Before  map[Stage]int64   // the same in the 13 weeks before the period
	Won     Money             // in those 13 weeks
	Targets map[Stage]float64 // of goals of the very same period
	Revenue float64           // target in minor units, in the same period; 0 where there is none
	Due     float64           // see [Due]; 0 where it is not known
}

// explained are the metrics of which a gap can be explained, the one that
// matters most first, with the stage that they come from.
var explained = []struct {
	metric Metric
	stage  Stage
}{{MetricRevenue, Customer}, {MetricCustomers, Customer}, {MetricMQLs, MQL}}

// TopGoal is the goal that a digest explains: on revenue, else on customers,
// else on MQLs; of several the one over the longest period. A goal of one
// person or campaign is none of those that the whole funnel explains.
func TopGoal(goals []Standing) (Standing, bool) {
	for _, e := range explained {
		var of []Standing
		for _, s := range goals {
			if s.Goal.Metric == e.metric && s.Goal.For.Whole() && s.judged() && s.Goal.Target.Number > 0 {
				of = append(of, s)
			}
		}
		if len(of) > 0 {
			return slices.MinFunc(of, func(a, b Standing) int {
				days := func(p Period) int { return p.From.Days(p.To) }
				return cmp.Or(cmp.Compare(days(b.Goal.Period), days(a.Goal.Period)), cmp.Compare(a.Goal.ID, b.Goal.ID))
			}), true
		}
	}
	return Standing{}, false
}

// Whole says whether everything of the metric counts.
func (s GoalScope) Whole() bool { return s.Person == "" && s.Campaign == 0 }

func (s Standing) judged() bool { return s.Status != StatusPending && s.Status != StatusNoData }

// units are a quantity of the metric as whole numbers: minor units of money.
func (m Metric) units(q Quantity) int64 {
	if m.Info().Kind == MetricMoney {
		return q.Money.Minor
	}
	return int64(math.Round(q.Number))
}

// quantity is the reverse of units.
func (m Metric) quantity(units int64, currency string) Quantity {
	if m.Info().Kind == MetricMoney {
		amount := Money{Minor: units, Currency: currency}
		return Quantity{Number: amount.Major(), Money: amount}
	}
	return Quantity{Number: float64(units)}
}

// expectedUnits are what was expected by now, rounded to the unit.
func (s Standing) expectedUnits() int64 {
	target := s.Goal.Target
	return int64(math.Round(float64(s.Goal.Metric.units(target)) * s.Expected / target.Number))
}

// Explain splits the gap of a goal. What was expected is taken apart by the
// rates of the goals of the same period, which a plan writes, else by those of
// the 13 weeks before the period; as many leads are expected as these rates
// need. Each rate rests on at least 30 leads, now and then: steps of the funnel
// with fewer are taken together, and where even that is too little the gap
// says so.
func Explain(s Standing, f GapFacts) Gap {
	m, currency := s.Goal.Metric, s.Goal.Target.Money.Currency
	actual, expected := m.units(s.Actual.Quantity), s.expectedUnits()
	g := Gap{
		Goal: s.Goal, Actual: m.quantity(actual, currency), Expected: m.quantity(expected, currency),
		Total: m.quantity(actual-expected, currency), Timed: f.Due > 0,
	}
	factors := f.factors(s, actual, expected)
	if len(factors) == 0 {
		g.Unexplained = f.tooSmall(s)
		return g
	}
	for i, amount := range wholes(shapley(factors), actual-expected) {
		part := factors[i]
		part.Amount = m.quantity(amount, currency)
		g.Parts = append(g.Parts, part)
	}
	return g
}

func (f GapFacts) tooSmall(s Standing) string {
	end := Customer
	if s.Goal.Metric == MetricMQLs {
		end = MQL
	}
	top := Known
	if f.Now[Known] < f.Now[MQL] {
		top = MQL
	}
	if f.Now[top] < fewestOutcomes {
		return fmt.Sprintf("The sample is too small to say why: %s since %s, and it takes %d.", counted(f.Now[top], top.Name()), s.Goal.Period.From, fewestOutcomes)
	}
	return fmt.Sprintf("The sample is too small to say why: the 13 weeks before %s hold %s and %s, and to know what to expect it takes %d and %d, or goals for each stage.",
		s.Goal.Period.From, counted(f.Before[top], top.Name()), counted(f.Before[end], end.Name()), fewestOutcomes, fewestSuccesses)
}

// factors are what the actual and the expected are products of, from the
// leads that came in to the money.
func (f GapFacts) factors(s Standing, actual, expected int64) []GapPart {
	switch s.Goal.Metric {
	case MetricRevenue:
		return f.moneyFactors(actual, expected)
	case MetricMQLs:
		return f.countFactors(MQL, expected)
	default:
		return f.countFactors(Customer, expected)
	}
}

func (f GapFacts) countFactors(end Stage, expected int64) []GapPart {
	chain := sureChain(fromTop(end), f.enough, f.fits)
	if chain == nil {
		return nil
	}
	return f.product(chain, nil, float64(expected))
}

// moneyFactors end with what was won with each customer; where there are too
// few of them, with each lead of the last stage that has enough.
func (f GapFacts) moneyFactors(actual, expected int64) []GapPart {
	for _, end := range []Stage{Customer, SQL, SAL, MQL, Known} {
		worth, ok := f.worth(end, actual)
		if !ok {
			continue
		}
		chain := []Stage{end}
		if longer := sureChain(fromTop(end), f.enough, f.fits); longer != nil {
			chain = longer
		}
		return f.product(chain, &worth, float64(expected))
	}
	return nil
}

// worth is what each lead of a stage brought.
func (f GapFacts) worth(end Stage, actual int64) (GapPart, bool) {
	if f.Now[end] < fewestOutcomes {
		return GapPart{}, false
	}
	p := GapPart{Kind: PartDeal, From: end, Actual: float64(actual) / float64(f.Now[end])}
	switch {
	case f.Targets[end] > 0 && f.Revenue > 0:
		p.Expected, p.Given = f.Revenue/f.Targets[end], true
	case f.Before[end] >= fewestOutcomes && f.Won.Minor > 0:
		p.Expected = float64(f.Won.Minor) / float64(f.Before[end])
	}
	return p, p.Expected > 0
}

// product puts the factors of a chain in order. The leads that were expected
// are as many as it takes for the whole.
func (f GapFacts) product(chain []Stage, worth *GapPart, expected float64) []GapPart {
	var rates []GapPart
	need := expected
	if worth != nil {
		need /= worth.Expected
	}
	for i, from := range chain[:len(chain)-1] {
		to := chain[i+1]
		rate, given := f.expectedRate(from, to)
		rates = append(rates, GapPart{Kind: PartRate, From: from, To: to, Actual: float64(f.Now[to]) / float64(f.Now[from]), Expected: rate, Given: given})
		need /= rate
	}
	parts := append([]GapPart{{Kind: PartVolume, From: chain[0], Actual: float64(f.Now[chain[0]]), Expected: need}}, rates...)
	if worth != nil {
		parts = append(parts, *worth)
	}
	return f.timed(parts)
}

// timed takes what is not due yet out of the step that leads to the win, where
// the time goes, and makes it a part of its own.
func (f GapFacts) timed(parts []GapPart) []GapPart {
	if f.Due <= 0 {
		return parts
	}
	i := slices.IndexFunc(parts, func(p GapPart) bool {
		return p.Kind == PartRate && p.To == Customer || p.Kind == PartDeal && p.From != Customer
	})
	if i < 0 {
		return parts
	}
	parts[i].Actual /= f.Due
	return append(parts, GapPart{Kind: PartTiming, Actual: f.Due, Expected: 1})
}

func (f GapFacts) enough(s Stage) bool {
	return f.Now[s] >= fewestOutcomes && (f.Before[s] >= fewestOutcomes || f.Targets[s] > 0)
}

func (f GapFacts) fits(from, to Stage) bool {
	rate, _ := f.expectedRate(from, to)
	return fitting(f.Now, from, to) && rate > 0 && rate <= 1
}

// fewestSuccesses keeps a rate from being expected that rests on a handful: with
// less than five successes, the usual rule of thumb, it may as well be half or
// double.
const fewestSuccesses = 5

func (f GapFacts) expectedRate(from, to Stage) (rate float64, given bool) {
	if f.Targets[from] > 0 && f.Targets[to] > 0 {
		return f.Targets[to] / f.Targets[from], true
	}
	if f.Before[from] < fewestOutcomes || f.Before[to] < fewestSuccesses {
		return 0, false
	}
	return Rate{f.Before[to], f.Before[from]}.Fraction(), false
}

// Due compares the wins that were due in a period until a day, by when its
// leads and those before them came and how long wins took, with as many leads
// of the period coming evenly for ever: 1 where they do, below 1 where many
// came lately and are not due yet, above 1 where more had come before. It is
// not ok below 30 wins, or where no lead came.
func Due(created func(Date) int64, lags Lags, from, last Date) (due float64, ok bool) {
	if lags.Wins() < fewestOutcomes {
		return 0, false
	}
	var came float64
	for day := from.AddDays(-lagLast); !day.After(last); day = day.AddDays(1) {
		n := float64(created(day))
		if n == 0 {
			continue
		}
		part := lags.Until(day.Days(last))
		if day.Before(from) {
			part -= lags.Until(day.Days(from) - 1)
		} else {
			came += n
		}
		due += n * part
	}
	if came == 0 || due <= 0 {
		return 0, false
	}
	return due / came, true
}

// Rounded is the gap without minor units, as it is told: actual, expected and
// parts are whole, and still add up.
func (g Gap) Rounded() Gap {
	m, currency := g.Goal.Metric, g.Goal.Target.Money.Currency
	if m.Info().Kind != MetricMoney {
		return g
	}
	scale := scaleOf(currency)
	round := func(q Quantity) int64 { return int64(math.Round(float64(q.Money.Minor) / float64(scale))) }
	whole := func(units int64) Quantity { return m.quantity(units*scale, currency) }
	total := round(g.Actual) - round(g.Expected)
	g.Actual, g.Expected, g.Total = whole(round(g.Actual)), whole(round(g.Expected)), whole(total)
	amounts := make([]float64, len(g.Parts))
	for i, p := range g.Parts {
		amounts[i] = float64(p.Amount.Money.Minor) / float64(scale)
	}
	g.Parts = slices.Clone(g.Parts)
	if len(g.Parts) > 0 {
		for i, n := range wholes(amounts, total) {
			g.Parts[i].Amount = whole(n)
		}
	}
	return g
}

// scaleOf is how many minor units make one of the currency.
func scaleOf(currency string) int64 {
	return int64(math.Round(1 / Money{Minor: 1, Currency: currency}.Major()))
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
