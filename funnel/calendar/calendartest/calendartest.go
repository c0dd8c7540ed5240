// Package calendartest holds the calendar, the clock and the periods that
// the tests of the rules go by.
package calendartest

import (
	"testing"
	"time"
	_ "time/tzdata" // so that zones are known on any machine

	"github.com/leadloop/leadloop/funnel/calendar"
)

// MondayToFriday are the days of an office.
var MondayToFriday = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// BerlinHours is a calendar of some days with the given hours; 26 November 2026, a Thursday, is closed.
func BerlinHours(t testing.TB, days []time.Weekday, hours string) calendar.Calendar {
	t.Helper()
	blocks, err := calendar.ParseBlocks(hours)
	if err != nil {
		t.Fatal(err)
	}

	cal := calendar.WeekdayHours(Zone(t, "Europe/Berlin"), days, blocks...)
	cal.Closed = map[calendar.Date]string{{Year: 2026, Month: time.November, Day: 26}: "Foundation day"}
	if err := cal.Validate(); err != nil {
		t.Fatal(err)
	}

	return cal
}

// Zone is a time zone by its name.
func Zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}

	return loc
}

// OnClock reads a moment in the calendar's zone.
func OnClock(t testing.TB, cal calendar.Calendar, text string) time.Time {
	t.Helper()
	const layout = "2006-01-02 15:04:05"
	moment, err := time.ParseInLocation(layout, (text + ":00")[:len(layout)], cal.Location)
	if err != nil {
		t.Fatal(err)
	}

	return moment
}

// Period reads a period, such as 2026-Q3.
func Period(t testing.TB, text string) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}

	return p
}
