package bot

import (
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

// digestHandlers answer what people do here.
type digestHandlers struct{ *desk }

// digestFeature is all that this room reacts to.
func digestFeature(d *desk) Feature {
	h := digestHandlers{d}
	return Feature{
		Commands: []Command{
			{
				Of: "/loop", Word: "digest", Usage: "preview|now|off|on [sales|marketing] | me on|off [tuesday 08:30]",
				Example: "preview",
				Run:     h.loopDigest,
				Help: [][2]string{
					{"/loop digest preview", "the digest of the running week, for you alone"},
					{"/loop digest now", "post last week's digest to leadership; `sales` or `marketing` behind either of these is the digest of that team"},
					{"/loop digest off", "post it no more; `on` posts it again"},
					{"/loop digest me on", "your own week, on Mondays at 09:00; `me tuesday 08:30` at another time, `me off` not any more"},
				},
			},
		},
		Clicks: map[string]Route{
			view.ActionOwnWeekMute:   {Run: h.muteOwnWeek},
			view.ActionDigestDetails: {Run: h.clickDigestDetails},
			view.ActionDigestCSV:     {Run: h.clickDigestCSV},
			view.ActionDigestMute:    {Run: h.clickDigestMute},
		},
		Notices: map[funnel.NoticeKind]Notice{
			funnel.NoticeDigest:  {Named: true, Tell: h.tellDigest},
			funnel.NoticePreview: {Named: true, Tell: h.tellDigest},
			funnel.NoticeOwnWeek: {Named: true, Tell: h.tellOwnWeek},
		},
	}
}
