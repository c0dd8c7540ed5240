package boltkv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime/debug"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/leadloop/leadloop/store/kv"
)

// In the data file each value is followed by a checksum of its key and itself, so that no other value, and not that of
// another key, passes for it. The file says so beside its state; files of before do not, and have none.
const (
	formatKey  = "format"
	formatSums = "crc32c"
	sumLen     = 4
)

func sumOf(key string, value []byte) uint32 {
	castagnoli := crc32.MakeTable(crc32.Castagnoli) // made once, however often it is asked for
	return crc32.Update(crc32.Update(0, castagnoli, []byte(key)), castagnoli, value)
}

// form is how values stand in a data file.
type form struct {
	sums  bool
	plain []string // the keys that never have one, so that programs of before read them
}

func (f form) summed(key string) bool { return f.sums && !slices.Contains(f.plain, key) }

// stored is what stands in the file for a value.
func (f form) stored(key string, value []byte) []byte {
	if !f.summed(key) {
		return value
	}

	b := make([]byte, 0, len(value)+sumLen)
	return binary.LittleEndian.AppendUint32(append(b, value...), sumOf(key, value))
}

// value is what was stored; ok is false where that is no longer known.
func (f form) value(key string, stored []byte) (value []byte, ok bool) {
	if stored == nil {
		return nil, false // bolt takes it for a bucket
	}

	if !f.summed(key) {
		return stored, true
	}

	end := len(stored) - sumLen
	if end < 0 || binary.LittleEndian.Uint32(stored[end:]) != sumOf(key, stored[:end]) {
		return nil, false
	}

	return stored[:end:end], true
}

// readForm finds out how values stand in a file. One that holds nothing yet gets sums.
func readForm(b *bolt.DB, options Options) (f form, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damagedPage(p)
		}
	}()

	f.plain = options.Plain
	begun := false
	err = b.View(func(tx *bolt.Tx) error {
		name, _ := tx.Cursor().First()
		begun = name != nil
		format := formatIn(tx)
		f.sums = format == formatSums
		if format != "" && !f.sums {
			return damaged(fmt.Errorf("it is in the format %.20q, which is not known", format))
		}

		return nil
	})
	if err != nil || begun || options.ReadOnly {
		return f, err
	}

	f.sums = true
	return f, b.Update(markSums)
}

func formatIn(tx *bolt.Tx) string {
	bucket := tx.Bucket([]byte(stateBucket))
	if bucket == nil {
		return ""
	}

	return string(bucket.Get([]byte(formatKey)))
}

func markSums(tx *bolt.Tx) error {
	bucket, err := tx.CreateBucketIfNotExists([]byte(stateBucket))
	if err != nil {
		return err
	}

	return bucket.Put([]byte(formatKey), []byte(formatSums))
}

// damagedValue says that a value is not what was written.
func damagedValue(key string) error {
	return fmt.Errorf("%w: %w", ErrDamaged, &kv.DamageError{Key: key})
}

var errPage = errors.New("a page of it cannot be read")

// damagedPage says what bolt ended with, which panics on pages that make no sense.
func damagedPage(p any) error { return damaged(fmt.Errorf("%w: %v", errPage, p)) }
