package boltkv

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"

	"github.com/leadloop/leadloop/store/kv"
)

func TestAFullDiskIsRecognised(t *testing.T) {
	full := []error{
		&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC},
		&fs.PathError{Op: "write", Path: "x", Err: syscall.EDQUOT},
		errors.New("file resize error: truncate x: " + syscall.ENOSPC.Error()), // as bbolt says it
	}
	for _, err := range full {
		if got := translate(err); !errors.Is(got, kv.ErrFull) {
			t.Errorf("%v becomes %v, want ErrFull", err, got)
		}
	}
	other := &fs.PathError{Op: "write", Path: "x", Err: syscall.EIO}
	if got := translate(other); errors.Is(got, kv.ErrFull) || !errors.Is(got, syscall.EIO) {
		t.Errorf("%v becomes %v", other, got)
	}
}
