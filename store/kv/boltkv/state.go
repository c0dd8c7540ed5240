package boltkv

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv/internal/wal"
)

// The data file says of itself how far it has taken the log, in a bucket that is no collection: their names end in a
// slash.
const (
	stateBucket = "engine"
	stateKey    = "log"
)

// state is what the data file says of its log.
type state struct {
	Sequence uint64 `json:"sequence"`       // of the last record that it has taken
	Log      string `json:"id,omitempty"`   // of the log that it was last used with
	Open     bool   `json:"open,omitempty"` // that log may hold more: the file is not whole without it
}

func readState(b *bolt.DB, f form) (s state, err error) {
	err = b.View(func(tx *bolt.Tx) error {
		bucket := tx.Bucket([]byte(stateBucket))
		if bucket == nil {
			return nil // never used with a log
		}

		stored := bucket.Get([]byte(stateKey))
		if stored == nil {
			return nil
		}

		text, ok := f.value(stateBucket+"/"+stateKey, stored)
		if !ok {
			return damagedValue(stateBucket + "/" + stateKey)
		}

		if err := json.Unmarshal(text, &s); err != nil {
			return damaged(fmt.Errorf("what it says of its log cannot be read: %w", err))
		}

		return nil
	})

	return s, err
}

func (s state) write(tx *bolt.Tx, f form) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}

	bucket, err := tx.CreateBucketIfNotExists([]byte(stateBucket))
	if err != nil {
		return err
	}

	return bucket.Put([]byte(stateKey), f.stored(stateBucket+"/"+stateKey, text))
}

func (s state) id() (wal.ID, error) {
	if s.Log == "" {
		return wal.ID{}, nil
	}

	id, err := wal.ParseID(s.Log)
	if err != nil {
		return id, damaged(fmt.Errorf("what it says of its log cannot be read: %w", err))
	}

	return id, nil
}

// forgetLog makes a data file one that was never used with a log.
func forgetLog(tx *bolt.Tx) error {
	bucket := tx.Bucket([]byte(stateBucket))
	if bucket == nil {
		return nil
	}

	return bucket.Delete([]byte(stateKey))
}

// recover opens the log, and reads what the data file does not have yet.
func (db *DB) recover() error {
	s, err := readState(db.bolt, db.form)
	if err != nil {
		return err
	}

	db.state = s
	id, err := s.id()
	if err != nil {
		return err
	}

	if !s.Open {
		return db.clearAway(id)
	}

	log, found, err := wal.Open(db.disk, db.logName(), id, s.Sequence, db.options.ReadOnly)
	if err != nil {
		return db.explainLog(err)
	}

	db.log = log
	return db.takeOver(found)
}

// clearAway removes a log that holds nothing which the data file does not have: the process ended between the last
// step of closing and this one, or before the log was ever used.
func (db *DB) clearAway(id wal.ID) error {
	more, err := wal.Holds(db.disk, db.logName(), id, db.state.Sequence)
	if err != nil {
		return err
	}

	if more {
		return db.explainLog(wal.ErrForeign)
	}

	if db.options.ReadOnly {
		return nil
	}

	return wal.Remove(db.disk, db.logName())
}

// takeOver puts what was recovered where it was before the process ended.
func (db *DB) takeOver(found wal.Recovered) error {
	older, err := treeOf(found.Older)
	if err != nil {
		return db.explainLog(err)
	}

	newer, err := treeOf(found.Newer)
	if err != nil {
		return db.explainLog(err)
	}

	if older.Len() > 0 {
		db.overlay.frozen, db.overlay.through = older, found.OlderLast
	}

	db.overlay.acknowledge(newer)
	db.overlay.forget()
	return nil
}

// explainLog says what to do when the log and the data file do not make a whole.
func (db *DB) explainLog(err error) error {
	name := db.logName()
	switch {
	case errors.Is(err, wal.ErrMissing):
		return fmt.Errorf("%w: %w, and it holds the latest changes. The data file was moved or copied without it: put %s.1 and .2 beside it again, or else move the data file away and restore the latest backup", ErrDamaged, err, name)
	case errors.Is(err, wal.ErrForeign):
		return fmt.Errorf("%w: the log %s.1 and .2 is not that of this data file, and holds changes of another. Put the data file back to which it belongs, or move the log away to go on without it", ErrDamaged, name)
	case errors.Is(err, wal.ErrDamaged), errors.Is(err, errNoChanges):
		return fmt.Errorf("%w: %w. What was acknowledged cannot be had whole: check the disk, move the data file and its log %s.1 and .2 away, and restore the latest backup", ErrDamaged, err, name)
	}

	return translate(err)
}

func (db *DB) logName() string { return logName(db.path) }

// logName is what the files of the log beside a data file are called, but for their numbers.
func logName(path string) string { return path + ".log" }

// LogFiles are the files that lie beside a data file while it is in use, and after a crash.
func LogFiles(path string) []string { return wal.Files(logName(path)) }

// refuseOrphan refuses to start again where a log is left without its data file.
func refuseOrphan(disk wal.Disk, path string) error {
	// In this order: who makes both makes the data file first.
	left, err := wal.Exists(disk, logName(path))
	if err != nil || !left {
		return err
	}

	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}

	return fmt.Errorf("%w: there is the log %s.1 and .2, but not its data file. Put the data file back beside it; to begin anew or to restore a backup, move the log away", ErrDamaged, logName(path))
}
