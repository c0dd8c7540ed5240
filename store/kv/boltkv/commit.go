package boltkv

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv"
)

// A batch ends when nobody waits any more, or at these sizes, so that the first in it does not wait for ever.
const (
	maxBatchUpdates = 1024
	maxBatchBytes   = 16 << 20
)

// request is an Update waiting for its turn. The function runs on the goroutine of its caller, so that a panic or a
// runtime.Goexit in it (a test's Fatal) unwinds the caller and never the committer.
type request struct {
	turn chan turn
	ran  chan *transaction // what it wrote; nil when it failed
	done chan error        // how the commit of the batch went
}

// turn lets a request run on the transaction that all of the batch share.
type turn struct {
	bolt *bolt.Tx
	err  error
}

// Update implements kv.DB.
func (db *DB) Update(ctx context.Context, fn func(kv.Writer) error) error {
	if db.options.ReadOnly {
		return fmt.Errorf("update: %w", kv.ErrReadOnly)
	}

	if err := ctx.Err(); err != nil {
		return fmt.Errorf("update: %w", err)
	}

	r := &request{turn: make(chan turn), ran: make(chan *transaction), done: make(chan error, 1)}
	select {
	case db.queue <- r:
	case <-ctx.Done():
		return fmt.Errorf("update: %w", ctx.Err())
	case <-db.closing:
		return fmt.Errorf("update: %w", kv.ErrClosed)
	}

	t := <-r.turn
	if t.err != nil {
		return fmt.Errorf("update: %w", t.err)
	}

	err := r.run(ctx, t.bolt, fn)

	// What fn read may have been written earlier in this batch, so even its failure counts only if the batch is committed.
	if failed := <-r.done; failed != nil {
		return fmt.Errorf("update: %w", failed)
	}

	return err
}

// run calls fn on a private overlay and, in whatever way fn ends, hands the turn back to the committer.
func (r *request) run(ctx context.Context, tx *bolt.Tx, fn func(kv.Writer) error) (err error) {
	overlay := &transaction{bolt: tx}
	var result *transaction
	defer func() {
		overlay.end()
		r.ran <- result
	}()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("update: %w", err)
	}

	if err := fn(overlay); err != nil {
		return err
	}

	if overlay.invalid != nil {
		return fmt.Errorf("update: %w", overlay.invalid)
	}

	result = overlay
	return nil
}

// commitLoop is the one committer. While it waits for the disk, requests gather; then it takes them all. There is no
// timer: a lone request is committed at once.
func (db *DB) commitLoop() {
	defer close(db.stopped)
	for {
		select {
		case <-db.closing:
			return
		default:
		}

		select {
		case first := <-db.queue:
			db.commitBatch(first)
		case <-db.closing:
			return
		}
	}
}

func (db *DB) commitBatch(first *request) {
	db.writing <- struct{}{}
	defer func() { <-db.writing }()
	tx, err := db.bolt.Begin(true)
	if err != nil {
		first.turn <- turn{err: translate(err)}
		return
	}

	b := batch{db: db, tx: tx, buckets: map[string]*bolt.Bucket{}}
	for r := first; r != nil; r = b.next() {
		b.run(r)
	}

	err = translate(b.commit())
	db.count(b)
	for _, r := range b.members {
		r.done <- err
	}
}

func (db *DB) count(b batch) {
	if b.bytes > 0 {
		db.commits.Add(1)
	}

	n := int64(len(b.members))
	db.updates.Add(n)
	db.largestBatch.Store(max(db.largestBatch.Load(), n))
}

// batch is what shares one commit.
type batch struct {
	db      *DB
	tx      *bolt.Tx
	buckets map[string]*bolt.Bucket
	members []*request
	bytes   int   // keys and values written
	err     error // a write that bbolt refused; nothing of the batch is kept then
}

// next returns a request that waits already, or nil.
func (b *batch) next() *request {
	if b.err != nil || b.bytes >= maxBatchBytes || len(b.members) >= maxBatchUpdates {
		return nil
	}

	select {
	case r := <-b.db.queue:
		return r
	default:
		return nil
	}
}

// run gives r its turn and adds what it wrote, so that the next one sees it.
func (b *batch) run(r *request) {
	b.members = append(b.members, r)
	r.turn <- turn{bolt: b.tx}
	overlay := <-r.ran
	if overlay == nil {
		return
	}

	for w := overlay.writes.Walk("", "", false); b.err == nil; {
		key, change, ok := w.Next()
		if !ok {
			return
		}

		b.err = b.apply(key, change)
	}
}

func (b *batch) apply(key string, change change) error {
	collection, rest, _ := splitKey(key)
	bucket, err := b.bucket(collection, !change.deleted)
	if bucket == nil || err != nil {
		return err
	}

	b.bytes += len(key) + len(change.value)
	if change.deleted {
		return bucket.Delete([]byte(rest))
	}

	return bucket.Put([]byte(rest), change.value)
}

// bucket returns the bucket of a collection, or nil when there is none and none is to be made.
func (b *batch) bucket(collection string, create bool) (*bolt.Bucket, error) {
	if bucket := b.buckets[collection]; bucket != nil {
		return bucket, nil
	}

	bucket := b.tx.Bucket([]byte(collection))
	if bucket == nil && !create {
		return nil, nil
	}

	if bucket == nil {
		var err error
		if bucket, err = b.tx.CreateBucket([]byte(collection)); err != nil {
			return nil, err
		}
	}

	if b.db.isAscending(collection) {
		bucket.FillPercent = ascendingFill
	}

	b.buckets[collection] = bucket
	return bucket, nil
}

func (b *batch) commit() error {
	if b.err != nil {
		_ = b.tx.Rollback() // the cause is reported
		return b.err
	}

	if b.bytes == 0 {
		return b.tx.Rollback()
	}

	return b.tx.Commit()
}

func (db *DB) isAscending(collection string) bool {
	for _, name := range db.options.Ascending {
		if name+"/" == collection {
			return true
		}
	}

	return false
}
