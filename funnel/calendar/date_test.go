package calendar

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
)

// sampledZones hold every kind of clock change of the years 2020 to 2030: at midnight, by half an hour, twice within
// Ramadan, given up for good.
var sampledZones = []string{
	"UTC", "Africa/Abidjan", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Juba",
	"Africa/Lagos", "Africa/Nairobi", "Africa/Tunis", "America/Anchorage", "America/Argentina/Buenos_Aires",
	"America/Asuncion", "America/Bogota", "America/Chicago", "America/Chihuahua", "America/Denver", "America/Godthab",
	"America/Halifax", "America/Havana", "America/Lima", "America/Los_Angeles", "America/Mexico_City", "America/Miquelon",
	"America/New_York", "America/Phoenix", "America/Port-au-Prince", "America/Santiago", "America/Sao_Paulo",
	"America/Scoresbysund", "America/St_Johns", "America/Tijuana", "America/Toronto", "America/Whitehorse",
	"Antarctica/Casey", "Antarctica/Troll", "Asia/Almaty", "Asia/Amman", "Asia/Beirut", "Asia/Damascus", "Asia/Dubai",
	"Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Shanghai", "Asia/Singapore", "Asia/Tehran",
	"Asia/Tokyo", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Perth", "Australia/Sydney",
	"Europe/Berlin", "Europe/Chisinau", "Europe/Dublin", "Europe/Istanbul", "Europe/Lisbon", "Europe/London",
	"Europe/Volgograd", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Easter", "Pacific/Fiji",
	"Pacific/Kiritimati", "Pacific/Norfolk", "Pacific/Tongatapu",
}

// wallSeconds is what the clock on the wall shows at t, as a number that can be compared.
func wallSeconds(t time.Time) int64 {
	_, offset := t.Zone()
	return t.Unix() + int64(offset)
}

func TestAtIsTheFirstMomentThatShowsTheTime(t *testing.T) {
	clocks := [][2]int{{0, 0}, {0, 30}, {1, 0}, {1, 30}, {2, 0}, {2, 30}, {3, 0}, {9, 0}, {23, 30}}
	for _, name := range sampledZones {
		loc := zoneNamed(t, name)
		previous := make([]time.Time, len(clocks))
		for day := (Date{2020, 1, 1}); day.Year <= 2030; day = day.AddDays(1) {
			for i, clock := range clocks {
				at := day.At(clock[0], clock[1], loc)
				wanted := time.Date(day.Year, day.Month, day.Day, clock[0], clock[1], 0, 0, time.UTC).Unix()
				if wallSeconds(at) < wanted || wallSeconds(at.Add(-1)) >= wanted {
					t.Fatalf("%s %s %v: %s is not the first moment", name, day, clock, at)
				}
				if !at.After(previous[i]) {
					t.Fatalf("%s %s %v: %s is not after %s of the day before", name, day, clock, at, previous[i])
				}
				previous[i] = at
			}
		}
	}
}

func TestAtAcrossClockChanges(t *testing.T) {
	tests := []struct {
		zone, date   string
		hour, minute int
		want         string
	}{
		{"Europe/Berlin", "2026-03-29", 2, 30, "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "2026-10-25", 2, 30, "2026-10-25T02:30:00+02:00"},
		{"Europe/Berlin", "2026-10-25", 9, 0, "2026-10-25T09:00:00+01:00"},
		{"America/New_York", "2026-03-08", 2, 30, "2026-03-08T03:00:00-04:00"},
		{"America/New_York", "2026-11-01", 1, 30, "2026-11-01T01:30:00-04:00"},
		{"America/Santiago", "2026-09-06", 0, 0, "2026-09-06T01:00:00-03:00"},
		{"Africa/Cairo", "2026-04-24", 0, 0, "2026-04-24T01:00:00+03:00"},
		{"Australia/Lord_Howe", "2026-10-04", 2, 15, "2026-10-04T02:30:00+11:00"},
		{"Australia/Lord_Howe", "2026-04-05", 1, 45, "2026-04-05T01:45:00+11:00"},
		{"Europe/Berlin", "2026-12-31", 24, 0, "2027-01-01T00:00:00+01:00"},
		{"Pacific/Apia", "2011-12-30", 9, 0, "2011-12-31T00:00:00+14:00"},
	}
	for _, test := range tests {
		date, err := ParseDate(test.date)
		if err != nil {
			t.Fatal(err)
		}
		got := date.At(test.hour, test.minute, zoneNamed(t, test.zone)).Format(time.RFC3339)
		if got != test.want {
			t.Errorf("%s %s %02d:%02d = %s, want %s", test.zone, test.date, test.hour, test.minute, got, test.want)
		}
	}
}

func TestStartIsTheFirstMomentOfTheDay(t *testing.T) {
	for _, name := range sampledZones {
		loc := zoneNamed(t, name)
		for day := (Date{2026, 1, 1}); day.Year == 2026; day = day.AddDays(1) {
			start := day.Start(loc)
			if DateOf(start, loc) != day || DateOf(start.Add(-1), loc) == day {
				t.Fatalf("%s: %s does not start at %s", name, day, start)
			}
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, text := range []string{"2026-12-31", " 2026-12-31 "} {
		got, err := ParseDate(text)
		if want := (Date{2026, time.December, 31}); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2026-02-29", "2026-13-01", "31.12.2026", "2026-1-1", "0000-01-01", "soon"} {
		if got, err := ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", text, got)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	leapDay := Date{2028, time.February, 28}.AddDays(1)
	if want := (Date{2028, time.February, 29}); leapDay != want {
		t.Fatalf("got %v, want %v", leapDay, want)
	}
	if got := leapDay.Weekday(); got != time.Tuesday {
		t.Errorf("weekday %v, want Tuesday", got)
	}
	for _, n := range []int{-800, -1, 0, 1, 45, 800} {
		other := leapDay.AddDays(n)
		if got := leapDay.Days(other); got != n {
			t.Errorf("%v to %v is %d days, want %d", leapDay, other, got, n)
		}
		if other.After(leapDay) != (n > 0) || other.Before(leapDay) != (n < 0) {
			t.Errorf("%v and %v are in the wrong order", leapDay, other)
		}
	}
}

func TestDateAsText(t *testing.T) {
	type holder struct {
		Due    Date
		Closed map[Date]string
	}
	for _, want := range []holder{
		{},
		{Date{2026, 1, 9}, map[Date]string{{2026, 12, 25}: "Christmas"}},
	} {
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got holder
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", data, diff)
		}
	}
	if err := new(Date).UnmarshalText([]byte("tomorrow")); err == nil {
		t.Error("read a date that is none")
	}
}

func zoneNamed(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
