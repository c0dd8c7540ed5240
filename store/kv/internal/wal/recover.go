package wal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Recovered is what the log holds that is newer than what was asked for, in the order in which it was written. It is
// separate for the file that was full and the one in use, since the first can be used again once Older has been taken.
type Recovered struct {
	Older, Newer [][]byte
	OlderLast    uint64 // the sequence of the last of Older
}

// record is one record as it lies in a file.
type record struct {
	sequence uint64
	payload  []byte
	at, size int64
}

// run is the records of one file that follow each other from its start.
type run struct {
	file    int
	records []record
	end     int64
}

// Open opens a log and reads all that is newer than the sequence after. A torn record at its end is cut; one that
// cannot be read though later ones can is ErrDamaged. For writing, the last record is written and synced once more: it
// may not have been when the process ended, and whoever reads it must be able to rely on it.
func Open(disk Disk, name string, id ID, after uint64, readOnly bool) (*Log, Recovered, error) {
	l := &Log{disk: disk, id: id, last: after}
	found, err := l.recover(name, readOnly)
	if err != nil {
		return nil, Recovered{}, errors.Join(err, l.Close())
	}

	return l, found, nil
}

func (l *Log) recover(name string, readOnly bool) (found Recovered, err error) {
	var runs []run
	for i, path := range Files(name) {
		r, err := l.read(i, path, l.last, readOnly)
		if err != nil {
			return found, err
		}

		if len(r.records) > 0 {
			runs = append(runs, r)
		}
	}

	if found, err = l.arrange(runs); err != nil || readOnly {
		return found, err
	}

	return found, l.confirm(runs)
}

// read opens a file and finds its records. What is not newer than after is left out.
func (l *Log) read(i int, path string, after uint64, readOnly bool) (run, error) {
	content, err := l.load(i, path, readOnly)
	if err != nil {
		return run{}, err
	}

	if len(content) < recordsFrom || !bytes.HasPrefix(content, magic()) {
		return run{}, fmt.Errorf("%w: %s was not written by this program", ErrDamaged, path)
	}

	if !bytes.HasPrefix(content, header(l.id)) {
		return run{}, fmt.Errorf("%w: %s", ErrForeign, path)
	}

	r := run{file: i, records: recordsOf(content, l.id)}
	newest := after
	r.end = recordsFrom
	if n := len(r.records); n > 0 {
		last := r.records[n-1]
		r.end = last.at + last.size
		newest = max(after, last.sequence)
	}

	if at := later(content, l.id, r.end, newest); at > 0 {
		return run{}, fmt.Errorf("%w: the record at byte %d of %s cannot be read, but the one at byte %d can", ErrDamaged, r.end, path, at)
	}

	for len(r.records) > 0 && r.records[0].sequence <= after {
		r.records = r.records[1:]
	}

	return r, nil
}

func (l *Log) load(i int, path string, readOnly bool) ([]byte, error) {
	found, err := l.disk.Exists(path)
	if err == nil && !found {
		err = ErrMissing
	}

	if err != nil {
		return nil, fmt.Errorf("open the log %s: %w", path, err)
	}

	f, err := l.disk.Open(path, readOnly)
	if err != nil {
		return nil, fmt.Errorf("open the log %s: %w", path, err)
	}

	l.files[i] = &segment{File: f, path: path, end: recordsFrom}
	size, err := f.Size()
	if err != nil {
		return nil, fmt.Errorf("read the log %s: %w", path, err)
	}

	l.files[i].allocated = size
	content := make([]byte, size)
	if n, err := f.ReadAt(content, 0); err != nil && (!errors.Is(err, io.EOF) || int64(n) < size) {
		return nil, fmt.Errorf("read the log %s: %w", path, err)
	}

	return content, nil
}

// arrange puts the files in order and makes sure that nothing between them is missing.
func (l *Log) arrange(runs []run) (found Recovered, err error) {
	if len(runs) == 2 && runs[0].records[0].sequence > runs[1].records[0].sequence {
		runs[0], runs[1] = runs[1], runs[0]
	}

	for _, r := range runs {
		if first := r.records[0].sequence; first != l.last+1 {
			return found, fmt.Errorf("%w: record %d is not there, but record %d is, in %s", ErrDamaged, l.last+1, first, l.files[r.file].path)
		}

		found.Older, found.OlderLast, found.Newer = found.Newer, l.last, nil
		for _, record := range r.records {
			found.Newer = append(found.Newer, record.payload)
		}

		l.last = r.records[len(r.records)-1].sequence
		l.active, l.files[r.file].end = r.file, r.end
	}

	return found, nil
}

// confirm makes the last record certain.
func (l *Log) confirm(runs []run) error {
	if len(runs) == 0 {
		return nil
	}

	records := runs[len(runs)-1].records
	last := records[len(records)-1]
	s := l.files[l.active]
	if _, err := s.WriteAt(appendRecord(nil, l.id, last.sequence, last.payload), last.at); err != nil {
		return fmt.Errorf("write to the log %s: %w", s.path, err)
	}

	return s.Sync()
}

// Holds says whether a log that is not in use holds anything that data with this ID, which has taken all up to the
// sequence after, does not.
func Holds(disk Disk, name string, id ID, after uint64) (bool, error) {
	for i, path := range Files(name) {
		if found, err := disk.Exists(path); err != nil || !found {
			if err != nil {
				return false, fmt.Errorf("look for the log %s: %w", path, err)
			}

			continue
		}

		l := &Log{disk: disk}
		content, err := l.load(i, path, true)
		if err := errors.Join(err, l.Close()); err != nil {
			return false, err
		}

		if holds(content, id, after) {
			return true, nil
		}
	}

	return false, nil
}

func holds(content []byte, id ID, after uint64) bool {
	own := idOf(content)
	if !bytes.HasPrefix(content, header(own)) {
		// Whoever was stopped while making it had written zeros behind the header, and no more.
		rest := content[min(len(content), recordsFrom):]
		return len(bytes.Trim(rest, "\x00")) > 0
	}

	if own != id {
		after = 0
	}

	return later(content, own, recordsFrom, after) > 0
}

func idOf(content []byte) (id ID) {
	if from := len(magic()); len(content) >= from+len(id) {
		copy(id[:], content[from:])
	}

	return id
}

// recordsOf finds the records that follow each other from the start. Behind them may lie older ones, from when the file
// was used before.
func recordsOf(content []byte, id ID) (records []record) {
	for at := int64(recordsFrom); ; {
		r, ok := recordAt(content, id, at)
		if !ok || (len(records) > 0 && r.sequence != records[len(records)-1].sequence+1) {
			return records
		}

		records = append(records, r)
		at += r.size
	}
}

// later finds a record from a place on whose sequence comes after another; 0 is none.
func later(content []byte, id ID, from int64, sequence uint64) int64 {
	for at := from; at+recordHead <= int64(len(content)); at += alignment {
		if binary.LittleEndian.Uint64(content[at+8:]) <= sequence {
			continue
		}

		if _, ok := recordAt(content, id, at); ok {
			return at
		}
	}

	return 0
}

func recordAt(content []byte, id ID, at int64) (record, bool) {
	if at+recordHead > int64(len(content)) {
		return record{}, false
	}

	b := content[at:]
	length := int64(binary.LittleEndian.Uint32(b))
	if length == 0 || length > int64(len(b))-recordHead {
		return record{}, false
	}

	b = b[:recordHead+length]
	if binary.LittleEndian.Uint32(b[4:]) != recordSum(id, b) {
		return record{}, false
	}

	sequence := binary.LittleEndian.Uint64(b[8:])
	return record{sequence: sequence, payload: b[recordHead:], at: at, size: recordSize(int(length))}, true
}
