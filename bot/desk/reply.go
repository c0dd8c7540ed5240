package desk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/routing"
)

// maxAck keeps acknowledgements under Slack's limit of 20 KB, above which
// they are dropped without a word.
const maxAck = 20_000

// Ack is what is answered: nothing, a message that only the person sees, or
// errors on the fields of a modal.
type Ack struct {
	Message  *kit.Message
	Errors   map[string]string
	Replace  *slack.ModalViewRequest // shown in the place of a submitted modal
	Withheld bool                    // not to be acknowledged at all, so that Slack delivers it again
	Found    []kit.Choice            // of a menu that is searched
}

// Says answers with a message that only the person sees.
func Says(m kit.Message) Ack { return Ack{Message: &m} }

// Answer shows what a use case returned, unless that is an error.
func Answer[T any](
	ctx context.Context, d *Desk, result T, err error, show func(kit.Context, T) kit.Message,
) (Ack, error) {
	return d.Answer(ctx, err, func(vc kit.Context) kit.Message { return show(vc, result) })
}

// Answer shows something, unless there is an error.
func (d *Desk) Answer(ctx context.Context, err error, show func(kit.Context) kit.Message) (Ack, error) {
	if err != nil {
		return Ack{}, err
	}

	return Says(show(d.ViewContext(ctx))), nil
}

// Payload is what goes into the acknowledgement itself; rest is what has to
// be said by other ways afterwards.
func (a Ack) Payload(kind Kind) (payload any, rest *kit.Message) {
	switch {
	case kind == KindSuggest:
		return kit.Suggestions(a.Found), nil
	case kind == KindSubmit && len(a.Errors) > 0:
		return slack.NewErrorsViewSubmissionResponse(a.Errors), nil
	case kind == KindSubmit && a.Replace != nil:
		return slack.NewUpdateViewSubmissionResponse(a.Replace), nil
	case a.Message == nil || kind == KindEvent:
		return nil, nil
	case kind != KindCommand:
		return nil, a.Message
	}

	answer := CommandAnswer{ResponseType: slack.ResponseTypeEphemeral, Text: a.Message.Text, Blocks: a.Message.Blocks}
	encoded, err := json.Marshal(answer)
	if err != nil || len(encoded) > maxAck {
		return nil, a.Message
	}

	return json.RawMessage(encoded), nil
}

// CommandAnswer is a message as the acknowledgement of a command holds it.
type CommandAnswer struct {
	ResponseType string        `json:"response_type"`
	Text         string        `json:"text"`
	Blocks       []slack.Block `json:"blocks,omitempty"`
}

// Failed is the only place that turns an error into words. What is not
// meant for people is logged under a reference, and people get the reference.
func (d *Desk) Failed(ctx context.Context, in *Input, err error) Ack {
	if errors.Is(err, errOpened) {
		return Ack{}
	}

	if errors.Is(err, core.ErrDuplicate) {
		return usedBefore(in)
	}

	text := fault.UserText(err)
	if text == "" {
		text = d.internal(in, err)
	}

	vc := d.ViewContext(ctx)
	if in.Kind == KindSubmit && !errors.Is(err, routing.ErrStranded) { // what has had its effect leaves no form open
		d.meetNamed(ctx, err, text)
		return d.failedForm(in, vc, err, text)
	}

	m := kit.Say(text)
	// An event is acknowledged only when its effect is durable.
	return Ack{Message: &m, Withheld: in.Kind == KindEvent && fault.KindOf(err) == fault.KindInternal}
}

// usedBefore answers a second click on a button that did its work. A message
// that is not redrawn keeps its buttons, and silence would look like another
// success. The same click delivered again needs no answer.
func usedBefore(in *Input) Ack {
	if in.Kind != KindAction || in.Again {
		return Ack{}
	}

	return Says(kit.UsedBefore(in.Value))
}

func (d *Desk) internal(in *Input, err error) string {
	ref := reference()
	d.Log.Error().Err(err).Str("ref", ref).Str("kind", string(in.Kind)).Str("name", kit.Cut(in.Name, 80)).
		Str("user", string(in.Actor.User)).Msg("an input failed")
	if errors.Is(err, context.DeadlineExceeded) {
		return "This took too long, so it was given up (ref " + ref + "). Look with `/lead mine` whether it was done before you try again."
	}

	return "Something went wrong on our side (ref " + ref + "). Nothing was changed; please try again."
}

// meetNamed learns the names of those of whom an error speaks: a form cannot
// mention anybody, and just after a start few are known.
func (d *Desk) meetNamed(ctx context.Context, err error, text string) {
	texts := []string{text}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			texts = append(texts, f.Text)
		}
	}

	var named []ref.UserID
	for _, text := range texts {
		for _, segment := range fault.Segments(text) {
			named = append(named, ref.UserID(segment.Mention))
		}
	}

	d.People.Meet(ctx, named...)
}

// failedForm puts errors on the fields of the modal; what belongs to no field
// lands on the first one.
func (d *Desk) failedForm(in *Input, vc kit.Context, err error, text string) Ack {
	if len(in.View.Inputs) == 0 {
		modal := kit.Saying(kit.Say(text))
		return Ack{Replace: &modal}
	}

	wrong := map[string]string{}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			field := f.Field
			if !slices.Contains(in.View.Inputs, field) {
				field = in.View.Inputs[0]
			}

			if wrong[field] == "" {
				wrong[field] = vc.Plain(f.Text)
			}
		}
	}

	if len(wrong) == 0 {
		wrong[in.View.Inputs[0]] = vc.Plain(text)
	}

	return Ack{Errors: wrong}
}

// reference is short enough to be read out on the telephone, and has no
// letters that look alike.
func reference() string {
	const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	var raw [4]byte
	_, _ = rand.Read(raw[:])
	for i, r := range raw {
		raw[i] = letters[int(r)%len(letters)]
	}

	return string(raw[:])
}

// ResultOf is the label of an error in metrics.
func ResultOf(err error) string {
	if errors.Is(err, core.ErrDuplicate) {
		return "duplicate"
	}

	return map[fault.Kind]string{
		fault.KindInternal: "failed", fault.KindInvalid: "invalid", fault.KindNotFound: "not found",
		fault.KindDenied: "denied", fault.KindConflict: "conflict", fault.KindUnavailable: "unavailable",
	}[fault.KindOf(err)]
}
