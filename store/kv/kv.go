// Package kv is the contract of the storage engine: an ordered key-value store with serialised write transactions and
// consistent reads. It is the only seam of the store; everything above it is concrete. Engines: boltkv (a data file and
// a log, the default) and memkv (memory). Package kvtest holds the tests that every engine passes.
package kv

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// Limits of a key and of a value. They are those of the narrowest engine foreseen, so that data can move between
// engines.
const (
	MaxKeyLen   = 1024
	MaxValueLen = 1 << 20
)

// What an engine answers, always wrapped with what was being done; compare with errors.Is. When Update returns ErrFull,
// ErrClosed, ErrReadOnly, ErrInvalid or ErrRetry, nothing was written.
var (
	// ErrNotFound is returned by Get for a key that is not there. An empty value is there.
	ErrNotFound = errors.New("not found")
	// ErrLocked is returned when opening a database that another process holds.
	ErrLocked = errors.New("locked by another process")
	// ErrFull is returned when the disk or the configured maximum size is reached. Reads still work, and so do writes once
	// there is room again.
	ErrFull = errors.New("no room left")
	// ErrClosed is returned when a database is used after Close, or a transaction after its function has returned.
	ErrClosed = errors.New("closed")
	// ErrReadOnly is returned by Update on a database that was opened for reading.
	ErrReadOnly = errors.New("opened for reading only")
	// ErrInvalid is returned by Update when its function wrote a key or a value that breaks the rules of Writer.
	ErrInvalid = errors.New("invalid key or value")
	// ErrRetry marks what failed only because of the moment (a lost connection, a lost race between engines'
	// transactions): the same call may succeed when it is made again.
	ErrRetry = errors.New("try again")
)

// DamageError is what reading answers, wrapped, where the value at a key is not the one that was written there.
type DamageError struct{ Key string }

func (e *DamageError) Error() string {
	collection, _, _ := strings.Cut(e.Key, "/")
	return fmt.Sprintf("%q in the table %s is damaged: its checksum is wrong", e.Key, collection)
}

// Entry is one key with its value.
type Entry struct {
	Key   string
	Value []byte
}

// Range chooses the keys of a scan. The zero Range is every key, ascending.
type Range struct {
	Prefix  string // only keys that start with this
	From    string // only keys >= this; empty: no lower bound
	To      string // only keys < this; empty: no upper bound
	Reverse bool   // descending
	Limit   int    // at most this many entries, counted in the direction of the scan; 0: no limit
}

// Bounds returns the keys between which the range lies, low inclusive and high exclusive; an empty high is no bound.
// Prefix, From and To are all accounted for.
func (r Range) Bounds() (low, high string) {
	low, high = max(r.Prefix, r.From), prefixEnd(r.Prefix)
	if r.To != "" && (high == "" || r.To < high) {
		high = r.To
	}

	return low, high
}

// prefixEnd is the first key after all those that start with prefix, or "" if there is none.
func prefixEnd(prefix string) string {
	last := len(prefix) - 1
	for last >= 0 && prefix[last] == 0xff {
		last--
	}

	if last < 0 {
		return ""
	}

	return prefix[:last] + string([]byte{prefix[last] + 1})
}

// Reader reads one consistent snapshot. It belongs to one transaction and to one goroutine.
//
// The slices that it hands out are valid until the function of the transaction returns, and must not be changed.
type Reader interface {
	// Get returns the value at key, or ErrNotFound. An empty value comes back as an empty slice without error.
	Get(key string) ([]byte, error)
	// Scan walks the keys of the range in byte order. The second value is an error only once, as the last pair.
	//
	// A scan shows the transaction as it stands when the loop begins, with its own writes. The body of the loop may write:
	// later reads and scans see it, the running loop does not. No scan outlives its transaction.
	Scan(Range) iter.Seq2[Entry, error]
}

// Writer reads and writes in one transaction. Reads and scans see the writes made before them.
//
// A key is "collection/rest": at least one byte, a slash, at least one more byte, up to MaxKeyLen bytes of any value.
// A value has up to MaxValueLen bytes. What breaks these rules is not written, and makes Update return ErrInvalid.
type Writer interface {
	Reader
	// Put sets the value at key. The value is copied.
	Put(key string, value []byte)
	// Delete removes the key; a key that is not there is no error.
	Delete(key string)
}

// DB is a database. All methods may be called from many goroutines.
type DB interface {
	// View calls fn with a snapshot that no later write changes. It returns the error of fn as it is.
	// Keep it short: an open snapshot keeps old pages alive. fn does not call the same DB again.
	View(ctx context.Context, fn func(Reader) error) error

	// Update calls fn in a write transaction and commits what it wrote when it returns nil.
	//
	//   - Writers are serialised: fn sees every commit before it, and none is lost.
	//   - All or nothing: when Update returns nil the writes are durable; when fn returns an error (which Update hands on
	//     as it is) or panics (which reaches the caller of Update) nothing that fn wrote remains, and other Updates are
	//     not harmed. After an error of the disk itself at the commit, the outcome is known only when the key is read
	//     again.
	//   - fn may be run again, from its start, when the engine has to retry; it has no effect outside its transaction,
	//     does not use the network, does not wait for another goroutine, and does not call the same DB again.
	//   - ctx counts until the turn of this Update has come: cancelled before that, fn is not called and the error of ctx
	//     is returned. From then on the answer is that of the commit, never "cancelled" for something that was written.
	//   - fn runs on the goroutine of the caller.
	Update(ctx context.Context, fn func(Writer) error) error

	// Close waits for the transactions that have begun, lets no other begin, and releases the database. Calling it again
	// does nothing.
	Close() error
}

// CheckWrite says what is wrong with a Put, by the rules of Writer. It is for engines, which refuse alike.
func CheckWrite(key string, value []byte) error {
	slash := strings.IndexByte(key, '/')
	switch {
	case len(key) > MaxKeyLen:
		return fmt.Errorf("%w: the key %.40q… has %d bytes; at most %d are allowed", ErrInvalid, key, len(key), MaxKeyLen)
	case slash <= 0 || slash == len(key)-1:
		return fmt.Errorf("%w: the key %q must have the form collection/rest", ErrInvalid, key)
	case len(value) > MaxValueLen:
		return fmt.Errorf("%w: the value at %q has %d bytes; at most %d are allowed", ErrInvalid, key, len(value), MaxValueLen)
	}

	return nil
}
