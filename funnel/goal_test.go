package funnel_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

func period(t testing.TB, text string) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// setGoals decides on one goal over those of a tree.
func setGoals(s *story, tree goals.Tree, old goals.Goal, in goals.Input, by ref.UserID) (goals.Saved, error) {
	id := old.ID
	if id == 0 {
		id = ref.GoalID(len(tree.ByID) + 1)
	}
	return goals.Set(tree, []goals.Change{{ID: id, Goal: in, Old: old}}, s.act(by), s.p)
}

func TestSettingAGoal(t *testing.T) {
	s := newStory(t)
	in := goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2026-Q4"), Target: goals.Quantity{Number: 120}, Owner: mia, Why: "Fill the pipe"}
	set, err := setGoals(s, goals.NewTree(nil), goals.Goal{}, in, lea)
	if err != nil {
		t.Fatal(err)
	}
	g, e := set.Saved[0], set.Entries[0]
	want := goals.Goal{V: 1, ID: 1, Metric: goals.MetricMQLs, Period: in.Period, Target: in.Target, Owner: mia, Why: "Fill the pipe", SetBy: lea}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Errorf("goal (-want +got):\n%s", diff)
	}
	if e.Kind != funnel.EntryGoalSet || e.Value != 120 || e.Was != 0 || e.By != lea || e.Period != "2026-Q4" || e.Goal != 1 || e.Note != "Fill the pipe" {
		t.Errorf("journal %+v", e)
	}
	in.Target, in.Owner, in.Why = goals.Quantity{Number: 150}, "", ""
	set, err = setGoals(s, goals.NewTree([]goals.Goal{g}), g, in, mona)
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
	fair := goals.Scope{Campaign: 1, Name: "Fair"}
	tests := []struct {
		name  string
		in    goals.Input
		by    ref.UserID
		kind  fault.Kind
		field string
	}{
		{"by a stranger", goals.Input{Metric: goals.MetricMQLs, Period: q4, Target: goals.Quantity{Number: 1}}, stan, fault.KindDenied, ""},
		{"no target", goals.Input{Metric: goals.MetricMQLs, Period: q4}, lea, fault.KindInvalid, "target"},
		{"no period", goals.Input{Metric: goals.MetricMQLs, Target: goals.Quantity{Number: 1}}, lea, fault.KindInvalid, "period"},
		{"a rate above the whole", goals.Input{Metric: goals.MetricAcceptanceRate, Period: q4, Target: goals.Quantity{Number: 1.2}}, lea, fault.KindInvalid, "target"},
		{"money of another currency", goals.Input{Metric: goals.MetricRevenue, Period: q4, Target: goals.Quantity{Number: 500, Money: money.Amount{Minor: 50000, Currency: "USD"}}}, lea, fault.KindInvalid, "target"},
		{"a period that is over", goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2026-W47"), Target: goals.Quantity{Number: 1}}, lea, fault.KindInvalid, "period"},
		{"an endless why", goals.Input{Metric: goals.MetricMQLs, Period: q4, Target: goals.Quantity{Number: 1}, Why: strings.Repeat("x", 801)}, lea, fault.KindInvalid, "why"},
		{"a rate from nothing", goals.Input{Metric: goals.MetricMQLs, Period: q4, Target: goals.Quantity{Number: 1}, Rate: 0.5}, lea, fault.KindInvalid, "rate"},
		{"below a goal that is not there", goals.Input{Metric: goals.MetricMQLs, Period: q4, Target: goals.Quantity{Number: 1}, Parent: 9}, lea, fault.KindInvalid, "parent"},
		{"visits of a campaign", goals.Input{Metric: goals.MetricWebsiteVisits, Period: q4, Target: goals.Quantity{Number: 1}, For: fair}, lea, fault.KindInvalid, "for"},
		{"service levels of a campaign", goals.Input{Metric: goals.MetricFirstTouch, Period: q4, Target: goals.Quantity{Number: 1}, For: fair}, lea, fault.KindInvalid, "for"},
		{"a person's spend", goals.Input{Metric: goals.MetricSpend, Period: q4, Target: goals.MoneyQuantity(euros(1)), For: goals.Scope{Person: mia}}, lea, fault.KindInvalid, "for"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStory(t) // on the Monday of 2026-W48
			_, err := setGoals(s, goals.NewTree(nil), goals.Goal{}, test.in, test.by)
			wantKind(t, err, test.kind)
			wrong, _ := errors.AsType[*fault.Error](err)
			if test.field != "" && (len(wrong.Fields) != 1 || wrong.Fields[0].Field != test.field) {
				t.Errorf("fields %+v, want %s", wrong.Fields, test.field)
			}
		})
	}
}

func TestWhoMayChangeAGoal(t *testing.T) {
	s := newStory(t)
	in := goals.Input{Metric: goals.MetricMQLs, Period: calendar.QuarterOf(s.day(0)), Target: goals.Quantity{Number: 40}, Owner: mia}
	set, err := setGoals(s, goals.NewTree(nil), goals.Goal{}, in, lea)
	if err != nil {
		t.Fatal(err)
	}
	tree := goals.NewTree(set.Saved)
	for who, may := range map[ref.UserID]bool{lea: true, mia: true, mona: true, ada: true, sam: false, rob: false} {
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
	week := goals.Goal{ID: 1, Metric: goals.MetricMQLs, Period: period(t, "2026-W47"), Target: goals.Quantity{Number: 4}, SetBy: lea}
	_, err := setGoals(s, goals.NewTree([]goals.Goal{week}), week, goals.Input{Target: goals.Quantity{Number: 1}}, lea)
	wantKind(t, err, fault.KindConflict)
	_, _, err = week.Retire(goals.NewTree([]goals.Goal{week}), s.act(lea), s.p)
	wantKind(t, err, fault.KindConflict)

	running := goals.Goal{ID: 2, Metric: goals.MetricMQLs, Period: period(t, "2026-Q4"), Target: goals.Quantity{Number: 4}, SetBy: lea}
	retired, e, err := running.Retire(goals.NewTree([]goals.Goal{week, running}), s.act(lea), s.p)
	if err != nil || !retired.Retired() || retired.RetiredBy != lea || e.Kind != funnel.EntryGoalRetired || e.Goal != 2 {
		t.Fatalf("%+v, %+v, %v", retired, e, err)
	}
	_, err = setGoals(s, goals.NewTree(nil), retired, goals.Input{Target: goals.Quantity{Number: 1}}, lea)
	wantKind(t, err, fault.KindConflict)
}
