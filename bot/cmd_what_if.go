package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
)

// whatIfPatience is how long an answer is waited for before it is sent later.
const whatIfPatience = 1200 * time.Millisecond

func (h agreementHandlers) loopWhatIf(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	return h.whatIf(ctx, in, args.Text())
}

// clickWhatIf asks what a draft would have meant in the last quarter.
func (h agreementHandlers) clickWhatIf(ctx context.Context, in *Input) (Ack, error) {
	number, err := clickedNumber(in)
	if err != nil {
		return Ack{}, err
	}
	return h.whatIf(ctx, in, "draft="+strconv.Itoa(number))
}

// whatIf answers at once where that is quick, else by a direct message: a long
// journal takes longer to read than Slack waits.
func (h agreementHandlers) whatIf(ctx context.Context, in *Input, text string) (Ack, error) {
	quick, cancel := context.WithTimeout(ctx, whatIfPatience)
	defer cancel()
	replayed, err := h.services.Agreement.WhatIf(quick, text)
	switch {
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		err = h.services.Agreement.PostWhatIf(ctx, in.request(), text)
		return says(view.Say("Working on it: the journal is long, so the answer comes in your direct messages with Leadloop.")), err
	case err != nil:
		return Ack{}, err
	}
	return says(view.WhatIfAnswer(h.viewContext(ctx), replayed.Asked, replayed.Rows)), nil
}

func (h agreementHandlers) tellWhatIf(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	replayed, err := h.services.Agreement.WhatIf(ctx, t.Asked)
	if text := fault.UserText(err); text != "" {
		return Saying(view.Say(text), nil)
	}

	return Saying(view.WhatIfAnswer(vc, replayed.Asked, replayed.Rows), err)
}
