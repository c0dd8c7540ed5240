package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Date is a civil date: a day on the calendar, the same day in every time zone. Make one with DateOf or ParseDate. The
// zero Date means "no date".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that a clock on the wall in loc shows at t.
func DateOf(t time.Time, loc *time.Location) Date {
	year, month, day := t.In(loc).Date()
	return Date{year, month, day}
}

// ParseDate reads a date written like 2026-12-31.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(text))
	if err != nil || t.Year() == 0 {
		return Date{}, fmt.Errorf("%q is not a date. Write year, month and day, like 2026-12-31", text)
	}

	return DateOf(t, time.UTC), nil
}

// String writes the date like 2026-12-31, and the zero Date as nothing.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}

	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Spoken writes the day for people: "Thu 26 Nov 2026". What they type back is
// String.
func (d Date) Spoken() string { return d.midnightUTC().Format("Mon 2 Jan 2006") }

// Words writes the day for people: "3 Nov 2026".
func (d Date) Words() string { return d.midnightUTC().Format("2 Jan 2006") }

// IsZero says whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1, 0 or 1 as d is before, the same as, or after other.
func (d Date) Compare(other Date) int {
	return cmp.Or(
		cmp.Compare(d.Year, other.Year),
		cmp.Compare(d.Month, other.Month),
		cmp.Compare(d.Day, other.Day),
	)
}

// Before says whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After says whether d is a later day than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// AddDays returns the day n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC), time.UTC)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnightUTC().Weekday() }

// Days returns how many days later to is: 1 for tomorrow, -1 for yesterday.
func (d Date) Days(to Date) int {
	const secondsPerDay = 24 * 60 * 60
	return int((to.midnightUTC().Unix() - d.midnightUTC().Unix()) / secondsPerDay)
}

// At returns the moment at which clocks in loc show hour:minute on this day. There is exactly one such moment per day:
// a time that the clocks jump over is the moment of the jump, and of a time that they show twice it is the first.
func (d Date) At(hour, minute int, loc *time.Location) time.Time {
	return d.at(time.Duration(hour)*time.Hour+time.Duration(minute)*time.Minute, loc)
}

// Start returns the first moment of the day in loc, which is not always midnight.
func (d Date) Start(loc *time.Location) time.Time { return d.at(0, loc) }

// at resolves a wall-clock reading, given as the distance from 00:00 that the hands show. time.Date alone does not do:
// in a gap, and in an overlap, it answers differently from zone to zone.
func (d Date) at(clock time.Duration, loc *time.Location) time.Time {
	seconds, nanos := int(clock/time.Second), int(clock%time.Second)
	wanted := time.Date(d.Year, d.Month, d.Day, 0, 0, seconds, nanos, time.UTC)
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, seconds, nanos, loc)
	_, offset := t.Zone()
	start, end := t.ZoneBounds()

	shown := t.Unix() + int64(offset)
	switch {
	case shown > wanted.Unix():
		return start
	case shown < wanted.Unix():
		return end
	case start.IsZero():
		return t
	}

	_, offsetBefore := start.Add(-1).Zone()
	first := t.Add(time.Duration(offset-offsetBefore) * time.Second)
	if offsetBefore > offset && first.Before(start) {
		return first
	}

	return t
}

// MarshalText writes the date like 2026-12-31, and the zero Date as nothing.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	return read(text, d, ParseDate)
}

// read takes a value from its text; nothing is the zero value.
func read[T any](text []byte, into *T, parse func(string) (T, error)) error {
	var parsed T
	var err error
	if len(text) > 0 {
		parsed, err = parse(string(text))
	}

	if err == nil {
		*into = parsed
	}

	return err
}

func (d Date) midnightUTC() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// CheckZone says whether a name is a time zone that this machine knows.
func CheckZone(name string) error {
	if name == "" {
		return errors.New("no time zone is given")
	}

	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf("time zone %s: %w", name, err)
	}

	return nil
}
