package kv_test

import (
	"cmp"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/store/kv"
)

func TestTimeKeysSortAsTimesDo(t *testing.T) {
	instant := rapid.Custom(func(t *rapid.T) time.Time {
		zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "hours")*3600)
		return time.UnixMilli(rapid.Int64Range(-1e13, 1e13).Draw(t, "ms")).In(zone)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := instant.Draw(t, "a"), instant.Draw(t, "b")
		if got := strings.Compare(kv.TimeKey(a), kv.TimeKey(b)); got != a.Compare(b) {
			t.Fatalf("%s and %s compare as %d", kv.TimeKey(a), kv.TimeKey(b), got)
		}
		if back, err := kv.ParseTimeKey(kv.TimeKey(a)); err != nil || !back.Equal(a) {
			t.Fatalf("%s reads back as %v, %v", kv.TimeKey(a), back, err)
		}
	})
	at := time.Date(2026, 11, 22, 9, 0, 0, 5e6, time.FixedZone("", 3600))
	if got := kv.TimeKey(at); got != "20261122T080000.005Z" {
		t.Errorf("TimeKey is %s", got)
	}
}

func TestIntKeysSortAsNumbersDo(t *testing.T) {
	check := func(t rapid.TB, a, b int64) {
		if got := strings.Compare(kv.IntKey(a), kv.IntKey(b)); got != cmp.Compare(a, b) {
			t.Fatalf("%s and %s compare as %d", kv.IntKey(a), kv.IntKey(b), got)
		}
		if back, err := kv.ParseIntKey(kv.IntKey(a)); err != nil || back != a {
			t.Fatalf("%s reads back as %d, %v", kv.IntKey(a), back, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")) })
	edges := []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64}
	for i, a := range edges {
		check(t, a, edges[max(0, i-1)])
	}
	if got := kv.IntKey(1042); got != "00000000000000001042" {
		t.Errorf("IntKey(1042) is %s", got)
	}
}

func TestKeysThatWereNotWrittenByUsAreRefused(t *testing.T) {
	for _, key := range []string{"", "20261122T090000Z", "20261122T090000.0000Z", "2026-11-22T09:00:00.000Z", "20261322T090000.000Z"} {
		if got, err := kv.ParseTimeKey(key); err == nil {
			t.Errorf("ParseTimeKey(%q) = %v", key, got)
		}
	}
	for _, key := range []string{"", "1042", "10000000000000000000", "0000000000000000000x", "09999999999999999999", "0-000000000000000001"} {
		if got, err := kv.ParseIntKey(key); err == nil {
			t.Errorf("ParseIntKey(%q) = %v", key, got)
		}
	}
}
