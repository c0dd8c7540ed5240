package main

import (
	"testing"
	"time"
)

func TestTheTimeOfAProcessIsReadBehindItsName(t *testing.T) {
	const stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194560 1 2 3 4 150 25 7 8 20 0 9 0 100 1 2"

	got, err := cpuOf(stat)
	if err != nil || got != 1750*time.Millisecond {
		t.Errorf("%v, %v", got, err)
	}

	if _, err := cpuOf("4711 (a) S 1"); err == nil {
		t.Error("a stat without times was read")
	}
}

func TestAFieldOfTheKernelIsReadByItsName(t *testing.T) {
	const io = "wchar: 5\nwrite_bytes: 8192\ncancelled_write_bytes: 4096\n"

	got, err := numberOf(io, "write_bytes:")
	if err != nil || got != 8192 {
		t.Errorf("%d, %v", got, err)
	}

	if _, err := numberOf(io, "read_bytes:"); err == nil {
		t.Error("a field that is not there was read")
	}
}
