package calendar

import (
	"testing"
	"time"
)

func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	sunday := Date{Year: 2026, Month: time.November, Day: 22}
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
		got, err := ReadDate(test.text, sunday)
		if err != nil || got.String() != test.want {
			t.Errorf("%q: got %s, %v; want %s", test.text, got, err, test.want)
		}
	}
	for _, text := range []string{"", "soon", "2026-02-30", "31.13.2026", "04/05/2027", "3", "0x3d", "99999d"} {
		if got, err := ReadDate(text, sunday); err == nil {
			t.Errorf("%q: got %s, want a refusal", text, got)
		}
	}
	if got := addMonths(Date{Year: 2027, Month: time.January, Day: 31}, 1); got.String() != "2027-02-28" {
		t.Errorf("a month after 31 January is %s", got)
	}
}
