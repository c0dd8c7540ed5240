package boltkv

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/leadloop/leadloop/store/kv"
)

const fileMode fs.FileMode = 0o600

// openFile opens and locks the file at path, which it first makes if it may.
func openFile(path string, options Options) (*bolt.DB, error) {
	if !options.ReadOnly {
		if err := create(path); err != nil {
			return nil, err
		}
	}

	if options.Whole {
		if err := readWhole(path, options); err != nil {
			return nil, err
		}
	}

	for {
		b, opened, err := openLocked(path, options)
		if err != nil {
			return nil, err
		}

		// While we waited for the lock, its holder may have put another file at path (Compact does): then we hold the old
		// one.
		current, err := os.Stat(path)
		if err == nil && os.SameFile(opened, current) {
			return b, nil
		}

		if err := errors.Join(err, b.Close()); err != nil {
			return nil, err
		}
	}
}

// readWhole reads all of a file while nobody writes to it.
func readWhole(path string, options Options) (err error) {
	options.ReadOnly, options.Whole = true, false
	b, err := openFile(path, options) // which reads nothing but where the pages are
	if err != nil {
		return err
	}

	defer func() { err = errors.Join(err, b.Close()) }()
	f, err := readForm(b, options)
	if err != nil {
		return err
	}

	return inspectAll(path, f)
}

func openLocked(path string, options Options) (b *bolt.DB, opened fs.FileInfo, err error) {
	if err := inspect(path); err != nil {
		return nil, nil, err
	}

	// bbolt panics on some kinds of damage, or reads behind the end of the file.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, damaged(fmt.Errorf("%v", p))
		}
	}()

	initialMap := int64(mapSize)
	if options.MaxSize > 0 {
		initialMap = min(initialMap, options.MaxSize)
	}

	b, err = bolt.Open(path, fileMode, &bolt.Options{
		Timeout:         cmp.Or(options.Timeout, defaultTimeout),
		ReadOnly:        options.ReadOnly,
		NoSync:          options.Unsynced,
		MaxSize:         int(options.MaxSize),
		InitialMmapSize: int(initialMap),
		FreelistType:    bolt.FreelistMapType,
		OpenFile: func(name string, flag int, mode fs.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, mode)
			if err == nil {
				opened, err = f.Stat()
			}

			return f, err
		},
	})

	return b, opened, explainOpen(err)
}

func explainOpen(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%w: another process holds the database file; stop that process first, or ask it for a backup and use the copy", kv.ErrLocked)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err,
		bolterrors.ErrChecksum):
		return damaged(err)
	}

	return translate(err)
}

func damaged(cause error) error {
	return fmt.Errorf("%w: %w; check the path, or put a backup in its place", ErrDamaged, cause)
}

// create makes an empty database at path unless there is a file. It is made under another name first, so that a power
// cut leaves either no database or a good one, and is then linked, which never replaces what another process made
// meanwhile.
func create(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}

	folder := filepath.Dir(path)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the folder %s does not exist; create it, owned by the user that runs this program", folder)
	}

	fresh, err := emptyFile(path)
	if err != nil {
		return translate(err)
	}

	defer os.Remove(fresh) // a leftover is harmless
	b, err := bolt.Open(fresh, fileMode, nil)
	if err != nil {
		return translate(err)
	}

	if err := b.Close(); err != nil {
		return translate(err)
	}

	if err := os.Link(fresh, path); err != nil {
		return nil // another process was first, or the file system has no links: bbolt then makes the file in place
	}

	return syncFolder(folder)
}

// emptyFile makes a file beside path that only its owner can read.
func emptyFile(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return "", err
	}

	return f.Name(), f.Close()
}

func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}

	return errors.Join(d.Sync(), d.Close())
}

// meta is the part of bbolt's meta page that tells a whole file from a foreign or a truncated one.
type meta struct {
	pageSize  uint32
	root      uint64 // the page of the buckets
	sequence  uint64 // never used
	freelist  uint64 // the page with the free ones
	highWater uint64 // number of pages in use, counted from the start of the file
	txid      uint64
}

const (
	metaMagic  = 0xED0CDAED
	metaOffset = 16 // after the page header
	metaLen    = 64
)

// inspect refuses a file that is no database, or shorter than it says it is: bbolt maps the file, and reading behind
// the end of a truncated one would end the process with a bus error.
func inspect(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}

	defer f.Close() // only read
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}

	if !info.Mode().IsRegular() {
		return damaged(errors.New("it is not a regular file"))
	}

	newest, ok := newestMeta(f)
	if !ok {
		return damaged(errors.New("it was not written by this program"))
	}

	if want := int64(newest.highWater) * int64(newest.pageSize); info.Size() < want {
		return damaged(fmt.Errorf("it has %d bytes where it should have at least %d, so it is an incomplete copy", info.Size(), want))
	}

	return nil
}

// newestMeta finds the meta page that bbolt would use. The first is at the start; the second follows at a page size
// that is unknown when the first is damaged.
func newestMeta(f io.ReaderAt) (newest meta, ok bool) {
	offsets := []int64{0}
	for size := int64(1024); size <= 64<<10; size <<= 1 {
		offsets = append(offsets, size)
	}

	for _, offset := range offsets {
		if m, valid := readMeta(f, offset); valid && (!ok || m.txid > newest.txid) {
			newest, ok = m, true
		}
	}

	return newest, ok
}

func readMeta(f io.ReaderAt, page int64) (meta, bool) {
	native := binary.NativeEndian // as bolt writes numbers
	var b [metaLen]byte
	if _, err := f.ReadAt(b[:], page+metaOffset); err != nil {
		return meta{}, false
	}

	if native.Uint32(b[0:]) != metaMagic || native.Uint64(b[56:]) != sumOfMeta(b[:56]) {
		return meta{}, false
	}

	return meta{
		pageSize: native.Uint32(b[8:]), root: native.Uint64(b[16:]), sequence: native.Uint64(b[24:]),
		freelist: native.Uint64(b[32:]), highWater: native.Uint64(b[40:]), txid: native.Uint64(b[48:]),
	}, true
}
