package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel/fault"
)

const (
	sayPatience = 5 * time.Second // for what is said to one person besides an acknowledgement
	// heldPatience is how long an answer may be held up. As many as may wait
	// are said within it at one a second, and a response URL lives longer.
	heldPatience = 10 * time.Minute
)

// replyURL is the response URL for an input, or "".
func (d *Desk) replyURL(in *Input) string {
	address := in.ResponseURL
	if in.Kind == KindSubmit {
		address = d.forms.find(in.View.ID).responseURL
	}

	if !d.answersTo(address) {
		return ""
	}

	return address
}

// InModal shows the reply to a submitted modal in its place, where there is
// no other.
func (d *Desk) InModal(in *Input, ack Ack) Ack {
	if in.Kind != KindSubmit || ack.Message == nil || d.replyURL(in) != "" {
		return ack
	}

	modal := kit.Saying(*ack.Message)
	return Ack{Replace: &modal}
}

// Say tells a person what did not go into the acknowledgement: where they
// did it, or in a modal where that has no messages. Slack limits the answers
// of a conversation to about one a second; they queue for that conversation,
// and what the person does next never waits for one.
func (d *Desk) Say(ctx context.Context, in *Input, m kit.Message) {
	lane := cmp.Or(d.conversation(in), string(in.Actor.User))
	work := func() { d.shows(ctx, in, m) }
	if address := d.replyURL(in); address != "" {
		due := answer{in: in, address: address, message: m, lane: lane, until: time.Now().Add(heldPatience)}
		work = func() { d.answer(ctx, due) }
	}

	if !d.Answers.Submit(lane, work) {
		d.unsaid(in, errTooMany)
	}
}

// shows says it in a modal.
func (d *Desk) shows(ctx context.Context, in *Input, m kit.Message) {
	ctx, cancel := context.WithTimeout(ctx, sayPatience)
	defer cancel()
	if m.InPlace && in.View.Type == string(slack.VTModal) {
		_, err := d.API.UpdateViewContext(ctx, kit.Saying(m), "", in.View.Hash, in.View.ID)
		d.unsaid(in, err)
		return
	}

	_, err := d.open(ctx, in, kit.Saying(m))
	d.unsaid(in, err)
}

var errTooMany = errors.New("too many answers are held up")

// conversation is where the answer to an input appears.
func (d *Desk) conversation(in *Input) string {
	if in.Kind == KindSubmit {
		return d.forms.find(in.View.ID).channel
	}

	return in.Channel
}

// answer is what is said through a response URL.
type answer struct {
	in      *Input
	address string
	message kit.Message
	lane    string
	until   time.Time
}

// answer says it as soon as Slack takes it, and leaves the conversation the
// time that Slack asks for before whatever waits behind it.
func (d *Desk) answer(ctx context.Context, a answer) {
	patience, cancel := context.WithDeadline(ctx, a.until)
	defer cancel()
	for held := false; ; held = true {
		err := d.respond(ctx, a)
		limit, limited := errors.AsType[*slack.RateLimitedError](err)
		if !limited {
			d.unsaid(a.in, err)
			if held || d.Answers.Waiting(a.lane) {
				_ = wire.Pause(ctx, d.Pace)
			}

			return
		}

		if err := wire.Pause(patience, d.rest(limit)); err != nil {
			d.unsaid(a.in, fmt.Errorf("wait for Slack to take more: %w", err))
			return
		}
	}
}

// rest is how long Slack wants to hear nothing more.
func (d *Desk) rest(limit *slack.RateLimitedError) time.Duration {
	return max(limit.RetryAfter, d.Pace)
}

// respond uses a response URL.
func (d *Desk) respond(ctx context.Context, a answer) error {
	ctx, cancel := context.WithTimeout(ctx, sayPatience)
	defer cancel()
	where := slack.MsgOptionResponseURL(a.address, slack.ResponseTypeEphemeral)
	if a.message.InPlace {
		where = slack.MsgOptionReplaceOriginal(a.address)
	}

	_, _, _, err := d.API.SendMessageContext(ctx, a.in.Channel, slack.MsgOptionText(a.message.Text, false),
		slack.MsgOptionBlocks(a.message.Blocks...), where)
	return err
}

func (d *Desk) unsaid(in *Input, err error) {
	if err != nil {
		d.Log.Warn().Err(err).Str("kind", string(in.Kind)).Str("name", kit.Cut(in.Name, 80)).Str("user",
			string(in.Actor.User)).Msg("could not reply")
	}
}

// errOpened says that this very input has opened its form already.
var errOpened = errors.New("the form is open already")

// open shows a modal, on top of the one in which the click was made.
func (d *Desk) open(ctx context.Context, in *Input, modal slack.ModalViewRequest) (Ack, error) {
	if in.Trigger != "" && !d.forms.triggers.First(in.Trigger) {
		return Ack{}, errOpened
	}

	show := d.API.OpenViewContext
	if in.View.Type == string(slack.VTModal) {
		show = d.API.PushViewContext
	}

	opened, err := show(ctx, in.Trigger, modal)
	switch wire.SlackCode(err) {
	case "exchanged_trigger_id":
		return Ack{}, errOpened // delivered again after a restart
	case "expired_trigger_id":
		return Ack{}, &fault.Error{Kind: fault.KindUnavailable, Text: "Slack took too long to open the form. Please try again."}
	}

	if limit, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		d.forms.triggers.forget(in.Trigger)
		return Ack{}, &fault.Error{Kind: fault.KindUnavailable, Text: limitedForm(limit.RetryAfter)}
	}

	if err != nil {
		d.forms.triggers.forget(in.Trigger) // it may open the form after all
		return Ack{}, fmt.Errorf("open a modal: %w", err)
	}

	known := form{responseURL: in.ResponseURL, channel: in.Channel, choices: kit.Searched(modal)}
	if known.responseURL != "" || len(known.choices) > 0 {
		d.forms.remember(opened.ID, known)
	}

	return Ack{}, nil
}

// limitedForm says when forms open again.
func limitedForm(wait time.Duration) string {
	return "Slack opens no more forms for Leadloop just now, so nothing was done. Please try again in " +
		kit.Counted(int(math.Ceil(wait.Seconds())), "second") + "."
}

// Ask opens a modal that was asked for in a channel.
func (d *Desk) Ask(ctx context.Context, in *Input, modal slack.ModalViewRequest) (Ack, error) {
	return d.open(ctx, in, kit.From(modal, in.Channel))
}
