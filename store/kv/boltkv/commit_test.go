package boltkv_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
)

func TestUpdatesThatWaitShareOneCommit(t *testing.T) {
	const callers = 50
	synctest.Test(t, func(t *testing.T) {
		db := open(t, filepath.Join(t.TempDir(), "test.db"), boltkv.Options{})
		var wg sync.WaitGroup
		err := db.Update(context.Background(), func(w kv.Writer) error {
			for i := range callers {
				wg.Go(func() { put(t, db, fmt.Sprintf("a/%d", i), "x") })
			}
			w.Put("a/first", []byte("x"))
			return waitInBubble()
		})
		if err != nil {
			t.Fatal(err)
		}
		wg.Wait()
		stats, err := db.Stats(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if stats.Commits != 1 || stats.Updates != callers+1 || stats.LargestBatch != callers+1 {
			t.Errorf("%d updates in %d commits, at most %d together; want all in one", stats.Updates, stats.Commits, stats.LargestBatch)
		}
	})
}

// waitInBubble returns when all the others wait for their turn.
func waitInBubble() error {
	synctest.Wait()
	return nil
}

func TestAnUpdateSeesTheOnesBeforeItInItsBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, filepath.Join(t.TempDir(), "test.db"), boltkv.Options{})
		var wg sync.WaitGroup
		err := db.Update(context.Background(), func(w kv.Writer) error {
			wg.Go(func() {
				err := db.Update(context.Background(), func(w kv.Writer) error {
					if _, err := w.Get("a/1"); err != nil {
						t.Errorf("the earlier write is not seen: %v", err)
					}
					n := 0
					for _, err := range w.Scan(kv.Range{}) {
						if err != nil {
							return err
						}
						n++
					}
					if n != 2 {
						t.Errorf("a scan sees %d entries, want 2", n)
					}
					w.Delete("a/1")
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
			w.Put("a/1", nil)
			w.Put("b/1", nil)
			return waitInBubble()
		})
		if err != nil {
			t.Fatal(err)
		}
		wg.Wait()
		if stats, err := db.Stats(context.Background()); err != nil || stats.Commits != 1 {
			t.Errorf("%d commits, %v; want 1", stats.Commits, err)
		}
	})
}

func TestWhenTheCommitFailsAllOfItsBatchAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, filepath.Join(t.TempDir(), "test.db"), boltkv.Options{MaxSize: 1 << 20})
		big := strings.Repeat("x", kv.MaxValueLen)
		errs := make(chan error, 2)
		err := db.Update(context.Background(), func(w kv.Writer) error {
			go func() { errs <- tryPut(db, "a/small", "x") }()
			go func() {
				errs <- db.Update(context.Background(), func(w kv.Writer) error {
					return errors.New("a conclusion drawn from what was never committed")
				})
			}()
			w.Put("a/1", []byte(big))
			w.Put("a/2", []byte(big))
			return waitInBubble()
		})
		for _, err := range []error{err, <-errs, <-errs} {
			if !errors.Is(err, kv.ErrFull) {
				t.Errorf("a member of the batch is told %v, want ErrFull", err)
			}
		}
		put(t, db, "a/small", "y")
		if got := get(t, db, "a/small"); got != "y" {
			t.Errorf("after the failure, a/small is %q", got)
		}
	})
}

func TestAnUpdateThatWritesNothingDoesNotTouchTheFile(t *testing.T) {
	path := filled(t, 1)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db := open(t, path, boltkv.Options{})
	if err := db.Update(context.Background(), func(kv.Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if stats, err := db.Stats(context.Background()); err != nil || stats.Commits != 0 || stats.Updates != 1 {
		t.Errorf("stats are %+v, %v", stats, err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed (%v)", err)
	}
}

// BenchmarkUpdate writes what a small record takes, and BenchmarkCommand what a logged lead takes, on a database that
// has 20,000 of them.
func BenchmarkUpdate(b *testing.B) {
	value := []byte(strings.Repeat("v", 400))
	benchmark(b, 0, func(w kv.Writer, n int) {
		id := fmt.Sprintf("%08d", n)
		w.Put("lead/r/"+id, value)
		w.Put("lead/u/email/someone"+id+"@example.com", []byte(id))
		w.Put("lead/i/owner/U1 /"+id, nil)
		w.Put("journal/r/"+id, value)
	})
}

func BenchmarkCommand(b *testing.B) {
	value := []byte(strings.Repeat("v", 180))
	benchmark(b, 20_000, func(w kv.Writer, n int) {
		scattered := uint32(n) * 2654435761
		for record := range 7 {
			w.Put(fmt.Sprintf("record%d/r/%08d", record, n), value)
		}
		for index := range 16 {
			w.Put(fmt.Sprintf("lead/i/index%02d/%08x/L-%08d", index, scattered, n), nil)
		}
		for counter := range 7 {
			w.Put(fmt.Sprintf("rollup/20261201/counter%d/team/U%03d", counter, scattered%100), []byte("1234"))
		}
	})
}

func benchmark(b *testing.B, stored int, write func(w kv.Writer, n int)) {
	b.Helper()
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db := open(b, filepath.Join(b.TempDir(), "bench.db"), boltkv.Options{Ascending: []string{"journal"}})
			err := db.Update(context.Background(), func(w kv.Writer) error {
				for n := range stored {
					write(w, n)
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			work := make(chan int)
			var wg sync.WaitGroup
			for range callers {
				wg.Go(func() {
					for n := range work {
						err := db.Update(context.Background(), func(w kv.Writer) error {
							write(w, n)
							return nil
						})
						if err != nil {
							b.Error(err)
						}
					}
				})
			}
			before := bytesWritten()
			n := stored
			for ; b.Loop(); n++ {
				work <- n
			}
			close(work)
			wg.Wait()
			b.ReportMetric(float64(bytesWritten()-before)/float64(n-stored)/1000, "kB/op")
		})
	}
}

// bytesWritten is what this process has had written to disks, where the kernel says so.
func bytesWritten() (n int64) {
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if _, err := fmt.Sscanf(line, "write_bytes: %d", &n); err == nil {
			return n
		}
	}
	return 0
}
