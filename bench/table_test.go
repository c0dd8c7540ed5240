package main

import (
	"strings"
	"testing"
	"time"
)

func TestTheTableComparesWithTheFirstColumn(t *testing.T) {
	of := func(rate float64) []bout {
		return []bout{{
			toHello: 55 * time.Millisecond, idle: memory{31 << 20, 10 << 20}, loaded: memory{60 << 20, 40 << 20},
			phases: []figures{{rate: rate, p50: 1500 * time.Microsecond, p99: 12 * time.Millisecond, cpu: 1471 * time.Microsecond, written: 32768}},
		}}
	}

	got := table([]int{64}, []column{{"Leadloop", of(1234.4)}, {"Bolt", of(2468.8)}})
	for _, row := range []string{
		"|  | Leadloop | Bolt |",
		"| C=64: acknowledgements/s | 1,234 | 2,469 |",
		"| C=64: Leadloop ÷ this: rate, p50, p99, CPU | 1.00, 1.00, 1.00, 1.00 | 0.50, 1.00, 1.00, 1.00 |",
		"| C=64: p50 / p99 ms | 1.50 / 12 | 1.50 / 12 |",
		"| C=64: CPU µs a command | 1,471 | 1,471 |",
		"| C=64: kB (pages) a command | 32.8 (8.0) | 32.8 (8.0) |",
		"| start to hello, ms | 55 | 55 |",
		"| idle: resident (anonymous) MB | 31 (10) | 31 (10) |",
	} {
		if !strings.Contains(got, row+"\n") {
			t.Errorf("no row %s in\n%s", row, got)
		}
	}
}

func TestNumbersHaveACommaAtTheThousands(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := number(f); got != want {
			t.Errorf("%v is written %s, want %s", f, got, want)
		}
	}
}

func TestARatioIsTakenWithinEachRound(t *testing.T) {
	rated := func(rates ...float64) []bout {
		var bouts []bout
		for _, rate := range rates {
			bouts = append(bouts, bout{phases: []figures{{rate: rate}}})
		}
		return bouts
	}
	rate := func(b bout) float64 { return b.phases[0].rate }

	// In the second round the machine was slow for both.
	if got := ratioOf(rated(200, 20, 210), rated(100, 10, 70), rate); got != "2.00" {
		t.Errorf("%s, want 2.00", got)
	}

	if got := ratioOf(rated(1), rated(0), rate); got != "–" {
		t.Errorf("%s of nothing", got)
	}
}
