package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
)

// MaxDateWords is how many words a date can have: "in 3 months".
const MaxDateWords = 3

// ReadDate reads a day as people write it: 2026-12-31, 31.12.2026, 31 Dec 2026, tomorrow, monday, in 3 days, 3d, 2w. One
// that can be read in two ways is refused.
func ReadDate(text string, today Date) (Date, error) {
	words := strings.Fields(strings.ToLower(strings.Trim(text, " ,;.")))
	if len(words) > 1 && (words[0] == "on" || words[0] == "until" || words[0] == "in" || words[0] == "by") {
		words = words[1:]
	}
	plain := strings.Join(words, " ")

	day, ambiguous := inDigits(plain)
	if ambiguous {
		return Date{}, fault.Invalid("“%s” can be read in two ways, with the day or the month first. Write the year first, such as `%s`.",
			text, today.AddDays(30))
	}
	for _, read := range []func(string, Date) Date{namedMonth, distance, namedDay} {
		if day.IsZero() {
			day = read(plain, today)
		}
	}

	if day.IsZero() {
		return day, fault.Invalid("“%s” is not a date. Give a day such as `%s`, `3d`, `2w` or `monday`.", text, today.AddDays(30))
	}
	return day, nil
}

var slashes = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`)

// digitForms are the dates in digits, and which group of each is what.
var digitForms = []struct {
	pattern          *regexp.Regexp
	year, month, day int
}{
	{regexp.MustCompile(`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$`), 1, 2, 3},
	{regexp.MustCompile(`^(\d{1,2})[.-]\s?(\d{1,2})[.-]\s?(\d{4})$`), 3, 2, 1},
	{slashes, 3, 2, 1},
	{slashes, 3, 1, 2},
}

// inDigits reads a date in digits. One that two forms read differently is
// ambiguous: it is refused rather than guessed.
func inDigits(text string) (found Date, ambiguous bool) {
	for _, form := range digitForms {
		match := form.pattern.FindStringSubmatch(text)
		if match == nil {
			continue
		}
		day := civil(match[form.year], match[form.month], match[form.day])
		if !day.IsZero() && !found.IsZero() && day != found {
			return found, true
		}
		if !day.IsZero() {
			found = day
		}
	}
	return found, false
}

// civil is the day of three numbers, or none where there is no such day.
func civil(year, month, day string) Date {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date, _ := ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	return date
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
	first := time.Date(day.Year, day.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{Year: first.Year(), Month: first.Month(), Day: min(day.Day, last)}
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

// DateWords says how many of the first words make a date, the most first; 0
// is none.
func DateWords(parts []string, today Date) int {
	for n := min(len(parts), MaxDateWords); n > 0; n-- {
		if _, err := ReadDate(strings.Join(parts[:n], " "), today); err == nil {
			return n
		}
	}
	return 0
}
