package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// lockHolder finds the process that has a lock on a file, and its name. It is
// 0 where the kernel does not show it, such as from inside a container.
func lockHolder(path string) (pid int, name string) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, ""
	}

	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, ""
	}

	locks, err := os.ReadFile("/proc/locks")
	if err != nil {
		return 0, ""
	}

	inode := ":" + strconv.FormatUint(stat.Ino, 10)
	for line := range strings.Lines(string(locks)) {
		// 1: FLOCK  ADVISORY  WRITE 4711 08:01:131127 0 EOF
		fields := strings.Fields(line)
		if len(fields) < 6 || !strings.HasSuffix(fields[5], inode) {
			continue
		}

		pid, err := strconv.Atoi(fields[4])
		if err != nil || pid <= 0 {
			continue
		}

		command, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
		if err != nil {
			continue
		}

		return pid, strings.TrimSpace(string(command))
	}

	return 0, ""
}
