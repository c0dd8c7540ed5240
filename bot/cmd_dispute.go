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
func (b *Bot) loopDisputes(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return b.listDisputes(ctx, in)
	}
	verdict := funnel.DisputeVerdict(args[0].Word())
	if verdict != funnel.VerdictUpheld && verdict != funnel.VerdictOverturned {
		return Ack{}, fault.Invalid("“%s” is no ruling. "+disputesUsage, args[:1].Text())
	}
	id, why, err := parseLead(args[1:], "/loop disputes "+string(verdict)+" L-1 eighty people are enough")
	if err != nil {
		return Ack{}, err
	}
	open, err := b.services.Disputes.Open(ctx)
	if err != nil {
		return Ack{}, err
	}
	for _, d := range open {
		if d.Lead == id {
			return b.rule(ctx, in, d.Number, funnel.Ruling{Verdict: verdict, Why: why.Text()})
		}
	}
	return Ack{}, fault.NotFound("No dispute about %s waits for a ruling. `/loop disputes` lists those that do.", id)
}

func (b *Bot) listDisputes(ctx context.Context, in *Input) (Ack, error) {
	models, err := b.openDisputes(ctx, func([]ref.UserID) bool { return true })
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.DisputeList(vc, models, in.Actor.User) })
}

// openDisputes are those that wait for a ruling, as far as their arbiters are
// wanted.
func (b *Bot) openDisputes(ctx context.Context, wanted func(arbiters []ref.UserID) bool) ([]view.DisputeModel, error) {
	open, err := b.services.Disputes.Open(ctx)
	if err != nil {
		return nil, err
	}
	p, err := b.services.Core.Policy(ctx)
	if err != nil {
		return nil, err
	}

	var models []view.DisputeModel
	for _, d := range open {
		if !wanted(p.Arbiters(d)) {
			continue
		}
		m, err := b.disputeModel(ctx, p, d.Number)
		if err != nil {
			return nil, err
		}
		models = append(models, m)
	}
	return models, nil
}

// disputeModel is a dispute with what views need beside it.
func (b *Bot) disputeModel(ctx context.Context, p funnel.Policy, number int) (view.DisputeModel, error) {
	d, l, err := b.services.Disputes.Show(ctx, number)
	if l.ID == 0 {
		l.ID = d.Lead
	}
	return view.DisputeModel{Dispute: d, Subject: l, Arbiters: p.Arbiters(d)}, err
}

// clickRule opens the form of a ruling, for those who may rule.
func (b *Bot) clickRule(verdict funnel.DisputeVerdict) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		number, err := strconv.Atoi(in.Value)
		if err != nil {
			return Ack{}, fault.NotFound("This button is from another version of Leadloop. `/loop disputes` lists the disputes.")
		}
		p, err := b.services.Core.Policy(ctx)
		if err != nil {
			return Ack{}, err
		}
		m, err := b.disputeModel(ctx, p, number)
		if err != nil {
			return Ack{}, err
		}
		if err := m.Rulable(p.Roster.Person(in.Actor.User), p); err != nil {
			return Ack{}, err
		}
		return b.ask(ctx, in, view.RuleForm(b.viewContext(ctx), m, verdict))
	}
}

func (b *Bot) submitRule(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	form := in.View.Form
	return b.rule(ctx, in, m.Dispute, funnel.Ruling{Verdict: funnel.DisputeVerdict(form[view.FieldVerdict]), Why: form[view.FieldWhy]})
}

func (b *Bot) rule(ctx context.Context, in *Input, number int, ruling funnel.Ruling) (Ack, error) {
	d, l, err := b.services.Disputes.Rule(ctx, in.request(), number, ruling)
	return answer(ctx, b, view.DisputeModel{Dispute: d, Subject: l}, err, view.Ruled)
}

// precedents show who rejects what was ruled on before, once for each reason
// that they choose; nil where there is nothing to show.
func (b *Bot) precedents(ctx context.Context, in *Input, id ref.LeadID, no funnel.Rejection) (*Ack, error) {
	m, err := view.ParseMetadata(in.View.Metadata)
	if err != nil || m.Knows == no.Reason {
		return nil, err
	}
	near, err := b.services.Disputes.Precedents(ctx, id, no.Reason)
	if err != nil || len(near) == 0 {
		return nil, err
	}
	l, err := b.services.Leads.Show(ctx, id)
	if err != nil {
		return nil, err
	}
	form := view.RejectKnowing(b.viewContext(ctx), l, no, near, m.Channel)
	return &Ack{replace: &form}, nil
}

// renderDispute renders what is told of a dispute.
func (c *courier) renderDispute(ctx context.Context, vc view.Context, p *parcel) error {
	m, err := c.bot.disputeModel(ctx, vc.Policy, p.entry.Notice.Dispute)
	if err != nil {
		return notSent{err}
	}
	p.message = view.DisputeNotice(vc, p.entry.Notice, m)
	return nil
}
