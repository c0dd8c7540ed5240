package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// The use cases of a lead, by what they need besides it: nothing, a reason and
// a note, a text, or a day and a word of why.
type (
	plainAct    func(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error)
	reasonedAct func(ctx context.Context, req core.Request, id ref.LeadID, reason, note string) (core.Done, error)
	wordedAct   func(ctx context.Context, req core.Request, id ref.LeadID, text string) (core.Done, error)
	datedAct    func(ctx context.Context, req core.Request, id ref.LeadID, until calendar.Date, why string) (core.Done, error)
)

// token reads which lead a button is about. What is allowed is decided anew
// at the act, whatever the button says.
func token(in *Input) (view.Token, error) {
	t, err := view.ParseToken(in.Value)
	if err != nil {
		return t, fault.NotFound("This button is from another version of Leadloop. `/lead mine` lists your leads.")
	}
	return t, nil
}

// withValue does what a command does, with the value of a button for what
// follows the command's name.
func withValue(run command) handler {
	return func(ctx context.Context, in *Input) (Ack, error) { return run(ctx, in, lineOf(in.Value)) }
}

// withName does something with what the value of a button names.
func withName(run func(ctx context.Context, in *Input, name string) (Ack, error)) handler {
	return func(ctx context.Context, in *Input) (Ack, error) { return run(ctx, in, in.Value) }
}

// permission says why somebody cannot do an act on a lead now, if so.
type permission func(funnel.Lead, people.Act, funnel.Policy) error

// may is the permission for an act, by the entry that it makes.
func may(do funnel.EntryKind) permission {
	return func(l funnel.Lead, act people.Act, p funnel.Policy) error { return l.May(do, act, p) }
}

// clickedTo gives the lead behind a button whose form asks for an act. Who
// cannot do it is told so before they fill in a form.
func (b *Bot) clickedTo(ctx context.Context, in *Input, possible permission) (funnel.Lead, view.Context, error) {
	t, err := token(in)
	if err != nil {
		return funnel.Lead{}, view.Context{}, err
	}
	l, err := b.services.Leads.Show(ctx, t.Lead)
	if err != nil {
		return l, view.Context{}, err
	}
	p, err := b.services.Core.Policy(ctx)
	if err != nil {
		return l, view.Context{}, err
	}
	return l, b.viewContext(ctx), possible(l, people.Act{By: p.Roster.Person(in.Actor.User), At: b.now()}, p)
}

// clickForm opens the modal of a lead.
func (b *Bot) clickForm(possible permission, form func(view.Context, funnel.Lead) slack.ModalViewRequest) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		l, vc, err := b.clickedTo(ctx, in, possible)
		if err != nil {
			return Ack{}, err
		}
		return b.ask(ctx, in, form(vc, l))
	}
}

// clickMenu opens the modal of a lead in which somebody of a team is chosen.
func (b *Bot) clickMenu(possible permission, team func(people.Roster, funnel.Lead) []ref.UserID, form func(view.Context, funnel.Lead, []ref.UserID) slack.ModalViewRequest) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		l, vc, err := b.clickedTo(ctx, in, possible)
		if err != nil {
			return Ack{}, err
		}
		candidates := b.present(team(b.services.Core.Settings().Roster, l))
		b.people.meet(ctx, candidates...) // the menu shows names, and nobody may have been mentioned yet
		return b.ask(ctx, in, form(vc, l, candidates))
	}
}

func salesTeam(r people.Roster, _ funnel.Lead) []ref.UserID { return r.Sales }

// teamOf is the team that has the lead.
func teamOf(r people.Roster, l funnel.Lead) []ref.UserID {
	if l.Offered() || l.Stage.WithSales() {
		return r.Sales
	}
	return r.Marketing
}

func (b *Bot) clickShow(ctx context.Context, in *Input) (Ack, error) {
	t, err := token(in)
	if err != nil {
		return Ack{}, err
	}
	l, entries, err := b.services.Leads.History(ctx, t.Lead)
	if err != nil {
		return Ack{}, err
	}
	vc := b.viewContext(ctx)
	return b.ask(ctx, in, view.Detail(vc, l, entries))
}

// present leaves out who cannot be given leads now.
func (b *Bot) present(people []ref.UserID) []ref.UserID {
	return slices.DeleteFunc(slices.Clone(people), func(id ref.UserID) bool { return !b.Available(id) })
}

// clickAct does at once what a button on a lead says.
func (b *Bot) clickAct(do plainAct) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		t, err := token(in)
		if err != nil {
			return Ack{}, err
		}
		done, err := do(ctx, in.request(), t.Lead)
		return b.changed(ctx, done, err)
	}
}

// called notes a call of which nothing is told.
func (b *Bot) called(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error) {
	return b.services.Leads.Touch(ctx, req, id, "call", "")
}

// clickUndo takes back the change that the message with the button is about,
// and no later one.
func (b *Bot) clickUndo(ctx context.Context, in *Input) (Ack, error) {
	t, err := token(in)
	if err != nil {
		return Ack{}, err
	}
	undone, err := b.services.Leads.UndoOf(ctx, in.request(), t.Lead, t.Rev)
	return b.undone(ctx, undone, err)
}
