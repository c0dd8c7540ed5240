package stats

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTwoCausesShareWhatTheyDoTogether: 10 × 10 against 5 × 5 is 75 less, of
// which each is one half.
func TestTwoCausesShareWhatTheyDoTogether(t *testing.T) {
	parts := Shapley([]Factor{{Actual: 5, Expected: 10}, {Actual: 5, Expected: 10}})
	if diff := cmp.Diff([]int64{-37, -38}, Wholes(parts, -75)); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}
