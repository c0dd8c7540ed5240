package table_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/memkv"
	"github.com/leadloop/leadloop/store/table"
)

// person is a record with every kind of index.
type person struct {
	Version int      `json:"v"`
	ID      string   `json:"id"`
	Email   string   `json:"email"`
	Owner   string   `json:"owner"`
	Due     string   `json:"due"`
	Tags    []string `json:"tags"`
}

func newPeople() table.Table[person] {
	return table.New(table.Spec[person]{
		Name: "person",
		ID:   func(p person) string { return p.ID },
		Indexes: []table.Index[person]{
			{Name: "email", Unique: true, Keys: func(p person) []string {
				if p.Email == "" {
					return nil
				}
				return []string{p.Email}
			}},
			{Name: "tag", Keys: func(p person) []string { return p.Tags }},
			{Name: "owner-due", Keys: func(p person) []string { return []string{table.Join(p.Owner, p.Due)} }},
		},
	})
}

// inTx runs fn in one write transaction of db and fails the test on an error.
func inTx(t testing.TB, db kv.DB, fn func(kv.Writer) error) {
	t.Helper()
	if err := db.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func newDB(t testing.TB, people ...person) kv.DB {
	t.Helper()
	db := memkv.New()
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	inTx(t, db, func(w kv.Writer) error {
		for _, p := range people {
			if err := newPeople().Put(w, p); err != nil {
				return err
			}
		}
		return nil
	})
	return db
}

func keys(t testing.TB, r kv.Reader) []string {
	t.Helper()
	var all []string
	for e, err := range r.Scan(kv.Range{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Key)
	}
	return all
}

func TestKeysHaveTheirDocumentedShapes(t *testing.T) {
	db := newDB(t, person{ID: "P-1", Email: "sam@example.com", Owner: "U1", Due: "20261122T090000.000Z", Tags: []string{"big deal"}})
	inTx(t, db, func(w kv.Writer) error {
		want := []string{
			"person/i/owner-due/U1 /20261122T090000.000Z /P-1",
			"person/i/tag/big!20deal /P-1",
			"person/r/P-1",
			"person/u/email/sam@example.com",
		}
		if diff := cmp.Diff(want, keys(t, w)); diff != "" {
			t.Errorf("keys (-want +got):\n%s", diff)
		}
		data, err := w.Get("person/r/P-1")
		if err != nil || !json.Valid(data) {
			t.Errorf("the record is %q, %v", data, err)
		}
		return nil
	})
}

func TestARecordIsFoundByItsIndexesAsItChanges(t *testing.T) {
	people := newPeople()
	sam := person{ID: "1", Email: "sam@example.com", Owner: "U1", Due: "1", Tags: []string{"a", "b"}}
	db := newDB(t, sam, person{ID: "2", Owner: "U2", Due: "1"})
	inTx(t, db, func(w kv.Writer) error {
		sam.Email, sam.Owner, sam.Tags = "samuel@example.com", "U2", []string{"b", "c"}
		if err := people.Put(w, sam); err != nil {
			return err
		}
		if got, err := people.Lookup(w, "email", "samuel@example.com"); err != nil || got.ID != "1" {
			t.Errorf("by the new address: %+v, %v", got, err)
		}
		for index, gone := range map[string]string{"email": "sam@example.com", "tag": "a", "owner-due": table.Join("U1", "1")} {
			if got, err := people.Lookup(w, index, gone); !errors.Is(err, kv.ErrNotFound) {
				t.Errorf("by the old %s: %+v, %v", index, got, err)
			}
		}
		if got, err := people.Lookup(w, "tag", "c"); err != nil || !cmp.Equal(got, sam) {
			t.Errorf("by the new tag: %+v, %v", got, err)
		}
		return people.Delete(w, "1")
	})
	inTx(t, db, func(w kv.Writer) error {
		if has, err := people.Has(w, "1"); has || err != nil {
			t.Errorf("after deletion Has is %v, %v", has, err)
		}
		if has, err := people.Has(w, "2"); !has || err != nil {
			t.Errorf("of the other Has is %v, %v", has, err)
		}
		if _, err := people.Get(w, "1"); !errors.Is(err, kv.ErrNotFound) || !strings.Contains(err.Error(), "person 1") {
			t.Errorf("after deletion Get says %v", err)
		}
		want := []string{"person/i/owner-due/U2 /1 /2", "person/r/2"}
		if diff := cmp.Diff(want, keys(t, w)); diff != "" {
			t.Errorf("keys that remain (-want +got):\n%s", diff)
		}
		return people.Delete(w, "never")
	})
}

func TestAUniqueValueBelongsToOneRecord(t *testing.T) {
	people := newPeople()
	db := newDB(t, person{ID: "1", Email: "sam@example.com"}, person{ID: "2", Email: "kim@example.com"})
	inTx(t, db, func(w kv.Writer) error {
		before := keys(t, w)
		err := people.Put(w, person{ID: "2", Email: "sam@example.com", Tags: []string{"x"}})
		want := &table.ConflictError{Table: "person", Index: "email", Value: "sam@example.com", ID: "1"}
		var got *table.ConflictError
		if !errors.As(err, &got) || *got != *want {
			t.Errorf("the clash gives %v, want %v", err, want)
		}
		if diff := cmp.Diff(before, keys(t, w)); diff != "" {
			t.Errorf("the refused Put wrote (-before +after):\n%s", diff)
		}
		// A value that its holder gave up is free, within the same transaction too.
		if err := people.Put(w, person{ID: "1", Email: "new@example.com"}); err != nil {
			return err
		}
		return people.Put(w, person{ID: "2", Email: "sam@example.com"})
	})
}

func TestRangesOfAnIndex(t *testing.T) {
	people := newPeople()
	db := newDB(t,
		person{ID: "a", Owner: "U1", Due: "10"}, person{ID: "b", Owner: "U1", Due: "20"}, person{ID: "c", Owner: "U1", Due: "20"},
		person{ID: "d", Owner: "U1", Due: "30"}, person{ID: "e", Owner: "U10", Due: "05"}, person{ID: "f", Owner: "U2", Due: "20"},
	)
	for name, test := range map[string]struct {
		rng  table.Range
		want string
	}{
		"all":                    {table.Range{}, "abcdef"},
		"all, descending":        {table.Range{Reverse: true}, "fedcba"},
		"one owner":              {table.Range{Prefix: table.Join("U1", "")}, "abcd"},
		"one owner, last first":  {table.Range{Prefix: table.Join("U1", ""), Reverse: true, Limit: 2}, "dc"},
		"due by then":            {table.Range{From: table.Join("U1", ""), Through: table.Join("U1", "20")}, "abc"},
		"due before":             {table.Range{From: table.Join("U1", ""), To: table.Join("U1", "20")}, "a"},
		"from":                   {table.Range{Prefix: table.Join("U1", ""), From: table.Join("U1", "20")}, "bcd"},
		"between":                {table.Range{From: table.Join("U1", "20"), To: table.Join("U1", "30")}, "bc"},
		"the nearer end counts":  {table.Range{To: table.Join("U1", "30"), Through: table.Join("U1", "10")}, "a"},
		"through a whole owner":  {table.Range{Through: "U1"}, "abcd"},
		"exactly":                {table.Range{Value: table.Join("U1", "20")}, "bc"},
		"exactly, last":          {table.Range{Value: table.Join("U1", "20"), Reverse: true, Limit: 1}, "c"},
		"not a part of a value":  {table.Range{Value: "U1"}, ""},
		"nothing there":          {table.Range{Prefix: "U3"}, ""},
		"limit beyond the range": {table.Range{Prefix: "U2", Limit: 9}, "f"},
	} {
		t.Run(name, func(t *testing.T) {
			inTx(t, db, func(w kv.Writer) error {
				var ids, records []string
				for id, err := range people.IDs(w, "owner-due", test.rng) {
					if err != nil {
						return err
					}
					ids = append(ids, id)
				}
				for p, err := range people.By(w, "owner-due", test.rng) {
					if err != nil {
						return err
					}
					records = append(records, p.ID)
				}
				if got := strings.Join(ids, ""); got != test.want || !slices.Equal(ids, records) {
					t.Errorf("ids %q, records %q, want %q", ids, records, test.want)
				}
				return nil
			})
		})
	}
}

func TestRecordsThatCannotBeStoredAreRefused(t *testing.T) {
	people := newPeople()
	db := newDB(t)
	inTx(t, db, func(w kv.Writer) error {
		for _, id := range []string{"", "a/b", "a b", "é", "a\n", strings.Repeat("x", table.MaxIDLen+1)} {
			if err := people.Put(w, person{ID: id}); err == nil {
				t.Errorf("the id %q is accepted", id)
			}
		}
		return people.Put(w, person{ID: strings.Repeat("~", table.MaxIDLen)})
	})
}

func TestAWrongSpecPanics(t *testing.T) {
	id := func(p person) string { return p.ID }
	none := func(person) []string { return nil }
	for name, spec := range map[string]table.Spec[person]{
		"no name":         {ID: id},
		"a bad name":      {Name: "a/b", ID: id},
		"no id":           {Name: "a"},
		"a bad index":     {Name: "a", ID: id, Indexes: []table.Index[person]{{Name: "X", Keys: none}}},
		"no keys":         {Name: "a", ID: id, Indexes: []table.Index[person]{{Name: "x"}}},
		"the same index":  {Name: "a", ID: id, Indexes: []table.Index[person]{{Name: "x", Keys: none}, {Name: "x", Keys: none}}},
		"an unused index": {Name: "a", ID: id},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			people := table.New(spec)
			people.IDs(nil, "unknown", table.Range{})
		})
	}
}
