package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/internal/admin"
	"github.com/leadloop/leadloop/store"
)

// runs runs a command in this process and gives its exit code.
func runs(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	env := environment{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: time.Now}
	code = execute(t.Context(), env, args)
	return code, out.String(), errs.String()
}

func folderWithLead(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if code, _, stderr := runs(t, "import", "--data", folder, leadsFile(t)); code != 0 {
		t.Fatal(stderr)
	}
	return folder
}

func leadsFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "leads.csv")
	if err := os.WriteFile(path, []byte("email,created\njane@acme.com,2018-03-05\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func hold(t *testing.T, folder string) *store.File {
	t.Helper()
	file, err := store.Open(t.Context(), folder, store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	return file
}

func TestDataThatAProcessHoldsIsNotTouched(t *testing.T) {
	folder, leads, backup := folderWithLead(t), leadsFile(t), filepath.Join(t.TempDir(), "copy.db")
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"import", leads}, "stop it, run this command, and start it again"},
		{[]string{"verify", "--repair"}, "stop it, run this command, and start it again"},
		{[]string{"verify"}, "give its --config FILE"},
		{[]string{"digest"}, "give its --config FILE"},
		{[]string{"export", "leads"}, "give its --config FILE"},
		{[]string{"backup", "--out", backup}, "give its --config FILE"},
	}
	for _, test := range tests {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			// In a bubble, the wait for the other process takes no time.
			synctest.Test(t, func(t *testing.T) {
				hold(t, folder)
				code, stdout, stderr := runs(t, append(test.args, "--data", folder)...)
				if code != exitFailed || stdout != "" || !strings.Contains(stderr, test.want) {
					t.Errorf("exit code %d, stdout %q, stderr %q; want %d and %q", code, stdout, stderr, exitFailed, test.want)
				}
				if !strings.Contains(stderr, "is held by") {
					t.Errorf("stderr %q does not say who holds the data", stderr)
				}
			})
		})
	}
}

func TestTheHolderIsNamed(t *testing.T) {
	folder := folderWithLead(t)
	hold(t, folder)
	path := filepath.Join(folder, store.FileName)
	if _, err := os.Stat("/proc/locks"); err != nil {
		t.Skip("the kernel does not show who holds locks here")
	}
	if pid, name := lockHolder(path); pid != os.Getpid() || name == "" {
		t.Errorf("the holder is %d (%s), want this process, %d", pid, name, os.Getpid())
	}
	if pid, _ := lockHolder(filepath.Join(t.TempDir(), "other")); pid != 0 {
		t.Errorf("a file that is not there is held by %d", pid)
	}
}

func TestARunningProcessGivesACopy(t *testing.T) {
	folder := folderWithLead(t)
	file := hold(t, folder)
	config := serveAdmin(t, folder, file.Backup)

	code, stdout, stderr := runs(t, "export", "leads", "--config", config)
	if code != 0 || !strings.Contains(stdout, "jane@acme.com") {
		t.Errorf("exit code %d, stdout %q, stderr %q; want the lead", code, stdout, stderr)
	}
	if !strings.Contains(stderr, "reading a copy that it made just now") {
		t.Errorf("stderr %q does not say that a copy was read", stderr)
	}
	backup := filepath.Join(t.TempDir(), "copy.db")
	if code, _, stderr := runs(t, "backup", "--config", config, "--out", backup); code != 0 {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
	restored := t.TempDir()
	if code, stdout, stderr := runs(t, "restore", "--data", restored, backup); code != 0 || !strings.Contains(stdout, "1 lead.") {
		t.Errorf("exit code %d, stdout %q, stderr %q; want 1 lead", code, stdout, stderr)
	}
}

// serveAdmin serves as the running process does, and gives its configuration.
func serveAdmin(t *testing.T, folder string, backup func(context.Context, string) error) string {
	t.Helper()
	listener, err := admin.Listen(t.Context(), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	server := admin.New(listener, admin.Options{
		Log: zerolog.Nop(), Metrics: prometheus.NewRegistry(), Ready: func() []string { return nil },
	})
	private, err := admin.NewPrivate(t.Context(), admin.PrivateOptions{Log: zerolog.Nop(), Folder: folder, Backup: backup})
	if err != nil {
		t.Fatal(err)
	}

	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() { ended <- server.Run(ctx) }()
	go func() { ended <- private.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, <-ended); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(t.TempDir(), "leadloop.yaml")
	text := fmt.Sprintf("data: %q\nadmin:\n  listen: %q\n", folder, listener.Addr())
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
