// Package counters reads what the journal counted, where more than one noun asks
// for it. It writes nothing, and knows no use case.
package counters

import (
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
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

// PlanDays are the 12 months by which a plan judges.
const PlanDays = 365
