//go:build !linux

package main

import (
	"context"
	"errors"
	"os/exec"
	"time"
)

const filteredWord = "with-slow-syncs"

var errOnlyLinux = errors.New("syncs can be slowed on Linux only; -slow 0 leaves that table out")

func startSlowed(_ context.Context, cmd *exec.Cmd, by time.Duration) (*exec.Cmd, error) {
	if by == 0 {
		return cmd, cmd.Start() //nolint:wrapcheck // the caller says what was started
	}
	return nil, errOnlyLinux
}

func becomeFiltered([]string) error { return errOnlyLinux }
