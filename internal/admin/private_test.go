package admin_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/internal/admin"
)

// startPrivate serves the socket in a folder, and stops at the end of the test.
func startPrivate(t *testing.T, opts admin.PrivateOptions) (folder string, stop func()) {
	t.Helper()
	if opts.Folder == "" {
		opts.Folder = t.TempDir()
	}

	server, err := admin.NewPrivate(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}

		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}

		if left, err := os.ReadDir(opts.Folder); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	}
	t.Cleanup(stop)

	return opts.Folder, stop
}

func TestBackup(t *testing.T) {
	content := bytes.Repeat([]byte("record"), 100_000)
	folder, _ := startPrivate(t, admin.PrivateOptions{Backup: func(_ context.Context, path string) error {
		return os.WriteFile(path, content, 0o600)
	}})
	var got bytes.Buffer
	if err := admin.NewPrivateClient(folder).Backup(t.Context(), &got); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), content) {
		t.Errorf("the copy has %d bytes, want %d", got.Len(), len(content))
	}
}

func TestBackupThatFails(t *testing.T) {
	var log bytes.Buffer
	folder, stop := startPrivate(t, admin.PrivateOptions{Log: zerolog.New(&log), Backup: func(_ context.Context, path string) error {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			return err
		}
		return errors.New("disk full")
	}})
	var got bytes.Buffer
	err := admin.NewPrivateClient(folder).Backup(t.Context(), &got)
	if err == nil || !strings.Contains(err.Error(), "the log says why") || got.Len() > 0 {
		t.Errorf("got %v and %q", err, got.String())
	}
	stop()
	if !strings.Contains(log.String(), "disk full") {
		t.Errorf("the log does not say why: %s", log.String())
	}
}

func TestStopLetsRequestsFinish(t *testing.T) {
	entered := make(chan struct{})
	folder, stop := startPrivate(t, admin.PrivateOptions{Backup: func(ctx context.Context, path string) error {
		close(entered)
		<-ctx.Done()
		return os.WriteFile(path, []byte("done"), 0o600)
	}})
	var got bytes.Buffer
	asked := make(chan error, 1)
	go func() { asked <- admin.NewPrivateClient(folder).Backup(t.Context(), &got) }()
	<-entered
	stop()
	if err := <-asked; err != nil || got.String() != "done" {
		t.Errorf("got %q, %v", got.String(), err)
	}
}

func TestTheSocketIsItsOwnersAlone(t *testing.T) {
	folder, _ := startPrivate(t, admin.PrivateOptions{})
	info, err := os.Stat(filepath.Join(folder, "leadloop.sock"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v; want a socket that only its owner may use", info, err)
	}
}

func TestOneCopyIsMadeAtATime(t *testing.T) {
	entered, finish := make(chan struct{}), make(chan struct{})
	folder, _ := startPrivate(t, admin.PrivateOptions{Backup: func(_ context.Context, path string) error {
		close(entered)
		<-finish
		return os.WriteFile(path, []byte("copy"), 0o600)
	}})

	first := make(chan error, 1)
	go func() { first <- admin.NewPrivateClient(folder).Backup(t.Context(), &bytes.Buffer{}) }()
	<-entered
	err := admin.NewPrivateClient(folder).Backup(t.Context(), &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "another copy is being made") {
		t.Errorf("the second copy: %v", err)
	}

	close(finish)
	if err := <-first; err != nil {
		t.Error(err)
	}
}

func TestWhatAKilledProcessLeftIsTakenAway(t *testing.T) {
	folder := filepath.Join(t.TempDir(), strings.Repeat("a-long-name-", 12)) // longer than a socket's path may be
	own := filepath.Join(folder, "backup-2026")
	for _, dir := range []string{filepath.Join(folder, "backup-123"), own} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}

	for _, path := range []string{
		filepath.Join(folder, "backup-123", "leadloop.db"), filepath.Join(own, "mine.txt"), filepath.Join(folder, "leadloop.sock"),
	} {
		if err := os.WriteFile(path, []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	server, err := admin.NewPrivate(t.Context(), admin.PrivateOptions{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}

	server.Close()
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 || left[0].Name() != "backup-2026" {
		t.Errorf("left are %v, %v; want somebody's own folder alone", left, err)
	}
}
