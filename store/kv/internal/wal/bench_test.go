package wal_test

import (
	"path/filepath"
	"testing"

	"github.com/leadloop/leadloop/store/kv/internal/wal"
)

// BenchmarkAppend is the floor of an Update: a record of 1 kB, synced.
func BenchmarkAppend(b *testing.B) {
	l, err := wal.Create(wal.FileSystem{}, filepath.Join(b.TempDir(), "bench"), wal.ID{1}, 0)
	if err != nil {
		b.Fatal(err)
	}

	record := make([]byte, 1000)
	for b.Loop() {
		if !l.Fits(len(record)) {
			l.Rotate()
		}

		if err := l.Append(record); err != nil {
			b.Fatal(err)
		}

		if err := l.Sync(); err != nil {
			b.Fatal(err)
		}
	}
}
