package reminders

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
			{Of: "/loop", Word: "board", Run: h.board, Help: [][2]string{
				{"/loop board", "who is late on what, and how long"},
			}},
			{
				Of: "/loop", Word: "nudges", Usage: "[off KIND|on KIND]", Example: "off update", Run: h.nudges,
				Help: [][2]string{
					{"/loop nudges", "which reminders are sent, and whether people act on them"},
					{"/loop nudges off update", "send no more of a kind; `on` sends them again. For the sales manager and admins"},
				},
			},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{funnel.NoticeReminder: {Tell: h.tellReminder}},
	}
}
