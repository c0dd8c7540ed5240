package reminders

import (
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/funnel"
)

// reminderHandlers answer what people do here.
type handlers struct{ *desk.Desk }

// ReminderFeature is all that this room reacts to.
func ReminderFeature(d *desk.Desk) desk.Feature {
	h := handlers{d}
	return desk.Feature{
		Commands: []desk.Command{
			{Of: "/loop", Word: "board", Run: h.loopBoard, Help: [][2]string{
				{"/loop board", "who is late on what, and how long"},
			}},
			{
				Of: "/loop", Word: "nudges", Usage: "[off KIND|on KIND]", Example: "off update", Run: h.loopNudges,
				Help: [][2]string{
					{"/loop nudges", "which reminders are sent, and whether people act on them"},
					{"/loop nudges off update", "send no more of a kind; `on` sends them again. For the sales manager and admins"},
				},
			},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{funnel.NoticeReminder: {Tell: h.tellReminder}},
	}
}
