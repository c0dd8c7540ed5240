package funnel_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
)

// TestANumberOfSeveralLeadsIsNobodys: an enquiry goes to the wrong one of them at no time.
func TestANumberOfSeveralLeadsIsNobodys(t *testing.T) {
	ann := funnel.Lead{ID: 1, Name: "Ann Lee", Company: "Acme"}
	bob := funnel.Lead{ID: 2, Name: "Bob Poe", Company: "Acme"}
	twin := funnel.Lead{ID: 3, Name: "Ann Lee", Company: "Borealis"}
	for _, test := range []struct {
		name, company string
		reached       []funnel.Lead
		want          funnel.Lead
		says          string
	}{
		{"Cy Day", "", []funnel.Lead{ann}, ann, ""},
		{"bob poe", "", []funnel.Lead{ann, bob}, bob, ""},
		{"Cy Day", "Acme", []funnel.Lead{ann, bob}, funnel.Lead{}, ""},
		{"Ann Lee", "borealis", []funnel.Lead{ann, bob, twin}, twin, ""},
		{"", "Borealis", []funnel.Lead{ann, bob, twin}, twin, ""},
		{"Ann Lee", "", []funnel.Lead{ann, bob, twin}, funnel.Lead{}, "stands on several leads: L-1 (Ann Lee, Acme), L-2 (Bob Poe, Acme)"},
		{"", "", []funnel.Lead{ann, bob}, funnel.Lead{}, "Whose enquiry is it?"},
		{"", "Acme", []funnel.Lead{ann, bob}, funnel.Lead{}, "Nothing was done"},
	} {
		in := funnel.Cleaned{LeadInput: funnel.LeadInput{Name: test.name, Company: test.company, Phone: "+49 30 123456"}}
		got, ok, err := in.Among(test.reached)
		if got.ID != test.want.ID || ok != (test.want.ID != 0) {
			t.Errorf("%s of %s: %v, %v", test.name, test.company, got.ID, ok)
		}
		if test.says == "" && err != nil {
			t.Errorf("%s of %s: %v", test.name, test.company, err)
		}
		if test.says != "" && !strings.Contains(fault.UserText(err), test.says) {
			t.Errorf("%s of %s: %v, want %q", test.name, test.company, err, test.says)
		}
	}
}
