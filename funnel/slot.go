package funnel

import "time"

// slotHours are when somebody is reminded of all that is late, by the clock
// on their own wall.
var slotHours = [...]int{9, 13, 16}

// SlotFrom is the first moment at or after t at which somebody who works by
// this calendar is reminded. A slot outside of their hours falls on the next
// opening, and several of them on the same one: after a weekend there is one.
// It is zero where the calendar never opens.
func (c Calendar) SlotFrom(t time.Time) time.Time {
	// From the day before: a slot of last night may fall on this morning.
	day := DateOf(t, c.zone()).AddDays(-1)
	for range 3 {
		for _, hour := range slotHours {
			if slot := c.NextOpen(day.At(hour, 0, c.zone())); !slot.Before(t) {
				return slot
			}
		}
		day = day.AddDays(1)
	}
	return time.Time{}
}

// SlotAfter is the first of the slots that is later than t.
func (c Calendar) SlotAfter(t time.Time) time.Time { return c.SlotFrom(t.Add(time.Millisecond)) }

// workday is from how much working time on lateness is told in days.
const workday = 8 * time.Hour

// Lateness says how late a promise is, in the working time of whose it is: "3
// working hours".
func (p Policy) Lateness(c Clock, now time.Time) string {
	cal := p.CalendarOf(c.Person)
	worked := c.late(now, cal)
	if worked >= workday {
		since := later(c.DueAt, c.since())
		days := cal.WorkingDays(DateOf(since, cal.zone()), DateOf(now, cal.zone())) + int(c.Overdue/workday)
		if days > 0 {
			return counted(int64(days), "working day")
		}
	}
	if worked < time.Hour {
		return "less than a working hour"
	}
	return counted(int64(worked/time.Hour), "working hour")
}
