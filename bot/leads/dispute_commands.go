package leads

import (
	"context"
	"strconv"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

const disputesUsage = "Expected `/loop disputes`, `/loop disputes uphold L-1 WHY` or `/loop disputes overturn L-1 WHY`."

// loopDisputes lists the open disputes, or rules on one.
func (h handlers) loopDisputes(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if len(args) == 0 {
		return h.listDisputes(ctx, in)
	}

	verdict := funnel.DisputeVerdict(args[0].Word())
	if verdict != funnel.VerdictUpheld && verdict != funnel.VerdictOverturned {
		return desk.Ack{}, fault.Invalid("“%s” is no ruling. "+disputesUsage, args[:1].Text())
	}

	id, why, err := ParseLead(args[1:], "/loop disputes "+string(verdict)+" L-1 eighty people are enough")
	if err != nil {
		return desk.Ack{}, err
	}

	open, err := h.Services.Disputes.Open(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	for _, d := range open {
		if d.Lead == id {
			return h.rule(ctx, in, d.Number, funnel.Ruling{Verdict: verdict, Why: why.Text()})
		}
	}

	return desk.Ack{}, fault.NotFound("No dispute about %s waits for a ruling. `/loop disputes` lists those that do.", id)
}

func (h handlers) listDisputes(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	models, err := OpenDisputes(ctx, h.Desk, func([]ref.UserID) bool { return true })
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return DisputeList(vc, models, in.Actor.User) })
}

// OpenDisputes are those that wait for a ruling, as far as their arbiters are
// wanted.
func OpenDisputes(ctx context.Context, k *desk.Desk, wanted func(arbiters []ref.UserID) bool) ([]DisputeModel, error) {
	open, err := k.Services.Disputes.Open(ctx)
	if err != nil {
		return nil, err
	}

	p, err := k.Services.Core.Policy(ctx)
	if err != nil {
		return nil, err
	}

	var models []DisputeModel
	for _, d := range open {
		if !wanted(p.Arbiters(d)) {
			continue
		}

		m, err := disputeModel(ctx, k, p, d.Number)
		if err != nil {
			return nil, err
		}

		models = append(models, m)
	}

	return models, nil
}

// disputeModel is a dispute with what views need beside it.
func disputeModel(ctx context.Context, k *desk.Desk, p funnel.Policy, number int) (DisputeModel, error) {
	d, l, err := k.Services.Disputes.Show(ctx, number)
	if l.ID == 0 {
		l.ID = d.Lead
	}

	return DisputeModel{Dispute: d, Subject: l, Arbiters: p.Arbiters(d)}, err
}

// clickRule opens the form of a ruling, for those who may rule.
func (h handlers) clickRule(verdict funnel.DisputeVerdict) desk.Handler {
	return func(ctx context.Context, in *desk.Input) (desk.Ack, error) {
		number, err := strconv.Atoi(in.Value)
		if err != nil {
			return desk.Ack{}, fault.NotFound("This button is from another version of Leadloop. `/loop disputes` lists the disputes.")
		}

		p, err := h.Services.Core.Policy(ctx)
		if err != nil {
			return desk.Ack{}, err
		}

		m, err := disputeModel(ctx, h.Desk, p, number)
		if err != nil {
			return desk.Ack{}, err
		}

		if err := m.MayRule(p.Roster.Person(in.Actor.User), p); err != nil {
			return desk.Ack{}, err
		}

		return h.Ask(ctx, in, RuleForm(h.ViewContext(ctx), m, verdict))
	}
}

func (h handlers) submitRule(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	m, err := desk.Remembered(in)
	if err != nil {
		return desk.Ack{}, err
	}

	form := in.View.Form
	return h.rule(ctx, in, m.Dispute,
		funnel.Ruling{Verdict: funnel.DisputeVerdict(form[kit.FieldVerdict]), Why: form[kit.FieldWhy]})
}

func (h handlers) rule(ctx context.Context, in *desk.Input, number int, ruling funnel.Ruling) (desk.Ack, error) {
	d, l, err := h.Services.Disputes.Rule(ctx, in.Request(), number, ruling)
	return desk.Answer(ctx, h.Desk, DisputeModel{Dispute: d, Subject: l}, err, Ruled)
}

// precedents show who rejects what was ruled on before, once for each reason
// that they choose; nil where there is nothing to show.
func (h handlers) precedents(ctx context.Context, in *desk.Input, id ref.LeadID) (*desk.Ack, error) {
	no := rejection(in)
	m, err := kit.ParseMetadata(in.View.Metadata)
	if err != nil || m.Knows == no.Reason {
		return nil, err
	}

	near, err := h.Services.Disputes.Precedents(ctx, id, no.Reason)
	if err != nil || len(near) == 0 {
		return nil, err
	}

	l, err := h.Services.Leads.Show(ctx, id)
	if err != nil {
		return nil, err
	}

	form := RejectKnowing(h.ViewContext(ctx), l, no, near, m.Channel)
	return &desk.Ack{Replace: &form}, nil
}

func (h handlers) tellDispute(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	m, err := disputeModel(ctx, h.Desk, vc.Policy, t.Dispute)
	if err != nil {
		return desk.Told{}, err
	}

	if m.Subject.Erased() {
		return erased(t, m.Subject), nil
	}

	return desk.Saying(DisputeNotice(vc, t.Notice, m), nil)
}
