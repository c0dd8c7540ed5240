package loop_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

// waiting lists what waits in the outbox, oldest first.
func (o *office) waiting() []store.OutboxEntry {
	o.t.Helper()
	var all []store.OutboxEntry
	o.must(o.store.View(o.t.Context(), func(rd *store.Reads) (err error) {
		all, err = rd.Outbox(0)
		return err
	}))
	return all
}

// starts marks the oldest entry as being sent.
func (o *office) starts() store.OutboxEntry {
	o.t.Helper()
	due, _, err := o.Delivery.Next(o.t.Context(), o.now, 1)
	o.must(err)
	if len(due) == 0 {
		o.t.Fatal("nothing is due")
	}
	e, err := o.Delivery.MarkSending(o.t.Context(), due[0].Seq)
	o.must(err)
	return e
}

func (o *office) ends(e store.OutboxEntry) {
	o.t.Helper()
	o.must(o.Delivery.Delivered(o.t.Context(), e.Seq, store.MessageRef{Channel: "C1", TS: "1.1"}))
}

func (o *office) touches() {
	o.t.Helper()
	o.does(o.Leads.Touch(o.t.Context(), o.by(mia), 1, "call", ""))
}

func TestACardOfALeadThatChangedWhileItWasSentIsSentAgain(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	card := o.starts()
	if card.State != store.StateSending || card.Attempts != 1 || card.Rev != 1 {
		t.Errorf("sending %+v", card)
	}
	o.touches()
	if n := len(o.waiting()); n != 1 {
		t.Errorf("%d entries wait, want the one being sent: nothing stands yet to be edited", n)
	}
	o.ends(card)
	again := o.starts()
	if again.Rev != 2 || again.Notice.Topic() != card.Notice.Topic() {
		t.Errorf("sent again: %+v", again)
	}
	o.touches()
	o.touches()
	if n := len(o.waiting()); n != 2 {
		t.Errorf("%d entries wait, want the one being sent and one for both changes", n)
	}
	o.ends(again)
	o.ends(o.starts())
	if n := len(o.waiting()); n != 0 {
		t.Errorf("%d entries wait after the last change was sent", n)
	}
}

func TestTheCardOfALeadUndoneWhileItWasSentIsEditedOnceMore(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	card := o.starts()
	_, err := o.Leads.Undo(t.Context(), o.by(mia))
	o.must(err)
	o.ends(card)
	last := o.starts()
	if _, ok, err := o.Leads.ShowFor(t.Context(), last.Notice); ok || err != nil {
		t.Errorf("the lead is found, %t, %v", ok, err)
	}
	if _, stands, err := o.Delivery.MessageRef(t.Context(), last.Notice.Topic()); !stands || err != nil {
		t.Errorf("where the card stands is not known, %v", err)
	}
	o.ends(last)
	if _, stands, err := o.Delivery.MessageRef(t.Context(), last.Notice.Topic()); stands || err != nil {
		t.Errorf("the card lives on, %v", err)
	}
	if n := len(o.waiting()); n != 0 {
		t.Errorf("%d entries wait", n)
	}
}

func TestACardPutBackKeepsItsPlaceForItsNewerSelf(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	o.ends(o.starts())
	o.touches()
	edit := o.starts()
	o.touches()
	until := o.now.Add(time.Minute)
	o.must(o.Delivery.Postpone(t.Context(), edit.Seq, until, "rate limited"))
	waiting := o.waiting()
	if len(waiting) != 1 || waiting[0].Seq != edit.Seq || waiting[0].Attempts != 1 || waiting[0].State != store.StateReady || waiting[0].LastError != "rate limited" {
		t.Errorf("waiting %+v", waiting)
	}
	due, wakeAt, err := o.Delivery.Next(t.Context(), o.now, 5)
	if len(due) != 0 || !wakeAt.Equal(until) || err != nil {
		t.Errorf("%d due, wake at %s, %v", len(due), wakeAt, err)
	}
	o.touches()
	o.later(time.Minute)
	if e := o.starts(); e.Attempts != 2 || e.Rev != 4 {
		t.Errorf("tried again: %+v", e)
	}
}

func TestTargetsThatWaitDoNotHoldUpOthers(t *testing.T) {
	o := newOffice(t)
	for n := range 8 {
		user := ref.UserID("U" + string(rune('A'+n)))
		o.must(o.Home.Opened(t.Context(), user))
		if n < 6 {
			o.must(o.Delivery.Postpone(t.Context(), o.starts().Seq, o.now.Add(time.Duration(10-n)*time.Minute), "later"))
		}
	}
	due, wakeAt, err := o.Delivery.Next(t.Context(), o.now, 2)
	o.must(err)
	var targets []string
	for _, e := range due {
		targets = append(targets, e.Target)
	}
	if diff := cmp.Diff([]string{"home:UG", "home:UH"}, targets); diff != "" {
		t.Errorf("due (-want +got):\n%s", diff)
	}
	if !wakeAt.Equal(o.now.Add(5 * time.Minute)) {
		t.Errorf("wake at %s, want the first that waits", wakeAt)
	}
}

func TestAParkedEntryIsKeptForTheStatus(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	card := o.starts()
	o.must(o.Delivery.Park(t.Context(), card.Seq, "channel_not_found", false))
	status, err := o.Status(t.Context())
	o.must(err)
	if status.Queued != 1 || status.Parked != 1 || status.ParkedWhy[0] != "channel_not_found" {
		t.Errorf("status %+v", status)
	}
	o.touches()
	o.wantTold("parked U0ADA") // a card that never stood is not edited
}

func TestAParkedEntryIsTriedAgain(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	card := o.starts()
	o.must(o.Delivery.Park(t.Context(), card.Seq, "not_in_channel", false))
	o.must(o.Delivery.Unpark(t.Context()))
	again := o.starts()
	if again.Seq != card.Seq || !cmp.Equal(again.Notice, card.Notice) || again.Attempts != 2 {
		t.Errorf("queued again as %+v, was %+v", again, card)
	}
	o.ends(again)
	o.wantUnchanged("nothing is parked any more", func() { o.must(o.Delivery.Unpark(t.Context())) })
}

func TestParkedEntriesTakeTurns(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	o.logs(mia, person(1))
	poisoned := o.starts()
	o.must(o.Delivery.Park(t.Context(), poisoned.Seq, "internal_error", false))
	o.later(time.Minute)
	other := o.starts()
	o.must(o.Delivery.Park(t.Context(), other.Seq, "internal_error", false))
	for _, want := range []uint64{poisoned.Seq, other.Seq, poisoned.Seq} {
		o.later(time.Hour)
		o.must(o.Delivery.Unpark(t.Context()))
		if got := o.starts().Seq; got != want {
			t.Errorf("entry %d is tried again; want %d", got, want)
		}
		o.must(o.Delivery.Park(t.Context(), want, "internal_error", false))
	}
}

func (o *office) wantQueued(why string, want int) {
	o.t.Helper()
	status, err := o.Status(o.t.Context())
	o.must(err)
	if status.Queued != want {
		o.t.Errorf("%s: %d messages wait, want %d", why, status.Queued, want)
	}
}

func TestWhatATargetMissedFollowsTheFirstThatItHears(t *testing.T) {
	o := newOffice(t)
	const missed = 120
	for i := range missed {
		o.logs(mia, funnel.LeadInput{Name: "Jane Doe", Email: fmt.Sprintf("jane%d@acme.com", i)})
	}
	for range missed {
		o.must(o.Delivery.Park(t.Context(), o.starts().Seq, "not_in_channel", false))
	}
	o.must(o.Delivery.Unpark(t.Context()))
	first := o.starts()
	o.wantQueued("one message tries a channel that may still be closed, and an admin hears of it", 2)
	last := first.Seq
	o.ends(first)
	for told := 1; told < missed; told++ {
		e := o.starts()
		if e.Seq <= last {
			t.Fatalf("entry %d is told after %d", e.Seq, last)
		}
		last = e.Seq
		o.ends(e)
	}
	o.wantQueued("all are told but the note to the admin", 1)
}

func TestADeletedCardIsForgotten(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	card := o.starts()
	o.ends(card)
	topic := card.Notice.Topic()
	if _, ok, err := o.Delivery.MessageRef(t.Context(), topic); !ok || err != nil {
		t.Fatalf("the card stands nowhere: %v", err)
	}
	o.touches()
	edit := o.starts()
	if edit.Target != "edit:"+topic {
		t.Errorf("an edit waits behind messages, as %q", edit.Target)
	}
	o.must(o.Delivery.Anew(t.Context(), edit.Seq))
	if e := o.starts(); e.Seq != edit.Seq || e.Target != card.Target {
		t.Errorf("the new card is entry %d in the queue of %q; want %d in %q", e.Seq, e.Target, edit.Seq, card.Target)
	}
	if _, ok, err := o.Delivery.MessageRef(t.Context(), topic); ok || err != nil {
		t.Errorf("the card still stands: %v", err)
	}
}

func TestDeliveringTwiceIsDeliveringOnce(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	card := o.starts()
	o.ends(card)
	o.wantUnchanged("delivered again", func() { o.ends(card) })
	if _, err := o.Delivery.MarkSending(t.Context(), card.Seq); err == nil {
		t.Error("what was delivered can be sent again")
	}
}

func TestAnEntryFoundHalfSentIsStillTheFirst(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	card := o.starts()
	o.opens()
	again := o.starts()
	if again.Seq != card.Seq || again.Attempts != 2 {
		t.Errorf("after a restart %+v", again)
	}
}
