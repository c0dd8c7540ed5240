package ledger

import (
	"maps"
	"slices"
	"strconv"
)

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
