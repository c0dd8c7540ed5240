package funnel_test

import (
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
)

func TestAWinCountsItsDays(t *testing.T) {
	s := standing(t, "lead")
	s.now = s.now.AddDate(0, 0, 5)
	s.step("offered")
	s.step("sal")
	s.step("sql")
	s.now = s.now.AddDate(0, 0, 7)
	s.step("customer")
	if got := lagsOf(s.p.Calendar, s.entries); got["12"] != 1 || len(got) != 1 {
		t.Errorf("counted %v, want one win after 12 days", got)
	}
	s.does(s.undoes(sam))
	if got := lagsOf(s.p.Calendar, s.entries); len(got) != 0 {
		t.Errorf("a win that was undone still counts %v", got)
	}
}

func lagsOf(cal calendar.Calendar, entries []funnel.Entry) map[string]int64 {
	got := map[string]int64{}
	for d, n := range counters(cal, entries) {
		if d.Metric == ledger.CountLag {
			got[d.Value] += n
		}
	}
	return got
}
