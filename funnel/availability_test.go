package funnel_test

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestPeopleWorkByTheirOwnCalendar(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	workspace := calendar.WeekdayHours(time.UTC, []time.Weekday{time.Monday, time.Tuesday}, calendar.Block{Open: 9 * 60, Close: 17 * 60})
	p := people.Staff{Calendar: workspace, People: people.NewPeople([]people.Availability{
		{User: "UTOKYO", Zone: "Asia/Tokyo"},
		{User: "ULATE", Week: &[7][]calendar.Block{time.Monday: {{Open: 13 * 60, Close: 21 * 60}}}},
		{User: "UAWAY", Leaves: []people.Leave{{From: calendar.Date{Year: 2026, Month: 11, Day: 23}, Until: calendar.Date{Year: 2026, Month: 11, Day: 24}, Cover: "ULATE"}}},
		{User: "UGONE", Gone: true},
	}, workspace)}
	monday := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		user    ref.UserID
		opens   time.Time
		present bool
	}{
		{"UNOBODY", monday.Add(3 * time.Hour), true},
		{"UTOKYO", monday, true}, // 15:00 there
		{"ULATE", monday.Add(7 * time.Hour), true},
		{"UAWAY", monday.Add(27 * time.Hour), false},
		{"UGONE", monday.Add(3 * time.Hour), false},
	} {
		if opens := p.CalendarOf(test.user).NextOpen(monday); !opens.Equal(test.opens) {
			t.Errorf("%s works from %s, want %s", test.user, opens.In(tokyo), test.opens)
		}
		if present := p.Present(test.user, monday); present != test.present {
			t.Errorf("%s present = %t, want %t", test.user, present, test.present)
		}
	}
	if leave, away := p.LeaveOf("UAWAY", monday); !away || leave.Cover != "ULATE" {
		t.Errorf("UAWAY's leave is %v, %t; want one covered by ULATE", leave, away)
	}
	if p.Present("UAWAY", monday.Add(24*time.Hour)) != true {
		t.Error("UAWAY is still away on their first day back")
	}
}
