package funnel

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDigestDue(t *testing.T) {
	tests := []struct {
		zone, week string
		day        time.Weekday
		hour, min  int
		want       string // UTC
	}{
		{"Europe/Berlin", "2026-W47", time.Monday, 9, 0, "2026-11-23T08:00:00Z"},
		{"Europe/Berlin", "2026-W12", time.Monday, 9, 0, "2026-03-23T08:00:00Z"},
		{"Europe/Berlin", "2026-W13", time.Monday, 9, 0, "2026-03-30T07:00:00Z"},  // summer time has begun
		{"Europe/Berlin", "2026-W43", time.Monday, 9, 0, "2026-10-26T08:00:00Z"},  // and ended
		{"Europe/Berlin", "2026-W12", time.Sunday, 2, 30, "2026-03-29T01:00:00Z"}, // a time that the clocks jump over
		{"Europe/Berlin", "2026-W42", time.Sunday, 2, 30, "2026-10-25T00:30:00Z"}, // a time that they show twice
		{"America/New_York", "2026-W53", time.Friday, 17, 15, "2027-01-08T22:15:00Z"},
	}
	for _, test := range tests {
		due := DigestTime{test.day, test.hour, test.min, zoneNamed(t, test.zone)}.Due(period(t, test.week))
		if got := due.UTC().Format(time.RFC3339); got != test.want {
			t.Errorf("%s in %s is due %s, want %s", test.week, test.zone, got, test.want)
		}
	}
}

func TestTheLastDigestWeekIsTheLatestDue(t *testing.T) {
	berlin := zoneNamed(t, "Europe/Berlin")
	for _, day := range []time.Weekday{time.Monday, time.Wednesday, time.Sunday} {
		at, last := DigestTime{Day: day, Hour: 9, Location: berlin}, period(t, "2026-W10")
		for now := last.To.AddDays(8).Start(berlin); now.Year() < 2027; now = now.Add(37 * time.Minute) {
			week := at.LastWeek(now)
			if at.Due(week).After(now) || !at.Due(week.Next()).After(now) {
				t.Fatalf("on %s the digest of %s is taken for the latest due", now, week)
			}
			if week != last && week != last.Next() && last.Label != "2026-W10" {
				t.Fatalf("from %s to %s", last, week)
			}
			last = week
		}
	}
	at := DigestTime{Day: time.Monday, Hour: 9, Location: berlin}
	due := at.Due(period(t, "2026-W47"))
	if got := at.LastWeek(due).Label; got != "2026-W47" {
		t.Errorf("at the very moment: %s", got)
	}
	if got := at.LastWeek(due.Add(-time.Second)).Label; got != "2026-W46" {
		t.Errorf("a second before: %s", got)
	}
}

func goalStanding(m Metric, actual, target, gap float64, status Status) Standing {
	return Standing{
		Goal:   Goal{Metric: m, Period: Period{Label: "2026-Q4"}, Target: Quantity{Number: target, Money: euros(int64(target))}},
		Actual: Actual{Quantity: Quantity{Number: actual, Money: euros(int64(actual))}, Known: true}, Expected: target / 2, Gap: gap, Status: status, DaysElapsed: 1, DaysTotal: 2,
	}
}

func TestHeadline(t *testing.T) {
	fine := goalStanding(MetricMQLs, 50, 100, 0, StatusOnPace)
	tests := []struct {
		name  string
		goals []Standing
		want  string
	}{
		{"no goals", nil, "Week 2026-W47: 10 new leads, 4 MQLs and 1 new customer. No goals are set to compare this with."},
		{
			"nothing to judge",
			[]Standing{{Status: StatusPending}, {Status: StatusNoData}},
			"Week 2026-W47: 10 new leads, 4 MQLs and 1 new customer. It is too early to judge the goals.",
		},
		{"the only one is fine", []Standing{fine}, "Week 2026-W47: MQLs in 2026-Q4 on pace, 50 against 50 expected by now."},
		{"one that is not explained is fine", []Standing{goalStanding(MetricSALs, 5, 10, 0, StatusOnPace)}, "Week 2026-W47: the goal is on pace. 10 new leads, 4 MQLs and 1 new customer."},
		{"several of those", []Standing{goalStanding(MetricSALs, 5, 10, 0, StatusOnPace), goalStanding(MetricSQLs, 5, 10, 0, StatusOnPace)}, "Week 2026-W47: all 2 goals are on pace. 10 new leads, 4 MQLs and 1 new customer."},
		{
			"the top goal goes before what is further behind",
			[]Standing{fine, goalStanding(MetricSALs, 1, 10, -0.8, StatusOff), goalStanding(MetricRevenue, 40000, 100000, -0.2001, StatusOff)},
			"Week 2026-W47: Revenue in 2026-Q4 off, €40,000 against €50,000 expected by now (−20%).",
		},
		{
			"the top goal is fine, another is not",
			[]Standing{fine, goalStanding(MetricSALs, 4, 10, -0.2, StatusBehind)},
			"Week 2026-W47: MQLs in 2026-Q4 on pace, 50 against 50 expected by now, but SALs in 2026-Q4 behind, 4 against 5 expected by now (−20%).",
		},
		{
			"spend over budget, which no other goal hides",
			[]Standing{goalStanding(MetricMQLs, 45, 100, -0.1, StatusBehind), goalStanding(MetricSpend, 65, 100, 0.3, StatusOff), goalStanding(MetricSpend, 25, 100, -0.5, StatusAhead)},
			"Week 2026-W47: MQLs in 2026-Q4 behind, 45 against 50 expected by now (−10%).",
		},
		{
			"spend alone",
			[]Standing{goalStanding(MetricSpend, 65, 100, 0.3, StatusOff), goalStanding(MetricSpend, 25, 100, -0.5, StatusAhead)},
			"Week 2026-W47: Spend in 2026-Q4 over budget, €65 against €50 planned by now (+30%); 1 of 2 goals on pace.",
		},
		{
			"a rate",
			[]Standing{goalStanding(MetricAcceptanceRate, 0.45, 0.6, -0.25, StatusOff)},
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
	if diff := cmp.Diff([]SourceRow{{"", 9, 0}, {"c", 1, 2}, {"a", 1, 0}, {"b", 1, 0}}, d.Sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]ReasonRow{{Code: "c", Count: 3}, {Code: "a", Count: 1}, {Code: "b", Count: 1}}, d.Rejections); diff != "" {
		t.Errorf("rejections (-want +got):\n%s", diff)
	}
}

func TestStepRates(t *testing.T) {
	count := map[Stage]int64{Inquiry: 4, Known: 2, MQL: 3, SAL: 0, SQL: 1, Customer: 1}
	funnel := FunnelOf(func(s Stage) int64 { return count[s] })
	want := []StepRate{
		{Inquiry, Known, Rate{2, 4}}, {Known, MQL, Rate{3, 2}}, {MQL, SAL, Rate{0, 3}}, {SAL, SQL, Rate{1, 0}}, {SQL, Customer, Rate{1, 1}},
	}
	if diff := cmp.Diff(want, funnel.StepRates(Steps)); diff != "" {
		t.Errorf("rates (-want +got):\n%s", diff)
	}
	imported := Digest{Funnel: FunnelCount{MQLs: 261, Customers: 32}}
	if diff := cmp.Diff([]StepRate{{MQL, Customer, Rate{32, 261}}}, imported.Funnel.StepRates(imported.Used(Steps))); diff != "" {
		t.Errorf("rates where only two stages are used (-want +got):\n%s", diff)
	}
	for stage, n := range count {
		if funnel.Of(stage) != n {
			t.Errorf("%s: %d, want %d", stage, funnel.Of(stage), n)
		}
	}
}
