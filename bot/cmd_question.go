package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

func (b *Bot) leadAsk(ctx context.Context, in *Input, args string) (Ack, error) {
	id, rest, err := parseLead(args, "/lead ask L-1 which system do they use today?")
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Ask(ctx, in.request(), id, prose(rest))
	return b.changed(ctx, l, funnel.EntryAsked, err)
}

func (b *Bot) leadAnswer(ctx context.Context, in *Input, args string) (Ack, error) {
	id, rest, err := parseLead(args, "/lead answer L-1 they use spreadsheets")
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Answer(ctx, in.request(), id, prose(rest))
	return b.changed(ctx, l, funnel.EntryAnswered, err)
}

func (b *Bot) submitAsk(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Ask(ctx, in.request(), id, in.View.Form[view.FieldQuestion])
	return b.changed(ctx, l, funnel.EntryAsked, err)
}

func (b *Bot) submitAnswer(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Answer(ctx, in.request(), id, in.View.Form[view.FieldAnswer])
	return b.changed(ctx, l, funnel.EntryAnswered, err)
}

// rejection reads the form of a rejection.
func rejection(in *Input) funnel.Rejection {
	form := in.View.Form
	return funnel.Rejection{Reason: form[view.FieldReason], Note: form[view.FieldNote], Proof: form[view.FieldProof]}
}
