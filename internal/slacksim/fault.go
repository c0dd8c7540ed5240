package slacksim

import (
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// Fault is one way in which an answer of the Web API can go wrong.
type Fault struct {
	status     int
	retryAfter int
	code       string
	executed   bool // the call has its effect, and the answer is lost
	delay      time.Duration
}

// FaultHTTP500 answers with a server error and does nothing.
var FaultHTTP500 = Fault{status: 500}

// FaultNoAnswer carries the call out and then drops the connection: the app cannot know.
var FaultNoAnswer = Fault{executed: true}

// Fault429 refuses with ratelimited and a Retry-After of so many seconds.
func Fault429(seconds int) Fault { return Fault{status: 429, retryAfter: seconds} }

// FaultError refuses with an error code of the Web API.
func FaultError(code string) Fault { return Fault{code: code} }

// FaultSlow answers correctly, but late.
func FaultSlow(delay time.Duration) Fault { return Fault{delay: delay} }

// Names that stand in FailNext and Calls for what is not a method of the Web API.
const (
	CallResponseURL = "response_url"
	CallUpload      = "upload"
)

type faults struct {
	next          map[string][]Fault
	duplicateRate float64
}

// FailNext makes the next n calls of a method go wrong; "*" stands for every method.
func (w *Workspace) FailNext(method string, f Fault, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.faults.next == nil {
		w.faults.next = map[string][]Fault{}
	}
	for range n {
		w.faults.next[method] = append(w.faults.next[method], f)
	}
}

// takeFault returns the fault planned for this call, if there is one. The lock is held.
func (w *Workspace) takeFault(method string) (Fault, bool) {
	for _, name := range []string{method, "*"} {
		if planned := w.faults.next[name]; len(planned) > 0 {
			w.faults.next[name] = planned[1:]
			return planned[0], true
		}
	}
	return Fault{}, false
}

// Disconnect ends every connection in the way of the reason: a warning is followed by the refresh ten seconds later;
// link_disabled also refuses new connections until EnableSockets.
func (w *Workspace) Disconnect(reason string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if reason == ReasonLinkDisabled {
		w.linkOff = true
	}
	for _, s := range w.sockets {
		w.startLocked(func() { s.announce(reason) })
	}
}

// DisconnectOne does the same to the oldest connection only, as when Slack recycles a container.
func (w *Workspace) DisconnectOne(reason string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.sockets) > 0 {
		s := w.sockets[0]
		w.startLocked(func() { s.announce(reason) })
	}
}

// EnableSockets switches Socket Mode on again after link_disabled.
func (w *Workspace) EnableSockets() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.linkOff = false
}

// CutSockets ends every connection without a word.
func (w *Workspace) CutSockets() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.sockets {
		s.cut()
	}
}

// HalfOpen makes the network swallow everything on every connection that is open now, in both directions. Slack still
// believes in them and routes to them until the app gives them up.
func (w *Workspace) HalfOpen() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.sockets {
		s.halfOpen = true
	}
}

// Duplicate makes that share of events arrive twice.
func (w *Workspace) Duplicate(rate float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.duplicateRate = rate
}

// Redeliver sends the latest envelope once more, with the same envelope id.
func (w *Workspace) Redeliver() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last == nil || w.last.payload == nil {
		return
	}
	w.sendAgain(w.last)
}

// SendFrame puts any bytes on every connection: malformed JSON, unknown envelopes, unknown events. If they are an envelope
// with an envelope_id, its ack is expected and may be waited for with Acked.
func (w *Workspace) SendFrame(raw string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	envelope := tree.AsObject(tree.Decode([]byte(raw)))
	id := tree.AsString(envelope["envelope_id"])
	for _, s := range w.sockets {
		if id != "" {
			d := w.pending[id]
			if d == nil {
				d = &delivery{envelopeID: id, kind: tree.AsString(envelope["type"]), what: "a raw frame", done: make(chan struct{}), socket: s, sentAt: time.Now()}
				w.remember(d)
			}
			d.sends++
		}
		s.queue([]byte(raw))
	}
}

// Acked waits until the app has acknowledged the envelope and reports whether it did in time.
func (w *Workspace) Acked(envelopeID string) bool {
	return w.wait(ackDeadline, func() bool {
		d := w.pending[envelopeID]
		return d != nil && d.acks > 0
	})
}

// Connected returns how many sockets are open.
func (w *Workspace) Connected() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.sockets)
}

// WaitConnected waits until at least n sockets are open, or fails.
func (w *Workspace) WaitConnected(n int) {
	if !w.wait(w.opts.Patience, func() bool { return len(w.sockets) >= n }) {
		w.fail("the app has %d sockets open, not %d; problems so far: %q", w.Connected(), n, w.Problems())
	}
}

// Call is one call that the app made.
type Call struct {
	Method string
	At     time.Time // real time
	Args   map[string]any
	Error  string // the error it was answered with, empty if it went well
}

// Calls returns the calls of one method so far, or of every method for "".
func (w *Workspace) Calls(method string) []Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []Call
	for _, c := range w.calls {
		if method == "" || strings.EqualFold(c.Method, method) {
			all = append(all, c)
		}
	}
	return all
}
