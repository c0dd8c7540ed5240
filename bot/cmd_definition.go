package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// definitionWords are what can follow `/loop definition`.
var definitionWords = map[string]func(agreementHandlers, context.Context, *Input, line.Line) (Ack, error){
	"show":     agreementHandlers.definitionShow,
	"propose":  agreementHandlers.definitionPropose,
	"diff":     agreementHandlers.definitionDiff,
	"agree":    agreementHandlers.definitionAgree,
	"withdraw": agreementHandlers.definitionWithdraw,
}

const definitionUsage = "Expected `/loop definition`, `/loop definition show 3`, `propose`, `diff`, `diff 3 4`, `agree` or `withdraw`."

func (h agreementHandlers) loopDefinition(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return h.definitionShow(ctx, in, nil)
	}
	run, ok := definitionWords[args[0].Word()]
	if !ok {
		return Ack{}, fault.Invalid("“%s” is not something that /loop definition can do. "+definitionUsage, args[:1].Text())
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

func (h agreementHandlers) definitionShow(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	wanted, err := numbers(args)
	if err != nil {
		return Ack{}, err
	}
	if len(wanted) > 1 {
		return Ack{}, fault.Invalid("One version can be shown at a time. " + definitionUsage)
	}
	last, err := h.services.Agreement.LastDraft(ctx)
	if err != nil {
		return Ack{}, err
	}
	vc := h.viewContext(ctx)
	shown := vc.Definition
	if len(wanted) == 1 {
		if shown, err = h.services.Agreement.Version(ctx, wanted[0]); err != nil {
			return Ack{}, err
		}
	}
	model, err := h.draftModel(ctx, last)
	if err != nil {
		return Ack{}, err
	}
	return says(view.DefinitionText(vc, shown, model)), nil
}

// draftModel is a draft with what views need beside it.
func (h agreementHandlers) draftModel(ctx context.Context, d funnel.Draft) (view.DraftModel, error) {
	m := view.DraftModel{Draft: d, Missing: d.Missing(h.services.Core.Settings().Roster)}
	if d.Base == 0 {
		return m, nil
	}
	var err error
	m.Base, err = h.services.Agreement.Version(ctx, d.Base)
	return m, err
}

// answerDraft shows a draft, unless there is an error.
func (h agreementHandlers) answerDraft(
	ctx context.Context, d funnel.Draft, err error, show func(view.Context, view.DraftModel) view.Message,
) (Ack, error) {
	if err != nil {
		return Ack{}, err
	}
	model, err := h.draftModel(ctx, d)
	return answer(ctx, h.desk, model, err, show)
}

func (h agreementHandlers) definitionPropose(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	last, err := h.services.Agreement.LastDraft(ctx)
	if err != nil {
		return Ack{}, err
	}
	return h.ask(ctx, in, view.DefinitionForm(h.viewContext(ctx), last))
}

func (h agreementHandlers) definitionDiff(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	wanted, err := numbers(args)
	if err != nil {
		return Ack{}, err
	}
	switch len(wanted) {
	case 0:
		return h.draftDiff(ctx, in)
	case 2:
		from, err := h.services.Agreement.Version(ctx, wanted[0])
		if err != nil {
			return Ack{}, err
		}
		to, err := h.services.Agreement.Version(ctx, wanted[1])
		return h.answer(ctx, err, func(vc view.Context) view.Message { return view.DefinitionDiff(vc, from, to) })
	}
	return Ack{}, fault.Invalid("Which versions? Expected two numbers, such as `/loop definition diff 3 4`, or none to see what the open draft would change.")
}

func (h agreementHandlers) draftDiff(ctx context.Context, in *Input) (Ack, error) {
	last, err := h.services.Agreement.LastDraft(ctx)
	if err != nil {
		return Ack{}, err
	}
	if !last.Open() {
		return Ack{}, fault.Conflict("There is no open draft. `/loop definition diff 1 2` compares two versions, `/loop definition propose` begins a draft.")
	}
	model, err := h.draftModel(ctx, last)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.DraftDiff(vc, in.Actor.User, model) })
}

func (h agreementHandlers) definitionAgree(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	seen, err := numbers(args)
	if err != nil || len(seen) > 1 {
		return Ack{}, fault.Invalid("Expected `/loop definition agree` for the open draft, or with the number of the draft that you read, such as `/loop definition agree 5`.")
	}
	return h.signs(ctx, in, slices.Max(append(seen, 0)))
}

func (h agreementHandlers) signs(ctx context.Context, in *Input, seen int) (Ack, error) {
	d, err := h.services.Agreement.Sign(ctx, in.request(), seen)
	return h.answerDraft(ctx, d, err, view.Signed)
}

func (h agreementHandlers) definitionWithdraw(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	d, err := h.services.Agreement.Withdraw(ctx, in.request())
	return answer(ctx, h.desk, d, err, view.Withdrawn)
}

// clickedNumber reads the draft or the version that a button is about.
func clickedNumber(in *Input) (int, error) {
	n, err := strconv.Atoi(in.Value)
	if err != nil || n < 1 {
		return 0, fault.NotFound("This button is from another version of Leadloop. `/loop definition` shows the definition.")
	}
	return n, nil
}

func (h agreementHandlers) clickAgree(ctx context.Context, in *Input) (Ack, error) {
	seen, err := clickedNumber(in)
	if err != nil {
		return Ack{}, err
	}
	return h.signs(ctx, in, seen)
}

func (h agreementHandlers) clickDraft(ctx context.Context, in *Input) (Ack, error) {
	number, err := clickedNumber(in)
	if err != nil {
		return Ack{}, err
	}
	d, err := h.services.Agreement.Draft(ctx, number)
	return h.answerDraft(ctx, d, err, view.DraftText)
}

func (h agreementHandlers) clickPropose(ctx context.Context, in *Input) (Ack, error) {
	return h.definitionPropose(ctx, in, nil)
}

func (h agreementHandlers) clickHolds(ctx context.Context, in *Input) (Ack, error) {
	version, err := clickedNumber(in)
	if err != nil {
		return Ack{}, err
	}
	r, err := h.services.Agreement.Confirm(ctx, in.request(), version)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.Held(vc, h.reviewModel(r, version, r.Round)) })
}

func (h agreementHandlers) reviewModel(r funnel.Review, version, round int) view.ReviewModel {
	return view.ReviewModel{Review: r, Version: version, Round: round, Waits: r.Waits(h.services.Core.Settings().Roster)}
}

func (h agreementHandlers) submitDefinition(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in, func(m view.Metadata) bool { return m.Version != 0 })
	if err != nil {
		return Ack{}, err
	}
	proposal := funnel.Proposal{Form: in.View.Form, Draft: m.Draft, Version: m.Version}
	done, err := h.services.Agreement.Propose(ctx, in.request(), proposal)
	if err != nil {
		return Ack{}, err
	}
	return h.answerDraft(ctx, done.Draft, nil, func(vc view.Context, m view.DraftModel) view.Message {
		return view.Proposed(vc, m, done.Changed)
	})
}

func (h agreementHandlers) draftMessage(ctx context.Context, vc view.Context, n funnel.Notice) (view.Message, error) {
	d, err := h.services.Agreement.Draft(ctx, n.Draft)
	if err != nil {
		return view.Message{}, err
	}
	model, err := h.draftModel(ctx, d)
	if err != nil {
		return view.Message{}, err
	}
	return view.DraftNotice(vc, n.To, model), nil
}

func (h agreementHandlers) inForceMessage(ctx context.Context, vc view.Context, n funnel.Notice) (view.Message, error) {
	d, err := h.services.Agreement.Version(ctx, n.Version)
	if err != nil {
		return view.Message{}, err
	}
	before, err := h.services.Agreement.Version(ctx, n.Version-1)
	if err != nil {
		return view.Message{}, err
	}
	people := []ref.UserID{d.ProposedBy}
	for _, s := range d.Signatures {
		people = append(people, s.By)
	}
	h.people.meet(ctx, people...) // this names people without mentioning them
	return view.DefinitionNotice(vc, before, d), nil
}

func (h agreementHandlers) tellDraft(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	return Saying(h.draftMessage(ctx, vc, t.Notice))
}

func (h agreementHandlers) tellInForce(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	return Saying(h.inForceMessage(ctx, vc, t.Notice))
}

func (h agreementHandlers) tellReview(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	review, err := h.services.Agreement.Review(ctx, t.Version)
	return Saying(view.ReviewNotice(vc, t.To, h.reviewModel(review, t.Version, t.Round)), err)
}
