package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Period is a span of whole days that goals, reports and plans are about. Equal spans are equal Periods.
type Period struct {
	From  Date
	To    Date // the day after the last one
	Label string
}

// PeriodKind says what sort of span a Period is.
type PeriodKind string

// The kinds of Period.
const (
	Week    PeriodKind = "week"
	Month   PeriodKind = "month"
	Quarter PeriodKind = "quarter"
	Year    PeriodKind = "year"
	Dates   PeriodKind = "dates"
)

const (
	oldestYear = 1900
	newestYear = 2199
	// longestDays is how long a period may be that people set: what is counted day by day has to end.
	longestDays = 10*366 + 1
)

// CheckLength refuses a period that is longer than anything that is planned or looked back on.
func (p Period) CheckLength() error {
	if p.From.Days(p.To) > longestDays {
		return fmt.Errorf("%s is longer than ten years. Take a shorter period", p)
	}

	return nil
}

// periodForms are tried in order; each is given the numbers that its pattern captured.
var periodForms = []struct {
	pattern *regexp.Regexp
	build   func(year, number int) (Period, error)
}{
	{
		regexp.MustCompile(`^(\d{4})()$`),
		func(year, _ int) (Period, error) { return YearOf(Date{year, time.January, 1}), nil },
	},
	{regexp.MustCompile(`^(\d{4})-?Q(\d)$`), parseQuarter},
	{regexp.MustCompile(`^(\d{4})-(\d{1,2})$`), parseMonth},
	{regexp.MustCompile(`^(\d{4})-?W(\d{1,2})$`), parseWeek},
}

// ParsePeriod reads 2026, 2026-Q4, 2026-11 or 2026-W47, in any letter case and with or without spaces, and free dates
// with the last day included, like 2026-10-01..2026-12-31.
func ParsePeriod(text string) (Period, error) {
	if first, last, ok := strings.Cut(text, ".."); ok {
		return parseDates(text, first, last)
	}

	compact := strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(text, "-", " ")), "-"))
	for _, form := range periodForms {
		match := form.pattern.FindStringSubmatch(compact)
		if match == nil {
			continue
		}

		year, _ := strconv.Atoi(match[1])
		number, _ := strconv.Atoi(match[2])
		if err := checkYear(year); err != nil {
			return Period{}, err
		}

		return form.build(year, number)
	}

	return Period{}, fmt.Errorf("%q is not a period. Write a year (2026), a quarter (2026-Q4), a month (2026-11) or a week (2026-W47)", text)
}

func parseQuarter(year, number int) (Period, error) {
	if number < 1 || number > 4 {
		return Period{}, fmt.Errorf("there is no quarter %d. Quarters go from %d-Q1 to %d-Q4", number, year, year)
	}

	return QuarterOf(Date{year, time.Month(3*number - 2), 1}), nil
}

func parseMonth(year, number int) (Period, error) {
	if number < 1 || number > 12 {
		return Period{}, fmt.Errorf("there is no month %d. Months go from %d-01 to %d-12", number, year, year)
	}

	return MonthOf(Date{year, time.Month(number), 1}), nil
}

func parseWeek(year, number int) (Period, error) {
	// The 28th of December is always in the last week of its year, the 4th of January always in the first.
	_, last := Date{year, time.December, 28}.midnightUTC().ISOWeek()
	if number < 1 || number > last {
		return Period{}, fmt.Errorf("%d has no week %d. Its weeks go from %d-W01 to %d-W%d", year, number, year, year, last)
	}

	return WeekOf(Date{year, time.January, 4}.AddDays(7 * (number - 1))), nil
}

func parseDates(text, first, last string) (Period, error) {
	from, err := ParseDate(first)
	if err != nil {
		return Period{}, err
	}

	to, err := ParseDate(last)
	if err != nil {
		return Period{}, err
	}

	if to.Before(from) {
		return Period{}, fmt.Errorf("%q ends before it begins. Write the first day first, like 2026-10-01..2026-12-31", text)
	}

	if err := cmp.Or(checkYear(from.Year), checkYear(to.Year)); err != nil {
		return Period{}, err
	}

	return DatesOf(from, to), nil
}

// checkYear catches a year with a typing error.
func checkYear(year int) error {
	if year < oldestYear || year > newestYear {
		return fmt.Errorf("the year %d is out of reach. Take one from %d to %d", year, oldestYear, newestYear)
	}

	return nil
}

// WeekOf returns the ISO week that holds the day: Monday to Sunday.
func WeekOf(d Date) Period {
	sinceMonday := (int(d.Weekday()) + 6) % 7
	monday := d.AddDays(-sinceMonday)
	year, week := monday.midnightUTC().ISOWeek()
	return Period{From: monday, To: monday.AddDays(7), Label: fmt.Sprintf("%04d-W%02d", year, week)}
}

// MonthOf returns the calendar month that holds the day.
func MonthOf(d Date) Period {
	return Period{
		From:  Date{d.Year, d.Month, 1},
		To:    firstOfMonth(d.Year, d.Month+1),
		Label: fmt.Sprintf("%04d-%02d", d.Year, int(d.Month)),
	}
}

// QuarterOf returns the calendar quarter that holds the day.
func QuarterOf(d Date) Period {
	quarter := (int(d.Month) + 2) / 3
	first := time.Month(3*quarter - 2)
	return Period{
		From:  Date{d.Year, first, 1},
		To:    firstOfMonth(d.Year, first+3),
		Label: fmt.Sprintf("%04d-Q%d", d.Year, quarter),
	}
}

// YearOf returns the calendar year that holds the day.
func YearOf(d Date) Period {
	return Period{
		From:  Date{d.Year, time.January, 1},
		To:    Date{d.Year + 1, time.January, 1},
		Label: fmt.Sprintf("%04d", d.Year),
	}
}

// DatesOf returns the span from the first day to the last, both included. A span that is a whole week, month, quarter
// or year is that week, month, quarter or year.
func DatesOf(first, last Date) Period {
	to := last.AddDays(1)
	for _, whole := range []Period{WeekOf(first), MonthOf(first), QuarterOf(first), YearOf(first)} {
		if whole.From == first && whole.To == to {
			return whole
		}
	}

	return Period{From: first, To: to, Label: first.String() + ".." + last.String()}
}

func firstOfMonth(year int, month time.Month) Date {
	return DateOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC), time.UTC)
}

// IsZero says whether there is no period.
func (p Period) IsZero() bool { return p == Period{} }

// String returns the label.
func (p Period) String() string { return p.Label }

// Contains says whether the day lies in the period.
func (p Period) Contains(d Date) bool { return !d.Before(p.From) && d.Before(p.To) }

// Last returns the last day of the period.
func (p Period) Last() Date { return p.To.AddDays(-1) }

// Kind says what sort of span it is.
func (p Period) Kind() PeriodKind {
	if strings.Contains(p.Label, "..") {
		return Dates
	}

	for _, whole := range wholes {
		if strings.Contains(p.Label, whole.mark) {
			return whole.kind
		}
	}

	return Year
}

// wholes are the periods within a year, each with what tells it apart in a label, in the order in which that is looked
// for.
var wholes = [...]struct {
	kind PeriodKind
	mark string
	of   func(Date) Period
}{{Week, "W", WeekOf}, {Quarter, "Q", QuarterOf}, {Month, "-", MonthOf}}

// Anchor returns the day that decides to which longer period this one belongs: the first day, and of a week its
// Thursday, because ISO 8601 counts a week to the month, quarter and year that hold its Thursday.
func (p Period) Anchor() Date {
	if p.Kind() == Week {
		return p.From.AddDays(3)
	}

	return p.From
}

// Next returns the period of the same kind that follows; for free dates, as many days as these.
func (p Period) Next() Period {
	if p.Kind() == Dates {
		return DatesOf(p.To, p.To.AddDays(p.From.Days(p.To)-1))
	}

	return p.of(p.To)
}

// Prev returns the period of the same kind that comes before; for free dates, as many days as these.
func (p Period) Prev() Period {
	before := p.From.AddDays(-1)
	if p.Kind() == Dates {
		return DatesOf(p.From.AddDays(-p.From.Days(p.To)), before)
	}

	return p.of(before)
}

// of returns the period of p's kind that holds the day.
func (p Period) of(d Date) Period {
	for _, whole := range wholes {
		if whole.kind == p.Kind() {
			return whole.of(d)
		}
	}

	return YearOf(d)
}

// MarshalText writes the label.
func (p Period) MarshalText() ([]byte, error) {
	if p.Label == "" && !p.IsZero() {
		return nil, errors.New("a period without a label cannot be written")
	}

	return []byte(p.Label), nil
}

// UnmarshalText reads what MarshalText wrote.
func (p *Period) UnmarshalText(text []byte) error {
	return read(text, p, ParsePeriod)
}

// SameDays says whether both periods are the same days, whatever they are
// called.
func (p Period) SameDays(other Period) bool { return p.From == other.From && p.To == other.To }

// Within says whether the period lies in another. A week lies in the month,
// quarter or year that holds its Thursday, to which ISO 8601 counts it.
func (p Period) Within(other Period) bool {
	if !p.From.Before(other.From) && !other.To.Before(p.To) {
		return true
	}

	kind := other.Kind()
	return p.Kind() == Week && (kind == Month || kind == Quarter || kind == Year) && other.Contains(p.Anchor())
}

// WorkingDays are those of the period before a day.
func (p Period) WorkingDays(cal Calendar, before Date) int {
	if before.After(p.To) {
		before = p.To
	}

	return cal.WorkingDays(p.From, before)
}
