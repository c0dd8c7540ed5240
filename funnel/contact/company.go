package contact

import (
	"maps"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/leadloop/leadloop/funnel/fault"
)

const maxEmployees = 100_000_000

// employeeForms are the ways to write a size: 250, 1,000 or 1.000, 250.0 as
// spreadsheets do, and the ranges of CRMs, 51-200 and 10,000+.
var employeeForms = regexp.MustCompile(`^(\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:\.0+)?(?:\+| ?\p{Pd} ?[\d.,' ]+)?$`)

// ParseEmployees reads how many people work at a company. Of a range it takes
// the lower end: that many there are for certain. 0 is not known.
func ParseEmployees(text string) (int, error) {
	match := employeeForms.FindStringSubmatch(fault.Tidy(text))
	if match == nil {
		return 0, fault.Invalid("%s is not a number of employees. Give a number such as 250, or a range such as 51-200.", fault.Quoted(text))
	}

	n, err := strconv.Atoi(strings.NewReplacer(",", "", ".", "", " ", "", "'", "").Replace(match[1]))
	if err != nil || n > maxEmployees {
		return 0, fault.Invalid("%s are more employees than any company has. Give a number such as 250.", fault.Quoted(text))
	}

	return n, nil
}

// ParseCountry reads an ISO 3166 code of two letters or a country's English
// name, and gives the code.
func ParseCountry(text string) (string, error) {
	text = fault.Tidy(text)

	code := strings.ToUpper(text)
	if len(code) == len("DE") && phonenumbers.GetCountryCodeForRegion(code) != 0 {
		return code, nil
	}

	if code, ok := countryCodes()[strings.ToLower(text)]; ok {
		return code, nil
	}

	return "", fault.Invalid("%s is not a country. Give its ISO code of two letters, such as DE, or its English name.", fault.Quoted(text))
}

// CountryName is the English name of a country, or "" where the code is none.
func CountryName(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}

	return display.English.Regions().Name(region)
}

// countryCodes gives the codes by name, in lower case.
//
//nolint:gochecknoglobals // made from tables when it is first asked for, and never written to
var countryCodes = sync.OnceValue(func() map[string]string {
	codes := maps.Clone(otherCountryNames)
	for code := range phonenumbers.GetSupportedRegions() {
		codes[strings.ToLower(CountryName(code))] = code
	}

	return codes
})

// otherCountryNames are the names, in lower case, that CRMs export and people
// write beside the English ones of CLDR. What CLDR no longer calls a country joins
// them, so that old files stay readable.
var otherCountryNames = map[string]string{
	"czech republic": "CZ", "deutschland": "DE", "england": "GB", "españa": "ES", "frankreich": "FR",
	"great britain": "GB",
	"holland":       "NL", "italia": "IT", "korea": "KR", "republic of korea": "KR",
	"russian federation": "RU", "schweiz": "CH",
	"scotland": "GB", "suisse": "CH", "the netherlands": "NL", "u.s.": "US", "u.s.a.": "US", "uk": "GB",
	"united states of america": "US", "usa": "US", "viet nam": "VN", "österreich": "AT",
}
