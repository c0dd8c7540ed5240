package report

import (
	"fmt"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
)

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
		return fmt.Sprintf("Too few outcomes to say why: %s %s, %d needed.", stats.Counted(f.Before[end], end.Name()), base, stats.FewestOutcomes), goalsInstead
	}
	return fmt.Sprintf("Too few leads to say why: %s and %s %s, %d needed at each step.",
		stats.Counted(f.Before[top], top.Name()), stats.Counted(f.Before[end], end.Name()), base, stats.FewestOutcomes), goalsInstead
}

// ends are where the leads of a metric come in, and what they come to.
func (f GapFacts) ends(m goals.Metric) (top, end agreement.Stage) {
	top, end = agreement.Known, agreement.Customer
	if m == goals.MetricMQLs {
		end = agreement.MQL
	}
	if f.Now[agreement.Known] < f.Now[agreement.MQL] { // an import of MQLs tells of no leads
		top = agreement.MQL
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
