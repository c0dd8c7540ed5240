// Package wal is a write-ahead log: records that are appended one after the other and are on the disk, after one sync,
// before anybody is told. It knows nothing of what a record holds.
//
// A log is two files that take turns. While the records of one are brought to where they belong, the other takes the
// new ones; then the first is written again from its start. So its size is bounded, and its space stays written once it
// was, which is what makes an append fast: the disk has only the record to write, and no new size or block.
//
// Each record has a sequence, its length and a checksum. A record is appended only after the one before it is synced,
// so only the last can be torn by a loss of power: a record that cannot be read is the end of the log when none follows
// it, and damage when one does.
package wal

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
)

const (
	// MaxFile is the most that one of the two files takes, so the log takes at most twice that.
	MaxFile = 16 << 20
	// step is by how much a file grows. It is zeroed at once, in about two milliseconds.
	step = 1 << 20
	// page is how much is zeroed in one write. What is written in larger ones, Linux keeps in larger pieces, and counts
	// the whole piece as written at each append.
	page = 4096
	// recordsFrom leaves the header a block of its own, which is never written again.
	recordsFrom = 4096
	recordHead  = 16 // length, checksum, sequence
	alignment   = 8
)

// Largest is the largest record that a log takes.
const Largest = MaxFile - recordsFrom - recordHead - alignment

// What Open answers, always wrapped with the file in question; compare with errors.Is.
var (
	// ErrDamaged says that a record cannot be read though later ones can.
	ErrDamaged = errors.New("the log is damaged")
	// ErrMissing says that a file of the log is not there.
	ErrMissing = errors.New("the log is not there")
	// ErrForeign says that the log has another ID than the one looked for.
	ErrForeign = errors.New("the log belongs to other data")
)

// ID tells the log of one data file from that of any other.
type ID [16]byte

func (id ID) String() string { return hex.EncodeToString(id[:]) }

// ParseID reads what String wrote.
func ParseID(text string) (id ID, err error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(id) {
		return id, fmt.Errorf("%q is not the ID of a log; expected %d hexadecimal digits", text, 2*len(id))
	}

	return ID(b), nil
}

// Log is an open log. Its methods are called by one goroutine at a time.
type Log struct {
	disk   Disk
	id     ID
	files  [2]*segment
	active int    // which of the two takes the records
	last   uint64 // the sequence of the last record
	buffer []byte
}

// segment is one of the two files.
type segment struct {
	File
	path      string
	end       int64 // behind its last record
	allocated int64 // up to here the disk has given space
}

// Files are the paths of the two files of a log.
func Files(name string) []string { return []string{name + ".1", name + ".2"} }

// Exists says whether there is any file of the log.
func Exists(disk Disk, name string) (bool, error) {
	for _, path := range Files(name) {
		if found, err := disk.Exists(path); found || err != nil {
			return found, err
		}
	}

	return false, nil
}

// Create makes an empty log whose first record follows the sequence last. Nothing is left when it fails.
func Create(disk Disk, name string, id ID, last uint64) (*Log, error) {
	l := &Log{disk: disk, id: id, last: last}
	for i, path := range Files(name) {
		if err := l.create(i, path); err != nil {
			return nil, errors.Join(fmt.Errorf("make the log %s: %w", path, err), l.Close(), Remove(disk, name))
		}
	}

	if err := disk.SyncNames(name); err != nil {
		return nil, errors.Join(fmt.Errorf("make the log %s: %w", name, err), l.Close(), Remove(disk, name))
	}

	return l, nil
}

func (l *Log) create(i int, path string) error {
	f, err := l.disk.Create(path)
	if err != nil {
		return err
	}

	l.files[i] = &segment{File: f, path: path, end: recordsFrom, allocated: recordsFrom}
	if _, err := f.WriteAt(append(header(l.id), make([]byte, recordsFrom)...)[:recordsFrom], 0); err != nil {
		return err
	}

	return f.Sync()
}

// Append writes a record after the last one. It is kept for good only once Sync has returned. When it fails for lack of
// space, nothing is appended, and it may be tried again.
func (l *Log) Append(payload []byte) error {
	s := l.files[l.active]
	l.buffer = appendRecord(l.buffer[:0], l.id, l.last+1, payload)
	end := s.end + int64(len(l.buffer))
	if err := s.reserve(end); err != nil {
		return fmt.Errorf("enlarge the log %s: %w", s.path, err)
	}

	if _, err := s.WriteAt(l.buffer, s.end); err != nil {
		// What was written in part must not be taken for a record later.
		if _, failed := s.WriteAt(make([]byte, recordHead), s.end); failed != nil {
			return fmt.Errorf("take back what was written to the log %s: %w", s.path, failed)
		}

		return fmt.Errorf("write to the log %s: %w", s.path, err)
	}

	s.end = end
	l.last++
	if cap(l.buffer) > step {
		l.buffer = nil // a large one is rare
	}

	return nil
}

// Sync returns when every record is on the disk for good.
func (l *Log) Sync() error { return l.files[l.active].Sync() }

// Last is the sequence of the last record.
func (l *Log) Last() uint64 { return l.last }

// Size is how many bytes of the present file are taken.
func (l *Log) Size() int64 { return l.files[l.active].end }

// Unfolded is the most that both files hold of what may still be needed.
func (l *Log) Unfolded() int64 { return l.files[0].end + l.files[1].end }

// Fits says whether a record of so many bytes has room in the present file.
func (l *Log) Fits(length int) bool { return l.Size()+recordSize(length) <= MaxFile }

// Rotate starts the other file again from its beginning. What it held is no longer needed by then.
func (l *Log) Rotate() {
	l.active = 1 - l.active
	l.files[l.active].end = recordsFrom
}

// Close lets go of the files.
func (l *Log) Close() error {
	var errs []error
	for _, s := range l.files {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}

	return errors.Join(errs...)
}

// Remove removes a log that is closed and no longer needed.
func Remove(disk Disk, name string) error {
	var errs []error
	for _, path := range Files(name) {
		errs = append(errs, disk.Remove(path))
	}

	return errors.Join(errs...)
}

// reserve has the disk give its space before a record needs it, so that a full disk is known while nothing is written.
func (s *segment) reserve(end int64) error {
	if end <= s.allocated {
		return nil
	}

	size := min((end-s.allocated+step-1)/step*step, MaxFile-s.allocated)
	zeros := make([]byte, page)
	for at := s.allocated; at < s.allocated+size; at += page {
		if _, err := s.WriteAt(zeros, at); err != nil {
			return errors.Join(err, s.Truncate(s.allocated))
		}
	}

	s.allocated += size
	return nil
}

func magic() []byte { return []byte("leadloop log 1\r\n") }

func header(id ID) []byte {
	b := slices.Concat(magic(), id[:])
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, checksums()))
}

// checksums is CRC-32C, which processors compute by themselves.
func checksums() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// recordSize is what a record with so many bytes of payload takes in the file.
func recordSize(length int) int64 {
	return int64(recordHead+length+alignment-1) / alignment * alignment
}

func appendRecord(b []byte, id ID, sequence uint64, payload []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(payload)))
	b = binary.LittleEndian.AppendUint32(b, 0)
	b = binary.LittleEndian.AppendUint64(b, sequence)
	b = append(b, payload...)
	binary.LittleEndian.PutUint32(b[4:], recordSum(id, b))
	return append(b, make([]byte, recordSize(len(payload))-int64(len(b)))...)
}

// recordSum covers the ID too, so that what somebody stores cannot look like a record.
func recordSum(id ID, record []byte) uint32 {
	sum := crc32.Update(crc32.Checksum(id[:], checksums()), checksums(), record[:4])
	return crc32.Update(sum, checksums(), record[8:])
}
