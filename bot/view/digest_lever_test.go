package view

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
)

func TestARateCannotRiseAboveAll(t *testing.T) {
	l := funnel.Lever{Kind: funnel.LeverRate, From: funnel.MQL, To: funnel.SAL, Now: 0.76, Needed: 1.07, Movement: 0.41}
	want := "even if all MQLs became SALs, not 76%, it would not be enough."
	if got := public(Context{}).lever(l, funnel.Levers{}); got != want {
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
		l := funnel.Lever{Kind: funnel.LeverRate, From: funnel.MQL, To: funnel.SAL, Now: test.now, Needed: test.needed}
		if got := public(Context{}).change(l, funnel.Levers{}); got != test.want {
			t.Errorf("told %q, want %q", got, test.want)
		}
	}
}

// TestALeverMovesByWhatItSays: the points are those between the two rates as they
// are shown.
func TestALeverMovesByWhatItSays(t *testing.T) {
	for _, test := range []struct {
		l    funnel.Lever
		want string
	}{
		{funnel.Lever{Kind: funnel.LeverRate, Now: 0.633, Needed: 0.846, Movement: 0.336}, " (22 points more)"},
		{funnel.Lever{Kind: funnel.LeverRate, Now: 0.034, Needed: 0.0471, Movement: 0.385}, " (1.4 points more)"},
		{funnel.Lever{Kind: funnel.LeverRate, Now: 0.412, Needed: 0.4143, Movement: 0.006}, " (0.3 points more)"},
		{funnel.Lever{Kind: funnel.LeverRate, Now: 0.412, Needed: 0.412, Movement: 0.0001}, " (less than 0.1 points more)"},
		{funnel.Lever{Kind: funnel.LeverPrompt, Now: 0.5, Needed: 0.51, Movement: 0.02}, " (1 point more)"},
		{funnel.Lever{Kind: funnel.LeverPrompt, Now: 0.5, Needed: 1.2, Movement: 1.4}, ""},
		{funnel.Lever{Kind: funnel.LeverDeal, Now: 1000, Needed: 1300, Movement: 0.3}, " (30% more than now)"},
		{funnel.Lever{Kind: funnel.LeverLeads, Now: 1, Needed: 12, Movement: 11}, ""},
	} {
		if got := moved(test.l); got != test.want {
			t.Errorf("%+v moves%s, want%s", test.l, got, test.want)
		}
	}
}

// TestGoalsOfOnePeriodNameItOnce: beside each other on a phone lines are short.
func TestGoalsOfOnePeriodNameItOnce(t *testing.T) {
	goals := []funnel.Standing{standing(funnel.MetricMQLs, "2026-Q4", 840, 410, ""), standing(funnel.MetricCustomers, "2026-Q4", 42, 30, "")}
	said := func(goals []funnel.Standing) string {
		text, err := json.Marshal(public(fixtureContext()).teamsGoals(goals, Full))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := said(goals); strings.Count(text, "2026-Q4") != 2 || !strings.Contains(text, "Goals of sales 2026-Q4") || !strings.Contains(text, "*Customers*: 30 of 42") {
		t.Errorf("of one quarter: %s", text)
	}
	goals[1] = standing(funnel.MetricCustomers, "2026-11", 42, 30, "")
	if text := said(goals); !strings.Contains(text, "*Goals of sales*") || !strings.Contains(text, "*Customers* 2026-11: 30 of 42") {
		t.Errorf("of two periods: %s", text)
	}
}
