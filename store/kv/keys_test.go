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
