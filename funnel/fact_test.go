package funnel_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/contact"
)

func TestACountryIsReadAsItIsShown(t *testing.T) {
	for _, code := range calendar.HolidayCountries() {
		if got, err := contact.ParseCountry(contact.CountryName(code)); err != nil || got != code {
			t.Errorf("%s is shown as %q, which is read as %q, %v", code, contact.CountryName(code), got, err)
		}
	}
	if name := contact.CountryName(""); name != "" {
		t.Errorf("no country is called %q", name)
	}
}

func TestWhatIsKnownOfTheCompany(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, funnel.LeadInput{Name: "Jane", Phone: "+43 1 514440", Employees: "51-200", Tags: "Demo; #Partner, demo"}, s.act(mia), s.p))
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
	s.does(repeat(s.lead, funnel.LeadInput{Name: "Jane", Country: "Germany", Employees: "900", Segment: "Retail", Tags: "event"}, s.act(mia), s.p))
	want("repeated", facts{"DE", "Retail", 51, []string{"demo", "partner", "event"}})
	s.does(s.lead.Edit(funnel.LeadInput{Country: "CH", Employees: "80", Tags: "vip"}, s.act(mia), s.p))
	want("edited", facts{"CH", "Retail", 80, []string{"vip"}})
	if same, err := s.lead.Edit(funnel.InputOf(s.lead), s.act(mia), s.p); err != nil || len(same.Entries) > 0 {
		t.Errorf("saving the form as it was shown: %+v, %v", same.Entries, err)
	}
}
