package counters

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// By how many days the digest judges what is usual.
const (
	RecentDays = funnel.BaseDays
	WeekDays   = 7
)

// FirstLead is the counter that moves first where there are leads.
const FirstLead = funnel.CountFlow + funnel.FlowNew

// LagsBefore is how long wins of the 12 months before a day took.
func LagsBefore(rd *store.Reads, until funnel.Date) (funnel.Lags, error) {
	counts, err := rd.CountBy(funnel.CountLag, funnel.DimDays, until.AddDays(-PlanDays), until)
	return funnel.LagsOf(counts), err
}

// Entered counts by stage the leads that reached it first from one day until
// before another.
func Entered(rd *store.Reads, from, to funnel.Date) (map[funnel.Stage]int64, error) {
	counts := map[funnel.Stage]int64{}
	for _, stage := range funnel.Steps {
		n, err := rd.Count(funnel.CountEntered+string(stage), from, to)
		if err != nil {
			return nil, err
		}
		counts[stage] = n
	}
	return counts, nil
}

// FirstOf is the earlier of two days.
func FirstOf(a, b funnel.Date) funnel.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// PlanDays are the 12 months by which a plan judges.
const PlanDays = 365
