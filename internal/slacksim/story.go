package slacksim

import (
	"fmt"
	"net/http"
	"time"
)

// Story is a workspace whose people a test plays.
type Story struct {
	*Workspace

	tb      TB
	claimed map[*message]int // by the lock: the version that a test last expected
}

// NewStory returns a workspace as [New] does.
func NewStory(o Options) *Story {
	return &Story{Workspace: New(o), claimed: map[*message]int{}}
}

// TB is what the test language needs of a *testing.T.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Bind makes failures of the test language end that test. Call it before anything happens.
func (w *Story) Bind(t TB) { w.tb = t }

// fail ends the bound test, or panics: a failure nobody looks at must not pass.
func (w *Story) fail(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if w.tb == nil {
		panic("slacksim: " + text)
	}
	w.tb.Helper()
	w.tb.Fatalf("slacksim: %s", text)
}

// wait calls done under the lock, at once and after every change, until it reports true or the time is up.
func (w *Story) wait(limit time.Duration, done func(s *state) bool) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		s := w.lock()
		ok, changed := done(s), s.changed
		w.unlock()
		if ok {
			return true
		}
		select {
		case <-changed:
		case <-timer.C:
			return false
		case <-w.Done():
			return false
		}
	}
}

// claim counts a message as expected, as it is now.
func (w *Story) claim(m *message) {
	w.lock()
	defer w.unlock()
	w.claimed[m] = m.version
}

// Acked waits until the app has acknowledged the envelope and reports whether it did in time.
func (w *Story) Acked(envelopeID string) bool {
	return w.wait(ackDeadline, func(s *state) bool {
		d := s.pending[envelopeID]
		return d != nil && d.acks > 0
	})
}

// WaitConnected waits until at least n sockets are open, or fails.
func (w *Story) WaitConnected(n int) {
	if !w.wait(w.opts.Patience, func(s *state) bool { return len(s.sockets) >= n }) {
		w.fail("the app has %d sockets open, not %d; problems so far: %q", w.Connected(), n, w.Problems())
	}
}

// Handler serves the workspace with its page.
func (w *Story) Handler() http.Handler { return PageHandler(w.Workspace) }
