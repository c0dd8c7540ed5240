package boltkv_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
	"github.com/leadloop/leadloop/store/kv/internal/wal"
	"github.com/leadloop/leadloop/store/kv/internal/wal/waltest"
)

// openOn opens a database on a disk of a test. The commits of its data file are not a step of the disk.
func openOn(t testing.TB, disk wal.Disk, path string) *boltkv.DB {
	t.Helper()
	db, err := boltkv.OpenOn(disk, path, boltkv.Options{Unsynced: true}, func(commit func() error) error { return commit() })
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func dataFile(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "test.db")
}

func wantEntry(t testing.TB, db kv.DB, key, want string) {
	t.Helper()
	if got := get(t, db, key); got != want {
		t.Errorf("%s holds %.40q, want %.40q", key, got, want)
	}
}

func wantNone(t testing.TB, db kv.DB, key string) {
	t.Helper()
	err := db.View(context.Background(), func(r kv.Reader) error {
		value, err := r.Get(key)
		if !errors.Is(err, kv.ErrNotFound) {
			t.Errorf("%s holds %.40q, %v; want nothing", key, value, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// crashed copies a database as a process leaves it that is killed, and returns the copy's data file.
func crashed(t testing.TB, path string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "crashed")
	if err := os.CopyFS(folder, os.DirFS(filepath.Dir(path))); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, filepath.Base(path))
}

func TestWhatIsOnlyInTheLogIsThereAfterACrash(t *testing.T) {
	path := dataFile(t)
	db := open(t, path, boltkv.Options{})
	put(t, db, "a/1", "in the file")
	put(t, db, "a/2", "in the log")
	put(t, db, "a/3", "gone")
	err := db.Update(context.Background(), func(w kv.Writer) error {
		w.Delete("a/1")
		w.Delete("a/3")
		w.Put("a/4", nil)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}

	check := func(db kv.DB) {
		t.Helper()
		wantNone(t, db, "a/1")
		wantEntry(t, db, "a/2", "in the log")
		wantNone(t, db, "a/3")
		wantEntry(t, db, "a/4", "")
	}
	left := crashed(t, path)
	before, err := os.ReadFile(left)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := boltkv.Open(left, boltkv.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	check(reader)
	backup := filepath.Join(t.TempDir(), "copy.db")
	if err := errors.Join(reader.Backup(context.Background(), backup), reader.Close()); err != nil {
		t.Fatal(err)
	}
	check(open(t, backup, boltkv.Options{}))
	if after, err := os.ReadFile(left); err != nil || string(after) != string(before) {
		t.Errorf("reading changed the data file (%v)", err)
	}
	if err := boltkv.Verify(left); err != nil {
		t.Error(err)
	}

	again := open(t, left, boltkv.Options{})
	check(again)
	put(t, again, "a/5", "later")
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	expectFiles(t, filepath.Dir(left), "test.db")
	last := open(t, left, boltkv.Options{})
	check(last)
	wantEntry(t, last, "a/5", "later")
}

func TestABackupHasWhatIsOnlyInTheLog(t *testing.T) {
	folder := t.TempDir()
	db := open(t, filepath.Join(folder, "test.db"), boltkv.Options{})
	for n := range 5 {
		put(t, db, fmt.Sprintf("a/%d", n), "x")
	}
	copied := filepath.Join(folder, "copy.db")
	if err := db.Backup(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	put(t, db, "a/5", "later")
	restored := open(t, copied, boltkv.Options{})
	wantEntry(t, restored, "a/4", "x")
	wantNone(t, restored, "a/5")
}

func TestCompactTakesTheLogWithIt(t *testing.T) {
	path := dataFile(t)
	db := open(t, path, boltkv.Options{})
	put(t, db, "a/1", "x")
	put(t, db, "a/2", "y")
	left := crashed(t, path)
	if _, _, err := boltkv.Compact(left, boltkv.Options{}); err != nil {
		t.Fatal(err)
	}
	expectFiles(t, filepath.Dir(left), "test.db")
	wantEntry(t, open(t, left, boltkv.Options{}), "a/2", "y")
}

func TestADataFileAndALogThatAreNoWholeAreRefused(t *testing.T) {
	path := dataFile(t)
	db := open(t, path, boltkv.Options{})
	put(t, db, "a/1", "x")
	put(t, db, "a/2", "y")
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := db.Backup(context.Background(), backup); err != nil {
		t.Fatal(err)
	}
	log := func(path string) string { return path + ".log.1" }
	tests := map[string]struct {
		change func(path string) error
		words  string
	}{
		"the log is missing":   {func(path string) error { return os.Remove(log(path)) }, "beside it again"},
		"its second file is":   {func(path string) error { return os.Remove(path + ".log.2") }, "beside it again"},
		"the log is cut short": {func(path string) error { return os.Truncate(log(path), 100) }, "restore the latest backup"},
		"the data is missing":  {os.Remove, "Put the data file back beside it"},
		"a backup in its place": {func(path string) error {
			return os.Rename(backup, path)
		}, "move the log away"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			left := crashed(t, path)
			if err := test.change(left); err != nil {
				t.Fatal(err)
			}
			for _, readOnly := range []bool{true, false} {
				_, err := boltkv.Open(left, boltkv.Options{ReadOnly: readOnly})
				if !errors.Is(err, boltkv.ErrDamaged) || !strings.Contains(err.Error(), test.words) {
					t.Errorf("read only %v: %v; want ErrDamaged and %q", readOnly, err, test.words)
				}
			}
		})
	}
}

func TestDamageInTheLogIsRefused(t *testing.T) {
	path := dataFile(t)
	db := open(t, path, boltkv.Options{})
	for n := range 4 {
		put(t, db, fmt.Sprintf("a/%d", n), strings.Repeat("x", 100))
	}
	left := crashed(t, path)
	f, err := os.OpenFile(left+".log.1", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte("y"), 4096+50)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = boltkv.Open(left, boltkv.Options{})
	if !errors.Is(err, boltkv.ErrDamaged) || !strings.Contains(err.Error(), "the record at byte 4096") || !strings.Contains(err.Error(), "restore the latest backup") {
		t.Errorf("open gives %v", err)
	}
	if err := boltkv.Verify(left); !errors.Is(err, boltkv.ErrDamaged) {
		t.Errorf("verify gives %v", err)
	}
}

func TestALogThatHoldsNothingMoreIsNoTrouble(t *testing.T) {
	path := dataFile(t)
	db := open(t, path, boltkv.Options{})
	put(t, db, "a/1", "x")
	put(t, db, "a/2", "x")
	if err := db.Fold(context.Background()); err != nil {
		t.Fatal(err)
	}
	left := crashed(t, path)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	// The process ended after it had closed the data file, and before it removed the log.
	whole, err := os.ReadFile(path)
	if err := errors.Join(err, os.WriteFile(left, whole, 0o600)); err != nil {
		t.Fatal(err)
	}
	wantEntry(t, open(t, left, boltkv.Options{}), "a/2", "x")
	expectFiles(t, filepath.Dir(left), "test.db")
}

// failing is a disk whose steps end as a function says.
func failing(before func(step string) error) *waltest.Disk {
	disk := waltest.New(1)
	disk.Before = before
	return disk
}

func TestAfterASyncThatFailsNothingIsWritten(t *testing.T) {
	broken := false
	disk := failing(func(step string) error {
		if broken && step == "sync" {
			return syscall.EIO
		}
		return nil
	})
	path := dataFile(t)
	db := openOn(t, disk, path)
	put(t, db, "a/1", "x")
	put(t, db, "a/2", "x")
	if err := db.Refusing(); err != nil {
		t.Error(err)
	}
	broken = true
	wantStopped := func(err error) {
		t.Helper()
		if !errors.Is(err, boltkv.ErrStopped) || !errors.Is(err, syscall.EIO) || !strings.Contains(err.Error(), "start the program again") {
			t.Errorf("error %v, want ErrStopped with its cause", err)
		}
	}
	wantStopped(tryPut(db, "a/3", "x"))
	broken = false
	wantStopped(tryPut(db, "a/4", "x"))
	wantStopped(db.Refusing())
	wantStopped(db.Fold(context.Background()))
	wantEntry(t, db, "a/2", "x")
	wantNone(t, db, "a/3")
	wantStopped(db.Close())

	again := openOn(t, disk.Restart(), path)
	wantEntry(t, again, "a/1", "x")
	wantEntry(t, again, "a/2", "x")
	wantNone(t, again, "a/4")
	put(t, again, "a/5", "x")
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNotSyncedIsNeitherAcknowledgedNorSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow, syncs := make(chan struct{}), 0
		disk := failing(func(step string) error {
			if step == "sync" {
				if syncs++; syncs > 2 { // those that make the log
					<-slow
				}
			}
			return nil
		})
		db := openOn(t, disk, dataFile(t))
		put(t, db, "a/1", "x")
		acknowledged := make(chan string, 11)
		var wg sync.WaitGroup
		update := func(key string) {
			wg.Go(func() {
				put(t, db, key, "x")
				acknowledged <- key
			})
		}
		update("a/2")
		synctest.Wait()
		for n := range 10 {
			update(fmt.Sprintf("b/%d", n))
		}
		synctest.Wait()
		if len(acknowledged) > 0 {
			t.Errorf("%s is acknowledged before it is on the disk", <-acknowledged)
		}
		wantNone(t, db, "a/2")

		slow <- struct{}{}
		synctest.Wait()
		if n := len(acknowledged); n != 1 || <-acknowledged != "a/2" {
			t.Errorf("%d are acknowledged after the first sync, want the first", n)
		}
		wantEntry(t, db, "a/2", "x")
		wantNone(t, db, "b/0")

		close(slow)
		wg.Wait()
		if stats, err := db.Stats(context.Background()); err != nil || stats.LargestBatch != 10 {
			t.Errorf("%+v, %v; want those that came meanwhile in one group", stats, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

// fullDisk is a disk, with a data file on it, that may be full.
type fullDisk struct {
	log, file bool
	disk      *waltest.Disk
}

func (d *fullDisk) commit(commit func() error) error {
	if d.file {
		return syscall.ENOSPC
	}
	return commit()
}

func newFullDisk() *fullDisk {
	d := &fullDisk{}
	d.disk = failing(func(step string) error {
		if d.log && (step == "enlarge" || step == "create") {
			return syscall.ENOSPC
		}
		return nil
	})
	return d
}

func (d *fullDisk) open(t *testing.T, path string) *boltkv.DB {
	t.Helper()
	db, err := boltkv.OpenOn(d.disk, path, boltkv.Options{Unsynced: true}, d.commit)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestAFullDiskRefusesAndHeals(t *testing.T) {
	large := strings.Repeat("x", kv.MaxValueLen)
	for name, begin := range map[string]func(*fullDisk, *boltkv.DB){
		"before the first write": func(*fullDisk, *boltkv.DB) {},
		"after some": func(_ *fullDisk, db *boltkv.DB) {
			put(t, db, "a/1", "x")
			put(t, db, "a/2", "x")
		},
		"after a fold that found no room": func(d *fullDisk, db *boltkv.DB) {
			put(t, db, "a/1", "x")
			put(t, db, "a/2", "x")
			d.file = true
			if err := db.Fold(context.Background()); !errors.Is(err, kv.ErrFull) {
				t.Errorf("a fold without room: %v", err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := dataFile(t)
			d := newFullDisk()
			db := d.open(t, path)
			begin(d, db)
			d.log, d.file = true, true
			for range 2 {
				if err := tryPut(db, "b/1", large); !errors.Is(err, kv.ErrFull) {
					t.Errorf("a write without room: %v", err)
				}
			}
			wantNone(t, db, "b/1")
			left := openOn(t, d.disk.Restart(), crashed(t, path))
			wantNone(t, left, "b/1")
			if err := left.Close(); err != nil {
				t.Error(err)
			}

			d.file = false // where the log has no room, the data file may
			put(t, db, "b/2", large)
			d.log = false
			put(t, db, "b/3", large)
			put(t, db, "b/4", "x")
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			again := open(t, path, boltkv.Options{})
			wantNone(t, again, "b/1")
			wantEntry(t, again, "b/2", large)
			wantEntry(t, again, "b/4", "x")
		})
	}
}

func TestTheLogKeepsToItsBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := dataFile(t)
		blocked, commits := make(chan struct{}), 0
		db, err := boltkv.OpenOn(wal.FileSystem{Unsynced: true}, path, boltkv.Options{Unsynced: true}, func(commit func() error) error {
			if commits++; commits > 1 {
				<-blocked
			}
			return commit()
		})
		if err != nil {
			t.Fatal(err)
		}
		large := strings.Repeat("x", kv.MaxValueLen)
		written := 0
		var wg sync.WaitGroup
		wg.Go(func() {
			for n := range 80 {
				put(t, db, fmt.Sprintf("a/%d", n), large)
				written++
			}
		})
		synctest.Wait()
		if written < 16 || written > 32 {
			t.Errorf("%d MiB were written while nothing was folded", written)
		}
		size := int64(0)
		for _, file := range []string{".log.1", ".log.2"} {
			info, err := os.Stat(path + file)
			if err != nil {
				t.Fatal(err)
			}
			size += info.Size()
		}
		if size > 2*wal.MaxFile {
			t.Errorf("the log has %d bytes", size)
		}
		wantEntry(t, db, fmt.Sprintf("a/%d", written-1), large)
		close(blocked)
		wg.Wait()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		wantEntry(t, open(t, path, boltkv.Options{}), "a/79", large)
	})
}

func TestAnUpdateLargerThanTheLogIsWhole(t *testing.T) {
	path := dataFile(t)
	db := open(t, path, boltkv.Options{Unsynced: true})
	put(t, db, "a/before", "x")
	put(t, db, "a/000", "overwritten")
	large := strings.Repeat("x", kv.MaxValueLen)
	err := db.Update(context.Background(), func(w kv.Writer) error {
		for n := range 40 {
			w.Put(fmt.Sprintf("a/%03d", n), []byte(large))
		}
		w.Delete("a/before")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	put(t, db, "a/after", "x")
	left := open(t, crashed(t, path), boltkv.Options{Unsynced: true})
	for _, db := range []kv.DB{db, left} {
		wantNone(t, db, "a/before")
		wantEntry(t, db, "a/000", large)
		wantEntry(t, db, "a/039", large)
		wantEntry(t, db, "a/after", "x")
	}
}

// The contract, while everything that is written is on its way to the data file.
func TestSnapshotsAndFolds(t *testing.T) {
	db := open(t, dataFile(t), boltkv.Options{Unsynced: true})
	stop := make(chan struct{})
	var folding, working sync.WaitGroup
	folding.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if err := db.Fold(context.Background()); err != nil {
					t.Error(err)
				}
			}
		}
	})
	for caller := range 4 {
		working.Go(func() {
			for n := range 300 {
				moves(t, db, caller, n)
				balanced(t, db)
			}
		})
	}
	working.Wait()
	close(stop)
	folding.Wait()
}

// moves takes one key away and puts another in its place.
func moves(t *testing.T, db kv.DB, caller, n int) {
	t.Helper()
	err := db.Update(context.Background(), func(w kv.Writer) error {
		w.Put(fmt.Sprintf("a/%d-%04d", caller, n), []byte("x"))
		w.Put(fmt.Sprintf("b/%d-%04d", caller, n), []byte("x"))
		if n > 5 {
			w.Delete(fmt.Sprintf("a/%d-%04d", caller, n-5))
			w.Delete(fmt.Sprintf("b/%d-%04d", caller, n-5))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// balanced expects each transaction whole: what is under a is under b.
func balanced(t *testing.T, db kv.DB) {
	t.Helper()
	err := db.View(context.Background(), func(r kv.Reader) error {
		keys := map[string]int{}
		for _, prefix := range []string{"a/", "b/"} {
			for e, err := range r.Scan(kv.Range{Prefix: prefix}) {
				if err != nil {
					return err
				}
				keys[strings.TrimPrefix(e.Key, prefix)]++
			}
		}
		for key, n := range keys {
			if n != 2 {
				t.Errorf("of %s only one half is seen", key)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestTwoWritersDoNotShareALog(t *testing.T) {
	path := dataFile(t)
	db := open(t, path, boltkv.Options{})
	put(t, db, "a/1", "x")
	put(t, db, "a/2", "x")
	for _, readOnly := range []bool{true, false} {
		_, err := boltkv.Open(path, boltkv.Options{Timeout: 50 * time.Millisecond, ReadOnly: readOnly})
		if !errors.Is(err, kv.ErrLocked) {
			t.Errorf("a second opener, read only %v: %v", readOnly, err)
		}
	}
	put(t, db, "a/3", "x")
	wantEntry(t, open(t, crashed(t, path), boltkv.Options{}), "a/3", "x")
}
