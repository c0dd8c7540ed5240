package boltkv

import (
	"os"

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

// Pages are how many pages of a closed data file hold something, or did.
func Pages(path string) (count int, size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}

	defer file.Close() // only read
	newest, _ := newestMeta(file)
	return int(newest.highWater), int64(newest.pageSize), nil
}
