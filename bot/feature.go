package bot

import (
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/funnel"
)

// ownFeature is all that this room reacts to.
func (b *Bot) ownFeature() desk.Feature {
	return desk.Feature{
		Commands: []desk.Command{
			{Of: "/loop", Word: "status", Run: b.loopStatus, Help: [][2]string{
				{"/loop status", "what is connected, stored and queued; for admins"},
			}},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{
			funnel.NoticeParked: {Tell: b.tellParked},
			funnel.NoticeShut:   {Tell: b.tellShut},

			funnel.NoticeWebhookOff: {Tell: b.tellWebhookOff},
		},
		Events: map[string]desk.Route{
			"user_change":     {Run: b.userChanged, Open: true},
			"app_uninstalled": {Run: b.uninstalled, Open: true},
			"tokens_revoked":  {Run: b.tokensRevoked, Open: true},

			"channel_archive": {Run: b.channelChanged, Open: true}, "channel_unarchive": {Run: b.channelChanged, Open: true},
			"group_archive": {Run: b.channelChanged, Open: true}, "group_unarchive": {Run: b.channelChanged, Open: true},
			"channel_shared": {Run: b.channelChanged, Open: true}, "channel_unshared": {Run: b.channelChanged, Open: true},
		},
	}
}
