package bot

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

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
