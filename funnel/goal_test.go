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

// setGoals decides on one goal over those of a tree.
func setGoals(s *story, tree GoalTree, old Goal, in GoalInput, by UserID) (GoalsSet, error) {
	id := old.ID
	if id == 0 {
		id = GoalID(len(tree.byID) + 1)
	}
	return SetGoals(tree, []GoalChange{{ID: id, Goal: in, Old: old}}, s.act(by), s.p)
}

func TestSettingAGoal(t *testing.T) {
	s := newStory(t)
	in := GoalInput{Metric: MetricMQLs, Period: period(t, "2026-Q4"), Target: Quantity{Number: 120}, Owner: mia, Why: "Fill the pipe"}
	set, err := setGoals(s, NewGoalTree(nil), Goal{}, in, lea)
	if err != nil {
		t.Fatal(err)
	}
	g, e := set.Saved[0], set.Entries[0]
	want := Goal{V: 1, ID: 1, Metric: MetricMQLs, Period: in.Period, Target: in.Target, Owner: mia, Why: "Fill the pipe", SetBy: lea}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Errorf("goal (-want +got):\n%s", diff)
	}
	if e.Kind != EntryGoalSet || e.Value != 120 || e.Was != 0 || e.By != lea || e.Period != "2026-Q4" || e.Goal != 1 || e.Note != "Fill the pipe" {
		t.Errorf("journal %+v", e)
	}
	in.Target, in.Owner, in.Why = Quantity{Number: 150}, "", ""
	set, err = setGoals(s, NewGoalTree([]Goal{g}), g, in, mona)
	if err != nil {
		t.Fatal(err)
	}
	again, e := set.Saved[0], set.Entries[0]
	if again.ID != g.ID || again.Owner != mia || again.Why != "Fill the pipe" || again.Target.Number != 150 || e.Was != 120 {
		t.Errorf("set again: %+v, %+v", again, e)
	}
}

func TestGoalsThatAreRefused(t *testing.T) {
	q4 := period(t, "2026-Q4")
	fair := GoalScope{Campaign: 1, Name: "Fair"}
	tests := []struct {
		name  string
		in    GoalInput
		by    UserID
		kind  Kind
		field string
	}{
		{"by a stranger", GoalInput{Metric: MetricMQLs, Period: q4, Target: Quantity{Number: 1}}, stan, KindDenied, ""},
		{"no target", GoalInput{Metric: MetricMQLs, Period: q4}, lea, KindInvalid, "target"},
		{"no period", GoalInput{Metric: MetricMQLs, Target: Quantity{Number: 1}}, lea, KindInvalid, "period"},
		{"a rate above the whole", GoalInput{Metric: MetricAcceptanceRate, Period: q4, Target: Quantity{Number: 1.2}}, lea, KindInvalid, "target"},
		{"money of another currency", GoalInput{Metric: MetricRevenue, Period: q4, Target: Quantity{Number: 500, Money: Money{Minor: 50000, Currency: "USD"}}}, lea, KindInvalid, "target"},
		{"a period that is over", GoalInput{Metric: MetricMQLs, Period: period(t, "2026-W47"), Target: Quantity{Number: 1}}, lea, KindInvalid, "period"},
		{"an endless why", GoalInput{Metric: MetricMQLs, Period: q4, Target: Quantity{Number: 1}, Why: strings.Repeat("x", 801)}, lea, KindInvalid, "why"},
		{"a rate from nothing", GoalInput{Metric: MetricMQLs, Period: q4, Target: Quantity{Number: 1}, Rate: 0.5}, lea, KindInvalid, "rate"},
		{"below a goal that is not there", GoalInput{Metric: MetricMQLs, Period: q4, Target: Quantity{Number: 1}, Parent: 9}, lea, KindInvalid, "parent"},
		{"visits of a campaign", GoalInput{Metric: MetricWebsiteVisits, Period: q4, Target: Quantity{Number: 1}, For: fair}, lea, KindInvalid, "for"},
		{"service levels of a campaign", GoalInput{Metric: MetricFirstTouch, Period: q4, Target: Quantity{Number: 1}, For: fair}, lea, KindInvalid, "for"},
		{"a person's spend", GoalInput{Metric: MetricSpend, Period: q4, Target: MoneyQuantity(euros(1)), For: GoalScope{Person: mia}}, lea, KindInvalid, "for"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStory(t) // on the Monday of 2026-W48
			_, err := setGoals(s, NewGoalTree(nil), Goal{}, test.in, test.by)
			wantKind(t, err, test.kind)
			wrong, _ := errors.AsType[*Error](err)
			if test.field != "" && (len(wrong.Fields) != 1 || wrong.Fields[0].Field != test.field) {
				t.Errorf("fields %+v, want %s", wrong.Fields, test.field)
			}
		})
	}
}

func TestWhoMayChangeAGoal(t *testing.T) {
	s := newStory(t)
	in := GoalInput{Metric: MetricMQLs, Period: QuarterOf(s.day(0)), Target: Quantity{Number: 40}, Owner: mia}
	set, err := setGoals(s, NewGoalTree(nil), Goal{}, in, lea)
	if err != nil {
		t.Fatal(err)
	}
	tree := NewGoalTree(set.Saved)
	for who, may := range map[UserID]bool{lea: true, mia: true, mona: true, ada: true, sam: false, rob: false} {
		if _, err := setGoals(s, tree, set.Saved[0], in, who); may == (err != nil) {
			t.Errorf("%s changes the goal: %v", who, err)
		}
		if _, _, err := set.Saved[0].Retire(tree, s.act(who), s.p); may == (err != nil) {
			t.Errorf("%s retires the goal: %v", who, err)
		}
	}
}

func TestWhatIsOverOrRetiredStaysAsItWas(t *testing.T) {
	s := newStory(t)
	week := Goal{ID: 1, Metric: MetricMQLs, Period: period(t, "2026-W47"), Target: Quantity{Number: 4}, SetBy: lea}
	_, err := setGoals(s, NewGoalTree([]Goal{week}), week, GoalInput{Target: Quantity{Number: 1}}, lea)
	wantKind(t, err, KindConflict)
	_, _, err = week.Retire(NewGoalTree([]Goal{week}), s.act(lea), s.p)
	wantKind(t, err, KindConflict)

	running := Goal{ID: 2, Metric: MetricMQLs, Period: period(t, "2026-Q4"), Target: Quantity{Number: 4}, SetBy: lea}
	retired, e, err := running.Retire(NewGoalTree([]Goal{week, running}), s.act(lea), s.p)
	if err != nil || !retired.Retired() || retired.RetiredBy != lea || e.Kind != EntryGoalRetired || e.Goal != 2 {
		t.Fatalf("%+v, %+v, %v", retired, e, err)
	}
	_, err = setGoals(s, NewGoalTree(nil), retired, GoalInput{Target: Quantity{Number: 1}}, lea)
	wantKind(t, err, KindConflict)
}

func TestGoalIDs(t *testing.T) {
	for _, text := range []string{"G-3", "g3", "G 3", "G–3,"} {
		if id, err := ParseGoalID(text); err != nil || id != 3 || id.String() != "G-3" {
			t.Errorf("%q is %s, %v", text, id, err)
		}
	}
	for _, text := range []string{"", "3", "G-0", "L-3", "G-99999999999999999999", "goal"} {
		_, err := ParseGoalID(text)
		wantKind(t, err, KindInvalid)
	}
	var id GoalID
	if text, err := GoalID(12).MarshalText(); err != nil || id.UnmarshalText(text) != nil || id != 12 {
		t.Errorf("read back as %s", id)
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
	if Metric("").Info() != (MetricInfo{}) {
		t.Error("no metric has a description")
	}
	if info := Metric("demo_requests").Info(); info.Name != "Demo requests" || info.Kind != MetricFigure {
		t.Errorf("a metric of one's own is %+v", info)
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
