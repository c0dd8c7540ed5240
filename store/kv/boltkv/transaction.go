package boltkv

import (
	"cmp"
	"iter"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/internal/sorted"
)

// transaction is an overlay of writes over a bolt transaction, which it does not touch.
type transaction struct {
	bolt    *bolt.Tx
	writes  sorted.Map[change]
	invalid error // the first write that breaks the rules
	ended   bool
}

// change is what a transaction does to one key.
type change struct {
	value   []byte
	deleted bool
}

var _ kv.Writer = (*transaction)(nil)

func (tx *transaction) end() { tx.ended = true }

// Get implements kv.Reader.
func (tx *transaction) Get(key string) ([]byte, error) {
	if tx.ended {
		return nil, kv.ErrClosed
	}

	if own, ok := tx.writes.Get(key); ok {
		if own.deleted {
			return nil, kv.ErrNotFound
		}

		return own.value, nil
	}

	collection, rest, ok := splitKey(key)
	if !ok {
		return nil, kv.ErrNotFound
	}

	bucket := tx.bolt.Bucket([]byte(collection))
	if bucket == nil {
		return nil, kv.ErrNotFound
	}

	value := bucket.Get([]byte(rest))
	if value == nil {
		return nil, kv.ErrNotFound
	}

	return value, nil
}

// Put implements kv.Writer.
func (tx *transaction) Put(key string, value []byte) {
	if tx.ended {
		return
	}

	if err := kv.CheckWrite(key, value); err != nil {
		tx.invalid = cmp.Or(tx.invalid, err)
		return
	}

	tx.writes = tx.writes.Put(key, change{value: append([]byte{}, value...)})
}

// Delete implements kv.Writer.
func (tx *transaction) Delete(key string) {
	if _, _, ok := splitKey(key); !ok || tx.ended {
		return
	}

	tx.writes = tx.writes.Put(key, change{deleted: true})
}

// Scan implements kv.Reader. It merges the file and the writes made so far; those win.
func (tx *transaction) Scan(r kv.Range) iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		if tx.ended {
			yield(kv.Entry{}, kv.ErrClosed)
			return
		}

		m := tx.merge(r)
		for n := 0; r.Limit <= 0 || n < r.Limit; n++ {
			if tx.ended {
				yield(kv.Entry{}, kv.ErrClosed)
				return
			}

			entry, ok := m.next()
			if !ok || !yield(entry, nil) {
				return
			}
		}
	}
}

// merged walks two ordered sources as one.
type merged struct {
	file    *cursor
	writes  *sorted.Cursor[change]
	reverse bool

	stored stored
	own    own
}

type stored struct {
	key   string
	value []byte
	ok    bool
}

type own struct {
	key    string
	change change
	ok     bool
}

func (tx *transaction) merge(r kv.Range) *merged {
	low, high := r.Bounds()
	m := &merged{
		file: newCursor(tx.bolt, low, high, r.Reverse), writes: tx.writes.Walk(low, high, r.Reverse),
		reverse: r.Reverse,
	}
	m.stepFile()
	m.stepWrites()
	return m
}

func (m *merged) stepFile() { m.stored.key, m.stored.value, m.stored.ok = m.file.next() }

func (m *merged) stepWrites() { m.own.key, m.own.change, m.own.ok = m.writes.Next() }

func (m *merged) next() (kv.Entry, bool) {
	for m.own.ok && m.ownFirst() {
		mine := m.own
		if m.stored.ok && m.stored.key == mine.key {
			m.stepFile()
		}

		m.stepWrites()
		if !mine.change.deleted {
			return kv.Entry{Key: mine.key, Value: mine.change.value}, true
		}
	}

	if !m.stored.ok {
		return kv.Entry{}, false
	}

	entry := kv.Entry{Key: m.stored.key, Value: m.stored.value}
	m.stepFile()
	return entry, true
}

func (m *merged) ownFirst() bool {
	if !m.stored.ok {
		return true
	}

	if m.reverse {
		return m.own.key >= m.stored.key
	}

	return m.own.key <= m.stored.key
}

// splitKey divides a key into its bucket, slash included, and the key inside it.
func splitKey(key string) (collection, rest string, ok bool) {
	slash := strings.IndexByte(key, '/')
	if slash <= 0 || slash == len(key)-1 {
		return "", "", false
	}

	return key[:slash+1], key[slash+1:], true
}
