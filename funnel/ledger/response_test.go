package ledger

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestResponseBuckets(t *testing.T) {
	for worked, want := range map[time.Duration]int{
		0: 0, time.Second: 1, time.Minute: 1, 59*time.Minute + time.Second: 60, time.Hour: 60, 61 * time.Minute: 63, 63 * time.Minute: 63, 64 * time.Minute: 66,
		99999 * time.Hour: responseLast,
	} {
		if got := responseBucket(worked); got != want {
			t.Errorf("%s is counted as %d minutes, want %d", worked, got, want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		minutes := rapid.IntRange(0, responseLast).Draw(r, "minutes")
		got := responseBucket(time.Duration(minutes) * time.Minute)
		if got < minutes || got > responseExact && float64(got) > 1.05*float64(minutes) || responseBucket(time.Duration(got)*time.Minute) != got {
			t.Fatalf("%d minutes are counted as %d", minutes, got)
		}
	})
}

func TestMedianAndP90(t *testing.T) {
	d := DistributionOf(map[string]int64{"5": 4, "10": 1, "30": 4, "300": 1, "x": 7})
	if d.Total() != 10 || d.Within(0.5) != 10 || d.Within(0.9) != 30 || d.Within(1) != 300 {
		t.Errorf("of %d, half within %d and nine in ten within %d", d.Total(), d.Within(0.5), d.Within(0.9))
	}
	if got := d.Until(10); got != 0.5 {
		t.Errorf("%g are within 10 minutes, want one half", got)
	}
	if (Distribution{}).Within(0.5) != 0 || (Distribution{}).Until(9) != 0 {
		t.Error("nothing has a median")
	}
}
