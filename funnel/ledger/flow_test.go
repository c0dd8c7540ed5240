package ledger

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
)

// TestTheWaterfallAddsUp: what was open and what moved is what is open, for
// each way through the stages and back.
func TestTheWaterfallAddsUp(t *testing.T) {
	for _, way := range [][]agreement.Stage{
		{agreement.Known, agreement.MQL, agreement.SAL, agreement.SQL, agreement.Customer}, {agreement.Known, agreement.Recycled, agreement.Known}, {agreement.Known, agreement.MQL, agreement.SAL, agreement.Lost, agreement.Recycled, agreement.Known}, {agreement.Customer}, {agreement.Known, agreement.Disqualified}, {agreement.MQL, agreement.SAL, agreement.Recycled, agreement.Disqualified},
	} {
		var entries []funnel.Entry
		from := agreement.Stage("")
		for _, to := range way {
			entries = append(entries, funnel.Entry{From: from, To: to})
			from = to
		}
		counts, open := map[string]int64{}, int64(0)
		for d, n := range counters(calendar.Calendar{}, entries) {
			if way, ok := strings.CutPrefix(d.Metric, CountFlow); ok {
				counts[way] += n
			}
			if stage, ok := strings.CutPrefix(d.Metric, CountPopulation); ok && agreement.Stage(stage).Open() {
				open += n
			}
		}
		w := WaterfallOf(calendar.Date{Year: 2026, Month: 11, Day: 16}, calendar.Date{Year: 2026, Month: 11, Day: 23}, func(way string) int64 { return counts[way] }, open)
		if w.Start != 0 || w.New != 1 || w.Last != (calendar.Date{Year: 2026, Month: 11, Day: 22}) {
			t.Errorf("%v: %+v, and nothing was open before", way, w)
		}
	}
}
