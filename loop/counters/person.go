package counters

import (
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

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
