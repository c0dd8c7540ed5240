package wire

import "testing"

func TestAFloodOfOneLeavesRoomForOthers(t *testing.T) {
	lanes, hold := NewLanes(), make(chan struct{})
	defer close(hold)
	lanes.MostEach = 3

	taken := 0
	for range mostQueued {
		if lanes.Submit("one", func() { <-hold }) {
			taken++
		}
	}

	if taken > 4 || !lanes.Submit("another", func() {}) {
		t.Errorf("%d of one were taken; want 3 that wait and one that is worked on, and another's", taken)
	}
}
