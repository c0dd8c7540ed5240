package kv

import (
	"fmt"
	"math"
	"time"
)

const timeKeyLayout = "20060102T150405.000Z"

// TimeKey writes an instant as fixed-width UTC text that sorts as time does, to the millisecond: 20261122T090000.000Z.
// A time alone is not unique: follow it with an id. Years outside 0–9999 do not fit.
func TimeKey(t time.Time) string { return t.UTC().Format(timeKeyLayout) }

// IntKey writes a number as fixed-width text that sorts as numbers do, negative ones included: the sign ('-' below
// zero, else '0') and the 19 digits of the largest int64. A number that is not negative is its decimal form padded with
// zeros.
func IntKey(n int64) string {
	if n < 0 {
		return fmt.Sprintf("-%019d", n-math.MinInt64)
	}

	return fmt.Sprintf("%020d", n)
}
