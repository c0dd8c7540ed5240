package table

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/leadloop/leadloop/store/kv"
)

// Range chooses the entries of an index by value. The zero Range is the whole index, ascending. Records with equal
// values come in the order of their ids.
type Range struct {
	Value   string // only exactly this value; empty: see the other bounds, which are ignored when Value is given
	Prefix  string // only values that start with this; Join(owner, "") is every value whose first part is owner
	From    string // only values >= this; empty: no lower bound
	To      string // only values < this; empty: no upper bound
	Through string // only values <= this, and composite values that begin with its parts; empty: no upper bound
	Reverse bool   // descending
	Limit   int    // at most this many; 0: no limit
}

// By yields the records of an index in the order of its values. It panics when the table has no such index, which is a
// fault in the program.
func (t Table[T]) By(r kv.Reader, index string, rng Range) iter.Seq2[T, error] {
	ids := t.IDs(r, index, rng)
	return func(yield func(T, error) bool) {
		for id, err := range ids {
			var v T
			if err == nil {
				v, err = t.follow(r, index, id)
			}

			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// IDs yields the ids of the records that By would yield, without reading them: for counting and for long lists.
func (t Table[T]) IDs(r kv.Reader, index string, rng Range) iter.Seq2[string, error] {
	ix := t.index(index)
	if rng.Value != "" {
		return t.withValue(r, ix, rng)
	}

	prefix := t.indexPrefix(ix)
	return func(yield func(string, error) bool) {
		for e, err := range r.Scan(rng.keys(prefix)) {
			if err != nil {
				yield("", fmt.Errorf("scan %s by %s: %w", t.spec.Name, index, err))
				return
			}

			if !yield(entryID(ix.Unique, e), nil) {
				return
			}
		}
	}
}

// Lookup returns the first record with exactly this value, or an error that wraps kv.ErrNotFound. In a unique index it
// is the only one.
func (t Table[T]) Lookup(r kv.Reader, index, value string) (T, error) {
	var none T
	for id, err := range t.withValue(r, t.index(index), Range{Value: value, Limit: 1}) {
		if err != nil {
			return none, err
		}

		return t.follow(r, index, id)
	}

	return none, fmt.Errorf("look up %s by %s %q: %w", t.spec.Name, index, value, kv.ErrNotFound)
}

// withValue yields the ids under exactly rng.Value, the empty value included.
func (t Table[T]) withValue(r kv.Reader, ix Index[T], rng Range) iter.Seq2[string, error] {
	key := t.indexPrefix(ix) + encode(rng.Value)
	return func(yield func(string, error) bool) {
		if ix.Unique {
			id, err := r.Get(key)
			if errors.Is(err, kv.ErrNotFound) {
				return
			}

			if err != nil {
				err = fmt.Errorf("look up %s by %s: %w", t.spec.Name, ix.Name, err)
			}

			yield(string(id), err)
			return
		}

		found := 0
		for e, err := range r.Scan(kv.Range{Prefix: key + partEnd, Reverse: rng.Reverse}) {
			if err != nil {
				yield("", fmt.Errorf("look up %s by %s: %w", t.spec.Name, ix.Name, err))
				return
			}

			id := e.Key[len(key)+len(partEnd):]
			if strings.Contains(id, "/") {
				continue // a composite value that begins with this one
			}

			if !yield(id, nil) {
				return
			}

			if found++; found == rng.Limit {
				return
			}
		}
	}
}

// follow reads the record that an index entry points to. That it is missing is damage, not "not found".
func (t Table[T]) follow(r kv.Reader, index, id string) (T, error) {
	v, err := t.Get(r, id)
	if errors.Is(err, kv.ErrNotFound) {
		return v, fmt.Errorf("the index %s of %s points to %s, which does not exist: the index must be rebuilt", index, t.spec.Name, id)
	}

	return v, err
}

// keys translates bounds on values into bounds on keys.
func (rng Range) keys(prefix string) kv.Range {
	k := kv.Range{Prefix: prefix + encode(rng.Prefix), Reverse: rng.Reverse, Limit: rng.Limit}
	if rng.From != "" {
		k.From = prefix + encode(rng.From)
	}

	if rng.To != "" {
		k.To = prefix + encode(rng.To)
	}

	if through := prefix + encode(rng.Through) + afterParts; rng.Through != "" && (k.To == "" || through < k.To) {
		k.To = through
	}

	return k
}

// index returns the index of this name, and panics when there is none.
func (t Table[T]) index(name string) Index[T] {
	for _, ix := range t.spec.Indexes {
		if ix.Name == name {
			return ix
		}
	}

	panic(fmt.Sprintf("table %s has no index %q", t.spec.Name, name))
}

func (t Table[T]) indexPrefix(ix Index[T]) string {
	if ix.Unique {
		return t.spec.Name + "/u/" + ix.Name + "/"
	}

	return t.spec.Name + "/i/" + ix.Name + "/"
}

// entry is one key that a record has in one of its indexes.
type entry struct {
	index  string
	value  string
	unique bool
	key    string
}

func (e entry) content(id string) []byte {
	if e.unique {
		return []byte(id)
	}

	return nil
}

// entries computes every index entry of a record.
func (t Table[T]) entries(id string, v T) []entry {
	var all []entry
	for _, ix := range t.spec.Indexes {
		for _, value := range ix.Keys(v) {
			key := t.indexPrefix(ix) + encode(value)
			if !ix.Unique {
				key += partEnd + id
			}

			all = append(all, entry{index: ix.Name, value: value, unique: ix.Unique, key: key})
		}
	}

	return all
}

// entryID is the id of the record that a stored entry points to.
func entryID(unique bool, e kv.Entry) string {
	if unique {
		return string(e.Value)
	}

	return e.Key[strings.LastIndexByte(e.Key, '/')+1:]
}
