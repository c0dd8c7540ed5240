package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/wire"
)

// receive decodes what arrived and queues it in its person's lane.
func (b *Bot) receive(ctx context.Context, on *wire.Connection, e wire.Envelope) {
	received := time.Now()
	if b.closing.Load() {
		return // unacknowledged events come again
	}

	in, err := desk.Decode(e.Type, e.Payload)
	if err != nil {
		b.Log.Error().Err(err).Str("envelope", e.ID).Msg("could not decode an envelope")
		b.metrics.refused.WithLabelValues("undecodable").Inc()
		in = &desk.Input{Kind: desk.KindOther, Name: e.Type}
	}

	in.Received = received
	if in.DedupKey == "" {
		in.DedupKey = e.ID
	}

	lane := in.Actor.Team + "/" + string(in.Actor.User)
	if b.lanes.Submit(lane, func() { b.work(ctx, on, e.ID, in) }) {
		return
	}

	b.metrics.refused.WithLabelValues("busy").Inc()
	if in.Kind == desk.KindCommand {
		busy := desk.CommandAnswer{ResponseType: slack.ResponseTypeEphemeral, Text: "Leadloop is busy just now, so nothing was done. Please try again in a minute."}
		on.AckSoon(ctx, e.ID, busy)
	}
}

// work deals with one input, acknowledges it, and says what did not fit into
// the acknowledgement.
func (b *Bot) work(ctx context.Context, on *wire.Connection, envelopeID string, in *desk.Input) {
	late := time.Since(in.Received) > handlerDeadline
	if late && in.Kind != desk.KindEvent {
		// Slack has told the person already that it failed, so it has to fail.
		b.metrics.refused.WithLabelValues("late").Inc()
		return
	}

	patience, cancel := context.WithDeadline(ctx, in.Received.Add(handlerDeadline))
	if in.Kind == desk.KindEvent {
		patience, cancel = context.WithTimeout(ctx, handlerDeadline)
	}

	defer cancel()
	ack := desk.Ack{}
	if in.Kind != desk.KindOther {
		ack = b.InModal(in, b.handle(patience, in))
	}

	if ack.Withheld {
		return
	}

	payload, rest := ack.Payload(in.Kind)
	on.Ack(ctx, envelopeID, payload)
	b.metrics.acks.WithLabelValues(string(in.Kind)).Observe(time.Since(in.Received).Seconds())
	if rest != nil {
		b.Say(ctx, in, *rest)
	}
}
