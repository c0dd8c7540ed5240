package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

func addHomes(c Context, add adder) {
	rep := people.Person{ID: sam, Teams: []ref.Team{ref.Sales}}
	marketer := people.Person{ID: mia, Teams: []ref.Team{ref.Marketing}}
	manager := people.Person{ID: rosa, Teams: []ref.Team{ref.Sales}, Manager: true}
	home := func(p people.Person, h report.Home, team *TeamModel, goals ...goals.Standing) {
		h.NextSlot = now.Add(2 * time.Hour)
		hours := HoursModel{Availability: people.Availability{User: p.ID}, Calendar: calendar.WeekdayHours(berlin, []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, calendar.Block{Open: 540, Close: 1080})}
		m := HomeModel{Person: p, Home: h, Hours: hours, Team: team, Goals: goals}
		if team != nil && len(team.Late) > 0 {
			d := funnel.Dispute{Number: 4, Lead: 12, By: mia, At: now, Why: "They have 80 people.", Rejection: funnel.Entry{By: sam, At: now, Reason: "company_size"}}
			m.Rules = []DisputeModel{{Dispute: d, Subject: rejected()}}
		}
		if p.Admin {
			m.Rules = slices.Repeat([]DisputeModel{{Dispute: funnel.Dispute{By: kim, Why: hostileText, Proof: hostileText, Company: hostileText}, Subject: hostile(agreement.Known)}}, 9)
		}
		add("home", homeName(p, h, team), Home(c, m))
	}
	busy := report.Home{
		Turn:  []report.Pending{{Lead: hotLate(), Lateness: "3 working hours"}, {Lead: offered()}, {Lead: borrowed(), BackOn: date("2026-12-01")}, {Lead: opportunity()}},
		Leave: people.Leave{From: date("2026-12-21"), Until: date("2027-01-04"), Cover: kim},
	}
	home(rep, busy, nil, someGoals()...)
	home(rep, report.Home{}, nil)
	home(rep, report.Home{Leave: people.Leave{From: date("2026-11-16"), Until: date("2026-12-01")}, Away: true, Lent: 3}, nil)
	home(marketer, report.Home{Turn: []report.Pending{{Lead: asked()}, {Lead: rejected()}, {Lead: inquiry()}}, Logged: logged()}, nil, someGoals()...)
	home(marketer, report.Home{}, nil)
	home(manager, report.Home{}, team())
	home(manager, report.Home{}, &TeamModel{})
	all := people.Person{ID: mia, Teams: []ref.Team{ref.Marketing, ref.Sales}, Manager: true, Admin: true}
	home(all, hostileHome(), hostileTeam(), hugeDigest().Goals...)
	add("home", "home_stranger", Home(c, HomeModel{Person: people.Person{ID: "U0NEW"}}))
}

// homeName names a golden by whose Home tab it is, and how much is on it.
func homeName(p people.Person, h report.Home, team *TeamModel) string {
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
	l := accepted()
	l.ID, l.Handoff.Class = 31, agreement.ClassHot
	l.Clocks[0].DueAt, l.Clocks[0].MissedAt = now.Add(-3*time.Hour), now.Add(-3*time.Hour)
	return l
}

func borrowed() funnel.Lead {
	l := accepted()
	l.ID, l.Name, l.LentBy = 32, "Ben Borrow", kim
	return l
}

func logged() report.Logged {
	return report.Logged{
		Stages:  map[agreement.Stage]int{agreement.Inquiry: 1, agreement.Known: 6, agreement.MQL: 2, agreement.SAL: 3, agreement.Customer: 2, agreement.Recycled: 1},
		Counted: 15,
		Groups: []report.LoggedGroup{
			{Standing: report.LoggedOffered, Leads: []funnel.Lead{offered()}, Count: 1},
			{Standing: report.LoggedWorked, Leads: []funnel.Lead{accepted(), opportunity()}, Count: 9},
			{Standing: report.LoggedAside, Leads: []funnel.Lead{recycled()}, Count: 1},
			{Standing: report.LoggedClosed, Leads: []funnel.Lead{ending(agreement.Customer, ""), ending(agreement.Lost, "price")}, Count: 2},
		},
		Acceptance: stats.Rate{Part: 5, Whole: 7}, Before: stats.Rate{Part: 3, Whole: 6}, Days: 90,
		Reasons: []report.ReasonRow{{Code: "company_size", Label: "Wrong company size", Count: 1}, {Code: "other", Label: "Other", Count: 1}},
	}
}

func team() *TeamModel {
	late := func(l funnel.Lead) funnel.Violation {
		return funnel.Violation{Lead: l, Clock: l.Clocks[0], Lateness: "3 working hours"}
	}
	unanswered, quiet := asked(), snoozed()
	unanswered.Clocks[0].DueAt, unanswered.Clocks[0].MissedAt = now.Add(-time.Hour), now.Add(-time.Hour)
	quiet.Snoozes, quiet.SnoozedFor = 2, "She is at a fair until Thursday."
	other := hotLate()
	other.ID = 33
	return &TeamModel{
		Late: []funnel.Violation{late(hotLate()), late(unanswered), late(other)}, MoreLate: 4, Snoozed: []funnel.Lead{quiet},
		Away: []people.Absence{
			{User: kim, Now: true, Leave: people.Leave{From: date("2026-11-16"), Until: date("2026-12-01")}, With: sam, Leads: 2},
			{User: maxi, Gone: true, Now: true, Leads: 5},
			{User: sam, Leave: people.Leave{From: date("2026-12-21"), Until: date("2027-01-04")}},
		},
		Pools: poolStandings(),
	}
}

// hostileHome has more of everything than is shown, and hostile texts.
func hostileHome() report.Home {
	var h report.Home
	for _, l := range append(many(hostile(agreement.SQL), 20), many(hostile(agreement.MQL), 20)...) {
		l.LentBy = kim
		h.Turn = append(h.Turn, report.Pending{Lead: l, Lateness: "3 working hours"})
	}
	h.More, h.Logged = 100, logged()
	for i := range h.Logged.Groups {
		h.Logged.Groups[i].Leads = many(hostile(agreement.SQL), 40)
	}
	h.Logged.Reasons = nil
	for range 30 {
		h.Logged.Reasons = append(h.Logged.Reasons, report.ReasonRow{Code: hostileText, Label: hostileText, Count: 3})
	}
	return h
}

func hostileTeam() *TeamModel {
	m := &TeamModel{MoreLate: 900, Snoozed: many(hostile(agreement.SQL), 8)}
	for range 15 {
		m.Pools = append(m.Pools, funnel.PoolStanding{Pool: hostilePool(), Members: slices.Repeat(poolStandings()[0].Members, 20)})
	}
	for i, l := range many(hostile(agreement.SQL), 40) {
		l.Clocks[0].QuietUntil, l.SnoozedFor = now.Add(time.Hour), hostileText
		m.Late = append(m.Late, funnel.Violation{Lead: l, Clock: l.Clocks[0], Lateness: "3 working hours"})
		m.Away = append(m.Away, people.Absence{User: kim, Gone: i%2 == 0, Now: true, With: sam, Leads: 4})
	}
	return m
}

// TestHomeNamesTheGoneUnderAway: with nobody on leave they had no headline.
func TestHomeNamesTheGoneUnderAway(t *testing.T) {
	m := HomeModel{Person: people.Person{ID: rosa, Teams: []ref.Team{ref.Sales}}, Team: &TeamModel{Away: []people.Absence{{User: maxi, Gone: true, Now: true, Leads: 5}}}}
	if texts := string(encode(t, Home(fixtureContext(), m))); !strings.Contains(texts, "*Away*") {
		t.Errorf("who is gone stands under no headline: %s", texts)
	}
}

// TestHomeCutsNothingThatPresses would fail if the tab listed leads in another
// order than they were given in, or hid how many it leaves out.
func TestHomeCutsNothingThatPresses(t *testing.T) {
	h := hostileHome()
	m := HomeModel{Person: people.Person{ID: mia, Teams: []ref.Team{ref.Sales}}, Home: h}
	texts := string(encode(t, Home(fixtureContext(), m)))
	for _, want := range []string{"Your turn: 140 leads", "and 125 more"} {
		if !strings.Contains(texts, want) {
			t.Errorf("the Home tab does not say %q", want)
		}
	}
}

// Home too says who handed a lead back, and why.
func TestHomeTellsAHandBack(t *testing.T) {
	text := direct(fixtureContext(), mia).pending(report.Pending{Lead: handedBack()})
	if !strings.Contains(text, "handed it back: Wrong company size") {
		t.Errorf("it does not say that it was handed back, and why: %s", text)
	}
}
