package funnel

import (
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Lateness says how late a promise is, in the working time of whose it is: "3
// working hours".
func (p Policy) Lateness(c Clock, now time.Time) string {
	cal := p.CalendarOf(c.Person)
	worked := c.late(now, cal)
	if worked >= calendar.Workday {
		since := calendar.Later(c.DueAt, c.since())
		days := cal.WorkingDays(calendar.DateOf(since, cal.Zone()), calendar.DateOf(now, cal.Zone())) + int(c.Overdue/calendar.Workday)
		if days > 0 {
			return stats.Counted(int64(days), "working day")
		}
	}
	if worked < time.Hour {
		return "less than a working hour"
	}
	return stats.Counted(int64(worked/time.Hour), "working hour")
}
