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

func (b *Bot) loopWhatIf(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	return b.whatIf(ctx, in, args.Text())
}

// clickWhatIf asks what a draft would have meant in the last quarter.
func (b *Bot) clickWhatIf(ctx context.Context, in *Input) (Ack, error) {
	number, err := clickedNumber(in)
	if err != nil {
		return Ack{}, err
	}
	return b.whatIf(ctx, in, "draft="+strconv.Itoa(number))
}

// whatIf answers at once where that is quick, else by a direct message: a long
// journal takes longer to read than Slack waits.
func (b *Bot) whatIf(ctx context.Context, in *Input, text string) (Ack, error) {
	quick, cancel := context.WithTimeout(ctx, whatIfPatience)
	defer cancel()
	replayed, err := b.services.Agreement.WhatIf(quick, text)
	switch {
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		err = b.services.Agreement.PostWhatIf(ctx, in.request(), text)
		return says(view.Say("Working on it: the journal is long, so the answer comes in your direct messages with Leadloop.")), err
	case err != nil:
		return Ack{}, err
	}
	return says(view.WhatIfAnswer(b.viewContext(ctx), replayed.Asked, replayed.Rows)), nil
}

func (c *courier) renderWhatIf(ctx context.Context, vc view.Context, p *parcel) error {
	replayed, err := c.bot.services.Agreement.WhatIf(ctx, p.entry.Notice.Asked)
	switch {
	case err != nil && fault.UserText(err) != "":
		p.message = view.Say(fault.UserText(err))
		return nil
	case err != nil:
		return notSent{err}
	}
	p.message = view.WhatIfAnswer(vc, replayed.Asked, replayed.Rows)
	return nil
}
