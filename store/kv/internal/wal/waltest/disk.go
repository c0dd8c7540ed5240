// Package waltest has a disk in memory that forgets what was not synced, for tests of logs and of what is built on
// them.
package waltest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"sync"

	"github.com/leadloop/leadloop/store/kv/internal/wal"
)

// ErrPowerCut is what everything returns once the power is cut.
var ErrPowerCut = errors.New("the power is cut")

// sector is what a disk writes whole or not at all.
const sector = 512

// Disk is a disk that can be cut off, fill up, fail and be slow. It has one folder.
type Disk struct {
	// Before, if set, is asked before each step: what it returns is the outcome of that step, and nothing is done. A write
	// for which it returns an error may have been made in part.
	Before func(step string) error

	mu    sync.Mutex
	rand  *rand.Rand
	files map[string]*content // by the names that programs see
	kept  map[string]*content // by the names that outlast a loss of power
	steps int
	last  string // step
	cutAt int
}

var _ wal.Disk = (*Disk)(nil)

// content is one file.
type content struct {
	data    []byte // as programs see it
	synced  []byte
	pending []write
}

type write struct {
	at   int64
	data []byte // nil: the file was cut to the length at
}

// New returns an empty disk. What it does by chance depends on the seed.
func New(seed uint64) *Disk {
	return &Disk{rand: rand.New(rand.NewPCG(seed, 1)), files: map[string]*content{}, kept: map[string]*content{}}
}

// CutAt has the power cut at a step, counted from now; that step may be done in part.
func (d *Disk) CutAt(step int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.steps, d.cutAt = 0, step
}

// Steps is how many steps there were since CutAt.
func (d *Disk) Steps() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.steps
}

// Step is a step of something else that the same power feeds.
func (d *Disk) Step(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.step(name)
}

// step counts, and says whether the step can be done. The caller holds mu, which is let go of while Before is asked.
func (d *Disk) step(step string) error {
	if before := d.Before; before != nil {
		d.mu.Unlock()
		err := before(step)
		d.mu.Lock()
		if err != nil {
			return err
		}
	}

	// A file is enlarged in many writes, which are one step.
	if step != "enlarge" || d.last != step {
		d.steps++
	}

	d.last = step
	if d.cutAt > 0 && d.steps >= d.cutAt {
		return ErrPowerCut
	}

	return nil
}

// Restart is the disk after the power came back: what was synced is there, and of the rest, any part.
func (d *Disk) Restart() *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	after := New(d.rand.Uint64())
	for _, name := range d.names() {
		found, now := d.kept[name], d.files[name]
		if now != found && d.rand.IntN(2) == 0 {
			found = now
		}

		if found != nil {
			left := &content{data: found.afterCut(d.rand)}
			left.synced = left.data
			left.data = append([]byte{}, left.synced...)
			after.files[name], after.kept[name] = left, left
		}
	}

	return after
}

func (d *Disk) names() []string {
	var names []string
	for name := range d.kept {
		names = append(names, name)
	}

	for name := range d.files {
		if _, ok := d.kept[name]; !ok {
			names = append(names, name)
		}
	}

	return names
}

func (c *content) afterCut(r *rand.Rand) []byte {
	left := append([]byte{}, c.synced...)
	for _, w := range c.pending {
		if r.IntN(4) == 0 {
			continue
		}

		left = w.apply(left, func() bool { return r.IntN(8) > 0 })
	}

	return left
}

// apply writes those sectors that are chosen.
func (w write) apply(data []byte, chosen func() bool) []byte {
	if w.data == nil {
		return append(data, make([]byte, max(0, w.at-int64(len(data))))...)[:w.at]
	}

	end := w.at + int64(len(w.data))
	data = append(data, make([]byte, max(0, end-int64(len(data))))...)
	for from := w.at; from < end; {
		to := min(end, (from/sector+1)*sector)
		if chosen() {
			copy(data[from:to], w.data[from-w.at:])
		}

		from = to
	}

	return data
}

// Damage changes a file in place: the disk itself has decayed.
func (d *Disk) Damage(name string, change func(data []byte) []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.files[name]
	c.data = change(append([]byte{}, c.data...))
	c.synced, c.pending = append([]byte{}, c.data...), nil
}

// Copy returns a disk with the same files.
func (d *Disk) Copy() *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	after := New(d.rand.Uint64())
	for name, c := range d.files {
		same := &content{data: append([]byte{}, c.data...), synced: append([]byte{}, c.data...)}
		after.files[name], after.kept[name] = same, same
	}

	return after
}

// Content is what a file holds.
func (d *Disk) Content(name string) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]byte{}, d.files[name].data...)
}

// Open implements wal.Disk.
func (d *Disk) Open(name string, readOnly bool) (wal.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.files[filepath.Base(name)]
	if c == nil {
		return nil, fmt.Errorf("open %s: %w", name, fs.ErrNotExist)
	}

	return &file{disk: d, content: c, readOnly: readOnly}, nil
}

// Create implements wal.Disk.
func (d *Disk) Create(name string) (wal.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step("create"); err != nil {
		return nil, err
	}

	name = filepath.Base(name)
	if d.files[name] == nil {
		d.files[name] = &content{}
	}

	c := d.files[name]
	c.write(write{at: 0})
	return &file{disk: d, content: c}, nil
}

// Exists implements wal.Disk.
func (d *Disk) Exists(name string) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files[filepath.Base(name)] != nil, nil
}

// Remove implements wal.Disk.
func (d *Disk) Remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step("remove"); err != nil {
		return err
	}

	delete(d.files, filepath.Base(name))
	return nil
}

// SyncNames implements wal.Disk.
func (d *Disk) SyncNames(string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step("sync names"); err != nil {
		return err
	}

	d.kept = maps.Clone(d.files)
	return nil
}

func (c *content) write(w write) {
	c.data = w.apply(c.data, func() bool { return true })
	c.pending = append(c.pending, w)
}

// file is an open file.
type file struct {
	disk     *Disk
	content  *content
	readOnly bool
}

func (f *file) Size() (int64, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	return int64(len(f.content.data)), nil
}

func (f *file) ReadAt(p []byte, at int64) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if at >= int64(len(f.content.data)) {
		return 0, io.EOF
	}

	n := copy(p, f.content.data[at:])
	if n < len(p) {
		return n, io.EOF
	}

	return n, nil
}

func (f *file) WriteAt(p []byte, at int64) (int, error) {
	step := "write"
	if at+int64(len(p)) > f.length() {
		step = "enlarge"
	}

	return len(p), f.change(step, write{at: at, data: append([]byte{}, p...)})
}

func (f *file) Truncate(size int64) error { return f.change("truncate", write{at: size}) }

func (f *file) length() int64 {
	size, _ := f.Size()
	return size
}

// change is made in part when the power is cut or the write fails.
func (f *file) change(step string, w write) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.readOnly {
		return fmt.Errorf("%s: opened for reading only: %w", step, fs.ErrPermission)
	}

	err := f.disk.step(step)
	if err == nil || errors.Is(err, ErrPowerCut) && f.disk.steps == f.disk.cutAt {
		f.content.write(w)
	}

	return err
}

func (f *file) Sync() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if err := f.disk.step("sync"); err != nil {
		return err
	}

	for _, w := range f.content.pending {
		f.content.synced = w.apply(f.content.synced, func() bool { return true })
	}

	f.content.pending = nil
	return nil
}

func (f *file) Close() error { return nil }
