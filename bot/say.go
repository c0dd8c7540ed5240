package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
)

const (
	sayPatience = 5 * time.Second // for what is said to one person besides an acknowledgement
	// heldPatience is how long an answer may be held up. As many as may wait
	// are said within it at one a second, and a response URL lives longer.
	heldPatience = 10 * time.Minute
)

// replyURL is the response URL for an input, or "".
func (d *desk) replyURL(in *Input) string {
	address := in.ResponseURL
	if in.Kind == KindSubmit {
		address = d.forms.find(in.View.ID).responseURL
	}
	if !d.answersTo(address) {
		return ""
	}
	return address
}

// inModal shows the reply to a submitted modal in its place, where there is
// no other.
func (d *desk) inModal(in *Input, ack Ack) Ack {
	if in.Kind != KindSubmit || ack.message == nil || d.replyURL(in) != "" {
		return ack
	}
	modal := view.Saying(*ack.message)
	return Ack{replace: &modal}
}

// say tells a person what did not go into the acknowledgement: where they
// did it, or in a modal where that has no messages. Slack limits the answers
// of a conversation to about one a second; what it holds up queues for that
// conversation, and what the person does next need not wait for it.
func (d *desk) say(ctx context.Context, in *Input, m view.Message) {
	address := d.replyURL(in)
	if address == "" {
		_, err := d.open(ctx, in, view.Saying(m))
		d.unsaid(in, err)
		return
	}
	held := heldAnswer{in: in, address: address, message: m, until: time.Now().Add(heldPatience)}
	conversation := d.conversation(in)
	if !d.answers.busy(conversation) {
		err := d.respond(ctx, held)
		limit, limited := errors.AsType[*slack.RateLimitedError](err)
		if !limited {
			d.unsaid(in, err)
			return
		}
		held.notBefore = time.Now().Add(d.rest(limit))
	}
	if !d.answers.submit(conversation, func() { d.answerHeld(ctx, held) }) {
		d.unsaid(in, errTooMany)
	}
}

var errTooMany = errors.New("too many answers are held up")

// conversation is where the answer to an input appears.
func (d *desk) conversation(in *Input) string {
	if in.Kind == KindSubmit {
		return d.forms.find(in.View.ID).channel
	}
	return in.Channel
}

// heldAnswer is what Slack may not take at once.
type heldAnswer struct {
	in               *Input
	address          string
	message          view.Message
	notBefore, until time.Time
}

// answerHeld says what Slack held up as soon as it takes more, and leaves the
// conversation the time that Slack asks for.
func (d *desk) answerHeld(ctx context.Context, held heldAnswer) {
	patience, cancel := context.WithDeadline(ctx, held.until)
	defer cancel()
	wait := time.Until(held.notBefore)
	for {
		if err := pause(patience, wait); err != nil {
			d.unsaid(held.in, fmt.Errorf("wait for Slack to take more: %w", err))
			return
		}
		err := d.respond(ctx, held)
		limit, limited := errors.AsType[*slack.RateLimitedError](err)
		if !limited {
			d.unsaid(held.in, err)
			_ = pause(ctx, d.pace)
			return
		}
		wait = d.rest(limit)
	}
}

// rest is how long Slack wants to hear nothing more.
func (d *desk) rest(limit *slack.RateLimitedError) time.Duration {
	return max(limit.RetryAfter, d.pace)
}

// respond uses a response URL.
func (d *desk) respond(ctx context.Context, a heldAnswer) error {
	ctx, cancel := context.WithTimeout(ctx, sayPatience)
	defer cancel()
	_, _, _, err := d.api.SendMessageContext(ctx, a.in.Channel, slack.MsgOptionText(a.message.Text, false),
		slack.MsgOptionBlocks(a.message.Blocks...), slack.MsgOptionResponseURL(a.address, slack.ResponseTypeEphemeral))
	return err
}

func (d *desk) unsaid(in *Input, err error) {
	if err != nil {
		d.log.Warn().Err(err).Str("kind", string(in.Kind)).Str("name", view.Cut(in.Name, 80)).Str("user", string(in.Actor.User)).Msg("could not reply")
	}
}

// errOpened says that this very input has opened its form already.
var errOpened = errors.New("the form is open already")

// open shows a modal, on top of the one in which the click was made.
func (d *desk) open(ctx context.Context, in *Input, modal slack.ModalViewRequest) (Ack, error) {
	if in.Trigger != "" && !d.forms.triggers.first(in.Trigger) {
		return Ack{}, errOpened
	}
	show := d.api.OpenViewContext
	if in.View.Type == string(slack.VTModal) {
		show = d.api.PushViewContext
	}
	opened, err := show(ctx, in.Trigger, modal)
	switch slackCode(err) {
	case "exchanged_trigger_id":
		return Ack{}, errOpened // delivered again after a restart
	case "expired_trigger_id":
		return Ack{}, &fault.Error{Kind: fault.KindUnavailable, Text: "Slack took too long to open the form. Please try again."}
	}
	if err != nil {
		d.forms.triggers.forget(in.Trigger) // it may open the form after all
		return Ack{}, fmt.Errorf("open a modal: %w", err)
	}
	if in.ResponseURL != "" {
		d.forms.remember(opened.ID, in.ResponseURL, in.Channel)
	}
	return Ack{}, nil
}

// ask opens a modal that was asked for in a channel.
func (d *desk) ask(ctx context.Context, in *Input, modal slack.ModalViewRequest) (Ack, error) {
	return d.open(ctx, in, view.From(modal, in.Channel))
}
