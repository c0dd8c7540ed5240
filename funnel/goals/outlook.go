package goals

import (
	"math"

	"github.com/leadloop/leadloop/funnel/calendar"
)

// RecentPace is what the 13 weeks before a day brought of a goal's metric, and
// what is left of the goal's period from that day on: by both it is told where
// the goal ends.
type RecentPace struct {
	Value      int64           // in units of the metric
	Days, Left int             // working days: in those weeks, and left in the period
	Rest       calendar.Period // what is left of it
	Since      calendar.Date   // the day of the first lead of all; zero where there is none
	Today      int64           // of the day with which the rest begins, as far as it is over, in units
	Working    bool            // whether that is a working day
}

// short says whether the history does not go back 13 weeks.
func (p RecentPace) short() bool { return p.Since.After(p.Rest.From.AddDays(-BaseDays)) }

// Coming is what is still to come, in units of the metric, if what is left goes
// on as those weeks went. What the running day brought already is taken off what
// a day brings: a goal ends at the same before anything is done and after an
// ordinary day.
func (p RecentPace) Coming() float64 {
	if p.Days <= 0 {
		return 0
	}

	daily := float64(p.Value) / float64(p.Days)
	coming := daily * float64(p.Left)
	if p.Working {
		coming -= min(daily, float64(p.Today))
	}

	return coming
}

// Foreseen says whether an outlook is given for the goal: on revenue or a stage,
// for everybody, once it has begun.
func (s Standing) Foreseen() bool {
	m := s.Goal.Metric
	return s.Judged() && s.Goal.For.Whole() && (m == MetricRevenue || m.Info().Kind == MetricCount)
}

// Outlook is where the goal ends at a pace; not ok where the history is too
// short to tell.
func (s Standing) Outlook(p RecentPace) (ends Quantity, ok bool) {
	m := s.Goal.Metric
	return m.Quantity(m.Units(s.Actual.Quantity)+int64(math.Round(p.Coming())), s.Goal.Target.Money.Currency), !p.short()
}

// BaseDays are the days before a period that say what to expect
// in it: 13 weeks.
const BaseDays = 13 * 7
