package boltkv

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/leadloop/leadloop/store/kv"
)

// Between the two looks that make a snapshot, everything may be folded and more be written.
func TestASnapshotIsWholeWhenAFoldEndsMeanwhile(t *testing.T) {
	db, err := Open(filepath.Join(t.TempDir(), "test.db"), Options{Unsynced: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	puts := func(value string, keys ...string) {
		t.Helper()
		err := db.Update(context.Background(), func(w kv.Writer) error {
			for _, key := range keys {
				w.Put(key, []byte(value))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	puts("first", "a/1")
	puts("old", "a/1", "a/2")

	looks := 0
	snapshot, err := db.begin(func() layers {
		seen := db.overlay.acknowledged()
		if looks++; looks == 1 {
			puts("new", "a/1", "a/3")
			if err := db.Fold(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		return seen
	})
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.end()
	one, err := snapshot.Get("a/1")
	if err != nil {
		t.Fatal(err)
	}
	_, missing := snapshot.Get("a/3")
	if old := string(one) == "old"; old != (missing != nil) {
		t.Errorf("a/1 is %q and a/3 gives %v: half of a transaction is seen", one, missing)
	}
}
