package goals

import (
	"cmp"
	"fmt"
	"math"
	"strconv"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Actual is what a metric has come to in a period.
type Actual struct {
	Quantity
	Rate  stats.Rate     `json:"rate,omitzero"`  // of a rate: its sample
	Known bool           `json:"known"`          // false: nothing was recorded to judge by
	Other []money.Amount `json:"other,omitzero"` // money in other currencies, which is not counted
	// Days are those of which figures from outside are known, in order: others say nothing
	// yet. There are none of what Leadloop counts, which knows all.
	Days []calendar.Period `json:"-"`
}

// Status says how a goal stands.
type Status string

// The statuses.
const (
	StatusAhead   Status = "ahead"
	StatusOnPace  Status = "on pace"
	StatusBehind  Status = "behind"
	StatusOff     Status = "off"
	StatusNoData  Status = "no data"
	StatusPending Status = "not begun"
)

// Thresholds are from what part of the expected on a goal is ahead, and below
// which part it is behind and off. The zero value is the defaults.
type Thresholds struct {
	Ahead  float64 `json:"ahead"`
	Behind float64 `json:"behind"`
	Off    float64 `json:"off"`
}

// DefaultThresholds are the usual ones: within 5 % is on pace, 20 % short is
// off.
var DefaultThresholds = Thresholds{Ahead: 1.05, Behind: 0.95, Off: 0.80}

// Check refuses thresholds between which no status could be told from another.
func (t Thresholds) Check() error {
	if !(t.Off > 0 && t.Off < t.Behind && t.Behind <= 1 && t.Ahead >= 1 && t.Ahead > t.Behind && t.Ahead <= maxThreshold) {
		return fault.Invalid("The thresholds have to ascend: off below behind, behind at most 100%%, ahead at least 100%%, such as 80%%, 95%% and 105%%.")
	}

	return nil
}

// maxThreshold catches per cent written as fractions.
const maxThreshold = 10

// inForce are the thresholds, or the defaults where none are given.
func (t Thresholds) inForce() Thresholds {
	if t == (Thresholds{}) {
		return DefaultThresholds
	}

	return t
}

// ThresholdsFrom are the thresholds that are in force from a day on, so that
// what was judged before stays as it was.
type ThresholdsFrom struct {
	V    int           `json:"v"`
	From calendar.Date `json:"from"`
	Thresholds
}

// ThresholdsAt are those that were in force on a day. Known are in the order
// of their days. Before the first, its own were.
func ThresholdsAt(known []ThresholdsFrom, day calendar.Date) Thresholds {
	var at Thresholds
	for i, t := range known {
		if i == 0 || !day.Before(t.From) {
			at = t.Thresholds
		}
	}

	return at.inForce()
}

// AdoptThresholds decides what is to be noted where thresholds are others than
// those in force; changed is false where they are the same.
func AdoptThresholds(
	known []ThresholdsFrom, t Thresholds, act people.Act, p funnel.Policy,
) (noted ThresholdsFrom, e funnel.Entry, changed bool) {
	today := p.DayOf(act)
	if len(known) > 0 && known[len(known)-1].inForce() == t.inForce() {
		return ThresholdsFrom{}, funnel.Entry{}, false
	}

	noted = ThresholdsFrom{V: 1, From: today, Thresholds: t.inForce()}
	note := "ahead from " + Percent(noted.Ahead) + ", behind below " + Percent(noted.Behind) + ", off below " +
		Percent(noted.Off)
	return noted, funnel.Entry{V: 1, At: act.At, By: act.By.ID, Kind: funnel.EntryThresholds, Note: note, Day: today}, true
}

// Standing is how a goal stands at a day.
type Standing struct {
	Goal         Goal    `json:"goal"`
	Actual       Actual  `json:"actual"`
	Expected     float64 `json:"expected"` // by now, at an even pace over working days, as it is written
	Gap          float64 `json:"gap"`      // actual less expected, both as they are written, relative to expected
	Share        float64 `json:"share"`    // of the target
	Status       Status  `json:"status"`
	DaysElapsed  int     `json:"days_elapsed"`
	DaysTotal    int     `json:"days_total"`
	NeededPerDay float64 `json:"needed_per_day"` // for the rest of the period
	Projection   float64 `json:"projection"`     // at the pace of the period so far
	Depth        int     `json:"depth"`          // how many of the goals it is listed with stand above it
	// Due is expected before it is rounded to what is written.
	Due float64 `json:"-"`
	// JudgedBy are the thresholds that the status follows from.
	JudgedBy Thresholds `json:"judged_by,omitzero"`
	// LoggedTo is the last day with known figures, where expected is by
	// that day because working days are not logged yet.
	LoggedTo calendar.Date `json:"logged_to,omitzero"`
	// Unlogged are working days before that day which are not logged either.
	Unlogged int `json:"unlogged_days,omitzero"`
}

// Stand says how a goal stands when the days before asOf are over, from what
// came before another day, until: while a day runs, what came on it counts.
// Counts and money are expected in proportion to the working days of the
// calendar that have passed (the leads waterfall), figures from outside of those
// that were logged; rates and means are compared as they are.
func (g Goal) Stand(a Actual, cal calendar.Calendar, asOf, until calendar.Date, t Thresholds) Standing {
	s := Standing{Goal: g, Actual: a, DaysTotal: cal.WorkingDays(g.Period.From, g.Period.To), JudgedBy: t.inForce()}
	s.DaysElapsed = g.Period.WorkingDays(cal, asOf)
	s.Due = g.Target.Number
	if g.Paced() && s.DaysTotal > 0 {
		paced, counted := s.DaysElapsed, g.Period.WorkingDays(cal, until)
		if len(a.Days) > 0 {
			paced, counted = g.logged(a.Days, cal, asOf), g.logged(a.Days, cal, until)
		}

		if paced < s.DaysElapsed {
			last := firstDay(a.Days[len(a.Days)-1].To, g.Period.To)
			s.LoggedTo = last.AddDays(-1)
			s.Unlogged = g.Period.WorkingDays(cal, firstDay(last, asOf)) - paced
		}

		s.Due = g.Target.Number * float64(paced) / float64(s.DaysTotal)
		s.project(counted)
	}

	if g.Target.Number > 0 {
		s.Share = a.Number / g.Target.Number
	}

	s.Expected = g.asWritten(s.Due)
	if s.Expected > 0 {
		s.Gap = roundGap((g.asWritten(a.Number) - s.Expected) / s.Expected)
	}

	s.Status = s.status(asOf)
	return s
}

// logged counts the working days of the goal, before a day, of which figures are known.
func (g Goal) logged(known []calendar.Period, cal calendar.Calendar, before calendar.Date) int {
	days := 0
	for _, p := range known {
		days += cal.WorkingDays(lastDay(p.From, g.Period.From), firstDay(firstDay(p.To, g.Period.To), before))
	}

	return days
}

func lastDay(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}

	return a
}

func firstDay(a, b calendar.Date) calendar.Date {
	if b.Before(a) {
		return b
	}

	return a
}

// roundGap takes out what floating point adds, so that a rate of 57 % against
// 60 % is exactly 5 % short.
func roundGap(gap float64) float64 { return math.Round(gap*1e9) / 1e9 }

// project says what would come at the pace of the working days on which the
// actual was counted.
func (s *Standing) project(counted int) {
	if counted > 0 {
		s.Projection = s.Actual.Number * float64(s.DaysTotal) / float64(counted)
	}

	if left := s.DaysTotal - s.DaysElapsed; left > 0 {
		s.NeededPerDay = math.Max(0, s.Goal.Target.Number-s.Actual.Number) / float64(left)
	}
}

func (s *Standing) status(asOf calendar.Date) Status {
	notBegun := !asOf.After(s.Goal.Period.From) || s.DaysElapsed == 0 && s.DaysTotal > 0
	switch {
	case notBegun && s.Actual.Number == 0:
		return StatusPending
	case !s.Actual.Known:
		return StatusNoData
	case s.Expected > 0:
		return s.JudgedBy.status(s.Reached())
	case s.Actual.Number == 0:
		return StatusOnPace
	case s.Goal.Metric.Limited():
		return StatusOff
	}

	return StatusAhead
}

// status is what it is called that a part of the expected is reached.
func (t Thresholds) status(reached float64) Status {
	switch {
	case reached >= t.Ahead:
		return StatusAhead
	case reached < t.Off:
		return StatusOff
	case reached < t.Behind:
		return StatusBehind
	}

	return StatusOnPace
}

// Reached is how much of what was expected by now is reached: 1 at an even
// pace. Of money that is not to be spent, more is reached where less of it is.
func (s Standing) Reached() float64 { return s.reachedBy(s.Gap) }

func (s Standing) reachedBy(gap float64) float64 {
	if s.Goal.Metric.Limited() {
		return roundGap(1 - gap)
	}

	return roundGap(1 + gap)
}

// Fine says whether a status needs no explanation.
func (s Status) Fine() bool { return s == StatusAhead || s == StatusOnPace || s == StatusPending }

// StatusName is the status in the words of the metric: of money that is not
// to be surpassed, it is said on which side of the budget it is.
func (s Standing) StatusName() string {
	if !s.Goal.Metric.Limited() || !s.Judged() || s.Status == StatusOnPace {
		return string(s.Status)
	}

	if s.Reached() < 1 || s.Expected == 0 {
		return "over budget"
	}

	return "under budget"
}

// Judged says whether it is known how the goal stands.
func (s Standing) Judged() bool { return s.Status != StatusPending && s.Status != StatusNoData }

// ExpectedUnits are what was expected by now, as it is written.
func (s Standing) ExpectedUnits() int64 { return s.Goal.Metric.Units(s.Goal.computed(s.Expected)) }

// DueUnits are the same as they come. What it takes to reach them is computed
// from these, so that it is the same for each goal of a plan.
func (s Standing) DueUnits() float64 {
	target := s.Goal.Target
	return float64(s.Goal.Metric.Units(target)) * cmp.Or(s.Due, s.Expected) / target.Number
}

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

// wholes say what the sample of a rate is of, where the funnel has another of a like name.
var wholes = map[Metric]string{MetricAcceptanceRate: " answered here", MetricVisitToLead: " visits"}

// SampleText is what stands behind a rate: " (4 of 5)".
func (s Standing) SampleText() string {
	rate := s.Actual.Rate
	if !rate.Known() {
		return ""
	}

	return " (" + stats.Thousands(float64(rate.Part)) + " of " + stats.Thousands(float64(rate.Whole)) +
		wholes[s.Goal.Metric] + ")"
}

// TargetText is what is to be reached.
func (s Standing) TargetText() string { return s.Goal.Metric.Format(s.Goal.Target) }

// ExpectedText is what an even pace over the working days would have reached.
func (s Standing) ExpectedText() string { return s.NumberText(s.Expected) }

// ExpectedByText says what was expected, and by when: of figures from outside, by
// the last day with a known one.
func (s Standing) ExpectedByText() string {
	if s.LoggedTo.IsZero() {
		return "expected by now " + s.ExpectedText()
	}

	return "expected by " + s.LoggedTo.Words() + ", the last day logged" + s.unlogged() + ", " + s.ExpectedText()
}

// unlogged says how much before the last day logged is not expected, as nothing is known of it.
func (s Standing) unlogged() string {
	if s.Unlogged == 0 {
		return ""
	}

	return " (without " + stats.Counted(int64(s.Unlogged), "working day") + " not logged)"
}

// LoggedByText is by when a goal on figures is expected.
func (s Standing) LoggedByText() string {
	return "expected by " + s.LoggedTo.Spoken() + ", the last day logged" + s.unlogged()
}

// NumberText writes a calculated number as the goal's target is written.
func (s Standing) NumberText(n float64) string {
	return s.Goal.Metric.Written(s.Goal.computed(n))
}

// computed is a calculated number as a quantity of the goal's metric; money without
// the minor units where it is exact enough so.
func (g Goal) computed(n float64) Quantity {
	if g.Metric.Info().Kind != MetricMoney {
		return Quantity{Number: n}
	}

	currency := g.Target.Money.Currency
	return MoneyQuantity(money.Average(n*float64(money.UnitOf(currency)), currency))
}

// asWritten is a number as people read it, so that what is said of it follows from what
// they see.
func (g Goal) asWritten(n float64) float64 {
	switch {
	case g.Metric.Info().Kind == MetricMoney:
		return g.computed(n).Number
	case g.Metric.Info().Kind == MetricRate:
		return stats.AsShortPercent(n)
	case g.Metric.Whole():
		return math.Round(n)
	}

	return stats.AsShortNumber(n)
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
		return fmt.Sprintf("%s (by %s)", s.StatusName(), s.far())
	case s.Gap < 0:
		return fmt.Sprintf("%s (%s short)", s.Status, s.far())
	}

	return fmt.Sprintf("%s (+%s)", s.Status, s.far())
}

// Point says in one sentence how a goal stands that can be judged.
func (s Standing) Point() string {
	how := s.Glanced()
	if !s.Goal.Paced() || s.Goal.Metric.Limited() || s.DaysElapsed == s.DaysTotal || !s.LoggedTo.IsZero() {
		return fmt.Sprintf("%s is %s: %s of %s.", s.Goal.Name(), how, s.ActualText(), s.TargetText())
	}

	return fmt.Sprintf("%s is %s: %s of %s, and %s was due by now.",
		s.Goal.Name(), how, s.ActualText(), s.TargetText(), s.ExpectedText())
}

// Glanced is how a goal stands in three words at most: "12% behind", "on pace".
func (s Standing) Glanced() string {
	switch {
	case !s.Judged() || s.Status == StatusOnPace || s.Expected == 0:
		return s.StatusName()
	case s.Goal.Metric.Limited():
		return s.far() + " " + s.StatusName()
	case s.Gap < 0:
		return s.far() + " behind"
	}

	return s.far() + " ahead"
}

// DistanceText is how far off the goal is: " (−25%)"; nothing where it is not.
func (s Standing) DistanceText() string {
	far := s.far()
	switch {
	case far == "0%":
		return ""
	case s.Gap < 0:
		return " (−" + far + ")"
	}

	return " (+" + far + ")"
}

// mostDecimals are as many as a distance takes at most to tell one status from another.
const mostDecimals = 3

// far is the distance in whole per cent, and with as many decimals as it takes not to
// speak for another status: 5.4 % short is behind, 5 % is not.
func (s Standing) far() string {
	for decimals := range mostDecimals + 1 {
		scale := math.Pow10(decimals)
		shown := math.Round(s.Gap*100*scale) / scale
		if s.JudgedBy.inForce().status(s.reachedBy(shown/100)) == s.Status {
			return strconv.FormatFloat(math.Abs(shown), 'f', -1, 64) + "%"
		}
	}

	return stats.WholePercent(math.Abs(s.Gap))
}
