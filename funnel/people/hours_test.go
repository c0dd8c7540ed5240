package people

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/calendar/calendartest"
)

// deadlines are one working promise each: when it starts and when it is due,
// on clocks in the person's zone.
func TestDeadlinesKeepToTheWorkingTimeOfTheirPerson(t *testing.T) {
	workspace := calendartest.BerlinHours(t, calendartest.MondayToFriday, "09:00-18:00")
	austria := Availability{Holidays: "AT"}
	split := Availability{Week: week(t, "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00")}
	night := Availability{Week: week(t, "sun 22:00-24:00; mon 00:00-04:00")}
	auckland, losAngeles := Availability{Zone: "Pacific/Auckland"}, Availability{Zone: "America/Los_Angeles"}
	hour, hours, days := calendar.WorkingTime{Hours: 1}, func(n int) calendar.WorkingTime { return calendar.WorkingTime{Hours: n} }, func(n int) calendar.WorkingTime { return calendar.WorkingTime{Days: n} }
	for _, test := range []struct {
		name       string
		who        Availability
		promise    calendar.WorkingTime
		start, due string
	}{
		{"before hours", Availability{}, hour, "2026-11-23 07:30", "2026-11-23 10:00"},
		{"at opening", Availability{}, hour, "2026-11-23 09:00", "2026-11-23 10:00"},
		{"during hours", Availability{}, hour, "2026-11-23 16:30", "2026-11-23 17:30"},
		{"due at closing time", Availability{}, hour, "2026-11-23 17:00", "2026-11-23 18:00"},
		{"over night", Availability{}, hour, "2026-11-23 17:30", "2026-11-24 09:30"},
		{"after hours", Availability{}, hour, "2026-11-23 20:00", "2026-11-24 10:00"},
		{"at midnight", Availability{}, hour, "2026-11-24 00:00", "2026-11-24 10:00"},
		{"Saturday 15:00", Availability{}, hour, "2026-11-28 15:00", "2026-11-30 10:00"},
		{"Saturday 20:00", Availability{}, hour, "2026-11-28 20:00", "2026-11-30 10:00"},
		{"over the weekend", Availability{}, hours(4), "2026-11-27 16:00", "2026-11-30 11:00"},
		{"over the lunch break", split, hour, "2026-11-24 12:00", "2026-11-24 14:00"},
		{"in the lunch break", split, hour, "2026-11-24 13:00", "2026-11-24 14:30"},
		{"on a short Friday", split, hours(2), "2026-11-27 13:00", "2026-11-30 10:00"},
		{"over a public holiday", austria, hour, "2026-12-07 17:30", "2026-12-09 09:30"},
		{"on a public holiday", austria, hour, "2026-12-08 11:00", "2026-12-09 10:00"},
		{"not a holiday of the workspace", Availability{}, hour, "2026-12-08 11:00", "2026-12-08 12:00"},
		{"over New Year", austria, days(2), "2026-12-31 10:00", "2027-01-05 10:00"},
		{"a holiday many years on", austria, hour, "2041-12-08 11:00", "2041-12-09 10:00"},
		{"through midnight", night, hours(3), "2026-11-22 22:30", "2026-11-23 01:30"},
		{"the night in which clocks go forward", Availability{Week: week(t, "sat-sun 00:00-24:00")}, hours(4), "2026-03-29 00:00", "2026-03-29 05:00"},
		{"the night in which clocks go back", Availability{Week: week(t, "sat-sun 00:00-24:00")}, hours(4), "2026-10-25 00:00", "2026-10-25 03:00"},
		{"a working day over the change in spring", Availability{}, days(1), "2026-03-27 16:00", "2026-03-30 16:00"},
		{"a working day over the change in autumn", Availability{}, days(1), "2026-10-23 16:00", "2026-10-26 16:00"},
		{"hours over the change in autumn", Availability{}, hours(3), "2026-10-23 16:00", "2026-10-26 10:00"},
		{"Auckland", auckland, hour, "2026-11-23 08:00", "2026-11-23 10:00"},
		{"Los Angeles", losAngeles, hour, "2026-11-23 08:00", "2026-11-23 10:00"},
		{"Auckland, a Friday evening", auckland, hours(2), "2026-11-27 17:00", "2026-11-30 10:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			cal := test.who.Calendar(workspace)
			due := test.promise.After(calendartest.OnClock(t, cal, test.start), cal)
			if got := due.In(cal.Location).Format("2006-01-02 15:04"); got != test.due {
				t.Errorf("%s from %s is due %s, want %s", test.promise, test.start, got, test.due)
			}
		})
	}
	// At one moment it is Monday in Auckland and Sunday in Los Angeles.
	moment := time.Date(2026, 11, 22, 21, 0, 0, 0, time.UTC)
	for who, want := range map[string]string{"Pacific/Auckland": "2026-11-22 22:00", "America/Los_Angeles": "2026-11-23 18:00"} {
		cal := Availability{Zone: who}.Calendar(workspace)
		if due := hour.After(moment, cal).UTC().Format("2006-01-02 15:04"); due != want {
			t.Errorf("from %s in %s it is due %s UTC, want %s", moment, who, due, want)
		}
	}
}

func week(t *testing.T, text string) *calendar.WorkWeek {
	t.Helper()
	w, err := calendar.ParseWeek(text)
	if err != nil {
		t.Fatal(err)
	}
	return &w
}
