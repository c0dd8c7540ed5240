package counters

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// Of makes the rate of what counters come to.
func (r Ratio) Of(count func(metric string) (int64, error)) (funnel.Rate, error) {
	part, err := count(r.Part)
	if err != nil {
		return funnel.Rate{}, err
	}
	rate := funnel.Rate{Part: part}
	for _, counter := range r.Whole {
		n, err := count(counter)
		if err != nil {
			return funnel.Rate{}, err
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
var Ratios = map[funnel.Metric]Ratio{
	funnel.MetricAcceptanceRate: {funnel.CountAccepted, []string{funnel.CountAccepted, funnel.CountRejected}},
	funnel.MetricFirstTouch: {
		funnel.CountMet + string(funnel.ClockFirstTouch),
		[]string{funnel.CountMet + string(funnel.ClockFirstTouch), funnel.CountMissed + string(funnel.ClockFirstTouch)},
	},
}

// RateOf makes a rate of what was counted on some days.
func RateOf(rd *store.Reads, r Ratio, from, to funnel.Date) (funnel.Rate, error) {
	return r.Of(func(metric string) (int64, error) { return rd.Count(metric, from, to) })
}
