package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

// GoalForm is what the form of a goal offers.
type GoalForm struct {
	Goal      goals.Goal // a new one where it has no number
	Metrics   goals.Catalogue
	Goals     []goals.Standing     // that it may hang below
	Campaigns []campaigns.Campaign // that it may be for
	People    []ref.UserID         // who may own it, or for whom it may be
	Above     goals.Goal           // the one it hangs below now
}

// The fields of the form of a goal, besides FieldWhy.
const (
	FieldMetric = "metric"
	FieldPeriod = "period"
	FieldTarget = "target"
	FieldParent = "parent"
	FieldRate   = "rate"
	FieldFor    = "for"
	FieldOwner  = "owner"
)

// Values of the menus of the form of a goal.
const (
	Everybody    = "everybody"
	forTeam      = "team:"
	forPerson    = "person:"
	forCampaign  = "campaign:"
	limitPeriod  = 30
	maxGoalOwner = 98
)

// ScopeValue is a choice of the menu FieldFor, as ParseScope reads it.
func ScopeValue(s goals.Scope) string {
	switch {
	case s.Campaign != 0:
		return forCampaign + s.Name
	case s.Person != "":
		return forPerson + string(s.Person)
	case s.Team != "":
		return forTeam + string(s.Team)
	}
	return Everybody
}

// ParseScope reads for whom a goal is; a campaign by its name.
func ParseScope(value string) (scope goals.Scope, campaign string) {
	if team, ok := strings.CutPrefix(value, forTeam); ok {
		return goals.Scope{Team: ref.Team(team)}, ""
	}
	if person, ok := strings.CutPrefix(value, forPerson); ok {
		return goals.Scope{Person: ref.UserID(person)}, ""
	}
	campaign, _ = strings.CutPrefix(value, forCampaign)
	if campaign == value {
		campaign = ""
	}
	return goals.Scope{}, campaign
}

// EditGoal asks for a goal: a new one where it has no number yet.
func EditGoal(c Context, f GoalForm) slack.ModalViewRequest {
	g := f.Goal
	title, submit := "Set a goal", "Set it"
	m := Metadata{}
	intro := []slack.Block{context("A goal says what is to be reached, by when, and why. One below another is a part of it, or derives from it by a rate.")}
	var blocks []slack.Block
	if g.ID == 0 {
		blocks = append(intro, menu(FieldMetric, "Metric", "", string(g.Metric), metricChoices(f.Metrics)))
	} else {
		title, submit, m.Goal = "Edit "+g.ID.String(), "Save", g.ID.String()
		blocks = []slack.Block{section("*" + g.ID.String() + "* " + goalRef(g)), context("A field that you empty keeps its old text. A target that derives from the goal above follows by itself.")}
	}
	period, filled := g.Period.Label, GoalTyped(g, f.Above)
	if period == "" {
		period = calendar.QuarterOf(c.today()).Label
	}
	aboves, above := f.above()
	blocks = append(blocks,
		textField{field: FieldPeriod, label: "Period", placeholder: "2026-Q4", value: period, limit: limitPeriod, required: g.ID == 0, hint: "A year, a quarter, a month (2026-11), a week (2026-W47), or days (2026-10-01..2026-12-15)."}.block(),
		textField{field: FieldTarget, label: "Target", placeholder: "120, 60% or 500000", value: filled.Target, limit: limitSum, hint: "Left empty where it derives from the goal above."}.block(),
		menu(FieldParent, "Which goal is it below?", "", above, aboves),
		textField{field: FieldRate, label: "Rate from it to the goal above", placeholder: "25%, or 12000", value: filled.Rate, limit: limitSum, hint: "Share that becomes one of the goal above (25%). Below a revenue goal: the amount each brings (12000)."}.block(),
		menu(FieldFor, "For whom?", "A person's or a campaign's goal counts only what came of them.", ScopeValue(g.For), f.scopes(c)),
		c.people(FieldOwner, "Owner", "Who answers for it.", cmp.Or(string(g.Owner), NoGoal), []choice{{value: NoGoal, label: "Nobody yet"}}, f.People[:min(len(f.People), maxGoalOwner)]),
		textField{field: FieldWhy, label: "Why?", placeholder: "Three new customers a month.", value: g.Why, limit: limitNote, lines: true}.block(),
	)
	return modal(CallbackGoal, title, submit, m, blocks...)
}

// GoalFields are numbers of a goal as the form shows them.
type GoalFields struct{ Target, Rate string }

// GoalTyped writes the target and the rate of a goal as they can be read back,
// rounded as people see them.
func GoalTyped(g, above goals.Goal) GoalFields {
	switch {
	case g.ID == 0:
		return GoalFields{}
	case g.Derived():
		return GoalFields{Rate: g.RateText(above)}
	case !g.Target.Money.IsZero():
		return GoalFields{Target: written(g.Target.Money)}
	}
	return GoalFields{Target: g.Metric.Format(g.Target)}
}

func metricChoices(metrics goals.Catalogue) []choice {
	return each(metrics, func(info goals.MetricInfo) choice { return choice{value: string(info.Metric), label: info.Name} })
}

// above offers the goals below which one may hang, and gives the present one.
func (f GoalForm) above() (choices []choice, chosen string) {
	others := slices.DeleteFunc(slices.Clone(f.Goals), func(s goals.Standing) bool { return s.Goal.ID == f.Goal.ID })
	return goalMenu("None: it stands at the top", others, f.Above)
}

// goalMenu offers goals, or none. The present one is always among them, also
// where it is over or retired: a menu that must be filled in shows it.
func goalMenu(none string, some []goals.Standing, present goals.Goal) (choices []choice, chosen string) {
	choices, chosen = []choice{{value: NoGoal, label: none}}, NoGoal
	found := present.ID == 0
	if !found {
		chosen = present.ID.String()
	}
	for _, s := range some[:min(len(some), maxOptions-2)] {
		choices = append(choices, goalChoice(s))
		found = found || s.Goal.ID == present.ID
	}
	if !found {
		choices = append(choices, goalChoice(goals.Standing{Goal: present}))
	}
	return choices, chosen
}

// goalChoice offers a goal in a menu.
func goalChoice(s goals.Standing) choice {
	label := s.Goal.ID.String() + " " + s.Goal.Name() + " " + s.Goal.Period.Label
	if s.Goal.For.Name != "" {
		label += " for " + s.Goal.For.Name
	}
	return choice{value: s.Goal.ID.String(), label: label}
}

// scopes offers for whom or what a goal may be.
func (f GoalForm) scopes(c Context) []choice {
	choices := []choice{
		{value: Everybody, label: "Everybody"},
		{value: forTeam + string(ref.Marketing), label: "Marketing"},
		{value: forTeam + string(ref.Sales), label: "Sales"},
		{value: forTeam + string(ref.Leadership), label: "Leadership"},
	}
	now := f.Goal.For
	for _, campaign := range f.Campaigns {
		if (!campaign.Closed() || campaign.ID == now.Campaign) && len(choices) < maxOptions/2 {
			choices = append(choices, choice{value: ScopeValue(goals.Scope{Campaign: campaign.ID, Name: campaign.Name}), label: "Campaign " + campaign.Name})
		}
	}
	for _, id := range f.People {
		if len(choices) < maxOptions {
			choices = append(choices, choice{value: forPerson + string(id), label: c.name(id)})
		}
	}
	return choices
}
