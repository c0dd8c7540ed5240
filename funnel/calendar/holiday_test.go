package calendar

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
	"time"
)

//go:embed testdata/holidays.txt
var secondSource string

//go:embed testdata/holiday_differences.txt
var decided string

// knownDays are the free days of each country or region in a year, as another
// source has them.
type knownDays map[string]map[int][]string

// readKnown reads lines such as "AT 2026: 01-01 01-06".
func readKnown(t *testing.T) knownDays {
	t.Helper()
	known := knownDays{}
	for _, line := range linesOf(secondSource) {
		head, days, _ := strings.Cut(line, ":")
		code, year, _ := strings.Cut(head, " ")
		if known[code] == nil {
			known[code] = map[int][]string{}
		}

		first := day(t, year+"-01-01")
		known[code][first.Year] = nil
		for text := range strings.FieldsSeq(days) {
			known[code][first.Year] = append(known[code][first.Year], year+"-"+text)
		}
	}

	return known
}

// decide puts the differences that were decided, such as "- AR 2024-03-28 | why", over what is known.
func (k knownDays) decide(t *testing.T) {
	t.Helper()
	for _, line := range linesOf(decided) {
		what, why, _ := strings.Cut(line, " | ")
		fields := strings.Fields(what)
		if why == "" || len(fields) < 3 {
			t.Fatalf("%q: want a sign, places, days and a reason", line)
		}

		for code := range strings.SplitSeq(fields[1], ",") {
			for _, text := range fields[2:] {
				k.change(t, fields[0], code, text)
			}
		}
	}
}

func (k knownDays) change(t *testing.T, sign, code, text string) {
	t.Helper()
	year := day(t, text).Year
	at, known := slices.BinarySearch(k[code][year], text)
	switch {
	case sign == "-" && known:
		k[code][year] = slices.Delete(k[code][year], at, at+1)
	case sign == "+" && !known:
		k[code][year] = slices.Insert(k[code][year], at, text)
	default:
		t.Errorf("%s %s %s is no difference", sign, code, text)
	}
}

// linesOf are the lines that are no comments.
func linesOf(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool {
		return line == "" || strings.HasPrefix(line, "#")
	})
}

func day(t *testing.T, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}

	return d
}

// Each country and region has the free days that a second source has, or that
// were decided otherwise with a reason.
func TestHolidaysAsASecondSourceHasThem(t *testing.T) {
	known := readKnown(t)
	known.decide(t)

	var codes []string
	for _, country := range HolidayCountries() {
		codes = append(append(codes, country), HolidayRegions(country)...)
	}

	if len(HolidayCountries()) != 34 || len(codes) != len(known) {
		t.Errorf("%d countries and %d places in all, want 34 and %d", len(HolidayCountries()), len(codes), len(known))
	}

	for _, code := range codes {
		for year := 2024; year <= 2030; year++ {
			want, ok := known[code][year]
			if got := weekdaysFree(code, year); !ok || !slices.Equal(got, want) {
				t.Errorf("%s %d:\n%s, want\n%s", code, year, got, want)
			}
		}
	}
}

// weekdaysFree are the holidays of a year that are no Sundays.
func weekdaysFree(code string, year int) []string {
	var free []string
	for d := (Date{year, time.January, 1}); d.Year == year; d = d.AddDays(1) {
		if _, ok := (Calendar{Country: code}).Holiday(d); ok && d.Weekday() != time.Sunday {
			free = append(free, d.String())
		}
	}

	return free
}

// What is corrected has a reason, is a holiday of a known country, and falls on some day of the years that are known.
func TestHolidayCorrectionsSaySomething(t *testing.T) {
	for _, c := range holidayCorrections {
		country, _, _ := strings.Cut(c.where, "-")
		if c.why == "" || library[country] == nil {
			t.Errorf("%s, %s: want a reason and a known country", c.where, c.name)
		}

		var says bool
		for year := firstHolidayYear; year < endHolidayYear; year++ {
			for _, h := range library[country] {
				says = says || c.years.include(year) && c.replaces(h)
			}

			says = says || c.years.include(year) && len(c.free(year)) > 0
		}

		if !says {
			t.Errorf("%s, %s: there is no such holiday", c.where, c.name)
		}
	}
}

func TestHolidays(t *testing.T) {
	for _, test := range []struct {
		country, day, name string
	}{
		{"AT", "2026-12-08", "Mariä Empfängnis"},
		{"AT", "2026-04-06", "Ostermontag"},
		{"DE", "2099-10-03", "Tag der Deutschen Einheit"},
		{"US", "2026-07-03", "Independence Day"}, // observed: the 4th is a Saturday
		{"US", "2026-07-04", "Independence Day"},
		{"DE", "2026-12-08", ""},
		{"DE-BY", "2026-06-04", "Fronleichnam"},
		{"DE", "2026-06-04", ""},
		{"IE", "2026-12-25", "Christmas Day"},                                // without a type in the library
		{"BR", "2026-11-20", "Dia Nacional de Zumbi e da Consciência Negra"}, // younger than the library
		{"CH", "2026-04-06", ""},                                             // of cantons, for the country in the library
		{"CH-ZH", "2026-04-06", "Ostermontag"},
		{"GB-SCT", "2026-08-03", "Summer Bank Holiday"},
		{"GB-SCT", "2026-08-31", ""},
		{"CH-GL", "2026-04-09", "Näfelser Fahrt"}, // 2 April is Maundy Thursday
		{"CH-NE", "2034-01-02", "Berchtoldstag"},  // New Year is a Sunday
		{"CH-NE", "2035-01-02", ""},
		{"CH-NE", "2033-12-26", "Zweiter Weihnachtsfeiertag"}, // Christmas is a Sunday
		{NoHolidays, "2026-12-25", ""},
		{"", "2026-12-25", ""},
	} {
		if name, ok := (Calendar{Country: test.country}).Holiday(day(t, test.day)); name != test.name || ok != (test.name != "") {
			t.Errorf("%s in %q is %q, want %q", test.day, test.country, name, test.name)
		}
	}
}

func TestParseHolidays(t *testing.T) {
	for text, want := range map[string]string{
		"at": "AT", " uk. ": "GB", "none": NoHolidays, "": "", "de-by": "DE-BY", "UK-sct": "GB-SCT", "FR-6AE": "FR-6AE",
	} {
		if got, err := ParseHolidays(text); got != want || err != nil {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}

	for text, want := range map[string]string{
		"Austria":  "Did you mean AT (Austria)? Expected `none` or one of AR, AT, BE",
		"Germny":   "Did you mean DE (Germany)?",
		"AU":       "are known. Expected",
		"é":        "are known. Expected",
		"Atlantis": "is not a country whose public holidays are known. Expected `none` or one of AR, AT",
		"XX-BY":    "is not a country",
		"DE-XX":    "is not a region whose public holidays are known. Expected DE or one of its regions DE-BB, DE-BE",
		"GB-":      "Expected GB or one of its regions GB-ENG, GB-NIR, GB-SCT, GB-WLS.",
		"US-CA":    "Expected US: its regions are not told apart.",
	} {
		if _, err := ParseHolidays(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", text, err, want)
		}
	}
}
