package boltkv_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
)

// filled returns the path of a closed database with n entries of 400 bytes.
func filled(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	db, err := boltkv.Open(path, boltkv.Options{Ascending: []string{"a"}})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(context.Background(), func(w kv.Writer) error {
		for i := range n {
			w.Put(fmt.Sprintf("a/%06d", i), []byte(strings.Repeat("v", 400)))
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatWasWrittenIsThereAfterReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	for i := range 3 {
		db, err := boltkv.Open(path, boltkv.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for j := range i {
			get(t, db, fmt.Sprintf("a/%d", j))
		}
		put(t, db, fmt.Sprintf("a/%d", i), "x")
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v; want 0600", info.Mode(), err)
	}
	expectFiles(t, filepath.Dir(path), "test.db")
}

// expectFiles makes sure that nothing temporary is left.
func expectFiles(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

func TestASecondOpenerIsToldWhoHoldsTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	open(t, path, boltkv.Options{})
	for _, readOnly := range []bool{false, true} {
		db, err := boltkv.Open(path, boltkv.Options{Timeout: 100 * time.Millisecond, ReadOnly: readOnly})
		if !errors.Is(err, kv.ErrLocked) || !strings.Contains(err.Error(), "another process holds the database file") {
			t.Errorf("read only %v: %v, %v; want ErrLocked", readOnly, db, err)
		}
	}
}

func TestReadersShareAFileAndCannotWrite(t *testing.T) {
	path := filled(t, 10)
	for range 2 {
		db := open(t, path, boltkv.Options{ReadOnly: true})
		get(t, db, "a/000001")
		if err := tryPut(db, "a/new", ""); !errors.Is(err, kv.ErrReadOnly) {
			t.Errorf("update gives %v, want ErrReadOnly", err)
		}
		if err := db.Check(context.Background()); err != nil {
			t.Error(err)
		}
	}
	missing := filepath.Join(t.TempDir(), "missing.db")
	if _, err := boltkv.Open(missing, boltkv.Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
	expectFiles(t, filepath.Dir(missing))
}

func TestFilesThatAreNoSoundDatabaseAreExplained(t *testing.T) {
	whole, err := os.ReadFile(filled(t, 2000))
	if err != nil {
		t.Fatal(err)
	}
	used := 2000 * 400
	for name, content := range map[string][]byte{
		"text":               []byte("hello"),
		"long text":          []byte(strings.Repeat("hello ", 10_000)),
		"another database":   append([]byte("SQLite format 3\x00"), make([]byte, 40_000)...),
		"zeros":              make([]byte, 40_000),
		"an incomplete copy": whole[:used/2],
		"a very short copy":  whole[:5000],
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "test.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := boltkv.Open(path, boltkv.Options{})
			if !errors.Is(err, boltkv.ErrDamaged) || !strings.Contains(err.Error(), path) {
				t.Errorf("open gives %v, want ErrDamaged with the path", err)
			}
			if after, err := os.ReadFile(path); err != nil || !slices.Equal(after, content) {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
	if _, err := boltkv.Open(t.TempDir(), boltkv.Options{}); !errors.Is(err, boltkv.ErrDamaged) {
		t.Errorf("a folder gives %v", err)
	}
	nowhere := filepath.Join(t.TempDir(), "no", "test.db")
	if _, err := boltkv.Open(nowhere, boltkv.Options{}); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("a path in no folder gives %v", err)
	}
}

func TestAnEmptyFileBecomesADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	put(t, open(t, path, boltkv.Options{}), "a/1", "x")
}

func TestCheckFindsDamage(t *testing.T) {
	path := filled(t, 2000)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	// Every page from the fifth on loses its header; the meta pages stay whole.
	for page := int64(4); page < 40; page++ {
		if _, err := f.WriteAt(make([]byte, 16), page*int64(os.Getpagesize())); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := boltkv.Verify(path); !errors.Is(err, boltkv.ErrDamaged) {
		t.Errorf("verify gives %v, want ErrDamaged", err)
	}
}

func TestAFullDatabaseRefusesAndHeals(t *testing.T) {
	const maxSize = 4 << 20
	db := open(t, filepath.Join(t.TempDir(), "test.db"), boltkv.Options{MaxSize: maxSize, Unsynced: true})
	value := strings.Repeat("v", 2000)
	n := 0
	for ; ; n++ {
		err := tryPut(db, fmt.Sprintf("a/%06d", n), value)
		if errors.Is(err, kv.ErrFull) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if n > maxSize/2000 {
			t.Fatal("more was written than the maximum size holds")
		}
	}
	if n < 500 {
		t.Errorf("only %d entries fit", n)
	}
	if stats, err := db.Stats(context.Background()); err != nil || stats.FileBytes > maxSize {
		t.Errorf("the file has %d bytes, %v", stats.FileBytes, err)
	}
	get(t, db, "a/000000")
	if err := tryPut(db, "a/another", value); !errors.Is(err, kv.ErrFull) {
		t.Errorf("a second write gives %v", err)
	}
	if err := db.Refusing(); !errors.Is(err, kv.ErrFull) {
		t.Errorf("it says of itself %v", err)
	}
	for i := range 100 {
		err := db.Update(context.Background(), func(w kv.Writer) error {
			w.Delete(fmt.Sprintf("a/%06d", i))
			return nil
		})
		if err != nil {
			t.Fatalf("deletion %d: %v", i, err)
		}
	}
	for i := range 50 {
		put(t, db, fmt.Sprintf("a/again%d", i), value)
	}
	if err := db.Refusing(); err != nil {
		t.Errorf("with room again it says %v", err)
	}
}

func TestAscendingCollectionsTakeLessRoom(t *testing.T) {
	used := map[bool]int64{}
	for _, ascending := range []bool{false, true} {
		options := boltkv.Options{Unsynced: true}
		if ascending {
			options.Ascending = []string{"a"}
		}
		db := open(t, filepath.Join(t.TempDir(), "test.db"), options)
		for i := range 1000 {
			put(t, db, fmt.Sprintf("a/%06d", i), strings.Repeat("v", 400))
		}
		stats, err := folded(db)
		if err != nil {
			t.Fatal(err)
		}
		used[ascending] = stats.UsedBytes
	}
	if used[true] > used[false]*7/10 {
		t.Errorf("%d bytes are used, %d when the collection is not said to be ascending", used[true], used[false])
	}
}

// folded are the figures once the data file has everything.
func folded(db *boltkv.DB) (boltkv.Stats, error) {
	if err := db.Fold(context.Background()); err != nil {
		return boltkv.Stats{}, err
	}
	return db.Stats(context.Background())
}

func TestABackupIsAWholeDatabase(t *testing.T) {
	folder := t.TempDir()
	db := open(t, filepath.Join(folder, "test.db"), boltkv.Options{})
	put(t, db, "a/1", "old")
	copyPath := filepath.Join(folder, "copy.db")
	for _, value := range []string{"old", "new"} {
		put(t, db, "a/1", value)
		if err := db.Backup(context.Background(), copyPath); err != nil {
			t.Fatal(err)
		}
		put(t, db, "a/1", "later")
		if err := boltkv.Verify(copyPath); err != nil {
			t.Fatal(err)
		}
		restored, err := boltkv.Open(copyPath, boltkv.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := get(t, restored, "a/1"); got != value {
			t.Errorf("the copy holds %q, want %q", got, value)
		}
		if err := restored.Close(); err != nil {
			t.Fatal(err)
		}
	}
	expectFiles(t, folder, "copy.db", "test.db", "test.db.log.1", "test.db.log.2")
}

func TestABackupThatCannotBeMadeLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "test.db")
	db := open(t, path, boltkv.Options{})
	put(t, db, "a/1", "x")
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if err := db.Backup(cancelled, filepath.Join(folder, "copy.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled backup gives %v", err)
	}
	if err := db.Backup(context.Background(), path); err == nil {
		t.Error("a backup onto itself is allowed")
	}
	if err := db.Backup(context.Background(), filepath.Join(folder, "no", "copy.db")); err == nil {
		t.Error("a backup into no folder is allowed")
	}
	expectFiles(t, folder, "test.db", "test.db.log.1", "test.db.log.2")
}

func TestCompactReturnsWhatWasDeleted(t *testing.T) {
	path := filled(t, 5000)
	db, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(context.Background(), func(w kv.Writer) error {
		for e, err := range w.Scan(kv.Range{From: "a/000010"}) {
			if err != nil {
				return err
			}
			w.Delete(e.Key)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if stats, err := folded(db); err != nil || stats.FreeBytes < 5000*400 || stats.UsedBytes > 100_000 {
		t.Errorf("stats are %+v, %v", stats, err)
	}
	if _, _, err := boltkv.Compact(path, boltkv.Options{Timeout: 100 * time.Millisecond}); !errors.Is(err, kv.ErrLocked) {
		t.Errorf("compacting an open database gives %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, after, err := boltkv.Compact(path, boltkv.Options{})
	if err != nil || after > before/10 {
		t.Errorf("from %d to %d bytes, %v", before, after, err)
	}
	get(t, open(t, path, boltkv.Options{}), "a/000009")
	expectFiles(t, filepath.Dir(path), "test.db")
}

func TestAnOpenerThatWaitedForACompactionOpensTheNewFile(t *testing.T) {
	path := filled(t, 10)
	holder, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	opened := make(chan *boltkv.DB)
	go func() {
		db, err := boltkv.Open(path, boltkv.Options{Timeout: time.Minute})
		if err != nil {
			t.Error(err)
		}
		opened <- db
	}()
	other := filled(t, 20)
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	if err := holder.Close(); err != nil {
		t.Fatal(err)
	}
	db := <-opened
	get(t, db, "a/000019")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
