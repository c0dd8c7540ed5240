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

// goalForm is what the form of a goal offers.
type goalForm struct {
	Goal      goals.Goal // a new one where it has no number
	Metrics   goals.Catalogue
	Goals     []goals.Standing     // that it may hang below
	Campaigns []campaigns.Campaign // that it may be for
	People    []ref.UserID         // who may own it, or for whom it may be
	Above     goals.Goal           // the one it hangs below now
}

// The fields of the form of a goal, besides FieldWhy.
const (
	fieldMetric = "metric"
	fieldPeriod = "period"
	fieldTarget = "target"
	fieldParent = "parent"
	fieldRate   = "rate"
	fieldFor    = "for"
	fieldOwner  = "owner"
)

// Values of the menus of the form of a goal.
const (
	everybody   = "everybody"
	forTeam     = "team:"
	forPerson   = "person:"
	forCampaign = "campaign:"
	limitPeriod = 30
)

// scopeValue is a choice of the menu fieldFor, as chosenScope reads it.
func scopeValue(s goals.Scope) string {
	switch {
	case s.Campaign != 0:
		return forCampaign + s.Name
	case s.Person != "":
		return forPerson + string(s.Person)
	case s.Team != "":
		return forTeam + string(s.Team)
	}

	return everybody
}

// chosenScope reads for whom a goal is; a campaign by its name.
func chosenScope(value string) (scope goals.Scope, campaign string) {
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

// editGoal asks for a goal: a new one where it has no number yet.
func editGoal(c kit.Context, f goalForm) slack.ModalViewRequest {
	g := f.Goal
	title, submit := "Set a goal", "Set it"
	m := kit.Metadata{}
	intro := []slack.Block{kit.ContextLine("A goal says what is to be reached, by when, and why. One below another is a part of it, or derives from it by a rate.")}
	var blocks []slack.Block
	if g.ID == 0 {
		blocks = append(intro, kit.Menu(fieldMetric, "Metric", "", string(g.Metric), metricChoices(f.Metrics)))
	} else {
		title, submit, m.Goal = "Edit "+g.ID.String(), "Save", g.ID.String()
		blocks = []slack.Block{kit.Section("*" + g.ID.String() + "* " + Ref(g)), kit.ContextLine("A field that you empty keeps its old text. A target that derives from the goal above follows by itself.")}
	}

	period, filled := g.Period.Label, typed(g, f.Above)
	if period == "" {
		period = calendar.QuarterOf(c.Today()).Label
	}

	aboves, above := f.above()
	blocks = append(blocks,
		kit.TextField{Field: fieldPeriod, Label: "Period", Placeholder: "2026-Q4", Value: period, Limit: limitPeriod, Required: g.ID == 0, Hint: "A year, a quarter, a month (2026-11), a week (2026-W47), or days (2026-10-01..2026-12-15)."}.Block(),
		kit.TextField{Field: fieldTarget, Label: "Target", Placeholder: "120, 60% or 500000", Value: filled.Target, Limit: kit.LimitSum, Hint: "Left empty where it derives from the goal above."}.Block(),
		kit.Menu(fieldParent, "Which goal is it below?", "", above, aboves),
		kit.TextField{Field: fieldRate, Label: "Rate from it to the goal above", Placeholder: "25%, or 12000", Value: filled.Rate, Limit: kit.LimitSum, Hint: "Share that becomes one of the goal above (25%). Below a revenue goal: the amount each brings (12000)."}.Block(),
		kit.Menu(fieldFor, "For whom?", "A person's or a campaign's goal counts only what came of them.", scopeValue(g.For), f.scopes(c)),
		c.People(fieldOwner, "Owner", "Who answers for it.", cmp.Or(string(g.Owner), kit.NoGoal), []kit.Choice{{Value: kit.NoGoal, Label: "Nobody yet"}}, f.People),
		kit.TextField{
			Field: kit.FieldWhy, Label: "Why?", Placeholder: "Three new customers a month.", Value: g.Why,
			Limit: kit.LimitNote, Lines: true,
		}.Block(),
	)
	return kit.Modal(callbackGoal, title, submit, m, blocks...)
}

// typedFields are numbers of a goal as the form shows them.
type typedFields struct{ Target, Rate string }

// typed writes the target and the rate of a goal as they can be read back,
// rounded as people see them.
func typed(g, above goals.Goal) typedFields {
	switch {
	case g.ID == 0:
		return typedFields{}
	case g.Derived():
		return typedFields{Rate: g.RateText(above)}
	case !g.Target.Money.IsZero():
		return typedFields{Target: kit.Written(g.Target.Money)}
	}

	return typedFields{Target: g.Metric.Format(g.Target)}
}

func metricChoices(metrics goals.Catalogue) []kit.Choice {
	return kit.Each(metrics, func(info goals.MetricInfo) kit.Choice {
		return kit.Choice{Value: string(info.Metric), Label: info.Name}
	})
}

// above offers the goals below which one may hang, and gives the present one.
func (f goalForm) above() (choices []kit.Choice, chosen string) {
	others := slices.DeleteFunc(slices.Clone(f.Goals), func(s goals.Standing) bool { return s.Goal.ID == f.Goal.ID })
	return Menu("None: it stands at the top", others, f.Above)
}

// Menu offers goals, or none. The present one is always among them, also
// where it is over or retired: a menu that must be filled in shows it.
func Menu(none string, some []goals.Standing, present goals.Goal) (choices []kit.Choice, chosen string) {
	choices, chosen = []kit.Choice{{Value: kit.NoGoal, Label: none}}, kit.NoGoal
	found := present.ID == 0
	if !found {
		chosen = present.ID.String()
	}

	for _, s := range some {
		choices = append(choices, choiceOf(s))
		found = found || s.Goal.ID == present.ID
	}

	if !found {
		choices = append(choices, choiceOf(goals.Standing{Goal: present}))
	}

	return choices, chosen
}

// choiceOf offers a goal in a menu.
func choiceOf(s goals.Standing) kit.Choice {
	label := s.Goal.ID.String() + " " + s.Goal.Name() + " " + s.Goal.Period.Label
	if s.Goal.For.Name != "" {
		label += " for " + s.Goal.For.Name
	}

	return kit.Choice{Value: s.Goal.ID.String(), Label: label}
}

// scopes offers for whom or what a goal may be.
func (f goalForm) scopes(c kit.Context) []kit.Choice {
	choices := []kit.Choice{
		{Value: everybody, Label: "Everybody"},
		{Value: forTeam + string(ref.Marketing), Label: "Marketing"},
		{Value: forTeam + string(ref.Sales), Label: "Sales"},
		{Value: forTeam + string(ref.Leadership), Label: "Leadership"},
	}
	now := f.Goal.For
	for _, campaign := range f.Campaigns {
		if !campaign.Closed() || campaign.ID == now.Campaign {
			choices = append(choices,
				kit.Choice{Value: scopeValue(goals.Scope{Campaign: campaign.ID, Name: campaign.Name}), Label: "Campaign " +
					campaign.Name})
		}
	}

	for _, id := range f.People {
		choices = append(choices, kit.Choice{Value: forPerson + string(id), Label: c.NameOf(id)})
	}

	return choices
}
