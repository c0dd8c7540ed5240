package agreement

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// definitionWords are what can follow `/loop definition`.
var definitionWords = map[string]func(handlers, context.Context, *desk.Input, line.Line) (desk.Ack, error){
	"show":     handlers.show,
	"propose":  handlers.propose,
	"diff":     handlers.diff,
	"agree":    handlers.agree,
	"withdraw": handlers.withdraw,
}

const definitionUsage = "Expected `/loop definition`, `/loop definition show 3`, `propose`, `diff`, `diff 3 4`, `agree` or `withdraw`."

func (h handlers) definition(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if len(args) == 0 {
		return h.show(ctx, in, nil)
	}

	run, ok := definitionWords[args[0].Word()]
	if !ok {
		return desk.Ack{}, fault.Invalid("“%s” is not something that /loop definition can do. "+definitionUsage, args[:1].Text())
	}

	return run(h, ctx, in, args[1:])
}

// numbers reads the versions or drafts that follow a word.
func numbers(parts line.Line) ([]int, error) {
	var out []int
	for i, part := range parts {
		n, err := strconv.Atoi(strings.TrimLeft(strings.Trim(part.Word(), "#"), "v"))
		if err != nil || n < 1 {
			return nil, fault.Invalid("“%s” is not the number of a version. "+definitionUsage, parts[i:i+1].Text())
		}

		out = append(out, n)
	}

	return out, nil
}

func (h handlers) show(ctx context.Context, _ *desk.Input, args line.Line) (desk.Ack, error) {
	wanted, err := numbers(args)
	if err != nil {
		return desk.Ack{}, err
	}

	if len(wanted) > 1 {
		return desk.Ack{}, fault.Invalid("One version can be shown at a time. " + definitionUsage)
	}

	last, err := h.Services.Agreement.LastDraft(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	vc := h.ViewContext(ctx)
	shown := vc.Definition
	if len(wanted) == 1 {
		if shown, err = h.Services.Agreement.Version(ctx, wanted[0]); err != nil {
			return desk.Ack{}, err
		}
	}

	model, err := h.withBase(ctx, last)
	if err != nil {
		return desk.Ack{}, err
	}

	return desk.Says(DefinitionText(vc, shown, model)), nil
}

// withBase is a draft with what views need beside it.
func (h handlers) withBase(ctx context.Context, d funnel.Draft) (DraftModel, error) {
	m := DraftModel{Draft: d, Missing: d.Missing(h.Services.Core.Settings().Roster)}
	if d.Base == 0 {
		return m, nil
	}

	var err error
	m.Base, err = h.Services.Agreement.Version(ctx, d.Base)
	return m, err
}

// answerDraft shows a draft, unless there is an error.
func (h handlers) answerDraft(
	ctx context.Context, d funnel.Draft, err error, show func(kit.Context, DraftModel) kit.Message,
) (desk.Ack, error) {
	if err != nil {
		return desk.Ack{}, err
	}

	model, err := h.withBase(ctx, d)
	return desk.Answer(ctx, h.Desk, model, err, show)
}

func (h handlers) propose(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if err := desk.NoMore(args, "/loop definition propose"); err != nil {
		return desk.Ack{}, err
	}

	last, err := h.Services.Agreement.LastDraft(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.Ask(ctx, in, definitionForm(h.ViewContext(ctx), last))
}

func (h handlers) diff(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	wanted, err := numbers(args)
	if err != nil {
		return desk.Ack{}, err
	}

	switch len(wanted) {
	case 0:
		return h.draftDiff(ctx, in)
	case 2:
		from, err := h.Services.Agreement.Version(ctx, wanted[0])
		if err != nil {
			return desk.Ack{}, err
		}

		to, err := h.Services.Agreement.Version(ctx, wanted[1])
		return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return definitionDiff(vc, from, to) })
	}

	return desk.Ack{}, fault.Invalid("Which versions? Expected two numbers, such as `/loop definition diff 3 4`, or none to see what the open draft would change.")
}

func (h handlers) draftDiff(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	last, err := h.Services.Agreement.LastDraft(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	if !last.Open() {
		return desk.Ack{}, fault.Conflict("There is no open draft. `/loop definition diff 1 2` compares two versions, `/loop definition propose` begins a draft.")
	}

	model, err := h.withBase(ctx, last)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return draftDiff(vc, in.Actor.User, model) })
}

func (h handlers) agree(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	seen, err := numbers(args)
	if err != nil || len(seen) > 1 {
		return desk.Ack{}, fault.Invalid("Expected `/loop definition agree` for the open draft, or with the number of the draft that you read, such as `/loop definition agree 5`.")
	}

	return h.sign(ctx, in, slices.Max(append(seen, 0)))
}

func (h handlers) sign(ctx context.Context, in *desk.Input, seen int) (desk.Ack, error) {
	d, err := h.Services.Agreement.Sign(ctx, in.Request(), seen)
	return h.answerDraft(ctx, d, err, signed)
}

func (h handlers) withdraw(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if err := desk.NoMore(args, "/loop definition withdraw"); err != nil {
		return desk.Ack{}, err
	}

	d, err := h.Services.Agreement.Withdraw(ctx, in.Request())
	return desk.Answer(ctx, h.Desk, d, err, withdrawn)
}

// clickedNumber reads the draft or the version that a button is about.
func clickedNumber(in *desk.Input) (int, error) {
	n, err := strconv.Atoi(in.Value)
	if err != nil || n < 1 {
		return 0, fault.NotFound("This button is from another version of Leadloop. `/loop definition` shows the definition.")
	}

	return n, nil
}

func (h handlers) clickAgree(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	seen, err := clickedNumber(in)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.sign(ctx, in, seen)
}

func (h handlers) clickDraft(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	number, err := clickedNumber(in)
	if err != nil {
		return desk.Ack{}, err
	}

	d, err := h.Services.Agreement.Draft(ctx, number)
	return h.answerDraft(ctx, d, err, draftText)
}

func (h handlers) clickPropose(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	return h.propose(ctx, in, nil)
}

func (h handlers) clickHolds(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	version, err := clickedNumber(in)
	if err != nil {
		return desk.Ack{}, err
	}

	r, err := h.Services.Agreement.Confirm(ctx, in.Request(), version)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return heldAnswer(vc, h.waiting(r, version, r.Round)) })
}

func (h handlers) waiting(r funnel.Review, version, round int) reviewModel {
	return reviewModel{Review: r, Version: version, Round: round, Waits: r.Waits(h.Services.Core.Settings().Roster)}
}

func (h handlers) submitDefinition(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	m, err := desk.Remembered(in, func(m kit.Metadata) bool { return m.Version != 0 })
	if err != nil {
		return desk.Ack{}, err
	}

	proposal := funnel.Proposal{Form: in.View.Form, Draft: m.Draft, Version: m.Version}
	done, err := h.Services.Agreement.Propose(ctx, in.Request(), proposal)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.answerDraft(ctx, done.Draft, nil, func(vc kit.Context, m DraftModel) kit.Message {
		return proposed(vc, m, done.Changed)
	})
}

func (h handlers) draftMessage(ctx context.Context, vc kit.Context, n funnel.Notice) (kit.Message, error) {
	d, err := h.Services.Agreement.Draft(ctx, n.Draft)
	if err != nil {
		return kit.Message{}, err
	}

	model, err := h.withBase(ctx, d)
	if err != nil {
		return kit.Message{}, err
	}

	return draftNotice(vc, n.To, model), nil
}

func (h handlers) inForceMessage(ctx context.Context, vc kit.Context, n funnel.Notice) (kit.Message, error) {
	d, err := h.Services.Agreement.Version(ctx, n.Version)
	if err != nil {
		return kit.Message{}, err
	}

	before, err := h.Services.Agreement.Version(ctx, n.Version-1)
	if err != nil {
		return kit.Message{}, err
	}

	people := []ref.UserID{d.ProposedBy}
	for _, s := range d.Signatures {
		people = append(people, s.By)
	}

	h.People.Meet(ctx, people...) // this names people without mentioning them
	return inForceNotice(vc, before, d), nil
}

func (h handlers) tellDraft(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	return desk.Saying(h.draftMessage(ctx, vc, t.Notice))
}

func (h handlers) tellInForce(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	return desk.Saying(h.inForceMessage(ctx, vc, t.Notice))
}

func (h handlers) tellReview(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	review, err := h.Services.Agreement.Review(ctx, t.Version)
	return desk.Saying(reviewNotice(vc, t.To, h.waiting(review, t.Version, t.Round)), err)
}
