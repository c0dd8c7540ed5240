package main

import (
	"strings"
	"testing"
	"time"
)

func TestALargeStoreIsComparedWithASmallOne(t *testing.T) {
	of := func(leads int, show time.Duration) holding {
		return holding{
			leads: leads, bytes: int64(leads) * 1900, asked: map[string]time.Duration{"show": show},
			offline: map[string]work{"import": {took: 2 * time.Second, anonymous: 50 << 20}},
			writing: outcome{latencies: []time.Duration{9 * time.Millisecond, 2 * time.Millisecond}},
			backup:  outcome{latencies: []time.Duration{time.Second}},
		}
	}

	got := holdingTable(of(100, 2*time.Millisecond), of(100_000, 3*time.Millisecond))
	for _, row := range []string{
		"|  | 100 leads | 100,000 leads | ÷ |",
		"| show, p50 ms | 2.00 | 3.00 | 1.50 |",
		"| import, rows/s | 50 | 50,000 |  |",
		"| import, s (anonymous MB) | 2.00 (50) | 2.00 (50) |  |",
		"| data, kB a lead | 1.9 | 1.9 |  |",
		"| 64 write: p99 / longest ms | 9.00 / 9.00 | 9.00 / 9.00 |  |",
	} {
		if !strings.Contains(got, row+"\n") {
			t.Errorf("no row %s in\n%s", row, got)
		}
	}
}

func TestImportedLeadsHaveAnAddressOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for n := range 1000 {
		lead := imported(n)
		if len(lead) != len(importHeader) || seen[lead[2]] {
			t.Fatalf("lead %d is %v", n, lead)
		}

		seen[lead[2]] = true
	}
}
