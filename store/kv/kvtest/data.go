package kvtest

import (
	"context"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/store/kv"
)

func readBack(t *testing.T, open Open) {
	db := open(t)
	view(t, db, func(r kv.Reader) {
		expectAbsent(t, r, "a/1")
		expectAbsent(t, r, "")
		expectAbsent(t, r, "a")
		expectAbsent(t, r, "a/")
	})

	put(t, db, "a/1", "one", "a/2", "two")
	put(t, db, "a/1", "uno")
	expect(t, db, "a/1", "uno", "a/2", "two")
	update(t, db, func(w kv.Writer) {
		expectValue(t, w, "a/1", "uno")
		w.Delete("a/1")
		expectAbsent(t, w, "a/1")
		w.Delete("a/never")
		w.Delete("b/never")
		w.Delete("no collection")
	})

	expect(t, db, "a/2", "two")
	update(t, db, func(w kv.Writer) {
		w.Delete("a/2")
		w.Put("a/2", []byte("again"))
	})

	expect(t, db, "a/2", "again")
}

func emptyValue(t *testing.T, open Open) {
	db := open(t)
	check := func(r kv.Reader) {
		for _, key := range []string{"a/empty", "a/nil"} {
			if value, err := r.Get(key); err != nil || value == nil || len(value) != 0 {
				t.Errorf("Get(%q) = %v, %v; want an empty slice", key, value, err)
			}
		}

		expectAbsent(t, r, "a/absent")
		expectRange(t, r, kv.Range{}, "a/empty", "", "a/nil", "")
	}

	update(t, db, func(w kv.Writer) {
		w.Put("a/empty", []byte{})
		w.Put("a/nil", nil)
		check(w)
	})

	view(t, db, check)
	update(t, db, func(w kv.Writer) { check(w) })
}

func copiedValue(t *testing.T, open Open) {
	db := open(t)
	buffer := []byte("before")
	update(t, db, func(w kv.Writer) {
		w.Put("a/1", buffer)
		copy(buffer, "after!")
		expectValue(t, w, "a/1", "before")
	})
	copy(buffer, "later!")
	expect(t, db, "a/1", "before")
}

func refusedWrites(t *testing.T, open Open) {
	db := open(t)
	longest := "a/" + strings.Repeat("k", kv.MaxKeyLen-2)
	largest := strings.Repeat("v", kv.MaxValueLen)
	put(t, db, longest, "fits", "a/1", largest)
	for _, bad := range []struct{ key, value string }{
		{"", "v"}, {"a", "v"}, {"a/", "v"}, {"/a", "v"}, {"/", "v"}, {longest + "k", "v"}, {"a/2", largest + "v"},
	} {
		err := db.Update(context.Background(), func(w kv.Writer) error {
			w.Put("a/good", []byte("v"))
			w.Put(bad.key, []byte(bad.value))
			w.Put("a/good too", []byte("v"))
			return nil
		})

		expectError(t, err, kv.ErrInvalid)
	}

	expect(t, db, "a/1", largest, longest, "fits")
}

func scanRanges(t *testing.T, open Open) {
	db := open(t)
	put(t, db, "a/1", "", "b/1", "", "b/10", "", "b/2", "", "b/x/1", "", "b/x/2", "", "c/1", "")
	view(t, db, func(r kv.Reader) {
		for _, test := range []struct {
			rng  kv.Range
			want string
		}{
			{kv.Range{}, "a/1 b/1 b/10 b/2 b/x/1 b/x/2 c/1"},
			{kv.Range{Reverse: true}, "c/1 b/x/2 b/x/1 b/2 b/10 b/1 a/1"},
			{kv.Range{Prefix: "b/"}, "b/1 b/10 b/2 b/x/1 b/x/2"},
			{kv.Range{Prefix: "b/", Reverse: true}, "b/x/2 b/x/1 b/2 b/10 b/1"},
			{kv.Range{Prefix: "b"}, "b/1 b/10 b/2 b/x/1 b/x/2"},
			{kv.Range{Prefix: "b/1"}, "b/1 b/10"},
			{kv.Range{Prefix: "b/x/"}, "b/x/1 b/x/2"},
			{kv.Range{Prefix: "b/x/", Reverse: true, Limit: 1}, "b/x/2"},
			{kv.Range{Prefix: "b/", From: "b/10"}, "b/10 b/2 b/x/1 b/x/2"},
			{kv.Range{Prefix: "b/", From: "b/11"}, "b/2 b/x/1 b/x/2"},
			{kv.Range{Prefix: "b/", To: "b/2"}, "b/1 b/10"},
			{kv.Range{Prefix: "b/", To: "b/2", Reverse: true}, "b/10 b/1"},
			{kv.Range{Prefix: "b/", From: "b/10", To: "b/x/2"}, "b/10 b/2 b/x/1"},
			{kv.Range{Prefix: "b/", From: "a/0", To: "z"}, "b/1 b/10 b/2 b/x/1 b/x/2"},
			{kv.Range{Prefix: "b/", From: "c/"}, ""},
			{kv.Range{Prefix: "b/", To: "a/9"}, ""},
			{kv.Range{Prefix: "b/", Limit: 2}, "b/1 b/10"},
			{kv.Range{Limit: 2}, "a/1 b/1"},
			{kv.Range{Limit: 99}, "a/1 b/1 b/10 b/2 b/x/1 b/x/2 c/1"},
			{kv.Range{From: "b/x/2"}, "b/x/2 c/1"},
			{kv.Range{From: "b/z"}, "c/1"},
			{kv.Range{To: "b"}, "a/1"},
			{kv.Range{To: "b/", Reverse: true}, "a/1"},
			{kv.Range{From: "b/2", To: "b/2"}, ""},
			{kv.Range{From: "c", To: "b"}, ""},
			{kv.Range{From: "c", To: "b", Reverse: true}, ""},
			{kv.Range{Prefix: "d"}, ""},
			{kv.Range{Prefix: "d", Reverse: true}, ""},
		} {
			pairs := []string{}
			for key := range strings.FieldsSeq(test.want) {
				pairs = append(pairs, key, "")
			}

			expectRange(t, r, test.rng, pairs...)
		}

		for e, err := range r.Scan(kv.Range{}) {
			if err != nil || e.Key != "a/1" {
				t.Errorf("the first key is %q, %v", e.Key, err)
			}

			break
		}
	})
}

func scanCollections(t *testing.T, open Open) {
	db := open(t)

	// In byte order, which is not the order of the collections' names without their slash.
	pairs := []string{"a-b/1", "", "a.b/1", "", "a/1", "", "a/z/2", "", "a0/1", "", "aa/1", "", "b/1", ""}
	put(t, db, pairs...)
	expect(t, db, pairs...)
	view(t, db, func(r kv.Reader) {
		expectRange(t, r, kv.Range{Prefix: "a"}, pairs[:12]...)
		expectRange(t, r, kv.Range{Prefix: "a/"}, "a/1", "", "a/z/2", "")
		expectRange(t, r, kv.Range{From: "a.b/1", To: "a0/1"}, "a.b/1", "", "a/1", "", "a/z/2", "")
		expectRange(t, r, kv.Range{Prefix: "a", Reverse: true, Limit: 2}, "aa/1", "", "a0/1", "")
	})
}

func scanGreatestByte(t *testing.T, open Open) {
	db := open(t)
	put(t, db, "a/\xfe\xff", "", "a/\xff", "", "a/\xff\xff", "", "a/\xff\xff\xff1", "", "b/1", "", "\xff/1", "",
		"\xff\xff/1", "")
	view(t, db, func(r kv.Reader) {
		expectRange(t, r, kv.Range{Prefix: "a/\xfe"}, "a/\xfe\xff", "")
		expectRange(t, r, kv.Range{Prefix: "a/\xff"}, "a/\xff", "", "a/\xff\xff", "", "a/\xff\xff\xff1", "")
		expectRange(t, r, kv.Range{Prefix: "a/\xff\xff"}, "a/\xff\xff", "", "a/\xff\xff\xff1", "")
		expectRange(t, r, kv.Range{Prefix: "a/\xff\xff", Reverse: true}, "a/\xff\xff\xff1", "", "a/\xff\xff", "")
		expectRange(t, r, kv.Range{Prefix: "\xff"}, "\xff/1", "", "\xff\xff/1", "")
		expectRange(t, r, kv.Range{Prefix: "\xff\xff", Reverse: true}, "\xff\xff/1", "")
	})
}

func scanOwnWrites(t *testing.T, open Open) {
	db := open(t)
	put(t, db, "a/1", "old", "a/3", "old", "a/5", "old", "c/1", "old")
	update(t, db, func(w kv.Writer) {
		w.Delete("a/1")
		w.Put("a/2", []byte("new"))
		w.Put("a/3", []byte("new"))
		w.Put("a/6", []byte("gone"))
		w.Delete("a/6")
		w.Delete("a/7")
		w.Put("b/1", []byte("new"))
		expectRange(t, w, kv.Range{}, "a/2", "new", "a/3", "new", "a/5", "old", "b/1", "new", "c/1", "old")
		expectRange(t, w, kv.Range{Reverse: true}, "c/1", "old", "b/1", "new", "a/5", "old", "a/3", "new", "a/2", "new")
		expectRange(t, w, kv.Range{Prefix: "a/", Limit: 2}, "a/2", "new", "a/3", "new")
		expectRange(t, w, kv.Range{Prefix: "b/"}, "b/1", "new")
		view(t, db, func(r kv.Reader) {
			expectRange(t, r, kv.Range{}, "a/1", "old", "a/3", "old", "a/5", "old", "c/1", "old")
		})
	})

	expect(t, db, "a/2", "new", "a/3", "new", "a/5", "old", "b/1", "new", "c/1", "old")
}

func scanAndWrite(t *testing.T, open Open) {
	const n = 2000 // over many pages
	db := open(t)
	update(t, db, func(w kv.Writer) {
		for i := range n {
			w.Put(key(i), []byte("old"))
		}
	})

	update(t, db, func(w kv.Writer) {
		i := 0
		for e, err := range w.Scan(kv.Range{Prefix: "k/"}) {
			if err != nil {
				t.Fatal(err)
			}

			if e.Key != key(i) || string(e.Value) != "old" {
				t.Fatalf("entry %d is %s=%s: the loop sees its own body's writes", i, e.Key, e.Value)
			}

			w.Delete(e.Key)
			w.Delete(key(i + 1))
			w.Put(key(i+2)+"x", []byte("new"))
			w.Put("later/"+e.Key, e.Value)
			i++
		}

		if i != n {
			t.Errorf("the loop saw %d of %d entries", i, n)
		}

		for e, err := range w.Scan(kv.Range{Prefix: "k/", Limit: 1}) {
			if err != nil || e.Key != key(2)+"x" {
				t.Errorf("a new scan begins at %q, %v", e.Key, err)
			}
		}
	})

	view(t, db, func(r kv.Reader) {
		counts := map[string]int{}
		for e, err := range r.Scan(kv.Range{}) {
			if err != nil {
				t.Fatal(err)
			}

			counts[string(e.Value)]++
		}

		if counts["old"] != n || counts["new"] != n {
			t.Errorf("%d old and %d new entries remain, want %d of each", counts["old"], counts["new"], n)
		}
	})
}
