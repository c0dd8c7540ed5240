package bot

import (
	"context"

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
func withValue(run LineHandler) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) { return run(ctx, in, lineOf(in.Value)) }
}

// withName does something with what the value of a button names.
func withName(run func(ctx context.Context, in *Input, name string) (Ack, error)) Handler {
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
func (h leadHandlers) clickedTo(ctx context.Context, in *Input, possible permission) (funnel.Lead, view.Context, error) {
	t, err := token(in)
	if err != nil {
		return funnel.Lead{}, view.Context{}, err
	}
	l, err := h.services.Leads.Show(ctx, t.Lead)
	if err != nil {
		return l, view.Context{}, err
	}
	p, err := h.services.Core.Policy(ctx)
	if err != nil {
		return l, view.Context{}, err
	}
	return l, h.viewContext(ctx), possible(l, people.Act{By: p.Roster.Person(in.Actor.User), At: h.now()}, p)
}

// clickForm opens the modal of a lead.
func (h leadHandlers) clickForm(possible permission, form func(view.Context, funnel.Lead) slack.ModalViewRequest) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		l, vc, err := h.clickedTo(ctx, in, possible)
		if err != nil {
			return Ack{}, err
		}
		return h.ask(ctx, in, form(vc, l))
	}
}

// clickMenu opens the modal of a lead in which somebody of a team is chosen.
func (h leadHandlers) clickMenu(possible permission, team func(people.Roster, funnel.Lead) []ref.UserID, form func(view.Context, funnel.Lead, []ref.UserID) slack.ModalViewRequest) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		l, vc, err := h.clickedTo(ctx, in, possible)
		if err != nil {
			return Ack{}, err
		}
		candidates := h.present(team(h.services.Core.Settings().Roster, l))
		h.people.meet(ctx, candidates...) // the menu shows names, and nobody may have been mentioned yet
		return h.ask(ctx, in, form(vc, l, candidates))
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

func (h leadHandlers) clickShow(ctx context.Context, in *Input) (Ack, error) {
	t, err := token(in)
	if err != nil {
		return Ack{}, err
	}
	l, entries, err := h.services.Leads.History(ctx, t.Lead)
	if err != nil {
		return Ack{}, err
	}
	vc := h.viewContext(ctx)
	return h.ask(ctx, in, view.Detail(vc, l, entries))
}

// clickAct does at once what a button on a lead says.
func (h leadHandlers) clickAct(do plainAct) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		t, err := token(in)
		if err != nil {
			return Ack{}, err
		}
		done, err := do(ctx, in.request(), t.Lead)
		return h.changed(ctx, done, err)
	}
}

// called notes a call of which nothing is told.
func (h leadHandlers) called(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error) {
	return h.services.Leads.Touch(ctx, req, id, "call", "")
}

// clickUndo takes back the change that the message with the button is about,
// and no later one.
func (h leadHandlers) clickUndo(ctx context.Context, in *Input) (Ack, error) {
	t, err := token(in)
	if err != nil {
		return Ack{}, err
	}
	undone, err := h.services.Leads.UndoOf(ctx, in.request(), t.Lead, t.Rev)
	return h.undone(ctx, undone, err)
}
