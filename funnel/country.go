package funnel

import (
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is the country of the lead as an ISO 3166 code: the one that was
// written, else that of its phone number; empty where neither tells.
func (l Lead) Country() string {
	if l.CountryCode != "" {
		return l.CountryCode
	}
	number, err := phonenumbers.Parse(l.PhoneKey, "")
	if err != nil {
		return ""
	}
	region := phonenumbers.GetRegionCodeForNumber(number)
	if len(region) != len("DE") || region == "ZZ" {
		return ""
	}
	return region
}

// otherCountryNames are names of countries that are written often and are not
// the English ones of CLDR.
var otherCountryNames = map[string]string{
	"uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "usa": "US", "u.s.a.": "US", "u.s.": "US",
	"united states of america": "US", "holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "turkey": "TR",
	"deutschland": "DE", "österreich": "AT", "schweiz": "CH", "suisse": "CH", "frankreich": "FR", "italia": "IT",
	"españa": "ES", "korea": "KR", "republic of korea": "KR", "russian federation": "RU", "viet nam": "VN",
}

// countryNames are the countries by their English names, as CRMs export them,
// in lower case.
var countryNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	english := display.English.Regions()
	for code := range phonenumbers.GetSupportedRegions() {
		if region, err := language.ParseRegion(code); err == nil {
			names[strings.ToLower(english.Name(region))] = code
		}
	}
	for name, code := range otherCountryNames {
		names[name] = code
	}
	return names
})

// ParseCountry reads an ISO 3166 code of two letters or a country's English
// name, and gives the code.
func ParseCountry(text string) (string, error) {
	text = cleanLine(text)
	if code, ok := countryNames()[strings.ToLower(text)]; ok {
		return code, nil
	}
	code := strings.ToUpper(text)
	if len(code) == len("DE") && phonenumbers.GetCountryCodeForRegion(code) != 0 {
		return code, nil
	}
	return "", Invalid("%s is not a country. Give its ISO code of two letters, such as DE, or its English name.", quoted(text))
}
