package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

const (
	mia ref.UserID = "U0MIA"
	sam ref.UserID = "U0SAM"
)

var noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

func newStore(t *testing.T) (*store.Store, kv.DB) {
	t.Helper()
	db := memkv.New()
	s, err := store.New(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return s, db
}

func change(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, s *store.Store, fn func(*store.Reads) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// adds stores leads under the next numbers.
func adds(t *testing.T, s *store.Store, leads ...funnel.Lead) {
	t.Helper()
	change(t, s, func(tx *store.Tx) error {
		for _, l := range leads {
			id, err := tx.NextLeadID()
			if err != nil {
				return err
			}
			l.V, l.ID, l.Rev = 1, id, 1
			if l.Stage == "" {
				l.Stage = agreement.Known
			}
			if err := tx.AddLead(l); err != nil {
				return err
			}
		}
		return nil
	})
}

func ids(leads []funnel.Lead) []ref.LeadID {
	out := []ref.LeadID{}
	for _, l := range leads {
		out = append(out, l.ID)
	}
	return out
}

func wantIDs(t *testing.T, got []funnel.Lead, err error, want ...ref.LeadID) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(append([]ref.LeadID{}, want...), ids(got)); diff != "" {
		t.Errorf("leads (-want +got):\n%s", diff)
	}
}

func mail(address string) funnel.Lead { return funnel.Lead{Email: address, EmailKey: address} }

func TestFind(t *testing.T) {
	s, _ := newStore(t)
	adds(t, s,
		funnel.Lead{Name: "Jane Doe", Company: "Acme Inc.", EmailKey: "jane.doe@acme.com"},
		funnel.Lead{Name: "Janet Roe", Company: "Apex", PhoneKey: "+4930901820", ExternalID: "x-77"},
		funnel.Lead{Name: "Jan Jansen", Company: "Acme Beheer"},
		funnel.Lead{Name: "Zoe Zimmermann", Company: "one two three four five six seven eight nine ten", EmailKey: "z@numbers.org"},
	)
	read(t, s, func(rd *store.Reads) error {
		for text, want := range map[string][]ref.LeadID{
			"jan":               {3, 2, 1},
			"JANE":              {2, 1},
			"acme jane":         {1},
			"jane@acme.com":     {1},
			"Jane.Doe@Acme.com": {1},
			"acme.com":          {1},
			"+4930":             {2},
			"X-77":              {2},
			"“Apex”, (roe)":     {2},
			"zimm":              {4},
			"acme":              {3, 1},
			"doesnotexist":      nil,
			"  ":                nil,
			"jane apex":         {2}, // Janet
		} {
			got, err := rd.Find(text, 10)
			t.Run(text, func(t *testing.T) { wantIDs(t, got, err, want...) })
		}
		got, err := rd.Find("jan", 2)
		wantIDs(t, got, err, 3, 2)
		return nil
	})
}

func TestKnown(t *testing.T) {
	s, _ := newStore(t)
	adds(t, s,
		funnel.Lead{EmailKey: "jane@acme.com", PhoneKey: "+491"},
		funnel.Lead{ExternalID: "x-1", PhoneKey: "+492"},
		funnel.Lead{EmailKey: "joe@acme.com", PhoneKey: "+492"},
	)
	for name, test := range map[string]struct {
		id   funnel.Identity
		want ref.LeadID
	}{
		"nobody":                           {funnel.Identity{}, 0},
		"the external id before all":       {funnel.Identity{ExternalID: "x-1", EmailKey: "jane@acme.com"}, 2},
		"the address before the phone":     {funnel.Identity{EmailKey: "jane@acme.com", PhoneKey: "+492"}, 1},
		"the phone, asked without address": {funnel.Identity{PhoneKey: "+491"}, 1},
		"the phone, kept without address":  {funnel.Identity{EmailKey: "new@acme.com", PhoneKey: "+492"}, 2},
		"two people with one phone":        {funnel.Identity{EmailKey: "new@acme.com", PhoneKey: "+491"}, 0},
		"an unknown external id":           {funnel.Identity{ExternalID: "x-2", EmailKey: "joe@acme.com"}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			read(t, s, func(rd *store.Reads) error {
				l, ok, err := rd.Known(funnel.Cleaned{Who: test.id})
				if ok != (test.want != 0) || ok && l.ID != test.want {
					t.Errorf("known as %s, %t, want %s", l.ID, ok, test.want)
				}
				return err
			})
		})
	}
}

func TestAnAddressBelongsToOneLead(t *testing.T) {
	s, _ := newStore(t)
	adds(t, s, funnel.Lead{Name: "Jane", EmailKey: "jane@acme.com"}, mail("joe@acme.com"))
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		l, _, err := tx.Lead(2)
		if err != nil {
			return err
		}
		l.EmailKey = "jane@acme.com"
		return tx.PutLead(l)
	})
	if want := "jane@acme.com belongs to L-1 (Jane) already."; fault.KindOf(err) != fault.KindConflict || fault.UserText(err) != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestSimilar(t *testing.T) {
	s, _ := newStore(t)
	adds(t, s, mail("a@acme.com"), mail("b@acme.com"), mail("c@acme.com"), mail("d@other.com"), mail("e@gmail.com"), mail("f@gmail.com"), mail("g@acme.com"))
	read(t, s, func(rd *store.Reads) error {
		for id, want := range map[ref.LeadID][]ref.LeadID{2: {7, 3}, 7: {3, 2}, 4: {}, 5: {}} {
			l, _, err := rd.Lead(id)
			if err != nil {
				return err
			}
			got, err := rd.Similar(l, 2)
			wantIDs(t, got, err, want...)
		}
		return nil
	})
}

func TestTurnOfIsMostUrgentFirst(t *testing.T) {
	s, _ := newStore(t)
	offered := func(to ref.UserID, due time.Duration) funnel.Lead {
		return funnel.Lead{
			Stage: agreement.MQL, Handoff: funnel.Handoff{State: funnel.HandoffOpen, To: to},
			Clocks: []funnel.Clock{{Kind: agreement.ClockAccept, Person: to, DueAt: noon.Add(due)}},
		}
	}
	waiting := func(user ref.UserID, since time.Duration) funnel.Lead {
		return funnel.Lead{Stage: agreement.SAL, Owner: user, StageSince: noon.Add(since)}
	}
	adds(t, s, waiting(sam, 0), offered(sam, 2*time.Hour), offered(sam, time.Hour), waiting(sam, -time.Hour), offered(sam+"UEL", 0))
	read(t, s, func(rd *store.Reads) error {
		got, err := rd.TurnOf(sam, 10)
		wantIDs(t, got, err, 3, 2, 4, 1)
		if got, err = rd.TurnOf(sam, 2); err != nil {
			return err
		}
		wantIDs(t, got, err, 3, 2)
		n, err := rd.TurnCount(sam, 3)
		if n != 3 {
			t.Errorf("counted %d, want no more than 3", n)
		}
		return err
	})
}

func TestDueLeadsAreThoseUntilNow(t *testing.T) {
	s, _ := newStore(t)
	adds(t, s, funnel.Lead{NextDueAt: noon.Add(time.Millisecond)}, funnel.Lead{NextDueAt: noon}, funnel.Lead{NextDueAt: noon.Add(-time.Hour)}, funnel.Lead{})
	read(t, s, func(rd *store.Reads) error {
		got, err := rd.DueLeads(noon, 10)
		if diff := cmp.Diff([]ref.LeadID{3, 2}, got); diff != "" {
			t.Errorf("due (-want +got):\n%s", diff)
		}
		return err
	})
}

func TestOldInputsAreForgottenInSteps(t *testing.T) {
	s, _ := newStore(t)
	change(t, s, func(tx *store.Tx) error {
		for n := range 5 {
			if fresh, err := tx.MarkHandled(fmt.Sprint(n), noon.Add(time.Duration(n)*time.Hour)); !fresh || err != nil {
				t.Errorf("input %d is fresh: %t, %v", n, fresh, err)
			}
		}
		for range 2 {
			if fresh, err := tx.MarkHandled("", noon); !fresh || err != nil {
				t.Errorf("an input without a key is fresh: %t, %v", fresh, err)
			}
		}
		return nil
	})
	for _, want := range []int{2, 1, 0} {
		change(t, s, func(tx *store.Tx) error {
			n, err := tx.ForgetHandled(noon.Add(3*time.Hour), 2)
			if n != want {
				t.Errorf("%d forgotten, want %d", n, want)
			}
			return err
		})
	}
	change(t, s, func(tx *store.Tx) error {
		for key, want := range map[string]bool{"2": true, "3": false, "4": false} {
			if fresh, err := tx.MarkHandled(key, noon); fresh != want || err != nil {
				t.Errorf("input %s is fresh: %t, %v", key, fresh, err)
			}
		}
		return nil
	})
}

func TestAPoolGoesWithItsTurns(t *testing.T) {
	s, _ := newStore(t)
	var id people.PoolID
	change(t, s, func(tx *store.Tx) (err error) {
		if id, err = tx.NextPoolID(); err != nil {
			return err
		}
		if err := tx.PutPool(people.Pool{V: 1, ID: id, Name: "DACH"}); err != nil {
			return err
		}
		return tx.PutTurns(people.PoolTurns{V: 1, Pool: id, Members: map[ref.UserID]people.PoolTurn{sam: {Today: 2}}})
	})
	if id == people.DefaultPool {
		t.Error("a new pool has the number of the default")
	}
	kept := func() (pools []people.Pool, turns map[people.PoolID]people.PoolTurns) {
		read(t, s, func(rd *store.Reads) (err error) {
			if pools, err = rd.Pools(); err != nil {
				return err
			}
			turns, err = rd.Turns()
			return err
		})
		return pools, turns
	}
	if pools, turns := kept(); len(pools) != 1 || turns[id].Members[sam].Today != 2 {
		t.Errorf("kept %+v, %+v", pools, turns)
	}
	change(t, s, func(tx *store.Tx) error { return tx.RemovePool(id) })
	if pools, turns := kept(); len(pools)+len(turns) != 0 {
		t.Errorf("left after the removal: %+v, %+v", pools, turns)
	}
}

func TestOfManyTheLatestAreFound(t *testing.T) {
	s, _ := newStore(t)
	many := make([]funnel.Lead, 600)
	for i := range many {
		many[i] = mail(fmt.Sprintf("p%d@acme.com", i))
	}
	adds(t, s, many...)
	read(t, s, func(rd *store.Reads) error {
		got, err := rd.Find("acme", 3)
		wantIDs(t, got, err, 600, 599, 598)
		got, err = rd.Find("p1@acme.com", 3)
		wantIDs(t, got, err, 2, 200, 199)
		got, err = rd.Find("acme p7", 20)
		wantIDs(t, got, err, 80, 79, 78, 77, 76, 75, 74, 73, 72, 71, 8)
		return nil
	})
}
