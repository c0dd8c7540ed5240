package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

const (
	sayPatience   = 5 * time.Second  // for what is said to one person besides an acknowledgement
	limitPatience = 30 * time.Second // in which what Slack held up is still of use
)

// replyURL is the response URL for an input, or "".
func (b *Bot) replyURL(in *Input) string {
	address := in.ResponseURL
	if in.Kind == KindSubmit {
		address = b.forms.responseURL(in.View.ID)
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
// of a conversation to about one a second; what it holds up is said later, and
// what the person does next need not wait for it.
func (b *Bot) say(ctx context.Context, in *Input, m view.Message) {
	err := b.saySoon(ctx, in, m)
	if limit, ok := errors.AsType[*slack.RateLimitedError](err); ok && b.replyURL(in) != "" {
		go b.sayLater(ctx, in, m, limit)
		return
	}
	b.unsaid(in, err)
}

func (b *Bot) saySoon(ctx context.Context, in *Input, m view.Message) error {
	ctx, cancel := context.WithTimeout(ctx, sayPatience)
	defer cancel()
	address := b.replyURL(in)
	if address == "" {
		_, err := b.open(ctx, in, view.Saying(m))
		return err
	}
	_, _, _, err := b.api.SendMessageContext(ctx, in.Channel, slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionResponseURL(address, slack.ResponseTypeEphemeral))
	return err
}

// sayLater says what Slack held up as soon as it takes more.
func (b *Bot) sayLater(ctx context.Context, in *Input, m view.Message, limit *slack.RateLimitedError) {
	ctx, cancel := context.WithTimeout(ctx, limitPatience)
	defer cancel()
	var err error = limit
	for limited := true; limited && pause(ctx, limit.RetryAfter) == nil; {
		err = b.saySoon(ctx, in, m)
		limit, limited = errors.AsType[*slack.RateLimitedError](err)
	}
	b.unsaid(in, err)
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
	if in.Trigger != "" && !b.forms.begin(in.Trigger) {
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
		return Ack{}, &funnel.Error{Kind: funnel.KindUnavailable, Text: "Slack took too long to open the form. Please try again."}
	}
	if err != nil {
		b.forms.retry(in.Trigger)
		return Ack{}, fmt.Errorf("open a modal: %w", err)
	}
	if in.ResponseURL != "" {
		b.forms.remember(opened.ID, in.ResponseURL)
	}
	return Ack{}, nil
}

// ask opens a modal that was asked for in a channel.
func (b *Bot) ask(ctx context.Context, in *Input, modal slack.ModalViewRequest) (Ack, error) {
	return b.open(ctx, in, view.From(modal, in.Channel))
}
