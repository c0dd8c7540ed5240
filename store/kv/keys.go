package kv

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

const timeKeyLayout = "20060102T150405.000Z"

// TimeKey writes an instant as fixed-width UTC text that sorts as time does, to the millisecond: 20261122T090000.000Z.
// A time alone is not unique: follow it with an id. Years outside 0–9999 do not fit.
func TimeKey(t time.Time) string { return t.UTC().Format(timeKeyLayout) }

// ParseTimeKey reads what TimeKey wrote.
func ParseTimeKey(key string) (time.Time, error) {
	t, err := time.Parse(timeKeyLayout, key)
	if err != nil || len(key) != len(timeKeyLayout) {
		return time.Time{}, fmt.Errorf("%q is not a time key of the form %s", key, timeKeyLayout)
	}
	return t, nil
}

// intKeyLen is the sign ('-' below zero, else '0') and the 19 digits of the largest int64.
const intKeyLen = 20

// IntKey writes a number as fixed-width text that sorts as numbers do, negative ones included. A number that is not negative
// is its decimal form padded with zeros.
func IntKey(n int64) string {
	if n < 0 {
		return fmt.Sprintf("-%019d", n-math.MinInt64)
	}
	return fmt.Sprintf("%020d", n)
}

// ParseIntKey reads what IntKey wrote.
func ParseIntKey(key string) (int64, error) {
	bad := fmt.Errorf("%q is not an integer key of %d characters", key, intKeyLen)
	if len(key) != intKeyLen || (key[0] != '-' && key[0] != '0') {
		return 0, bad
	}
	n, err := strconv.ParseUint(key[1:], 10, 63)
	if err != nil {
		return 0, bad
	}
	if key[0] == '-' {
		return int64(n) + math.MinInt64, nil
	}
	return int64(n), nil
}
