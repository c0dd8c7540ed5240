package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

func tells(t *testing.T, s *store.Store, notices ...funnel.Notice) {
	t.Helper()
	change(t, s, func(tx *store.Tx) error {
		for _, n := range notices {
			n.At = noon
			if err := tx.Tell(n); err != nil {
				return err
			}
		}
		return nil
	})
}

func card(lead ref.LeadID, to ref.UserID) funnel.Notice {
	return funnel.Notice{Kind: funnel.NoticeCard, To: to, Lead: lead}
}

func nudge(lead ref.LeadID, to ref.UserID) funnel.Notice {
	return funnel.Notice{Kind: funnel.NoticeWon, To: to, Lead: lead}
}

// queued are the heads of all targets, as "target seq".
func queued(t *testing.T, s *store.Store) map[string]uint64 {
	t.Helper()
	heads := map[string]uint64{}
	read(t, s, func(rd *store.Reads) error {
		for e, err := range rd.Queued() {
			if err != nil {
				return err
			}
			if _, twice := heads[e.Target]; twice {
				t.Errorf("two heads of %s", e.Target)
			}
			heads[e.Target] = e.Seq
		}
		return nil
	})
	return heads
}

func sets(t *testing.T, s *store.Store, seq uint64, state store.SendState) {
	t.Helper()
	change(t, s, func(tx *store.Tx) error {
		e, err := tx.OutboxEntry(seq)
		if err != nil {
			return err
		}
		e.State = state
		e.Attempts++
		return tx.PutOutboxEntry(e)
	})
}

func TestALivingMessageWaitsOnce(t *testing.T) {
	s, _ := newStore(t)
	tells(t, s, card(1, sam), nudge(1, sam), card(1, sam), nudge(1, sam), card(1, mia), card(2, sam))
	count := func() (n int) {
		read(t, s, func(rd *store.Reads) (err error) {
			n, err = rd.QueuedCount()
			return err
		})
		return n
	}
	if n := count(); n != 5 {
		t.Errorf("%d entries, want 3 cards and 2 nudges", n)
	}
	sets(t, s, 1, store.StateSending)
	tells(t, s, card(1, sam), card(1, sam))
	if n := count(); n != 6 {
		t.Errorf("%d entries, want one more for the card that is being sent", n)
	}
	read(t, s, func(rd *store.Reads) error {
		e, waits, err := rd.Unsent(card(1, sam).Topic())
		if !waits || e.Seq != 6 {
			t.Errorf("waiting %t: %+v", waits, e)
		}
		if _, waits, _ := rd.Unsent(""); waits {
			t.Error("what has no topic waits")
		}
		return err
	})
}

func TestEachTargetHearsThingsInOrder(t *testing.T) {
	s, _ := newStore(t)
	place := func(p funnel.Place) funnel.Notice { return funnel.Notice{Kind: funnel.NoticeDigest, Place: p} }
	tells(t, s, nudge(1, "U1"), nudge(2, "U1"), nudge(1, "U12"), nudge(1, "U1-"), place("U1"), place("sales"), nudge(3, "U12"), nudge(1, "U"))
	want := map[string]uint64{"U1": 1, "U12": 3, "U1-": 4, "#U1": 5, "#sales": 6, "U": 8}
	if diff := cmp.Diff(want, queued(t, s)); diff != "" {
		t.Errorf("heads (-want +got):\n%s", diff)
	}
	sets(t, s, 1, store.StateSending)
	if head := queued(t, s)["U1"]; head != 1 {
		t.Errorf("the head of U1 is %d while 1 is being sent", head)
	}
	change(t, s, func(tx *store.Tx) error { return tx.DropOutboxEntry(1) })
	change(t, s, func(tx *store.Tx) error {
		e, err := tx.OutboxEntry(3)
		if err != nil {
			return err
		}
		return tx.Park(e)
	})
	if heads := queued(t, s); heads["U1"] != 2 || heads["U12"] != 7 {
		t.Errorf("next heads %v", heads)
	}
	read(t, s, func(rd *store.Reads) error {
		parked, err := rd.Parked(0)
		if len(parked) != 1 || parked[0].Seq != 3 {
			t.Errorf("parked %+v", parked)
		}
		oldest, _ := rd.Outbox(1)
		if len(oldest) != 1 || oldest[0].Seq != 2 {
			t.Errorf("the oldest is %+v", oldest)
		}
		return err
	})
}

func TestWhatNobodyWasToldIsTakenBack(t *testing.T) {
	s, _ := newStore(t)
	tells(t, s, card(1, sam), card(1, mia), nudge(11, sam), card(2, sam))
	sets(t, s, 2, store.StateSending)
	change(t, s, func(tx *store.Tx) error { return tx.Untell(1) })
	var left []uint64
	read(t, s, func(rd *store.Reads) error {
		entries, err := rd.Outbox(0)
		for _, e := range entries {
			left = append(left, e.Seq)
		}
		return err
	})
	if diff := cmp.Diff([]uint64{2, 3, 4}, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

func TestMessagesOfALead(t *testing.T) {
	s, _ := newStore(t)
	change(t, s, func(tx *store.Tx) error {
		for _, n := range []funnel.Notice{card(1, sam), card(1, mia), card(11, sam)} {
			if err := tx.PutMessageRef(store.MessageRef{V: 1, Topic: n.Topic(), Notice: n, Channel: "C1", TS: "1.2"}); err != nil {
				return err
			}
		}
		return tx.DropMessageRef(card(1, mia).Topic())
	})
	read(t, s, func(rd *store.Reads) error {
		refs, err := rd.MessagesOf(1)
		if len(refs) != 1 || refs[0].Topic != card(1, sam).Topic() {
			t.Errorf("messages %+v", refs)
		}
		return err
	})
}
