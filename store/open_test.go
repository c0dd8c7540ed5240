package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

// fileOf makes a file of some schema in a folder.
func fileOf(t *testing.T, version string) string {
	t.Helper()
	folder := t.TempDir()
	db, err := boltkv.Open(filepath.Join(folder, store.FileName), boltkv.Options{Plain: []string{"meta/version"}})
	if err != nil {
		t.Fatal(err)
	}
	damages(t, db, func(w kv.Writer) {
		if version != "" {
			w.Put("meta/version", []byte(version))
		}
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

func wantRefused(t *testing.T, err error, have int, sentence string) {
	t.Helper()
	refused, ok := errors.AsType[*store.VersionError](err)
	if !ok || refused.Have != have || !strings.Contains(err.Error(), sentence) {
		t.Errorf("error %v, want that of schema %d: %s", err, have, sentence)
	}
}

func TestDataOfANewerProgramIsRefused(t *testing.T) {
	const sentence = "the data was written by a newer Leadloop (schema 4; this one knows up to 3). Start the newer version"
	db := memkv.New()
	damages(t, db, func(w kv.Writer) { w.Put("meta/version", []byte("4")) })
	_, err := store.New(t.Context(), db)
	wantRefused(t, err, 4, sentence)

	folder := fileOf(t, "4")
	for _, readOnly := range []bool{false, true} {
		_, err := store.Open(t.Context(), folder, store.OpenOptions{ReadOnly: readOnly})
		wantRefused(t, err, 4, sentence)
	}
	if _, err := store.Open(t.Context(), fileOf(t, "two"), store.OpenOptions{}); err == nil || !strings.Contains(err.Error(), "read the schema version") {
		t.Errorf("a version that is no number: %v", err)
	}
}

func TestDataToBeUpgradedIsNotOnlyRead(t *testing.T) {
	folder := fileOf(t, "")
	_, err := store.Open(t.Context(), folder, store.OpenOptions{ReadOnly: true})
	wantRefused(t, err, 0, "Start this version once with `leadloop run`")

	file, err := store.Open(t.Context(), folder, store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	file, err = store.Open(t.Context(), folder, store.OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	err = file.Update(t.Context(), func(tx *store.Tx) error { return tx.PutPerson(store.Person{V: 1, User: sam}) })
	if !errors.Is(err, kv.ErrReadOnly) {
		t.Errorf("written to what is only read: %v", err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderWithoutData(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "not", "there")
	if _, err := store.Open(t.Context(), folder, store.OpenOptions{ReadOnly: true}); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "there is no Leadloop data in "+folder) {
		t.Errorf("reading where nothing is: %v", err)
	}
	file, err := store.Open(t.Context(), folder, store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v; want it for its owner only", info, err)
	}
	backup := filepath.Join(folder, store.BackupName(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)))
	if err := errors.Join(file.Backup(t.Context(), backup), file.Check(t.Context()), file.Close()); err != nil {
		t.Error(err)
	}
	if err := boltkv.Verify(backup, "meta/version"); err != nil {
		t.Error(err)
	}
}
