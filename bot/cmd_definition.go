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
var definitionWords = map[string]func(*Bot, context.Context, *Input, line.Line) (Ack, error){
	"show":     (*Bot).definitionShow,
	"propose":  (*Bot).definitionPropose,
	"diff":     (*Bot).definitionDiff,
	"agree":    (*Bot).definitionAgree,
	"withdraw": (*Bot).definitionWithdraw,
}

const definitionUsage = "Expected `/loop definition`, `/loop definition show 3`, `propose`, `diff`, `diff 3 4`, `agree` or `withdraw`."

func (b *Bot) loopDefinition(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return b.definitionShow(ctx, in, nil)
	}
	run, ok := definitionWords[args[0].Word()]
	if !ok {
		return Ack{}, fault.Invalid("“%s” is not something that /loop definition can do. "+definitionUsage, args[:1].Text())
	}
	return run(b, ctx, in, args[1:])
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

func (b *Bot) definitionShow(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	wanted, err := numbers(args)
	if err != nil {
		return Ack{}, err
	}
	if len(wanted) > 1 {
		return Ack{}, fault.Invalid("One version can be shown at a time. " + definitionUsage)
	}
	last, err := b.services.Agreement.LastDraft(ctx)
	if err != nil {
		return Ack{}, err
	}
	vc := b.viewContext(ctx)
	shown := vc.Definition
	if len(wanted) == 1 {
		if shown, err = b.services.Agreement.Version(ctx, wanted[0]); err != nil {
			return Ack{}, err
		}
	}
	model, err := b.draftModel(ctx, last)
	if err != nil {
		return Ack{}, err
	}
	return says(view.DefinitionText(vc, shown, model)), nil
}

// draftModel is a draft with what views need beside it.
func (b *Bot) draftModel(ctx context.Context, d funnel.Draft) (view.DraftModel, error) {
	m := view.DraftModel{Draft: d, Missing: d.Missing(b.services.Core.Settings().Roster)}
	if d.Base == 0 {
		return m, nil
	}
	var err error
	m.Base, err = b.services.Agreement.Version(ctx, d.Base)
	return m, err
}

// answerDraft shows a draft, unless there is an error.
func (b *Bot) answerDraft(
	ctx context.Context, d funnel.Draft, err error, show func(view.Context, view.DraftModel) view.Message,
) (Ack, error) {
	if err != nil {
		return Ack{}, err
	}
	model, err := b.draftModel(ctx, d)
	return answer(ctx, b, model, err, show)
}

func (b *Bot) definitionPropose(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	last, err := b.services.Agreement.LastDraft(ctx)
	if err != nil {
		return Ack{}, err
	}
	return b.ask(ctx, in, view.DefinitionForm(b.viewContext(ctx), last))
}

func (b *Bot) definitionDiff(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	wanted, err := numbers(args)
	if err != nil {
		return Ack{}, err
	}
	switch len(wanted) {
	case 0:
		return b.draftDiff(ctx, in)
	case 2:
		from, err := b.services.Agreement.Version(ctx, wanted[0])
		if err != nil {
			return Ack{}, err
		}
		to, err := b.services.Agreement.Version(ctx, wanted[1])
		return b.answer(ctx, err, func(vc view.Context) view.Message { return view.DefinitionDiff(vc, from, to) })
	}
	return Ack{}, fault.Invalid("Which versions? Expected two numbers, such as `/loop definition diff 3 4`, or none to see what the open draft would change.")
}

func (b *Bot) draftDiff(ctx context.Context, in *Input) (Ack, error) {
	last, err := b.services.Agreement.LastDraft(ctx)
	if err != nil {
		return Ack{}, err
	}
	if !last.Open() {
		return Ack{}, fault.Conflict("There is no open draft. `/loop definition diff 1 2` compares two versions, `/loop definition propose` begins a draft.")
	}
	model, err := b.draftModel(ctx, last)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.DraftDiff(vc, in.Actor.User, model) })
}

func (b *Bot) definitionAgree(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	seen, err := numbers(args)
	if err != nil || len(seen) > 1 {
		return Ack{}, fault.Invalid("Expected `/loop definition agree` for the open draft, or with the number of the draft that you read, such as `/loop definition agree 5`.")
	}
	return b.signs(ctx, in, slices.Max(append(seen, 0)))
}

func (b *Bot) signs(ctx context.Context, in *Input, seen int) (Ack, error) {
	d, err := b.services.Agreement.Sign(ctx, in.request(), seen)
	return b.answerDraft(ctx, d, err, view.Signed)
}

func (b *Bot) definitionWithdraw(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	d, err := b.services.Agreement.Withdraw(ctx, in.request())
	return answer(ctx, b, d, err, view.Withdrawn)
}

// clickedNumber reads the draft or the version that a button is about.
func clickedNumber(in *Input) (int, error) {
	n, err := strconv.Atoi(in.Value)
	if err != nil || n < 1 {
		return 0, fault.NotFound("This button is from another version of Leadloop. `/loop definition` shows the definition.")
	}
	return n, nil
}

func (b *Bot) clickAgree(ctx context.Context, in *Input) (Ack, error) {
	seen, err := clickedNumber(in)
	if err != nil {
		return Ack{}, err
	}
	return b.signs(ctx, in, seen)
}

func (b *Bot) clickDraft(ctx context.Context, in *Input) (Ack, error) {
	number, err := clickedNumber(in)
	if err != nil {
		return Ack{}, err
	}
	d, err := b.services.Agreement.Draft(ctx, number)
	return b.answerDraft(ctx, d, err, view.DraftText)
}

func (b *Bot) clickPropose(ctx context.Context, in *Input) (Ack, error) {
	return b.definitionPropose(ctx, in, nil)
}

func (b *Bot) clickHolds(ctx context.Context, in *Input) (Ack, error) {
	version, err := clickedNumber(in)
	if err != nil {
		return Ack{}, err
	}
	r, err := b.services.Agreement.Confirm(ctx, in.request(), version)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.Held(vc, b.reviewModel(r, version, r.Round)) })
}

func (b *Bot) reviewModel(r funnel.Review, version, round int) view.ReviewModel {
	return view.ReviewModel{Review: r, Version: version, Round: round, Waits: r.Waits(b.services.Core.Settings().Roster)}
}

func (b *Bot) submitDefinition(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in, func(m view.Metadata) bool { return m.Version != 0 })
	if err != nil {
		return Ack{}, err
	}
	proposal := funnel.Proposal{Form: in.View.Form, Draft: m.Draft, Version: m.Version}
	done, err := b.services.Agreement.Propose(ctx, in.request(), proposal)
	if err != nil {
		return Ack{}, err
	}
	return b.answerDraft(ctx, done.Draft, nil, func(vc view.Context, m view.DraftModel) view.Message {
		return view.Proposed(vc, m, done.Changed)
	})
}

// renderDefinition renders what is told of the definition and its drafts.
func (c *courier) renderDefinition(ctx context.Context, vc view.Context, p *parcel) error {
	n := p.entry.Notice
	var err error
	switch n.Kind {
	case funnel.NoticeDraft:
		p.message, err = c.bot.draftMessage(ctx, vc, n)
	case funnel.NoticeReview:
		var r funnel.Review
		r, err = c.bot.services.Agreement.Review(ctx, n.Version)
		p.message = view.ReviewNotice(vc, n.To, c.bot.reviewModel(r, n.Version, n.Round))
	default:
		p.message, err = c.bot.inForceMessage(ctx, vc, n)
	}
	if err != nil {
		return notSent{err}
	}
	return nil
}

func (b *Bot) draftMessage(ctx context.Context, vc view.Context, n funnel.Notice) (view.Message, error) {
	d, err := b.services.Agreement.Draft(ctx, n.Draft)
	if err != nil {
		return view.Message{}, err
	}
	model, err := b.draftModel(ctx, d)
	if err != nil {
		return view.Message{}, err
	}
	return view.DraftNotice(vc, n.To, model), nil
}

func (b *Bot) inForceMessage(ctx context.Context, vc view.Context, n funnel.Notice) (view.Message, error) {
	d, err := b.services.Agreement.Version(ctx, n.Version)
	if err != nil {
		return view.Message{}, err
	}
	before, err := b.services.Agreement.Version(ctx, n.Version-1)
	if err != nil {
		return view.Message{}, err
	}
	people := []ref.UserID{d.ProposedBy}
	for _, s := range d.Signatures {
		people = append(people, s.By)
	}
	b.people.meet(ctx, people...) // this names people without mentioning them
	return view.DefinitionNotice(vc, before, d), nil
}
