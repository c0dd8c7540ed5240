package leads

import (
	"context"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
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

// possible says why somebody cannot do an act on a lead now, if so.
func (a act) possible(l funnel.Lead, by people.Act, p funnel.Policy) error {
	if a.may != nil {
		return a.may(l, by, p)
	}

	return l.May(a.entry, by, p)
}

// clickForm opens the form of an act. Who cannot do it is told so before they fill it in.
func (h handlers) clickForm(a act) desk.Handler {
	return func(ctx context.Context, in *desk.Input) (desk.Ack, error) {
		l, vc, err := h.clickedTo(ctx, in, a)
		if err != nil {
			return desk.Ack{}, err
		}

		var candidates []ref.UserID
		if a.choose != nil {
			candidates = h.Present(a.choose(h.Services.Core.Settings().Roster, l))
			h.People.Meet(ctx, candidates...) // the menu shows names, and nobody may have been mentioned yet
		}

		return h.Ask(ctx, in, a.form(vc, l, candidates))
	}
}

// clickedTo gives the lead behind a button, for somebody who may do the act.
func (h handlers) clickedTo(ctx context.Context, in *desk.Input, a act) (funnel.Lead, kit.Context, error) {
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

	return l, h.ViewContext(ctx), a.possible(l, people.Act{By: p.Roster.Person(in.Actor.User), At: h.Now()}, p)
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
func (h handlers) called() plainAct {
	return func(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error) {
		return h.Services.Leads.Touch(ctx, req, id, "call", "")
	}
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
