package boltkv

import (
	"bytes"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// cursor walks the keys of the whole file between two bounds, from bucket to bucket, in one direction.
type cursor struct {
	tx        *bolt.Tx
	form      form
	damage    *error // where a page makes no sense
	low, high string // high is exclusive; empty: no bound
	reverse   bool
	buckets   []string // still to be walked

	name     string // of the bucket being walked
	position *bolt.Cursor
	from, to []byte // the bounds inside it; nil: none
}

func newCursor(tx *transaction, low, high string, reverse bool, damage *error) (c *cursor) {
	c = &cursor{tx: tx.bolt, form: tx.form, damage: damage, low: low, high: high, reverse: reverse}
	defer c.survive()
	first := low
	if slash := strings.IndexByte(low, '/'); slash >= 0 {
		first = low[:slash+1]
	}

	names := c.tx.Cursor()
	for name, _ := names.Seek([]byte(first)); name != nil && (high == "" || string(name) < high); name, _ = names.Next() {
		if name[len(name)-1] == '/' { // else it is no collection
			c.buckets = append(c.buckets, string(name))
		}
	}

	if reverse {
		slices.Reverse(c.buckets)
	}

	return c
}

// survive ends the walk where bolt panics on a page.
func (c *cursor) survive() {
	if p := recover(); p != nil {
		*c.damage = damagedPage(p)
		c.position, c.buckets = nil, nil
	}
}

// next implements source.
func (c *cursor) next() (key string, found change, ok bool) {
	defer c.survive()
	for {
		var k, v []byte
		switch {
		case c.position != nil:
			k, v = c.step()
		case len(c.buckets) > 0:
			k, v = c.enter(c.buckets[0])
			c.buckets = c.buckets[1:]
		default:
			return "", found, false
		}

		if k != nil && bytes.Compare(k, c.from) >= 0 && (c.to == nil || bytes.Compare(k, c.to) < 0) {
			key = c.name + string(k)
			value, sound := c.form.value(key, v)
			return key, change{value: value, damaged: !sound}, true
		}

		c.position = nil
	}
}

func (c *cursor) step() (key, value []byte) {
	if c.reverse {
		return c.position.Prev()
	}

	return c.position.Next()
}

// enter begins to walk a bucket. A bound that does not start with its name lies outside it, and the choice of buckets
// has taken care of it.
func (c *cursor) enter(name string) (key, value []byte) {
	c.name, c.from, c.to = name, nil, nil
	if rest, ok := strings.CutPrefix(c.low, name); ok {
		c.from = []byte(rest)
	}

	if rest, ok := strings.CutPrefix(c.high, name); ok {
		c.to = []byte(rest)
	}

	c.position = c.tx.Bucket([]byte(name)).Cursor()
	if !c.reverse {
		return c.position.Seek(c.from)
	}

	if c.to == nil {
		return c.position.Last()
	}

	if key, _ := c.position.Seek(c.to); key == nil {
		return c.position.Last()
	}

	return c.position.Prev()
}
