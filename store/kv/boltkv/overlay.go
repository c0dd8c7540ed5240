package boltkv

import (
	"sync"

	"github.com/tidwall/btree"
)

// degree makes nodes of up to 15 keys. A snapshot shares them, so the next group copies those that it writes to: larger
// nodes copy more, smaller ones are deeper.
const degree = 8

// change is what is done to one key.
type change struct {
	value   []byte
	deleted bool
	damaged bool // what the file has is not what was written
}

// tree is an ordered map of changes. A copy is made in constant time.
type tree = btree.Map[string, change]

func newTree() *tree { return btree.NewMap[string, change](degree) }

// layers are a snapshot of what the data file does not have yet; what current has is newer than what frozen has.
type layers struct {
	current, frozen *tree // never changed; frozen may be nil
	folds           uint64
}

// overlay holds what is in the log and not yet in the data file.
type overlay struct {
	mu      sync.Mutex // held for assignments only, never while something is waited for
	durable *tree      // acknowledged; a tree that is here is never changed, only replaced
	frozen  *tree      // older, on its way to the data file; nil: nothing is
	through uint64     // the sequence of the last record in frozen
	folds   uint64     // how often frozen has become part of the data file

	// working is durable and what the groups that are not synced yet have written. It belongs to whoever has the turn.
	working *tree
}

func newOverlay() *overlay { return &overlay{durable: newTree(), working: newTree()} }

// acknowledged is what a View sees.
func (o *overlay) acknowledged() layers {
	o.mu.Lock()
	defer o.mu.Unlock()
	return layers{current: o.durable, frozen: o.frozen, folds: o.folds}
}

// latest is what an Update sees whose turn it is.
func (o *overlay) latest() layers {
	o.mu.Lock()
	defer o.mu.Unlock()
	return layers{current: o.working, frozen: o.frozen, folds: o.folds}
}

// acknowledge lets Views see what a group that is synced has made of working.
func (o *overlay) acknowledge(after *tree) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.durable = after
}

// forget takes back what groups wrote that are not acknowledged and never will be.
func (o *overlay) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.working = o.durable.Copy()
}

// freeze puts what is acknowledged, up to the sequence through, on its way to the data file; written is what a group
// that is not acknowledged has written since. Nothing may be on its way already, and no sync may be under way.
func (o *overlay) freeze(through uint64, written map[string]change) {
	working := newTree()
	for key, c := range written {
		working.Set(key, c)
	}

	o.mu.Lock()
	defer o.mu.Unlock()
	o.frozen, o.through = o.durable, through
	o.durable, o.working = newTree(), working
}

// folded ends what freeze began: the data file has it.
func (o *overlay) folded() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.frozen = nil
	o.folds++
}

// keys is how many keys the data file does not have yet.
func (o *overlay) keys() int {
	now := o.latest()
	n := now.current.Len()
	if now.frozen != nil {
		n += now.frozen.Len()
	}

	return n
}
