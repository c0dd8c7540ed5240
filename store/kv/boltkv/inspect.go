package boltkv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/store/kv"
)

// A data file is inspected without bolt, which trusts what it reads and panics, or reads behind the end of the file,
// where a page makes no sense. What bolt writes has one form only: data follows the elements of its page without gaps,
// keys ascend, each page is reached once or free. So whatever differs is damage, and what is not looked at here (the
// content of free pages, the rest of a page behind its data) nothing reads.

// shownFaults bounds how many are told; there may be millions.
const shownFaults = 1000

const (
	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10

	headerLen  = 16 // of a page, of an element of either kind, and of a bucket
	bucketFlag = 0x01
	manyFree   = 0xFFFF // the number of free pages stands in front of them
	deepest    = 64     // levels of pages
)

// header is the begin of each page.
type header struct {
	id       uint64
	flags    uint16
	count    uint16
	overflow uint32
}

func headerOf(page []byte) header {
	native := binary.NativeEndian // as bolt writes numbers
	return header{native.Uint64(page), native.Uint16(page[8:]), native.Uint16(page[10:]), native.Uint32(page[12:])}
}

// inspection is the reading of one file.
type inspection struct {
	file    io.ReaderAt
	form    form
	meta    meta
	reached map[uint64]bool // pages, of the tree or free
	bucket  string          // in which it reads
	faults  []error
	more    int
}

// inspectAll reads all of a data file that nobody writes to meanwhile, and says everything that is wrong with it.
func inspectAll(path string, f form) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}

	defer file.Close() // only read
	newest, ok := newestMeta(file)
	if !ok {
		return damaged(errors.New("it was not written by this program"))
	}

	x := &inspection{file: file, form: f, meta: newest, reached: map[uint64]bool{}}
	x.metas()
	x.free()
	x.root()
	x.account()
	if x.more > 0 {
		x.faults = append(x.faults, fmt.Errorf("and %d more", x.more))
	}

	if len(x.faults) == 0 {
		return nil
	}

	return damaged(errors.Join(x.faults...))
}

func (x *inspection) fault(format string, args ...any) {
	if len(x.faults) == shownFaults {
		x.more++
		return
	}

	x.faults = append(x.faults, fmt.Errorf(format, args...))
}

// metas wants both meta pages whole: with the newer one lost, bolt goes back to the older without a word.
func (x *inspection) metas() {
	for page := range uint64(2) {
		raw := make([]byte, headerLen)
		_, ok := readMeta(x.file, int64(page)*int64(x.meta.pageSize))
		if _, err := x.file.ReadAt(raw, int64(page)*int64(x.meta.pageSize)); err != nil || !ok ||
			headerOf(raw) != (header{id: page, flags: metaPage}) {
			x.fault("page %d, which says where the others are, is damaged", page)
		}
	}
}

// page reads a page with what it overflows to, and marks it.
func (x *inspection) page(id uint64, flags ...uint16) ([]byte, bool) {
	size := uint64(x.meta.pageSize)
	if id < 2 || id >= x.meta.highWater {
		x.fault("page %d is outside of the file", id)
		return nil, false
	}

	raw := make([]byte, size)
	if _, err := x.file.ReadAt(raw, int64(id*size)); err != nil {
		x.fault("page %d cannot be read: %w", id, err)
		return nil, false
	}

	h := headerOf(raw)
	if h.id != id || !slices.Contains(flags, h.flags) || id+uint64(h.overflow) >= x.meta.highWater {
		x.fault("page %d has a damaged header", id)
		return nil, false
	}

	for i := range uint64(h.overflow) + 1 {
		x.mark(id + i)
	}

	if h.overflow == 0 {
		return raw, true
	}

	raw = make([]byte, size*(uint64(h.overflow)+1))
	if _, err := x.file.ReadAt(raw, int64(id*size)); err != nil {
		x.fault("page %d cannot be read: %w", id, err)
		return nil, false
	}

	return raw, true
}

func (x *inspection) mark(id uint64) {
	if x.reached[id] {
		x.fault("page %d is used twice", id)
	}

	x.reached[id] = true
}

// free reads which pages are free.
func (x *inspection) free() {
	native := binary.NativeEndian // as bolt writes numbers
	raw, ok := x.page(x.meta.freelist, freelistPage)
	if !ok {
		return
	}

	ids, count := raw[headerLen:], uint64(headerOf(raw).count)
	if count == manyFree {
		count, ids = native.Uint64(ids), ids[8:]
	}

	if count > uint64(len(ids)/8) {
		x.fault("page %d lists more free pages than it has room for", x.meta.freelist)
		return
	}

	for i := range count {
		id := native.Uint64(ids[8*i:])
		if id < 2 || id >= x.meta.highWater {
			x.fault("page %d, said to be free, is outside of the file", id)
			continue
		}

		x.mark(id)
	}
}

// account looks for pages that are neither used nor free.
func (x *inspection) account() {
	if len(x.faults) > 0 {
		return // the pages below a damaged one were not reached
	}

	for id := uint64(2); id < x.meta.highWater; id++ {
		if !x.reached[id] {
			x.fault("page %d is neither used nor free", id)
		}
	}
}

// element is one of a page.
type element struct {
	flags      uint32
	key, value []byte
	page       uint64
}

// elements takes a page apart; ok is false where it is not as bolt writes pages.
func elements(page []byte) (all []element, ok bool) {
	native := binary.NativeEndian // as bolt writes numbers
	h := headerOf(page)
	end := headerLen + headerLen*uint64(h.count)
	for i := range uint64(h.count) {
		at := headerLen + headerLen*i
		if at+headerLen > uint64(len(page)) {
			return nil, false
		}

		var e element
		var pos, keyLen, valueLen uint64
		if raw := page[at:]; h.flags == leafPage {
			e.flags, pos = native.Uint32(raw), uint64(native.Uint32(raw[4:]))
			keyLen, valueLen = uint64(native.Uint32(raw[8:])), uint64(native.Uint32(raw[12:]))
		} else {
			pos, keyLen, e.page = uint64(native.Uint32(raw)), uint64(native.Uint32(raw[4:])), native.Uint64(raw[8:])
		}

		if at+pos != end || keyLen == 0 || end+keyLen+valueLen > uint64(len(page)) {
			return nil, false
		}

		e.key, e.value = page[end:end+keyLen], page[end+keyLen:end+keyLen+valueLen]
		end += keyLen + valueLen
		all = append(all, e)
	}

	return all, true
}

// root reads the buckets.
func (x *inspection) root() {
	if x.meta.sequence != 0 {
		x.fault("the file counts something that this program does not")
	}

	x.tree(x.meta.root, bounds{}, 0, func(e element) {
		if e.flags != bucketFlag || len(e.value) < headerLen {
			x.fault("%.40q is no collection", e.key)
			return
		}

		x.collection(string(e.key), e.value)
	})
}

// collection reads a bucket, which stands in a page of its own, or in the value itself.
func (x *inspection) collection(name string, value []byte) {
	native := binary.NativeEndian // as bolt writes numbers
	if slash := strings.IndexByte(name, '/'); name != stateBucket && (slash < 1 || slash != len(name)-1) {
		x.fault("%.40q is no name of a collection", name)
	}

	prefix := name
	if name == stateBucket {
		prefix += "/"
	}

	x.bucket = strings.TrimSuffix(name, "/")
	each := func(e element) { x.record(prefix, e) }
	if native.Uint64(value[8:]) != 0 {
		x.fault("the table %s counts something that this program does not", x.bucket)
	}

	root, inline := native.Uint64(value), value[headerLen:]
	if root != 0 {
		if len(inline) > 0 {
			x.fault("where the table %s stands is damaged", x.bucket)
		}

		x.tree(root, bounds{}, 0, each)
		return
	}

	if len(inline) < headerLen || headerOf(inline) != (header{flags: leafPage, count: headerOf(inline).count}) {
		x.fault("the small table %s has a damaged header", x.bucket)
		return
	}

	all, ok := elements(inline)
	if !ok || !ascend(all, bounds{}) {
		x.fault("the small table %s does not fit together", x.bucket)
		return
	}

	for _, e := range all {
		each(e)
	}
}

func (x *inspection) record(prefix string, e element) {
	key := prefix + string(e.key)
	switch {
	case x.bucket != stateBucket:
	case key == stateBucket+"/"+formatKey && e.flags == 0:
		return // it has no checksum, but one content only, and that was read
	case key != stateBucket+"/"+stateKey:
		x.fault("%q is nothing that this program keeps", key)
		return
	}

	if _, ok := x.form.value(key, e.value); !ok || e.flags != 0 {
		x.fault("%w", &kv.DamageError{Key: key})
	}
}

// bounds are between which keys those of a page lie; nil is no bound.
type bounds struct{ from, to []byte }

func ascend(all []element, b bounds) bool {
	for i, e := range all {
		if i > 0 && bytes.Compare(all[i-1].key, e.key) >= 0 || b.to != nil && bytes.Compare(e.key, b.to) >= 0 {
			return false
		}
	}

	return len(all) == 0 || bytes.Compare(all[0].key, b.from) >= 0
}

// tree reads the pages from one on down.
func (x *inspection) tree(id uint64, b bounds, depth int, each func(element)) {
	if depth > deepest {
		x.fault("page %d lies too deep", id)
		return
	}

	if x.reached[id] {
		x.fault("page %d is used twice", id)
		return
	}

	raw, ok := x.page(id, branchPage, leafPage)
	if !ok {
		return
	}

	all, ok := elements(raw)
	branch := headerOf(raw).flags == branchPage
	if !ok || !ascend(all, b) || branch && len(all) == 0 {
		x.fault("page %d, of the table %s, does not fit together", id, x.bucket)
		return
	}

	for i, e := range all {
		if !branch {
			each(e)
			continue
		}

		below := bounds{from: e.key, to: b.to}
		if i+1 < len(all) {
			below.to = all[i+1].key
		}

		x.tree(e.page, below, depth+1, each)
	}
}

// sumOfMeta is the checksum of a meta page.
func sumOfMeta(content []byte) uint64 {
	sum := fnv.New64a()
	sum.Write(content)
	return sum.Sum64()
}
