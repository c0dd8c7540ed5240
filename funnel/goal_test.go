package funnel

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func period(t testing.TB, text string) Period {
	t.Helper()
	p, err := ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSettingAGoal(t *testing.T) {
	s := newStory(t)
	in := GoalInput{Metric: MetricMQLs, Period: period(t, "2026-Q4"), Target: Quantity{Number: 120}, Owner: mia, Why: "Fill the pipe"}
	g, e, err := SetGoal(Goal{}, in, s.act(lea), s.p)
	if err != nil {
		t.Fatal(err)
	}
	want := Goal{V: 1, ID: "2026-Q4.mqls", Metric: MetricMQLs, Period: in.Period, Target: in.Target, Owner: mia, Why: "Fill the pipe", SetBy: lea}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Errorf("goal (-want +got):\n%s", diff)
	}
	if e.Kind != EntryGoalSet || e.Value != 120 || e.Was != 0 || e.By != lea || e.Period != "2026-Q4" {
		t.Errorf("journal %+v", e)
	}
	in.Target, in.Owner, in.Why = Quantity{Number: 150}, "", ""
	again, e, err := SetGoal(g, in, s.act(mona), s.p)
	if err != nil || again.Owner != mia || again.Why != "Fill the pipe" || again.Target.Number != 150 || e.Was != 120 {
		t.Errorf("set again: %+v, %+v, %v", again, e, err)
	}
}

func TestGoalsThatAreRefused(t *testing.T) {
	q4 := period(t, "2026-Q4")
	tests := []struct {
		name  string
		in    GoalInput
		by    UserID
		kind  Kind
		field string
	}{
		{"by a stranger", GoalInput{Metric: MetricMQLs, Period: q4, Target: Quantity{Number: 1}}, stan, KindDenied, ""},
		{"no target", GoalInput{Metric: MetricMQLs, Period: q4}, lea, KindInvalid, "target"},
		{"a rate above the whole", GoalInput{Metric: MetricAcceptanceRate, Period: q4, Target: Quantity{Number: 1.2}}, lea, KindInvalid, "target"},
		{"money of another currency", GoalInput{Metric: MetricRevenue, Period: q4, Target: Quantity{Number: 500, Money: Money{Minor: 50000, Currency: "USD"}}}, lea, KindInvalid, "target"},
		{"a period that is over", GoalInput{Metric: MetricMQLs, Period: period(t, "2026-W47"), Target: Quantity{Number: 1}}, lea, KindInvalid, "period"},
		{"an endless why", GoalInput{Metric: MetricMQLs, Period: q4, Target: Quantity{Number: 1}, Why: strings.Repeat("x", 801)}, lea, KindInvalid, "why"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStory(t) // on the Monday of 2026-W48
			_, _, err := SetGoal(Goal{}, test.in, s.act(test.by), s.p)
			wantKind(t, err, test.kind)
			wrong, _ := errors.AsType[*Error](err)
			if test.field != "" && (len(wrong.Fields) != 1 || wrong.Fields[0].Field != test.field) {
				t.Errorf("fields %+v, want %s", wrong.Fields, test.field)
			}
		})
	}
}

func TestLoggingAFigure(t *testing.T) {
	s := newStory(t)
	e, err := LogFigure(MetricWebsiteVisits, period(t, "2026-W48"), 900, 800, s.act(mel), s.p)
	if err != nil || e.Kind != EntryFigure || e.Value != 900 || e.Was != 800 || e.Period != "2026-W48" {
		t.Errorf("journal %+v, %v", e, err)
	}
	tests := []struct {
		metric Metric
		week   string
		by     UserID
		kind   Kind
	}{
		{MetricWebsiteVisits, "2026-W48", stan, KindDenied},
		{MetricMQLs, "2026-W48", mel, KindInvalid},
		{MetricVisitToLead, "2026-W48", mel, KindInvalid},
		{MetricWebsiteVisits, "2026-11", mel, KindInvalid},
		{MetricWebsiteVisits, "2026-W49", mel, KindInvalid},
	}
	for _, test := range tests {
		_, err := LogFigure(test.metric, period(t, test.week), 1, 0, s.act(test.by), s.p)
		wantKind(t, err, test.kind)
	}
}

func TestWhoMayChangeAGoal(t *testing.T) {
	s := newStory(t)
	in := GoalInput{Metric: MetricMQLs, Period: QuarterOf(s.day(0)), Target: Quantity{Number: 40}, Owner: mia}
	set, _, err := SetGoal(Goal{}, in, s.act(lea), s.p)
	if err != nil {
		t.Fatal(err)
	}
	for who, may := range map[UserID]bool{lea: true, mia: true, mona: true, ada: true, sam: false, rob: false} {
		if _, _, err := SetGoal(set, in, s.act(who), s.p); may == (KindOf(err) == KindDenied && err != nil) {
			t.Errorf("%s changes the goal: %v", who, err)
		}
	}
}

func TestParseMetric(t *testing.T) {
	for text, want := range map[string]Metric{"mqls": MetricMQLs, "First touch within SLA": MetricFirstTouch, "Website-Visits": MetricWebsiteVisits, " REVENUE ": MetricRevenue} {
		if got, err := ParseMetric(text); err != nil || got != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	for _, info := range Metrics {
		if got, err := ParseMetric(string(info.Metric)); err != nil || got != info.Metric || info.Kind == 0 {
			t.Errorf("%q is %q, %v", info.Metric, got, err)
		}
		if (info.Kind == MetricCount) != slices.Contains(Steps, info.Stage) {
			t.Errorf("%s counts stage %q", info.Metric, info.Stage)
		}
	}
	for _, text := range []string{"", "mood"} {
		_, err := ParseMetric(text)
		wantKind(t, err, KindInvalid)
	}
	if Metric("mood").Info() != (MetricInfo{}) {
		t.Error("an unknown metric has a description")
	}
}

func TestQuantitiesAreReadAndWritten(t *testing.T) {
	tests := []struct {
		metric Metric
		text   string
		number float64
		shown  string
	}{
		{MetricRevenue, "500k", 500000, "€500,000"},
		{MetricRevenue, "1250.50", 1250.5, "€1,250.50"},
		{MetricAcceptanceRate, "60%", 0.6, "60%"},
		{MetricAcceptanceRate, "0.125", 0.125, "13%"},
		{MetricMQLs, "1,200", 1200, "1,200"},
		{MetricWebsiteVisits, "1 234 567", 1234567, "1,234,567"},
		{MetricLeads, "0", 0, "0"},
		{MetricLeads, "999", 999, "999"},
	}
	for _, test := range tests {
		q, err := test.metric.ParseQuantity(test.text, "EUR")
		if err != nil || q.Number != test.number || test.metric.Format(q) != test.shown {
			t.Errorf("%s %q: %+v shown as %q, %v", test.metric, test.text, q, test.metric.Format(q), err)
		}
	}
	for _, wrong := range []struct {
		metric Metric
		text   string
	}{
		{MetricRevenue, "lots"},
		{MetricRevenue, "0"},
		{MetricRevenue, "-5"},
		{MetricAcceptanceRate, "120%"},
		{MetricAcceptanceRate, "high"},
		{MetricMQLs, "1.5"},
		{MetricMQLs, "-1"},
		{MetricMQLs, "NaN"},
		{MetricMQLs, "1e13"},
		{MetricMQLs, ""},
		{MetricMQLs, "Inf"},
	} {
		_, err := wrong.metric.ParseQuantity(wrong.text, "EUR")
		wantKind(t, err, KindInvalid)
	}
}
