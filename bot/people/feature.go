package people

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
				Of: "/loop", Word: "hours", Usage: "[@user] [HOURS] [holidays=…]",
				Example: "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00", Run: h.hours, Help: [][2]string{
					{"/loop hours", "when you work: deadlines and reminders keep to it"},
					{"/loop hours mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00", "set your hours; holidays=AT or DE-BY sets your public holidays, reset goes back to the workspace's"},
				},
			},
			{
				Of: "/loop", Word: "away", Usage: "[@user] until DATE [from=…] [cover=@rep] [note]",
				Example: "until 2026-12-31 cover=@rep", Run: h.away, Help: [][2]string{
					{"/loop away until Monday cover=@rep", "you are away, and somebody has your leads meanwhile; from=2026-12-24 begins later; without anything, who is away"},
				},
			},
			{Of: "/loop", Word: "back", Usage: "[@user]", Run: h.back, Help: [][2]string{
				{"/loop back", "you are back early; before the leave, it is cancelled"},
			}},
			{
				Of: "/loop", Word: "routing", Usage: "[why L-1|test source=…]", Example: "why L-1", Run: h.routing,
				Help: [][2]string{
					{"/loop routing", "the pools: who gets which leads, how much each has had, and who is next"},
					{"/loop routing why L-7", "how a lead came to its rep, and who was passed over"},
					{"/loop routing test source=webinar country=DE employees=200", "who would get such a lead; nothing changes"},
				},
			},
			{
				Of: "/loop", Word: "pool", Usage: "new|edit NAME|share NAME @rep 2|order NAME, …|remove NAME", Example: "edit DACH", Run: h.pool,
				Help: [][2]string{
					{"/loop pool new", "a pool of reps for some leads; for the sales manager and admins"},
					{"/loop pool edit DACH", "change its members, weights, caps and rules"},
					{"/loop pool share DACH @sam 2, 5 a day", "the share of one rep; 0 takes them out"},
					{"/loop pool order Enterprise, DACH", "which pools are asked first"},
					{"/loop pool remove DACH", "its leads go on to the pools behind it"},
				},
			},
		},
		Clicks: map[string]desk.Route{
			ActionHours:      {Run: h.clickHours},
			actionAway:       {Run: h.clickAway},
			actionHandOut:    {Run: h.clickHandOut, Repeat: true},
			actionPoolNew:    {Run: h.clickPoolNew},
			actionPoolEdit:   {Run: desk.WithName(h.editPool)},
			actionPoolUp:     {Run: h.clickPoolUp, Repeat: true},
			actionPoolRemove: {Run: desk.WithName(h.removePool)},
		},
		Forms: map[string]desk.Route{
			callbackHours: {Run: h.submitHours},
			callbackAway:  {Run: h.submitAway},
			callbackPool:  {Run: h.submitPool},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{
			funnel.NoticeLent:      {Tell: h.tellMoved},
			funnel.NoticeGivenBack: {Tell: h.tellMoved},
			funnel.NoticeWaiting:   {Tell: h.tellMoved},
			funnel.NoticeGone:      {Tell: h.tellMoved},
			funnel.NoticePassedOn:  {Tell: h.tellMoved},
			funnel.NoticeLeave:     {Tell: h.tellLeave},
			funnel.NoticeLeaveOff:  {Tell: h.tellLeave},
			funnel.NoticeCover:     {Tell: h.tellLeave},
			funnel.NoticeCoverOff:  {Tell: h.tellLeave},
			funnel.NoticePool:      {Tell: h.tellPool},
		},
	}
}
