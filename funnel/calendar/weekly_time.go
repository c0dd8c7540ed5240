package calendar

import "time"

// WeeklyTime is when it is time to look back on a week: on a day of the week that
// follows, at a time of day.
type WeeklyTime struct {
	Day          time.Weekday
	Hour, Minute int
	Location     *time.Location
}

// Due is when that is for a week.
func (t WeeklyTime) Due(week Period) time.Time {
	offset := (int(t.Day) + 6) % 7 // Monday is the first day of an ISO week
	return week.To.AddDays(offset).At(t.Hour, t.Minute, t.Location)
}

// LastWeek is the latest week that is due at now.
func (t WeeklyTime) LastWeek(now time.Time) Period {
	week := WeekOf(DateOf(now, t.Location)).Prev()
	if now.Before(t.Due(week)) {
		return week.Prev()
	}

	return week
}

// String is the time in words: "Mondays at 09:00".
func (t WeeklyTime) String() string {
	return t.Day.String() + "s at " + time.Date(1, 1, 1, t.Hour, t.Minute, 0, 0, time.UTC).Format("15:04")
}
