package funnel

import (
	"math"
	"slices"
)

// BaseDays are the days before a period by which it is judged what to expect
// in it: 13 weeks.
const BaseDays = 13 * 7

// GapFacts is what a gap is explained by.
type GapFacts struct {
	Now     map[Stage]int64   // leads that entered a stage in the period so far
	Before  map[Stage]int64   // the same in the 13 weeks before the period
	Won     Money             // in those 13 weeks
	Since   Date              // the day of the first lead of all; zero where there is none
	Targets map[Stage]float64 // of goals of the very same period
	Revenue float64           // target in minor units, in the same period; 0 where there is none
	Certain float64           // of it, what needs no new customer
	Due     float64           // see [Due]; 0 where it is not known
}

// won is the part of the target on revenue that new customers are to bring.
func (f GapFacts) won() float64 { return f.Revenue - f.Certain }

// certainOf is what was expected by now that needs no new customer, at the
// even pace of the whole.
func (f GapFacts) certainOf(s Standing, expected int64) int64 {
	if s.Goal.Metric != MetricRevenue || f.Revenue <= 0 || f.Certain <= 0 || f.won() <= 0 {
		return 0
	}
	return int64(math.Round(float64(expected) * f.Certain / f.Revenue))
}

// factors are what the actual and the expected are products of, from the
// leads that came in to the money.
func (f GapFacts) factors(s Standing, actual int64, expected float64) []GapPart {
	switch s.Goal.Metric {
	case MetricRevenue:
		return f.moneyFactors(actual, expected)
	case MetricMQLs:
		return f.countFactors(MQL, expected)
	default:
		return f.countFactors(Customer, expected)
	}
}

func (f GapFacts) countFactors(end Stage, expected float64) []GapPart {
	chain := sureChain(fromTop(end), f.enough, f.fits)
	if chain == nil {
		return nil
	}
	return f.product(chain, nil, expected)
}

// moneyFactors end with what was won with each customer; where there are too
// few of them, with each lead of the last stage that has enough.
func (f GapFacts) moneyFactors(actual int64, expected float64) []GapPart {
	for _, end := range []Stage{Customer, SQL, SAL, MQL, Known} {
		worth, ok := f.worth(end, actual)
		if !ok {
			continue
		}
		chain := []Stage{end}
		if longer := sureChain(fromTop(end), f.enough, f.fits); longer != nil {
			chain = longer
		}
		return f.product(chain, &worth, expected)
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
	case f.Targets[end] > 0 && f.won() > 0:
		p.Expected, p.Given = f.won()/f.Targets[end], true
	case f.Before[end] >= fewestOutcomes && f.Before[Customer] >= fewestOutcomes && f.Won.Minor > 0:
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
	due := f.Due
	if p := parts[i]; p.Kind == PartRate && p.Actual > due { // no more than all of them go on
		due = p.Actual
	}
	parts[i].Actual /= due
	return append(parts, GapPart{Kind: PartTiming, Actual: due, Expected: 1})
}

func (f GapFacts) enough(s Stage) bool {
	return f.Now[s] >= fewestOutcomes && (f.Before[s] >= fewestOutcomes || f.Targets[s] > 0)
}

func (f GapFacts) fits(from, to Stage) bool {
	rate, _ := f.expectedRate(from, to)
	return fitting(f.Now, from, to) && rate > 0 && rate <= 1
}

// expectedRate is by the goals, else as it was before. Measured, it rests on 30
// that went in and 30 that came out: of fewer, chance alone may make half or
// double, and the leads that it takes as many.
func (f GapFacts) expectedRate(from, to Stage) (rate float64, given bool) {
	if f.Targets[from] > 0 && f.Targets[to] > 0 {
		return f.Targets[to] / f.Targets[from], true
	}
	if f.Before[from] < fewestOutcomes || f.Before[to] < fewestOutcomes {
		return 0, false
	}
	return Rate{f.Before[to], f.Before[from]}.Fraction(), false
}
