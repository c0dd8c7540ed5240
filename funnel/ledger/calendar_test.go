package ledger

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
)

var mondayToFriday = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// berlinHours is Monday to Friday with the given hours; 26 November 2026, a Thursday, is closed.
func berlinHours(t testing.TB, days []time.Weekday, hours string) calendar.Calendar {
	t.Helper()
	blocks, err := calendar.ParseBlocks(hours)
	if err != nil {
		t.Fatal(err)
	}
	cal := calendar.WeekdayHours(zoneNamed(t, "Europe/Berlin"), days, blocks...)
	cal.Closed = map[calendar.Date]string{{Year: 2026, Month: time.November, Day: 26}: "Foundation day"}
	if err := cal.Validate(); err != nil {
		t.Fatal(err)
	}
	return cal
}
