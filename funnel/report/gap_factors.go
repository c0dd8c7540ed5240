package report

import (
	"fmt"
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
	Due     float64                     // see [ledger.Due]; 0 where it is not known
	// DueBefore is the same of the 13 weeks before, by which rates are measured.
	DueBefore float64
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
	for _, end := range []agreement.Stage{
		agreement.Customer, agreement.SQL, agreement.SAL, agreement.MQL,
		agreement.Known,
	} {
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
		sample := stats.Rate{Part: f.Now[to], Whole: f.Now[from]}
		rates = append(rates, GapPart{
			Kind: PartRate, From: from, To: to, Actual: sample.Fraction(), Sample: sample, Expected: rate, Given: given,
		})
		need /= rate
	}

	parts := append([]GapPart{{Kind: PartVolume, From: chain[0], Actual: float64(f.Now[chain[0]]), Expected: need}},
		rates...)
	if worth != nil {
		parts = append(parts, *worth)
	}

	return f.timed(parts)
}

// timed compares the step that leads to the win, where the time goes, with what of it was due
// by now, and makes what was not a part of its own. The actual stays as everybody counts
// it.
func (f GapFacts) timed(parts []GapPart) []GapPart {
	i := slices.IndexFunc(parts, func(p GapPart) bool {
		return p.Kind == PartRate && p.To == agreement.Customer || p.Kind == PartDeal && p.From != agreement.Customer
	})
	if i < 0 {
		return parts
	}

	p := &parts[i]
	by := f.dueBy(*p)
	if by <= 0 {
		return parts
	}

	if p.Kind == PartRate { // no more than all of them go on, then or now
		by = min(max(by, p.Actual), 1/p.Expected)
	}

	p.Due = p.Expected * by
	return append(parts, GapPart{
		Kind: PartTiming, From: p.From, To: p.To, Actual: p.Due, Expected: p.Expected, Sample: p.Sample,
	})
}

// dueBy is what part of the expected was due by now; 0 where that is not known. A rate of the
// weeks before was measured as they stood, and so it is taken as they stood.
func (f GapFacts) dueBy(p GapPart) float64 {
	switch {
	case p.Given:
		return f.Due
	case f.DueBefore <= 0:
		return 0
	}

	return f.Due / f.DueBefore
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

// fewestSuccesses are the outcomes that a period has to hold, or to be
// expected to hold, for their number to say anything: the usual rule of thumb.
const fewestSuccesses = 5

const goalsInstead = "Goals for each stage over the same period would do instead."

// thin says what is lacking to tell why, and what would help; both are empty
// where nothing is lacking.
func (f GapFacts) thin(s goals.Standing, factors []GapPart, expected int64) (lacking, remedy string) {
	from := s.Goal.Period.From
	base := "in the 13 weeks before " + from.Words()
	top, end := f.ends(s.Goal.Metric)
	switch outcomes := f.outcomes(s.Goal.Metric, end, expected); {
	case f.Now[top] < stats.FewestOutcomes:
		return fmt.Sprintf("Too few %s to say why: %s since %s, %d needed.", top.Plural(), stats.Thousands(float64(f.Now[top])), from.Words(), stats.FewestOutcomes), ""
	case outcomes < fewestSuccesses:
		return fmt.Sprintf("Too few outcomes to say why: %s since %s, %d needed.", stats.Counted(f.Now[end], end.Name()), from.Words(), fewestSuccesses), ""
	case len(factors) > 0 && !slices.ContainsFunc(factors, GapPart.measured):
		return "", ""
	case f.Since.After(from.AddDays(-goals.BaseDays)):
		return fmt.Sprintf("Too little history to say why: it begins on %s, and what to expect is taken from the 13 weeks before %s.", f.Since.Words(), from.Words()), goalsInstead
	case len(factors) > 0:
		return "", ""
	case f.Before[end] < stats.FewestOutcomes:
		return fmt.Sprintf("Too few outcomes to say why: %s %s, %d needed.", stats.Counted(f.Before[end], end.Name()), base,
			stats.FewestOutcomes), goalsInstead
	}

	return fmt.Sprintf("Too few leads to say why: %s and %s %s, %d needed at each step.",
			stats.Counted(f.Before[top], top.Name()), stats.Counted(f.Before[end], end.Name()), base, stats.FewestOutcomes),
		goalsInstead
}

// ends are where the leads of a metric come in, and what they come to.
func (f GapFacts) ends(m goals.Metric) (top, end agreement.Stage) {
	top, end = agreement.Known, agreement.Customer
	if m == goals.MetricMQLs {
		end = agreement.MQL
	}

	for _, stage := range fromTop(end) {
		if f.Now[top] < f.Now[stage] { // an import of MQLs, or of opportunities, tells of no leads
			top = stage
		}
	}

	return top, end
}

// outcomes are those that the period holds, or those expected by now where
// these are more: that none came is telling where ten were expected.
func (f GapFacts) outcomes(m goals.Metric, end agreement.Stage, expected int64) float64 {
	due := float64(expected)
	if m == goals.MetricRevenue {
		switch {
		case f.won() > 0 && f.Targets[agreement.Customer] > 0:
			due *= f.Targets[agreement.Customer] / f.won()
		case f.Won.Minor > 0:
			due *= float64(f.Before[agreement.Customer]) / float64(f.Won.Minor)
		default:
			due = 0
		}
	}

	return max(due, float64(f.Now[end]))
}

// measured says whether what was expected is known from the weeks before.
func (p GapPart) measured() bool { return (p.Kind == PartRate || p.Kind == PartDeal) && !p.Given }
