// Package counters reads what the journal counted, where more than one noun asks for it: leads
// per stage, rates, lags, counts of a person. It never writes, knows no use case, and goes by
// days, never by leads. Start at Entered and RateOf.
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

// LagsBefore is how long wins of the 12 months before a day took.
func LagsBefore(rd *store.Reads, until calendar.Date) (ledger.Lags, error) {
	counts, err := rd.CountBy(ledger.CountLag, ledger.DimDays, until.AddDays(-PlanDays), until)
	return ledger.LagsOf(counts), err
}

// Entered counts by stage the leads that reached it first from one day until
// before another.
func Entered(rd *store.Reads, from, to calendar.Date) (map[agreement.Stage]int64, error) {
	counts := map[agreement.Stage]int64{}
	for _, stage := range agreement.Steps {
		n, err := rd.Count(ledger.CountEntered+string(stage), from, to)
		if err != nil {
			return nil, err
		}

		counts[stage] = n
	}

	return counts, nil
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
func (r Ratio) Of(count func(metric string) (int64, error)) (stats.Rate, error) {
	part, err := count(r.Part)
	if err != nil {
		return stats.Rate{}, err
	}

	rate := stats.Rate{Part: part}
	for _, counter := range r.Whole {
		n, err := count(counter)
		if err != nil {
			return stats.Rate{}, err
		}

		rate.Whole += n
	}

	return rate, nil
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

// RateOf makes a rate of what was counted on some days.
func RateOf(rd *store.Reads, r Ratio, from, to calendar.Date) (stats.Rate, error) {
	return r.Of(func(metric string) (int64, error) { return rd.Count(metric, from, to) })
}

// PersonCount is a counter of a person, and where it goes.
type PersonCount struct {
	Metric string
	To     *int64
}

// PersonCounts adds what was counted of somebody in a week to where each count
// goes.
func PersonCounts(rd *store.Reads, dim string, user ref.UserID, week calendar.Period, counts []PersonCount) error {
	for _, c := range counts {
		by, err := rd.CountBy(c.Metric, dim, week.From, week.To)
		if err != nil {
			return err
		}

		*c.To += by[string(user)]
	}

	return nil
}
