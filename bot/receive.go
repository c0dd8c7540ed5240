package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"
)

// receive decodes what arrived and queues it in its person's lane.
func (b *Bot) receive(ctx context.Context, on *connection, e envelope) {
	received := time.Now()
	if b.closing.Load() {
		return // unacknowledged events come again
	}
	in, err := decode(e.Type, e.Payload)
	if err != nil {
		b.log.Error().Err(err).Str("envelope", e.ID).Msg("could not decode an envelope")
		b.metrics.refused.WithLabelValues("undecodable").Inc()
		in = &Input{Kind: KindOther, Name: e.Type}
	}
	in.Received = received
	if in.DedupKey == "" {
		in.DedupKey = e.ID
	}
	lane := in.Actor.Team + "/" + string(in.Actor.User)
	if b.lanes.submit(lane, func() { b.work(ctx, on, e.ID, in) }) {
		return
	}
	b.metrics.refused.WithLabelValues("busy").Inc()
	if in.Kind == KindCommand {
		busy := commandAnswer{ResponseType: slack.ResponseTypeEphemeral, Text: "Leadloop is busy just now, so nothing was done. Please try again in a minute."}
		on.ackSoon(ctx, e.ID, busy)
	}
}

// work deals with one input, acknowledges it, and says what did not fit into
// the acknowledgement.
func (b *Bot) work(ctx context.Context, on *connection, envelopeID string, in *Input) {
	late := time.Since(in.Received) > handlerDeadline
	if late && in.Kind != KindEvent {
		// Slack has told the person already that it failed, so it has to fail.
		b.metrics.refused.WithLabelValues("late").Inc()
		return
	}
	patience, cancel := context.WithDeadline(ctx, in.Received.Add(handlerDeadline))
	if in.Kind == KindEvent {
		patience, cancel = context.WithTimeout(ctx, handlerDeadline)
	}
	defer cancel()
	ack := Ack{}
	if in.Kind != KindOther {
		ack = b.inModal(in, b.handle(patience, in))
	}
	if ack.withheld {
		return
	}
	payload, rest := ack.payload(in.Kind)
	on.ack(ctx, envelopeID, payload)
	b.metrics.acks.WithLabelValues(string(in.Kind)).Observe(time.Since(in.Received).Seconds())
	if rest != nil {
		b.say(ctx, in, *rest)
	}
}
