package ledger

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Where the days from a lead's creation to its win are counted more coarsely:
// to the day for two months, by weeks for a year, by 30 days after. A counter
// holds the last day of its bucket, so that no win is taken for faster than it
// was.
const (
	lagByDay  = 60
	lagByWeek = 60 + 44*7
	LagLast   = lagByWeek + 25*30
)

// lagBucket is the last day of the bucket of so many days.
func lagBucket(days int) int {
	switch {
	case days <= lagByDay:
		return days
	case days <= lagByWeek:
		return lagByDay + (days-lagByDay+6)/7*7
	}

	return min(LagLast, lagByWeek+(days-lagByWeek+29)/30*30)
}

// lag counts how long a lead took from its creation to its win. A file of the
// past may date the win before the lead: that says nothing about time.
func (t *tally) lag(zone *time.Location) {
	if t.entry.Created.IsZero() {
		return
	}

	if days := calendar.DateOf(t.entry.Created, zone).Days(t.day); days >= 0 {
		t.deltas = append(t.deltas, Delta{
			Day: t.day, Metric: CountLag, Dim: DimDays, Value: strconv.Itoa(lagBucket(days)),
			N: 1,
		})
	}
}

// Lags is how many wins took how many days.
type Lags struct{ Distribution }

// LagsOf reads what the counters hold, by the value of [DimDays].
func LagsOf(counts map[string]int64) Lags { return Lags{DistributionOf(counts)} }

// Wins is how many wins are known.
func (l Lags) Wins() int64 { return l.Total() }

// Before is the part of the wins of a period whose leads existed before it
// began, when wins are spread evenly over its days.
func (l Lags) Before(p calendar.Period) float64 {
	length := p.From.Days(p.To)
	if l.total == 0 || length <= 0 {
		return 0
	}

	var before int64
	for i, days := range l.values {
		before += l.counts[i] * int64(min(days, length))
	}

	return float64(before) / float64(l.total) / float64(length)
}

// Passing is the part of the wins of a period whose leads pass, within it, the
// point of their way at which that part of their time is still ahead: all of
// them the win itself (0), and only those whose leads come in the period their
// beginning (1).
func (l Lags) Passing(p calendar.Period, ahead float64) float64 {
	length := float64(p.From.Days(p.To))
	if l.total == 0 || length <= 0 {
		return 1
	}

	var before float64
	for i, days := range l.values {
		before += float64(l.counts[i]) * math.Min(float64(days)*ahead, length)
	}

	return 1 - before/float64(l.total)/length
}

// Due compares the wins that were due in a period until a day, by when its
// leads and those before them came and how long wins took, with as many leads
// of the period coming evenly for ever: 1 where they do, below 1 where many
// came lately and are not due yet, above 1 where more had come before. It is
// not ok below 30 wins, or where no lead came.
func Due(created func(calendar.Date) int64, lags Lags, from, last calendar.Date) (due float64, ok bool) {
	if lags.Wins() < stats.FewestOutcomes {
		return 0, false
	}

	var came float64
	for day := from.AddDays(-LagLast); !day.After(last); day = day.AddDays(1) {
		n := float64(created(day))
		if n == 0 {
			continue
		}

		part := lags.Until(day.Days(last))
		if day.Before(from) {
			part -= lags.Until(day.Days(from) - 1)
		} else {
			came += n
		}

		due += n * part
	}

	if came == 0 || due <= 0 {
		return 0, false
	}

	return due / came, true
}

// Distribution is how often each value was counted, by the value of a
// counter's dimension.
type Distribution struct {
	values []int // ascending
	counts []int64
	total  int64
}

// DistributionOf reads what the counters hold, by the value of their
// dimension.
func DistributionOf(counts map[string]int64) Distribution {
	byValue := map[int]int64{}
	for text, n := range counts {
		if value, err := strconv.Atoi(text); err == nil && n > 0 {
			byValue[value] += n
		}
	}

	var d Distribution
	for _, value := range slices.Sorted(maps.Keys(byValue)) {
		d.values, d.counts, d.total = append(d.values, value), append(d.counts, byValue[value]), d.total+byValue[value]
	}

	return d
}

// Total is how many were counted.
func (d Distribution) Total() int64 { return d.total }

// Within is the lowest value within which that part of them lies: the median
// for 0.5 (the nearest rank, so it is one that was counted). It is 0 where
// nothing was counted.
func (d Distribution) Within(part float64) int {
	var sum int64
	for i, n := range d.counts {
		if sum += n; float64(sum) >= part*float64(d.total) {
			return d.values[i]
		}
	}

	return 0
}

// Until is the part of them that is at most a value; 0 where nothing was
// counted.
func (d Distribution) Until(value int) float64 {
	if d.total == 0 {
		return 0
	}

	var sum int64
	for i, v := range d.values {
		if v > value {
			break
		}

		sum += d.counts[i]
	}

	return float64(sum) / float64(d.total)
}
