package calendar

import "testing"

func TestAWeekLiesWhereItsThursdayLies(t *testing.T) {
	for _, test := range []struct {
		week, in string
		within   bool
	}{
		{"2026-W53", "2026-12", true},
		{"2026-W53", "2027-01", false},
		{"2026-W40", "2026-Q4", true},
		{"2026-W40", "2026-Q3", false},
		{"2026-W53", "2026", true},
		{"2026-W47", "2026-11", true},
		{"2026-W47", "2026-W47", true},
		{"2026-W47", "2026-11-18..2026-11-20", false},
		{"2026-W47", "2026-11-16..2026-11-22", true},
	} {
		if got := period(t, test.week).Within(period(t, test.in)); got != test.within {
			t.Errorf("%s within %s: %v", test.week, test.in, got)
		}
	}
}
