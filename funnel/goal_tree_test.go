package funnel_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

// forest are goals that are set one after the other.
type forest struct {
	*story
	goals map[ref.GoalID]goals.Goal
}

func newForest(t testing.TB) *forest {
	t.Helper()
	return &forest{newStory(t), map[ref.GoalID]goals.Goal{}}
}

func (f *forest) tree() goals.Tree {
	var all []goals.Goal
	for _, g := range f.goals {
		all = append(all, g)
	}
	return goals.NewTree(all)
}

// sets sets a new goal, or changes one.
func (f *forest) sets(id ref.GoalID, in goals.Input) error {
	set, err := setGoals(f.story, f.tree(), f.goals[id], in, lea)
	if err != nil {
		return err
	}
	for _, g := range set.Saved {
		f.goals[g.ID] = g
	}
	for _, m := range set.Moved {
		f.goals[m.Goal.ID] = m.Goal
	}
	return nil
}

func (f *forest) must(id ref.GoalID, in goals.Input) {
	f.t.Helper()
	if err := f.sets(id, in); err != nil {
		f.t.Fatal(err)
	}
}

// Revenue of 84,000 at 12,000 are 7 customers; at 5 % these are 140 leads.
func TestSevenCustomersAtFivePerCentAre140Leads(t *testing.T) {
	f := newForest(t)
	q := period(t, "2027-Q1")
	f.must(0, goals.Input{Metric: goals.MetricRevenue, Period: q, Target: goals.MoneyQuantity(euros(84000))})
	f.must(0, goals.Input{Metric: goals.MetricCustomers, Period: q, Parent: 1, Rate: 12000})
	f.must(0, goals.Input{Metric: goals.MetricLeads, Period: q, Parent: 2, Rate: 0.05})
	if f.goals[2].Target.Number != 7 || f.goals[3].Target.Number != 140 {
		t.Errorf("%v customers, %v leads", f.goals[2].Target, f.goals[3].Target)
	}
	if got := f.tree().Derivation(f.goals[3]); got != "7 Customers ÷ 5% = 140 Leads" {
		t.Errorf("derived as %q", got)
	}
	rounded := goals.NewTree([]goals.Goal{
		{ID: 1, Metric: goals.MetricCustomers, Target: goals.Quantity{Number: 18}, Parent: 9, Rate: 16000, Exact: 17.5},
		{ID: 2, Metric: goals.MetricSQLs, Target: goals.Quantity{Number: 59}, Parent: 1, Rate: 0.3, Exact: 17.5 / 0.3},
		{ID: 3, Metric: goals.MetricLeads, Target: goals.Quantity{Number: 35001}, Parent: 1, Rate: 0.0005, Exact: 35000.5},
	})
	for id, want := range map[ref.GoalID]string{2: "17.5 Customers ÷ 30% = 58.33, so 59 SQLs", 3: "17.5 Customers ÷ 0.05% = 35,000.5, so 35,001 Leads"} {
		if g, _ := rounded.Goal(id); rounded.Derivation(g) != want {
			t.Errorf("rounded: %q, want %q", rounded.Derivation(g), want)
		}
	}
	if got := f.tree().Derivation(f.goals[2]); got != "€84,000 Revenue ÷ €12,000 = 7 Customers" {
		t.Errorf("derived as %q", got)
	}
	// The goal at the top moves, and those below follow with full precision:
	// 100,000 ÷ 12,000 ÷ 5 % = 166.67, not 9 ÷ 5 % = 180.
	set, err := setGoals(f.story, f.tree(), f.goals[1], goals.Input{Target: goals.MoneyQuantity(euros(100000))}, lea)
	if err != nil || len(set.Moved) != 2 || set.Moved[0].Goal.Target.Number != 9 || set.Moved[1].Goal.Target.Number != 167 || set.Moved[1].Was.Number != 140 {
		t.Fatalf("moved %+v, %v", set.Moved, err)
	}
	if len(set.Entries) != 3 || set.Entries[2].Goal != 3 || set.Entries[2].Was != 140 || set.Entries[2].Value != 167 {
		t.Errorf("journal %+v", set.Entries)
	}
	// What is certain of the goal above needs no customer.
	f.must(2, goals.Input{Rate: 12000, Certain: 24000})
	if f.goals[2].Target.Number != 5 || f.goals[3].Target.Number != 100 {
		t.Errorf("%v customers, %v leads", f.goals[2].Target, f.goals[3].Target)
	}
}

func TestPartsAddUp(t *testing.T) {
	f := newForest(t)
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2027"), Target: goals.Quantity{Number: 100}})
	if _, ok := f.tree().Unshared(1); ok {
		t.Error("without parts, something is not shared out")
	}
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2027-Q1"), Target: goals.Quantity{Number: 30}, Parent: 1})
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2027-Q2"), Target: goals.Quantity{Number: 30}, Parent: 1})
	if left, ok := f.tree().Unshared(1); !ok || left.Number != 40 {
		t.Errorf("%v are not shared out", left)
	}
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2027-Q3"), Target: goals.Quantity{Number: 40}, Parent: 1})
	if left, ok := f.tree().Unshared(1); ok {
		t.Errorf("%v are not shared out", left)
	}
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2027-01"), Target: goals.Quantity{Number: 10}, Parent: 2, For: goals.Scope{Campaign: 1, Name: "Fair"}})
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2027-01"), Target: goals.Quantity{Number: 10}, Parent: 2, For: goals.Scope{Person: mel}})
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2027-W05"), Target: goals.Quantity{Number: 1}, Parent: 2}) // begins in January, ends in February
}

func TestTreesThatAreRefused(t *testing.T) {
	year, q1, q2 := "2027", "2027-Q1", "2027-Q2"
	in := func(m goals.Metric, p string, target float64, parent ref.GoalID, rate float64) goals.Input {
		g := goals.Input{Metric: m, Period: period(t, p), Parent: parent, Rate: rate, Target: goals.Quantity{Number: target}}
		if m.Info().Kind == goals.MetricMoney && target > 0 {
			g.Target = goals.MoneyQuantity(euros(int64(target)))
		}
		return g
	}
	tests := []struct {
		name   string
		id     ref.GoalID
		in     goals.Input
		field  string
		reason string
	}{
		{"below itself", 1, goals.Input{Parent: 1}, "parent", "cannot hang below"},
		{"below its own part", 1, goals.Input{Parent: 2}, "parent", "G-1 below G-2 below G-1"},
		{"outside of the period above", 0, in(goals.MetricMQLs, "2028-Q1", 5, 1, 0), "parent", "outside of 2027"},
		{"longer than the period above", 0, ofPerson(in(goals.MetricMQLs, year, 5, 2, 0), mia), "parent", "outside of 2027-Q1"},
		{"a period that leaves parts outside", 1, goals.Input{Period: period(t, q2)}, "period", "outside of 2027-Q2"},
		{"a week whose Thursday is outside", 0, in(goals.MetricMQLs, "2027-W20", 5, 2, 0), "parent", "outside of 2027-Q1"},
		{"more than is left", 0, in(goals.MetricMQLs, q2, 71, 1, 0), "target", "come to 101, which is more than its target of 100"},
		{"less than the parts", 1, goals.Input{Target: goals.Quantity{Number: 29}}, "target", "come to 30"},
		{"the same twice", 0, in(goals.MetricMQLs, "2027-02", 5, 1, 0), "for", "count it twice"},
		{"another metric without a rate", 0, in(goals.MetricLeads, q1, 5, 1, 0), "rate", "follow from it by a rate"},
		{"the same metric with a rate", 0, in(goals.MetricMQLs, q2, 5, 1, 0.5), "rate", "needs no rate"},
		{"a target that does not follow", 0, in(goals.MetricLeads, q1, 149, 2, 0.2), "target", "30 MQLs ÷ 20% = 150 Leads"},
		{"a rate above the whole", 0, in(goals.MetricLeads, q1, 0, 2, 1.5), "rate", "at most 100%"},
		{"a rate below 0", 0, in(goals.MetricLeads, q1, 0, 2, -0.5), "rate", "above 0%"},
		{"from a rate", 0, in(goals.MetricSALs, year, 0, 4, 0.5), "parent", "is a rate"},
		{"a part of a rate", 0, in(goals.MetricAcceptanceRate, q1, 0.5, 4, 0), "parent", "Rates do not add up"},
		{"a rate from a number", 0, in(goals.MetricFirstTouch, q1, 0.5, 1, 0.5), "parent", "only numbers can"},
		{"spend from revenue", 0, in(goals.MetricSpend, year, 5, 5, 2), "parent", "only numbers can"},
		{"against the funnel", 0, in(goals.MetricSQLs, year, 0, 1, 0.5), "parent", "SQLs come of MQLs"},
		{"against the funnel, without a rate", 0, in(goals.MetricSQLs, year, 5, 1, 0), "parent", "the other way round"},
		{"derived for a month of the year", 0, in(goals.MetricLeads, "2027-01", 0, 1, 0.5), "parent", "Make a part of G-1 for 2027-01 first, and let Leads derive"},
		{"all certain", 0, goals.Input{Metric: goals.MetricCustomers, Period: period(t, year), Parent: 5, Rate: 100, Certain: 9000}, "certain", "nothing is left"},
		{"far too many", 0, in(goals.MetricCustomers, year, 0, 5, 1e-9), "rate", "which is no target"},
		{"another of the same", 0, in(goals.MetricMQLs, q1, 5, 0, 0), "", "is about the same metric"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newForest(t)
			f.must(0, in(goals.MetricMQLs, year, 100, 0, 0))
			f.must(0, in(goals.MetricMQLs, q1, 30, 1, 0))
			f.must(0, withTarget(in(goals.MetricLeads, q2, 0, 0, 0), 40))
			f.must(0, in(goals.MetricAcceptanceRate, year, 0.7, 0, 0))
			f.must(0, in(goals.MetricRevenue, year, 9000, 0, 0))
			err := f.sets(test.id, test.in)
			if err == nil {
				t.Fatal("allowed")
			}
			wantSentence(t, fault.UserText(err))
			wrong, _ := errors.AsType[*fault.Error](err)
			if !strings.Contains(err.Error(), test.reason) || test.field != "" && (len(wrong.Fields) != 1 || wrong.Fields[0].Field != test.field) {
				t.Errorf("refused on %+v: %v", wrong.Fields, err)
			}
		})
	}
}

// withTarget gives the target.
func withTarget(in goals.Input, target float64) goals.Input {
	in.Target = goals.Quantity{Number: target}
	return in
}

// ofPerson makes it the goal of somebody.
func ofPerson(in goals.Input, person ref.UserID) goals.Input {
	in.For = goals.Scope{Person: person}
	return in
}

func TestAGoalAboveOthersIsNotRetired(t *testing.T) {
	f := newForest(t)
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2026-Q4"), Target: goals.Quantity{Number: 100}})
	f.must(0, goals.Input{Metric: goals.MetricMQLs, Period: period(t, "2026-11"), Target: goals.Quantity{Number: 30}, Parent: 1})
	_, _, err := f.goals[1].Retire(f.tree(), f.act(lea), f.p)
	wantKind(t, err, fault.KindConflict)
	f.at("2026-12-01 09:00") // November is over, and stays where it is
	if _, _, err := f.goals[1].Retire(f.tree(), f.act(lea), f.p); err != nil {
		t.Error(err)
	}
}

// What is over is left as it was when the goal above it moves.
func TestGoalsThatAreOverDoNotFollow(t *testing.T) {
	f := newForest(t)
	f.must(0, goals.Input{Metric: goals.MetricCustomers, Period: period(t, "2026-Q4"), Target: goals.Quantity{Number: 10}})
	f.must(0, goals.Input{Metric: goals.MetricCustomers, Period: period(t, "2026-11"), Target: goals.Quantity{Number: 4}, Parent: 1})
	f.must(0, goals.Input{Metric: goals.MetricLeads, Period: period(t, "2026-11"), Parent: 2, Rate: 0.1})
	f.at("2026-12-01 09:00")
	f.must(1, goals.Input{Target: goals.Quantity{Number: 20}})
	if f.goals[2].Target.Number != 4 || f.goals[3].Target.Number != 40 {
		t.Errorf("the goals of November are now %v and %v", f.goals[2].Target, f.goals[3].Target)
	}
}

func TestATreeInLines(t *testing.T) {
	f := newForest(t)
	q := period(t, "2027-Q1")
	f.must(0, goals.Input{Metric: goals.MetricAcceptanceRate, Period: q, Target: goals.Quantity{Number: 0.7}})
	f.must(0, goals.Input{Metric: goals.MetricRevenue, Period: q, Target: goals.MoneyQuantity(euros(84000))})
	f.must(0, goals.Input{Metric: goals.MetricCustomers, Period: q, Parent: 2, Rate: 12000})
	f.must(0, goals.Input{Metric: goals.MetricLeads, Period: q, Parent: 3, Rate: 0.05})
	f.must(0, goals.Input{Metric: goals.MetricCustomers, Period: period(t, "2027-01"), Target: goals.Quantity{Number: 2}, Parent: 3})
	lines := func(tree goals.Tree) (out string) {
		for _, line := range tree.Lines() {
			out += fmt.Sprint(strings.Repeat(">", line.Depth), line.Goal.ID, " ")
		}
		return out
	}
	if got := lines(f.tree()); got != "G-2 >G-3 >>G-5 >>G-4 G-1 " {
		t.Errorf("the tree is %s", got)
	}
	if got := lines(f.tree().Only(func(g goals.Goal) bool { return g.ID != 3 })); got != "G-2 >G-5 >G-4 G-1 " {
		t.Errorf("without the one in the middle it is %s", got)
	}
}

// Whatever is set, moved and retired in whatever order: no goal hangs below
// itself, parts never come to more than the whole, derived targets follow, and
// periods lie within each other.
func TestWhateverIsMovedTheTreeStaysATree(t *testing.T) {
	metrics := []goals.Metric{goals.MetricRevenue, goals.MetricCustomers, goals.MetricMQLs, goals.MetricLeads, goals.MetricAcceptanceRate}
	periods := []string{"2027", "2027-Q1", "2027-Q2", "2027-01", "2027-02", "2027-W06", "2026-Q4"}
	rapid.Check(t, func(rt *rapid.T) {
		f := newForest(t)
		draw := func() (ref.GoalID, goals.Input) {
			id := ref.GoalID(rapid.IntRange(0, len(f.goals)).Draw(rt, "goal"))
			in := goals.Input{
				Metric: rapid.SampledFrom(metrics).Draw(rt, "metric"), Period: period(t, rapid.SampledFrom(periods).Draw(rt, "period")),
				Parent: ref.GoalID(rapid.IntRange(0, len(f.goals)).Draw(rt, "parent")), Alone: rapid.IntRange(0, 5).Draw(rt, "alone") == 0,
				For: goals.Scope{Person: rapid.SampledFrom([]ref.UserID{"", "", mia, sam}).Draw(rt, "for")}, Rescope: true,
			}
			metric := in.Metric
			if id != 0 {
				metric = f.goals[id].Metric
			}
			if target := rapid.IntRange(0, 40).Draw(rt, "target"); target > 0 {
				in.Target = goals.Quantity{Number: float64(target)}
				switch metric.Info().Kind {
				case goals.MetricMoney:
					in.Target = goals.MoneyQuantity(euros(int64(target) * 1000))
				case goals.MetricRate:
					in.Target.Number /= 40
				default:
				}
			}
			if rapid.Bool().Draw(rt, "derived") {
				in.Rate = rapid.SampledFrom([]float64{0.05, 0.25, 1.0 / 3, 1, 700}).Draw(rt, "rate")
			}
			return id, in
		}
		rt.Repeat(map[string]func(*rapid.T){
			"set": func(rt *rapid.T) {
				id, in := draw()
				if err := f.sets(id, in); err != nil && fault.UserText(err) == "" {
					rt.Fatalf("not a sentence for people: %v", err)
				}
			},
			"retire": func(rt *rapid.T) {
				id := ref.GoalID(rapid.IntRange(0, len(f.goals)).Draw(rt, "goal"))
				if g, ok := f.tree().Goal(id); ok {
					if retired, _, err := g.Retire(f.tree(), f.act(lea), f.p); err == nil {
						f.goals[id] = retired
					}
				}
			},
			"": func(rt *rapid.T) { sound(rt, f.tree()) },
		})
	})
}

// sound checks the rules of a tree in another way than they are kept.
func sound(rt *rapid.T, tree goals.Tree) {
	for id, g := range tree.ByID {
		steps := 0
		for above, ok := tree.Goal(g.Parent); ok; above, ok = tree.Goal(above.Parent) {
			if steps++; steps > len(tree.ByID) {
				rt.Fatalf("%s hangs below itself", id)
			}
			if above.Period.From.After(g.Period.Last()) || !g.Period.From.Before(above.Period.To) {
				rt.Fatalf("%s of %s hangs below %s of %s", id, g.Period, above.ID, above.Period)
			}
		}
		above, ok := tree.Goal(g.Parent)
		if g.Parent != 0 && !ok {
			rt.Fatalf("%s hangs below %s, which is gone", id, g.Parent)
		}
		if g.Derived() {
			exact := above.Target.Number
			if above.Derived() {
				exact = above.Exact
			}
			if want := exact / g.Rate; math.Abs(want-g.Exact) > 1e-6*want || g.Target.Number < g.Exact-1e-6 || g.Target.Number >= g.Exact+1 {
				rt.Fatalf("%s is %v, exactly %v; from %v by %v it should be %v", id, g.Target, g.Exact, exact, g.Rate, want)
			}
		}
		var sum float64
		for _, part := range tree.Below(id) {
			if part.Part() {
				sum += part.Target.Number
			}
		}
		if sum > g.Target.Number+1e-6 {
			rt.Fatalf("the parts of %s come to %v of %v", id, sum, g.Target)
		}
	}
	if lines := tree.Lines(); len(lines) != len(tree.ByID) {
		rt.Fatalf("%d lines of %d goals", len(lines), len(tree.ByID))
	}
}
