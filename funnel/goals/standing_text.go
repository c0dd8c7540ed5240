package goals

import (
	"fmt"
	"math"

	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Measurable says whether it is known what part of the target is reached.
func (s Standing) Measurable() bool { return s.Judged() && s.Goal.Target.Number > 0 }

// ActualText is what a goal has come to.
func (s Standing) ActualText() string {
	if !s.Actual.Known && s.Actual.Number == 0 {
		return "–"
	}

	text := s.Goal.Metric.Format(s.Actual.Quantity)
	if s.Goal.Metric.Info().Kind == MetricMoney && s.Actual.Money.IsZero() {
		text = "0"
	}
	for _, other := range s.Actual.Other {
		text += " (and " + other.String() + ")"
	}
	return text
}

// SampleText is what stands behind a rate: " (4 of 5)".
func (s Standing) SampleText() string {
	rate := s.Actual.Rate
	if !rate.Known() {
		return ""
	}
	return " (" + stats.Thousands(float64(rate.Part)) + " of " + stats.Thousands(float64(rate.Whole)) + ")"
}

// TargetText is what is to be reached.
func (s Standing) TargetText() string { return s.Goal.Metric.Format(s.Goal.Target) }

// ExpectedText is what an even pace over the working days would have reached.
func (s Standing) ExpectedText() string { return s.NumberText(s.Expected) }

// ExpectedByText says what was expected, and by when: of figures from outside, by
// the last day of which any is known.
func (s Standing) ExpectedByText() string {
	if s.LoggedTo.IsZero() {
		return "expected by now " + s.ExpectedText()
	}
	return "expected by " + s.LoggedTo.Words() + ", the last day logged, " + s.ExpectedText()
}

// NumberText writes a calculated number as the goal's target is written.
func (s Standing) NumberText(n float64) string {
	q := Quantity{Number: n}
	if t := s.Goal.Target; !t.Money.IsZero() && t.Number > 0 {
		minorPerMajor := float64(t.Money.Minor) / t.Number
		q.Money = money.Amount{Minor: int64(math.Round(n) * minorPerMajor), Currency: t.Money.Currency}
		if q.Money.IsZero() {
			return "0"
		}
	}
	return s.Goal.Metric.Format(q)
}

// PaceText is the status in words, with the distance where there is one.
func (s Standing) PaceText() string {
	switch s.Status {
	case StatusPending, StatusNoData, StatusOnPace:
		return string(s.Status)
	default:
	}

	switch {
	case s.Expected == 0:
		return s.StatusName()
	case s.Goal.Metric.Limited():
		return fmt.Sprintf("%s (by %s)", s.StatusName(), stats.WholePercent(math.Abs(s.Gap)))
	case s.Gap < 0:
		return fmt.Sprintf("%s (%s short)", s.Status, stats.WholePercent(-s.Gap))
	}
	return fmt.Sprintf("%s (+%s)", s.Status, stats.WholePercent(s.Gap))
}
