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

	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
)

// NoHolidays is the country of those who work on every public holiday.
const NoHolidays = "none"

// The years whose public holidays are known, the last one not included.
const (
	firstHolidayYear = 2000
	endHolidayYear   = 2100
)

// library are the public holidays of each country, by its ISO 3166 code. What they lack and where they err stands in
// holidayCorrections.
var library = map[string][]*cal.Holiday{
	"AR": ar.Holidays, "AT": at.Holidays, "BE": be.Holidays, "BG": bg.Holidays, "BR": br.Holidays,
	"CA": ca.Holidays, "CH": ch.Holidays, "CZ": cz.Holidays, "DE": de.Holidays, "DK": dk.Holidays,
	"ES": es.Holidays, "FR": fr.Holidays, "GB": gb.Holidays, "GR": gr.Holidays, "HR": hr.Holidays,
	"IE": ie.Holidays, "IT": it.Holidays, "JP": jp.Holidays, "LT": lt.Holidays, "LV": lv.Holidays,
	"MW": mw.Holidays, "NC": nc.Holidays, "NL": nl.Holidays, "NO": no.Holidays, "NZ": nz.Holidays,
	"PL": pl.Holidays, "RO": ro.Holidays, "RU": ru.Holidays, "SE": se.Holidays, "SI": si.Holidays,
	"SK": sk.Holidays, "UA": ua.Holidays, "US": us.Holidays, "ZA": za.Holidays,
}

// holidays are the public holidays of each country and region, by its ISO 3166 code.
// A table is made once, when a calendar first asks for it, and never changes:
// so a program that runs for years needs no new one at New Year.
//
//nolint:gochecknoglobals // made from tables, and never written to
var holidays = holidayTables()

func holidayTables() map[string]func() map[Date]string {
	tables := map[string]func() map[Date]string{}
	for country := range library {
		for _, code := range append(HolidayRegions(country), country) {
			tables[code] = sync.OnceValue(func() map[Date]string { return holidayTable(code) })
		}
	}

	return tables
}

func holidayTable(code string) map[Date]string {
	country, region, _ := strings.Cut(code, "-")

	table := map[Date]string{}
	for year := firstHolidayYear; year < endHolidayYear; year++ {
		corrections := correctionsOf(country, year)
		for _, h := range library[country] {
			if isFree(h) && !slices.ContainsFunc(corrections, func(c correction) bool { return c.replaces(h) }) {
				nameDays(table, h.Name, libraryDays(h, year))
			}
		}

		for _, c := range corrections {
			if c.appliesTo(region) {
				nameDays(table, c.name, c.free(year))
			}
		}
	}

	return table
}

func nameDays(table map[Date]string, name string, days []Date) {
	for _, day := range days {
		table[day] = name
	}
}

// isFree tells the holidays that are everybody's. Those without a type are public: the library leaves it out of many,
// but never of those on which only some have off.
func isFree(h *cal.Holiday) bool {
	return h.Type != cal.ObservanceReligious && h.Type != cal.ObservanceOther
}

// libraryDays are the day itself and, where it falls on a weekend, the one that the country observes: both are closed.
func libraryDays(h *cal.Holiday, year int) []Date {
	actual, observed := h.Calc(year)
	if actual.IsZero() {
		return nil
	}

	return []Date{DateOf(actual, actual.Location()), DateOf(observed, observed.Location())}
}

// HolidayCountries are the countries whose public holidays are known.
func HolidayCountries() []string { return slices.Sorted(maps.Keys(library)) }

// HolidayRegions are the regions of a country that have public holidays of
// their own, by their ISO 3166-2 code.
func HolidayRegions(country string) []string {
	var codes []string
	for _, c := range holidayCorrections {
		of, regions, _ := strings.Cut(c.where, "-")
		if of != country || regions == "" {
			continue
		}

		for region := range strings.SplitSeq(regions, ",") {
			codes = append(codes, country+"-"+region)
		}
	}

	slices.Sort(codes)
	return slices.Compact(codes)
}

// ParseHolidays reads whose public holidays somebody has: the code of a
// country or region, none, or nothing for those of the workspace.
func ParseHolidays(text string) (string, error) {
	code := strings.ToUpper(strings.Trim(text, " .,;"))
	switch code {
	case "":
		return "", nil
	case "NONE", "NO HOLIDAYS":
		return NoHolidays, nil
	}

	country, region, inRegion := strings.Cut(code, "-")
	if country == "UK" {
		country = "GB"
	}

	if library[country] == nil {
		return "", unknownCountry(text)
	}

	if !inRegion {
		return country, nil
	}

	code = country + "-" + region
	if holidays[code] == nil {
		return "", unknownRegion(text, country)
	}

	return code, nil
}

func unknownCountry(text string) error {
	meant := ""
	if code, near := nearestCountry(text); near {
		meant = " Did you mean " + code + " (" + contact.CountryName(code) + ")?"
	}

	return fault.Invalid("%s is not a country whose public holidays are known.%s Expected `none` or one of %s, or a region such as DE-BY.",
		fault.Quoted(text), meant, strings.Join(HolidayCountries(), ", "))
}

// nearestCountry is the one of that name, or the first one whose name begins alike.
func nearestCountry(text string) (code string, near bool) {
	if code, err := contact.ParseCountry(text); err == nil {
		return code, library[code] != nil
	}

	beginning := strings.ToLower(strings.TrimSpace(text))
	if len(beginning) < fewestAlike {
		return "", false
	}

	for _, code := range HolidayCountries() {
		if strings.HasPrefix(strings.ToLower(contact.CountryName(code)), beginning[:fewestAlike]) {
			return code, true
		}
	}

	return "", false
}

// fewestAlike letters at the beginning of two names make them near.
const fewestAlike = 3

func unknownRegion(text, country string) error {
	expected := country + ": its regions are not told apart"
	if regions := HolidayRegions(country); len(regions) > 0 {
		expected = country + " or one of its regions " + strings.Join(regions, ", ")
	}

	return fault.Invalid("%s is not a region whose public holidays are known. Expected %s.", fault.Quoted(text), expected)
}

// Holiday names the public holiday of a day, if it is one in the calendar's
// country or region.
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
