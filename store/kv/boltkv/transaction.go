package boltkv

import (
	"cmp"
	"iter"
	"runtime/debug"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv"
)

// transaction is an overlay of writes over a snapshot: the layers that the data file does not have yet, and the file.
type transaction struct {
	layers
	bolt    *bolt.Tx
	form    form
	writes  *tree
	invalid error // the first write that breaks the rules
	ended   bool
	faults  bool // how the goroutine took faults of memory before
}

var _ kv.Writer = (*transaction)(nil)

func (tx *transaction) end() {
	tx.ended = true
	debug.SetPanicOnFault(tx.faults)
	_ = tx.bolt.Rollback() // it fails only if the transaction has ended, which nobody else does
}

// Get implements kv.Reader.
func (tx *transaction) Get(key string) ([]byte, error) {
	if tx.ended {
		return nil, kv.ErrClosed
	}

	if change, ok := tx.unfolded(key); ok {
		if change.deleted {
			return nil, kv.ErrNotFound
		}

		return change.value, nil
	}

	return tx.folded(key)
}

// folded is what the data file has at a key.
func (tx *transaction) folded(key string) (value []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			value, err = nil, damagedPage(p)
		}
	}()

	collection, rest, ok := splitKey(key)
	if !ok {
		return nil, kv.ErrNotFound
	}

	bucket := tx.bolt.Bucket([]byte(collection))
	if bucket == nil {
		return nil, kv.ErrNotFound
	}

	stored := bucket.Get([]byte(rest))
	if stored == nil {
		return nil, kv.ErrNotFound
	}

	value, ok = tx.form.value(key, stored)
	if !ok {
		return nil, damagedValue(key)
	}

	return value, nil
}

// unfolded finds the newest change of a key that the data file does not have.
func (tx *transaction) unfolded(key string) (change, bool) {
	if own, ok := tx.writes.Get(key); ok {
		return own, true
	}

	if recent, ok := tx.current.Get(key); ok {
		return recent, true
	}

	if tx.frozen == nil {
		return change{}, false
	}

	return tx.frozen.Get(key)
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

	tx.writes.Set(key, change{value: append([]byte{}, value...)})
}

// Delete implements kv.Writer.
func (tx *transaction) Delete(key string) {
	if _, _, ok := splitKey(key); !ok || tx.ended {
		return
	}

	tx.writes.Set(key, change{deleted: true})
}

// Scan implements kv.Reader. It merges the file, its layers and the writes made so far; what is newer wins.
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
			if m.damage != nil {
				yield(kv.Entry{}, m.damage)
				return
			}

			if !ok || !yield(entry, nil) {
				return
			}
		}
	}
}

// splitKey divides a key into its bucket, slash included, and the key inside it.
func splitKey(key string) (collection, rest string, ok bool) {
	slash := strings.IndexByte(key, '/')
	if slash <= 0 || slash == len(key)-1 {
		return "", "", false
	}

	return key[:slash+1], key[slash+1:], true
}
