package funnel

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
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

// ParseCountry reads an ISO 3166 code of two letters or a country's English
// name, and gives the code.
func ParseCountry(text string) (string, error) {
	text = cleanLine(text)
	if code, ok := countryNames[strings.ToLower(text)]; ok {
		return code, nil
	}
	code := strings.ToUpper(text)
	if len(code) == len("DE") && phonenumbers.GetCountryCodeForRegion(code) != 0 {
		return code, nil
	}
	return "", Invalid("%s is not a country. Give its ISO code of two letters, such as DE, or its English name.", quoted(text))
}
