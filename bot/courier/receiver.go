package courier

import (
	"context"
	"fmt"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/store/kv"
)

// parting is what becomes of a message to somebody who may read no more.
const parting = "You are no longer on a team in Leadloop, so this message is not kept up to date any more."

// WhyShut says why nothing is posted in a channel, and what to do.
var WhyShut = map[funnel.ShutWhy]string{
	funnel.ShutArchived: "The channel is archived. Unarchive it, or configure another one.",
	funnel.ShutShared:   "The channel is shared with another organisation, whose people would read your leads. End the sharing, or configure another channel.",
	funnel.ShutPublic:   "The channel was private and is public now. Configure a private channel, or make it private again.",
}

// judgeReceiver lets through what goes to somebody who may act here. A
// message that others have says so once, and is forgotten; the rest is not sent.
func (c *Courier) judgeReceiver(ctx context.Context, p parcel) error {
	to := p.entry.Notice.To
	if to == "" {
		return nil
	}

	refusal := c.Admits(ctx, to, c.Notices[p.entry.Notice.Kind].Open)
	switch {
	case refusal == nil:
		return nil
	case fault.KindOf(refusal) != fault.KindDenied:
		return held{refusal} // Slack does not say who it is
	}

	if p.edit.TS != "" {
		if err := c.part(ctx, p); err != nil {
			return err
		}
	}

	c.Log.Info().Str("user", string(to)).Str("notice", string(p.entry.Notice.Kind)).
		Msg("somebody who may do nothing here is told nothing")
	if err := c.Delivery.Withheld(context.WithoutCancel(ctx), p.entry.Seq); err != nil {
		return err
	}

	return kv.ErrNotFound
}

// part takes what it says off a message, and its buttons. Where Slack refuses
// that for good, nobody reads it.
func (c *Courier) part(ctx context.Context, p parcel) error {
	p.Message = kit.Say(parting)
	err := c.change(ctx, p, nil)
	if code := wire.SlackCode(err); code != "" && !wire.Passing[code] && !wire.OfToken[code] {
		return nil
	}

	if err != nil {
		return fmt.Errorf("part with %s: %w", p.entry.Notice.To, err)
	}

	return nil
}
