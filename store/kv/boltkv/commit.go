package boltkv

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/leadloop/leadloop/store/kv"
)

// ErrStopped is wrapped by Update after the disk has failed: what the system then says of the file can no longer be
// relied on, so nothing more is written until the program is started again. Reads go on.
var ErrStopped = errors.New("writing has stopped after a failure of the disk")

// group is what shares one sync. The first to join leads it: it waits until the group before is synced, and meanwhile
// others join. There is no timer: a lone Update is written at once.
type group struct {
	changes map[string]change
	bytes   int   // of keys and values
	updates int64 // that joined
	err     error // how it went
	done    chan struct{}
}

// Update implements kv.DB.
func (db *DB) Update(ctx context.Context, fn func(kv.Writer) error) error {
	if db.options.ReadOnly {
		return fmt.Errorf("update: %w", kv.ErrReadOnly)
	}

	if err := db.takeTurn(ctx); err != nil {
		return fmt.Errorf("update: %w", err)
	}

	g, leads, err := db.run(fn)
	if leads {
		db.lead(g)
	}

	if g == nil {
		return err
	}

	// What fn read may have been written by a group that is not synced yet, so even its failure counts only if that one
	// is kept.
	<-g.done
	if g.err != nil {
		return fmt.Errorf("update: %w", g.err)
	}

	return err
}

// takeTurn waits until nobody else is writing. Those that wait are served in order.
func (db *DB) takeTurn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}

	if err := db.take(ctx, db.turn); err != nil {
		return err
	}

	err := errors.Join(ctx.Err(), db.stopped())
	if err != nil {
		<-db.turn
	}

	return err
}

// take takes one of the tokens, unless the context or the database ends before.
func (db *DB) take(ctx context.Context, token chan struct{}) error {
	select {
	case token <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	case <-db.closing:
		return kv.ErrClosed
	}

	select {
	case <-db.closing: // both were possible
		<-token
		return kv.ErrClosed
	default:
		return nil
	}
}

// run calls fn in its turn, and hands the turn on in whatever way fn ends: with a panic or a runtime.Goexit (a test's
// Fatal) too. It returns the group on whose outcome the answer depends, if any, and whether to lead it.
func (db *DB) run(fn func(kv.Writer) error) (g *group, leads bool, err error) {
	defer func() { <-db.turn }()
	tx, err := db.begin(db.overlay.latest)
	if err != nil {
		return nil, false, fmt.Errorf("update: %w", err)
	}

	defer tx.end()
	if err := fn(tx); err != nil {
		return db.newest, false, err
	}

	if tx.invalid != nil {
		return db.newest, false, fmt.Errorf("update: %w", tx.invalid)
	}

	db.updates.Add(1)
	if tx.writes.Len() == 0 {
		return db.newest, false, nil
	}

	g, leads = db.join(tx)
	return g, leads, nil
}

// join adds what a transaction wrote to the group that is gathering, so that the next one sees it.
func (db *DB) join(tx *transaction) (g *group, leads bool) {
	if leads = db.gathering == nil; leads {
		db.gathering = &group{changes: map[string]change{}, done: make(chan struct{})}
		db.newest = db.gathering
	}

	g = db.gathering
	g.updates++
	tx.writes.Scan(func(key string, c change) bool {
		g.changes[key] = c
		g.bytes += len(key) + len(c.value)
		db.overlay.working.Set(key, c)

		return true
	})

	return g, leads
}

// lead brings a group to the disk.
func (db *DB) lead(g *group) {
	db.syncing <- struct{}{} // the group before is done

	// Those that it has just answered may want to join; and so may those that wait for their turn already, since the turn
	// is taken behind them.
	runtime.Gosched()
	db.turn <- struct{}{}
	after, err := db.seal(g)
	<-db.turn
	if after != nil {
		err = db.confirm(after)
	}

	db.noteRoom(err)
	if g.err = err; err == nil {
		db.commits.Add(1)
		db.largestBatch.Store(max(db.largestBatch.Load(), g.updates))
	}

	g.changes = nil
	<-db.syncing
	close(g.done)
}

// seal lets no more join, and writes the group: to the log, where it has to be synced before others see what comes
// after it, or straight to the data file. The caller has syncing and the turn.
func (db *DB) seal(g *group) (after *tree, err error) {
	db.gathering = nil
	if err := db.stopped(); err != nil {
		return nil, err
	}

	err = errBypass
	if db.log != nil && !db.bypasses(g) {
		err = db.append(g)
	}

	switch {
	case err == nil:
		return db.overlay.working.Copy(), nil
	case errors.Is(err, errBypass), errors.Is(err, kv.ErrFull):
		// Where the log has no room, the data file may.
		return nil, db.commitDirectly(g)
	}

	return nil, err
}

// append writes the group to the log.
func (db *DB) append(g *group) error {
	record := g.record()
	if err := db.makeRoom(g, len(record)); err != nil {
		return err
	}

	err := translate(db.log.Append(record))
	if err != nil && !errors.Is(err, kv.ErrFull) {
		return db.stop(err)
	}

	return err
}

func (g *group) record() []byte {
	b := make([]byte, 0, g.bytes+4*len(g.changes))
	for key, c := range g.changes {
		b = appendChange(b, key, c)
	}

	return b
}

// confirm waits for the disk, and then lets Views see what was written.
func (db *DB) confirm(after *tree) error {
	if err := db.log.Sync(); err != nil {
		return db.stop(err)
	}

	db.overlay.acknowledge(after)
	return nil
}

// stop ends all writing: after a failure the system may call clean what never reached the disk.
func (db *DB) stop(cause error) error {
	err := fmt.Errorf("%w: %w. Nothing of this was acknowledged. Check the disk, then start the program again", ErrStopped, cause)
	db.failure.CompareAndSwap(nil, &err)
	return err
}

// noteRoom remembers whether there was room for the last group.
func (db *DB) noteRoom(err error) {
	switch {
	case err == nil:
		db.full.Store(nil)
	case errors.Is(err, kv.ErrFull):
		db.full.Store(&err)
	}
}

// Refusing says why Updates are refused now, and is nil where they are not: after a failure of the disk, or since there
// was no room for the last one. Whether there is room again only an Update can tell.
func (db *DB) Refusing() error {
	if err := db.stopped(); err != nil {
		return err
	}

	if err := db.full.Load(); err != nil {
		return *err
	}

	return nil
}

func (db *DB) stopped() error {
	if err := db.failure.Load(); err != nil {
		return *err
	}

	return nil
}
