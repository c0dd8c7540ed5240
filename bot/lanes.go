package bot

import (
	"context"
	"sync"
)

const (
	mostQueued  = 512 // that wait or are worked on
	mostWorkers = 32  // that are worked on at once
)

// lanes work off inputs, or answers that Slack held up: one person's, or one
// conversation's, in their order, different ones at the same time, and never
// more than the limits.
type lanes struct {
	slots chan struct{}

	mu      sync.Mutex
	waiting map[string][]func()
	queued  int
	idle    chan struct{} // closed when nothing is queued; nil while nobody waits for that
}

func newLanes() *lanes {
	return &lanes{slots: make(chan struct{}, mostWorkers), waiting: map[string][]func(){}}
}

// submit queues work in a lane. It never blocks; false means that too much
// waits already.
func (l *lanes) submit(lane string, work func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.queued >= mostQueued {
		return false
	}
	l.queued++
	queue, running := l.waiting[lane]
	l.waiting[lane] = append(queue, work)
	if !running {
		go l.run(lane)
	}
	return true
}

func (l *lanes) run(lane string) {
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

func (l *lanes) next(lane string) (func(), bool) {
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

func (l *lanes) done() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queued--
	if l.queued == 0 && l.idle != nil {
		close(l.idle)
		l.idle = nil
	}
}

// busy says whether something of a lane waits or is worked on.
func (l *lanes) busy(lane string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, running := l.waiting[lane]
	return running
}

// depth is how much waits or is worked on.
func (l *lanes) depth() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.queued
}

// drain waits until everything submitted is done, or the context ends.
func (l *lanes) drain(ctx context.Context) {
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
