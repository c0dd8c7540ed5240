package contact

import "testing"

func TestASizeIsReadAsCRMsWriteIt(t *testing.T) {
	for text, want := range map[string]int{
		"250": 250, " 1,000 ": 1000, "1.000": 1000, "1 000": 1000, "250.0": 250, "51-200": 51, "1,001 – 5,000": 1001, "10,000+": 10000, "0": 0,
	} {
		if got, err := ParseEmployees(text); err != nil || got != want {
			t.Errorf("%q is read as %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"many", "-5", "12 people", "1,00", "999999999999", "1e3", ""} {
		if got, err := ParseEmployees(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

func TestACountryIsACodeOrAName(t *testing.T) {
	for text, want := range map[string]string{
		"DE": "DE", "de": "DE", "Germany": "DE", "united states": "US", "USA": "US", "UK": "GB", "United Kingdom": "GB", "Österreich": "AT",
		"SWITZERLAND": "CH", "côte d’ivoire": "CI", "Bosnia & Herzegovina": "BA", " viet  nam ": "VN", "Kosovo": "XK",
	} {
		if got, err := ParseCountry(text); err != nil || got != want {
			t.Errorf("%q is read as %q, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"Atlantis", "XX", "D", "49"} {
		if got, err := ParseCountry(text); err == nil {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}
