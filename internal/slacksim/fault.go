package slacksim

import (
	"cmp"
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
	silent     bool // the call is swallowed: no effect, no answer
}

// FaultHTTP500 answers with a server error and does nothing.
var FaultHTTP500 = Fault{status: 500}

// FaultNoAnswer carries the call out and then drops the connection: the app cannot know.
var FaultNoAnswer = Fault{executed: true}

// FaultSilence swallows the call, and drops the connection after a while.
func FaultSilence(after time.Duration) Fault { return Fault{delay: after, silent: true} }

// Fault429 refuses with ratelimited and a Retry-After of so many seconds.
func Fault429(seconds int) Fault { return Fault{status: 429, retryAfter: seconds} }

// FaultError refuses with an error code of the Web API.
func FaultError(code string) Fault { return Fault{code: code} }

// FaultSlow answers correctly, but late.
func FaultSlow(delay time.Duration) Fault { return Fault{delay: delay} }

// CallResponseURL stands in FailNext and Calls for what is not a method of the Web API.
const CallResponseURL = "response_url"

type faults struct {
	next map[string][]Fault
}

// FailNext makes the next n calls of a method go wrong; "*" stands for every method, and a method with the id of a
// conversation or person behind it, as in "chat.postMessage C1", for those that go there.
func (w *Workspace) FailNext(method string, f Fault, n int) {
	s := w.Lock()
	defer w.Unlock()
	if s.faults.next == nil {
		s.faults.next = map[string][]Fault{}
	}

	for range n {
		s.faults.next[method] = append(s.faults.next[method], f)
	}
}

// takeFault returns the fault planned for this call; without one, nothing goes wrong.
func (s *State) takeFault(call Call) Fault {
	arg := func(name string) string { return tree.AsString(call.Args[name]) }
	where := cmp.Or(arg("channel"), arg("user_id"), arg("user"))
	for _, name := range []string{call.Method + " " + where, call.Method, "*"} {
		if planned := s.faults.next[name]; len(planned) > 0 {
			s.faults.next[name] = planned[1:]
			return planned[0]
		}
	}

	return Fault{}
}

// Disconnect ends every connection in the way of the reason: a warning is followed by the refresh ten seconds later;
// link_disabled also refuses new connections until EnableSockets.
func (w *Workspace) Disconnect(reason string) {
	s := w.Lock()
	defer w.Unlock()
	if reason == ReasonLinkDisabled {
		s.linkOff = true
	}

	for _, c := range s.Sockets {
		s.start(func() { c.announce(reason) })
	}
}

// DisconnectOne does the same to the oldest connection only, as when Slack recycles a container.
func (w *Workspace) DisconnectOne(reason string) {
	s := w.Lock()
	defer w.Unlock()
	for _, c := range s.Sockets[:min(1, len(s.Sockets))] {
		s.start(func() { c.announce(reason) })
	}
}

// DisconnectLast does the same to the connection that carried the latest envelope, right behind it.
func (w *Workspace) DisconnectLast(reason string) {
	s := w.Lock()
	defer w.Unlock()
	if s.last == nil || s.last.socket == nil {
		return
	}

	c := s.last.socket
	s.start(func() { c.announce(reason) })
}

// EnableSockets switches Socket Mode on again after link_disabled.
func (w *Workspace) EnableSockets() {
	s := w.Lock()
	defer w.Unlock()
	s.linkOff = false
}

// CutSockets ends every connection without a word.
func (w *Workspace) CutSockets() {
	s := w.Lock()
	defer w.Unlock()
	for _, c := range s.Sockets {
		c.cut()
	}
}

// HalfOpen makes the network swallow everything on every connection that is open now, in both directions. Slack still
// believes in them and routes to them until the app gives them up.
func (w *Workspace) HalfOpen() {
	s := w.Lock()
	defer w.Unlock()
	for _, c := range s.Sockets {
		c.halfOpen = true
	}
}

// Duplicate makes that share of events arrive twice.
func (w *Workspace) Duplicate(rate float64) {
	s := w.Lock()
	defer w.Unlock()
	s.duplicateRate = rate
}

// Redeliver sends the latest envelope once more, with the same envelope id.
func (w *Workspace) Redeliver() {
	s := w.Lock()
	defer w.Unlock()
	if s.last == nil || s.last.payload == nil {
		return
	}

	s.sendAgain(s.last)
}

// SendFrame puts any bytes on every connection: malformed JSON, unknown envelopes, unknown events. If they are an
// envelope with an envelope_id, its ack is expected and may be waited for with Acked.
func (w *Workspace) SendFrame(raw string) {
	s := w.Lock()
	defer w.Unlock()
	envelope := tree.AsObject(tree.Decode([]byte(raw)))
	id := tree.AsString(envelope["envelope_id"])
	for _, c := range s.Sockets {
		if id != "" {
			d := s.Pending[id]
			if d == nil {
				d = &delivery{
					envelopeID: id, kind: tree.AsString(envelope["type"]), what: "a raw frame", done: make(chan struct{}),
					socket: c, sentAt: time.Now(), accepts: tree.AsBool(envelope["accepts_response_payload"]),
				}
				s.remember(d)
			}

			d.sends++
		}

		c.queue([]byte(raw))
	}
}

// Connected returns how many sockets are open.
func (w *Workspace) Connected() int {
	s := w.Lock()
	defer w.Unlock()
	return len(s.Sockets)
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
	s := w.Lock()
	defer w.Unlock()
	var all []Call
	for _, c := range s.calls {
		if method == "" || strings.EqualFold(c.Method, method) {
			all = append(all, c)
		}
	}

	return all
}
