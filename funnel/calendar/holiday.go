package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"github.com/leadloop/leadloop/funnel/fault"
)

// NoHolidays is the country of those who work on every public holiday.
const NoHolidays = "none"

// The years whose public holidays are known, the last one not included.
const (
	firstHolidayYear = 2000
	endHolidayYear   = 2100
)

// holidays are the public holidays of each country, by its ISO 3166 code.
// A table is made once, when a calendar first asks for it, and never changes:
// so a program that runs for years needs no new one at New Year.
var holidays = map[string]func() map[Date]string{
	"AR": holidayTable(ar.Holidays), "AT": holidayTable(at.Holidays), "BE": holidayTable(be.Holidays),
	"BG": holidayTable(bg.Holidays), "BR": holidayTable(br.Holidays), "CA": holidayTable(ca.Holidays),
	"CH": holidayTable(ch.Holidays), "CZ": holidayTable(cz.Holidays), "DE": holidayTable(de.Holidays),
	"DK": holidayTable(dk.Holidays), "ES": holidayTable(es.Holidays), "FR": holidayTable(fr.Holidays),
	"GB": holidayTable(gb.Holidays), "GR": holidayTable(gr.Holidays), "HR": holidayTable(hr.Holidays),
	"IE": holidayTable(ie.Holidays), "IT": holidayTable(it.Holidays), "JP": holidayTable(jp.Holidays),
	"LT": holidayTable(lt.Holidays), "LV": holidayTable(lv.Holidays), "MW": holidayTable(mw.Holidays),
	"NC": holidayTable(nc.Holidays), "NL": holidayTable(nl.Holidays), "NO": holidayTable(no.Holidays),
	"NZ": holidayTable(nz.Holidays), "PL": holidayTable(pl.Holidays), "RO": holidayTable(ro.Holidays),
	"RU": holidayTable(ru.Holidays), "SE": holidayTable(se.Holidays), "SI": holidayTable(si.Holidays),
	"SK": holidayTable(sk.Holidays), "UA": holidayTable(ua.Holidays), "US": holidayTable(us.Holidays),
	"ZA": holidayTable(za.Holidays),
}

func holidayTable(known []*cal.Holiday) func() map[Date]string {
	return sync.OnceValue(func() map[Date]string {
		table := map[Date]string{}
		for _, h := range known {
			if h.Type != cal.ObservancePublic && h.Type != cal.ObservanceBank {
				continue // days on which only some have off
			}

			for year := firstHolidayYear; year < endHolidayYear; year++ {
				// Where a holiday falls on a weekend, some countries observe it on another day; both are closed.
				actual, observed := h.Calc(year)
				if !actual.IsZero() {
					table[DateOf(actual, actual.Location())] = h.Name
					table[DateOf(observed, observed.Location())] = h.Name
				}
			}
		}

		return table
	})
}

// HolidayCountries are the countries whose public holidays are known.
func HolidayCountries() []string { return slices.Sorted(maps.Keys(holidays)) }

// ParseHolidays reads whose public holidays somebody has: the code of a
// country, none, or nothing for those of the workspace.
func ParseHolidays(text string) (string, error) {
	code := strings.ToUpper(strings.Trim(text, " .,;"))
	switch code {
	case "":
		return "", nil
	case "NONE", "NO HOLIDAYS":
		return NoHolidays, nil
	case "UK":
		code = "GB"
	}

	if _, ok := holidays[code]; !ok {
		return "", fault.Invalid("%s is not a country whose public holidays are known. Expected `none` or one of %s.", fault.Quoted(text), strings.Join(HolidayCountries(), ", "))
	}

	return code, nil
}

// Holiday names the public holiday of a day, if it is one in the calendar's
// country.
func (c Calendar) Holiday(day Date) (string, bool) {
	table, ok := holidays[c.Country]
	if !ok {
		return "", false
	}

	name, ok := table()[day]
	return name, ok
}

// Fingerprint is the same for calendars with the same working time. What is
// closed for a while does not count, but the dates of public holidays do: a
// new version of the program may know better.
func (c Calendar) Fingerprint() string {
	sum := sha256.New()
	fmt.Fprintln(sum, c.Zone(), WeekText(c.Week), c.Country)
	if table, ok := holidays[c.Country]; ok {
		for _, day := range slices.SortedFunc(maps.Keys(table()), Date.Compare) {
			fmt.Fprintln(sum, day)
		}
	}

	return hex.EncodeToString(sum.Sum(nil)[:16])
}
