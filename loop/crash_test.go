package loop_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

var errCrash = errors.New("the power went out")

// crashing is a database that fails one commit: before it, so that nothing is
// written, or right after it, so that nobody learns that it was.
type crashing struct {
	kv.DB
	commits int
	fails   int // the number of the commit that fails; 0 is none
	written bool
}

func (c *crashing) Update(ctx context.Context, fn func(kv.Writer) error) error {
	c.commits++
	if c.commits != c.fails {
		return c.DB.Update(ctx, fn)
	}
	err := c.DB.Update(ctx, func(w kv.Writer) error {
		if err := fn(w); err != nil || c.written {
			return err
		}
		return errCrash
	})
	if err == nil {
		return errCrash
	}
	return err
}

// A crash at any commit, before or after it, leaves no trace once the input is
// delivered again: the whole store is what it is without the crash.
func TestACrashAtAnyCommitLosesAndDoublesNothing(t *testing.T) {
	calm := emptyOffice(t, memkv.New())
	crashes := 0
	calm.plays(func(m move, req core.Request) error {
		before := copied(t, calm.db)
		counted := &crashing{DB: calm.db}
		calm.db = counted
		calm.opens()
		commits := counted.commits
		err := m.run(t.Context(), calm, req)
		commits = counted.commits - commits
		calm.db = counted.DB
		want := dump(t, calm.db)
		for n := 1; n <= commits; n++ {
			for _, written := range []bool{false, true} {
				crashes++
				got := afterCrash(t, copied(t, before), calm.now, n, written, m, req)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s, crash at its commit %d, written %t (-calm +crashed):\n%s", m.name, n, written, diff)
				}
			}
		}
		return err
	})
	if crashes < 300 {
		t.Errorf("only %d crashes", crashes)
	}
}

// afterCrash is what is stored when a move crashes at its nth commit, and is
// made again by a new process.
func afterCrash(t *testing.T, db kv.DB, now time.Time, n int, written bool, m move, req core.Request) []string {
	t.Helper()
	failing := &crashing{DB: db, written: written}
	o := emptyOffice(t, failing)
	o.now, failing.fails = now, failing.commits+n
	if err := m.run(t.Context(), o, req); !errors.Is(err, errCrash) {
		t.Fatalf("%s, crash at its commit %d: %v", m.name, n, err)
	}
	o.opens()
	if err := m.run(t.Context(), o, req); err != nil && !isDuplicate(err) {
		t.Fatalf("%s, after a crash at its commit %d: %v", m.name, n, err)
	}
	return dump(t, db)
}

func copied(t *testing.T, from kv.DB) kv.DB {
	t.Helper()
	to := memkv.New()
	err := from.View(t.Context(), func(r kv.Reader) error {
		return to.Update(t.Context(), func(w kv.Writer) error {
			for e, err := range r.Scan(kv.Range{}) {
				if err != nil {
					return err
				}
				w.Put(e.Key, e.Value)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}
