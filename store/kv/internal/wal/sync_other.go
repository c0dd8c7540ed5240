//go:build !linux

package wal

import "os"

// syncData is the full sync of the platform, down to the disk itself where the system knows how (F_FULLFSYNC on macOS).
func syncData(f *os.File) error { return f.Sync() }
