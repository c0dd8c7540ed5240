package ledger

import (
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
)

func TestLagBuckets(t *testing.T) {
	for days, want := range map[int]int{0: 0, 1: 1, 60: 60, 61: 67, 67: 67, 68: 74, 368: 368, 369: 398, 398: 398, 399: 428, 1118: 1118, 1119: 1118, 9999: 1118} {
		if got := lagBucket(days); got != want {
			t.Errorf("%d days are counted as %d, want %d", days, got, want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		days := rapid.IntRange(0, LagLast-1).Draw(r, "days")
		if b := lagBucket(days); b < days || lagBucket(b) != b || lagBucket(days+1) < b {
			t.Fatalf("%d days are counted as %d", days, b)
		}
	})
}

func TestWhatHistorySaysOfTime(t *testing.T) {
	p := testPolicy(t)
	at := func(day int) time.Time { return time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC) }
	by := people.Act{By: p.Roster.Person(ada), At: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	clean, err := jane.Clean(p.Region)
	if err != nil {
		t.Fatal(err)
	}
	known, err := funnel.Import(1, clean, funnel.Past{Stage: agreement.MQL, At: at(10)}, by, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		day  int
		want map[string]int64
	}{
		{"won later", 24, map[string]int64{"14": 1}},
		{"won the same day", 10, map[string]int64{"0": 1}},
		{"won before it was a lead", 9, nil},
	} {
		won, err := known.Lead.ImportOutcome(clean, funnel.Past{Stage: agreement.Customer, At: at(test.day), Amount: euros(5)}, by, p)
		if err != nil {
			t.Fatal(err)
		}
		got := lagsOf(p.Calendar, won.Entries)
		if len(got) != len(test.want) {
			t.Errorf("%s: counted %v, want %v", test.name, got, test.want)
		}
		for days, n := range test.want {
			if got[days] != n {
				t.Errorf("%s: counted %v, want %v", test.name, got, test.want)
			}
		}
	}
	outright, err := funnel.Import(2, clean, funnel.Past{Stage: agreement.Customer, At: at(10), Amount: euros(5)}, by, p)
	if err != nil {
		t.Fatal(err)
	}
	if got := lagsOf(p.Calendar, outright.Entries); len(got) != 0 {
		t.Errorf("of a customer whose beginning is not known %v is counted", got)
	}
}

func TestQuantilesOfLags(t *testing.T) {
	l := LagsOf(map[string]int64{"10": 5, "20": 4, "100": 1, "nonsense": 3})
	if l.Wins() != 10 || l.Within(0.5) != 10 || l.Within(0.51) != 20 || l.Within(0.9) != 20 || l.Within(0.91) != 100 {
		t.Errorf("of %d wins: median %d, p90 %d", l.Wins(), l.Within(0.5), l.Within(0.9))
	}
	if none := (Lags{}); none.Within(0.5) != 0 || none.Before(calendar.QuarterOf(calendar.Date{Year: 2027, Month: 1, Day: 1})) != 0 {
		t.Error("no wins say something")
	}
}

// Of wins spread evenly over the days, those come from leads of before whose
// lead took longer than the period was old on that day.
func TestThePartThatMustBeThereAlready(t *testing.T) {
	quarter := calendar.QuarterOf(calendar.Date{Year: 2027, Month: time.January, Day: 1}) // 90 days
	for _, test := range []struct {
		lags map[string]int64
		want float64
	}{
		{map[string]int64{"0": 7}, 0},
		{map[string]int64{"45": 3}, 0.5},
		{map[string]int64{"90": 3}, 1},
		{map[string]int64{"400": 3}, 1},
		{map[string]int64{"0": 1, "45": 1, "200": 2}, 0.625},
	} {
		if got := LagsOf(test.lags).Before(quarter); got != test.want {
			t.Errorf("%v: %g, want %g", test.lags, got, test.want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		counts := rapid.MapOf(rapid.IntRange(0, 300), rapid.Int64Range(1, 9)).Draw(r, "counts")
		texts, before, total := map[string]int64{}, int64(0), int64(0)
		for days, n := range counts {
			texts[strconv.Itoa(days)] = n
			for day := range 90 {
				total += n
				if days > day {
					before += n
				}
			}
		}
		if total == 0 {
			return
		}
		want := float64(before) / float64(total)
		if got := LagsOf(texts).Before(quarter); got < want-1e-12 || got > want+1e-12 {
			t.Fatalf("%v: %g, want %g as counted day by day", counts, got, want)
		}
	})
}

func lagsOf(cal calendar.Calendar, entries []funnel.Entry) map[string]int64 {
	got := map[string]int64{}
	for d, n := range counters(cal, entries) {
		if d.Metric == CountLag {
			got[d.Value] += n
		}
	}
	return got
}
