package loop_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
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

// Who got a lead of whom is in the own week of both, until it is undone: by hand, from the pool of the offer, among
// marketers too.
func TestLeadsPassedOnAreInTheOwnWeekOfBoth(t *testing.T) {
	o := newOffice(t)
	worked, offer, kept := o.logs(mia, person(1)).ID, o.logs(mia, person(2)).ID, o.logs(mia, person(3)).ID
	o.does(o.Handoff(t.Context(), o.by(mia), worked, sam, ""))
	o.does(o.Leads.Accept(t.Context(), o.by(sam), worked))
	o.does(o.Handoff(t.Context(), o.by(mia), offer, sam, ""))
	o.does(o.Leads.Assign(t.Context(), o.by(sam), worked, rob, "you know them"))
	o.does(o.Leads.Assign(t.Context(), o.by(mona), offer, rob, ""))
	o.does(o.Leads.Assign(t.Context(), o.by(mia), kept, mel, ""))
	passed := func() map[ref.UserID]report.PassedWeek {
		got := map[ref.UserID]report.PassedWeek{}
		for _, user := range []ref.UserID{sam, rob, mia, mel, mona} {
			own, err := o.Digest.OwnWeek(t.Context(), user, calendar.WeekOf(o.today()))
			o.must(err)
			got[user] = own.Passed
		}
		return got
	}
	want := map[ref.UserID]report.PassedWeek{sam: {From: 2}, rob: {To: 2}, mia: {From: 1}, mel: {To: 1}, mona: {}}
	if diff := cmp.Diff(want, passed()); diff != "" {
		t.Errorf("passed on (-want +got):\n%s", diff)
	}
	_, err := o.Leads.Undo(t.Context(), o.by(mona))
	o.must(err)
	want[sam], want[rob] = report.PassedWeek{From: 1}, report.PassedWeek{To: 1}
	if diff := cmp.Diff(want, passed()); diff != "" {
		t.Errorf("after undo (-want +got):\n%s", diff)
	}
	o.wantSound()
}
