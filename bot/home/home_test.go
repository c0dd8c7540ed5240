package home

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/bot/leads"
	peopleroom "github.com/leadloop/leadloop/bot/people"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

func addHomes(c kit.Context, add kittest.Adder) {
	rep := people.Person{ID: kittest.Sam, Teams: []ref.Team{ref.Sales}}
	marketer := people.Person{ID: kittest.Mia, Teams: []ref.Team{ref.Marketing}}
	manager := people.Person{ID: kittest.Rosa, Teams: []ref.Team{ref.Sales}, Manager: true}
	home := func(p people.Person, h report.Home, team *team, goals ...goals.Standing) {
		h.NextSlot = kittest.Now.Add(2 * time.Hour)
		hours := peopleroom.HoursModel{Availability: people.Availability{User: p.ID}, Calendar: calendar.WeekdayHours(kittest.Berlin, []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, calendar.Block{Open: 540, Close: 1080})}
		m := model{Person: p, Home: h, Hours: hours, Team: team, Goals: goals}
		if team != nil && len(team.Late) > 0 {
			d := funnel.Dispute{Number: 4, Lead: 12, By: kittest.Mia, At: kittest.Now, Why: "They have 80 people.", Rejection: funnel.Entry{By: kittest.Sam, At: kittest.Now, Reason: "company_size"}}
			m.Rules = []leads.DisputeModel{{Dispute: d, Subject: kittest.Rejected()}}
		}
		if p.Admin {
			m.Rules = slices.Repeat([]leads.DisputeModel{{Dispute: funnel.Dispute{By: kittest.Kim, Why: kittest.HostileText, Proof: kittest.HostileText, Company: kittest.HostileText}, Subject: kittest.Hostile(agreement.Known)}}, 9)
		}
		add("home", homeName(p, h, team), tab(c, m))
	}
	busy := report.Home{
		Turn:  []report.Pending{{Lead: hotLate(), Lateness: "3 working hours"}, {Lead: kittest.Offered()}, {Lead: borrowedLead(), BackOn: kittest.Date("2026-12-01")}, {Lead: kittest.Opportunity()}},
		Leave: people.Leave{From: kittest.Date("2026-12-21"), Until: kittest.Date("2027-01-04"), Cover: kittest.Kim},
	}
	home(rep, busy, nil, kittest.SomeGoals()...)
	home(rep, report.Home{}, nil)
	home(rep, report.Home{Leave: people.Leave{From: kittest.Date("2026-11-16"), Until: kittest.Date("2026-12-01")}, Away: true, Lent: 3}, nil)
	home(marketer, report.Home{Turn: []report.Pending{{Lead: kittest.Asked()}, {Lead: kittest.Rejected()}, {Lead: kittest.Inquiry()}}, Logged: loggedLeads()}, nil, kittest.SomeGoals()...)
	home(marketer, report.Home{}, nil)
	home(manager, report.Home{}, someTeam())
	home(manager, report.Home{}, &team{})
	all := people.Person{ID: kittest.Mia, Teams: []ref.Team{ref.Marketing, ref.Sales}, Manager: true, Admin: true}
	home(all, hostileHome(), hostileTeam(), kittest.HugeDigest().Goals...)
	add("home", "home_stranger", tab(c, model{Person: people.Person{ID: "U0NEW"}}))
}

// homeName names a golden by whose Home tab it is, and how much is on it.
func homeName(p people.Person, h report.Home, team *team) string {
	name := "home_rep"
	switch {
	case p.Admin:
		return "home_hostile"
	case team != nil && len(team.Late) > 0:
		return "home_manager"
	case team != nil:
		return "home_manager_idle"
	case p.In(ref.Marketing):
		name = "home_marketer"
	}
	switch {
	case h.Away:
		return name + "_away"
	case len(h.Turn) == 0:
		return name + "_idle"
	}
	return name
}

func hotLate() funnel.Lead {
	l := kittest.Accepted()
	l.ID, l.Handoff.Class = 31, agreement.ClassHot
	l.Clocks[0].DueAt, l.Clocks[0].MissedAt = kittest.Now.Add(-3*time.Hour), kittest.Now.Add(-3*time.Hour)
	return l
}

func borrowedLead() funnel.Lead {
	l := kittest.Accepted()
	l.ID, l.Name, l.LentBy = 32, "Ben Borrow", kittest.Kim
	return l
}

func loggedLeads() report.Logged {
	return report.Logged{
		Stages:  map[agreement.Stage]int{agreement.Inquiry: 1, agreement.Known: 6, agreement.MQL: 2, agreement.SAL: 3, agreement.Customer: 2, agreement.Recycled: 1},
		Counted: 15,
		Groups: []report.LoggedGroup{
			{Standing: report.LoggedOffered, Leads: []funnel.Lead{kittest.Offered()}, Count: 1},
			{Standing: report.LoggedWorked, Leads: []funnel.Lead{kittest.Accepted(), kittest.Opportunity()}, Count: 9},
			{Standing: report.LoggedAside, Leads: []funnel.Lead{kittest.Recycled()}, Count: 1},
			{Standing: report.LoggedClosed, Leads: []funnel.Lead{kittest.Ending(agreement.Customer, ""), kittest.Ending(agreement.Lost, "price")}, Count: 2},
		},
		Acceptance: stats.Rate{Part: 5, Whole: 7}, Before: stats.Rate{Part: 3, Whole: 6}, Days: 90,
		Reasons: []report.ReasonRow{{Code: "company_size", Label: "Wrong company size", Count: 1}, {Code: "other", Label: "Other", Count: 1}},
	}
}

func someTeam() *team {
	late := func(l funnel.Lead) funnel.Violation {
		return funnel.Violation{Lead: l, Clock: l.Clocks[0], Lateness: "3 working hours"}
	}
	unanswered, quiet := kittest.Asked(), kittest.Snoozed()
	unanswered.Clocks[0].DueAt, unanswered.Clocks[0].MissedAt = kittest.Now.Add(-time.Hour), kittest.Now.Add(-time.Hour)
	quiet.Snoozes, quiet.SnoozedFor = 2, "She is at a fair until Thursday."
	other := hotLate()
	other.ID = 33
	return &team{
		Late: []funnel.Violation{late(hotLate()), late(unanswered), late(other)}, MoreLate: 4, Snoozed: []funnel.Lead{quiet},
		Away: []people.Absence{
			{User: kittest.Kim, Now: true, Leave: people.Leave{From: kittest.Date("2026-11-16"), Until: kittest.Date("2026-12-01")}, With: kittest.Sam, Leads: 2},
			{User: kittest.Maxi, Gone: true, Now: true, Leads: 5},
			{User: kittest.Sam, Leave: people.Leave{From: kittest.Date("2026-12-21"), Until: kittest.Date("2027-01-04")}},
		},
		Pools: kittest.PoolStandings(),
	}
}

// hostileHome has more of everything than is shown, and hostile texts.
func hostileHome() report.Home {
	var h report.Home
	for _, l := range append(kittest.Many(kittest.Hostile(agreement.SQL), 20), kittest.Many(kittest.Hostile(agreement.MQL), 20)...) {
		l.LentBy = kittest.Kim
		h.Turn = append(h.Turn, report.Pending{Lead: l, Lateness: "3 working hours"})
	}
	h.More, h.Logged = 100, loggedLeads()
	for i := range h.Logged.Groups {
		h.Logged.Groups[i].Leads = kittest.Many(kittest.Hostile(agreement.SQL), 40)
	}
	h.Logged.Reasons = nil
	for range 30 {
		h.Logged.Reasons = append(h.Logged.Reasons, report.ReasonRow{Code: kittest.HostileText, Label: kittest.HostileText, Count: 3})
	}
	return h
}

func hostileTeam() *team {
	m := &team{MoreLate: 900, Snoozed: kittest.Many(kittest.Hostile(agreement.SQL), 8)}
	for range 15 {
		m.Pools = append(m.Pools, funnel.PoolStanding{Pool: kittest.HostilePool(), Members: slices.Repeat(kittest.PoolStandings()[0].Members, 20)})
	}
	for i, l := range kittest.Many(kittest.Hostile(agreement.SQL), 40) {
		l.Clocks[0].QuietUntil, l.SnoozedFor = kittest.Now.Add(time.Hour), kittest.HostileText
		m.Late = append(m.Late, funnel.Violation{Lead: l, Clock: l.Clocks[0], Lateness: "3 working hours"})
		m.Away = append(m.Away, people.Absence{User: kittest.Kim, Gone: i%2 == 0, Now: true, With: kittest.Sam, Leads: 4})
	}
	return m
}

// TestHomeNamesTheGoneUnderAway: with nobody on leave they had no headline.
func TestHomeNamesTheGoneUnderAway(t *testing.T) {
	m := model{Person: people.Person{ID: kittest.Rosa, Teams: []ref.Team{ref.Sales}}, Team: &team{Away: []people.Absence{{User: kittest.Maxi, Gone: true, Now: true, Leads: 5}}}}
	if texts := string(kittest.Encode(t, tab(kittest.FixtureContext(), m))); !strings.Contains(texts, "*Away*") {
		t.Errorf("who is gone stands under no headline: %s", texts)
	}
}

// TestHomeCutsNothingThatPresses would fail if the tab listed leads in another
// order than they were given in, or hid how many it leaves out.
func TestHomeCutsNothingThatPresses(t *testing.T) {
	h := hostileHome()
	m := model{Person: people.Person{ID: kittest.Mia, Teams: []ref.Team{ref.Sales}}, Home: h}
	texts := string(kittest.Encode(t, tab(kittest.FixtureContext(), m)))
	for _, want := range []string{"Your turn: 140 leads", "and 125 more"} {
		if !strings.Contains(texts, want) {
			t.Errorf("the Home tab does not say %q", want)
		}
	}
}

// tab too says who handed a lead back, and why.
func TestHomeTellsAHandBack(t *testing.T) {
	text := pending(kit.Direct(kittest.FixtureContext(), kittest.Mia), report.Pending{Lead: kittest.HandedBack()})
	if !strings.Contains(text, "handed it back: Wrong company size") {
		t.Errorf("it does not say that it was handed back, and why: %s", text)
	}
}
