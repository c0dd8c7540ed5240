package wire

import (
	"context"
	"sync"
)

const (
	mostQueued  = 512 // that wait or are worked on
	mostWorkers = 128 // that are worked on at once: enough to fill a group that shares a sync
)

// Lanes work off inputs, or answers that Slack held up: one person's, or one
// conversation's, in their order, different ones at the same time, and never
// more than the limits.
type Lanes struct {
	// MostEach is how many may wait in one lane, so that one person's flood leaves room for others; 0 is any number.
	MostEach int

	slots chan struct{}

	mu      sync.Mutex
	waiting map[string][]func()
	queued  int
	idle    chan struct{} // closed when nothing is queued; nil while nobody waits for that
}

// NewLanes are empty.
func NewLanes() *Lanes {
	return &Lanes{slots: make(chan struct{}, mostWorkers), waiting: map[string][]func(){}}
}

// Submit queues work in a lane. It never blocks; false means that too much
// waits already.
func (l *Lanes) Submit(lane string, work func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, running := l.waiting[lane]
	if l.queued >= mostQueued || l.MostEach > 0 && len(queue) >= l.MostEach {
		return false
	}

	l.queued++
	l.waiting[lane] = append(queue, work)
	if !running {
		go l.run(lane)
	}

	return true
}

func (l *Lanes) run(lane string) {
	for {
		work, ok := l.next(lane)
		if !ok {
			return
		}

		l.slots <- struct{}{}
		work()
		<-l.slots
		l.done()
	}
}

func (l *Lanes) next(lane string) (func(), bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.waiting[lane]
	if len(queue) == 0 {
		delete(l.waiting, lane)
		return nil, false
	}

	l.waiting[lane] = queue[1:]
	return queue[0], true
}

func (l *Lanes) done() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queued--
	if l.queued == 0 && l.idle != nil {
		close(l.idle)
		l.idle = nil
	}
}

// Waiting says whether something of a lane is not begun yet.
func (l *Lanes) Waiting(lane string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting[lane]) > 0
}

// Depth is how much waits or is worked on.
func (l *Lanes) Depth() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.queued
}

// Drain waits until everything submitted is done, or the context ends.
func (l *Lanes) Drain(ctx context.Context) {
	l.mu.Lock()
	if l.queued == 0 {
		l.mu.Unlock()
		return
	}

	if l.idle == nil {
		l.idle = make(chan struct{})
	}

	idle := l.idle
	l.mu.Unlock()
	select {
	case <-idle:
	case <-ctx.Done():
	}
}
