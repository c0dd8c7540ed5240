package agreement

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/fault"
)

// whatIfPatience is how long an answer is waited for before it is sent later.
const whatIfPatience = 1200 * time.Millisecond

func (h handlers) typedWhatIf(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	return h.whatIf(ctx, in, args.Text())
}

// clickWhatIf asks what a draft would have meant in the last quarter.
func (h handlers) clickWhatIf(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	number, err := clickedNumber(in)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.whatIf(ctx, in, "draft="+strconv.Itoa(number))
}

// whatIf answers at once where that is quick, else by a direct message: a long
// journal takes longer to read than Slack waits.
func (h handlers) whatIf(ctx context.Context, in *desk.Input, text string) (desk.Ack, error) {
	quick, cancel := context.WithTimeout(ctx, whatIfPatience)
	defer cancel()
	replayed, err := h.Services.Agreement.WhatIf(quick, text)
	switch {
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		err = h.Services.Agreement.PostWhatIf(ctx, in.Request(), text)
		return desk.Says(kit.Say("Working on it: the journal is long, so the answer comes in your direct messages with Leadloop.")), err
	case err != nil:
		return desk.Ack{}, err
	}

	return desk.Says(whatIfAnswer(h.ViewContext(ctx), replayed.Asked, replayed.Rows)), nil
}

func (h handlers) tellWhatIf(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	replayed, err := h.Services.Agreement.WhatIf(ctx, t.Asked)
	if text := fault.UserText(err); text != "" {
		return desk.Saying(kit.Say(text), nil)
	}

	return desk.Saying(whatIfAnswer(vc, replayed.Asked, replayed.Rows), err)
}
