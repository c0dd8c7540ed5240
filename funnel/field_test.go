package funnel_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
)

// filled is a lead of which everything is known.
var filled = funnel.LeadInput{
	Name: "Jane Doe", Company: "Acme", Title: "Head of Operations", Email: "jane@acme.com", Phone: "+49 30 1234567",
	LinkedIn: "https://www.linkedin.com/in/jane-doe", Source: "webinar",
	Campaign: "q4", Need: "Faster books", ExternalID: "x-1", Country: "AT", Employees: "250", Segment: "retail", Tags: "demo, partner",
}

func TestEveryFieldIsWrittenKeptAndShown(t *testing.T) {
	l, err := funnel.Imagine(filled, funnel.Policy{Region: "DE"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range funnel.Fields {
		in, other := filled, l
		want := *f.Input(&in)
		if want == "" || f.Written(l) != want || f.Value(l) != want {
			t.Errorf("%s: written %q, of value %q; want %q", f.Name, f.Written(l), f.Value(l), want)
		}
		f.Set(&other, "")
		if f.Written(other) != "" {
			t.Errorf("%s cannot be blanked: %q", f.Name, f.Written(other))
		}
		f.Set(&other, want)
		if diff := cmp.Diff(l, other); diff != "" {
			t.Errorf("%s touches more than itself (-want +got):\n%s", f.Name, diff)
		}
	}
	if got, want := funnel.InputOf(l), filled; got != func() funnel.LeadInput { want.ExternalID = ""; return want }() {
		t.Errorf("a form shows %+v of %+v", got, want)
	}
}

func TestTheTableOfFieldsIsSound(t *testing.T) {
	names, places, headers := map[string]bool{}, map[int]string{}, map[string]string{}
	for _, f := range funnel.Fields {
		if names[f.Name] || f.Label == "" || f.Spoken == "" || f.Limit == 0 || len(f.Aliases) == 0 || !f.External && f.Example == "" {
			t.Errorf("%s is there already or lacks something: %+v", f.Name, f)
		}
		names[f.Name] = true
		if other := places[f.Search]; f.Search != 0 && other != "" || f.Search > len(funnel.Fields) {
			t.Errorf("%s has the place of %q, %d, where leads are searched for", f.Name, other, f.Search)
		}
		places[f.Search] = f.Name
		for _, header := range f.Aliases {
			if other := headers[header]; other != "" || header != strings.ToLower(header) || strings.ContainsAny(header, " _-/") {
				t.Errorf("a column %q is %s and %q", header, f.Name, other)
			}
			headers[header] = f.Name
		}
	}
}

// What tells of the person stands in the record of the lead alone, so that it
// can be blanked.
func TestPersonalDataStandsInTheLeadAlone(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, filled, s.act(mia), s.p))
	s.does(repeat(s.lead, filled, s.act(mel), s.p))
	s.does(s.lead.HandOff(funnel.HandoffInput{To: sam}, s.act(mia), s.p))
	s.does(s.lead.Reject(funnel.Rejection{Reason: "other", Note: "too small"}, s.act(sam), s.p))
	_, dispute, err := funnel.RaiseDispute(s.lead, "They are not", 1, s.last.Entries[0], s.act(mia), s.p)
	if err != nil {
		t.Fatal(err)
	}

	text, err := json.Marshal([]any{s.entries, dispute})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range funnel.Fields {
		if value := f.Written(s.lead); f.Personal && (value == "" || strings.Contains(string(text), value)) {
			t.Errorf("%s, %q, stands outside of the lead:\n%s", f.Name, value, text)
		}
	}
}
