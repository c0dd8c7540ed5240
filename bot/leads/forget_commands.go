package leads

import (
	"context"
	"errors"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/line"
)

// leadForget shows what would be erased. The button below it does it.
func (h handlers) leadForget(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	id, rest, err := ParseLead(args, in.Example)
	if err := errors.Join(err, desk.NoMore(rest, in.Example)); err != nil {
		return desk.Ack{}, err
	}

	e, err := h.Services.Leads.MayErase(ctx, in.Actor.User, id)
	return desk.Answer(ctx, h.Desk, e, err, toErase)
}

func (h handlers) clickForget(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	t, err := token(in)
	if err != nil {
		return desk.Ack{}, err
	}

	e, err := h.Services.Leads.Erase(ctx, in.Request(), t.Lead)
	return desk.Answer(ctx, h.Desk, e, err, erasedNow)
}
