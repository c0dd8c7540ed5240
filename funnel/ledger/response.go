package ledger

import (
	"strconv"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// How the working time until a promise was kept is counted: to the minute for
// one hour, and then in buckets that are at most 5 % wide, so that a median or
// p90 read from them is at most 5 % above the true one. A counter holds the
// last minute of its bucket: nobody is taken for faster than they were.
const (
	responseExact = 60      // minutes
	responseLast  = 100_000 // minutes: some 200 working days; what took longer counts as this
	responseWidth = 20      // a bucket is at most one part in so many of its lower end
)

// responseBucket is the last minute of the bucket of a working time.
func responseBucket(worked time.Duration) int {
	minutes := int((worked + time.Minute - 1) / time.Minute)
	if minutes <= responseExact {
		return max(minutes, 0)
	}
	bound := responseExact
	for bound < minutes && bound < responseLast {
		bound += bound / responseWidth
	}
	return min(bound, responseLast)
}

// response counts how long it took to keep a promise, on the day on which it
// was kept. A bare miss, and one that no longer applies, say nothing of that.
func (t *tally) response(c funnel.ClockOutcome) {
	if !c.Done() {
		return
	}
	bucket := strconv.Itoa(responseBucket(c.Worked))
	t.deltas = append(t.deltas, Delta{Day: t.day, Metric: CountResponse + string(c.Kind), Dim: DimMinutes, Value: bucket, N: 1})
	if c.Kind == agreement.ClockFirstTouch {
		t.add(CountFirstTouch, 1, DimFirstTouchTiming)
	}
}
