// Package memkv is a kv.DB in memory, for tests and demonstrations. It keeps nothing when the process ends.
package memkv

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/internal/sorted"
)

type tree = sorted.Map[[]byte]

// DB is a database in memory. A snapshot costs nothing: the tree of a commit is never changed, only replaced.
type DB struct {
	committed atomic.Pointer[tree]
	// writing holds one token while an Update runs. It is a channel rather than a mutex, so that waiting ends with the
	// context and counts as blocked in a synctest bubble.
	writing chan struct{}
	viewing sync.RWMutex // held for reading by every View, so that Close can wait for them
	closing sync.Once
	closed  chan struct{}
}

var _ kv.DB = (*DB)(nil)

// New returns an empty database.
func New() *DB {
	db := &DB{writing: make(chan struct{}, 1), closed: make(chan struct{})}
	db.committed.Store(&tree{})
	return db
}

// View implements kv.DB.
func (db *DB) View(ctx context.Context, fn func(kv.Reader) error) error {
	db.viewing.RLock()
	defer db.viewing.RUnlock()
	if err := db.refuse(ctx); err != nil {
		return fmt.Errorf("view: %w", err)
	}

	tx := &transaction{data: *db.committed.Load()}
	defer tx.end()
	return fn(tx)
}

// Update implements kv.DB.
func (db *DB) Update(ctx context.Context, fn func(kv.Writer) error) error {
	select {
	case db.writing <- struct{}{}:
		defer func() { <-db.writing }()
	case <-ctx.Done():
	case <-db.closed:
	}

	if err := db.refuse(ctx); err != nil {
		return fmt.Errorf("update: %w", err)
	}

	tx := &transaction{data: *db.committed.Load()}
	defer tx.end()
	if err := fn(tx); err != nil {
		return err
	}

	if tx.invalid != nil {
		return fmt.Errorf("update: %w", tx.invalid)
	}

	result := tx.data
	db.committed.Store(&result)
	return nil
}

// Close implements kv.DB.
func (db *DB) Close() error {
	db.closing.Do(func() { close(db.closed) })
	db.writing <- struct{}{}
	<-db.writing
	db.viewing.Lock()
	defer db.viewing.Unlock()
	return nil
}

func (db *DB) refuse(ctx context.Context) error {
	select {
	case <-db.closed:
		return kv.ErrClosed
	default:
		return ctx.Err()
	}
}
