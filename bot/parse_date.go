package bot

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
)

// longestDate is how many words a date can have: "in 3 months".
const longestDate = 3

// parseDate reads a day as people write it: 2026-12-31, 31.12.2026, 31 Dec
// 2026, tomorrow, monday, in 3 days, 3d, 2w.
func parseDate(text string, today calendar.Date) (calendar.Date, error) {
	words := strings.Fields(strings.ToLower(strings.Trim(text, " ,;.")))
	if len(words) > 1 && (words[0] == "on" || words[0] == "until" || words[0] == "in" || words[0] == "by") {
		words = words[1:]
	}
	plain := strings.Join(words, " ")
	for _, read := range dateForms {
		if day, ok := read(plain, today); ok {
			return day, nil
		}
	}
	if readBothWays(plain) {
		return calendar.Date{}, fault.Invalid("“%s” can be read in two ways, with the day or the month first. Write the year first, such as `%s`.", text, today.AddDays(30))
	}
	return calendar.Date{}, fault.Invalid("“%s” is not a date. Give a day such as `%s`, `3d`, `2w` or `monday`.", text, today.AddDays(30))
}

// dateForms are tried in order.
var dateForms = []func(text string, today calendar.Date) (calendar.Date, bool){
	yearFirst, dayFirst, slashed, namedMonth, distance, namedDay,
}

var yearFirstPattern = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$`)

func yearFirst(text string, _ calendar.Date) (calendar.Date, bool) {
	m := yearFirstPattern.FindStringSubmatch(text)
	if m == nil {
		return calendar.Date{}, false
	}
	return civil(m[1], m[2], m[3])
}

var dayFirstPattern = regexp.MustCompile(`^(\d{1,2})[.-]\s?(\d{1,2})[.-]\s?(\d{4})$`)

func dayFirst(text string, _ calendar.Date) (calendar.Date, bool) {
	m := dayFirstPattern.FindStringSubmatch(text)
	if m == nil {
		return calendar.Date{}, false
	}
	return civil(m[3], m[2], m[1])
}

var slashedPattern = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`)

// slashed reads 31/12/2026 and 12/31/2026. What could be either is refused
// rather than guessed.
func slashed(text string, _ calendar.Date) (calendar.Date, bool) {
	m := slashedPattern.FindStringSubmatch(text)
	if m == nil {
		return calendar.Date{}, false
	}
	british, isBritish := civil(m[3], m[2], m[1])
	american, isAmerican := civil(m[3], m[1], m[2])
	switch {
	case isBritish && isAmerican:
		return british, british == american
	case isBritish:
		return british, true
	}
	return american, isAmerican
}

// readBothWays says whether a text is a date both ways, and not the same one.
func readBothWays(text string) bool {
	m := slashedPattern.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	_, isBritish := civil(m[3], m[2], m[1])
	_, isAmerican := civil(m[3], m[1], m[2])
	return isBritish && isAmerican
}

func civil(year, month, day string) (calendar.Date, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date, err := calendar.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	return date, err == nil
}

var (
	dayMonthPattern = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?(?: (\d{4}))?$`)
	monthDayPattern = regexp.MustCompile(`^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$`)
)

// namedMonth reads 31 Dec 2026 and December 31; without a year it is the next
// such day.
func namedMonth(text string, today calendar.Date) (calendar.Date, bool) {
	var day, name, year string
	if m := dayMonthPattern.FindStringSubmatch(text); m != nil {
		day, name, year = m[1], m[2], m[3]
	} else if m := monthDayPattern.FindStringSubmatch(text); m != nil {
		name, day, year = m[1], m[2], m[3]
	} else {
		return calendar.Date{}, false
	}
	month, ok := monthNamed(name)
	if !ok {
		return calendar.Date{}, false
	}
	if year != "" {
		return civil(year, strconv.Itoa(int(month)), day)
	}
	date, ok := civil(strconv.Itoa(today.Year), strconv.Itoa(int(month)), day)
	if ok && date.Before(today) {
		return civil(strconv.Itoa(today.Year+1), strconv.Itoa(int(month)), day)
	}
	return date, ok
}

func monthNamed(name string) (time.Month, bool) {
	for month := time.January; month <= time.December; month++ {
		if strings.HasPrefix(strings.ToLower(month.String()), name) {
			return month, true
		}
	}
	return 0, false
}

var distancePattern = regexp.MustCompile(`^(\d{1,4}|an?) ?(d|days?|w|weeks?|m|months?)$`)

func distance(text string, today calendar.Date) (calendar.Date, bool) {
	m := distancePattern.FindStringSubmatch(text)
	if m == nil {
		return calendar.Date{}, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		n = 1
	}
	switch m[2][0] {
	case 'd':
		return today.AddDays(n), true
	case 'w':
		return today.AddDays(7 * n), true
	}
	return addMonths(today, n), true
}

// addMonths keeps to the end of a shorter month.
func addMonths(day calendar.Date, n int) calendar.Date {
	first := time.Date(day.Year, day.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return calendar.Date{Year: first.Year(), Month: first.Month(), Day: min(day.Day, last)}
}

func namedDay(text string, today calendar.Date) (calendar.Date, bool) {
	switch text {
	case "today":
		return today, true
	case "tomorrow":
		return today.AddDays(1), true
	case "next week":
		return nextWeekday(today, time.Monday), true
	case "next month":
		return addMonths(calendar.Date{Year: today.Year, Month: today.Month, Day: 1}, 1), true
	}
	day, ok := weekdayNamed(strings.TrimPrefix(text, "next "))
	if !ok {
		return calendar.Date{}, false
	}
	return nextWeekday(today, day), true
}

// weekdayNamed understands the days of the week by three letters or more.
func weekdayNamed(name string) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if len(name) >= 3 && strings.HasPrefix(strings.ToLower(day.String()), name) {
			return day, true
		}
	}
	return 0, false
}

// nextWeekday is the next such day after today.
func nextWeekday(today calendar.Date, day time.Weekday) calendar.Date {
	ahead := (int(day) - int(today.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return today.AddDays(ahead)
}

// datePrefix says how many of the first words make a date, the most first; 0
// is none.
func datePrefix(parts []string, today calendar.Date) int {
	for n := min(len(parts), longestDate); n > 0; n-- {
		if _, err := parseDate(strings.Join(parts[:n], " "), today); err == nil {
			return n
		}
	}
	return 0
}
