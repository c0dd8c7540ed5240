package funnel

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

// TestAPromiseKeptCountsItsTime: late ones too, bare misses not, and it is
// kept of the lead whether the first touch was in time.
func TestAPromiseKeptCountsItsTime(t *testing.T) {
	for _, test := range []struct {
		name    string
		wait    time.Duration
		minutes string
		prompt  Prompt
	}{{"in time", 20 * time.Minute, "20", PromptKept}, {"late", 7 * time.Hour, "427", PromptLate}} {
		s := standing(t, "sal")
		s.now = s.now.Add(test.wait)
		if test.prompt == PromptLate {
			s.does(s.lead.Sweep(s.routing()), nil)
		}
		s.does(s.lead.Touch(TouchKind("call"), "", s.act(sam), s.p))
		s.step("sql")
		got := map[Delta]int64{}
		for d, n := range counters(s.p.Calendar, s.entries) {
			if d.Metric == CountResponse+string(ClockFirstTouch) || d.Dim == DimPrompt {
				got[Delta{Metric: d.Metric, Dim: d.Dim, Value: d.Value}] = n
			}
		}
		want := map[Delta]int64{
			{Metric: "response.first_touch", Dim: DimMinutes, Value: test.minutes}: 1,
			{Metric: "first_touches", Dim: DimPrompt, Value: string(test.prompt)}:  1,
			{Metric: "entered.sql", Dim: DimPrompt, Value: string(test.prompt)}:    1,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
