package bot

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop"
)

// remembered is what a form knows from its opening. Each part that a handler
// cannot do without says whether it is there.
func remembered(in *Input, parts ...func(view.Metadata) bool) (view.Metadata, error) {
	m, err := view.ParseMetadata(in.View.Metadata)
	if err != nil || slices.ContainsFunc(parts, func(there func(view.Metadata) bool) bool { return !there(m) }) {
		return m, funnel.NotFound("This form is from another version of Leadloop. Close it and open it again.")
	}
	return m, nil
}

// submitted reads which lead a modal is about.
func submitted(in *Input) (funnel.LeadID, error) {
	m, err := remembered(in, func(m view.Metadata) bool { return m.Token.Lead != 0 })
	return m.Token.Lead, err
}

func leadInput(form map[string]string) funnel.LeadInput {
	return funnel.LeadInput{
		Name: form[view.FieldName], Company: form[view.FieldCompany], Title: form[view.FieldTitle], Email: form[view.FieldEmail],
		Phone: form[view.FieldPhone], Source: form[view.FieldSource], Campaign: form[view.FieldCampaign], Need: form[view.FieldNeed],
		Country: form[view.FieldCountry], Employees: form[view.FieldEmployees], Segment: form[view.FieldSegment], Tags: form[view.FieldTags],
	}
}

func (b *Bot) submitNew(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	input := leadInput(in.View.Form)
	input.Permalink = m.Permalink
	return b.logLead(ctx, in, input)
}

func (b *Bot) submitEdit(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Edit(ctx, in.request(), id, leadInput(in.View.Form))
	return b.changed(ctx, l, funnel.EntryEdited, err)
}

func (b *Bot) submitHandoff(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Handoff(ctx, in.request(), id, offered(in.View.Form))
	return b.changed(ctx, l, funnel.EntryHandedOff, err)
}

func (b *Bot) submitReject(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	no := rejection(in)
	if known, err := b.precedents(ctx, in, id, no); err != nil || known != nil {
		if err != nil {
			return Ack{}, err
		}
		return *known, nil
	}
	l, err := b.service.Reject(ctx, in.request(), id, no)
	return b.changed(ctx, l, funnel.EntryRejected, err)
}

func (b *Bot) submitLost(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Lose(ctx, in.request(), id, in.View.Form[view.FieldReason], in.View.Form[view.FieldNote])
	return b.changed(ctx, l, funnel.EntryLost, err)
}

func (b *Bot) submitDisqualify(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Disqualify(ctx, in.request(), id, in.View.Form[view.FieldReason], in.View.Form[view.FieldNote])
	return b.changed(ctx, l, funnel.EntryDisqualified, err)
}

func (b *Bot) submitTouch(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	kind, err := funnel.ParseTouchKind(in.View.Form[view.FieldKind])
	if err != nil {
		return Ack{}, funnel.InvalidField(view.FieldKind, err)
	}
	l, err := b.service.Touch(ctx, in.request(), id, kind, in.View.Form[view.FieldOutcome])
	return b.changed(ctx, l, funnel.EntryTouched, err)
}

func (b *Bot) submitQualify(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	opportunity := funnel.Opportunity{Case: formCase(in.View.Form)}
	if opportunity.Amount, err = b.formAmount(in); err != nil {
		return Ack{}, err
	}
	if opportunity.CloseBy, err = formDate(in, view.FieldClose); err != nil {
		return Ack{}, err
	}
	l, err := b.service.Qualify(ctx, in.request(), id, opportunity)
	return b.changed(ctx, l, funnel.EntryQualified, err)
}

func (b *Bot) submitWin(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	amount, err := b.formAmount(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Win(ctx, in.request(), id, amount)
	return b.changed(ctx, l, funnel.EntryWon, err)
}

// putOff is a use case that puts a lead or its reminders off to a day, with a
// word of why.
type putOff func(ctx context.Context, req loop.Request, id funnel.LeadID, until funnel.Date, why string) (funnel.Lead, error)

// submitUntil submits the form of one.
func (b *Bot) submitUntil(do putOff, why string, done funnel.EntryKind) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		id, err := submitted(in)
		if err != nil {
			return Ack{}, err
		}
		until, err := formDate(in, view.FieldUntil)
		if err != nil {
			return Ack{}, err
		}
		l, err := do(ctx, in.request(), id, until, in.View.Form[why])
		return b.changed(ctx, l, done, err)
	}
}

func (b *Bot) submitAssign(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	to := funnel.UserID(in.View.Form[view.FieldTo])
	if to == "" {
		return Ack{}, &funnel.Error{Kind: funnel.KindInvalid, Text: "Choose who takes the lead over.", Fields: []funnel.FieldError{{Field: view.FieldTo, Text: "Choose who takes the lead over."}}}
	}
	l, err := b.service.Assign(ctx, in.request(), id, to, in.View.Form[view.FieldWhy])
	return b.changed(ctx, l, funnel.EntryAssigned, err)
}

// formAmount reads the amount of a form; blank is none.
func (b *Bot) formAmount(in *Input) (funnel.Money, error) {
	text := in.View.Form[view.FieldAmount]
	if text == "" {
		return funnel.Money{}, nil
	}
	amount, err := funnel.ParseMoney(text, b.service.Settings().Currency)
	if err != nil {
		return amount, funnel.InvalidField(view.FieldAmount, err)
	}
	return amount, nil
}

// formDate reads a date of a form; blank is none.
func formDate(in *Input, field string) (funnel.Date, error) {
	text := in.View.Form[field]
	if text == "" {
		return funnel.Date{}, nil
	}
	day, err := funnel.ParseDate(text)
	if err != nil {
		return day, funnel.InvalidField(field, err)
	}
	return day, nil
}
