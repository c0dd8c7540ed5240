package calendar

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Reading says how dates are to be read.
type Reading struct {
	Today Date  // from which days such as monday and 3d are counted
	Order Order // where it is unknown, a date that can be read in two ways is refused
}

// Order says whether 6/4/2026 is in April or in June.
type Order string

// The orders of day and month.
const (
	OrderUnknown Order = ""
	DayFirst     Order = "dmy"
	MonthFirst   Order = "mdy"
)

// ParseOrder reads the name of an order.
func ParseOrder(text string) (Order, error) {
	switch order := Order(strings.ToLower(strings.TrimSpace(text))); order {
	case OrderUnknown, DayFirst, MonthFirst:
		return order, nil
	}

	return OrderUnknown, fmt.Errorf(
		"%q is not an order of dates; expected dmy (6/4/2026 is in April) or mdy (it is in June)", text)
}

// Date reads a day as people write it: 2026-12-31, 31.12.2026, 31 Dec 2026, tomorrow, monday, in 3 days, 3d, 2w.
func (r Reading) Date(text string) (Date, error) {
	words := strings.Fields(strings.ToLower(strings.Trim(text, " ,;.")))
	if len(words) > 1 && slices.Contains([]string{"on", "until", "in", "by"}, words[0]) {
		words = words[1:]
	}

	plain := strings.Join(words, " ")
	day, ambiguous := r.inDigits(plain)
	if ambiguous {
		return Date{}, fault.Invalid("“%s” can be read in two ways, with the day or the month first. Write the year first, such as `%s`.",
			text, r.Today.AddDays(30))
	}

	for _, read := range []func(string, Date) Date{namedMonth, distance, namedDay} {
		if day.IsZero() {
			day = read(plain, r.Today)
		}
	}

	if day.IsZero() {
		return day, fault.Invalid("“%s” is not a date. Give a day such as `%s`, `3d`, `2w` or `monday`.", text, r.Today.AddDays(30))
	}

	if err := checkYear(day.Year); err != nil {
		return Date{}, fault.Invalid("“%s”: %s.", text, err)
	}

	return day, nil
}

// MostDateWords is how many words a date can have: "in 3 months".
const MostDateWords = 3

// Week reads a week as people write it: 2026-W47, w47, this week, last.
func (r Reading) Week(text string) (Period, error) {
	running := WeekOf(r.Today)
	switch strings.ToLower(text) {
	case "this", "this week":
		return running, nil
	case "last", "last week":
		return running.Prev(), nil
	}

	if strings.HasPrefix(strings.ToLower(text), "w") {
		text = running.Label[:len("2026-")] + text
	}

	return ParsePeriod(text)
}

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-./])\s?(\d{1,2})([-./])\s?(\d{4}|\d{2})$`)
)

// inDigits reads a date in digits. What could have the day or the month first is ambiguous where nothing says which: it
// is refused rather than guessed. A year of two digits makes it ambiguous, too.
func (r Reading) inDigits(text string) (found Date, ambiguous bool) {
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return civil(m[1], m[2], m[3]), false
	}

	m := yearLast.FindStringSubmatch(text)
	if m == nil || m[2] != m[4] || len(m[5]) == 2 && r.Order == OrderUnknown {
		return Date{}, false
	}

	dayFirst, monthFirst := civil(m[5], m[3], m[1]), civil(m[5], m[1], m[3])
	switch {
	case m[2] == ".", r.Order == DayFirst, r.Order == OrderUnknown && (m[2] == "-" || monthFirst.IsZero()):
		return dayFirst, false
	case r.Order == MonthFirst, dayFirst.IsZero():
		return monthFirst, false
	}

	return dayFirst, dayFirst != monthFirst
}

// civil is the day of three numbers, or none where there is no such day.
func civil(year, month, day string) Date {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if len(year) == 2 {
		y = fullYear(y)
	}

	date := Date{y, time.Month(m), d}
	if y == 0 || date.AddDays(0) != date {
		return Date{}
	}

	return date
}

// fullYear reads years of two digits as spreadsheets do.
func fullYear(year int) int {
	const pivot = 70
	if year < pivot {
		return 2000 + year
	}

	return 1900 + year
}

var (
	dayMonthPattern = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?(?: (\d{4}))?$`)
	monthDayPattern = regexp.MustCompile(`^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$`)
)

// namedMonth reads 31 Dec 2026 and December 31; without a year it is the next
// such day.
func namedMonth(text string, today Date) Date {
	var day, name, year string
	if m := dayMonthPattern.FindStringSubmatch(text); m != nil {
		day, name, year = m[1], m[2], m[3]
	} else if m := monthDayPattern.FindStringSubmatch(text); m != nil {
		name, day, year = m[1], m[2], m[3]
	}

	named, ok := beginningWith(name, time.January, time.December)
	if !ok {
		return Date{}
	}

	month := strconv.Itoa(int(named))
	if year != "" {
		return civil(year, month, day)
	}

	date := civil(strconv.Itoa(today.Year), month, day)
	if date.Before(today) && !date.IsZero() {
		return civil(strconv.Itoa(today.Year+1), month, day)
	}

	return date
}

// beginningWith is the month, or the day of the week, whose name begins with
// these letters, at least three.
func beginningWith[T interface {
	~int
	fmt.Stringer
}](letters string, first, last T) (T, bool) {
	for one := first; len(letters) >= 3 && one <= last; one++ {
		if strings.HasPrefix(strings.ToLower(one.String()), letters) {
			return one, true
		}
	}

	return 0, false
}

var distancePattern = regexp.MustCompile(`^(\d{1,4}|an?) ?(d|days?|w|weeks?|m|months?)$`)

func distance(text string, today Date) Date {
	m := distancePattern.FindStringSubmatch(text)
	if m == nil {
		return Date{}
	}

	n, err := strconv.Atoi(m[1])
	if err != nil {
		n = 1 // a day
	}

	switch m[2][0] {
	case 'd':
		return today.AddDays(n)
	case 'w':
		return today.AddDays(7 * n)
	}

	return addMonths(today, n)
}

// addMonths keeps to the end of a shorter month.
func addMonths(day Date, n int) Date {
	month := MonthOf(firstOfMonth(day.Year, day.Month+time.Month(n)))
	return month.From.AddDays(min(day.Day, month.Last().Day) - 1)
}

func namedDay(text string, today Date) Date {
	switch text {
	case "today":
		return today
	case "tomorrow":
		return today.AddDays(1)
	case "next week":
		return nextWeekday(today, time.Monday)
	case "next month":
		return MonthOf(today).To
	}

	if day, ok := beginningWith(strings.TrimPrefix(text, "next "), time.Sunday, time.Saturday); ok {
		return nextWeekday(today, day)
	}

	return Date{}
}

// nextWeekday is the next such day after today.
func nextWeekday(today Date, day time.Weekday) Date {
	return today.AddDays((int(day)-int(today.Weekday())+6)%7 + 1)
}
