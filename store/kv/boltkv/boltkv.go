// Package boltkv is the default kv.DB: one bbolt file, with group commit.
//
// Inside the file each collection (the first segment of the keys, with its slash) is a bucket, and the rest of the key
// is the key in it. Since no bucket name is a prefix of another, walking the buckets in order walks the keys in order.
package boltkv

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/leadloop/leadloop/store/kv"
)

// ErrDamaged is wrapped by Open, Check, Backup and Compact when a file is not a database, or no longer a sound one.
var ErrDamaged = errors.New("not a sound database file")

const (
	defaultTimeout = 3 * time.Second
	// mapSize is address space, not memory. A file that outgrows it is mapped again, and that waits for every reader.
	mapSize = 64 << 20
	// ascendingFill is how full pages are left in collections that only grow at their end; bbolt's own default is one
	// half.
	ascendingFill = 0.9
)

// Options are the settings of Open. The zero Options are good.
type Options struct {
	// MaxSize is the size of the file in bytes beyond which Update returns kv.ErrFull; 0: no limit. As the file grows in
	// steps of 16 MiB, up to that much may stay unused.
	MaxSize int64
	// ReadOnly opens an existing file for View only. It still needs that no other process has the file open for writing.
	ReadOnly bool
	// Unsynced leaves it to the system when commits reach the disk; Close waits for it. What a power cut may then
	// damage has to be data that can be made again.
	Unsynced bool
	// Timeout is how long to wait for another process to let go of the file; 0: 3 seconds.
	Timeout time.Duration
	// Ascending names the collections whose new keys come after all their old ones, such as a journal keyed by time. Their
	// pages are filled almost entirely, which halves their size.
	Ascending []string
}

// DB is a database in one file. In a synctest bubble it must be opened and closed inside the bubble.
type DB struct {
	path    string
	options Options
	bolt    *bolt.DB

	queue   chan *request // to the committer, which takes whatever waits
	writing chan struct{} // holds one token while the file is written, or must not be
	closing chan struct{}
	stopped chan struct{} // closed when the committer has ended
	close   sync.Once
	flush   sync.Once

	commits, updates, largestBatch atomic.Int64
}

var _ kv.DB = (*DB)(nil)

// Open opens the database at path, and creates it, readable by its owner only, unless options ask for reading.
func Open(path string, options Options) (*DB, error) {
	b, err := openFile(path, options)
	if err != nil {
		return nil, fmt.Errorf("open the database %s: %w", path, err)
	}

	db := &DB{
		path:    path,
		options: options,
		bolt:    b,
		queue:   make(chan *request),
		writing: make(chan struct{}, 1),
		closing: make(chan struct{}),
		stopped: make(chan struct{}),
	}

	go db.commitLoop()
	return db, nil
}

// View implements kv.DB.
func (db *DB) View(ctx context.Context, fn func(kv.Reader) error) error {
	tx, err := db.beginRead(ctx)
	if err != nil {
		return fmt.Errorf("view: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // it fails only if the transaction has ended, which nobody else does
	snapshot := &transaction{bolt: tx}
	defer snapshot.end()
	return fn(snapshot)
}

// Close implements kv.DB.
func (db *DB) Close() error {
	db.close.Do(func() { close(db.closing) })
	<-db.stopped
	if err := errors.Join(db.sync(), db.bolt.Close()); err != nil {
		return fmt.Errorf("close the database %s: %w", db.path, err)
	}

	return nil
}

// sync brings to the disk what was committed without waiting for it. Who closes
// a second time finds the file closed.
func (db *DB) sync() (err error) {
	if db.options.Unsynced {
		db.flush.Do(func() { err = db.bolt.Sync() })
	}

	return err
}

func (db *DB) beginRead(ctx context.Context) (*bolt.Tx, error) {
	select {
	case <-db.closing:
		return nil, kv.ErrClosed
	default:
	}

	if err := ctx.Err(); err != nil {
		return nil, err
	}

	tx, err := db.bolt.Begin(false)
	return tx, translate(err)
}

// translate gives errors of bbolt and of the disk the names of the contract.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return kv.ErrClosed
	case errors.Is(err, bolterrors.ErrDatabaseReadOnly):
		return kv.ErrReadOnly
	case errors.Is(err, bolterrors.ErrMaxSizeReached):
		return fmt.Errorf("%w: the database has reached its maximum size; raise the maximum or delete old data", kv.ErrFull)
	case isDiskFull(err):
		return fmt.Errorf("%w: the disk of the database is full; free some space on it: %w", kv.ErrFull, err)
	}

	return err
}

// isDiskFull also looks at the text, since bbolt does not wrap the error when enlarging the file fails.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		strings.Contains(err.Error(), syscall.ENOSPC.Error())
}
