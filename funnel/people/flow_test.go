package people

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/ref"
)

func TestWhoBringsALead(t *testing.T) {
	r := Roster{Marketing: []ref.UserID{"U1", "U3"}, Sales: []ref.UserID{"U2", "U3"}, Leadership: []ref.UserID{"U4"}, SalesManager: "U5"}
	for id, want := range map[ref.UserID]ref.Team{"U1": ref.Marketing, "U2": ref.Sales, "U3": ref.Marketing, "U4": "", "U5": ref.Sales, "": ""} {
		if got := r.Brings(id); got != want {
			t.Errorf("%q brings for %q, want %q", id, got, want)
		}
	}
}
