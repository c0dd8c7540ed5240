// Package boltkv is the default kv.DB: a bbolt file with a log in front of it, and group commit.
//
// Updates run one after the other, each in its turn. What those of a group have written is appended to the log as one
// record, synced once, and acknowledged. Until it is folded into the data file, in the background or at the end, it
// lies in an ordered map over it, the overlay; a snapshot is that map and a bolt transaction. When the database is
// opened, what the log has and the data file does not is in the overlay again.
//
// Inside the file each collection (the first segment of the keys, with its slash) is a bucket, and the rest of the key
// is the key in it. Since no bucket name is a prefix of another, walking the buckets in order walks the keys in order.
package boltkv

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/internal/wal"
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
	// MaxSize is the size of the data file in bytes beyond which Update returns kv.ErrFull; 0: no limit. As the file
	// grows in steps of 16 MiB, up to that much may stay unused. The log is not counted: it takes 32 MiB at most.
	MaxSize int64
	// ReadOnly opens an existing database for View only, and writes nothing. It still needs that no other process has it
	// open for writing.
	ReadOnly bool
	// Unsynced leaves it to the system when commits reach the disk; Close waits for it. What a power cut may then
	// damage has to be data that can be made again.
	Unsynced bool
	// Timeout is how long to wait for another process to let go of the file; 0: 3 seconds.
	Timeout time.Duration
	// Ascending names the collections whose new keys come after all their old ones, such as a journal keyed by time. Their
	// pages are filled almost entirely, which halves their size.
	Ascending []string
	// Plain names keys whose values have no checksum, so that programs from before there were any read them.
	Plain []string
	// Whole has all of the data file read, and each page and checksum compared, before any of it is used.
	Whole bool
}

// DB is a database in a data file and its log. In a synctest bubble it must be opened and closed inside the bubble.
type DB struct {
	path    string
	options Options
	bolt    *bolt.DB
	form    form
	disk    wal.Disk
	overlay *overlay

	// Tokens, each held by one goroutine at a time. They are channels rather than mutexes, so that waiting ends with the
	// context and counts as blocked in a synctest bubble. Who takes several takes them in this order.
	syncing chan struct{} // from the sealing of a group until it is synced
	turn    chan struct{} // while an Update runs
	folding chan struct{} // while the data file is written, or must not be

	log       *wal.Log // nil until something is written; changed in a turn
	gathering *group   // the one that can be joined, or nil; changed in a turn
	newest    *group   // the last that was begun, or nil; changed in a turn
	state     state    // of the data file; changed with folding
	failure   atomic.Pointer[error]
	full      atomic.Pointer[error] // why the last group was refused, where there was no room for it
	commit    func(*bolt.Tx) error

	close   sync.Once
	closing chan struct{}
	closed  chan struct{}

	commits, updates, largestBatch atomic.Int64
}

var _ kv.DB = (*DB)(nil)

// Open opens the database at path, and creates it, readable by its owner only, unless options ask for reading. What the
// log holds is there too.
func Open(path string, options Options) (*DB, error) {
	return openWith(wal.FileSystem{Unsynced: options.Unsynced}, path, options, (*bolt.Tx).Commit)
}

// openWith opens a database on any disk; commit is bolt's own, but in tests of one that fails.
func openWith(disk wal.Disk, path string, options Options, commit func(*bolt.Tx) error) (*DB, error) {
	db := &DB{
		path:    path,
		options: options,
		disk:    disk,
		overlay: newOverlay(),
		syncing: make(chan struct{}, 1),
		turn:    make(chan struct{}, 1),
		folding: make(chan struct{}, 1),
		commit:  commit,
		closing: make(chan struct{}),
		closed:  make(chan struct{}),
	}
	if err := db.open(); err != nil {
		return nil, fmt.Errorf("open the database %s: %w", path, err)
	}

	return db, nil
}

func (db *DB) open() (err error) {
	if err := refuseOrphan(db.disk, db.path); err != nil {
		return err
	}

	if db.bolt, err = openFile(db.path, db.options); err != nil {
		return err
	}

	if err := db.readFile(); err != nil {
		return errors.Join(err, db.release())
	}

	if db.log != nil && !db.options.ReadOnly {
		db.folding <- struct{}{}
		if db.overlay.frozen == nil {
			db.freeze(nil)
		}

		go db.foldInBackground()
	}

	return nil
}

// readFile reads what the data file says of itself, and what the log has that it does not.
func (db *DB) readFile() (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damagedPage(p)
		}
	}()

	if db.form, err = readForm(db.bolt, db.options); err != nil {
		return err
	}

	return db.recover()
}

// Summed says whether the values in the data file have checksums; those of files of before have none until Rewrite.
func (db *DB) Summed() bool { return db.form.sums }

// View implements kv.DB.
func (db *DB) View(ctx context.Context, fn func(kv.Reader) error) error {
	snapshot, err := db.beginView(ctx)
	if err != nil {
		return fmt.Errorf("view: %w", err)
	}

	defer snapshot.end()
	return fn(snapshot)
}

func (db *DB) beginView(ctx context.Context) (*transaction, error) {
	select {
	case <-db.closing:
		return nil, kv.ErrClosed
	default:
	}

	if err := ctx.Err(); err != nil {
		return nil, err
	}

	return db.begin(db.overlay.acknowledged)
}

// begin takes a snapshot of what one looks at and of the file. When a fold ends in between, the file may have more than
// belongs to it: then it is taken again.
func (db *DB) begin(look func() layers) (*transaction, error) {
	for {
		seen := look()
		tx, err := db.bolt.Begin(false)
		if err != nil {
			return nil, translate(err)
		}

		snapshot := &transaction{layers: seen, bolt: tx, form: db.form, writes: newTree()}
		snapshot.faults = debug.SetPanicOnFault(true)
		if look().folds == seen.folds {
			return snapshot, nil
		}

		snapshot.end()
	}
}

// Close implements kv.DB. It leaves a whole data file and no log, unless there is no room for that: then the log stays,
// and the next to open it goes on with it.
func (db *DB) Close() error {
	first := false
	db.close.Do(func() { first = true })
	if !first {
		<-db.closed
		return nil
	}

	defer close(db.closed)
	err := db.settle()
	if err := errors.Join(err, db.release()); err != nil {
		return fmt.Errorf("close the database %s: %w", db.path, err)
	}

	return nil
}

// settle lets no Update begin, waits for those that have, and brings everything to the data file.
func (db *DB) settle() error {
	close(db.closing)
	db.turn <- struct{}{}
	last := db.newest
	<-db.turn
	if last != nil {
		<-last.done
	}

	db.syncing <- struct{}{}
	db.turn <- struct{}{}
	db.folding <- struct{}{}
	if db.log == nil || db.options.ReadOnly {
		return errors.Join(db.stopped(), db.flush())
	}

	if err := db.foldAway(); err != nil && !errors.Is(err, kv.ErrFull) {
		return err
	}

	return nil
}

// foldAway folds everything, says so in the data file, and removes the log.
func (db *DB) foldAway() error {
	if err := db.stopped(); err != nil {
		return err
	}

	if err := db.foldFrozen(); err != nil {
		return err
	}

	last := state{Sequence: db.log.Last(), Log: db.state.Log}
	if err := db.commitToFile(db.overlay.acknowledged().current, last); err != nil {
		return err
	}

	if err := db.flush(); err != nil {
		return err
	}

	err := errors.Join(db.log.Close(), wal.Remove(db.disk, db.logName()))
	db.log = nil
	return err
}

// flush brings to the disk what was committed without waiting for it.
func (db *DB) flush() error {
	if !db.options.Unsynced {
		return nil
	}

	return db.bolt.Sync()
}

// release lets go of the files.
func (db *DB) release() error {
	var err error
	if db.log != nil {
		err = db.log.Close()
	}

	return errors.Join(err, db.bolt.Close())
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
