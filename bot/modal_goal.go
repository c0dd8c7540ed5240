package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// askGoal opens the form of a goal for those who may change it.
func (h goalHandlers) askGoal(ctx context.Context, in *Input, g goals.Goal) (Ack, error) {
	form := view.GoalForm{Goal: g}
	policy, err := h.services.Core.Policy(ctx)
	if err != nil {
		return Ack{}, err
	}
	if err := g.MayChange(people.Act{By: policy.Roster.Person(in.Actor.User), At: h.now()}, policy); err != nil {
		return Ack{}, err
	}
	if form.Metrics, err = h.services.Metrics.Catalogue(ctx); err != nil {
		return Ack{}, err
	}
	if form.Goals, err = h.services.Goals.Standings(ctx); err != nil {
		return Ack{}, err
	}
	board, err := h.services.Campaigns.All(ctx, ledger.ModelFirst)
	if err != nil {
		return Ack{}, err
	}
	for _, c := range board.Campaigns {
		form.Campaigns = append(form.Campaigns, c.Campaign)
	}
	if g.ID != 0 {
		d, err := h.services.Goals.Show(ctx, g.ID)
		if err != nil {
			return Ack{}, err
		}
		form.Goal, form.Above = d.Goal, d.Above // with its campaign as it is called now
	}
	r := h.services.Core.Settings().Roster
	form.People = eachOnce(slices.Concat([]ref.UserID{g.Owner, g.For.Person}, r.Leadership, r.Marketing, []ref.UserID{r.SalesManager}, r.Sales, r.Admins))
	h.people.meet(ctx, form.People...) // the menus show names
	return h.ask(ctx, in, view.EditGoal(h.viewContext(ctx), form))
}

func (h goalHandlers) submitGoal(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	if m.Goal == "" {
		goal, err := h.goalForm(ctx, in, goals.Goal{Metric: goals.Metric(in.View.Form[view.FieldMetric])}, goals.Goal{})
		if err != nil {
			return Ack{}, err
		}
		set, err := h.services.Goals.Set(ctx, in.request(), goal)
		return h.goalWasSet(ctx, set, err)
	}

	old, err := h.services.Goals.Named(ctx, m.Goal)
	if err != nil {
		return Ack{}, err
	}
	d, err := h.services.Goals.Show(ctx, old.ID)
	if err != nil {
		return Ack{}, err
	}
	goal, err := h.goalForm(ctx, in, old, d.Above)
	if err != nil {
		return Ack{}, err
	}
	set, err := h.services.Goals.Edit(ctx, in.request(), old.ID, goal)
	return h.goalWasSet(ctx, set, err)
}

// goalForm reads what was filled in about a goal. What stands as it was shown
// is left as it is: people see rates and targets rounded.
func (h goalHandlers) goalForm(ctx context.Context, in *Input, old, oldAbove goals.Goal) (goals.Input, error) {
	form := in.View.Form
	shown := view.GoalTyped(old, oldAbove)
	goal := goals.Input{Metric: old.Metric, Why: form[view.FieldWhy], Rescope: true}
	if owner := form[view.FieldOwner]; owner != view.NoGoal {
		goal.Owner = ref.UserID(owner)
	}
	var err error
	if text := form[view.FieldPeriod]; text != "" {
		if goal.Period, err = calendar.ParsePeriod(text); err != nil {
			return goal, sentence(view.FieldPeriod, err)
		}
	}
	if text := strings.TrimSpace(form[view.FieldTarget]); text != "" && text != shown.Target {
		if goal.Target, err = old.Metric.ParseTarget(text, h.currency()); err != nil {
			return goal, fault.InvalidField(view.FieldTarget, err)
		}
	}
	scope, campaign := view.ParseScope(form[view.FieldFor])
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
func (h goalHandlers) formAbove(ctx context.Context, in *Input, goal *goals.Input, oldAbove goals.Goal, shownRate string) error {
	parent, rate := in.View.Form[view.FieldParent], strings.TrimSpace(in.View.Form[view.FieldRate])
	if parent == "" || parent == view.NoGoal {
		if rate != "" && rate != shownRate {
			return fault.InvalidField(view.FieldRate, fault.Invalid("A rate says how a goal follows from the one above it. Choose that too, or leave the rate empty."))
		}
		goal.Alone = true
		return nil
	}
	above, err := h.services.Goals.Named(ctx, parent)
	if err != nil {
		return fault.InvalidField(view.FieldParent, err)
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
