// Package counters reads what the journal counted, where more than one noun asks for it: leads
// per stage, rates, lags, counts of a person. It never writes, knows no use case, and goes by
// days, never by leads. Start at Reader.
package counters

import (
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/store"
)

// By how many days the digest judges what is usual.
const (
	RecentDays = goals.BaseDays
	WeekDays   = 7
)

// FirstLead is the counter that moves first where there are leads.
const FirstLead = ledger.CountFlow + ledger.FlowNew

// Reader reads one counter after the other. Once one cannot be read, all that are
// read after it are 0, and Err says why.
type Reader struct {
	rd  *store.Reads
	err error
}

// Over reads the counters of a store.
func Over(rd *store.Reads) *Reader { return &Reader{rd: rd} }

// Err says why counters could not be read, if so.
func (r *Reader) Err() error { return r.err }

// got keeps the first failure, and gives what was read before it alone.
func got[V any](r *Reader, read func() (V, error)) (v V) {
	if r.err != nil {
		return v
	}

	v, r.err = read()
	return v
}

// Count sums a counter over the days from one until before another.
func (r *Reader) Count(metric string, from, to calendar.Date) int64 {
	return got(r, func() (int64, error) { return r.rd.Count(metric, from, to) })
}

// Total gives a running total of all time.
func (r *Reader) Total(metric string) int64 {
	return got(r, func() (int64, error) { return r.rd.Total(metric) })
}

// CountBy sums a counter by the values of a dimension.
func (r *Reader) CountBy(metric, dim string, from, to calendar.Date) map[string]int64 {
	return got(r, func() (map[string]int64, error) { return r.rd.CountBy(metric, dim, from, to) })
}

// LagsBefore is how long wins of the 12 months before a day took.
func (r *Reader) LagsBefore(until calendar.Date) ledger.Lags {
	return ledger.LagsOf(r.CountBy(ledger.CountLag, ledger.DimDays, until.AddDays(-PlanDays), until))
}

// Entered counts by stage the leads that reached it first from one day until
// before another.
func (r *Reader) Entered(from, to calendar.Date) map[agreement.Stage]int64 {
	counts := map[agreement.Stage]int64{}
	for _, stage := range agreement.Steps {
		counts[stage] = r.Count(ledger.CountEntered+string(stage), from, to)
	}

	return counts
}

// Rate makes a rate of what was counted on some days.
func (r *Reader) Rate(ratio Ratio, from, to calendar.Date) stats.Rate {
	return ratio.Of(func(metric string) int64 { return r.Count(metric, from, to) })
}

// OfPerson adds what was counted of somebody on some days to where each count goes.
func (r *Reader) OfPerson(dim string, user ref.UserID, days calendar.Period, counts []PersonCount) {
	for _, c := range counts {
		*c.To += r.CountBy(c.Metric, dim, days.From, days.To)[string(user)]
	}
}

// FirstDay is the first day on which a counter moved; zero where none did.
func (r *Reader) FirstDay(metric string) calendar.Date {
	return got(r, func() (calendar.Date, error) { return r.rd.FirstDay(metric) })
}

// FirstOf is the earlier of two days.
func FirstOf(a, b calendar.Date) calendar.Date {
	if b.Before(a) {
		return b
	}

	return a
}

// PlanDays are the 12 months whose rates a plan takes.
const PlanDays = 365

// Of makes the rate of what counters come to.
func (r Ratio) Of(count func(metric string) int64) stats.Rate {
	rate := stats.Rate{Part: count(r.Part)}
	for _, counter := range r.Whole {
		rate.Whole += count(counter)
	}

	return rate
}

// Ratio is how a rate is made of counters.
type Ratio struct {
	Part  string
	Whole []string // summed
}

// Ratios are the rates that are goals.
var Ratios = map[goals.Metric]Ratio{
	goals.MetricAcceptanceRate: {ledger.CountAccepted, []string{ledger.CountAccepted, ledger.CountRejected}},
	goals.MetricFirstTouch: {
		ledger.CountMet + string(agreement.ClockFirstTouch),
		[]string{ledger.CountMet + string(agreement.ClockFirstTouch), ledger.CountMissed + string(agreement.ClockFirstTouch)},
	},
}

// PersonCount is a counter of a person, and where it goes.
type PersonCount struct {
	Metric string
	To     *int64
}
