package boltkv_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
	"github.com/leadloop/leadloop/store/kv/internal/wal/waltest"
)

// powered is a database whose power is cut, with what it should hold.
type powered struct {
	t    *testing.T
	disk *waltest.Disk
	path string
	db   *boltkv.DB

	mu       sync.Mutex
	accepted map[string]string // acknowledged
	unsure   map[string]string // not acknowledged: wholly there or not at all
}

func newPowered(t *testing.T, seed uint64) *powered {
	t.Helper()
	return &powered{
		t: t, disk: waltest.New(seed), path: filepath.Join(t.TempDir(), "test.db"),
		accepted: map[string]string{}, unsure: map[string]string{},
	}
}

// start opens the database with the power on until some step, counted in writes, syncs and commits; 0 is for ever.
func (p *powered) start(cutAt int) error {
	p.t.Helper()
	p.disk = p.disk.Restart()
	p.disk.CutAt(cutAt)
	var err error
	p.db, err = boltkv.OpenOn(p.disk, p.path, boltkv.Options{Unsynced: true}, p.commit)
	return err
}

// commit is a step before and a step after: bolt itself leaves all of a commit or nothing.
func (p *powered) commit(commit func() error) error {
	if err := p.disk.Step("begin a commit"); err != nil {
		return err
	}
	return errors.Join(commit(), p.disk.Step("end a commit"))
}

// writes makes one change of two halves, and counts those that were made before.
func (p *powered) writes(id, value string) error {
	err := p.db.Update(context.Background(), func(w kv.Writer) error {
		w.Put("left/"+id, []byte(value))
		w.Put("right/"+id, []byte(value))
		return increment(w)
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		p.accepted[id] = value
	} else {
		p.unsure[id] = value
	}
	return err
}

func increment(w kv.Writer) error {
	value, err := w.Get("count/x")
	if err != nil && !errors.Is(err, kv.ErrNotFound) {
		return err
	}
	w.Put("count/x", append(slices.Clip(value), '+'))
	return nil
}

// verify expects every acknowledged change, and of no change only one half.
func (p *powered) verify() {
	p.t.Helper()
	found, counted := map[string]string{}, 0
	err := p.db.View(context.Background(), func(r kv.Reader) error {
		for e, err := range r.Scan(kv.Range{}) {
			if err != nil {
				return err
			}
			half, id, _ := strings.Cut(e.Key, "/")
			switch half {
			case "left":
				found[id] = string(e.Value)
			case "right":
				if found[id] != string(e.Value) {
					p.t.Errorf("the halves of %s differ", id)
				}
			default:
				counted = len(e.Value)
			}
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	for id, value := range p.accepted {
		if found[id] != value {
			p.t.Errorf("%s was acknowledged and is lost", id)
		}
	}
	for id, value := range found {
		if p.accepted[id] != value && p.unsure[id] != value {
			p.t.Errorf("%s holds what was never written", id)
		}
		p.accepted[id] = value
	}
	clear(p.unsure)
	if counted != len(found) {
		p.t.Errorf("%d changes were counted and %d are there", counted, len(found))
	}
}

// crash runs until the power is cut, and looks at what is left.
func (p *powered) crash(cutAt int, work func()) (steps int) {
	p.t.Helper()
	if err := p.start(cutAt); err == nil {
		p.verify()
		work()
		if err := p.db.Close(); err != nil && !errors.Is(err, waltest.ErrPowerCut) {
			p.t.Errorf("close: %v", err)
		}
	} else if !errors.Is(err, waltest.ErrPowerCut) {
		p.t.Fatalf("open: %v", err)
	}
	steps = p.disk.Steps()
	if err := p.start(0); err != nil {
		p.t.Fatalf("open after the power was cut at step %d: %v", cutAt, err)
	}
	p.verify()
	return steps
}

// TestPowerIsCutAtEachStep cuts it at the first step, the second, and so on, of the same work.
func TestPowerIsCutAtEachStep(t *testing.T) {
	for cutAt := 1; ; cutAt++ {
		p := newPowered(t, uint64(cutAt))
		work := func(round int) func() {
			return func() {
				for n := range 6 {
					if p.writes(fmt.Sprintf("%d-%d", round, n), strings.Repeat("v", 700*n)) != nil {
						return
					}
					if n == 3 && p.db.Fold(context.Background()) != nil {
						return
					}
				}
			}
		}
		steps := p.crash(cutAt, work(1))
		work(2)()
		if err := p.db.Close(); err != nil {
			t.Error(err)
		}
		p.crash(cutAt, work(3)) // on what was there already
		if err := p.db.Close(); err != nil {
			t.Error(err)
		}
		if err := boltkv.Verify(p.path); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("the power was cut at step %d", cutAt)
		}
		if steps < cutAt {
			if cutAt < 30 {
				t.Errorf("all was done in %d steps", steps)
			}
			return
		}
	}
}

// crashesEnv is how many crashes there are; 1,000 take ten seconds.
const crashesEnv = "LEADLOOP_CRASHES"

// TestPowerIsCutAgainAndAgain cuts it at random moments while several write, on one database that grows older.
func TestPowerIsCutAgainAndAgain(t *testing.T) {
	crashes := 200
	if asked := os.Getenv(crashesEnv); asked != "" {
		var err error
		if crashes, err = strconv.Atoi(asked); err != nil {
			t.Fatalf("%s: %v", crashesEnv, err)
		}
	}
	const seed = 12
	r := rand.New(rand.NewPCG(seed, 0))
	p := newPowered(t, seed)
	for crash := range crashes {
		size := 1 << r.IntN(16)
		cutAt := 1 + r.IntN(60)
		p.crash(cutAt, func() {
			var working sync.WaitGroup
			for caller := range 3 {
				working.Go(func() {
					for n := 0; p.writes(fmt.Sprintf("%d-%d-%d", crash, caller, n), strings.Repeat("v", size)) == nil; n++ {
						if n%7 == 6 && p.db.Fold(context.Background()) != nil {
							return
						}
					}
				})
			}
			working.Wait()
		})
		p.empties()
		if crash%10 == 0 { // else the next one begins where this one crashed
			if err := p.db.Close(); err != nil {
				t.Error(err)
			}
			if err := boltkv.Verify(p.path); err != nil {
				t.Error(err)
			}
		} else {
			abandon(p)
		}
		if t.Failed() {
			t.Fatalf("crash %d, at step %d", crash, cutAt)
		}
	}
}

// empties deletes everything once it has become much.
func (p *powered) empties() {
	p.t.Helper()
	if len(p.accepted) < 200 {
		return
	}
	err := p.db.Update(context.Background(), func(w kv.Writer) error {
		for e, err := range w.Scan(kv.Range{}) {
			if err != nil {
				return err
			}
			w.Delete(e.Key)
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	clear(p.accepted)
}

// abandon ends a database without giving it the time to close well.
func abandon(p *powered) {
	p.disk.CutAt(1)
	_ = p.db.Close() // it says that the power is cut
}
