package bot

import (
	"context"
	"strconv"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

const disputesUsage = "Expected `/loop disputes`, `/loop disputes uphold L-1 WHY` or `/loop disputes overturn L-1 WHY`."

// loopDisputes lists the open disputes, or rules on one.
func (h leadHandlers) loopDisputes(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return h.listDisputes(ctx, in)
	}
	verdict := funnel.DisputeVerdict(args[0].Word())
	if verdict != funnel.VerdictUpheld && verdict != funnel.VerdictOverturned {
		return Ack{}, fault.Invalid("“%s” is no ruling. "+disputesUsage, args[:1].Text())
	}
	id, why, err := parseLead(args[1:], "/loop disputes "+string(verdict)+" L-1 eighty people are enough")
	if err != nil {
		return Ack{}, err
	}
	open, err := h.services.Disputes.Open(ctx)
	if err != nil {
		return Ack{}, err
	}
	for _, d := range open {
		if d.Lead == id {
			return h.rule(ctx, in, d.Number, funnel.Ruling{Verdict: verdict, Why: why.Text()})
		}
	}
	return Ack{}, fault.NotFound("No dispute about %s waits for a ruling. `/loop disputes` lists those that do.", id)
}

func (h leadHandlers) listDisputes(ctx context.Context, in *Input) (Ack, error) {
	models, err := openDisputes(ctx, h.desk, func([]ref.UserID) bool { return true })
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.DisputeList(vc, models, in.Actor.User) })
}

// openDisputes are those that wait for a ruling, as far as their arbiters are
// wanted.
func openDisputes(ctx context.Context, k *desk, wanted func(arbiters []ref.UserID) bool) ([]view.DisputeModel, error) {
	open, err := k.services.Disputes.Open(ctx)
	if err != nil {
		return nil, err
	}
	p, err := k.services.Core.Policy(ctx)
	if err != nil {
		return nil, err
	}

	var models []view.DisputeModel
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
func disputeModel(ctx context.Context, k *desk, p funnel.Policy, number int) (view.DisputeModel, error) {
	d, l, err := k.services.Disputes.Show(ctx, number)
	if l.ID == 0 {
		l.ID = d.Lead
	}
	return view.DisputeModel{Dispute: d, Subject: l, Arbiters: p.Arbiters(d)}, err
}

// clickRule opens the form of a ruling, for those who may rule.
func (h leadHandlers) clickRule(verdict funnel.DisputeVerdict) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		number, err := strconv.Atoi(in.Value)
		if err != nil {
			return Ack{}, fault.NotFound("This button is from another version of Leadloop. `/loop disputes` lists the disputes.")
		}
		p, err := h.services.Core.Policy(ctx)
		if err != nil {
			return Ack{}, err
		}
		m, err := disputeModel(ctx, h.desk, p, number)
		if err != nil {
			return Ack{}, err
		}
		if err := m.Rulable(p.Roster.Person(in.Actor.User), p); err != nil {
			return Ack{}, err
		}
		return h.ask(ctx, in, view.RuleForm(h.viewContext(ctx), m, verdict))
	}
}

func (h leadHandlers) submitRule(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	form := in.View.Form
	return h.rule(ctx, in, m.Dispute, funnel.Ruling{Verdict: funnel.DisputeVerdict(form[view.FieldVerdict]), Why: form[view.FieldWhy]})
}

func (h leadHandlers) rule(ctx context.Context, in *Input, number int, ruling funnel.Ruling) (Ack, error) {
	d, l, err := h.services.Disputes.Rule(ctx, in.request(), number, ruling)
	return answer(ctx, h.desk, view.DisputeModel{Dispute: d, Subject: l}, err, view.Ruled)
}

// precedents show who rejects what was ruled on before, once for each reason
// that they choose; nil where there is nothing to show.
func (h leadHandlers) precedents(ctx context.Context, in *Input, id ref.LeadID, no funnel.Rejection) (*Ack, error) {
	m, err := view.ParseMetadata(in.View.Metadata)
	if err != nil || m.Knows == no.Reason {
		return nil, err
	}
	near, err := h.services.Disputes.Precedents(ctx, id, no.Reason)
	if err != nil || len(near) == 0 {
		return nil, err
	}
	l, err := h.services.Leads.Show(ctx, id)
	if err != nil {
		return nil, err
	}
	form := view.RejectKnowing(h.viewContext(ctx), l, no, near, m.Channel)
	return &Ack{replace: &form}, nil
}

func (h leadHandlers) tellDispute(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	m, err := disputeModel(ctx, h.desk, vc.Policy, t.Dispute)
	if err != nil {
		return Told{}, err
	}

	return Saying(view.DisputeNotice(vc, t.Notice, m), nil)
}
