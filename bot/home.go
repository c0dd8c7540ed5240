package bot

import (
	"context"

	"github.com/leadloop/leadloop/funnel/ref"
)

func (b *Bot) userChanged(ctx context.Context, in *Input) (Ack, error) {
	b.people.changed(in.Changed)
	if in.Changed == nil {
		return Ack{}, nil
	}
	return Ack{}, b.services.People.Note(ctx, ref.UserID(in.Changed.ID), slackPerson(in.Changed))
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
