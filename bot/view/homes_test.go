package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
)

func addHomes(c Context, add adder) {
	rep := funnel.Person{ID: sam, Teams: []funnel.Team{funnel.Sales}}
	marketer := funnel.Person{ID: mia, Teams: []funnel.Team{funnel.Marketing}}
	manager := funnel.Person{ID: rosa, Teams: []funnel.Team{funnel.Sales}, Manager: true}
	home := func(p funnel.Person, h funnel.Home, team *TeamModel, goals ...funnel.Standing) {
		h.NextSlot = now.Add(2 * time.Hour)
		hours := HoursModel{Availability: funnel.Availability{User: p.ID}, Calendar: funnel.WeekdayHours(berlin, []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, funnel.Block{Open: 540, Close: 1080})}
		m := HomeModel{Person: p, Home: h, Hours: hours, Team: team, Goals: goals}
		if team != nil && len(team.Late) > 0 {
			d := funnel.Dispute{Number: 4, Lead: 12, By: mia, At: now, Why: "They have 80 people.", Rejection: funnel.Entry{By: sam, At: now, Reason: "company_size"}}
			m.Rules = []DisputeModel{{Dispute: d, Subject: rejected()}}
		}
		if p.Admin {
			m.Rules = slices.Repeat([]DisputeModel{{Dispute: funnel.Dispute{By: kim, Why: hostileText, Proof: hostileText, Company: hostileText}, Subject: hostile(funnel.Known)}}, 9)
		}
		add("home", homeName(p, h, team), Home(c, m))
	}
	busy := funnel.Home{
		Turn:  []funnel.Pending{{Lead: hotLate(), Lateness: "3 working hours"}, {Lead: offered()}, {Lead: borrowed(), BackOn: date("2026-12-01")}, {Lead: opportunity()}},
		Leave: funnel.Leave{From: date("2026-12-21"), Until: date("2027-01-04"), Cover: kim},
	}
	home(rep, busy, nil, someGoals()...)
	home(rep, funnel.Home{}, nil)
	home(rep, funnel.Home{Leave: funnel.Leave{From: date("2026-11-16"), Until: date("2026-12-01")}, Away: true, Lent: 3}, nil)
	home(marketer, funnel.Home{Turn: []funnel.Pending{{Lead: asked()}, {Lead: rejected()}, {Lead: inquiry()}}, Logged: logged()}, nil, someGoals()...)
	home(marketer, funnel.Home{}, nil)
	home(manager, funnel.Home{}, team())
	home(manager, funnel.Home{}, &TeamModel{})
	all := funnel.Person{ID: mia, Teams: []funnel.Team{funnel.Marketing, funnel.Sales}, Manager: true, Admin: true}
	home(all, hostileHome(), hostileTeam(), hugeDigest().Goals...)
	add("home", "home_stranger", Home(c, HomeModel{Person: funnel.Person{ID: "U0NEW"}}))
}

// homeName names a golden by whose Home tab it is, and how much is on it.
func homeName(p funnel.Person, h funnel.Home, team *TeamModel) string {
	name := "home_rep"
	switch {
	case p.Admin:
		return "home_hostile"
	case team != nil && len(team.Late) > 0:
		return "home_manager"
	case team != nil:
		return "home_manager_idle"
	case p.In(funnel.Marketing):
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
	l.ID, l.Handoff.Class = 31, funnel.ClassHot
	l.Clocks[0].DueAt, l.Clocks[0].MissedAt = now.Add(-3*time.Hour), now.Add(-3*time.Hour)
	return l
}

func borrowed() funnel.Lead {
	l := accepted()
	l.ID, l.Name, l.LentBy = 32, "Ben Borrow", kim
	return l
}

func logged() funnel.Logged {
	return funnel.Logged{
		Stages:  map[funnel.Stage]int{funnel.Inquiry: 1, funnel.Known: 6, funnel.MQL: 2, funnel.SAL: 3, funnel.Customer: 2, funnel.Recycled: 1},
		Counted: 15,
		Groups: []funnel.LoggedGroup{
			{Standing: funnel.LoggedOffered, Leads: []funnel.Lead{offered()}, Count: 1},
			{Standing: funnel.LoggedWorked, Leads: []funnel.Lead{accepted(), opportunity()}, Count: 9},
			{Standing: funnel.LoggedAside, Leads: []funnel.Lead{recycled()}, Count: 1},
			{Standing: funnel.LoggedClosed, Leads: []funnel.Lead{ending(funnel.Customer, ""), ending(funnel.Lost, "price")}, Count: 2},
		},
		Acceptance: funnel.Rate{Part: 5, Whole: 7}, Before: funnel.Rate{Part: 3, Whole: 6}, Days: 90,
		Reasons: []funnel.ReasonRow{{Code: "company_size", Label: "Wrong company size", Count: 1}, {Code: "other", Label: "Other", Count: 1}},
	}
}

func team() *TeamModel {
	late := func(l funnel.Lead) Violation {
		return Violation{Lead: l, Clock: l.Clocks[0], Lateness: "3 working hours"}
	}
	unanswered, quiet := asked(), snoozed()
	unanswered.Clocks[0].DueAt, unanswered.Clocks[0].MissedAt = now.Add(-time.Hour), now.Add(-time.Hour)
	quiet.Snoozes, quiet.SnoozedFor = 2, "She is at a fair until Thursday."
	other := hotLate()
	other.ID = 33
	return &TeamModel{
		Late: []Violation{late(hotLate()), late(unanswered), late(other)}, MoreLate: 4, Snoozed: []funnel.Lead{quiet},
		Away: []AbsenceModel{
			{User: kim, Now: true, Leave: funnel.Leave{From: date("2026-11-16"), Until: date("2026-12-01")}, With: sam, Leads: 2},
			{User: maxi, Gone: true, Now: true, Leads: 5},
			{User: sam, Leave: funnel.Leave{From: date("2026-12-21"), Until: date("2027-01-04")}},
		},
		Pools: poolStandings(),
	}
}

// hostileHome has more of everything than is shown, and hostile texts.
func hostileHome() funnel.Home {
	var h funnel.Home
	for _, l := range append(many(hostile(funnel.SQL), 20), many(hostile(funnel.MQL), 20)...) {
		l.LentBy = kim
		h.Turn = append(h.Turn, funnel.Pending{Lead: l, Lateness: "3 working hours"})
	}
	h.More, h.Logged = 100, logged()
	for i := range h.Logged.Groups {
		h.Logged.Groups[i].Leads = many(hostile(funnel.SQL), 40)
	}
	h.Logged.Reasons = nil
	for range 30 {
		h.Logged.Reasons = append(h.Logged.Reasons, funnel.ReasonRow{Code: hostileText, Label: hostileText, Count: 3})
	}
	return h
}

func hostileTeam() *TeamModel {
	m := &TeamModel{MoreLate: 900, Snoozed: many(hostile(funnel.SQL), 8)}
	for range 15 {
		m.Pools = append(m.Pools, funnel.PoolStanding{Pool: hostilePool(), Members: slices.Repeat(poolStandings()[0].Members, 20)})
	}
	for i, l := range many(hostile(funnel.SQL), 40) {
		l.Clocks[0].QuietUntil, l.SnoozedFor = now.Add(time.Hour), hostileText
		m.Late = append(m.Late, Violation{Lead: l, Clock: l.Clocks[0], Lateness: "3 working hours"})
		m.Away = append(m.Away, AbsenceModel{User: kim, Gone: i%2 == 0, Now: true, With: sam, Leads: 4})
	}
	return m
}

// TestHomeNamesTheGoneUnderAway: with nobody on leave they had no headline.
func TestHomeNamesTheGoneUnderAway(t *testing.T) {
	m := HomeModel{Person: funnel.Person{ID: rosa, Teams: []funnel.Team{funnel.Sales}}, Team: &TeamModel{Away: []AbsenceModel{{User: maxi, Gone: true, Now: true, Leads: 5}}}}
	if texts := string(encode(t, Home(fixtureContext(), m))); !strings.Contains(texts, "*Away*") {
		t.Errorf("who is gone stands under no headline: %s", texts)
	}
}

// TestHomeCutsNothingThatPresses would fail if the tab listed leads in another
// order than they were given in, or hid how many it leaves out.
func TestHomeCutsNothingThatPresses(t *testing.T) {
	h := hostileHome()
	m := HomeModel{Person: funnel.Person{ID: mia, Teams: []funnel.Team{funnel.Sales}}, Home: h}
	texts := string(encode(t, Home(fixtureContext(), m)))
	for _, want := range []string{"Your turn: 140 leads", "and 125 more"} {
		if !strings.Contains(texts, want) {
			t.Errorf("the Home tab does not say %q", want)
		}
	}
}
