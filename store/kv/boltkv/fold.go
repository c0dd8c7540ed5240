package boltkv

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/internal/wal"
)

// foldFrom is the size of the log from which its records are folded: brought to the data file in the background, each
// key once and in order. It is reached after some thousand commands.
const foldFrom = 4 << 20

// errBypass says that a group cannot go to the log.
var errBypass = errors.New("too large for the log")

// Fold returns when the data file has all that was acknowledged before.
func (db *DB) Fold(ctx context.Context) error {
	if db.options.ReadOnly {
		return nil
	}

	if err := db.fold(ctx); err != nil {
		return fmt.Errorf("bring the log of the database %s to the data file: %w", db.path, err)
	}

	return nil
}

func (db *DB) fold(ctx context.Context) error {
	// A fold that runs already is waited for first, so that writers need not wait for it too.
	if err := db.take(ctx, db.folding); err != nil {
		return err
	}

	<-db.folding
	if err := db.takeAll(ctx); err != nil {
		return err
	}

	defer func() { <-db.folding }()
	err := db.stopped()
	if err == nil {
		err = db.foldFrozen() // what an earlier fold could not take
	}

	if err == nil {
		db.freeze(db.gathering)
	}

	<-db.turn
	<-db.syncing
	if err != nil {
		return err
	}

	return db.foldFrozen()
}

// takeAll takes every token, in the one order in which more than one is taken.
func (db *DB) takeAll(ctx context.Context) error {
	tokens := []chan struct{}{db.syncing, db.turn, db.folding}
	for i, token := range tokens {
		if err := db.take(ctx, token); err != nil {
			for _, taken := range tokens[:i] {
				<-taken
			}

			return err
		}
	}

	return nil
}

// makeRoom has the log folded when it is large, and waits only where the record has no room: the log never grows
// beyond its bound. The caller has syncing and the turn.
func (db *DB) makeRoom(g *group, length int) error {
	if db.log.Size() < foldFrom && db.log.Fits(length) {
		return nil
	}

	select {
	case db.folding <- struct{}{}:
	default:
		if db.log.Fits(length) {
			return nil
		}

		db.folding <- struct{}{}
	}

	if err := db.stopped(); err != nil {
		<-db.folding
		return err
	}

	if db.overlay.latest().frozen != nil { // the last fold found no room
		<-db.folding
		return errBypass
	}

	db.freeze(g)
	go db.foldInBackground()
	return nil
}

// freeze begins a fold of all that is acknowledged, and the other file of the log; g is the group that is not. The
// caller has every token.
func (db *DB) freeze(g *group) {
	if db.overlay.acknowledged().current.Len() == 0 {
		return
	}

	var written map[string]change
	if g != nil {
		written = g.changes
	}

	db.overlay.freeze(db.log.Last(), written)
	db.log.Rotate()
}

// foldInBackground returns the token folding. What fails is tried again by the next group, which is told.
func (db *DB) foldInBackground() {
	defer func() { <-db.folding }()
	_ = db.foldFrozen()
}

// foldFrozen brings to the data file what was frozen, if anything. The caller has folding.
func (db *DB) foldFrozen() error {
	frozen := db.overlay.latest().frozen
	if frozen == nil {
		return nil
	}

	next := db.state
	next.Sequence = db.overlay.through
	if err := db.commitToFile(frozen, next); err != nil {
		return err
	}

	db.overlay.folded()
	return nil
}

// commitDirectly writes a group to the data file in one transaction with all that belongs to it: the first one, with
// the mark that a log is in use, and those that the log cannot take. Everything before is folded first. The caller has
// syncing and the turn.
func (db *DB) commitDirectly(g *group) error {
	db.folding <- struct{}{}
	defer func() { <-db.folding }()
	defer db.overlay.forget() // if all went well, the file has it

	if err := db.foldAll(g); err != nil {
		return err
	}

	changes := newTree()
	for key, c := range g.changes {
		changes.Set(key, c)
	}

	if db.log == nil && !db.bypasses(g) {
		return db.commitWithLog(changes)
	}

	return db.commitToFile(changes, db.state)
}

// foldAll folds everything that is acknowledged. The caller has every token.
func (db *DB) foldAll(g *group) error {
	if err := db.stopped(); err != nil {
		return err
	}

	if err := db.foldFrozen(); err != nil {
		return err
	}

	db.freeze(g)
	return db.foldFrozen()
}

// commitWithLog makes the log, and then has the data file say that it is in use.
func (db *DB) commitWithLog(changes *tree) error {
	var id wal.ID
	if _, err := io.ReadFull(rand.Reader, id[:]); err != nil {
		return fmt.Errorf("name the log: %w", err)
	}

	log, err := wal.Create(db.disk, db.logName(), id, db.state.Sequence)
	if err != nil && errors.Is(translate(err), kv.ErrFull) {
		return db.commitToFile(changes, db.state) // where there is no room for a log, there may be some in the file
	}

	if err != nil {
		return err
	}

	err = db.commitToFile(changes, state{Sequence: db.state.Sequence, Log: id.String(), Open: true})
	if err != nil {
		return errors.Join(err, log.Close(), wal.Remove(db.disk, db.logName()))
	}

	db.log = log
	return nil
}

// commitToFile writes changes in one transaction with what the data file says of its log. The caller has folding.
func (db *DB) commitToFile(changes *tree, next state) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	tx, err := db.bolt.Begin(true)
	if err != nil {
		return translate(err)
	}

	defer func() {
		if p := recover(); p != nil { // bbolt panics on some kinds of damage
			err = db.stop(damagedPage(p))
			rollback(tx)
		}
	}()

	f := db.filling(tx)
	if err := errors.Join(f.apply(changes), next.write(tx, db.form)); err != nil {
		return db.unlessFull(errors.Join(err, tx.Rollback()))
	}

	if err := db.commit(tx); err != nil {
		return db.unlessFull(err)
	}

	db.state = next
	return nil
}

// rollback ends a transaction on a file that is damaged, so that reads go on and the file can be closed.
func rollback(tx *bolt.Tx) {
	defer func() { _ = recover() }() // the damage is reported already
	_ = tx.Rollback()
}

// unlessFull stops all writing after a failure of the disk, but not when it is full: then nothing was written.
func (db *DB) unlessFull(err error) error {
	if err = translate(err); errors.Is(err, kv.ErrFull) {
		return err
	}

	return db.stop(err)
}

// bypasses says whether a group has to go to the data file at once: because it is too large for the log, or because the
// file is so near its maximum size that only bolt can tell whether there is room. What is in the log must have room in
// the file, since it has been acknowledged.
func (db *DB) bypasses(g *group) bool {
	const growth = 16 << 20 // by which bolt enlarges its file
	if g.bytes+16*len(g.changes) > wal.Largest {
		return true
	}

	if db.options.MaxSize == 0 {
		return false
	}

	tx, err := db.bolt.Begin(false)
	if err != nil {
		return true
	}

	defer tx.Rollback() //nolint:errcheck // it was only looked at
	// At worst every key takes pages of its own at three levels, and values leave half of theirs empty; more pages than
	// there are cannot be rewritten, in this fold and the one after it.
	unfolded := int64(db.overlay.keys())
	rewritten := min(3*unfolded*int64(db.bolt.Info().PageSize), 2*tx.Size())
	added := 4 * int64(g.bytes)
	if db.log != nil {
		added += 4 * db.log.Unfolded()
	}

	return tx.Size()+rewritten+added+growth > db.options.MaxSize
}

// filling writes changes to the buckets of a transaction.
type filling struct {
	tx        *bolt.Tx
	form      form
	ascending []string
	buckets   map[string]*bolt.Bucket
}

func (db *DB) filling(tx *bolt.Tx) *filling {
	return &filling{tx: tx, form: db.form, ascending: db.options.Ascending, buckets: map[string]*bolt.Bucket{}}
}

func (f *filling) apply(changes *tree) (err error) {
	changes.Scan(func(key string, c change) bool {
		err = f.put(key, c)
		return err == nil
	})

	return err
}

func (f *filling) put(key string, c change) error {
	collection, rest, _ := splitKey(key)
	bucket, err := f.bucket(collection, !c.deleted)
	if bucket == nil || err != nil {
		return err
	}

	if c.deleted {
		return bucket.Delete([]byte(rest))
	}

	return bucket.Put([]byte(rest), f.form.stored(key, c.value))
}

// bucket returns the bucket of a collection, or nil when there is none and none is to be made.
func (f *filling) bucket(collection string, create bool) (*bolt.Bucket, error) {
	if bucket := f.buckets[collection]; bucket != nil {
		return bucket, nil
	}

	bucket := f.tx.Bucket([]byte(collection))
	if bucket == nil && !create {
		return nil, nil
	}

	if bucket == nil {
		var err error
		if bucket, err = f.tx.CreateBucket([]byte(collection)); err != nil {
			return nil, err
		}
	}

	for _, name := range f.ascending {
		if name+"/" == collection {
			bucket.FillPercent = ascendingFill
		}
	}

	f.buckets[collection] = bucket
	return bucket, nil
}
