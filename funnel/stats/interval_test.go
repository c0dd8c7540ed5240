package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The published values are those of method 3, the score interval without
// continuity correction, in R. G. Newcombe, "Two-sided confidence intervals
// for the single proportion", Statistics in Medicine 17 (1998), 857–872, table I.
func TestTheIntervalIsThePublishedOne(t *testing.T) {
	for _, test := range []struct {
		part, whole int64
		low, high   float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{20, 20, 0.8389, 1}, // the mirror of 0 of 20
		{0, 0, 0, 1},
		{5, 3, 0, 1}, // no fraction at all
	} {
		low, high := (Rate{test.part, test.whole}).Interval()
		if math.Abs(low-test.low) > 0.00005 || math.Abs(high-test.high) > 0.00005 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", test.part, test.whole, low, high, test.low, test.high)
		}
	}
}

func TestTheIntervalHoldsTheFractionAndNarrows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		whole := rapid.Int64Range(1, 1_000_000).Draw(r, "whole")
		part := rapid.Int64Range(0, whole).Draw(r, "part")
		rate, larger := Rate{part, whole}, Rate{part * 10, whole * 10}
		low, high := rate.Interval()
		if p := rate.Fraction(); low < 0 || high > 1 || p < low || p > high {
			t.Fatalf("%d of %d lies outside of %g to %g", part, whole, low, high)
		}
		if l, h := larger.Interval(); h-l >= high-low {
			t.Fatalf("ten times %d of %d makes %g to %g no narrower", part, whole, low, high)
		}
	})
}
