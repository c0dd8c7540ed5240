package wal_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/store/kv/internal/wal"
	"github.com/leadloop/leadloop/store/kv/internal/wal/waltest"
)

const name = "test.log"

func id() wal.ID { return wal.ID{1, 2, 3} }

// written is a disk with a log of these records.
func written(t *testing.T, records ...string) *waltest.Disk {
	t.Helper()
	disk := waltest.New(1)
	l, err := wal.Create(disk, name, id(), 0)
	if err != nil {
		t.Fatal(err)
	}

	appendAll(t, l, records...)
	return disk
}

func appendAll(t *testing.T, l *wal.Log, records ...string) {
	t.Helper()
	for _, r := range records {
		if err := errors.Join(l.Append([]byte(r)), l.Sync()); err != nil {
			t.Fatal(err)
		}
	}
}

// read opens a log and returns what is newer than after.
func read(disk wal.Disk, after uint64) ([]string, error) {
	l, found, err := wal.Open(disk, name, id(), after, true)
	if err != nil {
		return nil, err
	}

	records := []string{}
	for _, r := range slices.Concat(found.Older, found.Newer) {
		records = append(records, string(r))
	}

	return records, l.Close()
}

func wantRecords(t *testing.T, disk wal.Disk, after uint64, want ...string) {
	t.Helper()
	got, err := read(disk, after)
	if err != nil {
		t.Error(err)
		return
	}

	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("records after %d (-want +got):\n%s", after, diff)
	}
}

func wantDamage(t *testing.T, disk wal.Disk, after uint64, what string) {
	t.Helper()
	if got, err := read(disk, after); !errors.Is(err, wal.ErrDamaged) {
		t.Errorf("%s: %q, %v; want ErrDamaged", what, got, err)
	}
}

func TestWhatIsNewerIsReadBack(t *testing.T) {
	disk := written(t, "one", "two", "three")
	wantRecords(t, disk, 0, "one", "two", "three")
	wantRecords(t, disk, 2, "three")
	wantRecords(t, disk, 3)
}

func TestTheFilesTakeTurns(t *testing.T) {
	disk := waltest.New(1)
	l, err := wal.Create(disk, name, id(), 10)
	if err != nil {
		t.Fatal(err)
	}

	appendAll(t, l, "eleven", "twelve", "thirteen")
	l.Rotate()
	appendAll(t, l, "fourteen")
	wantRecords(t, disk, 10, "eleven", "twelve", "thirteen", "fourteen")
	wantRecords(t, disk, 13, "fourteen")

	// The first is written again from its start; what it held lies behind.
	l.Rotate()
	appendAll(t, l, "15")
	wantRecords(t, disk, 13, "fourteen", "15")
	wantRecords(t, disk, 14, "15")
	wantDamage(t, disk, 12, "a record that is no longer there is needed")

	l, found, err := wal.Open(disk, name, id(), 13, false)
	if err != nil || len(found.Older) != 1 || found.OlderLast != 14 || len(found.Newer) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}

	appendAll(t, l, "sixteen")
	wantRecords(t, disk, 13, "fourteen", "15", "sixteen")
}

func TestATailThatIsTornAtAnyByteIsCut(t *testing.T) {
	whole := written(t, "one", "two")
	end := len(trimmed(whole))
	three := written(t, "one", "two", "a third one that is longer")
	for cut := end; cut < len(trimmed(three)); cut++ {
		disk := three.Copy()
		disk.Damage(name+".1", func(data []byte) []byte {
			clear(data[cut:])
			return data
		})
		wantRecords(t, disk, 0, "one", "two")
		disk.Damage(name+".1", func(data []byte) []byte { return data[:cut] })
		wantRecords(t, disk, 0, "one", "two")

		l, _, err := wal.Open(disk, name, id(), 0, false)
		if err != nil {
			t.Fatal(err)
		}

		appendAll(t, l, "drei")
		wantRecords(t, disk, 0, "one", "two", "drei")
	}
}

// trimmed is the first file up to its last byte that is not zero.
func trimmed(disk *waltest.Disk) string {
	return strings.TrimRight(string(disk.Content(name+".1")), "\x00")
}

func TestDamageBeforeTheTailIsRefused(t *testing.T) {
	whole := written(t, "one", "two", "three")
	first, second := 4096, 4096+24
	for at := first; at < second+16+3; at++ {
		if padding := at >= first+16+3 && at < second; padding {
			continue
		}

		disk := whole.Copy()
		flip(disk, at)
		wantDamage(t, disk, 0, fmt.Sprintf("byte %d is wrong", at))
	}

	for at := range 36 {
		disk := whole.Copy()
		flip(disk, at)
		if got, err := read(disk, 0); !errors.Is(err, wal.ErrDamaged) && !errors.Is(err, wal.ErrForeign) {
			t.Errorf("byte %d of the header is wrong: %q, %v", at, got, err)
		}
	}
}

func flip(disk *waltest.Disk, at int) {
	disk.Damage(name+".1", func(data []byte) []byte {
		data[at] ^= 0x40
		return data
	})
}

func TestAFileOfTheLogThatIsGoneIsMissed(t *testing.T) {
	for _, file := range []string{".1", ".2"} {
		disk := written(t, "one")
		if err := disk.Remove(name + file); err != nil {
			t.Fatal(err)
		}

		if _, err := read(disk, 0); !errors.Is(err, wal.ErrMissing) {
			t.Errorf("without %s: %v", file, err)
		}
	}
}

func TestALogOfOtherDataIsKnown(t *testing.T) {
	disk := written(t, "one")
	if _, _, err := wal.Open(disk, name, wal.ID{9}, 0, true); !errors.Is(err, wal.ErrForeign) {
		t.Errorf("opened with another ID: %v", err)
	}

	for _, test := range []struct {
		id    wal.ID
		after uint64
		want  bool
	}{{id(), 1, false}, {id(), 0, true}, {wal.ID{9}, 1, true}} {
		if holds, err := wal.Holds(disk, name, test.id, test.after); holds != test.want || err != nil {
			t.Errorf("beyond %d of %v it holds more: %v, %v", test.after, test.id, holds, err)
		}
	}

	if holds, err := wal.Holds(written(t), name, wal.ID{9}, 0); holds || err != nil {
		t.Errorf("an empty log holds something: %v, %v", holds, err)
	}
}

func TestWhatFindsNoRoomIsNotWritten(t *testing.T) {
	disk := waltest.New(1)
	l, err := wal.Create(disk, name, id(), 0)
	if err != nil {
		t.Fatal(err)
	}

	appendAll(t, l, "small")
	full := errors.New("no space left")
	disk.Before = func(step string) error {
		if step == "enlarge" {
			return full
		}

		return nil
	}
	large := strings.Repeat("x", 2<<20)
	if err := l.Append([]byte(large)); !errors.Is(err, full) {
		t.Errorf("a record without room: %v", err)
	}

	appendAll(t, l, "small too")
	wantRecords(t, disk, 0, "small", "small too")
	disk.Before = nil
	appendAll(t, l, large)
	wantRecords(t, disk, 0, "small", "small too", large)
}

// What reaches the page cache only, as after a sync that failed, may be read after a restart of the program: it is
// certain from then on.
func TestTheLastRecordIsCertainOnceItIsRead(t *testing.T) {
	disk := waltest.New(1)
	l, err := wal.Create(disk, name, id(), 0)
	if err != nil {
		t.Fatal(err)
	}

	appendAll(t, l, "one")
	if err := l.Append([]byte("two")); err != nil {
		t.Fatal(err)
	}

	if _, found, err := wal.Open(disk, name, id(), 0, false); err != nil || len(found.Newer) != 2 {
		t.Fatalf("%q, %v", found.Newer, err)
	}

	for range 20 {
		wantRecords(t, disk.Restart(), 0, "one", "two")
	}
}

// The bound of the design: recovering a full log takes less than a second.
func BenchmarkRecovery(b *testing.B) {
	path := b.TempDir() + "/" + name
	disk := wal.FileSystem{Unsynced: true}
	l, err := wal.Create(disk, path, id(), 0)
	if err != nil {
		b.Fatal(err)
	}

	record := make([]byte, 2300)
	for file := range 2 {
		for l.Fits(len(record)) {
			if err := l.Append(record); err != nil {
				b.Fatal(err)
			}
		}

		if file == 0 {
			l.Rotate()
		}
	}

	for b.Loop() {
		l, _, err := wal.Open(disk, path, id(), 0, true)
		if err != nil {
			b.Fatal(err)
		}

		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
