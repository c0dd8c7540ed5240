package goals

import (
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

func goalDetail() goals.Detail {
	all := kittest.Grove()
	set := funnel.Entry{At: kittest.Now.AddDate(0, -1, 0), By: kittest.Mia, Kind: funnel.EntryGoalSet, Metric: string(goals.MetricMQLs), Value: 700, Above: 2}
	moved := funnel.Entry{At: kittest.Now.AddDate(0, 0, -3), By: kittest.Sam, Kind: funnel.EntryGoalSet, Metric: string(goals.MetricMQLs), Value: 840, Was: 700, Above: 2}
	why := moved
	why.Was, why.At = 840, kittest.Now
	return goals.Detail{
		Standing: all[2], Above: all[1].Goal, Below: all[3:5], Derivation: "42 Customers ÷ 5% = 840 MQLs", Unshared: goals.Quantity{Number: 440}, Parts: true,
		Campaigns: []string{"LogiMAT 2027", "Guide <3"}, History: []funnel.Entry{set, moved, why},
	}
}

func saved(s goals.Standing, moved ...goals.Move) goals.Saved {
	return goals.Saved{Saved: []goals.Goal{s.Goal}, Moved: moved}
}

func addGoals(c kit.Context, add kittest.Adder) {
	add("reply", "goals", goalList(c, kittest.SomeGoals()))
	add("reply", "goals_empty", goalList(c, nil))
	add("reply", "goals_huge", goalList(c, kittest.HugeDigest().Goals))
	all := kittest.Grove()
	unshared := map[ref.GoalID]goals.Quantity{3: {Number: 440}}
	add("reply", "goals_nested", goalList(c, all))
	add("reply", "goal_tree", treeShown(c, goalTreeModel{all, unshared}))
	rate := kittest.Standing(goals.MetricAcceptanceRate, "2026-Q4", 0.7, 0.78, "")
	add("reply", "goal_tree_rate", treeShown(c, goalTreeModel{kittest.Numbered(rate), nil}))
	add("reply", "goal_tree_deep", treeShown(c, goalTreeModel{kittest.Ladder(8), nil}))
	add("reply", "goals_deep", goalList(c, kittest.Ladder(8)))
	add("reply", "goal_tree_empty", treeShown(c, goalTreeModel{}))
	add("reply", "goal_tree_hostile", treeShown(c, goalTreeModel{slices.Repeat([]goals.Standing{kittest.HostileGoal()}, 60), unshared}))
	add("reply", "goal_saved", goalSaved(c, saved(all[0], goals.Move{Goal: all[1].Goal, Was: goals.Quantity{Number: 40}}), ""))
	add("reply", "goal_saved_derived", goalSaved(c, saved(all[2]), "42 Customers ÷ 5% = 840 MQLs"))
	add("reply", "goal_saved_part", goalSaved(c, saved(all[3]), ""))
	add("reply", "goal_saved_without_why", goalSaved(c, saved(all[4]), ""))
	add("reply", "goal_saved_hostile", goalSaved(c, saved(kittest.HostileGoal()), kittest.HostileText))
	add("reply", "goal_retired", goalRetired(c, all[3].Goal))
	add("reply", "goal_shown", goalShown(c, goalDetail()))
	over, retired, amounts, hostile := goalDetail(), goalDetail(), goalDetail(), goalDetail()
	over.Closed = true
	retired.Goal.RetiredAt, retired.Goal.RetiredBy = kittest.Now, kittest.Mia
	retired.History = append(retired.History, funnel.Entry{At: kittest.Now, By: kittest.Mia, Kind: funnel.EntryGoalRetired})
	amounts.Standing, amounts.Above, amounts.Derivation, amounts.Below, amounts.Campaigns, amounts.Parts = all[0], goals.Goal{}, "", nil, nil, false
	amounts.History = []funnel.Entry{{At: kittest.Now, By: kittest.Sam, Kind: funnel.EntryGoalSet, Metric: string(goals.MetricRevenue), Value: 500000, Was: 450000, Amount: kittest.Euros(500000)}}
	ends := goals.MoneyQuantity(money.Amount{Minor: 43307692, Currency: "EUR"})
	amounts.Outlook = &ends
	hostile.Standing, hostile.Above, hostile.Derivation = kittest.HostileGoal(), kittest.HostileGoal().Goal, kittest.HostileText
	hostile.Below, hostile.Campaigns = slices.Repeat([]goals.Standing{kittest.HostileGoal()}, 30), slices.Repeat([]string{kittest.HostileText}, 30)
	add("reply", "goal_shown_over", goalShown(c, over))
	add("reply", "goal_shown_retired", goalShown(c, retired))
	add("reply", "goal_shown_top", goalShown(c, amounts))
	add("reply", "goal_shown_spend", goalShown(c, goals.Detail{Standing: all[5]}))
	add("reply", "goal_shown_hostile", goalShown(c, hostile))
	add("reply", "figure_saved", figureSaved(c, "Website visits", goals.Figure{Metric: goals.MetricWebsiteVisits, Period: kittest.Period("2026-W47"), Value: 5200}, 4800))
	add("reply", "figure_saved_day", figureSaved(c, "Demo requests", goals.DayFigure("demo_requests", kittest.Date("2026-11-19"), 12), 0))
	demos := goals.CustomMetric{Metric: "demo_requests", Name: "Demo requests", Team: ref.Marketing, DefinedBy: kittest.Mia}
	calls := goals.CustomMetric{Metric: "calls", Name: kittest.HostileText[:50], DefinedBy: kittest.Sam, RetiredAt: kittest.Now}
	add("reply", "metric_defined", metricDefined(c, demos))
	score := goals.CustomMetric{Metric: "nps", Name: "NPS", Mean: true, DefinedBy: kittest.Mia}
	add("reply", "metric_defined_mean", metricDefined(c, score))
	scored := goals.Goal{V: 1, ID: 9, Metric: "nps", Label: "NPS", Mean: true, Period: kittest.Period("2026-Q4"), Target: goals.Quantity{Number: 4.6}}
	add("reply", "goal_shown_mean", goalShown(c, goals.Detail{Standing: goals.Standing{
		Goal: scored, Actual: goals.Actual{Quantity: goals.Quantity{Number: 4.25}, Known: true}, Expected: 4.6, Gap: -0.076, Status: goals.StatusBehind, DaysElapsed: 36, DaysTotal: 65,
	}}))
	add("reply", "goal_shown_lagging", goalShown(c, goals.Detail{Standing: goals.Standing{
		Goal:   goals.Goal{V: 1, ID: 10, Metric: goals.MetricWebsiteVisits, Period: kittest.Period("2026-Q4"), Target: goals.Quantity{Number: 24000}},
		Actual: goals.Actual{Quantity: goals.Quantity{Number: 8700}, Known: true}, Expected: 8900, Gap: -0.02, Share: 0.36, Status: goals.StatusOnPace,
		DaysElapsed: 36, DaysTotal: 65, LoggedTo: kittest.Date("2026-11-01"),
	}}))
	add("reply", "metric_retired", metricRetired(c, demos))
	add("reply", "metrics", metricList(c, []goals.CustomMetric{demos, score, {Metric: "calls", Name: "Calls", DefinedBy: kittest.Sam, RetiredAt: kittest.Now}}))
	add("reply", "metrics_none", metricList(c, nil))
	add("reply", "metrics_hostile", metricList(c, slices.Repeat([]goals.CustomMetric{calls}, 60)))

	form := goalForm{
		Goal: goals.Goal{Owner: kittest.Mia}, Metrics: goals.NewCatalogue([]goals.CustomMetric{demos}), Goals: all, People: []ref.UserID{kittest.Mia, kittest.Maxi, kittest.Sam},
		Campaigns: []campaigns.Campaign{kittest.Fair().Campaign, kittest.ClosedFair().Campaign, kittest.Unpaid().Campaign},
	}
	add("modal", "modal_goal_new", editGoal(c, form))
	form.Goal, form.Above = all[2].Goal, all[1].Goal
	add("modal", "modal_goal_derived", kit.From(editGoal(c, form), "C0LEADS"))
	form.Goal, form.Above = all[3].Goal, all[2].Goal
	form.Goal.For = goals.Scope{Campaign: 1, Name: "LogiMAT 2027"}
	add("modal", "modal_goal_part", editGoal(c, form))
	form.Goal, form.Goals = kittest.HostileGoal().Goal, slices.Repeat([]goals.Standing{kittest.HostileGoal()}, 200)
	form.Campaigns, form.People = slices.Repeat([]campaigns.Campaign{kittest.HostileCampaign().Campaign}, 200), slices.Repeat([]ref.UserID{kittest.Kim}, 200)
	add("modal", "modal_goal_hostile", editGoal(c, form))
}

func TestTheFormOfAGoalIsReadBack(t *testing.T) {
	for _, scope := range []goals.Scope{{}, {Team: ref.Sales}, {Person: kittest.Mia}} {
		if got, campaign := chosenScope(scopeValue(scope)); got != scope || campaign != "" {
			t.Errorf("%+v was read back as %+v, %q", scope, got, campaign)
		}
	}
	if got, campaign := chosenScope(scopeValue(goals.Scope{Campaign: 3, Name: "Fair"})); got != (goals.Scope{}) || campaign != "Fair" {
		t.Errorf("a campaign was read back as %+v, %q", got, campaign)
	}
	all := kittest.Grove()
	for i, want := range []typedFields{{Target: "EUR 500000"}, {Rate: "€12,000"}, {Rate: "5%"}, {Target: "300"}} {
		above := goals.Goal{}
		if i > 0 {
			above = all[i-1].Goal
		}
		got := typed(all[i].Goal, above)
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
	m := treeShown(kittest.FixtureContext(), goalTreeModel{Goals: kittest.Grove()})
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
