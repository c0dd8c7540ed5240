package wal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Disk holds the files of a log. It is the file system but in tests, which take its power away.
type Disk interface {
	// Open opens a file that is there, for reading and, unless asked for reading only, for writing.
	Open(path string, readOnly bool) (File, error)
	// Create makes an empty file in the place of whatever is there.
	Create(path string) (File, error)
	// Exists says whether there is a file.
	Exists(path string) (bool, error)
	// Remove removes a file; one that is not there is no error.
	Remove(path string) error
	// SyncNames makes the names of the files in the folder of path outlast a loss of power.
	SyncNames(path string) error
}

// File is one file of a log.
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	// Size is its length in bytes.
	Size() (int64, error)
	// Truncate changes its length.
	Truncate(size int64) error
	// Sync returns when all that was written is on the disk for good.
	Sync() error
}

// FileSystem is the disk of the machine.
type FileSystem struct {
	// Unsynced leaves it to the system when something reaches the disk.
	Unsynced bool
}

var _ Disk = FileSystem{}

const fileMode fs.FileMode = 0o600

// Open implements Disk.
func (d FileSystem) Open(path string, readOnly bool) (File, error) {
	flag := os.O_RDWR
	if readOnly {
		flag = os.O_RDONLY
	}

	return d.open(path, flag)
}

// Create implements Disk.
func (d FileSystem) Create(path string) (File, error) {
	return d.open(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
}

func (d FileSystem) open(path string, flag int) (File, error) {
	f, err := os.OpenFile(path, flag, fileMode)
	if err != nil {
		return nil, err
	}

	return osFile{File: f, unsynced: d.Unsynced}, nil
}

// Exists implements Disk.
func (FileSystem) Exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}

	return err == nil, err
}

// Remove implements Disk.
func (FileSystem) Remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}

	return nil
}

// SyncNames implements Disk.
func (d FileSystem) SyncNames(path string) error {
	if d.Unsynced {
		return nil
	}

	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}

	return errors.Join(folder.Sync(), folder.Close())
}

type osFile struct {
	*os.File
	unsynced bool
}

func (f osFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}

	return info.Size(), nil
}

func (f osFile) Sync() error {
	if f.unsynced {
		return nil
	}

	if err := syncData(f.File); err != nil {
		return fmt.Errorf("write %s to the disk: %w", f.Name(), err)
	}

	return nil
}
