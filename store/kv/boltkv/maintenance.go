package boltkv

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/internal/wal"
)

// compactStep bounds the memory of Compact, which commits after so many bytes.
const compactStep = 4 << 20

// errLogKept says that the log is still needed after it was brought to the data file.
var errLogKept = errors.New("its log could not be brought to the data file: free some space on the disk, or stop the process that writes to it meanwhile")

// Stats are figures for health pages and metrics. Commits, Updates and LargestBatch count since Open.
type Stats struct {
	FileBytes    int64 // on disk
	UsedBytes    int64 // in pages that hold something
	FreeBytes    int64 // in pages that will be used again before the file grows
	Commits      int64
	Updates      int64
	LargestBatch int64 // the most Updates that shared one commit
}

// Stats returns the figures of the moment.
func (db *DB) Stats(ctx context.Context) (Stats, error) {
	snapshot, err := db.beginView(ctx)
	if err != nil {
		return Stats{}, fmt.Errorf("database statistics: %w", err)
	}

	defer snapshot.end()
	info, err := os.Stat(db.path)
	if err != nil {
		return Stats{}, fmt.Errorf("database statistics: %w", err)
	}

	pages := db.bolt.Stats()
	free := int64(pages.FreePageN+pages.PendingPageN) * int64(db.bolt.Info().PageSize)
	return Stats{
		FileBytes:    info.Size(),
		UsedBytes:    max(0, snapshot.bolt.Size()-free),
		FreeBytes:    free,
		Commits:      db.commits.Load(),
		Updates:      db.updates.Load(),
		LargestBatch: db.largestBatch.Load(),
	}, nil
}

// Check reads every page and every value, and reports what does not fit together, as an error that wraps ErrDamaged.
// What is in the log is folded first; its checksums were compared when it was opened. Updates go on, to the log.
func (db *DB) Check(ctx context.Context) error {
	if err := db.check(ctx); err != nil {
		return fmt.Errorf("check the database %s: %w", db.path, err)
	}

	return nil
}

func (db *DB) check(ctx context.Context) error {
	// On a full disk, what cannot be folded does not keep the rest from being checked.
	if err := db.Fold(ctx); err != nil && !errors.Is(err, kv.ErrFull) {
		return err
	}

	if err := db.take(ctx, db.folding); err != nil {
		return err
	}

	defer func() { <-db.folding }()
	select {
	case <-db.closing:
		return kv.ErrClosed
	default:
		return inspectAll(db.path, db.form)
	}
}

// Backup writes a consistent copy of the database to path, which it replaces only when the copy is complete, on the
// disk and sound. The copy is one file, with what is only in the log. Updates go on meanwhile.
func (db *DB) Backup(ctx context.Context, path string) error {
	if err := db.backup(ctx, path); err != nil {
		return fmt.Errorf("back up the database to %s: %w", path, translate(err))
	}

	return nil
}

func (db *DB) backup(ctx context.Context, path string) error {
	if own, err := os.Stat(db.path); err != nil {
		return err
	} else if target, err := os.Stat(path); err == nil && os.SameFile(own, target) {
		return errors.New("that is the database itself; choose another path")
	}

	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}

	defer os.Remove(f.Name()) // gone already when all went well
	unfolded, err := db.copyTo(ctx, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}

	if err := db.complete(f.Name(), unfolded); err != nil {
		return err
	}

	if err := Verify(f.Name(), db.options.Plain...); err != nil {
		return fmt.Errorf("the copy is not good: %w", err)
	}

	return replace(f.Name(), path)
}

// copyTo copies the data file, and returns what it did not have at that moment. It holds a read transaction for as long
// as the disk needs, and no longer.
func (db *DB) copyTo(ctx context.Context, w io.Writer) (layers, error) {
	snapshot, err := db.beginView(ctx)
	if err != nil {
		return layers{}, err
	}

	defer snapshot.end()
	_, err = snapshot.bolt.WriteTo(&cancellable{ctx: ctx, w: w})
	return snapshot.layers, err
}

// complete makes a copy whole: it has no log.
func (db *DB) complete(path string, unfolded layers) error {
	b, err := bolt.Open(path, fileMode, &bolt.Options{FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}

	err = b.Update(func(tx *bolt.Tx) error {
		f := db.filling(tx)
		for _, layer := range []*tree{unfolded.frozen, unfolded.current} {
			if layer == nil {
				continue
			}

			if err := f.apply(layer); err != nil {
				return err
			}
		}

		return forgetLog(tx)
	})

	return errors.Join(err, b.Sync(), b.Close())
}

// cancellable is a writer that ends with its context.
type cancellable struct {
	ctx context.Context
	w   io.Writer
}

func (c *cancellable) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}

	return c.w.Write(p)
}

// Verify opens the database at path for reading, such as a backup, and checks all of it, with its log. Whatever is
// wrong with it, it does not panic.
func Verify(path string, plain ...string) error {
	db, err := Open(path, Options{ReadOnly: true, Whole: true, Plain: plain})
	if err == nil {
		err = db.Close()
	}

	if err != nil {
		return fmt.Errorf("verify %s: %w", path, err)
	}

	return nil
}

// Compact rewrites the data file at path, which no process may have open, without its free pages, and returns its size
// before and after. What is in its log comes with it. The old file stays until the new one is complete, on the disk and
// sound; there must be room for both.
func Compact(path string, options Options) (before, after int64, err error) {
	before, after, err = rewrite(path, options, bolt.Compact)
	if err != nil {
		return 0, 0, fmt.Errorf("compact the database %s: %w", path, translate(err))
	}

	return before, after, nil
}

// AddSums rewrites a data file of before, as Compact does, so that its values have checksums.
func AddSums(path string, options Options) error {
	_, _, err := rewrite(path, options, func(target, source *bolt.DB, step int64) error {
		return copySummed(target, source, options, int(step))
	})
	if err != nil {
		return fmt.Errorf("add checksums to the database %s: %w", path, translate(err))
	}

	return nil
}

func rewrite(
	path string, options Options, write func(target, source *bolt.DB, step int64) error,
) (before, after int64, err error) {
	if err := refuseOrphan(wal.FileSystem{}, path); err != nil {
		return 0, 0, err
	}

	old, err := os.Stat(path)
	if err != nil {
		return 0, 0, err
	}

	options.Whole = true // damage is not copied with a sum that says that it is none
	if err := takeLog(path, options); err != nil {
		return 0, 0, err
	}

	options.Whole = false
	source, err := openFile(path, options)
	if err != nil {
		return 0, 0, err
	}

	// The lock is held until the new file is in place, so that nobody writes to the old one.
	defer func() { err = errors.Join(err, source.Close()) }()
	f, err := readForm(source, options)
	if err != nil {
		return 0, 0, err
	}

	if s, err := readState(source, f); err != nil || s.Open {
		return 0, 0, cmp.Or(err, errLogKept)
	}

	fresh, err := emptyFile(path)
	if err != nil {
		return 0, 0, err
	}

	defer os.Remove(fresh) // gone already when all went well
	if err := writeFresh(fresh, source, write); err != nil {
		return 0, 0, err
	}

	if err := Verify(fresh, options.Plain...); err != nil {
		return 0, 0, fmt.Errorf("the copy is not good: %w", err)
	}

	info, err := os.Stat(fresh)
	if err != nil {
		return 0, 0, err
	}

	return old.Size(), info.Size(), replace(fresh, path)
}

// takeLog brings the log to the data file.
func takeLog(path string, options Options) error {
	db, err := Open(path, options)
	if err != nil {
		return err
	}

	return errors.Join(db.Fold(context.Background()), db.Close())
}

func writeFresh(fresh string, source *bolt.DB, write func(target, source *bolt.DB, step int64) error) error {
	target, err := bolt.Open(fresh, fileMode, &bolt.Options{NoSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}

	return errors.Join(write(target, source, compactStep), target.Sync(), target.Close())
}

// copySummed copies every value with its checksum, some at a time.
func copySummed(target, source *bolt.DB, options Options, step int) error {
	return source.View(func(from *bolt.Tx) error {
		if formatIn(from) != "" {
			return errors.New("it has checksums already")
		}

		old := &transaction{bolt: from, layers: layers{current: newTree()}, writes: newTree()}
		all, changes, size := old.merge(kv.Range{}), newTree(), 0
		flush := func() error {
			defer func() { changes, size = newTree(), 0 }()
			return target.Update(func(tx *bolt.Tx) error {
				f := filling{
					tx: tx, form: form{sums: true, plain: options.Plain}, ascending: options.Ascending,
					buckets: map[string]*bolt.Bucket{},
				}
				return errors.Join(f.apply(changes), markSums(tx))
			})
		}

		for {
			e, ok := all.next()
			if !ok {
				return errors.Join(all.damage, flush())
			}

			changes.Set(e.Key, change{value: e.Value})
			if size += len(e.Key) + len(e.Value); size < step {
				continue
			}

			if err := flush(); err != nil {
				return err
			}
		}
	})
}

// replace puts the file at from in the place of path, for good.
func replace(from, path string) error {
	if err := os.Rename(from, path); err != nil {
		return err
	}

	return syncFolder(filepath.Dir(path))
}
