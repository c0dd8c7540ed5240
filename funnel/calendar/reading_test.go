package calendar

import (
	"testing"
	"time"
)

func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	reading := Reading{Today: Date{Year: 2026, Month: time.November, Day: 22}}
	for _, test := range []struct{ text, want string }{
		{"2026-12-31", "2026-12-31"},
		{"2026/12/31", "2026-12-31"},
		{"31.12.2026", "2026-12-31"},
		{"1.2.2027", "2027-02-01"},
		{"31/12/2026", "2026-12-31"},
		{"12/31/2026", "2026-12-31"},
		{"05/05/2027", "2027-05-05"},
		{"31 Dec 2026", "2026-12-31"},
		{"31. december", "2026-12-31"},
		{"Jan 5", "2027-01-05"},
		{"January 5th, 2027", "2027-01-05"},
		{"today", "2026-11-22"},
		{"Tomorrow", "2026-11-23"},
		{"monday", "2026-11-23"},
		{"next Mon", "2026-11-23"},
		{"sunday", "2026-11-29"},
		{"3d", "2026-11-25"},
		{"3 days", "2026-11-25"},
		{"in 3 days", "2026-11-25"},
		{"2w", "2026-12-06"},
		{"in a week", "2026-11-29"},
		{"3m", "2027-02-22"},
		{"in 3 months", "2027-02-22"},
		{"next week", "2026-11-23"},
		{"next month", "2026-12-01"},
		{"on friday", "2026-11-27"},
	} {
		got, err := reading.Date(test.text)
		if err != nil || got.String() != test.want {
			t.Errorf("%q: got %s, %v; want %s", test.text, got, err, test.want)
		}
	}
	for _, text := range []string{"", "soon", "2026-02-30", "31.13.2026", "04/05/2027", "3", "0x3d", "99999d"} {
		if got, err := reading.Date(text); err == nil {
			t.Errorf("%q: got %s, want a refusal", text, got)
		}
	}
	if got := addMonths(Date{Year: 2027, Month: time.January, Day: 31}, 1); got.String() != "2027-02-28" {
		t.Errorf("a month after 31 January is %s", got)
	}
}

func TestTheOrderSaysWhetherTheDayComesFirst(t *testing.T) {
	for _, test := range []struct {
		text  string
		order Order
		want  string
	}{
		{"6/4/2026", DayFirst, "2026-04-06"},
		{"6/4/2026", MonthFirst, "2026-06-04"},
		{"6-4-2026", MonthFirst, "2026-06-04"},
		{"6-4-2026", OrderUnknown, "2026-04-06"},
		{"6.4.2026", MonthFirst, "2026-04-06"},
		{"6/4/26", DayFirst, "2026-04-06"},
		{"6.4.99", DayFirst, "1999-04-06"},
		{"13/4/2026", OrderUnknown, "2026-04-13"},
		{"4/13/2026", OrderUnknown, "2026-04-13"},
		{"13/4/2026", MonthFirst, ""},
		{"4/13/2026", DayFirst, ""},
		{"6/4/2026", OrderUnknown, ""},
		{"6.4.26", OrderUnknown, ""},
		{"6/4.2026", DayFirst, ""},
	} {
		got, err := Reading{Order: test.order}.Date(test.text)
		if got.String() != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%q with %q: got %s, %v; want %s", test.text, test.order, got, err, test.want)
		}
	}
}

func TestWeeksAreReadAsPeopleWriteThem(t *testing.T) {
	reading := Reading{Today: Date{Year: 2026, Month: time.November, Day: 22}}
	for text, want := range map[string]string{
		"2026-W46": "2026-W46", "w45": "2026-W45", "W45": "2026-W45", "this": "2026-W47", "last week": "2026-W46", "soon": "", "": "",
	} {
		if got, err := reading.Week(text); got.Label != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %s, %v; want %s", text, got.Label, err, want)
		}
	}
}
