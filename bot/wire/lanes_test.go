package wire

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

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

// TestTheEndWaitsForWhatWasTaken: an input that was acknowledged is worked off
// before the program ends, or until its patience does.
func TestTheEndWaitsForWhatWasTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lanes := NewLanes()
		lanes.Drain(t.Context()) // nothing was taken, so it does not wait

		var done atomic.Int32
		for _, lane := range []string{"one", "one", "another"} {
			lanes.Submit(lane, func() { time.Sleep(time.Second); done.Add(1) })
		}

		impatient, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		lanes.Drain(impatient)
		if done.Load() != 2 || lanes.Depth() != 1 {
			t.Errorf("after a second and a half %d are done and %d left; want 2 and 1", done.Load(), lanes.Depth())
		}

		lanes.Drain(t.Context())
		if done.Load() != 3 || lanes.Depth() != 0 {
			t.Errorf("at the end %d are done and %d left; want 3 and 0", done.Load(), lanes.Depth())
		}
	})
}

func TestNoMoreAtOnceThanWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lanes := NewLanes()
		var now, most atomic.Int32
		for n := range 2 * mostWorkers {
			lanes.Submit(string(rune('a'+n)), func() {
				most.Store(max(most.Load(), now.Add(1)))
				time.Sleep(time.Second)
				now.Add(-1)
			})
		}

		synctest.Wait()
		if most.Load() != mostWorkers {
			t.Errorf("%d are worked on at once, want %d", most.Load(), mostWorkers)
		}

		lanes.Drain(t.Context())
	})
}
