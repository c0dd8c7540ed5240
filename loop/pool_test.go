package loop_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/routing"
)

func (o *office) hands(in funnel.LeadInput, to ref.UserID) funnel.Lead {
	o.t.Helper()
	id := o.logs(mia, in).ID
	return o.does(o.later(time.Minute).Handoff(o.t.Context(), o.by(mia), id, to, ""))
}

// next is who gets the next lead of which nothing is known.
func (o *office) next() ref.UserID {
	o.t.Helper()
	r, err := o.Routing.Show(o.t.Context())
	o.must(err)
	return r.Route(funnel.Lead{}, "").To
}

func from(n int, country string) funnel.LeadInput {
	in := person(n)
	in.Country = country
	return in
}

func TestPoolsShareTheLeads(t *testing.T) {
	o := newOffice(t)
	dach := poolOf("DACH", "country in DE, AT", people.AfterReassign, rob)
	dach.Shares[sam] = "2, 4 a day"
	_, err := o.Routing.NewPool(t.Context(), o.by(mona), dach)
	o.must(err)
	o.delivers()
	var got []ref.UserID
	for n := range 6 {
		got = append(got, o.hands(from(n, "DE"), "").Owner)
	}
	got = append(got, o.hands(from(6, "FR"), "").Owner, o.hands(from(7, "DE"), "").Owner)
	// Two to one; a Frenchman goes to the whole team; sam has had his four.
	if diff := cmp.Diff([]ref.UserID{sam, rob, sam, sam, rob, sam, sam, rob}, got); diff != "" {
		t.Errorf("shared (-want +got):\n%s", diff)
	}
	kept, err := o.Routing.RouteOf(t.Context(), 8)
	o.must(err)
	if r := kept.Entry.Route; r == nil || r.PoolName != "DACH" || len(r.Passed) != 1 || r.Passed[0].Why != funnel.PassDayCap {
		t.Errorf("why L-8: %+v", r)
	}
	o.wantSound()
}

func TestAfterAnUndoTheSameRepIsNext(t *testing.T) {
	o := newOffice(t)
	for n := range 4 {
		before := o.next()
		l := o.hands(person(n), "")
		if l.Owner != before {
			t.Fatalf("%s was next, and %s got it", before, l.Owner)
		}
		_, err := o.Leads.Undo(t.Context(), o.by(mia))
		o.must(err)
		if got := o.next(); got != before {
			t.Errorf("after the undo %s is next, want %s", got, before)
		}
		kept, err := o.Routing.RouteOf(t.Context(), l.ID)
		o.must(err)
		if kept.Entry.Route != nil {
			t.Errorf("an undone handoff is explained: %+v", kept.Entry)
		}
		o.does(o.Handoff(t.Context(), o.by(mia), l.ID, "", ""))
	}
}

func TestAReturnedLeadGoesBackToItsRep(t *testing.T) {
	o := newOffice(t)
	l := o.hands(person(1), tom)
	o.does(o.Leads.Reject(t.Context(), o.by(tom), l.ID, funnel.Rejection{Reason: "timing"}))
	if got := o.does(o.Handoff(t.Context(), o.by(mia), l.ID, "", "")); got.Owner != tom || !got.Handoff.Former {
		t.Errorf("offered again it goes to %s", got.Owner)
	}
	o.does(o.Leads.Accept(t.Context(), o.by(tom), l.ID))
	o.does(o.Leads.Lose(t.Context(), o.by(tom), l.ID, "price", ""))
	o.later(100 * 24 * time.Hour)
	_, err := o.Leads.Log(t.Context(), o.by(mel), person(1))
	o.must(err)
	if got := o.does(o.Handoff(t.Context(), o.by(mel), l.ID, "", "")); got.Owner != tom {
		t.Errorf("after it raised a hand again it goes to %s", got.Owner)
	}
}

func TestFixAndResendIsRoutedByWhatWasFixed(t *testing.T) {
	o := newOffice(t)
	for country, rep := range map[string]ref.UserID{"DE": sam, "US": rob} {
		_, err := o.Routing.NewPool(t.Context(), o.by(mona), poolOf(country, "country in "+country, people.AfterReassign, rep))
		o.must(err)
	}
	in := person(1)
	in.Country = "DE"
	id := o.logs(mia, in).ID
	o.does(o.Handoff(t.Context(), o.by(mia), id, tom, ""))
	o.does(o.Leads.Reject(t.Context(), o.by(tom), id, funnel.Rejection{Reason: "timing"}))
	o.away = map[ref.UserID]bool{tom: true}
	after, err := o.Routing.Resend(t.Context(), o.by(mia), id, funnel.LeadInput{Country: "US"}, funnel.HandoffInput{})
	o.must(err)
	if after.Lead.Owner != rob {
		t.Errorf("a lead corrected to the US went to %s", after.Lead.Owner)
	}
	o.does(o.Leads.Reject(t.Context(), o.by(rob), id, funnel.Rejection{Reason: "timing"}))
	o.away = map[ref.UserID]bool{sam: true, rob: true, tom: true}
	_, err = o.Routing.Resend(t.Context(), o.by(mia), id, funnel.LeadInput{Title: "CEO"}, funnel.HandoffInput{})
	if !errors.Is(err, routing.ErrStranded) {
		t.Fatalf("resent with nobody there: %v", err)
	}
	kept, err := o.Leads.Show(t.Context(), id)
	o.must(err)
	if kept.Title != "CEO" || !kept.Returned() {
		t.Errorf("kept as %+v", kept)
	}
	o.wantSound()
}

func TestALeadThatNobodyCanTakeStaysAndIsTold(t *testing.T) {
	o := newOffice(t)
	id := o.logs(mia, jane).ID
	o.delivers()
	o.away = map[ref.UserID]bool{sam: true, rob: true, tom: true}
	_, err := o.Handoff(t.Context(), o.by(mia), id, "", "")
	wantKind(t, err, fault.KindConflict)
	o.wantTold("unrouted U0MEL L-1", "edit #leads L-1")
	kept, err := o.Routing.RouteOf(t.Context(), id)
	o.must(err)
	if kept.Lead.Offered() || kept.Entry.Kind != funnel.EntryUnrouted || len(kept.Entry.Route.Tried) != 1 {
		t.Errorf("kept %+v of %+v", kept.Entry, kept.Lead)
	}
	if _, err := o.Handoff(t.Context(), o.by(mia), id, "", ""); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("tried again: %v", err)
	}
	o.wantTold("edit U0MEL L-1", "edit #leads L-1") // no second message
	delete(o.away, rob)
	if l := o.does(o.Handoff(t.Context(), o.by(mia), id, "", "")); l.Owner != rob {
		t.Errorf("then it goes to %s", l.Owner)
	}
	o.wantSound()
}

func TestUnansweredHandoffsArePassedOnAsThePoolSays(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	_, err := o.Routing.NewPool(t.Context(), o.by(mona), poolOf("Events", "source in event", people.AfterClaim, sam, rob))
	o.must(err)
	mine := person(2)
	mine.Source = "webinar" // of the default pool, which reassigns
	claimed, moved := o.hands(person(1), "").ID, o.hands(mine, "").ID
	var had []ref.UserID
	for range 14 * 24 {
		o.later(time.Hour).sweeps()
		if l := o.lead(moved); len(had) == 0 || had[len(had)-1] != l.Owner {
			had = append(had, l.Owner)
			if kept, err := o.Routing.RouteOf(t.Context(), moved); err != nil || kept.Entry.Route == nil || kept.Entry.Route.To != l.Owner {
				t.Errorf("why %s has it: %+v, %v", l.Owner, kept.Entry.Route, err)
			}
		}
		o.wantSound()
	}
	if len(had) != 3 || had[0] == had[1] || had[1] == had[2] || had[0] == had[2] {
		t.Errorf("reassigned to %v, want each rep once", had)
	}
	said := o.delivers()
	if n := len(slices.DeleteFunc(said, func(s string) bool { return s != "claim #sales L-1" })); n != 1 {
		t.Errorf("offered %d times to the pool in %v", n, said)
	}
	if _, err := o.Routing.Claim(t.Context(), o.by(tom), claimed); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("tom is not in the pool: %v", err)
	}
	if l := o.does(o.Routing.Claim(t.Context(), o.by(rob), claimed)); l.Owner != rob || l.Stage != agreement.SAL {
		t.Errorf("claimed: %+v", l)
	}
	if _, err := o.Routing.Claim(t.Context(), o.by(sam), claimed); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("a second claim: %v", err)
	}
	o.wantSound()
}

// Two offers that go on in one sweep go to two reps, if there are two.
func TestWhatGoesOnTogetherIsShared(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	for n := range 3 {
		o.hands(person(n), sam)
	}
	for _, clock := range []string{"2026-11-23 16:00", "2026-11-24 16:00", "2026-11-30 12:00"} {
		o.at(clock).sweeps()
	}
	got := map[ref.UserID]int{}
	for id := range ref.LeadID(3) {
		got[o.lead(id+1).Owner]++
	}
	if diff := cmp.Diff(map[ref.UserID]int{rob: 2, tom: 1}, got); diff != "" && !cmp.Equal(map[ref.UserID]int{rob: 1, tom: 2}, got) {
		t.Errorf("shared (-want +got):\n%s", diff)
	}
	o.wantSound()
}

func TestAChangedPoolGoesOnWhereItStood(t *testing.T) {
	o := newOffice(t)
	o.hands(person(1), "") // to sam
	_, err := o.Routing.EditPool(t.Context(), o.by(mona), people.DefaultPool, poolOf("Sales team", "", people.AfterReassign, sam, rob))
	o.must(err)
	if got := o.next(); got != rob {
		t.Errorf("sam has had one, but %s is next", got)
	}
	if _, err := o.Routing.RemovePool(t.Context(), o.by(mona), "Sales team"); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("the default pool is removed: %v", err)
	}
	asItIs := poolOf("Sales team", "", people.AfterReassign, sam, rob)
	asItIs.Rev = 1
	if change, err := o.Routing.EditPool(t.Context(), o.by(mona), people.DefaultPool, asItIs); err != nil || change.Any() {
		t.Errorf("saved as it was: %+v, %v", change, err)
	}
	o.wantTold("card #leads L-1", "card #sales L-1", "card U0SAM L-1", "pool #sales")
}
