package boltkv_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
	"github.com/leadloop/leadloop/store/kv/kvtest"
)

func TestContract(t *testing.T) {
	kvtest.Run(t, func(t testing.TB) kv.DB {
		t.Helper()
		return open(t, filepath.Join(t.TempDir(), "test.db"), boltkv.Options{})
	})
}

// What does not wait for the disk keeps the contract too, and is whole once it
// is closed.
func TestContractWithoutWaitingForTheDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.db")
	kvtest.Run(t, func(t testing.TB) kv.DB {
		t.Helper()
		return open(t, filepath.Join(t.TempDir(), "test.db"), boltkv.Options{Unsynced: true})
	})
	db, err := boltkv.Open(path, boltkv.Options{Unsynced: true})
	if err != nil {
		t.Fatal(err)
	}
	put(t, db, "a/1", "1")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := get(t, open(t, path, boltkv.Options{}), "a/1"); got != "1" {
		t.Errorf("after closing it holds %q", got)
	}
}

// open opens a database that is checked and closed when the test ends.
func open(t testing.TB, path string, options boltkv.Options) *boltkv.DB {
	t.Helper()
	db, err := boltkv.Open(path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if err := boltkv.Verify(path); err != nil {
			t.Error(err)
		}
	})
	return db
}

func put(t testing.TB, db kv.DB, key, value string) {
	t.Helper()
	if err := tryPut(db, key, value); err != nil {
		t.Fatal(err)
	}
}

func tryPut(db kv.DB, key, value string) error {
	return db.Update(context.Background(), func(w kv.Writer) error {
		w.Put(key, []byte(value))
		return nil
	})
}

func get(t testing.TB, db kv.DB, key string) (value string) {
	t.Helper()
	err := db.View(context.Background(), func(r kv.Reader) error {
		found, err := r.Get(key)
		value = string(found)
		return err
	})
	if err != nil {
		t.Fatalf("get %s: %v", key, err)
	}
	return value
}
