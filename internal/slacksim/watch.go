package slacksim

import "github.com/leadloop/leadloop/internal/slacksim/tree"

const (
	subscriberBacklog = 256
)

// PageEvent is something that open pages should know at once.
type PageEvent struct {
	Name    string
	to      string        // the one person who may see it; empty is everyone
	channel *Conversation // whose members may see it; nil is everyone
	Data    tree.Object
}

// subscriber is one open page.
type subscriber struct {
	userID string
	events chan PageEvent
}

// Emit hands an event to the open pages; a page that does not keep up loses it, and reads the state again anyway.
func (p *pages) Emit(e PageEvent) {
	for s := range p.subscribers {
		if (e.to != "" && e.to != s.userID) || (e.channel != nil && !e.channel.VisibleTo(s.userID)) {
			continue
		}

		select {
		case s.events <- e:
		default:
		}
	}
}

// Watch tells what happens as a person's open page should know it, until stop.
func (w *Workspace) Watch(userID string) (events <-chan PageEvent, stop func()) {
	open := &subscriber{userID: userID, events: make(chan PageEvent, subscriberBacklog)}
	s := w.Lock()
	defer w.Unlock()
	s.subscribers[open] = true
	return open.events, func() {
		s := w.Lock()
		defer w.Unlock()
		delete(s.subscribers, open)
	}
}
