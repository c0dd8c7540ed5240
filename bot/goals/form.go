package goals

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
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
func EditGoal(c kit.Context, f GoalForm) slack.ModalViewRequest {
	g := f.Goal
	title, submit := "Set a goal", "Set it"
	m := kit.Metadata{}
	intro := []slack.Block{kit.ContextLine("A goal says what is to be reached, by when, and why. One below another is a part of it, or derives from it by a rate.")}
	var blocks []slack.Block
	if g.ID == 0 {
		blocks = append(intro, kit.Menu(FieldMetric, "Metric", "", string(g.Metric), metricChoices(f.Metrics)))
	} else {
		title, submit, m.Goal = "Edit "+g.ID.String(), "Save", g.ID.String()
		blocks = []slack.Block{kit.Section("*" + g.ID.String() + "* " + GoalRef(g)), kit.ContextLine("A field that you empty keeps its old text. A target that derives from the goal above follows by itself.")}
	}
	period, filled := g.Period.Label, GoalTyped(g, f.Above)
	if period == "" {
		period = calendar.QuarterOf(c.Today()).Label
	}
	aboves, above := f.above()
	blocks = append(blocks,
		kit.TextField{Field: FieldPeriod, Label: "Period", Placeholder: "2026-Q4", Value: period, Limit: limitPeriod, Required: g.ID == 0, Hint: "A year, a quarter, a month (2026-11), a week (2026-W47), or days (2026-10-01..2026-12-15)."}.Block(),
		kit.TextField{Field: FieldTarget, Label: "Target", Placeholder: "120, 60% or 500000", Value: filled.Target, Limit: kit.LimitSum, Hint: "Left empty where it derives from the goal above."}.Block(),
		kit.Menu(FieldParent, "Which goal is it below?", "", above, aboves),
		kit.TextField{Field: FieldRate, Label: "Rate from it to the goal above", Placeholder: "25%, or 12000", Value: filled.Rate, Limit: kit.LimitSum, Hint: "Share that becomes one of the goal above (25%). Below a revenue goal: the amount each brings (12000)."}.Block(),
		kit.Menu(FieldFor, "For whom?", "A person's or a campaign's goal counts only what came of them.", ScopeValue(g.For), f.scopes(c)),
		c.People(FieldOwner, "Owner", "Who answers for it.", cmp.Or(string(g.Owner), kit.NoGoal), []kit.Choice{{Value: kit.NoGoal, Label: "Nobody yet"}}, f.People[:min(len(f.People), maxGoalOwner)]),
		kit.TextField{Field: kit.FieldWhy, Label: "Why?", Placeholder: "Three new customers a month.", Value: g.Why, Limit: kit.LimitNote, Lines: true}.Block(),
	)
	return kit.Modal(CallbackGoal, title, submit, m, blocks...)
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
		return GoalFields{Target: kit.Written(g.Target.Money)}
	}
	return GoalFields{Target: g.Metric.Format(g.Target)}
}

func metricChoices(metrics goals.Catalogue) []kit.Choice {
	return kit.Each(metrics, func(info goals.MetricInfo) kit.Choice {
		return kit.Choice{Value: string(info.Metric), Label: info.Name}
	})
}

// above offers the goals below which one may hang, and gives the present one.
func (f GoalForm) above() (choices []kit.Choice, chosen string) {
	others := slices.DeleteFunc(slices.Clone(f.Goals), func(s goals.Standing) bool { return s.Goal.ID == f.Goal.ID })
	return GoalMenu("None: it stands at the top", others, f.Above)
}

// GoalMenu offers goals, or none. The present one is always among them, also
// where it is over or retired: a menu that must be filled in shows it.
func GoalMenu(none string, some []goals.Standing, present goals.Goal) (choices []kit.Choice, chosen string) {
	choices, chosen = []kit.Choice{{Value: kit.NoGoal, Label: none}}, kit.NoGoal
	found := present.ID == 0
	if !found {
		chosen = present.ID.String()
	}
	for _, s := range some[:min(len(some), kit.MaxOptions-2)] {
		choices = append(choices, goalChoice(s))
		found = found || s.Goal.ID == present.ID
	}
	if !found {
		choices = append(choices, goalChoice(goals.Standing{Goal: present}))
	}
	return choices, chosen
}

// goalChoice offers a goal in a menu.
func goalChoice(s goals.Standing) kit.Choice {
	label := s.Goal.ID.String() + " " + s.Goal.Name() + " " + s.Goal.Period.Label
	if s.Goal.For.Name != "" {
		label += " for " + s.Goal.For.Name
	}
	return kit.Choice{Value: s.Goal.ID.String(), Label: label}
}

// scopes offers for whom or what a goal may be.
func (f GoalForm) scopes(c kit.Context) []kit.Choice {
	choices := []kit.Choice{
		{Value: Everybody, Label: "Everybody"},
		{Value: forTeam + string(ref.Marketing), Label: "Marketing"},
		{Value: forTeam + string(ref.Sales), Label: "Sales"},
		{Value: forTeam + string(ref.Leadership), Label: "Leadership"},
	}
	now := f.Goal.For
	for _, campaign := range f.Campaigns {
		if (!campaign.Closed() || campaign.ID == now.Campaign) && len(choices) < kit.MaxOptions/2 {
			choices = append(choices, kit.Choice{Value: ScopeValue(goals.Scope{Campaign: campaign.ID, Name: campaign.Name}), Label: "Campaign " + campaign.Name})
		}
	}
	for _, id := range f.People {
		if len(choices) < kit.MaxOptions {
			choices = append(choices, kit.Choice{Value: forPerson + string(id), Label: c.NameOf(id)})
		}
	}
	return choices
}
