package loop_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestWhoReadsOfTheirOwnWeekIsInTheJournal(t *testing.T) {
	o := newOffice(t)
	begins := func(day time.Weekday, hour int) {
		t.Helper()
		_, err := o.Digest.Subscribe(t.Context(), o.later(time.Minute).by(sam), day, hour, 0)
		o.must(err)
	}
	begins(time.Friday, 16)
	begins(time.Friday, 16) // as it is already
	begins(time.Monday, 9)
	for range 2 { // the second ends nothing
		_, err := o.Digest.Unsubscribe(t.Context(), o.later(time.Minute).by(sam))
		o.must(err)
	}
	type line struct {
		Kind funnel.EntryKind
		User ref.UserID
		When string
	}
	var got []line
	for _, e := range o.journalled(funnel.EntrySubscribed, funnel.EntryUnsubscribed) {
		got = append(got, line{e.Kind, e.About, e.Note})
		if e.By != sam || e.At.IsZero() {
			t.Errorf("%s by %q at %s", e.Kind, e.By, e.At)
		}
	}
	want := []line{{funnel.EntrySubscribed, sam, "Fridays at 16:00"}, {funnel.EntrySubscribed, sam, "Mondays at 09:00"}, {funnel.EntryUnsubscribed, sam, ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the journal (-want +got):\n%s", diff)
	}
	o.wantSound()
}

// TestAnOwnWeekIsToldOnceAndToNobodyWhoIsAway: each week once, not in a leave,
// and what was left out then is not made up for.
func TestAnOwnWeekIsToldOnceAndToNobodyWhoIsAway(t *testing.T) {
	o := newOffice(t)
	for _, rep := range []ref.UserID{sam, rob} {
		_, err := o.Digest.Subscribe(t.Context(), o.by(rep), time.Friday, 16, 0)
		o.must(err)
	}
	tells := func(when string, want int) {
		t.Helper()
		o.at(when)
		told, err := o.Digest.SweepOwnWeeks(t.Context())
		o.must(err)
		if told != want {
			t.Errorf("at %s %d hear of their own week, want %d", when, told, want)
		}
	}

	o.goesAway(sam, 7, rob)
	tells("2026-11-27 15:59", 0)
	tells("2026-11-27 16:00", 1) // rob
	tells("2026-11-27 16:01", 0)
	o.isBack(sam)
	tells("2026-11-27 17:00", 0)
	tells("2026-12-04 16:00", 2)
}
