package loop_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
)

func (o *office) hands(in funnel.LeadInput, to funnel.UserID) funnel.Lead {
	o.t.Helper()
	id := o.logs(mia, in).ID
	return o.does(o.later(time.Minute).Handoff(o.t.Context(), o.by(mia), id, to, ""))
}

// next is who gets the next lead of which nothing is known.
func (o *office) next() funnel.UserID {
	o.t.Helper()
	r, err := o.Routing(o.t.Context())
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
	dach := poolOf("DACH", "country in DE, AT", funnel.AfterReassign, rob)
	dach.Shares[sam] = "2, 4 a day"
	_, err := o.NewPool(t.Context(), o.by(mona), dach)
	o.must(err)
	o.delivers()
	var got []funnel.UserID
	for n := range 6 {
		got = append(got, o.hands(from(n, "DE"), "").Owner)
	}
	got = append(got, o.hands(from(6, "FR"), "").Owner, o.hands(from(7, "DE"), "").Owner)
	// Two to one; a Frenchman goes to the whole team; sam has had his four.
	if diff := cmp.Diff([]funnel.UserID{sam, rob, sam, sam, rob, sam, sam, rob}, got); diff != "" {
		t.Errorf("shared (-want +got):\n%s", diff)
	}
	kept, err := o.RouteOf(t.Context(), 8)
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
		_, err := o.Undo(t.Context(), o.by(mia))
		o.must(err)
		if got := o.next(); got != before {
			t.Errorf("after the undo %s is next, want %s", got, before)
		}
		kept, err := o.RouteOf(t.Context(), l.ID)
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
	o.does(o.Reject(t.Context(), o.by(tom), l.ID, funnel.Rejection{Reason: "timing"}))
	if got := o.does(o.Handoff(t.Context(), o.by(mia), l.ID, "", "")); got.Owner != tom || !got.Handoff.Former {
		t.Errorf("offered again it goes to %s", got.Owner)
	}
	o.does(o.Accept(t.Context(), o.by(tom), l.ID))
	o.does(o.Lose(t.Context(), o.by(tom), l.ID, "price", ""))
	o.later(100 * 24 * time.Hour)
	_, err := o.LogLead(t.Context(), o.by(mel), person(1))
	o.must(err)
	if got := o.does(o.Handoff(t.Context(), o.by(mel), l.ID, "", "")); got.Owner != tom {
		t.Errorf("after it raised a hand again it goes to %s", got.Owner)
	}
}

func TestALeadThatNobodyCanTakeStaysAndIsTold(t *testing.T) {
	o := newOffice(t)
	id := o.logs(mia, jane).ID
	o.delivers()
	o.away = map[funnel.UserID]bool{sam: true, rob: true, tom: true}
	_, err := o.Handoff(t.Context(), o.by(mia), id, "", "")
	wantKind(t, err, funnel.KindConflict)
	o.wantTold("unrouted U0MEL L-1", "edit #leads L-1")
	kept, err := o.RouteOf(t.Context(), id)
	o.must(err)
	if kept.Lead.Offered() || kept.Entry.Kind != funnel.EntryUnrouted || len(kept.Entry.Route.Tried) != 1 {
		t.Errorf("kept %+v of %+v", kept.Entry, kept.Lead)
	}
	if _, err := o.Handoff(t.Context(), o.by(mia), id, "", ""); funnel.KindOf(err) != funnel.KindConflict {
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
	_, err := o.NewPool(t.Context(), o.by(mona), poolOf("Events", "source in event", funnel.AfterClaim, sam, rob))
	o.must(err)
	mine := person(2)
	mine.Source = "webinar" // of the default pool, which reassigns
	claimed, moved := o.hands(person(1), "").ID, o.hands(mine, "").ID
	o.delivers()
	passes := func(id funnel.LeadID, want bool) {
		t.Helper()
		passed, err := o.PassOn(t.Context(), id)
		if err != nil || passed != want {
			t.Fatalf("%s is passed on: %t, %v; want %t", id, passed, err, want)
		}
	}
	first, err := o.Lead(t.Context(), moved)
	o.must(err)
	had := []funnel.UserID{first.Owner}
	for range 2 {
		passes(moved, true)
		l, err := o.Lead(t.Context(), moved)
		o.must(err)
		had = append(had, l.Owner)
	}
	if diff := cmp.Diff([]funnel.UserID{sam, rob, tom}, had); diff != "" {
		t.Errorf("reassigned (-want +got):\n%s", diff)
	}
	passes(moved, false)
	o.delivers()

	passes(claimed, true)
	passes(claimed, false)
	o.wantTold("claim #sales L-1", "edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1")
	if _, err := o.Claim(t.Context(), o.by(tom), claimed); funnel.KindOf(err) != funnel.KindDenied {
		t.Errorf("tom is not in the pool: %v", err)
	}
	if l := o.does(o.Claim(t.Context(), o.by(rob), claimed)); l.Owner != rob || l.Stage != funnel.SAL {
		t.Errorf("claimed: %+v", l)
	}
	if _, err := o.Claim(t.Context(), o.by(sam), claimed); funnel.KindOf(err) != funnel.KindConflict {
		t.Errorf("a second claim: %v", err)
	}
	o.wantSound()
}

func TestAChangedPoolGoesOnWhereItStood(t *testing.T) {
	o := newOffice(t)
	o.hands(person(1), "") // to sam
	_, err := o.EditPool(t.Context(), o.by(mona), "Sales team", poolOf("Sales team", "", funnel.AfterReassign, sam, rob))
	o.must(err)
	if got := o.next(); got != rob {
		t.Errorf("sam has had one, but %s is next", got)
	}
	if _, err := o.RemovePool(t.Context(), o.by(mona), "Sales team"); funnel.KindOf(err) != funnel.KindConflict {
		t.Errorf("the default pool is removed: %v", err)
	}
	if change, err := o.EditPool(t.Context(), o.by(mona), "Sales team", poolOf("Sales team", "", funnel.AfterReassign, sam, rob)); err != nil || change.Any() {
		t.Errorf("saved as it was: %+v, %v", change, err)
	}
	o.wantTold("card #leads L-1", "card #sales L-1", "card U0SAM L-1", "pool #sales")
}
