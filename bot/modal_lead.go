package bot

import (
	"context"
	"regexp"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// remembered is what a form knows from its opening. Each part that a handler
// cannot do without says whether it is there.
func remembered(in *Input, parts ...func(view.Metadata) bool) (view.Metadata, error) {
	m, err := view.ParseMetadata(in.View.Metadata)
	if err != nil || slices.ContainsFunc(parts, func(there func(view.Metadata) bool) bool { return !there(m) }) {
		return m, fault.NotFound("This form is from another version of Leadloop. Close it and open it again.")
	}
	return m, nil
}

// submitted reads which lead a modal is about.
func submitted(in *Input) (ref.LeadID, error) {
	m, err := remembered(in, func(m view.Metadata) bool { return m.Token.Lead != 0 })
	return m.Token.Lead, err
}

// leadInput reads the fields of a lead's form.
func leadInput(form map[string]string) funnel.LeadInput {
	var in funnel.LeadInput
	for _, f := range funnel.Fields {
		if !f.External {
			*f.Input(&in) = form[f.Name]
		}
	}
	return in
}

func (h leadHandlers) submitNew(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	input := leadInput(in.View.Form)
	input.Permalink = m.Permalink
	return h.logLead(ctx, in, input)
}

// leadForm does what was asked for in the form of a lead.
type leadForm func(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error)

// submitLead submits the form of a lead, and answers with what was done.
func (h leadHandlers) submitLead(do leadForm) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		id, err := submitted(in)
		if err != nil {
			return Ack{}, err
		}
		done, err := do(ctx, in, id)
		return h.changed(ctx, done, err)
	}
}

// withReason is the form of an act that needs a reason.
func withReason(do reasonedAct) leadForm {
	return func(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
		return do(ctx, in.request(), id, in.View.Form[view.FieldReason], in.View.Form[view.FieldNote])
	}
}

// withText is the form of an act that needs a text, in the field named.
func withText(do wordedAct, field string) leadForm {
	return func(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
		return do(ctx, in.request(), id, in.View.Form[field])
	}
}

// withDay is the form of an act that needs a day, with its why in the field
// named.
func (h leadHandlers) withDay(do datedAct, why string) leadForm {
	return func(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
		form := h.form(in)
		until := form.date(view.FieldUntil)
		if form.err != nil {
			return core.Done{}, form.err
		}
		return do(ctx, in.request(), id, until, form.text(why))
	}
}

func (h leadHandlers) formEdit(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
	return h.services.Leads.Edit(ctx, in.request(), id, leadInput(in.View.Form))
}

func (h leadHandlers) formHandoff(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
	return h.services.Routing.Handoff(ctx, in.request(), id, offered(in.View.Form))
}

func (h leadHandlers) formResend(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
	return h.services.Routing.Resend(ctx, in.request(), id, leadInput(in.View.Form), offered(in.View.Form))
}

func (h leadHandlers) formTouch(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
	kind, err := funnel.ParseTouchKind(in.View.Form[view.FieldKind])
	if err != nil {
		return core.Done{}, fault.InvalidField(view.FieldKind, err)
	}
	return h.services.Leads.Touch(ctx, in.request(), id, kind, in.View.Form[view.FieldOutcome])
}

func (h leadHandlers) formQualify(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
	opportunity, err := opportunityOf(h.form(in), formCase(in.View.Form))
	if err != nil {
		return core.Done{}, err
	}
	return h.services.Leads.Qualify(ctx, in.request(), id, opportunity)
}

func (h leadHandlers) formWin(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
	form := h.form(in)
	amount := form.amount(view.FieldAmount)
	if form.err != nil {
		return core.Done{}, form.err
	}
	return h.services.Leads.Win(ctx, in.request(), id, amount)
}

func (h leadHandlers) formAssign(ctx context.Context, in *Input, id ref.LeadID) (core.Done, error) {
	to := ref.UserID(in.View.Form[view.FieldTo])
	if to == "" {
		return core.Done{}, fault.InvalidField(view.FieldTo, fault.Invalid("Choose who takes the lead over."))
	}
	return h.services.Leads.Assign(ctx, in.request(), id, to, in.View.Form[view.FieldWhy])
}

func (h leadHandlers) submitReject(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	no := rejection(in)
	known, err := h.precedents(ctx, in, id, no)
	switch {
	case err != nil:
		return Ack{}, err
	case known != nil:
		return *known, nil
	}
	done, err := h.services.Leads.Reject(ctx, in.request(), id, no)
	return h.changed(ctx, done, err)
}

// rejection reads the form of a rejection.
func rejection(in *Input) funnel.Rejection {
	form := in.View.Form
	return funnel.Rejection{Reason: form[view.FieldReason], Note: form[view.FieldNote], Proof: form[view.FieldProof]}
}

// offered reads to whom a form hands a lead, and with which words.
func offered(form map[string]string) funnel.HandoffInput {
	offer := funnel.HandoffInput{To: ref.UserID(form[view.FieldTo]), Note: form[view.FieldNote], Hot: form[view.FieldHot] != "", Case: formCase(form)}
	if offer.To == view.InTurn {
		offer.To = ""
	}
	return offer
}

// permalinkPatience keeps the modal within the 3 s that its trigger lives.
const permalinkPatience = 600 * time.Millisecond

// shortcutLogMessage opens the form of a new lead, with what a message says
// about it.
func (h leadHandlers) shortcutLogMessage(ctx context.Context, in *Input) (Ack, error) {
	vc := h.viewContext(ctx)
	prefill := leadInMessage(in.Text)
	quick, cancel := context.WithTimeout(ctx, permalinkPatience)
	defer cancel()
	var err error
	prefill.Permalink, err = h.api.GetPermalinkContext(quick, &slack.PermalinkParameters{Channel: in.Channel, Ts: in.MessageTS})
	if err != nil {
		h.log.Info().Err(err).Msg("no link to the message; the lead is logged without one")
	}
	return h.ask(ctx, in, view.NewLead(vc, prefill))
}

var emailInText = regexp.MustCompile(`[^\s<>()\[\],;:"@]+@[^\s<>()\[\],;:"@]+\.[\p{L}]{2,}`)

// mostPrefill is how much of a message goes into the form.
const mostPrefill = 800

// leadInMessage finds addresses and a number, and takes the text as the
// need.
func leadInMessage(text string) funnel.LeadInput {
	message := lineOf(text)
	p := logParser{}
	p.in.Email = emailInText.FindString(message.String())
	p.cutPhone(p.cutLinks(message))
	p.in.Need = view.Cut(message.String(), mostPrefill)
	return p.in
}
