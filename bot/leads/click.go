package leads

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
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
func token(in *desk.Input) (kit.Token, error) {
	t, err := kit.ParseToken(in.Value)
	if err != nil {
		return t, fault.NotFound("This button is from another version of Leadloop. `/lead mine` lists your leads.")
	}
	return t, nil
}

// permission says why somebody cannot do an act on a lead now, if so.
type permission func(funnel.Lead, people.Act, funnel.Policy) error

// may is the permission for an act, by the entry that it makes.
func may(do funnel.EntryKind) permission {
	return func(l funnel.Lead, act people.Act, p funnel.Policy) error { return l.May(do, act, p) }
}

// clickedTo gives the lead behind a button whose form asks for an act. Who
// cannot do it is told so before they fill in a form.
func (h handlers) clickedTo(ctx context.Context, in *desk.Input, possible permission) (funnel.Lead, kit.Context, error) {
	t, err := token(in)
	if err != nil {
		return funnel.Lead{}, kit.Context{}, err
	}
	l, err := h.Services.Leads.Show(ctx, t.Lead)
	if err != nil {
		return l, kit.Context{}, err
	}
	p, err := h.Services.Core.Policy(ctx)
	if err != nil {
		return l, kit.Context{}, err
	}
	return l, h.ViewContext(ctx), possible(l, people.Act{By: p.Roster.Person(in.Actor.User), At: h.Now()}, p)
}

// clickForm opens the modal of a lead.
func (h handlers) clickForm(possible permission, form func(kit.Context, funnel.Lead) slack.ModalViewRequest) desk.Handler {
	return func(ctx context.Context, in *desk.Input) (desk.Ack, error) {
		l, vc, err := h.clickedTo(ctx, in, possible)
		if err != nil {
			return desk.Ack{}, err
		}
		return h.Ask(ctx, in, form(vc, l))
	}
}

// clickMenu opens the modal of a lead in which somebody of a team is chosen.
func (h handlers) clickMenu(possible permission, team func(people.Roster, funnel.Lead) []ref.UserID, form func(kit.Context, funnel.Lead, []ref.UserID) slack.ModalViewRequest) desk.Handler {
	return func(ctx context.Context, in *desk.Input) (desk.Ack, error) {
		l, vc, err := h.clickedTo(ctx, in, possible)
		if err != nil {
			return desk.Ack{}, err
		}
		candidates := h.Present(team(h.Services.Core.Settings().Roster, l))
		h.People.Meet(ctx, candidates...) // the menu shows names, and nobody may have been mentioned yet
		return h.Ask(ctx, in, form(vc, l, candidates))
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

func (h handlers) clickShow(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	t, err := token(in)
	if err != nil {
		return desk.Ack{}, err
	}
	l, entries, err := h.Services.Leads.History(ctx, t.Lead)
	if err != nil {
		return desk.Ack{}, err
	}
	vc := h.ViewContext(ctx)
	return h.Ask(ctx, in, Detail(vc, l, entries))
}

// clickAct does at once what a button on a lead says.
func (h handlers) clickAct(do plainAct) desk.Handler {
	return func(ctx context.Context, in *desk.Input) (desk.Ack, error) {
		t, err := token(in)
		if err != nil {
			return desk.Ack{}, err
		}
		done, err := do(ctx, in.Request(), t.Lead)
		return h.changed(ctx, done, err)
	}
}

// called notes a call of which nothing is told.
func (h handlers) called(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error) {
	return h.Services.Leads.Touch(ctx, req, id, "call", "")
}

// clickUndo takes back the change that the message with the button is about,
// and no later one.
func (h handlers) clickUndo(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	t, err := token(in)
	if err != nil {
		return desk.Ack{}, err
	}
	undone, err := h.Services.Leads.UndoOf(ctx, in.Request(), t.Lead, t.Rev)
	return h.undone(ctx, undone, err)
}
