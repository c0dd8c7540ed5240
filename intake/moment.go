package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
)

var (
	dateTime = regexp.MustCompile(`^([\d./-]+)(?:(?:T|,?\s+)(\S.*))?$`)
	clock    = regexp.MustCompile(`(?i)^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([ap]m)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`)
)

const dateForms = "Expected a date such as 2026-12-31 or 2026-12-31 09:30."

// parseMoment reads a date, with or without a time of day and a zone. Without
// a time it is the first moment of the day, without a zone it is on the clocks
// of loc.
func parseMoment(text string, order calendar.Order, loc *time.Location) (time.Time, error) {
	date, rest, err := splitDate(text, order)
	if err != nil {
		return time.Time{}, err
	}

	if rest == "" {
		return date.Start(loc), nil
	}

	match := clock.FindStringSubmatch(rest)
	if match == nil {
		return time.Time{}, fault.Invalid("%s does not end in a time of day. %s", fault.Quoted(text), dateForms)
	}

	hour, minute, second := number(match[1]), number(match[2]), number(match[3])
	if match[4] != "" {
		if hour < 1 || hour > 12 {
			return time.Time{}, fault.Invalid("%s is no time of day. %s", fault.Quoted(text), dateForms)
		}

		hour %= 12
		if strings.EqualFold(match[4], "pm") {
			hour += 12
		}
	}

	if hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, fault.Invalid("%s is no time of day. %s", fault.Quoted(text), dateForms)
	}

	if match[5] != "" {
		loc = offsetZone(match[5])
	}

	return date.At(hour, minute, loc).Add(time.Duration(second) * time.Second), nil
}

// splitDate takes the date off the front of a text.
func splitDate(text string, order calendar.Order) (date calendar.Date, rest string, err error) {
	match := dateTime.FindStringSubmatch(strings.TrimSpace(text))
	if match != nil {
		date, err = calendar.Reading{Order: order}.Date(match[1])
	}

	if match == nil || err != nil {
		return date, "", fault.Invalid("%s is not a date. %s", fault.Quoted(text), dateForms)
	}

	return date, match[2], nil
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // the patterns let only digits through, and none is 0
	return n
}

// offsetZone is the zone of Z, UTC, GMT, +02:00 or +0200.
func offsetZone(text string) *time.Location {
	digits := strings.ReplaceAll(text[1:], ":", "")
	if text[0] != '+' && text[0] != '-' {
		return time.UTC
	}

	seconds := (number(digits[:2])*60 + number(digits[2:])) * 60
	if text[0] == '-' {
		seconds = -seconds
	}

	return time.FixedZone(text, seconds)
}

// orderVotes are the dates of a column that can be read in one order only.
type orderVotes struct {
	dayFirst, monthFirst, open string // an example of each
}

func (v *orderVotes) see(text string) {
	day, _, notDayFirst := splitDate(text, calendar.DayFirst)
	month, _, notMonthFirst := splitDate(text, calendar.MonthFirst)
	switch {
	case notMonthFirst != nil && notDayFirst == nil:
		v.dayFirst = text
	case notDayFirst != nil && notMonthFirst == nil:
		v.monthFirst = text
	case day != month:
		v.open = text
	}
}

// order is what the dates of the column show; an error where they show both,
// or nothing.
func (v *orderVotes) order(column string) (calendar.Order, error) {
	switch {
	case v.dayFirst != "" && v.monthFirst != "":
		return calendar.OrderUnknown, fmt.Errorf("the column %s has dates with the day first (%s) and with the month first (%s); write them alike, such as 2026-12-31", column, v.dayFirst, v.monthFirst)
	case v.dayFirst != "":
		return calendar.DayFirst, nil
	case v.monthFirst != "":
		return calendar.MonthFirst, nil
	case v.open != "":
		return calendar.OrderUnknown, fmt.Errorf("the dates of the column %s, such as %s, can be read in two ways; add --date-order dmy when the day comes first, or --date-order mdy when the month does", column, v.open)
	}

	return calendar.DayFirst, nil
}
