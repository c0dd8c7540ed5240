package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
)

func TestWhatIsNoBackupIsRefusedAndLeavesNothing(t *testing.T) {
	for name, test := range map[string]struct {
		make func(path string) error
		want string
	}{
		"an empty file": {func(path string) error { return os.WriteFile(path, nil, 0o600) }, "it is not a file of Leadloop's data: it is empty"},
		"a text":        {func(path string) error { return os.WriteFile(path, []byte("email\njane@acme.com\n"), 0o600) }, "it was not written by this program"},
		"another program's": {func(path string) error {
			b, err := bolt.Open(path, 0o600, nil)
			if err != nil {
				return err
			}
			return b.Close()
		}, "it is not a file of Leadloop's data"},
	} {
		t.Run(name, func(t *testing.T) {
			backup, folder := filepath.Join(t.TempDir(), "copy.db"), filepath.Join(t.TempDir(), "new", "data")
			if err := test.make(backup); err != nil {
				t.Fatal(err)
			}
			code, stdout, stderr := runs(t, "restore", "--data", folder, backup)
			if code != exitFailed || stdout != "" || !strings.Contains(stderr, test.want) || !strings.Contains(stderr, "nothing was restored") {
				t.Errorf("exit code %d, stdout %q, stderr %q; want %q", code, stdout, stderr, test.want)
			}
			if _, err := os.Stat(filepath.Dir(folder)); !os.IsNotExist(err) {
				t.Errorf("the folder is left behind: %v", err)
			}
		})
	}
}

func TestABackupOfDataThatIsNotSoundIsNotCalledGood(t *testing.T) {
	folder, backup := folderWithLead(t), filepath.Join(t.TempDir(), "copy.db")
	db, err := boltkv.Open(filepath.Join(folder, store.FileName), boltkv.Options{Plain: []string{"meta/version"}})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(context.Background(), func(w kv.Writer) error {
		w.Put("rollup/total/population.lead/all/", []byte("7"))
		return nil
	})
	if err != nil || db.Close() != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := runs(t, "backup", "--data", folder, "--out", backup)
	if code != exitFailed || !strings.Contains(stdout, "counter total/population.lead/all/ holds 7") || !strings.Contains(stderr, "1 difference found") {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

func TestADamagedPageIsASentence(t *testing.T) {
	folder := folderWithLead(t)
	path := filepath.Join(folder, store.FileName)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = []byte(strings.ReplaceAll(string(content), `"email":"jane@acme.com"`, `"email":"jade@acme.com"`))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := runs(t, "verify", "--data", folder)
	if code != exitFailed || !strings.Contains(stderr, `"lead/r/000000000001" in the table lead is damaged: its checksum is wrong`) {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}
