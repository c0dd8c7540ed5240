package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
)

// FileName is the name of the store's data file in the data folder. Its log lies beside it.
const FileName = "leadloop.db"

// File is a store in a data folder: a data file, and its log while it is in use.
type File struct {
	*Store
	engine *boltkv.DB
	path   string
}

// OpenOptions are the limits of a file.
type OpenOptions struct {
	MaxSize  int64 // in bytes; 0 is no limit
	ReadOnly bool
	Unsynced bool // until it is closed, a power cut may damage it: for what can be made again
	Whole    bool // all of it is read and compared with its checksums before it is used
	Kept     bool // it has to hold what a Leadloop has kept, such as a backup does
}

// ErrForeign says that a file holds nothing that a Leadloop has kept.
var ErrForeign = errors.New("it is not a file of Leadloop's data")

// engine are the options of the engine. Programs of before there were checksums read the version, and refuse the file.
func (o OpenOptions) engine() boltkv.Options {
	return boltkv.Options{
		MaxSize: o.MaxSize, ReadOnly: o.ReadOnly, Unsynced: o.Unsynced, Whole: o.Whole,
		Ascending: []string{"journal"}, Plain: plain,
	}
}

var plain = []string{"meta/version"}

// Open opens the store of a data folder and migrates it, after a backup. A
// folder or file that is not there is made, unless it is only to be read.
func Open(ctx context.Context, folder string, o OpenOptions) (*File, error) {
	path := filepath.Join(folder, FileName)
	if o.ReadOnly {
		if _, found := Exists(folder); !found {
			return nil, fmt.Errorf("there is no Leadloop data in %s: %w", folder, os.ErrNotExist)
		}
	} else if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}

	return open(ctx, path, o)
}

// OpenBackup opens a backup to read it, after comparing all of its checksums.
func OpenBackup(ctx context.Context, path string) (*File, error) {
	return open(ctx, path, OpenOptions{ReadOnly: true, Whole: true, Kept: true})
}

func open(ctx context.Context, path string, o OpenOptions) (*File, error) {
	if info, err := os.Stat(path); o.Kept && err == nil && info.Size() == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrForeign)
	}

	engine, err := boltkv.Open(path, o.engine())
	if err != nil {
		return nil, err
	}

	f := &File{Store: &Store{db: engine, t: newTables()}, engine: engine, path: path}
	if err := f.upgrade(ctx, o); err != nil {
		return nil, errors.Join(err, f.engine.Close())
	}

	return f, nil
}

func (f *File) upgrade(ctx context.Context, o OpenOptions) error {
	version, err := f.version(ctx)
	if err != nil {
		return err
	}

	if version == 0 && o.Kept {
		return ErrForeign
	}

	if version >= sumsSince && !f.engine.Summed() {
		return fmt.Errorf("%w: the data in %s has lost its checksums; put a backup in its place", boltkv.ErrDamaged, f.path)
	}

	if version == SchemaVersion {
		return nil
	}

	if o.ReadOnly {
		return &VersionError{Have: version, Want: SchemaVersion}
	}

	err = f.migrate(ctx, func(version int) error {
		if version < sumsSince && f.engine.Summed() {
			return nil // it was interrupted here, and the copy is made
		}

		if err := f.engine.Backup(ctx, fmt.Sprintf("%s.schema-%d.backup", f.path, version)); err != nil {
			return err
		}

		return f.addSums(o)
	})
	if err != nil {
		return err
	}

	// An older program looks only at the data file: that has to name the new schema before anything else is in the log.
	return f.engine.Fold(ctx)
}

// addSums has values get checksums, where they have none.
func (f *File) addSums(o OpenOptions) error {
	if f.engine.Summed() {
		return nil
	}

	if err := f.engine.Close(); err != nil {
		return err
	}

	if err := boltkv.AddSums(f.path, o.engine()); err != nil {
		return err
	}

	engine, err := boltkv.Open(f.path, o.engine())
	if err != nil {
		return err
	}

	f.engine, f.db = engine, engine
	return nil
}

// Backup writes a checked copy to path, as one file, while the store is in use.
func (f *File) Backup(ctx context.Context, path string) error { return f.engine.Backup(ctx, path) }

// Check reads the whole data file, once it has what is in the log, and says what is damaged.
func (f *File) Check(ctx context.Context) error { return f.engine.Check(ctx) }

// Refusing says why changes are refused now; nil where they are not. Where the disk was full, it tries again.
func (f *File) Refusing(ctx context.Context) error {
	err := f.engine.Refusing()
	if !errors.Is(err, kv.ErrFull) {
		return err
	}

	return f.db.Update(ctx, func(w kv.Writer) error {
		w.Put("meta/tried", []byte("room"))
		return nil
	})
}

// Size is how many bytes the data file has on the disk, 0 where that cannot be told.
func (f *File) Size() int64 {
	info, err := os.Stat(f.path)
	if err != nil {
		return 0
	}

	return info.Size()
}

// Damaged says whether an error tells of a file that is not what was written.
func Damaged(err error) bool { return errors.Is(err, boltkv.ErrDamaged) }

// Exists says whether there is a store in a data folder, or a part of one, and at which path.
func Exists(folder string) (path string, found bool) {
	data := filepath.Join(folder, FileName)
	for _, path := range append([]string{data}, boltkv.LogFiles(data)...) {
		if _, err := os.Lstat(path); err == nil {
			return path, true
		}
	}

	return "", false
}

// Compact rewrites the store of a data folder, which no process may have
// open, without its free space, and gives its size in bytes before and after.
func Compact(folder string) (before, after int64, err error) {
	return boltkv.Compact(filepath.Join(folder, FileName), OpenOptions{}.engine())
}

// BackupName is the file name of a backup made at a moment.
func BackupName(at time.Time) string {
	return "leadloop-" + at.UTC().Format("20060102T150405Z") + ".db"
}
