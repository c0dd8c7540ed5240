package counters

import (
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/store"
)

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
