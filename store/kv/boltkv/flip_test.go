package boltkv_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
)

// worn is a closed database with every kind of page: branches, leaves, values of several pages, small collections that
// stand in their parent, empty ones, and free pages.
func worn(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	db := open(t, path, boltkv.Options{Ascending: []string{"a"}})
	update := func(fn func(kv.Writer)) {
		t.Helper()
		if err := db.Update(context.Background(), func(w kv.Writer) error { fn(w); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	update(func(w kv.Writer) {
		for i := range 600 {
			w.Put(fmt.Sprintf("a/%06d", i), []byte(strings.Repeat("v", i%400)))
			w.Put(fmt.Sprintf("index/%06d", i), nil)
		}
		w.Put("large/1", bytes.Repeat([]byte("large "), 3000))
		w.Put("small/1", []byte("x"))
		w.Put("gone/1", []byte("x"))
	})
	update(func(w kv.Writer) {
		w.Delete("gone/1")
		for i := 100; i < 200; i++ {
			w.Delete(fmt.Sprintf("a/%06d", i))
		}
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// held is everything in a database, found by walking and by looking up.
func held(path string) (map[string]string, error) {
	db, err := boltkv.Open(path, boltkv.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	err = db.View(context.Background(), func(r kv.Reader) error {
		for e, err := range r.Scan(kv.Range{}) {
			if err != nil {
				return err
			}
			all[e.Key] = string(e.Value)
			if value, err := r.Get(e.Key); err != nil || !bytes.Equal(value, e.Value) {
				return fmt.Errorf("%s is found by walking alone: %w", e.Key, err)
			}
		}
		return nil
	})
	return all, errors.Join(err, db.Close())
}

// TestEveryFlippedBitIsFoundOrHarmless flips bits in all pages of a data file, those of the header of each page one after
// the other. What is not found has to leave everything there as it was, and never does one end the process.
func TestEveryFlippedBitIsFoundOrHarmless(t *testing.T) {
	path := worn(t)
	want, err := held(path)
	if err != nil || len(want) < 1000 {
		t.Fatalf("%d entries, %v", len(want), err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	flip := func(bit int64) {
		var b [1]byte
		_, err := file.ReadAt(b[:], bit/8)
		b[0] ^= 1 << (bit % 8)
		_, more := file.WriteAt(b[:], bit/8)
		if err := errors.Join(err, more); err != nil {
			t.Fatal(err)
		}
	}
	found, harmless := 0, 0
	try := func(bit int64) {
		flip(bit)
		defer flip(bit)
		if err := boltkv.Verify(path); err != nil {
			found++
			if !errors.Is(err, boltkv.ErrDamaged) {
				t.Errorf("bit %d of byte %d: %v", bit%8, bit/8, err)
			}
			_, _ = held(path) // as who did not look before
			return
		}
		harmless++
		if got, err := held(path); err != nil || !maps.Equal(want, got) {
			t.Errorf("bit %d of byte %d is not found, and changes what is there: %v", bit%8, bit/8, err)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	pages, size, err := boltkv.Pages(path)
	if err != nil || pages < 50 {
		t.Fatalf("%d pages, %v", pages, err)
	}
	for page := range int64(pages) {
		for range 6 {
			try(8*page*size + random.Int64N(8*80))
		}
		for range 4 {
			try(8*page*size + random.Int64N(8*size))
		}
	}
	if found < harmless/4 {
		t.Errorf("%d flips were found, %d were harmless", found, harmless)
	}
	t.Logf("%d flips were found, %d were harmless", found, harmless)
}

func TestADamagedValueIsNamedAndTheRestIsRead(t *testing.T) {
	path := worn(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = bytes.ReplaceAll(content, []byte("large large"), []byte("large Large"))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db := open(t, path, boltkv.Options{})
	err = db.View(context.Background(), func(r kv.Reader) error {
		_, err := r.Get("large/1")
		wrong, ok := errors.AsType[*kv.DamageError](err)
		if !ok || wrong.Key != "large/1" || !errors.Is(err, boltkv.ErrDamaged) || !strings.Contains(err.Error(), `"large/1" in the table large is damaged`) {
			t.Errorf("it reads with %v", err)
		}
		for _, reverse := range []bool{false, true} {
			seen := 0
			for _, err = range r.Scan(kv.Range{Reverse: reverse}) {
				seen++
			}
			if wrong, ok := errors.AsType[*kv.DamageError](err); !ok || wrong.Key != "large/1" || seen < 2 {
				t.Errorf("after %d entries the walk ends with %v", seen, err)
			}
		}
		_, err = r.Get("small/1")
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if err := db.Check(context.Background()); err == nil || strings.Count(err.Error(), "checksum is wrong") != 1 {
		t.Errorf("the check says %v", err)
	}
	put(t, db, "large/1", "written anew")
	if err := errors.Join(db.Check(context.Background()), db.Close()); err != nil {
		t.Error(err)
	}
}

// TestAFileOfBeforeGetsChecksums has one as programs without them left it.
func TestAFileOfBeforeGetsChecksums(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	b, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = b.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucket([]byte("a/"))
		if err != nil {
			return err
		}
		return errors.Join(bucket.Put([]byte("1"), []byte("old")), bucket.Put([]byte("plain"), []byte("2")))
	})
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	for _, summed := range []bool{false, true} {
		db, err := boltkv.Open(path, boltkv.Options{Plain: []string{"a/plain"}})
		if err != nil {
			t.Fatal(err)
		}
		put(t, db, "a/2", "new")
		if got := get(t, db, "a/1") + get(t, db, "a/2") + get(t, db, "a/plain"); got != "oldnew2" || db.Summed() != summed {
			t.Errorf("it holds %q, checksums %t", got, db.Summed())
		}
		if err := errors.Join(db.Check(context.Background()), db.Close()); err != nil {
			t.Fatal(err)
		}
		if err := boltkv.AddSums(path, boltkv.Options{Plain: []string{"a/plain"}}); summed != (err != nil) {
			t.Errorf("with sums %t: %v", summed, err)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil || bytes.Contains(content, []byte("plain2\x00\x00")) || bytes.Contains(content, []byte("1old2")) {
		t.Errorf("values have no checksums, %v", err)
	}
	expectFiles(t, filepath.Dir(path), "test.db")
}
