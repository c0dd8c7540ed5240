package bot

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel/ref"
)

func (b *Bot) userChanged(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	b.People.Changed(in.Changed)
	if in.Changed == nil {
		return desk.Ack{}, nil
	}

	return desk.Ack{}, b.Services.People.Note(ctx, ref.UserID(in.Changed.ID), desk.ProfileOf(in.Changed))
}

func (b *Bot) uninstalled(context.Context, *desk.Input) (desk.Ack, error) {
	b.fail(wire.HopelessError{Text: "The app was removed from the workspace. Install it again at https://api.slack.com/apps and set the new tokens.", Cause: wire.ErrUninstalled})
	return desk.Ack{}, nil
}

func (b *Bot) tokensRevoked(_ context.Context, in *desk.Input) (desk.Ack, error) {
	if us := b.identity.Load(); us != nil && slices.Contains(in.Revoked, us.UserID) {
		b.fail(wire.HopelessError{Text: "The bot token was revoked. Install the app again at https://api.slack.com/apps and set the new SLACK_BOT_TOKEN.", Cause: wire.ErrRevoked})
	}

	return desk.Ack{}, nil
}
