package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
)

func goalStanding(m goals.Metric, actual, target, gap float64, status goals.Status) goals.Standing {
	return goals.Standing{
		Goal:   goals.Goal{Metric: m, Period: calendar.Period{Label: "2026-Q4"}, Target: goals.Quantity{Number: target, Money: euros(int64(target))}},
		Actual: goals.Actual{Quantity: goals.Quantity{Number: actual, Money: euros(int64(actual))}, Known: true}, Expected: target / 2, Gap: gap, Status: status, DaysElapsed: 1, DaysTotal: 2,
	}
}

func TestHeadline(t *testing.T) {
	fine := goalStanding(goals.MetricMQLs, 50, 100, 0, goals.StatusOnPace)
	tests := []struct {
		name  string
		goals []goals.Standing
		want  string
	}{
		{"no goals", nil, "Week 2026-W47: 10 new leads, 4 MQLs and 1 new customer. No goals are set for this week to compare it with."},
		{
			"nothing to judge",
			[]goals.Standing{{Status: goals.StatusPending}, {Status: goals.StatusNoData}},
			"Week 2026-W47: 10 new leads, 4 MQLs and 1 new customer. It is too early to judge the goals.",
		},
		{"the only one is fine", []goals.Standing{fine}, "Week 2026-W47: MQLs in 2026-Q4 on pace, 50 against 50 expected by now."},
		{"one that is not explained is fine", []goals.Standing{goalStanding(goals.MetricSALs, 5, 10, 0, goals.StatusOnPace)}, "Week 2026-W47: the goal is on pace. 10 new leads, 4 MQLs and 1 new customer."},
		{"several of those", []goals.Standing{goalStanding(goals.MetricSALs, 5, 10, 0, goals.StatusOnPace), goalStanding(goals.MetricSQLs, 5, 10, 0, goals.StatusOnPace)}, "Week 2026-W47: all 2 goals are on pace. 10 new leads, 4 MQLs and 1 new customer."},
		{
			"the top goal goes before what is further behind",
			[]goals.Standing{fine, goalStanding(goals.MetricSALs, 1, 10, -0.8, goals.StatusOff), goalStanding(goals.MetricRevenue, 39900, 100000, -0.202, goals.StatusOff)},
			"Week 2026-W47: Revenue in 2026-Q4 off, €39,900 against €50,000 expected by now (−20.2%).",
		},
		{
			"the top goal is fine, another is not",
			[]goals.Standing{fine, goalStanding(goals.MetricSALs, 4, 10, -0.2, goals.StatusBehind)},
			"Week 2026-W47: MQLs in 2026-Q4 on pace, 50 against 50 expected by now, but SALs in 2026-Q4 behind, 4 against 5 expected by now (−20%).",
		},
		{
			"spend over budget, which no other goal hides",
			[]goals.Standing{goalStanding(goals.MetricMQLs, 45, 100, -0.1, goals.StatusBehind), goalStanding(goals.MetricSpend, 65, 100, 0.3, goals.StatusOff), goalStanding(goals.MetricSpend, 25, 100, -0.5, goals.StatusAhead)},
			"Week 2026-W47: MQLs in 2026-Q4 behind, 45 against 50 expected by now (−10%).",
		},
		{
			"spend alone",
			[]goals.Standing{goalStanding(goals.MetricSpend, 65, 100, 0.3, goals.StatusOff), goalStanding(goals.MetricSpend, 25, 100, -0.5, goals.StatusAhead)},
			"Week 2026-W47: Spend in 2026-Q4 over budget, €65 against €50 planned by now (+30%); 1 of 2 goals on pace or better.",
		},
		{
			"a rate",
			[]goals.Standing{goalStanding(goals.MetricAcceptanceRate, 0.45, 0.6, -0.25, goals.StatusOff)},
			"Week 2026-W47: Acceptance rate in 2026-Q4 off, 45% against 60%; 0 of 1 goals on pace.",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := Digest{Week: "2026-W47", Goals: test.goals, Funnel: FunnelCount{Leads: 10, MQLs: 4, Customers: 1}}
			d.Finish()
			if d.Headline != test.want {
				t.Errorf("%q, want %q", d.Headline, test.want)
			}
			if strings.Contains(d.Headline, "!") {
				t.Error("a headline does not shout")
			}
		})
	}
}

func TestFinishOrdersTheLists(t *testing.T) {
	d := Digest{
		Sources:    []SourceRow{{"b", 1, 0}, {"a", 1, 0}, {"c", 1, 2}, {"", 9, 0}},
		Rejections: []ReasonRow{{Code: "b", Count: 1}, {Code: "c", Count: 3}, {Code: "a", Count: 1}},
	}
	d.Finish()
	if diff := cmp.Diff(stats.List[SourceRow]{{"", 9, 0}, {"c", 1, 2}, {"a", 1, 0}, {"b", 1, 0}}, d.Sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(stats.List[ReasonRow]{{Code: "c", Count: 3}, {Code: "a", Count: 1}, {Code: "b", Count: 1}}, d.Rejections); diff != "" {
		t.Errorf("rejections (-want +got):\n%s", diff)
	}
}

func TestStepRates(t *testing.T) {
	count := map[agreement.Stage]int64{agreement.Inquiry: 4, agreement.Known: 2, agreement.MQL: 3, agreement.SAL: 0, agreement.SQL: 1, agreement.Customer: 1}
	funnel := FunnelOf(func(s agreement.Stage) int64 { return count[s] })
	want := []StepRate{
		{agreement.Inquiry, agreement.Known, stats.Rate{Part: 2, Whole: 4}}, {agreement.Known, agreement.MQL, stats.Rate{Part: 3, Whole: 2}}, {agreement.MQL, agreement.SAL, stats.Rate{Part: 0, Whole: 3}}, {agreement.SAL, agreement.SQL, stats.Rate{Part: 1, Whole: 0}}, {agreement.SQL, agreement.Customer, stats.Rate{Part: 1, Whole: 1}},
	}
	if diff := cmp.Diff(want, funnel.StepRates(agreement.Steps)); diff != "" {
		t.Errorf("rates (-want +got):\n%s", diff)
	}
	imported := Digest{Funnel: FunnelCount{MQLs: 261, Customers: 32}}
	if diff := cmp.Diff([]StepRate{{agreement.MQL, agreement.Customer, stats.Rate{Part: 32, Whole: 261}}}, imported.Funnel.StepRates(imported.Used(agreement.Steps))); diff != "" {
		t.Errorf("rates where only two stages are used (-want +got):\n%s", diff)
	}
	for stage, n := range count {
		if funnel.Of(stage) != n {
			t.Errorf("%s: %d, want %d", stage, funnel.Of(stage), n)
		}
	}
}

// Programs read a list where there is none, and nothing is escaped for a browser.
func TestTheDigestAsJSONHasEmptyLists(t *testing.T) {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(Digest{Wins: []EndRow{{Lead: 1, Who: "Acme & <Sons>"}}}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"goals":[]`, `"losses":[]`, `"campaigns":{"best":[],"worst":[]}`, `"wins":[{"lead":"L-1","who":"Acme & <Sons>"}]`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, out.String())
		}
	}
}
