package slacksim

import (
	"slices"
	"strings"
)

// Reply is how the app answered what a person did.
type Reply struct {
	Text    string // everything visible of the answer in the ack, empty if there was none
	Blocks  []any
	Failure string // what Slack shows when there was no answer: dispatch_failed, operation_timeout, "/x is not a valid command"

	p        *Person
	since    int64
	message  *message
	response *responseURL
	did      string
}

func (p *Person) reply(since int64, failure string, m *message, r *responseURL, did string) *Reply {
	answer := &Reply{Failure: failure, p: p, since: since, message: m, response: r, did: did}
	if m != nil {
		p.w.mu.Lock()
		defer p.w.mu.Unlock()
		answer.Text, answer.Blocks = m.visibleText(), copyList(m.blocks)
	}
	return answer
}

// Expects waits for an answer that contains the text: in the ack, through the response URL, for the person's eyes only, or in
// the conversation with the app.
func (r *Reply) Expects(text string) *Message {
	w := r.p.w
	if r.Failure != "" {
		w.fail("%s: %s failed with the error %q", r.p.u.Name, r.did, r.Failure)
	}
	var found *message
	ok := w.wait(w.opts.Patience, func() bool {
		for _, m := range r.answers() {
			if strings.Contains(m.visibleText(), text) {
				m.claimed = m.version
				found = m
				return true
			}
		}
		return false
	})
	if !ok {
		w.fail("%s: the answer to %q contains no %q; it is %q%s", r.p.u.Name, r.did, text, r.Text, r.p.visible())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.snapshot(found)
}

// answers returns the messages that may be meant, newest first. The lock is held.
func (r *Reply) answers() []*message {
	all := slices.DeleteFunc(r.p.messages(), func(m *message) bool {
		personal := m.ephemeralTo == r.p.u.ID || m.channel.kind == kindDM
		mine := r.response != nil && m.source == r.response
		return m != r.message && !mine && (!personal || m.changedAt <= r.since)
	})
	if r.message != nil && !slices.Contains(all, r.message) && !r.message.deleted {
		all = append(all, r.message)
	}
	return all
}

// Clicks presses a button of the answer.
func (r *Reply) Clicks(label string) *Reply {
	w := r.p.w
	var found *message
	ok := w.wait(w.opts.Patience, func() bool {
		for _, m := range r.answers() {
			for _, l := range elementsOf(m.blocks) {
				if l.kind() == "button" && sameLabel(textOf(l.element["text"]), label) {
					found = m
					return true
				}
			}
		}
		return false
	})
	if !ok {
		w.fail("%s: the answer to %q has no button %q; it is %q%s", r.p.u.Name, r.did, label, r.Text, r.p.visible())
	}
	return (&Person{w: w, u: r.p.u, c: found.channel, on: found}).Clicks(label)
}

// Modal waits for the modal that the answer opens.
func (r *Reply) Modal() *Modal {
	if r.Failure != "" {
		r.p.w.fail("%s: %s failed with the error %q", r.p.u.Name, r.did, r.Failure)
	}
	return r.p.Modal()
}
