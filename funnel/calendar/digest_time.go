package calendar

import "time"

// DigestTime is when a digest is posted: on a day of the week that follows,
// at a time of day.
type DigestTime struct {
	Day          time.Weekday
	Hour, Minute int
	Location     *time.Location
}

// Due is when the digest of a week is posted.
func (t DigestTime) Due(week Period) time.Time {
	offset := (int(t.Day) + 6) % 7 // Monday is the first day of an ISO week
	return week.To.AddDays(offset).At(t.Hour, t.Minute, t.Location)
}

// LastWeek is the latest week whose digest is due at now.
func (t DigestTime) LastWeek(now time.Time) Period {
	week := WeekOf(DateOf(now, t.Location)).Prev()
	if now.Before(t.Due(week)) {
		return week.Prev()
	}
	return week
}

// String is the time in words: "Mondays at 09:00".
func (t DigestTime) String() string {
	return t.Day.String() + "s at " + time.Date(1, 1, 1, t.Hour, t.Minute, 0, 0, time.UTC).Format("15:04")
}
