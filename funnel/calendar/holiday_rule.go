package calendar

import (
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
)

// A correction speaks for one holiday of a country in some years. There its own days are free, in the whole country or
// in some of its regions, and a holiday of that name in the library is not.
type correction struct {
	where string // a country such as DE, or regions of it such as DE-BE,MV
	years years
	name  string // everyHoliday stands for all that the library has
	free  freeDays
	why   string
}

const everyHoliday = ""

// correctionsOf are those of a country and its regions in a year.
func correctionsOf(country string, year int) []correction {
	return slices.DeleteFunc(slices.Clone(holidayCorrections), func(c correction) bool {
		of, _, _ := strings.Cut(c.where, "-")
		return of != country || !c.years.include(year)
	})
}

func (c correction) replaces(h *cal.Holiday) bool { return c.name == everyHoliday || c.name == h.Name }

// appliesTo tells whether the days are free in a region, or in the country alone where the region is empty.
func (c correction) appliesTo(region string) bool {
	_, regions, some := strings.Cut(c.where, "-")
	return !some || slices.Contains(strings.Split(regions, ","), region)
}

// years are those from the first to the last; zero is no limit.
type years struct{ first, last int }

var always = years{}

func since(year int) years { return years{first: year} }

func only(year int) years { return years{first: year, last: year} }

func (y years) include(year int) bool { return year >= y.first && (y.last == 0 || year <= y.last) }

// freeDays are the days of a year on which a holiday is free.
type freeDays func(year int) []Date

func never(int) []Date { return nil }

// between is each day from one of a month to another of it.
func between(month time.Month, first, last int) freeDays {
	return func(year int) []Date {
		var days []Date
		for day := first; day <= last; day++ {
			days = append(days, Date{year, month, day})
		}

		return days
	}
}

func on(month time.Month, day int) freeDays { return between(month, day, day) }

// easter is so many days after Easter Sunday.
func easter(after int) freeDays {
	return ofHoliday(cal.Holiday{Offset: after, Func: cal.CalcEasterOffset})
}

// orthodoxEaster is so many days after the Easter Sunday of the Orthodox churches.
func orthodoxEaster(after int) freeDays {
	return ofHoliday(cal.Holiday{Offset: after, Julian: true, Func: cal.CalcEasterOffset})
}

// nth is the first, second, … such weekday of a month; -1 is the last.
func nth(n int, weekday time.Weekday, month time.Month) freeDays {
	return ofHoliday(cal.Holiday{Month: month, Weekday: weekday, Offset: n, Func: cal.CalcWeekdayOffset})
}

func ofHoliday(h cal.Holiday) freeDays {
	return func(year int) []Date { return libraryDays(&h, year)[:1] }
}

// nearest is the weekday that is at most three days away from a day.
func nearest(weekday time.Weekday, month time.Month, day int) freeDays {
	return on(month, day).each(func(d Date) []Date {
		d = d.AddDays(-3)
		return []Date{d.AddDays(int(weekday-d.Weekday()+7) % 7)}
	})
}

// dates are days that were set one by one.
func dates(texts ...string) freeDays {
	return func(year int) []Date {
		var days []Date
		for _, text := range texts {
			if day, err := ParseDate(text); err == nil && day.Year == year {
				days = append(days, day)
			}
		}

		return days
	}
}

// after is so many days later.
func (f freeDays) after(n int) freeDays {
	return f.each(func(day Date) []Date { return []Date{day.AddDays(n)} })
}

// orOn adds the day that is free besides where the holiday falls on a certain weekday.
func (f freeDays) orOn(others []cal.AltDay) freeDays {
	return f.each(func(day Date) []Date { return []Date{day, moved(day, others)} })
}

// movedTo takes the holiday away from certain weekdays.
func (f freeDays) movedTo(others []cal.AltDay) freeDays {
	return f.each(func(day Date) []Date { return []Date{moved(day, others)} })
}

func moved(day Date, others []cal.AltDay) Date {
	for _, alt := range others {
		if alt.Day == day.Weekday() {
			return day.AddDays(alt.Offset)
		}
	}

	return day
}

// onlyOn leaves out the years in which the holiday falls on another weekday.
func (f freeDays) onlyOn(weekdays ...time.Weekday) freeDays {
	return f.each(func(day Date) []Date {
		if slices.Contains(weekdays, day.Weekday()) {
			return []Date{day}
		}

		return nil
	})
}

func (f freeDays) each(change func(Date) []Date) freeDays {
	return func(year int) []Date {
		var days []Date
		for _, day := range f(year) {
			days = append(days, change(day)...)
		}

		return days
	}
}

// Where a holiday goes that falls on a weekend, or beside one that does.
var (
	sundayToMonday  = []cal.AltDay{{Day: time.Sunday, Offset: 1}}
	weekendToMonday = []cal.AltDay{{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 1}}
	secondOfTwo     = []cal.AltDay{
		{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 2}, {Day: time.Monday, Offset: 1},
	}
	longWeekend = []cal.AltDay{
		{Day: time.Tuesday, Offset: -1},
		{Day: time.Wednesday, Offset: -2},
		{Day: time.Thursday, Offset: 4},
		{Day: time.Friday, Offset: 3},
	}
)
