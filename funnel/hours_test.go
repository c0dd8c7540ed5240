package funnel

import (
	"strings"
	"testing"
	"time"
)

// deadlines are one working promise each: when it starts and when it is due,
// on clocks in the person's zone.
func TestDeadlinesKeepToTheWorkingTimeOfTheirPerson(t *testing.T) {
	workspace := berlinHours(t, mondayToFriday, "09:00-18:00")
	austria := Availability{Holidays: "AT"}
	split := Availability{Week: week(t, "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00")}
	night := Availability{Week: week(t, "sun 22:00-24:00; mon 00:00-04:00")}
	auckland, losAngeles := Availability{Zone: "Pacific/Auckland"}, Availability{Zone: "America/Los_Angeles"}
	hour, hours, days := WorkingTime{Hours: 1}, func(n int) WorkingTime { return WorkingTime{Hours: n} }, func(n int) WorkingTime { return WorkingTime{Days: n} }
	for _, test := range []struct {
		name       string
		who        Availability
		promise    WorkingTime
		start, due string
	}{
		{"before hours", Availability{}, hour, "2026-11-23 07:30", "2026-11-23 10:00"},
		{"at opening", Availability{}, hour, "2026-11-23 09:00", "2026-11-23 10:00"},
		{"during hours", Availability{}, hour, "2026-11-23 16:30", "2026-11-23 17:30"},
		{"due at closing time", Availability{}, hour, "2026-11-23 17:00", "2026-11-23 18:00"},
		{"over night", Availability{}, hour, "2026-11-23 17:30", "2026-11-24 09:30"},
		{"after hours", Availability{}, hour, "2026-11-23 20:00", "2026-11-24 10:00"},
		{"at midnight", Availability{}, hour, "2026-11-24 00:00", "2026-11-24 10:00"},
		{"Saturday 15:00", Availability{}, hour, "2026-11-28 15:00", "2026-11-30 10:00"},
		{"Saturday 20:00", Availability{}, hour, "2026-11-28 20:00", "2026-11-30 10:00"},
		{"over the weekend", Availability{}, hours(4), "2026-11-27 16:00", "2026-11-30 11:00"},
		{"over the lunch break", split, hour, "2026-11-24 12:00", "2026-11-24 14:00"},
		{"in the lunch break", split, hour, "2026-11-24 13:00", "2026-11-24 14:30"},
		{"on a short Friday", split, hours(2), "2026-11-27 13:00", "2026-11-30 10:00"},
		{"over a public holiday", austria, hour, "2026-12-07 17:30", "2026-12-09 09:30"},
		{"on a public holiday", austria, hour, "2026-12-08 11:00", "2026-12-09 10:00"},
		{"not a holiday of the workspace", Availability{}, hour, "2026-12-08 11:00", "2026-12-08 12:00"},
		{"over New Year", austria, days(2), "2026-12-31 10:00", "2027-01-05 10:00"},
		{"a holiday many years on", austria, hour, "2041-12-08 11:00", "2041-12-09 10:00"},
		{"through midnight", night, hours(3), "2026-11-22 22:30", "2026-11-23 01:30"},
		{"the night in which clocks go forward", Availability{Week: week(t, "sat-sun 00:00-24:00")}, hours(4), "2026-03-29 00:00", "2026-03-29 05:00"},
		{"the night in which clocks go back", Availability{Week: week(t, "sat-sun 00:00-24:00")}, hours(4), "2026-10-25 00:00", "2026-10-25 03:00"},
		{"a working day over the change in spring", Availability{}, days(1), "2026-03-27 16:00", "2026-03-30 16:00"},
		{"a working day over the change in autumn", Availability{}, days(1), "2026-10-23 16:00", "2026-10-26 16:00"},
		{"hours over the change in autumn", Availability{}, hours(3), "2026-10-23 16:00", "2026-10-26 10:00"},
		{"Auckland", auckland, hour, "2026-11-23 08:00", "2026-11-23 10:00"},
		{"Los Angeles", losAngeles, hour, "2026-11-23 08:00", "2026-11-23 10:00"},
		{"Auckland, a Friday evening", auckland, hours(2), "2026-11-27 17:00", "2026-11-30 10:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			cal := test.who.calendar(workspace)
			due := test.promise.After(onClock(t, cal, test.start), cal)
			if got := due.In(cal.Location).Format("2006-01-02 15:04"); got != test.due {
				t.Errorf("%s from %s is due %s, want %s", test.promise, test.start, got, test.due)
			}
		})
	}
	// At one moment it is Monday in Auckland and Sunday in Los Angeles.
	moment := time.Date(2026, 11, 22, 21, 0, 0, 0, time.UTC)
	for who, want := range map[string]string{"Pacific/Auckland": "2026-11-22 22:00", "America/Los_Angeles": "2026-11-23 18:00"} {
		cal := Availability{Zone: who}.calendar(workspace)
		if due := hour.After(moment, cal).UTC().Format("2006-01-02 15:04"); due != want {
			t.Errorf("from %s in %s it is due %s UTC, want %s", moment, who, due, want)
		}
	}
}

func week(t *testing.T, text string) *WorkWeek {
	t.Helper()
	w, err := ParseWeek(text)
	if err != nil {
		t.Fatal(err)
	}
	return &w
}

func TestParseWeek(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00", "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00"},
		{"Monday to Friday 9:00-17:00", "mon-fri 09:00-17:00"},
		{"mon, wed 08:00-12:00; tue, thu 10:00-12:00;", "mon 08:00-12:00; tue 10:00-12:00; wed 08:00-12:00; thu 10:00-12:00"},
		{"sat-mon 09:00-10:00", "mon 09:00-10:00; sat-sun 09:00-10:00"},
		{"mon-fri 09:00-17:00; sat off", "mon-fri 09:00-17:00"},
		{"Tues and Thurs: 09:00–17:00", "tue 09:00-17:00; thu 09:00-17:00"},
	} {
		if got := WeekText(*week(t, test.text)); got != test.want {
			t.Errorf("%q is %q, want %q", test.text, got, test.want)
		}
	}
	for text, want := range map[string]string{
		"09:00-17:00":                          "On which days?",
		"mon":                                  "has no hours",
		"mon-fri":                              "has no hours",
		"funday 09:00-17:00":                   "not a day of the week",
		"mon 09:00-12:00, 11:00-13:00":         "overlap",
		"mon 18:00-09:00":                      "end before they begin",
		"mon 09:00-25:00":                      "leave the day",
		"mon 9-17":                             "Write opening and closing time",
		"mon-wed 09:00-10:00; tue 11:00-12:00": "named twice",
		"mon off":                              "at least one day",
		"":                                     "at least one day",
	} {
		if _, err := ParseWeek(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestHolidays(t *testing.T) {
	for _, test := range []struct {
		country, day, name string
	}{
		{"AT", "2026-12-08", "Mariä Empfängnis"},
		{"AT", "2026-04-06", "Ostermontag"},
		{"DE", "2099-10-03", "Tag der Deutschen Einheit"},
		{"US", "2026-07-03", "Independence Day"}, // observed: the 4th is a Saturday
		{"US", "2026-07-04", "Independence Day"},
		{"DE", "2026-12-08", ""},
		{NoHolidays, "2026-12-25", ""},
		{"", "2026-12-25", ""},
	} {
		day, err := ParseDate(test.day)
		if err != nil {
			t.Fatal(err)
		}
		if name, ok := (Calendar{Country: test.country}).Holiday(day); name != test.name || ok != (test.name != "") {
			t.Errorf("%s in %q is %q, want %q", test.day, test.country, name, test.name)
		}
	}
	for text, want := range map[string]string{"at": "AT", " uk. ": "GB", "none": NoHolidays, "": ""} {
		if got, err := ParseHolidays(text); got != want || err != nil {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
	if _, err := ParseHolidays("Austria"); err == nil || !strings.Contains(err.Error(), "AT, BE") {
		t.Errorf("a country by name: %v; want the list of codes", err)
	}
}

func TestWhoMayCover(t *testing.T) {
	p := testPolicy(t)
	day := Date{2026, time.November, 23}
	p.People = NewPeople([]Availability{
		{User: rob, Leaves: []Leave{{From: day.AddDays(3), Until: day.AddDays(5)}}},
	}, p.Calendar)
	now := onClock(t, p.Calendar, monday)
	act := func(by UserID) Act { return Act{By: p.Roster.Person(by), At: now} }
	for _, test := range []struct {
		name, want string
		user, by   UserID
		in         LeaveInput
	}{
		{"no end", "Until when?", sam, sam, LeaveInput{}},
		{"today", "not in the future", sam, sam, LeaveInput{Until: day}},
		{"a past beginning", "is past", sam, sam, LeaveInput{From: day.AddDays(-1), Until: day.AddDays(2)}},
		{"backwards", "end before it begins", sam, sam, LeaveInput{From: day.AddDays(4), Until: day.AddDays(2)}},
		{"too long", "at most 366 days", sam, sam, LeaveInput{Until: day.AddDays(400)}},
		{"oneself", "covers for themselves", sam, sam, LeaveInput{Until: day.AddDays(2), Cover: sam}},
		{"a marketer", "not on the sales team", sam, sam, LeaveInput{Until: day.AddDays(2), Cover: mia}},
		{"of a marketer", "leads of a sales rep", mia, mia, LeaveInput{Until: day.AddDays(2), Cover: sam}},
		{"one who is away then", "away themselves from Thu 26 Nov 2026", sam, sam, LeaveInput{Until: day.AddDays(4), Cover: rob}},
		{"one who is there then", "", sam, sam, LeaveInput{Until: day.AddDays(3), Cover: rob}},
		{"by another rep", "Only", sam, rob, LeaveInput{Until: day.AddDays(2)}},
		{"by the manager", "", sam, mona, LeaveInput{Until: day.AddDays(2)}},
		{"of a stranger", "on no team", stan, mona, LeaveInput{Until: day.AddDays(2)}},
		{"by a stranger", "not on a team", sam, stan, LeaveInput{Until: day.AddDays(2)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := Availability{User: test.user}.GoAway(test.in, act(test.by), p.Staff)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

func TestWhoHearsIsSomebodyWhoIsThere(t *testing.T) {
	p := testPolicy(t)
	day := Date{2026, time.November, 23}
	now := onClock(t, p.Calendar, monday)
	away := func(users ...UserID) Policy {
		var known []Availability
		for _, user := range users {
			known = append(known, Availability{User: user, Leaves: []Leave{{From: day, Until: day.AddDays(1)}}})
		}
		p.People = NewPeople(known, p.Calendar)
		return p
	}
	for _, test := range []struct {
		name string
		p    Policy
		late UserID
		want UserID
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
