package goals

import (
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// ask opens the form of a goal for those who may change it.
func (h handlers) ask(ctx context.Context, in *desk.Input, g goals.Goal) (desk.Ack, error) {
	form := goalForm{Goal: g}
	policy, err := h.Services.Core.Policy(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	if err := g.MayChange(people.Act{By: policy.Roster.Person(in.Actor.User), At: h.Now()}, policy); err != nil {
		return desk.Ack{}, err
	}

	if form.Metrics, err = h.Services.Metrics.Catalogue(ctx); err != nil {
		return desk.Ack{}, err
	}

	if form.Goals, err = h.Services.Goals.Standings(ctx); err != nil {
		return desk.Ack{}, err
	}

	board, err := h.Services.Campaigns.All(ctx, ledger.ModelFirst)
	if err != nil {
		return desk.Ack{}, err
	}

	for _, c := range board.Campaigns {
		form.Campaigns = append(form.Campaigns, c.Campaign)
	}

	if g.ID != 0 {
		d, err := h.Services.Goals.Show(ctx, g.ID)
		if err != nil {
			return desk.Ack{}, err
		}

		form.Goal, form.Above = d.Goal, d.Above // with its campaign as it is called now
	}

	r := h.Services.Core.Settings().Roster
	form.People = desk.Distinct(slices.Concat([]ref.UserID{g.Owner, g.For.Person}, r.Leadership, r.Marketing,
		[]ref.UserID{r.SalesManager}, r.Sales, r.Admins))
	h.People.Meet(ctx, form.People...) // the menus show names
	return h.Ask(ctx, in, editGoal(h.ViewContext(ctx), form))
}

func (h handlers) submit(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	m, err := desk.Remembered(in)
	if err != nil {
		return desk.Ack{}, err
	}

	if m.Goal == "" {
		goal, err := h.goalForm(ctx, in, goals.Goal{Metric: goals.Metric(in.View.Form[fieldMetric])}, goals.Goal{})
		if err != nil {
			return desk.Ack{}, err
		}

		set, err := h.Services.Goals.Set(ctx, in.Request(), goal)
		return h.saved(ctx, set, err)
	}

	old, err := h.Services.Goals.Named(ctx, m.Goal)
	if err != nil {
		return desk.Ack{}, err
	}

	d, err := h.Services.Goals.Show(ctx, old.ID)
	if err != nil {
		return desk.Ack{}, err
	}

	goal, err := h.goalForm(ctx, in, old, d.Above)
	if err != nil {
		return desk.Ack{}, err
	}

	set, err := h.Services.Goals.Edit(ctx, in.Request(), old.ID, goal)
	return h.saved(ctx, set, err)
}

// goalForm reads what was filled in about a goal. What stands as it was shown
// is left as it is: people see rates and targets rounded.
func (h handlers) goalForm(ctx context.Context, in *desk.Input, old, oldAbove goals.Goal) (goals.Input, error) {
	form := in.View.Form
	shown := typed(old, oldAbove)
	goal := goals.Input{Metric: old.Metric, Why: form[kit.FieldWhy], Rescope: true}
	if owner := form[fieldOwner]; owner != kit.NoGoal {
		goal.Owner = ref.UserID(owner)
	}

	var err error
	if text := form[fieldPeriod]; text != "" {
		if goal.Period, err = (calendar.Reading{Today: h.Today()}).Period(text); err != nil {
			return goal, desk.Sentence(fieldPeriod, err)
		}
	}

	if text := strings.TrimSpace(form[fieldTarget]); text != "" && text != shown.Target {
		if goal.Target, err = old.Metric.ParseTarget(text, h.Currency()); err != nil {
			return goal, fault.InvalidField(fieldTarget, err)
		}
	}

	scope, campaign := chosenScope(form[fieldFor])
	if campaign != "" {
		if scope, err = h.campaignScope(ctx, campaign); err != nil {
			return goal, err
		}
	}

	goal.For = scope
	goal.Certain = old.Certain // the form does not ask for it
	err = h.formAbove(ctx, in, &goal, oldAbove, shown.Rate)
	return goal, err
}

// formAbove reads where a goal is to hang.
func (h handlers) formAbove(
	ctx context.Context, in *desk.Input, goal *goals.Input, oldAbove goals.Goal, shownRate string,
) error {
	parent, rate := in.View.Form[fieldParent], strings.TrimSpace(in.View.Form[fieldRate])
	if parent == "" || parent == kit.NoGoal {
		if rate != "" && rate != shownRate {
			return fault.InvalidField(fieldRate, fault.Invalid("A rate says how a goal follows from the one above it. Choose that too, or leave the rate empty."))
		}

		goal.Alone = true
		return nil
	}

	above, err := h.Services.Goals.Named(ctx, parent)
	if err != nil {
		return fault.InvalidField(fieldParent, err)
	}

	goal.Parent = above.ID
	switch {
	case above.ID != oldAbove.ID:
		goal.Certain = 0
	case rate == shownRate:
		return nil
	}

	return h.derive(goal, above, rate, "")
}
