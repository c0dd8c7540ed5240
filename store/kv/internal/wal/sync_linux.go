package wal

import (
	"errors"
	"os"
	"syscall"
)

// syncData leaves out what recovery does not need, such as the time of the last change.
func syncData(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
