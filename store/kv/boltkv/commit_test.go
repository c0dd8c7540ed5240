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

func BenchmarkUpdate(b *testing.B) {
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db := open(b, filepath.Join(b.TempDir(), "bench.db"), boltkv.Options{})
			value := []byte(strings.Repeat("v", 400))
			work := make(chan int)
			var wg sync.WaitGroup
			for range callers {
				wg.Go(func() {
					for n := range work {
						err := db.Update(context.Background(), func(w kv.Writer) error {
							id := fmt.Sprintf("%08d", n)
							w.Put("lead/r/"+id, value)
							w.Put("lead/u/email/someone"+id+"@example.com", []byte(id))
							w.Put("lead/i/owner/U1 /"+id, nil)
							w.Put("journal/r/"+id, value)
							return nil
						})
						if err != nil {
							b.Error(err)
						}
					}
				})
			}
			for n := 0; b.Loop(); n++ {
				work <- n
			}
			close(work)
			wg.Wait()
		})
	}
}
