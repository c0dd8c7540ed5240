package funnel

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

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

func TestACountryIsReadAsItIsShown(t *testing.T) {
	for _, code := range HolidayCountries() {
		if got, err := ParseCountry(CountryName(code)); err != nil || got != code {
			t.Errorf("%s is shown as %q, which is read as %q, %v", code, CountryName(code), got, err)
		}
	}
	if name := CountryName(""); name != "" {
		t.Errorf("no country is called %q", name)
	}
}

func TestWhatIsKnownOfTheCompany(t *testing.T) {
	s := newStory(t)
	s.does(LogLead(1042, LeadInput{Name: "Jane", Phone: "+43 1 514440", Employees: "51-200", Tags: "Demo; #Partner, demo"}, s.act(mia), s.p))
	type facts struct {
		Country, Segment string
		Employees        int
		Tags             []string
	}
	known := func() facts { return facts{s.lead.Country(), s.lead.Segment, s.lead.Employees, s.lead.Tags} }
	want := func(when string, want facts) {
		t.Helper()
		if diff := cmp.Diff(want, known()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	want("logged", facts{"AT", "", 51, []string{"demo", "partner"}})
	s.does(s.lead.Repeat(LeadInput{Name: "Jane", Country: "Germany", Employees: "900", Segment: "Retail", Tags: "event"}, s.act(mia), s.p))
	want("repeated", facts{"DE", "Retail", 51, []string{"demo", "partner", "event"}})
	s.does(s.lead.Edit(LeadInput{Country: "CH", Employees: "80", Tags: "vip"}, s.act(mia), s.p))
	want("edited", facts{"CH", "Retail", 80, []string{"vip"}})
	if same, err := s.lead.Edit(s.lead.Input(), s.act(mia), s.p); err != nil || len(same.Entries) > 0 {
		t.Errorf("saving the form as it was shown: %+v, %v", same.Entries, err)
	}
}
