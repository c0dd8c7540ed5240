package digest

import (
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/funnel"
)

// handlers answer what people do here.
type handlers struct{ *desk.Desk }

// Feature is all that this room reacts to.
func Feature(d *desk.Desk) desk.Feature {
	h := handlers{d}
	return desk.Feature{
		Commands: []desk.Command{
			{
				Of: "/loop", Word: "digest", Usage: "preview|now|off|on [sales|marketing] | me on|off [tuesday 08:30]",
				Example: "preview", Run: h.digest, Help: [][2]string{
					{"/loop digest preview", "the digest of the running week, for you alone"},
					{"/loop digest now", "post last week's digest to leadership; `sales` or `marketing` behind either of these is the digest of that team"},
					{"/loop digest off", "post it no more; `on` posts it again"},
					{"/loop digest me on", "your own week, on Mondays at 09:00; `me tuesday 08:30` at another time, `me off` not any more"},
				},
			},
		},
		Clicks: map[string]desk.Route{
			actionStopOwnWeek: {Run: h.muteOwnWeek},
			actionDetails:     {Run: h.clickDetails},
			actionWhy:         {Run: h.clickWhy},
			actionCSV:         {Run: h.clickCSV},
			actionMute:        {Run: h.clickMute},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{
			funnel.NoticeDigest:  {Named: true, Tell: h.tellDigest},
			funnel.NoticePreview: {Named: true, Tell: h.tellDigest},
			funnel.NoticeOwnWeek: {Named: true, Tell: h.tellOwnWeek},
		},
	}
}
