package report

import (
	"math"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// GapFacts is what a gap is explained by.
type GapFacts struct {
	Now     map[agreement.Stage]int64   // leads that entered a stage in the period so far
	Before  map[agreement.Stage]int64   // the same in the 13 weeks before the period
	Won     money.Amount                // in those 13 weeks
	Since   calendar.Date               // the day of the first lead of all; zero where there is none
	Targets map[agreement.Stage]float64 // of goals of the very same period
	Revenue float64                     // target in minor units, in the same period; 0 where there is none
	Certain float64                     // of it, what needs no new customer
	Due     float64                     // see [Due]; 0 where it is not known
}

// won is the part of the target on revenue that new customers are to bring.
func (f GapFacts) won() float64 { return f.Revenue - f.Certain }

// certainOf is what was expected by now that needs no new customer, at the
// even pace of the whole.
func (f GapFacts) certainOf(s goals.Standing, expected int64) int64 {
	if s.Goal.Metric != goals.MetricRevenue || f.Revenue <= 0 || f.Certain <= 0 || f.won() <= 0 {
		return 0
	}
	return int64(math.Round(float64(expected) * f.Certain / f.Revenue))
}

// factors are what the actual and the expected are products of, from the
// leads that came in to the money.
func (f GapFacts) factors(s goals.Standing, actual int64, expected float64) []GapPart {
	switch s.Goal.Metric {
	case goals.MetricRevenue:
		return f.moneyFactors(actual, expected)
	case goals.MetricMQLs:
		return f.countFactors(agreement.MQL, expected)
	default:
		return f.countFactors(agreement.Customer, expected)
	}
}

func (f GapFacts) countFactors(end agreement.Stage, expected float64) []GapPart {
	chain := sureChain(fromTop(end), f.enough, f.fits)
	if chain == nil {
		return nil
	}
	return f.product(chain, nil, expected)
}

// moneyFactors end with what was won with each customer; where there are too
// few of them, with each lead of the last stage that has enough.
func (f GapFacts) moneyFactors(actual int64, expected float64) []GapPart {
	for _, end := range []agreement.Stage{agreement.Customer, agreement.SQL, agreement.SAL, agreement.MQL, agreement.Known} {
		worth, ok := f.worth(end, actual)
		if !ok {
			continue
		}
		chain := []agreement.Stage{end}
		if longer := sureChain(fromTop(end), f.enough, f.fits); longer != nil {
			chain = longer
		}
		return f.product(chain, &worth, expected)
	}
	return nil
}

// worth is what each lead of a stage brought.
func (f GapFacts) worth(end agreement.Stage, actual int64) (GapPart, bool) {
	if f.Now[end] < stats.FewestOutcomes {
		return GapPart{}, false
	}
	p := GapPart{Kind: PartDeal, From: end, Actual: float64(actual) / float64(f.Now[end])}
	switch {
	case f.Targets[end] > 0 && f.won() > 0:
		p.Expected, p.Given = f.won()/f.Targets[end], true
	case f.Before[end] >= stats.FewestOutcomes && f.Before[agreement.Customer] >= stats.FewestOutcomes && f.Won.Minor > 0:
		p.Expected = float64(f.Won.Minor) / float64(f.Before[end])
	}
	return p, p.Expected > 0
}

// product puts the factors of a chain in order. The leads that were expected
// are as many as it takes for the whole.
func (f GapFacts) product(chain []agreement.Stage, worth *GapPart, expected float64) []GapPart {
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
		return p.Kind == PartRate && p.To == agreement.Customer || p.Kind == PartDeal && p.From != agreement.Customer
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

func (f GapFacts) enough(s agreement.Stage) bool {
	return f.Now[s] >= stats.FewestOutcomes && (f.Before[s] >= stats.FewestOutcomes || f.Targets[s] > 0)
}

func (f GapFacts) fits(from, to agreement.Stage) bool {
	rate, _ := f.expectedRate(from, to)
	return fitting(f.Now, from, to) && rate > 0 && rate <= 1
}

// expectedRate is by the goals, else as it was before. Measured, it rests on 30
// that went in and 30 that came out: of fewer, chance alone may make half or
// double, and the leads that it takes as many.
func (f GapFacts) expectedRate(from, to agreement.Stage) (rate float64, given bool) {
	if f.Targets[from] > 0 && f.Targets[to] > 0 {
		return f.Targets[to] / f.Targets[from], true
	}
	if f.Before[from] < stats.FewestOutcomes || f.Before[to] < stats.FewestOutcomes {
		return 0, false
	}
	return stats.Rate{Part: f.Before[to], Whole: f.Before[from]}.Fraction(), false
}
