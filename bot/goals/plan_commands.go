package goals

import (
	"context"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
)

// plan calculates one plan, or two side by side; without anything to calculate
// with it opens a form.
func (h handlers) plan(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	currency := h.Currency()
	if len(args) == 0 {
		return h.Ask(ctx, in, newPlan(h.ViewContext(ctx), currency))
	}

	first, second, both, err := parsePlans(args, currency, h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	if both {
		return h.comparePlans(ctx, first, second)
	}

	return h.showPlan(ctx, first)
}

func (h handlers) showPlan(ctx context.Context, input goals.PlanInput) (desk.Ack, error) {
	p, err := h.Services.Goals.Plan(ctx, input)
	return desk.Answer(ctx, h.Desk, p, err, planShown)
}

func (h handlers) comparePlans(ctx context.Context, first, second goals.PlanInput) (desk.Ack, error) {
	a, err := h.Services.Goals.Plan(ctx, first)
	if err != nil {
		return desk.Ack{}, err
	}

	other, err := h.Services.Goals.Plan(ctx, second)
	return h.Answer(ctx, err, func(kit.Context) kit.Message { return plansCompared(a, other) })
}

// shownPlan reads which plan a button or a form is about.
func (h handlers) shownPlan(text string) (goals.PlanInput, error) {
	input, _, _, err := parsePlans(desk.LineOf(text), h.Currency(), h.Today())
	if err != nil || text == "" {
		return input, fault.NotFound("This plan is from another version of Leadloop. `/goal plan` makes a new one.")
	}

	return input, nil
}

func (h handlers) clickPlanSave(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	token, _ := parsePlanToken(in.Value)
	input, err := h.shownPlan(token.Plan)
	if err != nil {
		return desk.Ack{}, err
	}

	saved, err := h.Services.Goals.SavePlan(ctx, in.Request(), input, token.Stamp)
	return desk.Answer(ctx, h.Desk, saved, err, planSaved)
}

func (h handlers) clickPlanWhatIf(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	token, _ := parsePlanToken(in.Value)
	input, err := h.shownPlan(token.Plan)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.Ask(ctx, in, whatIf(h.ViewContext(ctx), h.Currency(), input))
}

func (h handlers) submitPlan(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	input, err := goals.ParsePlan(in.View.Form, h.Currency(), h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	return h.showPlan(ctx, input)
}

func (h handlers) submitWhatIf(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	m, err := desk.Remembered(in)
	if err != nil {
		return desk.Ack{}, err
	}

	first, err := h.shownPlan(m.Plan)
	if err != nil {
		return desk.Ack{}, err
	}

	second, err := goals.ParsePlan(in.View.Form, h.Currency(), h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	return h.comparePlans(ctx, first, second)
}
