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
	Past  bool  // whether what names no year or week is the last such one, rather than the next

	aroundNow bool // whether it is that of the running year
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

// Date reads a day as people write it: 2026-12-31, 31.12.26, 31 Dec 2026, 31.12., tomorrow, monday, end of month, in 3
// days, 3d, 2 weeks; and in German, too. What can be read in two ways is refused, with both readings.
func (r Reading) Date(text string) (Date, error) {
	plain := plainWords(text)
	found := r.inDigits(plain)
	if len(found) > 1 {
		return Date{}, twoDates(text, found)
	}

	day := Date{}
	if len(found) == 1 {
		day = found[0]
	}

	for _, read := range []func(Reading, string) Date{
		Reading.namedMonth, Reading.distance, Reading.namedDay, Reading.ending,
	} {
		if day.IsZero() {
			day = read(r, plain)
		}
	}

	if day.IsZero() {
		return day, fault.Invalid("“%s” is not a date. Give a day such as `%s`, `31.12.`, `monday`, `2 weeks` or `end of month`.", text, r.Today.AddDays(30))
	}

	if err := checkYear(day.Year); err != nil {
		return Date{}, fault.Invalid("“%s”: %s.", text, err)
	}

	return day, nil
}

// twoDates asks which of several days is meant.
func twoDates(text string, found []Date) error {
	spoken, written := make([]string, len(found)), make([]string, len(found))
	for i, day := range found {
		spoken[i], written[i] = day.Words(), "`"+day.String()+"`"
	}

	return fault.Invalid("“%s” can be read as %s. Write %s.",
		text, strings.Join(spoken, " or as "), strings.Join(written, " or "))
}

// leading are the words that may stand before a date or a period and change nothing.
var leading = []string{"on", "until", "till", "in", "by", "the", "for", "am", "bis", "zum", "im"}

// plainWords is a text in small letters, without what stands before and behind a date.
func plainWords(text string) string {
	words := strings.Fields(strings.ToLower(strings.Trim(text, " ,;.")))
	for len(words) > 1 && slices.Contains(leading, words[0]) {
		words = words[1:]
	}

	return strings.Join(words, " ")
}

// MostDateWords is how many words a date can have: "by the end of the year".
const MostDateWords = 6

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-./]) ?(\d{1,2})([-./]) ?(\d{4}|\d{2})$`)
	noYear    = regexp.MustCompile(`^(\d{1,2})([./]) ?(\d{1,2})$`)
)

// inDigits gives the days that a date in digits can be. With points between, the day comes first.
func (r Reading) inDigits(text string) []Date {
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return days(civil(m[1], m[2], m[3]))
	}

	if m := noYear.FindStringSubmatch(text); m != nil {
		return r.inOrder(m[2], r.yearless(m[3], m[1]), r.yearless(m[1], m[3]))
	}

	m := yearLast.FindStringSubmatch(text)
	if m == nil || m[2] != m[4] {
		return nil
	}

	dayFirst, monthFirst := civil(m[5], m[3], m[1]), civil(m[5], m[1], m[3])
	if r.Order != OrderUnknown || m[2] != "-" {
		return r.inOrder(m[2], dayFirst, monthFirst)
	}

	if len(m[5]) == 2 {
		return days(dayFirst, civil(m[1], m[3], m[5]), monthFirst)
	}

	if dayFirst.IsZero() {
		return days(monthFirst)
	}

	return days(dayFirst)
}

// inOrder leaves out the reading that the order, or a point between, excludes.
func (r Reading) inOrder(separator string, dayFirst, monthFirst Date) []Date {
	switch {
	case separator == ".", r.Order == DayFirst:
		return days(dayFirst)
	case r.Order == MonthFirst:
		return days(monthFirst)
	}

	return days(dayFirst, monthFirst)
}

// days are those that there are, each once.
func days(read ...Date) []Date {
	var found []Date
	for _, day := range read {
		if !day.IsZero() && !slices.Contains(found, day) {
			found = append(found, day)
		}
	}

	return found
}

// yearless is the next day of a month and a day, today included, or the last one.
func (r Reading) yearless(month, day string) Date {
	if r.Today.IsZero() {
		return Date{}
	}

	for _, year := range r.years() {
		date := civil(strconv.Itoa(year), month, day)
		if !date.IsZero() && (r.Past && !date.After(r.Today) || !r.Past && !date.Before(r.Today)) {
			return date
		}
	}

	return Date{}
}

// years are those that can be meant where none is said, the likeliest first.
func (r Reading) years() []int {
	if r.Past {
		return []int{r.Today.Year, r.Today.Year - 1}
	}

	return []int{r.Today.Year, r.Today.Year + 1}
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
	dayMonthPattern = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?[ .\-/]*(?:of )?(\p{L}{3,9})\.?(?:[ \-/,']+(\d{4}|\d{2}))?$`)
	monthDayPattern = regexp.MustCompile(`^(\p{L}{3,9})\.?[ \-]+(\d{1,2})(?:st|nd|rd|th)?(?:[ \-,]+(\d{4}))?$`)
)

// namedMonth reads 31 Dec 2026, 31-Dec-26 and December 31; without a year it is the next such day.
func (r Reading) namedMonth(text string) Date {
	var day, name, year string
	if m := dayMonthPattern.FindStringSubmatch(text); m != nil {
		day, name, year = m[1], m[2], m[3]
	} else if m := monthDayPattern.FindStringSubmatch(text); m != nil {
		name, day, year = m[1], m[2], m[3]
	}

	named, ok := monthNamed(name)
	if !ok {
		return Date{}
	}

	month := strconv.Itoa(int(named))
	if year != "" {
		return civil(year, month, day)
	}

	return r.yearless(month, day)
}

var distancePattern = regexp.MustCompile(
	`^(\d{1,4}|\p{L}{1,6}) ?(d|days?|tagen?|tage|w|weeks?|wochen?|m|months?|monate?n?|y|years?|jahre?n?)$`)

// distance reads 3d, two weeks, a month and 6 months.
func (r Reading) distance(text string) Date {
	m := distancePattern.FindStringSubmatch(text)
	if m == nil {
		return Date{}
	}

	n, err := strconv.Atoi(m[1])
	if err != nil {
		n = numberWords[m[1]]
	}

	switch {
	case n == 0 && err != nil:
		return Date{}
	case m[2][0] == 'd' || m[2][0] == 't':
		return r.Today.AddDays(n)
	case m[2][0] == 'w':
		return r.Today.AddDays(7 * n)
	case m[2][0] == 'm':
		return addMonths(r.Today, n)
	}

	return addMonths(r.Today, 12*n)
}

// addMonths keeps to the end of a shorter month.
func addMonths(day Date, n int) Date {
	month := MonthOf(firstOfMonth(day.Year, day.Month+time.Month(n)))
	return month.From.AddDays(min(day.Day, month.Last().Day) - 1)
}

// daysAway are the words for days near by.
var daysAway = map[string]int{
	"yesterday": -1, "gestern": -1, "today": 0, "heute": 0, "tomorrow": 1, "morgen": 1,
	"day after tomorrow": 2, "übermorgen": 2, "uebermorgen": 2,
}

// namedDay reads tomorrow, monday, and next month, which is its first day.
func (r Reading) namedDay(text string) Date {
	if n, ok := daysAway[text]; ok {
		return r.Today.AddDays(n)
	}

	first, rest, _ := strings.Cut(text, " ")
	if turn, ok := turns[first]; ok && turn >= 0 {
		if unit, ok := units[rest]; ok && turn > 0 {
			return unit(r.Today).Next().From
		}

		text = rest
	}

	const fewest, fewestGerman = 3, 4
	if day, ok := dayNamed(text, fewest, fewestGerman); ok && r.Past {
		return nextWeekday(r.Today, day).AddDays(-7)
	} else if ok {
		return nextWeekday(r.Today, day)
	}

	return Date{}
}

var endingPattern = regexp.MustCompile(`^(?:end|ende)(?: of| des| der)?(?: the)? (.+)$`)

// endings are short for the end of a period.
var endings = map[string]func(Date) Period{
	"eow": WeekOf, "eom": MonthOf, "eoq": QuarterOf, "eoy": YearOf,
	"month end": MonthOf, "quarter end": QuarterOf, "year end": YearOf,
	"monatsende": MonthOf, "quartalsende": QuarterOf, "jahresende": YearOf, "wochenende": WeekOf,
}

// ending reads end of month, end of Q1 and eoy: the last day of a period.
func (r Reading) ending(text string) Date {
	if of, ok := endings[text]; ok {
		return of(r.Today).Last()
	}

	m := endingPattern.FindStringSubmatch(text)
	if m == nil {
		return Date{}
	}

	if of, ok := units[m[1]]; ok {
		return of(r.Today).Last()
	}

	period, err := r.Period(m[1])
	if err != nil {
		return Date{}
	}

	return period.Last()
}

// nextWeekday is the next such day after today.
func nextWeekday(today Date, day time.Weekday) Date {
	return today.AddDays((int(day)-int(today.Weekday())+6)%7 + 1)
}
