package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

func (b *Bot) leadHandBack(ctx context.Context, in *Input, args string) (Ack, error) {
	id, reason, note, err := b.reasoned(ctx, args, "/lead handback L-1 timing", funnel.WhyRejected)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.HandBack(ctx, in.request(), id, reason, note)
	return b.changed(ctx, l, funnel.EntryHandedBack, err)
}

func (b *Bot) submitHandBack(ctx context.Context, in *Input) (Ack, error) {
	id, err := submitted(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.HandBack(ctx, in.request(), id, in.View.Form[view.FieldReason], in.View.Form[view.FieldNote])
	return b.changed(ctx, l, funnel.EntryHandedBack, err)
}
