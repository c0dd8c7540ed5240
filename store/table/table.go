// Package table keeps typed records with secondary and unique indexes in a kv store.
//
// Keys, for a table called lead:
//
//	lead/r/<id>                     the record as JSON, with a version field of its own
//	lead/i/<index>/<value> /<id>    an entry of an ordinary index; no value
//	lead/u/<index>/<value>          an entry of a unique index; the id
//
// An index value may be any text, such as an e-mail address or a title: see encode for how its bytes are kept from
// breaking the order of the keys, and Join for values of several parts.
package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/store/kv"
)

// Spec describes a table: its name, where a record's id is, and its indexes.
type Spec[T any] struct {
	Name    string         // lower-case letters, digits and hyphens
	ID      func(T) string // printable ASCII without space and slash, at most MaxIDLen bytes
	Indexes []Index[T]
}

// Index describes one index.
type Index[T any] struct {
	Name   string // lower-case letters, digits and hyphens
	Unique bool   // at most one record per value
	// Keys returns the values under which the record is found; none: the record is not in this index. All values of one
	// index have the same number of parts (see Join).
	Keys func(T) []string
}

// MaxIDLen is the longest id of a record.
const MaxIDLen = 128

// Table reads and writes the records of one Spec. It holds no data and no transaction, and may be shared.
type Table[T any] struct {
	spec Spec[T]
}

// New returns the table of spec. It panics when the spec is wrong, which is a fault in the program.
func New[T any](spec Spec[T]) Table[T] {
	if err := checkSpec(spec); err != nil {
		panic(err)
	}

	return Table[T]{spec: spec}
}

// Name is that of the spec.
func (t Table[T]) Name() string { return t.spec.Name }

// ConflictError is returned by Put and Reindex when a unique value belongs to another record.
type ConflictError struct {
	Table string
	Index string
	Value string
	ID    string // the record that holds the value
}

// Error names the value and its holder.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s: %s %q already belongs to %s", e.Table, e.Index, e.Value, e.ID)
}

// Get returns the record with this id, or an error that wraps kv.ErrNotFound.
func (t Table[T]) Get(r kv.Reader, id string) (T, error) {
	var v T
	data, err := r.Get(t.recordKey(id))
	if err != nil {
		return v, fmt.Errorf("get %s %s: %w", t.spec.Name, id, err)
	}

	return t.decode(id, data)
}

// Has says whether there is a record with this id.
func (t Table[T]) Has(r kv.Reader, id string) (bool, error) {
	_, err := r.Get(t.recordKey(id))
	if errors.Is(err, kv.ErrNotFound) {
		return false, nil
	}

	if err != nil {
		return false, fmt.Errorf("look for %s %s: %w", t.spec.Name, id, err)
	}

	return true, nil
}

// Put writes the record, new or changed, and brings its index entries up to date. On a unique clash it returns a
// *ConflictError and has written nothing.
func (t Table[T]) Put(w kv.Writer, v T) error {
	id := t.spec.ID(v)
	if err := checkID(id); err != nil {
		return fmt.Errorf("put %s: %w", t.spec.Name, err)
	}

	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("put %s %s: %w", t.spec.Name, id, err)
	}

	before, previous, err := t.previous(w, id)
	if err != nil {
		return err
	}

	if previous != nil && bytes.Equal(previous, data) {
		return nil
	}

	// The entries follow what will be read back, from which bytes that are no UTF-8 are gone.
	if bytes.Contains(data, replaced) {
		if v, err = t.decode(id, data); err != nil {
			return err
		}
	}

	after := t.entries(id, v)
	if err := t.checkUnique(w, id, after); err != nil {
		return err
	}

	dropEntries(w, before, after)
	putEntries(w, id, before, after)
	w.Put(t.recordKey(id), data)
	return nil
}

// replaced is what JSON writes for bytes that are no UTF-8.
var replaced = []byte(`\ufffd`)

// Delete removes the record and its index entries. A record that is not there is no error.
func (t Table[T]) Delete(w kv.Writer, id string) error {
	before, previous, err := t.previous(w, id)
	if err != nil {
		return err
	}

	if previous == nil {
		return nil
	}

	dropEntries(w, before, nil)
	w.Delete(t.recordKey(id))
	return nil
}

// All yields every record in the order of ids.
func (t Table[T]) All(r kv.Reader) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		prefix := t.recordKey("")
		for e, err := range r.Scan(kv.Range{Prefix: prefix}) {
			var v T
			if err != nil {
				yield(v, fmt.Errorf("scan %s: %w", t.spec.Name, err))
				return
			}

			v, err = t.decode(strings.TrimPrefix(e.Key, prefix), e.Value)
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// previous returns the stored record of this id with its index entries; nil data when there is none.
func (t Table[T]) previous(r kv.Reader, id string) ([]entry, []byte, error) {
	data, err := r.Get(t.recordKey(id))
	if errors.Is(err, kv.ErrNotFound) {
		return nil, nil, nil
	}

	if err != nil {
		return nil, nil, fmt.Errorf("get %s %s: %w", t.spec.Name, id, err)
	}

	v, err := t.decode(id, data)
	if err != nil {
		return nil, nil, err
	}

	return t.entries(id, v), data, nil
}

func (t Table[T]) checkUnique(r kv.Reader, id string, entries []entry) error {
	for _, e := range entries {
		if !e.unique {
			continue
		}

		holder, err := r.Get(e.key)
		if errors.Is(err, kv.ErrNotFound) || (err == nil && string(holder) == id) {
			continue
		}

		if err != nil {
			return fmt.Errorf("look up %s by %s: %w", t.spec.Name, e.index, err)
		}

		return &ConflictError{Table: t.spec.Name, Index: e.index, Value: e.value, ID: string(holder)}
	}

	return nil
}

func (t Table[T]) decode(id string, data []byte) (T, error) {
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return v, fmt.Errorf("read %s %s: %w", t.spec.Name, id, err)
	}

	return v, nil
}

func (t Table[T]) recordKey(id string) string { return t.spec.Name + "/r/" + id }

func dropEntries(w kv.Writer, before, after []entry) {
	for _, e := range before {
		if !slices.Contains(after, e) {
			w.Delete(e.key)
		}
	}
}

func putEntries(w kv.Writer, id string, before, after []entry) {
	for _, e := range after {
		if !slices.Contains(before, e) {
			w.Put(e.key, e.content(id))
		}
	}
}
