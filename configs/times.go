package configs

import (
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // minimal images carry no zone files

	"github.com/leadloop/leadloop/funnel/calendar"
)

// Calendar is when those work who have no hours of their own.
func (w Workspace) Calendar() (calendar.Calendar, error) {
	var ps Problems
	cal := w.read(&ps)
	return cal, ps.orNil()
}

// read reports all that keeps the calendar from being one.
func (w Workspace) read(ps *Problems) calendar.Calendar {
	zone, err := location(w.TimeZone)
	if err != nil {
		ps.add("workspace.time_zone", "%v", err)
	}

	days := w.days(ps)
	blocks, err := calendar.ParseBlocks(w.WorkingHours)
	switch {
	case err != nil:
		ps.refuse("workspace.working_hours", w.WorkingHours, err)
	case len(blocks) == 0:
		ps.add("workspace.working_hours", "is empty; expected hours such as 09:00-12:30, 13:30-18:00")
	}

	cal := calendar.WeekdayHours(zone, days, blocks...)
	if cal.Country, err = calendar.ParseHolidays(w.Holidays); err != nil {
		ps.refuse("workspace.holidays", w.Holidays, err)
	}

	return cal
}

func (w Workspace) days(ps *Problems) []time.Weekday {
	if len(w.WorkingDays) == 0 {
		ps.add("workspace.working_days", "is empty; expected at least one of mon, tue, wed, thu, fri, sat, sun")
	}

	var days []time.Weekday
	for i, name := range w.WorkingDays {
		path := indexed("workspace.working_days", i)
		day, err := weekday(name)
		switch {
		case err != nil:
			ps.add(path, "%v", err)
		case slices.Contains(days, day):
			ps.add(path, "%s is listed twice; remove one", shown(name))
		default:
			days = append(days, day)
		}
	}

	return days
}

func weekday(name string) (time.Weekday, error) {
	day, known := calendar.DayNamed(strings.ToLower(strings.TrimSpace(name)))
	if !known {
		return 0, fmt.Errorf("%s is not a day of the week; expected mon, tue, wed, thu, fri, sat or sun", shown(name))
	}

	return day, nil
}

func location(name string) (*time.Location, error) {
	wrong := fmt.Errorf("%s is not a time zone; expected an IANA name such as Europe/Berlin or UTC", shown(name))
	// Both names are accepted by LoadLocation but depend on the machine or on chance.
	if name == "" || strings.EqualFold(name, "local") {
		return nil, wrong
	}

	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, wrong
	}

	return loc, nil
}
