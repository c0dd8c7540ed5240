package people

import (
	"cmp"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// addPeople renders all that is said about working time and leave.
func addPeople(c kit.Context, add kittest.Adder) {
	week := calendar.WorkWeek{time.Friday: {{Open: 9 * 60, Close: 14 * 60}}}
	for day := time.Monday; day < time.Friday; day++ {
		week[day] = []calendar.Block{{Open: 9 * 60, Close: 12*60 + 30}, {Open: 13*60 + 30, Close: 18 * 60}}
	}
	days := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	workspace := calendar.WeekdayHours(kittest.Berlin, days, calendar.Block{Open: 9 * 60, Close: 18 * 60})
	workspace.Country = "DE"
	own := people.Availability{User: kittest.Sam, Zone: "Europe/Vienna", Week: &week, Holidays: "AT"}
	theirs := workspace
	theirs.Week, theirs.Country, theirs.Location = week, "AT", kittest.MustZone("Europe/Vienna")
	plainly := HoursModel{Availability: people.Availability{User: kittest.Kim}, Calendar: workspace, Workspace: workspace}
	full := HoursModel{Availability: own, Calendar: theirs, Workspace: workspace, MayChange: true}
	saved := full
	saved.Changed = true
	add("reply", "people_hours", hoursText(c, full, kittest.Sam))
	add("reply", "people_hours_saved", hoursText(c, saved, kittest.Sam))
	add("reply", "people_hours_of_another", hoursText(c, plainly, kittest.Sam))
	add("modal", "modal_hours", editHours(c, full))
	add("modal", "modal_hours_workspace", editHours(c, plainly))

	bavarian := full
	bavarian.Availability.Holidays, bavarian.Calendar.Country = "DE-BY", "DE-BY"
	add("reply", "people_hours_region", hoursText(c, bavarian, kittest.Sam))
	add("modal", "modal_hours_region", editHours(c, bavarian))

	leave := people.Leave{From: calendar.DateOf(kittest.Now, kittest.Berlin), Until: calendar.DateOf(kittest.Now, kittest.Berlin).AddDays(11), Cover: kittest.Kim}
	alone := leave
	alone.Cover = ""
	rep := people.Person{ID: kittest.Sam, Teams: []ref.Team{ref.Sales}}
	add("reply", "people_leaving", leaving(c, rep, leave, kittest.Sam))
	add("reply", "people_leaving_alone", leaving(c, rep, alone, kittest.Sam))
	add("reply", "people_leaving_marketing", leaving(c, people.Person{ID: kittest.Mia, Teams: []ref.Team{ref.Marketing}}, alone, kittest.Mia))
	add("reply", "people_leaving_another", leaving(c, rep, leave, kittest.Rosa))
	add("reply", "people_back", returned(c, kittest.Sam, kittest.Sam))
	add("reply", "people_back_another", returned(c, kittest.Sam, kittest.Rosa))
	add("reply", "people_away_none", awayList(c, nil, kittest.Sam))
	add("reply", "people_away", awayList(c, []people.Absence{
		{User: kittest.Sam, Leave: leave, Now: true, With: kittest.Kim, Leads: 3},
		{User: kittest.Rosa, Leave: alone, Now: true, Leads: 1},
		{User: kittest.Maxi, Now: true, Gone: true, Leads: 12},
		{User: kittest.Kim, Leave: people.Leave{From: leave.Until, Until: leave.Until.AddDays(3)}, With: kittest.Sam},
	}, kittest.Sam))
	leads := []funnel.Lead{kittest.Offered(), kittest.Accepted(), kittest.Opportunity()}
	ids := []ref.LeadID{12, 12, 12}
	for name, n := range map[string]funnel.Notice{
		"lent":              {Kind: funnel.NoticeLent, To: kittest.Kim, About: kittest.Sam, With: kittest.Kim, Day: leave.Until},
		"lent_mine":         {Kind: funnel.NoticeLent, To: kittest.Sam, About: kittest.Sam, With: kittest.Kim, Day: leave.Until},
		"lent_by_the_gone":  {Kind: funnel.NoticeLent, To: kittest.Kim, About: kittest.Sam, With: kittest.Kim},
		"given_back":        {Kind: funnel.NoticeGivenBack, To: kittest.Kim, About: kittest.Sam, With: kittest.Kim},
		"given_back_mine":   {Kind: funnel.NoticeGivenBack, To: kittest.Sam, About: kittest.Sam, With: kittest.Kim},
		"waiting":           {Kind: funnel.NoticeWaiting, To: kittest.Rosa, About: kittest.Sam, Day: leave.Until},
		"passed_on":         {Kind: funnel.NoticePassedOn, To: kittest.Sam, About: kittest.Sam},
		"gone":              {Kind: funnel.NoticeGone, To: kittest.Rosa, About: kittest.Sam},
		"gone_with_hostile": {Kind: funnel.NoticeGone, To: kittest.Rosa, About: kittest.Sam},
	} {
		n.Leads, n.Count = ids, 15
		shown := leads
		if name == "gone_with_hostile" {
			shown = []funnel.Lead{kittest.Hostile(agreement.MQL), kittest.Hostile(agreement.SQL)}
		}
		add("message", "notice_people_"+name, movedNotice(c, n, shown))
	}
	ahead := funnel.Notice{About: kittest.Sam, By: kittest.Rosa, To: kittest.Sam, From: leave.From.AddDays(4), Day: leave.Until}
	for name, n := range map[string]funnel.Notice{
		"mine": {Kind: funnel.NoticeLeave, With: kittest.Kim}, "mine_alone": {Kind: funnel.NoticeLeave}, "mine_off": {Kind: funnel.NoticeLeaveOff},
		"cover": {Kind: funnel.NoticeCover, To: kittest.Kim, With: kittest.Kim}, "cover_own": {Kind: funnel.NoticeCover, To: kittest.Kim, With: kittest.Kim, By: kittest.Sam},
		"cover_another": {Kind: funnel.NoticeCoverOff, To: kittest.Kim, With: kittest.Maxi, By: kittest.Sam}, "cover_off": {Kind: funnel.NoticeCoverOff, To: kittest.Kim},
	} {
		n.About, n.From, n.Day = ahead.About, ahead.From, ahead.Day
		n.By, n.To = ref.UserID(cmp.Or(string(n.By), string(ahead.By))), ref.UserID(cmp.Or(string(n.To), string(ahead.To)))
		add("message", "notice_leave_"+name, leaveNotice(c, n))
		if n.Day = n.From; n.Kind == funnel.NoticeLeaveOff || name == "cover_off" {
			add("message", "notice_leave_"+name+"_before", leaveNotice(c, n))
		}
	}
	add("modal", "modal_leave", leaveForm(c, rep, nil, []ref.UserID{kittest.Kim, kittest.Maxi}))
	add("modal", "modal_leave_marketing", leaveForm(c, people.Person{ID: kittest.Mia}, nil, nil))
	add("modal", "modal_leave_manager", leaveForm(c, people.Person{ID: kittest.Rosa}, []ref.UserID{kittest.Sam, kittest.Rosa}, []ref.UserID{kittest.Sam, kittest.Kim}))
	add("reply", "people_handed_out", handedOut(c, kittest.Sam, leads, nil))
	add("reply", "people_handed_out_none", handedOut(c, kittest.Sam, nil, nil))
	add("reply", "people_handed_out_in_part", handedOut(c, kittest.Sam, leads[:1], leads[1:]))
	add("reply", "people_handed_out_to_nobody", handedOut(c, kittest.Sam, nil, leads))
}
