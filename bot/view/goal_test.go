package view

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// grove is a tree of goals: revenue, customers from it, MQLs from them, and of
// these a campaign's and a person's part.
func grove() []goals.Standing {
	tree := numbered(
		standing(goals.MetricRevenue, "2026-Q4", 500000, 210000, "The new office is paid from it."),
		standing(goals.MetricCustomers, "2026-Q4", 42, 30, "At €12,000 a deal."),
		standing(goals.MetricMQLs, "2026-Q4", 840, 410, "One in twenty buys."),
		standing(goals.MetricMQLs, "2026-11", 300, 160, "Half of those who see it at a fair buy within a year."),
		standing(goals.MetricMQLs, "2026-12", 100, 0, ""),
		standing(goals.MetricSpend, "2026-Q4", 45000, 21000, ""),
	)
	for i, depth := range []int{0, 1, 2, 3, 3, 0} {
		tree[i].Depth = depth
	}
	tree[1].Goal.Parent, tree[1].Goal.Rate, tree[1].Goal.Exact, tree[1].Goal.Owner = 1, 12000, 500000.0/12000, sam
	tree[2].Goal.Parent, tree[2].Goal.Rate, tree[2].Goal.Exact = 2, 0.05, 500000.0/12000/0.05
	tree[3].Goal.Parent, tree[3].Goal.For = 3, goals.Scope{Campaign: 7, Name: "LogiMAT 2027"}
	tree[4].Goal.Parent, tree[4].Goal.For, tree[4].Goal.Owner = 3, goals.Scope{Person: maxi}, ""
	tree[5].Goal.For = goals.Scope{Team: ref.Marketing}
	return tree
}

// ladder is a tree in which each goal hangs below the one before it.
func ladder(steps int) []goals.Standing {
	all := numbered(slices.Repeat([]goals.Standing{standing(goals.MetricMQLs, "2026-Q4", 840, 410, "")}, steps)...)
	for i := range all {
		all[i].Depth, all[i].Goal.Parent = i, ref.GoalID(i)
	}
	return all
}

func hostileGoal() goals.Standing {
	s := grove()[3]
	s.Goal.Label, s.Goal.Why, s.Goal.For.Name = hostileText, hostileText, hostileText
	return s
}

func goalDetail() goals.Detail {
	all := grove()
	set := funnel.Entry{At: now.AddDate(0, -1, 0), By: mia, Kind: funnel.EntryGoalSet, Metric: string(goals.MetricMQLs), Value: 700, Above: 2}
	moved := funnel.Entry{At: now.AddDate(0, 0, -3), By: sam, Kind: funnel.EntryGoalSet, Metric: string(goals.MetricMQLs), Value: 840, Was: 700, Above: 2}
	why := moved
	why.Was, why.At = 840, now
	return goals.Detail{
		Standing: all[2], Above: all[1].Goal, Below: all[3:5], Derivation: "42 Customers ÷ 5% = 840 MQLs", Unshared: goals.Quantity{Number: 440}, Parts: true,
		Campaigns: []string{"LogiMAT 2027", "Guide <3"}, History: []funnel.Entry{set, moved, why},
	}
}

func saved(s goals.Standing, moved ...goals.Move) goals.Saved {
	return goals.Saved{Saved: []goals.Goal{s.Goal}, Moved: moved}
}

func addGoals(c Context, add adder) {
	add("reply", "goals", GoalList(c, someGoals()))
	add("reply", "goals_empty", GoalList(c, nil))
	add("reply", "goals_huge", GoalList(c, hugeDigest().Goals))
	all := grove()
	unshared := map[ref.GoalID]goals.Quantity{3: {Number: 440}}
	add("reply", "goals_nested", GoalList(c, all))
	add("reply", "goal_tree", GoalTree(c, GoalTreeModel{all, unshared}))
	rate := standing(goals.MetricAcceptanceRate, "2026-Q4", 0.7, 0.78, "")
	add("reply", "goal_tree_rate", GoalTree(c, GoalTreeModel{numbered(rate), nil}))
	add("reply", "goal_tree_deep", GoalTree(c, GoalTreeModel{ladder(8), nil}))
	add("reply", "goals_deep", GoalList(c, ladder(8)))
	add("reply", "goal_tree_empty", GoalTree(c, GoalTreeModel{}))
	add("reply", "goal_tree_hostile", GoalTree(c, GoalTreeModel{slices.Repeat([]goals.Standing{hostileGoal()}, 60), unshared}))
	add("reply", "goal_saved", GoalSaved(c, saved(all[0], goals.Move{Goal: all[1].Goal, Was: goals.Quantity{Number: 40}}), ""))
	add("reply", "goal_saved_derived", GoalSaved(c, saved(all[2]), "42 Customers ÷ 5% = 840 MQLs"))
	add("reply", "goal_saved_part", GoalSaved(c, saved(all[3]), ""))
	add("reply", "goal_saved_without_why", GoalSaved(c, saved(all[4]), ""))
	add("reply", "goal_saved_hostile", GoalSaved(c, saved(hostileGoal()), hostileText))
	add("reply", "goal_retired", GoalRetired(c, all[3].Goal))
	add("reply", "goal_shown", GoalShown(c, goalDetail()))
	over, retired, amounts, hostile := goalDetail(), goalDetail(), goalDetail(), goalDetail()
	over.Closed = true
	retired.Goal.RetiredAt, retired.Goal.RetiredBy = now, mia
	retired.History = append(retired.History, funnel.Entry{At: now, By: mia, Kind: funnel.EntryGoalRetired})
	amounts.Standing, amounts.Above, amounts.Derivation, amounts.Below, amounts.Campaigns, amounts.Parts = all[0], goals.Goal{}, "", nil, nil, false
	amounts.History = []funnel.Entry{{At: now, By: sam, Kind: funnel.EntryGoalSet, Metric: string(goals.MetricRevenue), Value: 500000, Was: 450000, Amount: euros(500000)}}
	ends := goals.MoneyQuantity(money.Amount{Minor: 43307692, Currency: "EUR"})
	amounts.Outlook = &ends
	hostile.Standing, hostile.Above, hostile.Derivation = hostileGoal(), hostileGoal().Goal, hostileText
	hostile.Below, hostile.Campaigns = slices.Repeat([]goals.Standing{hostileGoal()}, 30), slices.Repeat([]string{hostileText}, 30)
	add("reply", "goal_shown_over", GoalShown(c, over))
	add("reply", "goal_shown_retired", GoalShown(c, retired))
	add("reply", "goal_shown_top", GoalShown(c, amounts))
	add("reply", "goal_shown_spend", GoalShown(c, goals.Detail{Standing: all[5]}))
	add("reply", "goal_shown_hostile", GoalShown(c, hostile))
	add("reply", "figure_saved", FigureSaved(c, "Website visits", goals.Figure{Metric: goals.MetricWebsiteVisits, Period: period("2026-W47"), Value: 5200}, 4800))
	add("reply", "figure_saved_day", FigureSaved(c, "Demo requests", goals.DayFigure("demo_requests", date("2026-11-19"), 12), 0))
	demos := goals.CustomMetric{Metric: "demo_requests", Name: "Demo requests", Team: ref.Marketing, DefinedBy: mia}
	calls := goals.CustomMetric{Metric: "calls", Name: hostileText[:50], DefinedBy: sam, RetiredAt: now}
	add("reply", "metric_defined", MetricDefined(c, demos))
	score := goals.CustomMetric{Metric: "nps", Name: "NPS", Mean: true, DefinedBy: mia}
	add("reply", "metric_defined_mean", MetricDefined(c, score))
	scored := goals.Goal{V: 1, ID: 9, Metric: "nps", Label: "NPS", Mean: true, Period: period("2026-Q4"), Target: goals.Quantity{Number: 4.6}}
	add("reply", "goal_shown_mean", GoalShown(c, goals.Detail{Standing: goals.Standing{
		Goal: scored, Actual: goals.Actual{Quantity: goals.Quantity{Number: 4.25}, Known: true}, Expected: 4.6, Gap: -0.076, Status: goals.StatusBehind, DaysElapsed: 36, DaysTotal: 65,
	}}))
	add("reply", "goal_shown_lagging", GoalShown(c, goals.Detail{Standing: goals.Standing{
		Goal:   goals.Goal{V: 1, ID: 10, Metric: goals.MetricWebsiteVisits, Period: period("2026-Q4"), Target: goals.Quantity{Number: 24000}},
		Actual: goals.Actual{Quantity: goals.Quantity{Number: 8700}, Known: true}, Expected: 8900, Gap: -0.02, Share: 0.36, Status: goals.StatusOnPace,
		DaysElapsed: 36, DaysTotal: 65, LoggedTo: date("2026-11-01"),
	}}))
	add("reply", "metric_retired", MetricRetired(c, demos))
	add("reply", "metrics", MetricList(c, []goals.CustomMetric{demos, score, {Metric: "calls", Name: "Calls", DefinedBy: sam, RetiredAt: now}}))
	add("reply", "metrics_none", MetricList(c, nil))
	add("reply", "metrics_hostile", MetricList(c, slices.Repeat([]goals.CustomMetric{calls}, 60)))

	form := GoalForm{
		Goal: goals.Goal{Owner: mia}, Metrics: goals.NewCatalogue([]goals.CustomMetric{demos}), Goals: all, People: []ref.UserID{mia, maxi, sam},
		Campaigns: []campaigns.Campaign{fair().Campaign, closedFair().Campaign, unpaid().Campaign},
	}
	add("modal", "modal_goal_new", EditGoal(c, form))
	form.Goal, form.Above = all[2].Goal, all[1].Goal
	add("modal", "modal_goal_derived", From(EditGoal(c, form), "C0LEADS"))
	form.Goal, form.Above = all[3].Goal, all[2].Goal
	form.Goal.For = goals.Scope{Campaign: 1, Name: "LogiMAT 2027"}
	add("modal", "modal_goal_part", EditGoal(c, form))
	form.Goal, form.Goals = hostileGoal().Goal, slices.Repeat([]goals.Standing{hostileGoal()}, 200)
	form.Campaigns, form.People = slices.Repeat([]campaigns.Campaign{hostileCampaign().Campaign}, 200), slices.Repeat([]ref.UserID{kim}, 200)
	add("modal", "modal_goal_hostile", EditGoal(c, form))
}

func TestTheFormOfAGoalIsReadBack(t *testing.T) {
	for _, scope := range []goals.Scope{{}, {Team: ref.Sales}, {Person: mia}} {
		if got, campaign := ParseScope(ScopeValue(scope)); got != scope || campaign != "" {
			t.Errorf("%+v was read back as %+v, %q", scope, got, campaign)
		}
	}
	if got, campaign := ParseScope(ScopeValue(goals.Scope{Campaign: 3, Name: "Fair"})); got != (goals.Scope{}) || campaign != "Fair" {
		t.Errorf("a campaign was read back as %+v, %q", got, campaign)
	}
	all := grove()
	for i, want := range []GoalFields{{Target: "EUR 500000"}, {Rate: "€12,000"}, {Rate: "5%"}, {Target: "300"}} {
		above := goals.Goal{}
		if i > 0 {
			above = all[i-1].Goal
		}
		got := GoalTyped(all[i].Goal, above)
		if got != want {
			t.Errorf("%s is typed as %+v", all[i].Goal.ID, got)
		}
		if got.Rate == "" {
			continue
		}
		if rate, err := goals.ParseRate(above, got.Rate, "EUR"); err != nil || rate != all[i].Goal.Rate {
			t.Errorf("the rate %q is read back as %v, %v", got.Rate, rate, err)
		}
	}
}

// phoneLine is how many letters a phone shows in two lines at most, with names for
// mentions.
const phoneLine = 55

func TestATreeReadsWellOnAPhone(t *testing.T) {
	m := GoalTree(fixtureContext(), GoalTreeModel{Goals: grove()})
	text := ""
	for _, b := range m.Blocks {
		if s, ok := b.(*slack.SectionBlock); ok {
			text += s.Text.Text + "\n"
		}
	}
	for line := range strings.Lines(text) {
		if width := len([]rune(strings.TrimSpace(line))); width > phoneLine && !strings.Contains(line, "Why:") {
			t.Errorf("%q has %d letters", line, width)
		}
	}
}

// TestGoalsOfOnePeriodNameItOnce: beside each other on a phone lines are short.
func TestGoalsOfOnePeriodNameItOnce(t *testing.T) {
	some := []goals.Standing{standing(goals.MetricMQLs, "2026-Q4", 840, 410, ""), standing(goals.MetricCustomers, "2026-Q4", 42, 30, "")}
	said := func(goals []goals.Standing) string {
		text, err := json.Marshal(public(fixtureContext()).teamsGoals(goals, Full))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := said(some); strings.Count(text, "2026-Q4") != 2 || !strings.Contains(text, "Goals of sales 2026-Q4") || !strings.Contains(text, "*Customers*: 30 of 42") {
		t.Errorf("of one quarter: %s", text)
	}
	some[1] = standing(goals.MetricCustomers, "2026-11", 42, 30, "")
	if text := said(some); !strings.Contains(text, "*Goals of sales*") || !strings.Contains(text, "*Customers* 2026-11: 30 of 42") {
		t.Errorf("of two periods: %s", text)
	}
}
