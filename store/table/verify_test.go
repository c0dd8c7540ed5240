package table_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// found is a problem without its text.
type found struct {
	Kind           table.ProblemKind
	Index, Key, ID string
}

func verify(t testing.TB, r kv.Reader) []found {
	t.Helper()
	problems, err := newPeople().Verify(r)
	if err != nil {
		t.Fatal(err)
	}
	var all []found
	for _, p := range problems {
		if p.Text == "" || p.Table != "person" {
			t.Errorf("the problem %+v does not say what it is about", p)
		}
		all = append(all, found{p.Kind, p.Index, p.Key, p.ID})
	}
	return all
}

func TestVerifyFindsEachKindOfDamage(t *testing.T) {
	for name, test := range map[string]struct {
		damage func(kv.Writer)
		want   []found
	}{
		"none": {func(kv.Writer) {}, nil},
		"a lost entry": {
			func(w kv.Writer) { w.Delete("person/i/tag/x /1") },
			[]found{{table.Missing, "tag", "person/i/tag/x /1", "1"}},
		},
		"a lost unique entry": {
			func(w kv.Writer) { w.Delete("person/u/email/sam@example.com") },
			[]found{{table.Missing, "email", "person/u/email/sam@example.com", "1"}},
		},
		"an entry of a record that is gone": {
			func(w kv.Writer) { w.Put("person/i/tag/x /9", nil) },
			[]found{{table.Stale, "tag", "person/i/tag/x /9", "9"}},
		},
		"an entry of a former value": {
			func(w kv.Writer) { w.Put("person/i/tag/former /1", nil) },
			[]found{{table.Stale, "tag", "person/i/tag/former /1", "1"}},
		},
		"an entry of a former index": {
			func(w kv.Writer) { w.Put("person/i/age/42 /1", nil) },
			[]found{{table.Stale, "age", "person/i/age/42 /1", "1"}},
		},
		"a former unique value": {
			func(w kv.Writer) { w.Put("person/u/email/old@example.com", []byte("1")) },
			[]found{{table.Stale, "email", "person/u/email/old@example.com", "1"}},
		},
		"a unique entry that points elsewhere": {
			func(w kv.Writer) { w.Put("person/u/email/sam@example.com", []byte("2")) },
			[]found{
				{table.Missing, "email", "person/u/email/sam@example.com", "1"},
				{table.Stale, "email", "person/u/email/sam@example.com", "2"},
			},
		},
		"two records with one unique value": {
			func(w kv.Writer) {
				w.Put("person/r/3", []byte(`{"id":"3","email":"sam@example.com"}`))
				w.Put("person/i/owner-due/ / /3", nil)
			},
			[]found{{table.Duplicate, "email", "person/u/email/sam@example.com", "3"}},
		},
		"a record that is not JSON": {
			func(w kv.Writer) {
				w.Put("person/r/2", []byte("{"))
				w.Delete("person/i/owner-due/U2 /2 /2")
			},
			[]found{{table.Unreadable, "", "person/r/2", "2"}},
		},
		"a record under another id": {
			func(w kv.Writer) { w.Put("person/r/4", []byte(`{"id":"1"}`)) },
			[]found{{table.Unreadable, "", "person/r/4", "4"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := newDB(t, person{ID: "1", Email: "sam@example.com", Owner: "U1", Due: "1", Tags: []string{"x"}}, person{ID: "2", Owner: "U2", Due: "2"})
			inTx(t, db, func(w kv.Writer) error {
				test.damage(w)
				if diff := cmp.Diff(test.want, verify(t, w)); diff != "" {
					t.Errorf("problems (-want +got):\n%s", diff)
				}
				return nil
			})
		})
	}
}

func TestReindexMendsTheIndexes(t *testing.T) {
	db := newDB(t, person{ID: "1", Email: "sam@example.com", Owner: "U1", Due: "1", Tags: []string{"x", "y"}}, person{ID: "2", Tags: []string{"x"}})
	inTx(t, db, func(w kv.Writer) error {
		before := keys(t, w)
		w.Delete("person/i/tag/x /1")
		w.Delete("person/u/email/sam@example.com")
		w.Put("person/i/tag/stale /1", nil)
		w.Put("person/i/former/stale /1", nil)
		w.Put("person/u/email/old@example.com", []byte("1"))
		if err := newPeople().Reindex(w); err != nil {
			return err
		}
		if diff := cmp.Diff(before, keys(t, w)); diff != "" {
			t.Errorf("keys (-before +after):\n%s", diff)
		}
		return nil
	})
}

func TestReindexDoesNotChooseBetweenTwoHoldersOfAUniqueValue(t *testing.T) {
	db := newDB(t, person{ID: "1", Email: "sam@example.com"})
	err := db.Update(context.Background(), func(w kv.Writer) error {
		w.Put("person/r/2", []byte(`{"id":"2","email":"sam@example.com"}`))
		return newPeople().Reindex(w)
	})
	var conflict *table.ConflictError
	if !errors.As(err, &conflict) || conflict.ID != "1" {
		t.Errorf("reindex gives %v, want a conflict with 1", err)
	}
}

func TestAnEntryWithoutARecordIsDamageAndNotAbsence(t *testing.T) {
	db := newDB(t)
	inTx(t, db, func(w kv.Writer) error {
		w.Put("person/i/tag/x /9", nil)
		w.Put("person/u/email/sam@example.com", []byte("9"))
		for index, value := range map[string]string{"tag": "x", "email": "sam@example.com"} {
			if _, err := newPeople().Lookup(w, index, value); err == nil || errors.Is(err, kv.ErrNotFound) {
				t.Errorf("lookup by %s gives %v", index, err)
			}
		}
		for _, err := range newPeople().By(w, "tag", table.Range{}) {
			if err == nil || errors.Is(err, kv.ErrNotFound) {
				t.Errorf("the list gives %v", err)
			}
		}
		return nil
	})
}
