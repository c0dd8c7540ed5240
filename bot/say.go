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
func (b *Bot) replyURL(in *Input) string {
	address := in.ResponseURL
	if in.Kind == KindSubmit {
		address = b.forms.find(in.View.ID).responseURL
	}
	if !b.answersTo(address) {
		return ""
	}
	return address
}

// inModal shows the reply to a submitted modal in its place, where there is
// no other.
func (b *Bot) inModal(in *Input, ack Ack) Ack {
	if in.Kind != KindSubmit || ack.message == nil || b.replyURL(in) != "" {
		return ack
	}
	modal := view.Saying(*ack.message)
	return Ack{replace: &modal}
}

// say tells a person what did not go into the acknowledgement: where they
// did it, or in a modal where that has no messages. Slack limits the answers
// of a conversation to about one a second; what it holds up queues for that
// conversation, and what the person does next need not wait for it.
func (b *Bot) say(ctx context.Context, in *Input, m view.Message) {
	address := b.replyURL(in)
	if address == "" {
		_, err := b.open(ctx, in, view.Saying(m))
		b.unsaid(in, err)
		return
	}
	held := heldAnswer{in: in, address: address, message: m, until: time.Now().Add(heldPatience)}
	conversation := b.conversation(in)
	if !b.answers.busy(conversation) {
		err := b.respond(ctx, held)
		limit, limited := errors.AsType[*slack.RateLimitedError](err)
		if !limited {
			b.unsaid(in, err)
			return
		}
		held.notBefore = time.Now().Add(b.rest(limit))
	}
	if !b.answers.submit(conversation, func() { b.answerHeld(ctx, held) }) {
		b.unsaid(in, errTooMany)
	}
}

var errTooMany = errors.New("too many answers are held up")

// conversation is where the answer to an input appears.
func (b *Bot) conversation(in *Input) string {
	if in.Kind == KindSubmit {
		return b.forms.find(in.View.ID).channel
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
func (b *Bot) answerHeld(ctx context.Context, held heldAnswer) {
	patience, cancel := context.WithDeadline(ctx, held.until)
	defer cancel()
	wait := time.Until(held.notBefore)
	for {
		if err := pause(patience, wait); err != nil {
			b.unsaid(held.in, fmt.Errorf("wait for Slack to take more: %w", err))
			return
		}
		err := b.respond(ctx, held)
		limit, limited := errors.AsType[*slack.RateLimitedError](err)
		if !limited {
			b.unsaid(held.in, err)
			_ = pause(ctx, b.options.Pace)
			return
		}
		wait = b.rest(limit)
	}
}

// rest is how long Slack wants to hear nothing more.
func (b *Bot) rest(limit *slack.RateLimitedError) time.Duration {
	return max(limit.RetryAfter, b.options.Pace)
}

// respond uses a response URL.
func (b *Bot) respond(ctx context.Context, a heldAnswer) error {
	ctx, cancel := context.WithTimeout(ctx, sayPatience)
	defer cancel()
	_, _, _, err := b.api.SendMessageContext(ctx, a.in.Channel, slack.MsgOptionText(a.message.Text, false),
		slack.MsgOptionBlocks(a.message.Blocks...), slack.MsgOptionResponseURL(a.address, slack.ResponseTypeEphemeral))
	return err
}

func (b *Bot) unsaid(in *Input, err error) {
	if err != nil {
		b.log.Warn().Err(err).Str("kind", string(in.Kind)).Str("name", view.Cut(in.Name, 80)).Str("user", string(in.Actor.User)).Msg("could not reply")
	}
}

// errOpened says that this very input has opened its form already.
var errOpened = errors.New("the form is open already")

// open shows a modal, on top of the one in which the click was made.
func (b *Bot) open(ctx context.Context, in *Input, modal slack.ModalViewRequest) (Ack, error) {
	if in.Trigger != "" && !b.forms.triggers.first(in.Trigger) {
		return Ack{}, errOpened
	}
	show := b.api.OpenViewContext
	if in.View.Type == string(slack.VTModal) {
		show = b.api.PushViewContext
	}
	opened, err := show(ctx, in.Trigger, modal)
	switch slackCode(err) {
	case "exchanged_trigger_id":
		return Ack{}, errOpened // delivered again after a restart
	case "expired_trigger_id":
		return Ack{}, &fault.Error{Kind: fault.KindUnavailable, Text: "Slack took too long to open the form. Please try again."}
	}
	if err != nil {
		b.forms.triggers.forget(in.Trigger) // it may open the form after all
		return Ack{}, fmt.Errorf("open a modal: %w", err)
	}
	if in.ResponseURL != "" {
		b.forms.remember(opened.ID, in.ResponseURL, in.Channel)
	}
	return Ack{}, nil
}

// ask opens a modal that was asked for in a channel.
func (b *Bot) ask(ctx context.Context, in *Input, modal slack.ModalViewRequest) (Ack, error) {
	return b.open(ctx, in, view.From(modal, in.Channel))
}
