package ledger

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/calendar"
)

func TestWhatIfLooksBackTenYearsAtMost(t *testing.T) {
	today := calendar.Date{Year: 2026, Month: 11, Day: 22}
	if _, err := ParseWhatIf("accept=2h period=1900-01-01..2026-10-31", today); err == nil {
		t.Error("a century is taken")
	}

	if _, err := ParseWhatIf("accept=2h period=2025", today); err != nil {
		t.Error(err)
	}
}
