package report

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/agreement"
)

func TestARateCannotRiseAboveAll(t *testing.T) {
	l := Lever{Kind: LeverRate, From: agreement.MQL, To: agreement.SAL, Now: 0.76, Needed: 1.07, Movement: 0.41}
	want := "even if all MQLs became SALs, not 76%, it would not be enough."
	if got := (reporter{}).lever(l, Levers{}); got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestFewPointsAreToldInTenths: 41% in the place of 41% is no advice, and 32% in
// the place of 30.6% more than it takes.
func TestFewPointsAreToldInTenths(t *testing.T) {
	for _, test := range []struct {
		now, needed float64
		want        string
	}{
		{0.412, 0.4143, "make 41.5% of MQLs into SALs, not 41.2%"},
		{0.306, 0.3215, "make 32.2% of MQLs into SALs, not 30.6%"},
		{0.633, 0.846, "make 85% of MQLs into SALs, not 63%"},
		{0.5, 0.6, "make 60% of MQLs into SALs, not 50%"},
	} {
		l := Lever{Kind: LeverRate, From: agreement.MQL, To: agreement.SAL, Now: test.now, Needed: test.needed}
		if got := (reporter{}).change(l, Levers{}); got != test.want {
			t.Errorf("told %q, want %q", got, test.want)
		}
	}
}

// TestALeverMovesByWhatItSays: the points are those between the two rates as they
// are shown.
func TestALeverMovesByWhatItSays(t *testing.T) {
	for _, test := range []struct {
		l    Lever
		want string
	}{
		{Lever{Kind: LeverRate, Now: 0.633, Needed: 0.846, Movement: 0.336}, " (22 points more)"},
		{Lever{Kind: LeverRate, Now: 0.034, Needed: 0.0471, Movement: 0.385}, " (1.4 points more)"},
		{Lever{Kind: LeverRate, Now: 0.412, Needed: 0.4143, Movement: 0.006}, " (0.3 points more)"},
		{Lever{Kind: LeverRate, Now: 0.412, Needed: 0.412, Movement: 0.0001}, " (less than 0.1 points more)"},
		{Lever{Kind: LeverPrompt, Now: 0.5, Needed: 0.51, Movement: 0.02}, " (1 point more)"},
		{Lever{Kind: LeverPrompt, Now: 0.5, Needed: 1.2, Movement: 1.4}, ""},
		{Lever{Kind: LeverDeal, Now: 1000, Needed: 1300, Movement: 0.3}, " (30% more than now)"},
		{Lever{Kind: LeverLeads, Now: 1, Needed: 12, Movement: 11}, ""},
	} {
		if got := moved(test.l); got != test.want {
			t.Errorf("%+v moves%s, want%s", test.l, got, test.want)
		}
	}
}
