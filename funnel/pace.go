package funnel

import "math"

// Rate is a fraction with the sample behind it.
type Rate struct {
	Part  int64 `json:"part"`
	Whole int64 `json:"whole"`
}

// Known says whether there is anything to judge by.
func (r Rate) Known() bool { return r.Whole > 0 }

// Fraction is part by whole; 0 where nothing is known.
func (r Rate) Fraction() float64 {
	if r.Whole == 0 {
		return 0
	}
	return float64(r.Part) / float64(r.Whole)
}

// Actual is what a metric has come to in a period.
type Actual struct {
	Quantity
	Rate  Rate    `json:"rate,omitzero"`  // of a rate: its sample
	Known bool    `json:"known"`          // false: nothing was recorded to judge by
	Other []Money `json:"other,omitzero"` // money in other currencies, which is not counted
}

// Status says how a goal stands.
type Status string

// The statuses, with peers' usual thresholds: ±5 % is on pace, 20 % short is off.
const (
	StatusAhead   Status = "ahead"
	StatusOnPace  Status = "on pace"
	StatusBehind  Status = "behind"
	StatusOff     Status = "off"
	StatusNoData  Status = "no data"
	StatusPending Status = "not begun"
)

// Thresholds of the statuses, relative to what is expected by now.
const (
	aheadFrom   = 0.05
	behindBelow = -0.05
	offBelow    = -0.20
)

// Standing is how a goal stands at a day.
type Standing struct {
	Goal         Goal    `json:"goal"`
	Actual       Actual  `json:"actual"`
	Expected     float64 `json:"expected"` // by now, at an even pace over working days
	Gap          float64 `json:"gap"`      // actual less expected, relative to expected
	Share        float64 `json:"share"`    // of the target
	Status       Status  `json:"status"`
	DaysElapsed  int     `json:"days_elapsed"`
	DaysTotal    int     `json:"days_total"`
	NeededPerDay float64 `json:"needed_per_day"` // for the rest of the period
	Projection   float64 `json:"projection"`     // at the pace so far
}

// Stand reckons how a goal stands when the days before asOf are over.
// Counts and money are expected in proportion to the working days of the
// calendar that have passed (the leads waterfall); rates are compared as they
// are.
func (g Goal) Stand(a Actual, cal Calendar, asOf Date) Standing {
	s := Standing{Goal: g, Actual: a, DaysTotal: cal.WorkingDays(g.Period.From, g.Period.To)}
	s.DaysElapsed = s.DaysTotal
	if asOf.Before(g.Period.To) {
		s.DaysElapsed = cal.WorkingDays(g.Period.From, asOf)
	}
	s.Expected = g.Target.Number
	if g.Metric.Info().Kind != MetricRate && s.DaysTotal > 0 {
		s.Expected = g.Target.Number * float64(s.DaysElapsed) / float64(s.DaysTotal)
		s.project()
	}
	if g.Target.Number > 0 {
		s.Share = a.Number / g.Target.Number
	}
	if s.Expected > 0 {
		s.Gap = roundGap((a.Number - s.Expected) / s.Expected)
	}
	s.Status = s.status(asOf)
	return s
}

// roundGap takes out what floating point adds, so that a rate of 57 % against
// 60 % is exactly 5 % short.
func roundGap(gap float64) float64 { return math.Round(gap*1e9) / 1e9 }

func (s *Standing) project() {
	if s.DaysElapsed > 0 {
		s.Projection = s.Actual.Number * float64(s.DaysTotal) / float64(s.DaysElapsed)
	}
	if left := s.DaysTotal - s.DaysElapsed; left > 0 {
		s.NeededPerDay = math.Max(0, s.Goal.Target.Number-s.Actual.Number) / float64(left)
	}
}

func (s *Standing) status(asOf Date) Status {
	notBegun := !asOf.After(s.Goal.Period.From) || s.DaysElapsed == 0 && s.DaysTotal > 0
	switch {
	case notBegun && s.Actual.Number == 0:
		return StatusPending
	case !s.Actual.Known:
		return StatusNoData
	case s.Expected == 0 || s.Gap >= aheadFrom:
		return StatusAhead
	case s.Gap < offBelow:
		return StatusOff
	case s.Gap < behindBelow:
		return StatusBehind
	}
	return StatusOnPace
}

// Fine says whether a status needs no explanation.
func (s Status) Fine() bool { return s == StatusAhead || s == StatusOnPace || s == StatusPending }
