package goals

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

// catalogue are the metrics of the tests.
func catalogue() goals.Catalogue {
	return goals.NewCatalogue([]goals.CustomMetric{{Metric: "demo_requests", Name: "Demo requests"}})
}

func TestAGoalIsSetInOneLine(t *testing.T) {
	quarter, _ := calendar.ParsePeriod("2026-Q4")
	for _, text := range []string{
		`mqls 2026-Q4 120 owner=<@U1|ann> why="enough to choose from"`, "MQLs 2026 q4 120 Owner=<@U1> why=enough to choose from",
		`owner=<@U1|ann> mqls 2026-Q4 120 why=“enough to choose from”`,
	} {
		got, err := parseGoal(desk.LineOf(text), catalogue(), "EUR", "UME", kittest.Sunday)
		want := goals.Input{Metric: goals.MetricMQLs, Period: quarter, Target: goals.Quantity{Number: 120}, Owner: "U1", Why: "enough to choose from"}
		if diff := cmp.Diff(want, got.input); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", text, err, diff)
		}
	}
	if got, err := parseGoal(desk.LineOf("first touch within SLA 2026-11 90 %"), catalogue(), "EUR", "", kittest.Sunday); err != nil || got.input.Target.Number != 0.9 || got.input.Period.Label != "2026-11" {
		t.Errorf("a rate: got %+v, %v", got, err)
	}
	if got, err := parseGoal(desk.LineOf("revenue 2026 500 000 EUR"), catalogue(), "EUR", "", kittest.Sunday); err != nil || got.input.Target.Money.Minor != 50_000_000 || got.input.Period.Label != "2026" {
		t.Errorf("money: got %+v, %v", got, err)
	}
	if got, err := parseGoal(desk.LineOf("Demo requests 2026-Q4 30"), catalogue(), "EUR", "", kittest.Sunday); err != nil || got.input.Metric != "demo_requests" {
		t.Errorf("a metric of one's own: got %+v, %v", got, err)
	}
	for _, test := range []struct{ text, says string }{
		{"", "Which metric?"},
		{"smiles 2026-Q4 3", "is not a metric"},
		{"mqls", "For which period"},
		{"mqls 2026-Q4", "How much?"},
		{"mqls soon 3", "not a period"},
		{"mqls 2026-Q4 many", "not a number"},
		{"mqls 2026-Q4 3 owner=@ann", "does not know “@ann”"},
		{"mqls 2026-Q4 3 owner=ann", "is not a person"},
		{"mqls 2026-Q4 3 above=G-1", "“above=” is not something a goal has"},
	} {
		_, err := parseGoal(desk.LineOf(test.text), catalogue(), "EUR", "", kittest.Sunday)
		kittest.WantSentence(t, test.text, err, test.says)
	}
}

func TestWhereAGoalHangsIsReadHoweverItIsWritten(t *testing.T) {
	for _, test := range []struct {
		text   string
		period string
		target float64
		want   goalLine
	}{
		{"sqls 2026-Q4 parent=G-1 rate=25%", "2026-Q4", 0, goalLine{parent: "G-1", rate: "25%"}},
		{"sqls 2026 Q4 parent=customers 2026-Q4 derive=0.25", "2026-Q4", 0, goalLine{parent: "customers 2026-Q4", rate: "0.25"}},
		{"customers 2026-Q4 42 parent=G-1 rate=12 000 certain=100k", "2026-Q4", 42, goalLine{parent: "G-1", rate: "12 000", certain: "100k"}},
		{"mqls 2026-11 40 parent=G-3 for=LogiMAT 2027 why=they buy", "2026-11", 40, goalLine{parent: "G-3", campaign: "LogiMAT 2027"}},
		{"mqls 2026-11 40 parent=none", "2026-11", 40, goalLine{parent: "none"}},
	} {
		got, err := parseGoal(desk.LineOf(test.text), catalogue(), "EUR", "", kittest.Sunday)
		if err != nil || got.input.Period.Label != test.period || got.input.Target.Number != test.target {
			t.Errorf("%q: %+v, %v", test.text, got.input, err)
		}
		got.input = goals.Input{}
		if got != test.want {
			t.Errorf("%q: got %+v", test.text, got)
		}
	}
	if !MeansNone("None") || MeansNone("G-1") {
		t.Error("parent=none is not understood")
	}
}

func TestForWhomAGoalIs(t *testing.T) {
	for _, test := range []struct {
		word, campaign string
		want           goals.Scope
	}{
		{"Marketing", "", goals.Scope{Team: ref.Marketing}},
		{"<@U1|ann>", "", goals.Scope{Person: "U1"}},
		{"me", "", goals.Scope{Person: "UME"}},
		{"everybody", "", goals.Scope{}},
		{"", "", goals.Scope{}},
		{`"LogiMAT 2027"`, "LogiMAT 2027", goals.Scope{}},
	} {
		scope, campaign, err := parseScope(desk.LineOf(test.word), "UME")
		if err != nil || scope != test.want || campaign != test.campaign {
			t.Errorf("%q: %+v, %q, %v", test.word, scope, campaign, err)
		}
	}
	_, _, err := parseScope(desk.LineOf("@ann"), "UME")
	kittest.WantSentence(t, "@ann", err, "does not know")
}

func TestAFigureIsOfAWeekOrADay(t *testing.T) {
	for text, label := range map[string]string{
		"website_visits 5400": "2026-W47", "website visits 5,400 week=2026-W46": "2026-W46", "week=w45 website_visits 5400": "2026-W45", "website_visits 5400 week=last": "2026-W46",
		"website_visits 5400 day=2026-11-20": "2026-11-20..2026-11-20", "website_visits 5400 on=20 Nov 2026": "2026-11-20..2026-11-20",
		"website_visits 5400 day=yesterday": "2026-11-21..2026-11-21", "website_visits 5.400 day=friday": "2026-11-20..2026-11-20",
		"website_visits 5.4k week=last week": "2026-W46", "website_visits 5400 week=KW 46": "2026-W46", "week=W46 website_visits 5400": "2026-W46", "website_visits 5400 day=today": "2026-11-22..2026-11-22",
	} {
		f, err := parseFigure(desk.LineOf(text), catalogue(), "EUR", kittest.Sunday)
		if err != nil || f.Metric != goals.MetricWebsiteVisits || f.Period.Label != label || f.Value != 5400 {
			t.Errorf("%q: got %+v, %v", text, f, err)
		}
	}
	for text, says := range map[string]string{
		"website_visits 5 week=soon": "not a period", "website_visits 5 day=soon": "not a date", "website_visits 5 week=2026-W46 day=today": "not of both",
		"website_visits": "Which value?", "website_visits 5 month=11": "not something a figure has",
	} {
		_, err := parseFigure(desk.LineOf(text), catalogue(), "EUR", kittest.Sunday)
		kittest.WantSentence(t, text, err, says)
	}
}

func TestAMetricIsDefinedInOneLine(t *testing.T) {
	for text, want := range map[string]goals.MetricInput{
		`demo_requests "Demo requests" team=marketing`: {Code: "demo_requests", Name: "Demo requests", Team: ref.Marketing},
		`demos Demos asked for`:                        {Code: "demos", Name: "Demos asked for"},
		`demos name="Demos"`:                           {Code: "demos", Name: "Demos"},
	} {
		if got, err := parseNewMetric(desk.LineOf(text)); err != nil || got != want {
			t.Errorf("%q: got %+v, %v", text, got, err)
		}
	}
	for text, says := range map[string]string{"": "How is the metric called?", "demos team=finance": "is not a team"} {
		_, err := parseNewMetric(desk.LineOf(text))
		kittest.WantSentence(t, text, err, says)
	}
}

func TestAGoalsPeriodIsReadAsPeopleWriteIt(t *testing.T) {
	for text, want := range map[string]string{
		"mqls Q4 120": "2026-Q4", "mqls q1 2027 120": "2027-Q1", "mqls december 120": "2026-12", "mqls dec 2026 120": "2026-12",
		"mqls this quarter 120": "2026-Q4", "mqls next month 120": "2026-12", "mqls W48 120": "2026-W48", "mqls 1.12. to 15.12. 120": "2026-12-01..2026-12-15",
		"mqls Q1 parent=G-1 rate=25%": "2027-Q1",
	} {
		got, err := parseGoal(desk.LineOf(text), catalogue(), "EUR", "", kittest.Sunday)
		if err != nil || got.input.Period.Label != want || got.parent == "" && got.input.Target.Number != 120 {
			t.Errorf("%q: got %+v, %v; want %s", text, got.input, err, want)
		}
	}

	if got, err := parseGoal(desk.LineOf("revenue Q4 2000 EUR"), catalogue(), "EUR", "", kittest.Sunday); err != nil || got.input.Target.Money.Minor != 200000 {
		t.Errorf("an amount is taken for a year: %+v, %v", got.input, err)
	}
}
