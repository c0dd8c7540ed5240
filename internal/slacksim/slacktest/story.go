package slacktest

import (
	"fmt"
	"net/http"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/page"
)

// Workspace is a workspace whose people a test plays.
type Workspace struct {
	*slacksim.Workspace

	tb      TB
	claimed map[*slacksim.Message]int // by the lock: the version that a test last expected
}

// New returns a workspace as [slacksim.New] does.
func New(o slacksim.Options) *Workspace {
	return &Workspace{Workspace: slacksim.New(o), claimed: map[*slacksim.Message]int{}}
}

// TB is what the test language needs of a *testing.T.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Bind makes failures of the test language end that test. Call it before anything happens.
func (w *Workspace) Bind(t TB) { w.tb = t }

// fail ends the bound test, or panics: a failure nobody looks at must not pass.
func (w *Workspace) fail(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if w.tb == nil {
		panic("slacksim: " + text)
	}

	w.tb.Helper()
	w.tb.Fatalf("slacksim: %s", text)
}

// wait calls done under the lock, at once and after every change, until it reports true or the time is up.
func (w *Workspace) wait(limit time.Duration, done func(s *slacksim.State) bool) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		s := w.Lock()
		ok, changed := done(s), s.Changed
		w.Unlock()
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
func (w *Workspace) claim(m *slacksim.Message) {
	w.Lock()
	defer w.Unlock()
	w.claimed[m] = m.Version
}

// Acked waits until the app has acknowledged the envelope and reports whether it did in time.
func (w *Workspace) Acked(envelopeID string) bool {
	return w.wait(slacksim.AckDeadline, func(s *slacksim.State) bool {
		d := s.Pending[envelopeID]
		return d != nil && d.Acks > 0
	})
}

// WaitConnected waits until at least n sockets are open, or fails.
func (w *Workspace) WaitConnected(n int) {
	if !w.wait(w.Options.Patience, func(s *slacksim.State) bool { return len(s.Sockets) >= n }) {
		w.fail("the app has %d sockets open, not %d; problems so far: %q", w.Connected(), n, w.Problems())
	}
}

// Handler serves the workspace with its page.
func (w *Workspace) Handler() http.Handler { return page.Handler(w.Workspace) }
