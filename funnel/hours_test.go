package funnel_test

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestWhoMayCover(t *testing.T) {
	p := testPolicy(t)
	day := calendar.Date{Year: 2026, Month: time.November, Day: 23}
	p.People = people.NewPeople([]people.Availability{
		{User: rob, Leaves: []people.Leave{{From: day.AddDays(3), Until: day.AddDays(5)}}},
	}, p.Calendar)
	now := onClock(t, p.Calendar, monday)
	act := func(by ref.UserID) people.Act { return people.Act{By: p.Roster.Person(by), At: now} }
	for _, test := range []struct {
		name, want string
		user, by   ref.UserID
		in         people.LeaveInput
	}{
		{"no end", "Until when?", sam, sam, people.LeaveInput{}},
		{"today", "not in the future", sam, sam, people.LeaveInput{Until: day}},
		{"a past beginning", "is past", sam, sam, people.LeaveInput{From: day.AddDays(-1), Until: day.AddDays(2)}},
		{"backwards", "end before it begins", sam, sam, people.LeaveInput{From: day.AddDays(4), Until: day.AddDays(2)}},
		{"too long", "at most 366 days", sam, sam, people.LeaveInput{Until: day.AddDays(400)}},
		{"oneself", "covers for themselves", sam, sam, people.LeaveInput{Until: day.AddDays(2), Cover: sam}},
		{"a marketer", "not on the sales team", sam, sam, people.LeaveInput{Until: day.AddDays(2), Cover: mia}},
		{"of a marketer", "leads of a sales rep", mia, mia, people.LeaveInput{Until: day.AddDays(2), Cover: sam}},
		{"one who is away then", "away themselves from Thu 26 Nov 2026", sam, sam, people.LeaveInput{Until: day.AddDays(4), Cover: rob}},
		{"one who is there then", "", sam, sam, people.LeaveInput{Until: day.AddDays(3), Cover: rob}},
		{"by another rep", "Only", sam, rob, people.LeaveInput{Until: day.AddDays(2)}},
		{"by the manager", "", sam, mona, people.LeaveInput{Until: day.AddDays(2)}},
		{"of a stranger", "on no team", stan, mona, people.LeaveInput{Until: day.AddDays(2)}},
		{"by a stranger", "not on a team", sam, stan, people.LeaveInput{Until: day.AddDays(2)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := people.Availability{User: test.user}.GoAway(test.in, act(test.by), p.Staff)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

func TestWhoHearsIsSomebodyWhoIsThere(t *testing.T) {
	p := testPolicy(t)
	day := calendar.Date{Year: 2026, Month: time.November, Day: 23}
	now := onClock(t, p.Calendar, monday)
	away := func(users ...ref.UserID) funnel.Policy {
		var known []people.Availability
		for _, user := range users {
			known = append(known, people.Availability{User: user, Leaves: []people.Leave{{From: day, Until: day.AddDays(1)}}})
		}
		p.People = people.NewPeople(known, p.Calendar)
		return p
	}
	for _, test := range []struct {
		name string
		p    funnel.Policy
		late ref.UserID
		want ref.UserID
	}{
		{"the manager", away(), sam, mona},
		{"the intake owner", away(mona), sam, mel},
		{"leadership", away(mona, mel), sam, lea},
		{"an admin", away(mona, mel, lea), sam, ada},
		{"all are away", away(mona, mel, lea, ada), sam, mona},
		{"the late manager", away(mel), mona, lea},
	} {
		if got := test.p.Overseer(test.late, now); got != test.want {
			t.Errorf("%s: %s hears, want %s", test.name, got, test.want)
		}
	}
}
