package memkv

import (
	"cmp"
	"iter"

	"github.com/leadloop/leadloop/store/kv"
)

// transaction is a private copy of the tree; what a failed one wrote is simply forgotten.
type transaction struct {
	data    tree
	invalid error // the first write that breaks the rules
	ended   bool
}

var _ kv.Writer = (*transaction)(nil)

func (tx *transaction) end() { tx.ended = true }

// Get implements kv.Reader.
func (tx *transaction) Get(key string) ([]byte, error) {
	if tx.ended {
		return nil, kv.ErrClosed
	}

	value, ok := tx.data.Get(key)
	if !ok {
		return nil, kv.ErrNotFound
	}

	return value, nil
}

// Scan implements kv.Reader.
func (tx *transaction) Scan(r kv.Range) iter.Seq2[kv.Entry, error] {
	return func(yield func(kv.Entry, error) bool) {
		low, high := r.Bounds()
		walk := tx.data.Walk(low, high, r.Reverse)
		for n := 0; r.Limit <= 0 || n < r.Limit; n++ {
			if tx.ended {
				yield(kv.Entry{}, kv.ErrClosed)
				return
			}

			key, value, ok := walk.Next()
			if !ok || !yield(kv.Entry{Key: key, Value: value}, nil) {
				return
			}
		}
	}
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

	tx.data = tx.data.Put(key, append([]byte{}, value...))
}

// Delete implements kv.Writer.
func (tx *transaction) Delete(key string) {
	if tx.ended {
		return
	}

	tx.data = tx.data.Delete(key)
}
