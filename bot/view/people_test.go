package view

import (
	"cmp"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// addPeople renders all that is said about working time and leave.
func addPeople(c Context, add adder) {
	week := calendar.WorkWeek{time.Friday: {{Open: 9 * 60, Close: 14 * 60}}}
	for day := time.Monday; day < time.Friday; day++ {
		week[day] = []calendar.Block{{Open: 9 * 60, Close: 12*60 + 30}, {Open: 13*60 + 30, Close: 18 * 60}}
	}
	days := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	workspace := calendar.WeekdayHours(berlin, days, calendar.Block{Open: 9 * 60, Close: 18 * 60})
	workspace.Country = "DE"
	own := people.Availability{User: sam, Zone: "Europe/Vienna", Week: &week, Holidays: "AT"}
	theirs := workspace
	theirs.Week, theirs.Country, theirs.Location = week, "AT", mustZone("Europe/Vienna")
	plainly := HoursModel{Availability: people.Availability{User: kim}, Calendar: workspace, Workspace: workspace}
	full := HoursModel{Availability: own, Calendar: theirs, Workspace: workspace, MayChange: true}
	saved := full
	saved.Changed = true
	add("reply", "people_hours", HoursText(c, full, sam))
	add("reply", "people_hours_saved", HoursText(c, saved, sam))
	add("reply", "people_hours_of_another", HoursText(c, plainly, sam))
	add("modal", "modal_hours", EditHours(c, full))
	add("modal", "modal_hours_workspace", EditHours(c, plainly))

	leave := people.Leave{From: calendar.DateOf(now, berlin), Until: calendar.DateOf(now, berlin).AddDays(11), Cover: kim}
	alone := leave
	alone.Cover = ""
	rep := people.Person{ID: sam, Teams: []ref.Team{ref.Sales}}
	add("reply", "people_leaving", Leaving(c, rep, leave, sam))
	add("reply", "people_leaving_alone", Leaving(c, rep, alone, sam))
	add("reply", "people_leaving_marketing", Leaving(c, people.Person{ID: mia, Teams: []ref.Team{ref.Marketing}}, alone, mia))
	add("reply", "people_leaving_another", Leaving(c, rep, leave, rosa))
	add("reply", "people_back", Returned(c, sam, sam))
	add("reply", "people_back_another", Returned(c, sam, rosa))
	add("reply", "people_away_none", AwayList(c, nil, sam))
	add("reply", "people_away", AwayList(c, []people.Absence{
		{User: sam, Leave: leave, Now: true, With: kim, Leads: 3},
		{User: rosa, Leave: alone, Now: true, Leads: 1},
		{User: maxi, Now: true, Gone: true, Leads: 12},
		{User: kim, Leave: people.Leave{From: leave.Until, Until: leave.Until.AddDays(3)}, With: sam},
	}, sam))
	leads := []funnel.Lead{offered(), accepted(), opportunity()}
	ids := []ref.LeadID{12, 12, 12}
	for name, n := range map[string]funnel.Notice{
		"lent":              {Kind: funnel.NoticeLent, To: kim, About: sam, With: kim, Day: leave.Until},
		"lent_mine":         {Kind: funnel.NoticeLent, To: sam, About: sam, With: kim, Day: leave.Until},
		"lent_by_the_gone":  {Kind: funnel.NoticeLent, To: kim, About: sam, With: kim},
		"given_back":        {Kind: funnel.NoticeGivenBack, To: kim, About: sam, With: kim},
		"given_back_mine":   {Kind: funnel.NoticeGivenBack, To: sam, About: sam, With: kim},
		"waiting":           {Kind: funnel.NoticeWaiting, To: rosa, About: sam, Day: leave.Until},
		"passed_on":         {Kind: funnel.NoticePassedOn, To: sam, About: sam},
		"gone":              {Kind: funnel.NoticeGone, To: rosa, About: sam},
		"gone_with_hostile": {Kind: funnel.NoticeGone, To: rosa, About: sam},
	} {
		n.Leads, n.Count = ids, 15
		shown := leads
		if name == "gone_with_hostile" {
			shown = []funnel.Lead{hostile(agreement.MQL), hostile(agreement.SQL)}
		}
		add("message", "notice_people_"+name, PeopleNotice(c, n, shown))
	}
	ahead := funnel.Notice{About: sam, By: rosa, To: sam, From: leave.From.AddDays(4), Day: leave.Until}
	for name, n := range map[string]funnel.Notice{
		"mine": {Kind: funnel.NoticeLeave, With: kim}, "mine_alone": {Kind: funnel.NoticeLeave}, "mine_off": {Kind: funnel.NoticeLeaveOff},
		"cover": {Kind: funnel.NoticeCover, To: kim, With: kim}, "cover_own": {Kind: funnel.NoticeCover, To: kim, With: kim, By: sam},
		"cover_another": {Kind: funnel.NoticeCoverOff, To: kim, With: maxi, By: sam}, "cover_off": {Kind: funnel.NoticeCoverOff, To: kim},
	} {
		n.About, n.From, n.Day = ahead.About, ahead.From, ahead.Day
		n.By, n.To = ref.UserID(cmp.Or(string(n.By), string(ahead.By))), ref.UserID(cmp.Or(string(n.To), string(ahead.To)))
		add("message", "notice_leave_"+name, LeaveNotice(c, n))
		if n.Day = n.From; n.Kind == funnel.NoticeLeaveOff || name == "cover_off" {
			add("message", "notice_leave_"+name+"_before", LeaveNotice(c, n))
		}
	}
	add("modal", "modal_leave", LeaveForm(c, rep, nil, []ref.UserID{kim, maxi}))
	add("modal", "modal_leave_marketing", LeaveForm(c, people.Person{ID: mia}, nil, nil))
	add("modal", "modal_leave_manager", LeaveForm(c, people.Person{ID: rosa}, []ref.UserID{sam, rosa}, []ref.UserID{sam, kim}))
	add("reply", "people_handed_out", HandedOut(c, sam, leads, nil))
	add("reply", "people_handed_out_none", HandedOut(c, sam, nil, nil))
	add("reply", "people_handed_out_in_part", HandedOut(c, sam, leads[:1], leads[1:]))
	add("reply", "people_handed_out_to_nobody", HandedOut(c, sam, nil, leads))
}
