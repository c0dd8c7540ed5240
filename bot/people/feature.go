package people

import (
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/funnel"
)

// peopleHandlers answer what people do here.
type handlers struct{ *desk.Desk }

// PeopleFeature is all that this room reacts to.
func PeopleFeature(d *desk.Desk) desk.Feature {
	h := handlers{d}
	return desk.Feature{
		Commands: []desk.Command{
			{
				Of: "/loop", Word: "hours", Usage: "[@user] [HOURS] [holidays=…]",
				Example: "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00", Run: h.loopHours, Help: [][2]string{
					{"/loop hours", "when you work: deadlines and reminders keep to it"},
					{"/loop hours mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00", "set your hours; holidays=AT sets your public holidays, reset goes back to the workspace's"},
				},
			},
			{
				Of: "/loop", Word: "away", Usage: "[@user] until DATE [from=…] [cover=@rep] [note]",
				Example: "until 2026-12-31 cover=@rep", Run: h.loopAway, Help: [][2]string{
					{"/loop away until Monday cover=@rep", "you are away, and somebody has your leads meanwhile; from=2026-12-24 begins later; without anything, who is away"},
				},
			},
			{Of: "/loop", Word: "back", Usage: "[@user]", Run: h.loopBack, Help: [][2]string{
				{"/loop back", "you are back early; before the leave, it is cancelled"},
			}},
			{
				Of: "/loop", Word: "routing", Usage: "[why L-1|test source=…]", Example: "why L-1", Run: h.loopRouting,
				Help: [][2]string{
					{"/loop routing", "the pools: who gets which leads, how much each has had, and who is next"},
					{"/loop routing why L-7", "how a lead came to its rep, and who was passed over"},
					{"/loop routing test source=webinar country=DE employees=200", "who would get such a lead; nothing changes"},
				},
			},
			{
				Of: "/loop", Word: "pool", Usage: "new|edit NAME|order NAME, …|remove NAME", Example: "edit DACH", Run: h.loopPool,
				Help: [][2]string{
					{"/loop pool new", "a pool of reps for some leads; for the sales manager and admins"},
					{"/loop pool edit DACH", "change its members, weights, caps and rules"},
					{"/loop pool order Enterprise, DACH", "which pools are asked first"},
					{"/loop pool remove DACH", "its leads go on to the pools behind it"},
				},
			},
		},
		Clicks: map[string]desk.Route{
			ActionHours:      {Run: h.clickHours},
			ActionAway:       {Run: h.clickAway},
			ActionHandOut:    {Run: h.clickHandOut, Repeat: true},
			ActionPoolNew:    {Run: h.clickPoolNew},
			ActionPoolEdit:   {Run: desk.WithName(h.editPool)},
			ActionPoolUp:     {Run: h.clickPoolUp, Repeat: true},
			ActionPoolRemove: {Run: desk.WithName(h.removePool)},
		},
		Forms: map[string]desk.Route{
			CallbackHours: {Run: h.submitHours},
			CallbackAway:  {Run: h.submitAway},
			CallbackPool:  {Run: h.submitPool},
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
