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
func (b *Bot) goalPlan(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	currency := b.currency()
	if len(args) == 0 {
		return b.ask(ctx, in, view.NewPlan(b.viewContext(ctx), currency))
	}
	first, second, both, err := parsePlans(args, currency)
	if err != nil {
		return Ack{}, err
	}
	if both {
		return b.comparePlans(ctx, first, second)
	}
	return b.showPlan(ctx, first)
}

func (b *Bot) showPlan(ctx context.Context, input goals.PlanInput) (Ack, error) {
	p, err := b.services.Goals.Plan(ctx, input)
	return answer(ctx, b, p, err, view.Plan)
}

func (b *Bot) comparePlans(ctx context.Context, first, second goals.PlanInput) (Ack, error) {
	a, err := b.services.Goals.Plan(ctx, first)
	if err != nil {
		return Ack{}, err
	}
	other, err := b.services.Goals.Plan(ctx, second)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.PlansCompared(vc, a, other) })
}

// shownPlan reads which plan a button or a form is about.
func (b *Bot) shownPlan(text string) (goals.PlanInput, error) {
	input, _, _, err := parsePlans(lineOf(text), b.currency())
	if err != nil || text == "" {
		return input, fault.NotFound("This plan is from another version of Leadloop. `/goal plan` makes a new one.")
	}
	return input, nil
}

func (b *Bot) clickPlanSave(ctx context.Context, in *Input) (Ack, error) {
	token, _ := view.ParsePlanToken(in.Value)
	input, err := b.shownPlan(token.Plan)
	if err != nil {
		return Ack{}, err
	}
	saved, err := b.services.Goals.SavePlan(ctx, in.request(), input, token.Stamp)
	return answer(ctx, b, saved, err, view.PlanSaved)
}

func (b *Bot) clickPlanWhatIf(ctx context.Context, in *Input) (Ack, error) {
	token, _ := view.ParsePlanToken(in.Value)
	input, err := b.shownPlan(token.Plan)
	if err != nil {
		return Ack{}, err
	}
	return b.ask(ctx, in, view.WhatIf(b.viewContext(ctx), b.currency(), input))
}

func (b *Bot) submitPlan(ctx context.Context, in *Input) (Ack, error) {
	input, err := goals.ParsePlan(in.View.Form, b.currency())
	if err != nil {
		return Ack{}, err
	}
	return b.showPlan(ctx, input)
}

func (b *Bot) submitWhatIf(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	first, err := b.shownPlan(m.Plan)
	if err != nil {
		return Ack{}, err
	}
	second, err := goals.ParsePlan(in.View.Form, b.currency())
	if err != nil {
		return Ack{}, err
	}
	return b.comparePlans(ctx, first, second)
}
