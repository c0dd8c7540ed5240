package bot

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/ref"
)

// homeOpened has the Home tab drawn for who looks at it.
func (h homeHandlers) homeOpened(ctx context.Context, in *Input) (Ack, error) {
	if in.Tab != "home" || in.Actor.User == "" {
		return Ack{}, nil
	}
	return Ack{}, h.services.Home.Opened(ctx, in.Actor.User)
}

func (h homeHandlers) homeModel(ctx context.Context, user ref.UserID) (view.HomeModel, error) {
	roster := h.services.Core.Settings().Roster
	m := view.HomeModel{Person: roster.Person(user)}
	if !m.Person.Member() {
		return m, nil
	}
	var err error
	if m.Home, err = h.services.Home.Show(ctx, user); err != nil {
		return m, err
	}
	if m.Hours, err = hoursModel(ctx, h.desk, user); err != nil {
		return m, err
	}
	if m.Rules, err = openDisputes(ctx, h.desk, func(arbiters []ref.UserID) bool { return slices.Contains(arbiters, user) }); err != nil {
		return m, err
	}
	if roster.Oversees(m.Person) {
		if m.Team, err = h.teamModel(ctx); err != nil {
			return m, err
		}
	}
	m.Goals, err = h.services.Goals.Standings(ctx)
	return m, err
}

// teamModel is what those see who look after the whole team.
func (h homeHandlers) teamModel(ctx context.Context) (*view.TeamModel, error) {
	var m view.TeamModel
	board, err := h.services.Reminders.Board(ctx)
	if err != nil {
		return nil, err
	}
	m.Late, m.MoreLate = board.Late, board.More
	if m.Snoozed, err = h.services.Home.Snoozed(ctx); err != nil {
		return nil, err
	}
	routing, err := h.services.Routing.Show(ctx)
	if err != nil {
		return nil, err
	}
	m.Pools = routing.Standings()
	m.Away, err = h.services.People.Away(ctx)
	return &m, err
}

func (h homeHandlers) tellHome(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	m, err := h.homeModel(ctx, t.To)
	if err != nil {
		return Told{}, err
	}

	tab := view.Home(vc, m)
	return Told{Home: &tab}, nil
}
