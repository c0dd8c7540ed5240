// Package sorted has an immutable ordered map, which memkv uses for snapshots and for the writes of a transaction: a
// copy is one assignment, and a loop over it is not disturbed by later changes.
package sorted

import "hash/maphash"

// Map is an ordered map from string to V, kept as a treap. The zero Map is empty. Put and Delete return a new Map that
// shares what it can with the old one, in O(log n).
type Map[V any] struct {
	root *node[V]
	size int
}

type node[V any] struct {
	key         string
	value       V
	rank        uint64
	left, right *node[V]
}

// The rank of a key is its hash, so the shape of the tree depends only on the keys in it and is balanced for any of
// them.
//
//nolint:gochecknoglobals // drawn once, so that nobody can choose keys that unbalance a tree
var seed = maphash.MakeSeed()

// Len returns the number of keys.
func (m Map[V]) Len() int { return m.size }

// Get returns the value at key.
func (m Map[V]) Get(key string) (V, bool) {
	for n := m.root; n != nil; {
		switch {
		case key < n.key:
			n = n.left
		case key > n.key:
			n = n.right
		default:
			return n.value, true
		}
	}

	var none V
	return none, false
}

// Put returns the map with value at key.
func (m Map[V]) Put(key string, value V) Map[V] {
	fresh := &node[V]{key: key, value: value, rank: maphash.String(seed, key)}
	root, replaced := insert(m.root, fresh)
	if !replaced {
		m.size++
	}

	return Map[V]{root: root, size: m.size}
}

// Delete returns the map without key.
func (m Map[V]) Delete(key string) Map[V] {
	if _, ok := m.Get(key); !ok {
		return m
	}

	return Map[V]{root: remove(m.root, key), size: m.size - 1}
}

func insert[V any](n, fresh *node[V]) (root *node[V], replaced bool) {
	if n == nil {
		return fresh, false
	}

	if fresh.key == n.key {
		fresh.left, fresh.right = n.left, n.right
		return fresh, true
	}

	// Equal ranks of different keys are told apart by the keys, so that the shape stays unique.
	if fresh.rank > n.rank || (fresh.rank == n.rank && fresh.key < n.key) {
		fresh.left, fresh.right = split(n, fresh.key)
		return fresh, false
	}

	c := *n
	if fresh.key < n.key {
		c.left, replaced = insert(n.left, fresh)
	} else {
		c.right, replaced = insert(n.right, fresh)
	}

	return &c, replaced
}

// split divides the tree into the keys below key and those above; key itself is not in it.
func split[V any](n *node[V], key string) (below, above *node[V]) {
	if n == nil {
		return nil, nil
	}

	c := *n
	if n.key < key {
		c.right, above = split(n.right, key)
		return &c, above
	}

	below, c.left = split(n.left, key)
	return below, &c
}

func remove[V any](n *node[V], key string) *node[V] {
	if key == n.key {
		return join(n.left, n.right)
	}

	c := *n
	if key < n.key {
		c.left = remove(n.left, key)
	} else {
		c.right = remove(n.right, key)
	}

	return &c
}

// join merges two trees; all keys of the first are below those of the second.
func join[V any](a, b *node[V]) *node[V] {
	if a == nil {
		return b
	}

	if b == nil {
		return a
	}

	if a.rank > b.rank || (a.rank == b.rank && a.key < b.key) {
		c := *a
		c.right = join(a.right, b)
		return &c
	}

	c := *b
	c.left = join(a, b.left)
	return &c
}

// Cursor walks a part of a map in one direction.
type Cursor[V any] struct {
	path    []*node[V] // nodes still to be given, the next one last
	stop    string
	reverse bool
}

// Walk returns a cursor over the keys between low, inclusive, and high, exclusive; an empty high is no bound.
func (m Map[V]) Walk(low, high string, reverse bool) *Cursor[V] {
	c := &Cursor[V]{stop: high, reverse: reverse}
	if reverse {
		c.stop = low
	}

	for n := m.root; n != nil; {
		wanted := n.key >= low
		if reverse {
			wanted = high == "" || n.key < high
		}

		if wanted {
			c.path = append(c.path, n)
		}

		if wanted != reverse {
			n = n.left
		} else {
			n = n.right
		}
	}

	return c
}

// Next returns the next key and its value; ok is false at the end.
func (c *Cursor[V]) Next() (key string, value V, ok bool) {
	if len(c.path) == 0 {
		return "", value, false
	}

	n := c.path[len(c.path)-1]
	if (c.reverse && n.key < c.stop) || (!c.reverse && c.stop != "" && n.key >= c.stop) {
		c.path = nil
		return "", value, false
	}

	c.path = c.path[:len(c.path)-1]
	if c.reverse {
		for d := n.left; d != nil; d = d.right {
			c.path = append(c.path, d)
		}
	} else {
		for d := n.right; d != nil; d = d.left {
			c.path = append(c.path, d)
		}
	}

	return n.key, n.value, true
}
