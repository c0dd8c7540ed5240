package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

// token reads which lead a button is about. What is allowed is decided anew
// at the act, whatever the button says.
func token(in *Input) (view.Token, error) {
	t, err := view.ParseToken(in.Value)
	if err != nil {
		return t, funnel.NotFound("This button is from another version of Leadloop. `/lead mine` lists your leads.")
	}
	return t, nil
}

func (b *Bot) clickNew(ctx context.Context, in *Input) (Ack, error) { return b.leadNew(ctx, in, "") }

// clickedLead gives the lead behind a button, and what views need.
func (b *Bot) clickedLead(ctx context.Context, in *Input) (funnel.Lead, view.Context, error) {
	t, err := token(in)
	if err != nil {
		return funnel.Lead{}, view.Context{}, err
	}
	l, err := b.service.Lead(ctx, t.Lead)
	if err != nil {
		return l, view.Context{}, err
	}
	return l, b.viewContext(ctx), nil
}

// clickForm opens the modal of a lead.
func (b *Bot) clickForm(form func(view.Context, funnel.Lead) slack.ModalViewRequest) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		l, vc, err := b.clickedLead(ctx, in)
		if err != nil {
			return Ack{}, err
		}
		return b.ask(ctx, in, form(vc, l))
	}
}

func (b *Bot) clickShow(ctx context.Context, in *Input) (Ack, error) {
	t, err := token(in)
	if err != nil {
		return Ack{}, err
	}
	l, entries, err := b.service.History(ctx, t.Lead)
	if err != nil {
		return Ack{}, err
	}
	vc := b.viewContext(ctx)
	return b.ask(ctx, in, view.Detail(vc, l, entries))
}

func (b *Bot) clickHandoff(ctx context.Context, in *Input) (Ack, error) {
	l, vc, err := b.clickedLead(ctx, in)
	if err != nil {
		return Ack{}, err
	}
	reps := b.present(b.service.Settings().Roster.Sales)
	b.people.meet(ctx, reps...) // the menu shows names, and nobody may have been mentioned yet
	return b.ask(ctx, in, view.Handoff(vc, l, reps))
}

func (b *Bot) clickAssign(ctx context.Context, in *Input) (Ack, error) {
	l, vc, err := b.clickedLead(ctx, in)
	if err != nil {
		return Ack{}, err
	}
	roster := b.service.Settings().Roster
	candidates := roster.Marketing
	if l.Offered() || l.Stage.WithSales() {
		candidates = roster.Sales
	}
	candidates = b.present(candidates)
	b.people.meet(ctx, candidates...)
	return b.ask(ctx, in, view.Assign(vc, l, candidates))
}

// present leaves out who cannot be given leads now.
func (b *Bot) present(people []funnel.UserID) []funnel.UserID {
	return slices.DeleteFunc(slices.Clone(people), func(id funnel.UserID) bool { return !b.Available(id) })
}

func (b *Bot) clickAccept(ctx context.Context, in *Input) (Ack, error) {
	t, err := token(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Accept(ctx, in.request(), t.Lead)
	return b.changed(ctx, l, funnel.EntryAccepted, err)
}

func (b *Bot) clickCall(ctx context.Context, in *Input) (Ack, error) {
	t, err := token(in)
	if err != nil {
		return Ack{}, err
	}
	l, err := b.service.Touch(ctx, in.request(), t.Lead, "call", "")
	return b.changed(ctx, l, funnel.EntryTouched, err)
}

// clickUndo takes back the change that the message with the button is about,
// and no later one.
func (b *Bot) clickUndo(ctx context.Context, in *Input) (Ack, error) {
	t, err := token(in)
	if err != nil {
		return Ack{}, err
	}
	undone, err := b.service.UndoOf(ctx, in.request(), t.Lead, t.Rev)
	return b.undone(ctx, undone, err)
}
