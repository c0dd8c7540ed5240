package funnel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
)

// TestAPromiseKeptCountsItsTime: late ones too, bare misses not, and it is
// kept of the lead whether the first touch was in time.
func TestAPromiseKeptCountsItsTime(t *testing.T) {
	for _, test := range []struct {
		name    string
		wait    time.Duration
		minutes string
		prompt  funnel.FirstTouchTiming
	}{{"in time", 20 * time.Minute, "20", funnel.FirstTouchInTime}, {"late", 7 * time.Hour, "427", funnel.FirstTouchLate}} {
		s := standing(t, "sal")
		s.now = s.now.Add(test.wait)
		if test.prompt == funnel.FirstTouchLate {
			s.does(s.lead.Sweep(s.routing()), nil)
		}
		s.does(s.lead.Touch(funnel.TouchKind("call"), "", s.act(sam), s.p))
		s.step("sql")
		got := map[ledger.Delta]int64{}
		for d, n := range counters(s.p.Calendar, s.entries) {
			if d.Metric == ledger.CountResponse+string(agreement.ClockFirstTouch) || d.Dim == ledger.DimFirstTouchTiming {
				got[ledger.Delta{Metric: d.Metric, Dim: d.Dim, Value: d.Value}] = n
			}
		}
		want := map[ledger.Delta]int64{
			{Metric: "response.first_touch", Dim: ledger.DimMinutes, Value: test.minutes}:          1,
			{Metric: "first_touches", Dim: ledger.DimFirstTouchTiming, Value: string(test.prompt)}: 1,
			{Metric: "entered.sql", Dim: ledger.DimFirstTouchTiming, Value: string(test.prompt)}:   1,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
