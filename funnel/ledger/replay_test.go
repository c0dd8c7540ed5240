package ledger

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	today := calendar.Date{Year: 2026, Month: time.November, Day: 23}
	for _, text := range []string{"", "period=2026-Q3", "accept", "accept=soon", "hours=9", "hours=", "days=someday", "period=never", "draft=x", "faster=2h", "accept=2h period=2027-Q3"} {
		_, err := ParseWhatIf(text, today)
		if err == nil {
			t.Errorf("%q is taken", text)
			continue
		}
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
	w, err := ParseWhatIf("accept=2h", today)
	if err != nil || w.Period.Label != "2026-Q3" {
		t.Errorf("without a period it asks about %s, %v", w.Period.Label, err)
	}
}

func TestNearestRank(t *testing.T) {
	hours := []time.Duration{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for part, want := range map[float64]time.Duration{0.5: 5, 0.9: 9, 1: 10, 0: 1} {
		if got := nearestRank(hours, part); got != want {
			t.Errorf("%g of 1 to 10 is %d; want %d", part, got, want)
		}
	}
	if nearestRank(nil, 0.5) != 0 {
		t.Error("there is a median of nothing")
	}
}

// TestAReplayIsOpenUntilItsPromisesEnded: the journal is read on until then, far
// behind the period itself.
func TestAReplayIsOpenUntilItsPromisesEnded(t *testing.T) {
	p := testPolicy(t)
	began := time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)
	promise := funnel.Promise{Kind: agreement.ClockAccept, Person: sam, Started: began, Due: began.Add(4 * time.Hour)}
	outcome := funnel.ClockOutcome{Kind: promise.Kind, Person: sam, Started: began, Due: promise.Due}
	missed, kept, met := outcome, outcome, outcome
	missed.Missed, kept.Kept, met.Met = true, true, true
	begins := funnel.Entry{Lead: 1, Promised: []funnel.Promise{promise}}
	accepts := funnel.Entry{Lead: 1, Clocks: []funnel.ClockOutcome{met}}

	for _, test := range []struct {
		name string
		then []funnel.Entry
		open bool
	}{
		{"begun", nil, true},
		{"late", []funnel.Entry{{Lead: 1, Clocks: []funnel.ClockOutcome{missed}}}, true},
		{"kept in time", []funnel.Entry{accepts}, false},
		{"kept late", []funnel.Entry{{Lead: 1, Clocks: []funnel.ClockOutcome{missed}}, {Lead: 1, Clocks: []funnel.ClockOutcome{kept}}}, false},
		{"dropped", []funnel.Entry{{Lead: 1, Dropped: []funnel.Promise{promise}}}, false},
		{"that of another lead kept", []funnel.Entry{{Lead: 2, Clocks: []funnel.ClockOutcome{met}}}, true},
		{"kept, and that undone", []funnel.Entry{accepts, {Lead: 1, Kind: funnel.EntryUndone, Undoes: []funnel.Entry{accepts}}}, true},
		{"begun, and that undone", []funnel.Entry{{Lead: 1, Kind: funnel.EntryUndone, Undoes: []funnel.Entry{begins}}}, false},
	} {
		day := calendar.DateOf(began, p.Calendar.Zone())
		r := NewReplay(p, p, false, calendar.DatesOf(day, day))
		for _, e := range append([]funnel.Entry{begins}, test.then...) {
			e.At = began
			r.Add(e)
		}

		if r.Open() != test.open {
			t.Errorf("%s: open is %v, want %v", test.name, r.Open(), test.open)
		}
	}
}
