package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
)

// MostPeriodWords is how many words a period can have: "1 Oct to 31 Dec".
const MostPeriodWords = 5

// farYears is how far from today the year of a named period may be. What is further off is rather an amount: in "Q4
// 2000 EUR" the year is not 2000.
const farYears = 20

const halfYear = 183 // days

// errNoPeriod says that a form does not fit.
var errNoPeriod = errors.New("no period")

// Period reads a period as people write it: 2026-Q4, Q4, Q1 2027, december, W47, this quarter, next month, H2, 1.10. to
// 31.12.; and in German, too. Where no year is said, it is the running or the next such period, or with Past the last
// that has begun.
func (r Reading) Period(text string) (Period, error) {
	written, err := ParsePeriod(text)
	if err == nil || r.Today.IsZero() {
		return written, err
	}

	plain := plainWords(text)
	for _, read := range []func(Reading, string) (Period, error){
		Reading.turn, Reading.numbered, Reading.monthOf, Reading.span,
	} {
		found, other := read(r, plain)
		if !errors.Is(other, errNoPeriod) {
			return found, other
		}
	}

	return Period{}, cmp.Or(outOfForm(text), err)
}

// outOfForm is nothing for a text of a form that ParsePeriod knows: what it says of it is more exact.
func outOfForm(text string) error {
	compact := strings.ToUpper(strings.ReplaceAll(plainWords(text), " ", "-"))
	for _, form := range periodForms {
		if form.pattern.MatchString(compact) {
			return nil
		}
	}

	if strings.Contains(text, "..") {
		return nil
	}

	return fault.Invalid("%s is not a period. Write one such as `Q4`, `Q1 2027`, `december`, `W47`, `next month` or `2027`.", fault.Quoted(text))
}

// Week reads a week of which a figure is: 2026-W47, w47, this week, last. Without a year it is of the running one, but
// of the year before where that is long from now.
func (r Reading) Week(text string) (Period, error) {
	if turn, ok := turns[plainWords(text)]; ok {
		return turned(WeekOf(r.Today), turn), nil
	}

	return Reading{Today: r.Today, Order: r.Order, aroundNow: true}.Period(text)
}

// turn reads this quarter, next month and last week.
func (r Reading) turn(text string) (Period, error) {
	first, rest, _ := strings.Cut(text, " ")
	of, known := units[rest]
	turn, ok := turns[first]
	if !ok || !known {
		return Period{}, errNoPeriod
	}

	return turned(of(r.Today), turn), nil
}

func turned(p Period, turn int) Period {
	switch {
	case turn > 0:
		return p.Next()
	case turn < 0:
		return p.Prev()
	}

	return p
}

// numberedForms are periods that are told by a number within their year.
var numberedForms = []struct {
	name  string
	build func(year, number int) (Period, error)
}{
	{`q|quarter|quartal`, parseQuarter},
	{`w|wk|cw|kw|week|woche`, parseWeek},
	{`h|hj|half`, parseHalf},
}

// numberedPatterns are for each form the number behind its name, before it, and behind the year.
var numberedPatterns = func() (all [][2]*regexp.Regexp) { //nolint:gochecknoglobals // compiled once, never changed
	const year = `(\d{4}|'?\d{2})`
	for _, form := range numberedForms {
		name := `(?:` + form.name + `)`
		all = append(all, [2]*regexp.Regexp{
			regexp.MustCompile(`^(?:` + name + `[ .\-]?(\d{1,2})|(\d{1,2})(?:\.|st|nd|rd|th)? ?` + name + `)` +
				`(?:(?: |[ /\-.]*[/\-'])` + year + `)?$`),
			regexp.MustCompile(`^(\d{4})[ /\-.]*` + name + `[ .\-]?(\d{1,2})$`),
		})
	}

	return all
}()

// numbered reads Q4, Q1 2027, 2027/Q1, 4. Quartal, week 47 and KW 3.
func (r Reading) numbered(text string) (Period, error) {
	for i, form := range numberedForms {
		if m := numberedPatterns[i][0].FindStringSubmatch(text); m != nil && r.plausible(text, m[3]) {
			return r.inYear(m[3], func(year int) (Period, error) { return form.build(year, atoi(m[1]+m[2])) })
		}

		if m := numberedPatterns[i][1].FindStringSubmatch(text); m != nil {
			return r.inYear(m[1], func(year int) (Period, error) { return form.build(year, atoi(m[2])) })
		}
	}

	return Period{}, errNoPeriod
}

// plausible says whether a number can be a year: one of two digits that nothing but a blank parts from what stands
// before it is rather an amount, and so is one far from today.
func (r Reading) plausible(text, year string) bool {
	if year == "" {
		return true
	}

	before := text[:len(text)-len(year)]
	if len(year) == len("26") && strings.HasSuffix(before, " ") {
		return false
	}

	full := yearNumber(year)
	return full > r.Today.Year-farYears && full < r.Today.Year+farYears
}

func yearNumber(text string) int {
	digits := strings.TrimPrefix(text, "'")
	if len(digits) == len("26") {
		return fullYear(atoi(digits))
	}

	return atoi(digits)
}

func atoi(digits string) int {
	n, _ := strconv.Atoi(digits) // the patterns let only digits through
	return n
}

// parseHalf is the first or the second half of a year.
func parseHalf(year, number int) (Period, error) {
	if number < 1 || number > 2 {
		return Period{}, fmt.Errorf("there is no half %d of a year. Write H1 or H2", number)
	}

	first := Date{year, time.Month(6*number - 5), 1}
	return DatesOf(first, firstOfMonth(year, first.Month+6).AddDays(-1)), nil
}

var (
	monthYear   = regexp.MustCompile(`^(\p{L}{3,9})\.?(?:[ \-/.]*[ \-/'](\d{4}|'?\d{2}))?$`)
	yearMonth   = regexp.MustCompile(`^(\d{4})[ \-/.]+(\p{L}{3,9})$`)
	digitsMonth = regexp.MustCompile(`^(\d{1,2})[/.](\d{4})$`)
)

// monthOf reads december, dec 2026, Dec-26, 2026 dec and 12/2026.
func (r Reading) monthOf(text string) (Period, error) {
	if m := digitsMonth.FindStringSubmatch(text); m != nil {
		return parseMonth(atoi(m[2]), atoi(m[1]))
	}

	name, year := "", ""
	if m := monthYear.FindStringSubmatch(text); m != nil && r.plausible(text, m[2]) {
		name, year = m[1], m[2]
	} else if m := yearMonth.FindStringSubmatch(text); m != nil {
		year, name = m[1], m[2]
	}

	month, ok := monthNamed(name)
	if !ok {
		return Period{}, errNoPeriod
	}

	return r.inYear(year, func(year int) (Period, error) { return parseMonth(year, int(month)) })
}

// inYear is a period of the year that is said; of the running or the next one, or with Past of the last one that has
// begun, where none is.
func (r Reading) inYear(said string, of func(year int) (Period, error)) (Period, error) {
	if said != "" {
		year := yearNumber(said)
		if err := checkYear(year); err != nil {
			return Period{}, err
		}

		return of(year)
	}

	found, err := of(r.Today.Year)
	if r.aroundNow && err == nil {
		if r.Today.Days(found.From) > halfYear {
			return of(r.Today.Year - 1)
		}

		return found, nil
	}

	for _, year := range r.years() {
		p, wrong := of(year)
		if wrong == nil && (r.Past && !p.From.After(r.Today) || !r.Past && p.To.After(r.Today)) {
			return p, nil
		}
	}

	return found, err
}

var spanPattern = regexp.MustCompile(`^(.+?)(?: ?\.\.+ ?| ?[–—] ?| - | to | bis | until )(.+)$`)

// span reads 1.10. to 31.12.: two days, both included. The last one is after the first.
func (r Reading) span(text string) (Period, error) {
	m := spanPattern.FindStringSubmatch(text)
	if m == nil {
		return Period{}, errNoPeriod
	}

	from, err := r.Date(m[1])
	if err != nil {
		return Period{}, err
	}

	to, err := Reading{Today: from, Order: r.Order}.Date(m[2])
	if err != nil {
		return Period{}, err
	}

	if to.Before(from) {
		return Period{}, fault.Invalid("%s ends before it begins. Write the first day first, such as `%s`.", fault.Quoted(text), DatesOf(to, from))
	}

	return DatesOf(from, to), nil
}
