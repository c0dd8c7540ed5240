package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var everyDay = append([]time.Weekday{time.Saturday, time.Sunday}, mondayToFriday...)

func TestDeadlines(t *testing.T) {
	office := berlinHours(t, mondayToFriday, "09:00-18:00")
	lunch := berlinHours(t, mondayToFriday, "09:00-12:30, 13:30-18:00")
	nights := berlinHours(t, everyDay, "00:00-06:00, 22:00-24:00")
	always := berlinHours(t, everyDay, "00:00-24:00")
	tests := []struct {
		name     string
		calendar Calendar
		from     string
		target   time.Duration
		want     string
	}{
		{"before hours", office, "2026-11-23 06:10", time.Hour, "2026-11-23 10:00"},
		{"at opening", office, "2026-11-23 09:00", time.Hour, "2026-11-23 10:00"},
		{"during hours", office, "2026-11-23 11:15", time.Hour, "2026-11-23 12:15"},
		{"to the second", office, "2026-11-23 11:15:20", time.Hour, "2026-11-23 12:15:20"},
		{"ends at closing", office, "2026-11-23 17:00", time.Hour, "2026-11-23 18:00"},
		{"over the evening", office, "2026-11-23 17:30", time.Hour, "2026-11-24 09:30"},
		{"at closing", office, "2026-11-23 18:00", time.Hour, "2026-11-24 10:00"},
		{"after hours", office, "2026-11-23 20:00", time.Hour, "2026-11-24 10:00"},
		{"midnight", office, "2026-11-24 00:00", time.Hour, "2026-11-24 10:00"},
		{"Saturday afternoon", office, "2026-11-21 15:00", time.Hour, "2026-11-23 10:00"},
		{"Saturday evening", office, "2026-11-21 20:00", time.Hour, "2026-11-23 10:00"},
		{"over the weekend", office, "2026-11-20 17:59", time.Hour, "2026-11-23 09:59"},
		{"on a closed day", office, "2026-11-26 11:00", time.Hour, "2026-11-27 10:00"},
		{"over a closed day", office, "2026-11-25 17:00", 2 * time.Hour, "2026-11-27 10:00"},
		{"several days", office, "2026-11-23 09:00", 27 * time.Hour, "2026-11-25 18:00"},
		{"nothing, in hours", office, "2026-11-23 11:00", 0, "2026-11-23 11:00"},
		{"nothing, at closing", office, "2026-11-23 18:00", 0, "2026-11-23 18:00"},
		{"nothing, after hours", office, "2026-11-23 18:01", 0, "2026-11-24 09:00"},
		{"less than nothing", office, "2026-11-23 11:00", -time.Hour, "2026-11-23 11:00"},
		{"over lunch", lunch, "2026-11-23 12:00", time.Hour, "2026-11-23 14:00"},
		{"up to lunch", lunch, "2026-11-23 11:30", time.Hour, "2026-11-23 12:30"},
		{"in the break", lunch, "2026-11-23 13:00", time.Hour, "2026-11-23 14:30"},
		{"a whole day", lunch, "2026-11-23 09:00", 8 * time.Hour, "2026-11-23 18:00"},
		{"clocks forward over the weekend", office, "2026-03-27 17:30", time.Hour, "2026-03-30 09:30"},
		{"clocks back over the weekend", office, "2026-10-23 17:30", time.Hour, "2026-10-26 09:30"},
		{"clocks forward in the night", nights, "2026-03-29 00:00", 5 * time.Hour, "2026-03-29 06:00"},
		{"clocks back in the night", nights, "2026-10-25 00:00", 7 * time.Hour, "2026-10-25 06:00"},
		{"night through midnight", nights, "2026-11-23 23:00", 2 * time.Hour, "2026-11-24 01:00"},
		{"always open", always, "2026-11-23 23:00", 49 * time.Hour, "2026-11-26 00:00"},
		{"always open over a closed day", always, "2026-11-23 23:00", 50 * time.Hour, "2026-11-27 01:00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			from, want := onClock(t, test.calendar, test.from), onClock(t, test.calendar, test.want)
			if got := test.calendar.Add(from, test.target); !got.Equal(want) {
				t.Errorf("due %s, want %s", got, want)
			}
			if got := test.calendar.Add(from.UTC(), test.target); !got.Equal(want) {
				t.Errorf("in UTC due %s, want %s", got, want)
			}
		})
	}
}

func TestAddDays(t *testing.T) {
	office := berlinHours(t, mondayToFriday, "09:00-12:30, 13:30-18:00")
	office.Week[time.Friday] = []Block{{10 * 60, 12 * 60}, {13 * 60, 15 * 60}}
	tests := []struct {
		name, from string
		days       int
		want       string
	}{
		{"same time tomorrow", "2026-11-23 11:00", 1, "2026-11-24 11:00"},
		{"none", "2026-11-23 11:00", 0, "2026-11-23 11:00"},
		{"over the closed day and the weekend", "2026-11-25 11:00", 2, "2026-11-30 11:00"},
		{"from the weekend", "2026-11-21 15:00", 1, "2026-11-24 09:00"},
		{"from the evening", "2026-11-23 20:00", 1, "2026-11-25 09:00"},
		{"from the break", "2026-11-23 12:45", 1, "2026-11-24 13:30"},
		{"at closing", "2026-11-23 18:00", 1, "2026-11-24 18:00"},
		{"later day opens later", "2026-11-19 09:15", 1, "2026-11-20 10:00"},
		{"later day has an earlier break", "2026-11-19 12:20", 1, "2026-11-20 13:00"},
		{"later day closes earlier", "2026-11-19 17:00", 1, "2026-11-20 15:00"},
		{"over the clock change", "2026-10-23 11:00", 1, "2026-10-26 11:00"},
		{"to the second", "2026-11-23 11:00:30", 1, "2026-11-24 11:00:30"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := onClock(t, office, test.want)
			if got := office.AddDays(onClock(t, office, test.from).UTC(), test.days); !got.Equal(want) {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestOpenHours(t *testing.T) {
	office := berlinHours(t, mondayToFriday, "09:00-12:30, 13:30-18:00")
	tests := []struct {
		at   string
		next string
	}{
		{"2026-11-23 08:59", "2026-11-23 09:00"},
		{"2026-11-23 09:00", "2026-11-23 09:00"},
		{"2026-11-23 12:29", "2026-11-23 12:29"},
		{"2026-11-23 12:30", "2026-11-23 13:30"},
		{"2026-11-23 18:00", "2026-11-24 09:00"},
		{"2026-11-25 18:00", "2026-11-27 09:00"},
		{"2026-11-21 10:00", "2026-11-23 09:00"},
	}
	for _, test := range tests {
		at, next := onClock(t, office, test.at), onClock(t, office, test.next)
		if got := office.NextOpen(at); !got.Equal(next) {
			t.Errorf("after %s opens %s, want %s", at, got, next)
		}
		if got, want := office.IsOpen(at), test.at == test.next; got != want {
			t.Errorf("open at %s: %v, want %v", at, got, want)
		}
	}
}

func TestWorkingDays(t *testing.T) {
	office := berlinHours(t, mondayToFriday, "09:00-18:00")
	monday := Date{2026, time.November, 23}
	for days, want := range map[int]int{0: 0, 1: 1, 3: 3, 4: 3, 5: 4, 7: 4, 8: 5, -3: 0} {
		if got := office.WorkingDays(monday, monday.AddDays(days)); got != want {
			t.Errorf("%d working days in %d days, want %d", got, days, want)
		}
	}
	if office.IsWorkingDay(Date{2026, time.November, 26}) {
		t.Error("a closed day is a working day")
	}
}

func TestParseBlocks(t *testing.T) {
	tests := map[string][]Block{
		"":                         nil,
		"09:00-12:30, 13:30-18:00": {{540, 750}, {810, 1080}},
		"9:00 – 18:00":             {{540, 1080}},
		"00:00-24:00":              {{0, 1440}},
		"22:00-23:00,23:00-24:00":  {{1320, 1380}, {1380, 1440}},
		"9-17":                     {{540, 1020}},
		"9 to 17":                  {{540, 1020}},
		"9am-5pm":                  {{540, 1020}},
		"9-5pm":                    {{540, 1020}},
		"9:30 am – 12pm":           {{570, 720}},
		"9.30-17h":                 {{570, 1020}},
		"9-12 und 13-17 Uhr":       {{540, 720}, {780, 1020}},
	}
	for text, want := range tests {
		got, err := ParseBlocks(text)
		if err != nil {
			t.Errorf("ParseBlocks(%q): %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParseBlocks(%q): %s", text, diff)
		}
	}
	wrong := []string{"09:00", "18:00-09:00", "09:00-09:00", "09:00-24:30", "09:60-10:00", "09:00-12:00,", "13:00-18:00, 09:00-12:00", "09:00-12:00, 11:00-18:00"}
	for _, text := range wrong {
		if got, err := ParseBlocks(text); err == nil || !strings.Contains(err.Error(), "like ") {
			t.Errorf("ParseBlocks(%q) = %v, %v; want an error with an example", text, got, err)
		}
	}
}

func TestValidateCalendar(t *testing.T) {
	valid := berlinHours(t, mondayToFriday, "09:00-18:00")

	nowhere := valid
	nowhere.Location = nil
	never := WeekdayHours(time.UTC, nil)
	overlapping := WeekdayHours(time.UTC, mondayToFriday, Block{540, 700}, Block{600, 800})
	closedForAYear := valid
	closedForAYear.Closed = map[Date]string{}
	for i := range 400 {
		closedForAYear.Closed[Date{2026, 1, 1}.AddDays(i)] = "closed"
	}
	for name, calendar := range map[string]Calendar{
		"nowhere": nowhere, "never": never, "overlapping": overlapping, "closed for a year": closedForAYear,
	} {
		if err := calendar.Validate(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}

	from := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	if !never.Add(from, time.Hour).IsZero() || !never.NextOpen(from).IsZero() || !never.AddDays(from, 1).IsZero() {
		t.Error("a calendar that never opens knows a deadline")
	}
}

// anyCalendar draws hours that are valid, in a zone with any kind of clock change.
func anyCalendar(t *rapid.T, zones []string, earliest, latest int) Calendar {
	loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	calendar := Calendar{Location: loc, Closed: map[Date]string{}}
	cuts := rapid.SliceOfNDistinct(rapid.IntRange(earliest/30, latest/30), 0, 6, rapid.ID[int])
	for day := range calendar.Week {
		minutes := cuts.Draw(t, "cuts")
		slices.Sort(minutes)
		for ; len(minutes) > 1; minutes = minutes[2:] {
			calendar.Week[day] = append(calendar.Week[day], Block{minutes[0] * 30, minutes[1] * 30})
		}
	}
	for _, day := range rapid.SliceOfN(rapid.IntRange(0, 400), 0, 12).Draw(t, "closed") {
		calendar.Closed[Date{2026, 1, 1}.AddDays(day)] = "closed"
	}
	if calendar.Validate() != nil {
		t.Skip("never open")
	}
	return calendar
}

func anyMoment(t *rapid.T, label string) time.Time {
	year := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return year.Add(time.Duration(rapid.Int64Range(0, 365*24*3600).Draw(t, label)) * time.Second)
}

func anyTarget(t *rapid.T, label string) time.Duration {
	return time.Duration(rapid.Int64Range(0, 100*3600).Draw(t, label)) * time.Second
}

func TestDeadlineProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar := anyCalendar(t, sampledZones, 0, 24*60)
		from, sooner := anyMoment(t, "from"), anyMoment(t, "sooner")
		if sooner.After(from) {
			from, sooner = sooner, from
		}
		a, b := anyTarget(t, "a"), anyTarget(t, "b")
		due := calendar.Add(from, a)

		if got := calendar.Between(from, due); got != a {
			t.Fatalf("%s of working time from %s to %s, want %s", got, from, due, a)
		}
		if got, want := calendar.Add(due, b), calendar.Add(from, a+b); !got.Equal(want) {
			t.Fatalf("in two steps due %s, in one %s", got, want)
		}
		if calendar.Add(from, a+b).Before(due) || calendar.Add(sooner, a).After(due) {
			t.Fatal("a later start or a longer target is due sooner")
		}
		if got, want := calendar.Between(sooner, from)+calendar.Between(from, due), calendar.Between(sooner, due); got != want {
			t.Fatalf("the parts sum up to %s, the whole is %s", got, want)
		}
		open := calendar.NextOpen(from)
		if open.Before(from) || !calendar.IsOpen(open) || calendar.Between(from, open) != 0 {
			t.Fatalf("%s is not the next opening after %s", open, from)
		}
	})
}

// TestBetweenCountsMinutes compares with plain counting, where no block touches a clock change.
func TestBetweenCountsMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar := anyCalendar(t, []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata"}, 5*60, 22*60)
		from := anyMoment(t, "from").Truncate(time.Minute)
		to := from.Add(time.Duration(rapid.IntRange(0, 8*24*60).Draw(t, "minutes")) * time.Minute)

		var counted time.Duration
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			local := at.In(calendar.Location)
			minute := local.Hour()*60 + local.Minute()
			_, closed := calendar.Closed[DateOf(at, calendar.Location)]
			if !closed && slices.ContainsFunc(calendar.Week[local.Weekday()], func(b Block) bool { return b.Open <= minute && minute < b.Close }) {
				counted += time.Minute
			}
		}
		if got := calendar.Between(from, to); got != counted {
			t.Fatalf("%s from %s to %s, counted %s", got, from, to, counted)
		}
	})
}

func TestAddDaysProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar := anyCalendar(t, sampledZones, 0, 24*60)
		from, n := anyMoment(t, "from"), rapid.IntRange(1, 20).Draw(t, "days")
		begin, due := calendar.Add(from, 0), calendar.AddDays(from, n)

		if got := calendar.Add(due, 0); !got.Equal(due) {
			t.Fatalf("%s is outside of working hours", due)
		}
		if calendar.AddDays(from, n+1).Before(due) || !due.After(begin) {
			t.Fatal("more days are due sooner")
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	calendar := berlinHours(b, mondayToFriday, "09:00-12:30, 13:30-18:00")
	from := time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)
	for b.Loop() {
		calendar.Add(from, 8*time.Hour)
	}
}

// TestMidnightIsAClosingMoment: who works until 24:00 has done so at 00:00 of
// the next day, which is then no other moment than 18:00 is to others.
func TestMidnightIsAClosingMoment(t *testing.T) {
	cal := berlinHours(t, mondayToFriday, "15:00-24:00")
	closing := onClock(t, cal, "2026-11-28 00:00") // of Friday
	for _, got := range []time.Time{cal.Add(closing, 0), cal.Add(onClock(t, cal, "2026-11-27 20:00"), 4*time.Hour)} {
		if !got.Equal(closing) {
			t.Errorf("due %s, want %s", got, closing)
		}
	}
	if got, want := cal.AddDays(closing, 1), onClock(t, cal, "2026-12-01 00:00"); !got.Equal(want) {
		t.Errorf("a day later is %s, want %s", got, want)
	}
}

var mondayToFriday = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// berlinHours is Monday to Friday with the given hours; 26 November 2026, a Thursday, is closed.
func berlinHours(t testing.TB, days []time.Weekday, hours string) Calendar {
	t.Helper()
	blocks, err := ParseBlocks(hours)
	if err != nil {
		t.Fatal(err)
	}
	cal := WeekdayHours(zoneNamed(t, "Europe/Berlin"), days, blocks...)
	cal.Closed = map[Date]string{{2026, time.November, 26}: "Foundation day"}
	if err := cal.Validate(); err != nil {
		t.Fatal(err)
	}
	return cal
}

// onClock reads a moment in the calendar's zone.
func onClock(t testing.TB, calendar Calendar, text string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", (text + ":00")[:len("2006-01-02 15:04:05")], calendar.Location)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}
