package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/courier"
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/delivery"
)

const (
	lookEvery    = 24 * time.Hour // at the channels
	lookAgain    = 10 * time.Minute
	lookPatience = 3 * time.Second // before the first delivery
)

// watchPlaces looks at the channels each day, when Slack says that one
// changed, and again where a look failed.
func (b *Bot) watchPlaces(ctx context.Context) {
	for wait := lookAgain; ctx.Err() == nil; {
		wire.PauseUntil(ctx, b.changes, wait)
		wait = lookEvery
		if !b.lookAtPlaces(ctx) {
			wait = lookAgain
		}
	}
}

// lookAtPlaces keeps how each channel stands, and says whether Slack told of
// all of them.
func (b *Bot) lookAtPlaces(ctx context.Context) bool {
	all := true
	for place, id := range b.options.Channels {
		if id == "" {
			continue
		}

		info, err := b.API.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		if err == nil {
			err = b.Services.Delivery.Noticed(ctx, place, delivery.Seen{
				Channel: id, Archived: info.IsArchived, Shared: info.IsExtShared, Private: info.IsPrivate,
			})
		}

		if err != nil && ctx.Err() == nil {
			b.Log.Warn().Err(err).Str("place", string(place)).Msg("could not look at a channel")
		}

		all = all && err == nil
	}

	return all
}

// channelChanged looks at the channels: one was archived, or shared, or is so no more.
func (b *Bot) channelChanged(context.Context, *desk.Input) (desk.Ack, error) {
	select {
	case b.changes <- struct{}{}:
	default:
	}

	return desk.Ack{}, nil
}

// tellShut tells an admin that nothing is posted in a place any more.
func (b *Bot) tellShut(ctx context.Context, _ kit.Context, t desk.Telling) (desk.Told, error) {
	place := funnel.Place(t.Name)
	why, err := b.Services.Delivery.Shut(ctx, place)
	return desk.Told{Message: ShutText(b.options.Channels[place], why), Nothing: why == ""}, err
}

// ShutText says why nothing is posted in a channel any more, and what to do.
func ShutText(channel string, why funnel.ShutWhy) kit.Message {
	return kit.Say("Leadloop posts nothing more in its channel " + channel + ". " + courier.WhyShut[why])
}
