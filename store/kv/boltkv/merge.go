package boltkv

import (
	"github.com/tidwall/btree"

	"github.com/leadloop/leadloop/store/kv"
)

// source walks changes in the order of their keys; ok is false at its end.
type source interface {
	next() (key string, c change, ok bool)
}

// merged walks several sources as one. For a key that several have, the first of them counts.
type merged struct {
	heads   []head
	reverse bool
	damage  error // why the walk ended before its end
}

// head is what a source has next.
type head struct {
	source
	key    string
	change change
}

// merge walks a range of all that the transaction sees, the newest first.
func (tx *transaction) merge(r kv.Range) *merged {
	low, high := r.Bounds()
	m := &merged{reverse: r.Reverse}
	if tx.writes.Len() > 0 {
		m.add(walk(tx.writes.Copy(), low, high, r.Reverse)) // what the loop writes is not seen by it
	}

	for _, layer := range []*tree{tx.current, tx.frozen} {
		if layer != nil && layer.Len() > 0 {
			m.add(walk(layer, low, high, r.Reverse))
		}
	}

	m.add(newCursor(tx, low, high, r.Reverse, &m.damage))
	return m
}

func (m *merged) add(s source) {
	if key, change, ok := s.next(); ok {
		m.heads = append(m.heads, head{source: s, key: key, change: change})
	}
}

func (m *merged) next() (kv.Entry, bool) {
	for len(m.heads) > 0 {
		first := m.heads[0]
		for _, h := range m.heads[1:] {
			if h.key != first.key && (h.key < first.key) != m.reverse {
				first = h
			}
		}

		m.pass(first.key)
		if first.change.damaged {
			m.damage = damagedValue(first.key)
		}

		if m.damage != nil {
			return kv.Entry{}, false
		}

		if !first.change.deleted {
			return kv.Entry{Key: first.key, Value: first.change.value}, true
		}
	}

	return kv.Entry{}, false
}

// pass steps over a key in every source, and drops those that have ended.
func (m *merged) pass(key string) {
	left := m.heads[:0]
	for _, h := range m.heads {
		ok := true
		if h.key == key {
			h.key, h.change, ok = h.next()
		}

		if ok {
			left = append(left, h)
		}
	}

	m.heads = left
}

// walker walks a part of a layer.
type walker struct {
	position btree.MapIter[string, change]
	step     func() bool
	ahead    bool // position stands on a key that was not given yet
	stop     string
	reverse  bool
}

func walk(t *tree, low, high string, reverse bool) *walker {
	w := &walker{position: t.Iter(), stop: high, reverse: reverse}
	w.step = w.position.Next
	if !reverse {
		w.ahead = w.position.Seek(low)
		return w
	}

	w.step, w.stop = w.position.Prev, low
	if high != "" && w.position.Seek(high) {
		w.ahead = w.position.Prev()
	} else {
		w.ahead = w.position.Last()
	}

	return w
}

func (w *walker) next() (key string, c change, ok bool) {
	if !w.ahead || w.beyond(w.position.Key()) {
		return "", c, false
	}

	key, c = w.position.Key(), w.position.Value()
	w.ahead = w.step()
	return key, c, true
}

func (w *walker) beyond(key string) bool {
	if w.reverse {
		return key < w.stop
	}

	return w.stop != "" && key >= w.stop
}
