package home

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/bot/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// opened has the Home tab drawn for who looks at it.
func (h handlers) opened(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	if in.Tab != "home" || in.Actor.User == "" {
		return desk.Ack{}, nil
	}

	return desk.Ack{}, h.Services.Home.Opened(ctx, in.Actor.User)
}

func (h handlers) modelOf(ctx context.Context, user ref.UserID) (model, error) {
	roster := h.Services.Core.Settings().Roster
	m := model{Person: roster.Person(user)}
	if !m.Person.Member() {
		return m, nil
	}

	var err error
	if m.Home, err = h.Services.Home.Show(ctx, user); err != nil {
		return m, err
	}

	if m.Hours, err = people.HoursOf(ctx, h.Desk, user); err != nil {
		return m, err
	}

	if m.Rules, err = leads.OpenDisputes(ctx, h.Desk,
		func(arbiters []ref.UserID) bool { return slices.Contains(arbiters, user) }); err != nil {
		return m, err
	}

	if roster.Oversees(m.Person) {
		if m.Team, err = h.teamOf(ctx); err != nil {
			return m, err
		}
	}

	m.Goals, err = h.Services.Goals.Standings(ctx)
	return m, err
}

// teamOf is what those see who look after the whole team.
func (h handlers) teamOf(ctx context.Context) (*team, error) {
	var m team
	board, err := h.Services.Reminders.Board(ctx)
	if err != nil {
		return nil, err
	}

	m.Late, m.MoreLate = board.Late, board.More
	if m.Snoozed, err = h.Services.Home.Snoozed(ctx); err != nil {
		return nil, err
	}

	routing, err := h.Services.Routing.Show(ctx)
	if err != nil {
		return nil, err
	}

	m.Pools = routing.Standings()
	m.Away, err = h.Services.People.Away(ctx)
	return &m, err
}

func (h handlers) tellHome(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	m, err := h.modelOf(ctx, t.To)
	if err != nil {
		return desk.Told{}, err
	}

	tab := tab(vc, m)
	return desk.Told{Home: &tab}, nil
}
