package boltkv_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
	"github.com/leadloop/leadloop/store/kv/internal/wal"
)

// BenchmarkRecovery opens a database whose log is as full as it gets, of commands of 30 keys.
func BenchmarkRecovery(b *testing.B) {
	path := dataFile(b)
	blocked, commits := make(chan struct{}), 0
	disk := wal.FileSystem{Unsynced: true}
	db, err := boltkv.OpenOn(disk, path, boltkv.Options{Unsynced: true}, func(commit func() error) error {
		if commits++; commits > 1 {
			<-blocked
		}
		return commit()
	})
	if err != nil {
		b.Fatal(err)
	}
	value := strings.Repeat("v", 180)
	for n := range 9_000 { // 2.3 kB each: 4 MiB on the way to the data file, and 16 behind them
		err := db.Update(context.Background(), func(w kv.Writer) error {
			for record := range 7 {
				w.Put(fmt.Sprintf("record%d/r/%08d", record, n), []byte(value))
			}
			for index := range 23 {
				w.Put(fmt.Sprintf("lead/i/index%02d/%08x/L-%08d", index, uint32(n)*2654435761, n), nil)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	left := crashed(b, path)
	for b.Loop() {
		db, err := boltkv.Open(left, boltkv.Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	close(blocked)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}
