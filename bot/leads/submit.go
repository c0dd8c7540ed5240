package leads

import (
	"cmp"
	"context"
	"regexp"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// submitted reads which lead a modal is about.
func submitted(in *desk.Input) (ref.LeadID, error) {
	m, err := desk.Remembered(in, func(m kit.Metadata) bool { return m.Token.Lead != 0 })
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

func (h handlers) submitNew(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	m, err := desk.Remembered(in)
	if err != nil {
		return desk.Ack{}, err
	}

	input := leadInput(in.View.Form)
	input.Permalink = m.Permalink
	return h.logLead(ctx, in, input)
}

// submitLead takes the form of an act, and answers with what was done.
func (h handlers) submitLead(a act) desk.Handler {
	return func(ctx context.Context, in *desk.Input) (desk.Ack, error) {
		id, err := submitted(in)
		if err != nil {
			return desk.Ack{}, err
		}

		if a.needs.before != nil {
			if first, err := a.needs.before(h, ctx, in, id); err != nil || first != nil {
				return *cmp.Or(first, &desk.Ack{}), err
			}
		}

		done, err := a.needs.submit(h, ctx, in, id)
		return h.changed(ctx, done, err)
	}
}

func (h handlers) formEdit(ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
	return h.Services.Leads.Edit(ctx, in.Request(), id, leadInput(in.View.Form))
}

func (h handlers) formHandoff(ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
	return h.Services.Routing.Handoff(ctx, in.Request(), id, offered(in.View.Form))
}

func (h handlers) formResend(ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
	return h.Services.Routing.Resend(ctx, in.Request(), id, leadInput(in.View.Form), offered(in.View.Form))
}

func (h handlers) formTouch(ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
	kind, err := funnel.ParseTouchKind(in.View.Form[kit.FieldKind])
	if err != nil {
		return core.Done{}, fault.InvalidField(kit.FieldKind, err)
	}

	return h.Services.Leads.Touch(ctx, in.Request(), id, kind, in.View.Form[kit.FieldOutcome])
}

func (h handlers) formQualify(ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
	opportunity, err := opportunityOf(h.Form(in), formCase(in.View.Form))
	if err != nil {
		return core.Done{}, err
	}

	return h.Services.Leads.Qualify(ctx, in.Request(), id, opportunity)
}

func (h handlers) formWin(ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
	form := h.Form(in)
	amount := form.Amount(kit.FieldAmount)
	if form.Err != nil {
		return core.Done{}, form.Err
	}

	return h.Services.Leads.Win(ctx, in.Request(), id, amount)
}

func (h handlers) formAssign(ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
	to := ref.UserID(in.View.Form[kit.FieldTo])
	if to == "" {
		return core.Done{}, fault.InvalidField(kit.FieldTo, fault.Invalid("Choose who takes the lead over."))
	}

	return h.Services.Leads.Assign(ctx, in.Request(), id, to, in.View.Form[kit.FieldWhy])
}

func (h handlers) formReject(ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
	return h.Services.Leads.Reject(ctx, in.Request(), id, rejection(in))
}

// rejection reads the form of a rejection.
func rejection(in *desk.Input) funnel.Rejection {
	form := in.View.Form
	return funnel.Rejection{Reason: form[kit.FieldReason], Note: form[kit.FieldNote], Proof: form[kit.FieldProof]}
}

// offered reads to whom a form hands a lead, and with which words.
func offered(form map[string]string) funnel.HandoffInput {
	offer := funnel.HandoffInput{
		To: ref.UserID(form[kit.FieldTo]), Note: form[kit.FieldNote],
		Hot: form[kit.FieldHot] != "", Case: formCase(form),
	}
	if offer.To == kit.InTurn {
		offer.To = ""
	}

	return offer
}

// permalinkPatience keeps the modal within the 3 s that its trigger lives.
const permalinkPatience = 600 * time.Millisecond

// shortcutLogMessage opens the form of a new lead, with what a message says
// about it.
func (h handlers) shortcutLogMessage(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	vc := h.ViewContext(ctx)
	prefill := leadInMessage(in.Text)
	quick, cancel := context.WithTimeout(ctx, permalinkPatience)
	defer cancel()
	var err error
	prefill.Permalink, err = h.API.GetPermalinkContext(quick,
		&slack.PermalinkParameters{Channel: in.Channel, Ts: in.MessageTS})
	if err != nil {
		h.Log.Info().Err(err).Msg("no link to the message; the lead is logged without one")
	}

	return h.Ask(ctx, in, NewLead(vc, prefill))
}

var emailInText = regexp.MustCompile(`[^\s<>()\[\],;:"@]+@[^\s<>()\[\],;:"@]+\.[\p{L}]{2,}`)

// mostPrefill is how much of a message goes into the form.
const mostPrefill = 800

// leadInMessage finds addresses and a number, and takes the text as the
// need.
func leadInMessage(text string) funnel.LeadInput {
	message := desk.LineOf(text)
	p := logParser{}
	p.in.Email = emailInText.FindString(message.String())
	if run, found := digitsIn(p.cutLinks(message), 0); found && run.sure {
		p.in.Phone = run.number()
	}

	p.in.Need = kit.Cut(message.String(), mostPrefill)
	return p.in
}
