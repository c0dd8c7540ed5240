package boltkv

import (
	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv/internal/wal"
)

// OpenOn opens a database whose log is on another disk. The commits of its data file are steps of commit.
func OpenOn(disk wal.Disk, path string, options Options, commit func(func() error) error) (*DB, error) {
	return openWith(disk, path, options, func(tx *bolt.Tx) error {
		err := commit(tx.Commit)
		if err != nil {
			_ = tx.Rollback() // unless it was committed
		}

		return err
	})
}
