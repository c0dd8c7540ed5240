package kvtest

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/store/kv"
)

func failedUpdate(t *testing.T, open Open) {
	db := open(t)
	put(t, db, "a/1", "old", "a/2", "old")
	err := db.Update(context.Background(), func(w kv.Writer) error {
		w.Put("a/1", []byte("new"))
		w.Delete("a/2")
		w.Put("b/1", []byte("new"))
		return errRefused
	})
	if err != errRefused { //nolint:errorlint // it is handed on as it is
		t.Errorf("the error is %v, not that of the function", err)
	}

	//nolint:errorlint // the same
	if err := db.View(context.Background(), func(kv.Reader) error { return errRefused }); err != errRefused {
		t.Errorf("the error of a view is %v, not that of the function", err)
	}

	expect(t, db, "a/1", "old", "a/2", "old")
}

func panickingUpdate(t *testing.T, open Open) {
	db := open(t)
	put(t, db, "a/1", "old")
	func() {
		defer func() {
			if p := recover(); p != "thrown by the test" {
				t.Errorf("recovered %v", p)
			}
		}()

		update(t, db, func(w kv.Writer) {
			w.Put("a/1", []byte("new"))
			panic("thrown by the test")
		})
	}()

	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic of a view was lost")
			}
		}()

		view(t, db, func(kv.Reader) { panic("thrown by the test") })
	}()

	put(t, db, "a/2", "still works")
	expect(t, db, "a/1", "old", "a/2", "still works")
}

// endingUpdate covers t.Fatal inside an update, which must fail the test and not hang it.
func endingUpdate(t *testing.T, open Open) {
	db := open(t)
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = db.Update(context.Background(), func(w kv.Writer) error {
			w.Put("a/1", []byte("new"))
			runtime.Goexit()
			return nil
		})
	})

	wg.Wait()
	put(t, db, "a/2", "still works")
	expect(t, db, "a/2", "still works")
}

func viewSnapshot(t *testing.T, open Open) {
	db := open(t)
	put(t, db, "a/1", "old", "a/2", "old")
	begun, written := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		<-begun
		put(t, db, "a/1", "new", "a/3", "new")
		update(t, db, func(w kv.Writer) { w.Delete("a/2") })
		close(written)
	})

	view(t, db, func(r kv.Reader) {
		close(begun)
		expectRange(t, r, kv.Range{}, "a/1", "old", "a/2", "old")
		<-written
		expectValue(t, r, "a/1", "old")
		expectAbsent(t, r, "a/3")
		expectRange(t, r, kv.Range{}, "a/1", "old", "a/2", "old")
	})

	wg.Wait()
	expect(t, db, "a/1", "new", "a/3", "new")
}

func increment(w kv.Writer, key string) error {
	n := 0
	value, err := w.Get(key)
	if err == nil {
		n, err = strconv.Atoi(string(value))
	}

	if err != nil && !errors.Is(err, kv.ErrNotFound) {
		return err
	}

	w.Put(key, []byte(strconv.Itoa(n+1)))
	return nil
}

func serialisedUpdates(t *testing.T, open Open) {
	const callers, each = 32, 20
	db := open(t)
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for range each {
				if err := db.Update(context.Background(), func(w kv.Writer) error { return increment(w, "count/x") }); err != nil {
					t.Error(err)
				}
			}
		})
	}

	wg.Wait()
	expect(t, db, "count/x", strconv.Itoa(callers*each))
}

// mixedUpdates lets a third of the callers fail and a third panic, each after having written.
func mixedUpdates(t *testing.T, open Open) {
	const callers, each = 30, 20
	db := open(t)
	var wg sync.WaitGroup
	for caller := range callers {
		wg.Go(func() {
			for range each {
				mixedUpdate(t, db, caller%3)
			}
		})
	}

	wg.Wait()
	expect(t, db, "count/x", strconv.Itoa(callers*each/3))
}

func mixedUpdate(t *testing.T, db kv.DB, kind int) {
	defer func() {
		if p := recover(); (p != nil) != (kind == 2) {
			t.Errorf("a caller of kind %d recovers %v", kind, p)
		}
	}()

	err := db.Update(context.Background(), func(w kv.Writer) error {
		if err := increment(w, "count/x"); err != nil {
			return err
		}

		switch kind {
		case 1:
			w.Put("count/failed", nil)
			return errRefused
		case 2:
			w.Put("count/panicked", nil)
			panic("thrown by the test")
		}

		return nil
	})
	if (kind == 0 && err != nil) || (kind == 1 && !errors.Is(err, errRefused)) {
		t.Errorf("a caller of kind %d gets %v", kind, err)
	}
}

func cancelledUpdate(t *testing.T, open Open) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t)
		ctx, cancel := context.WithCancel(context.Background())
		unwanted := func(kv.Writer) error {
			t.Error("the update ran")
			return nil
		}

		update(t, db, func(w kv.Writer) {
			w.Put("a/1", []byte("first"))
			var waiting sync.WaitGroup
			for range 3 {
				waiting.Go(func() { expectError(t, db.Update(ctx, unwanted), context.Canceled) })
			}

			synctest.Wait() // now they wait for their turn
			cancel()
			waiting.Wait() // and no longer
		})

		expectError(t, db.Update(ctx, unwanted), context.Canceled)
		expectError(t, db.View(ctx, func(kv.Reader) error { t.Error("the view ran"); return nil }), context.Canceled)
		expect(t, db, "a/1", "first")
	})
}

func lateCancellation(t *testing.T, open Open) {
	db := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	err := db.Update(ctx, func(w kv.Writer) error {
		cancel()
		w.Put("a/1", []byte("written"))
		return nil
	})
	if err != nil {
		t.Errorf("an update that was written says %v", err)
	}

	expect(t, db, "a/1", "written")
}

func closedDatabase(t *testing.T, open Open) {
	db := open(t)
	for range 2 {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}

	expectError(t, db.View(context.Background(), func(kv.Reader) error { t.Error("the view ran"); return nil }),
		kv.ErrClosed)
	expectError(t, db.Update(context.Background(), func(kv.Writer) error { t.Error("the update ran"); return nil }),
		kv.ErrClosed)
}

func closingWaits(t *testing.T, open Open) {
	db := open(t)
	var wg sync.WaitGroup
	ended := false
	begun := make(chan struct{})
	wg.Go(func() {
		<-begun
		if err := db.Close(); err != nil {
			t.Error(err)
		}

		if !ended {
			t.Error("the database closed under a running update")
		}
	})

	update(t, db, func(w kv.Writer) {
		close(begun)
		for range 1000 {
			runtime.Gosched()
		}

		w.Put("a/1", nil)
		expectRange(t, w, kv.Range{}, "a/1", "")
		ended = true
	})

	wg.Wait()
}

func endedTransaction(t *testing.T, open Open) {
	db := open(t)
	put(t, db, "a/1", "one")
	var kept kv.Writer
	update(t, db, func(w kv.Writer) { kept = w })
	_, err := kept.Get("a/1")
	expectError(t, err, kv.ErrClosed)
	kept.Put("a/2", []byte("late"))
	kept.Delete("a/1")
	for _, err := range kept.Scan(kv.Range{}) {
		expectError(t, err, kv.ErrClosed)
	}

	var snapshot kv.Reader
	view(t, db, func(r kv.Reader) { snapshot = r })
	_, err = snapshot.Get("a/1")
	expectError(t, err, kv.ErrClosed)
	expect(t, db, "a/1", "one")
}

// insideBubble would end in "deadlock: all goroutines in bubble are blocked", or never let the clock move, if an engine
// waited on anything but channels of the bubble.
func insideBubble(t *testing.T, open Open) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t)
		start := time.Now()
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Hour)
				put(t, db, key(i), "x")
			})
		}

		time.Sleep(4*time.Hour + time.Minute)
		synctest.Wait()
		view(t, db, func(r kv.Reader) {
			expectRange(t, r, kv.Range{}, key(0), "x", key(1), "x", key(2), "x", key(3), "x", key(4), "x")
		})

		wg.Wait()
		if waited := time.Since(start); waited != 9*time.Hour {
			t.Errorf("%v passed in the bubble", waited)
		}
	})
}
