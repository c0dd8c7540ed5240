package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
)

// goalPlan reckons one plan, or two side by side; without anything to reckon
// with it opens a form.
func (h goalHandlers) goalPlan(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	currency := h.currency()
	if len(args) == 0 {
		return h.ask(ctx, in, view.NewPlan(h.viewContext(ctx), currency))
	}
	first, second, both, err := parsePlans(args, currency)
	if err != nil {
		return Ack{}, err
	}
	if both {
		return h.comparePlans(ctx, first, second)
	}
	return h.showPlan(ctx, first)
}

func (h goalHandlers) showPlan(ctx context.Context, input goals.PlanInput) (Ack, error) {
	p, err := h.services.Goals.Plan(ctx, input)
	return answer(ctx, h.desk, p, err, view.Plan)
}

func (h goalHandlers) comparePlans(ctx context.Context, first, second goals.PlanInput) (Ack, error) {
	a, err := h.services.Goals.Plan(ctx, first)
	if err != nil {
		return Ack{}, err
	}
	other, err := h.services.Goals.Plan(ctx, second)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.PlansCompared(vc, a, other) })
}

// shownPlan reads which plan a button or a form is about.
func (h goalHandlers) shownPlan(text string) (goals.PlanInput, error) {
	input, _, _, err := parsePlans(lineOf(text), h.currency())
	if err != nil || text == "" {
		return input, fault.NotFound("This plan is from another version of Leadloop. `/goal plan` makes a new one.")
	}
	return input, nil
}

func (h goalHandlers) clickPlanSave(ctx context.Context, in *Input) (Ack, error) {
	token, _ := view.ParsePlanToken(in.Value)
	input, err := h.shownPlan(token.Plan)
	if err != nil {
		return Ack{}, err
	}
	saved, err := h.services.Goals.SavePlan(ctx, in.request(), input, token.Stamp)
	return answer(ctx, h.desk, saved, err, view.PlanSaved)
}

func (h goalHandlers) clickPlanWhatIf(ctx context.Context, in *Input) (Ack, error) {
	token, _ := view.ParsePlanToken(in.Value)
	input, err := h.shownPlan(token.Plan)
	if err != nil {
		return Ack{}, err
	}
	return h.ask(ctx, in, view.WhatIf(h.viewContext(ctx), h.currency(), input))
}

func (h goalHandlers) submitPlan(ctx context.Context, in *Input) (Ack, error) {
	input, err := goals.ParsePlan(in.View.Form, h.currency())
	if err != nil {
		return Ack{}, err
	}
	return h.showPlan(ctx, input)
}

func (h goalHandlers) submitWhatIf(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	first, err := h.shownPlan(m.Plan)
	if err != nil {
		return Ack{}, err
	}
	second, err := goals.ParsePlan(in.View.Form, h.currency())
	if err != nil {
		return Ack{}, err
	}
	return h.comparePlans(ctx, first, second)
}
