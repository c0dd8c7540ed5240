package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// homeOpened has the Home tab drawn for who looks at it.
func (b *Bot) homeOpened(ctx context.Context, in *Input) (Ack, error) {
	if in.Tab != "home" || in.Actor.User == "" {
		return Ack{}, nil
	}
	return Ack{}, b.services.Home.Opened(ctx, in.Actor.User)
}

func (b *Bot) homeModel(ctx context.Context, user ref.UserID) (view.HomeModel, error) {
	roster := b.services.Core.Settings().Roster
	m := view.HomeModel{Person: roster.Person(user)}
	if !m.Person.Member() {
		return m, nil
	}
	var err error
	if m.Home, err = b.services.Home.Show(ctx, user); err != nil {
		return m, err
	}
	if m.Hours, err = b.hoursModel(ctx, user); err != nil {
		return m, err
	}
	if m.Rules, err = b.openDisputes(ctx, func(arbiters []ref.UserID) bool { return slices.Contains(arbiters, user) }); err != nil {
		return m, err
	}
	if roster.Oversees(m.Person) {
		if m.Team, err = b.teamModel(ctx); err != nil {
			return m, err
		}
	}
	m.Goals, err = b.services.Goals.Standings(ctx)
	return m, err
}

// teamModel is what those see who look after the whole team.
func (b *Bot) teamModel(ctx context.Context) (*view.TeamModel, error) {
	var m view.TeamModel
	board, err := b.services.Reminders.Board(ctx)
	if err != nil {
		return nil, err
	}
	m.Late, m.MoreLate = board.Late, board.More
	if m.Snoozed, err = b.services.Home.Snoozed(ctx); err != nil {
		return nil, err
	}
	routing, err := b.services.Routing.Show(ctx)
	if err != nil {
		return nil, err
	}
	m.Pools = routing.Standings()
	m.Away, err = b.services.People.Away(ctx)
	return &m, err
}

func (b *Bot) userChanged(ctx context.Context, in *Input) (Ack, error) {
	b.people.changed(in.Changed)
	if in.Changed == nil {
		return Ack{}, nil
	}
	return Ack{}, b.services.People.Note(ctx, ref.UserID(in.Changed.ID), slackPerson(in.Changed))
}

// slackPerson is what is kept of somebody. Slack names no zone of those who
// are deactivated.
func slackPerson(u *slack.User) people.Profile {
	return people.Profile{Name: shownName(u), Zone: u.TZ, Gone: u.Deleted}
}

func (b *Bot) uninstalled(context.Context, *Input) (Ack, error) {
	b.fail(hopelessError{text: "The app was removed from the workspace. Install it again at https://api.slack.com/apps and set the new tokens.", cause: errUninstalled})
	return Ack{}, nil
}

func (b *Bot) tokensRevoked(_ context.Context, in *Input) (Ack, error) {
	if in.BotRevoked {
		b.fail(hopelessError{text: "The bot token was revoked. Install the app again at https://api.slack.com/apps and set the new SLACK_BOT_TOKEN.", cause: errRevoked})
	}
	return Ack{}, nil
}
