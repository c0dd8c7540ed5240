package ledger

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	today := calendar.Date{Year: 2026, Month: time.November, Day: 23}
	for _, text := range []string{"", "period=2026-Q3", "accept", "accept=soon", "hours=9", "hours=", "days=someday", "period=never", "draft=x", "faster=2h", "accept=2h period=2027-Q3"} {
		_, err := ParseWhatIf(text, today)
		if err == nil {
			t.Errorf("%q is taken", text)
			continue
		}
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
	w, err := ParseWhatIf("accept=2h", today)
	if err != nil || w.Period.Label != "2026-Q3" {
		t.Errorf("without a period it asks about %s, %v", w.Period.Label, err)
	}
}

func TestNearestRank(t *testing.T) {
	hours := []time.Duration{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for part, want := range map[float64]time.Duration{0.5: 5, 0.9: 9, 1: 10, 0: 1} {
		if got := nearestRank(hours, part); got != want {
			t.Errorf("%g of 1 to 10 is %d; want %d", part, got, want)
		}
	}
	if nearestRank(nil, 0.5) != 0 {
		t.Error("there is a median of nothing")
	}
}
