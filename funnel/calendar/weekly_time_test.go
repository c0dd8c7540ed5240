package calendar

import (
	"testing"
	"time"
)

func TestDigestDue(t *testing.T) {
	tests := []struct {
		zone, week string
		day        time.Weekday
		hour, min  int
		want       string // UTC
	}{
		{"Europe/Berlin", "2026-W47", time.Monday, 9, 0, "2026-11-23T08:00:00Z"},
		{"Europe/Berlin", "2026-W12", time.Monday, 9, 0, "2026-03-23T08:00:00Z"},
		{"Europe/Berlin", "2026-W13", time.Monday, 9, 0, "2026-03-30T07:00:00Z"},  // summer time has begun
		{"Europe/Berlin", "2026-W43", time.Monday, 9, 0, "2026-10-26T08:00:00Z"},  // and ended
		{"Europe/Berlin", "2026-W12", time.Sunday, 2, 30, "2026-03-29T01:00:00Z"}, // a time that the clocks jump over
		{"Europe/Berlin", "2026-W42", time.Sunday, 2, 30, "2026-10-25T00:30:00Z"}, // a time that they show twice
		{"America/New_York", "2026-W53", time.Friday, 17, 15, "2027-01-08T22:15:00Z"},
	}
	for _, test := range tests {
		due := WeeklyTime{Day: test.day, Hour: test.hour, Minute: test.min, Location: zoneNamed(t, test.zone)}.Due(period(t, test.week))
		if got := due.UTC().Format(time.RFC3339); got != test.want {
			t.Errorf("%s in %s is due %s, want %s", test.week, test.zone, got, test.want)
		}
	}
}

func TestTheLastDigestWeekIsTheLatestDue(t *testing.T) {
	berlin := zoneNamed(t, "Europe/Berlin")
	for _, day := range []time.Weekday{time.Monday, time.Wednesday, time.Sunday} {
		at, last := WeeklyTime{Day: day, Hour: 9, Location: berlin}, period(t, "2026-W10")
		for now := last.To.AddDays(8).Start(berlin); now.Year() < 2027; now = now.Add(37 * time.Minute) {
			week := at.LastWeek(now)
			if at.Due(week).After(now) || !at.Due(week.Next()).After(now) {
				t.Fatalf("on %s the digest of %s is taken for the latest due", now, week)
			}
			if week != last && week != last.Next() && last.Label != "2026-W10" {
				t.Fatalf("from %s to %s", last, week)
			}
			last = week
		}
	}
	at := WeeklyTime{Day: time.Monday, Hour: 9, Location: berlin}
	due := at.Due(period(t, "2026-W47"))
	if got := at.LastWeek(due).Label; got != "2026-W47" {
		t.Errorf("at the very moment: %s", got)
	}
	if got := at.LastWeek(due.Add(-time.Second)).Label; got != "2026-W46" {
		t.Errorf("a second before: %s", got)
	}
}
