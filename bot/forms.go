package bot

import (
	"sync"
	"time"
)

// A response URL lives for 30 minutes; Slack does not give one when a modal
// is submitted.
const formLife = 30 * time.Minute

// forms remember where the reply to an open modal belongs: the response URL
// of the command or click that opened it. Losing them, as at a restart, costs
// nothing but that the reply is shown in the modal.
type forms struct {
	mu       sync.Mutex
	open     map[string]form // by view id
	triggers *recently       // that opened a form
}

type form struct {
	responseURL string
	channel     string // to which the response URL belongs
	opened      time.Time
}

func newForms() *forms { return &forms{open: map[string]form{}, triggers: newRecently()} }

// begin says whether a trigger has not opened a form yet. What is delivered
// twice opens one form.
func (f *forms) begin(trigger string) bool { return f.triggers.first(trigger) }

func (f *forms) remember(viewID, responseURL, channel string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for id, known := range f.open {
		if time.Since(known.opened) > formLife {
			delete(f.open, id)
		}
	}
	f.open[viewID] = form{responseURL: responseURL, channel: channel, opened: time.Now()}
}

// retry lets a trigger open a form after all: it could not the first time.
func (f *forms) retry(trigger string) { f.triggers.forget(trigger) }

// responseURL is where the reply to a modal belongs, or "".
func (f *forms) responseURL(viewID string) string { return f.find(viewID).responseURL }

// channel is the conversation in which the reply to a modal appears, or "".
func (f *forms) channel(viewID string) string { return f.find(viewID).channel }

func (f *forms) find(viewID string) form {
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.open[viewID]
	if !ok || time.Since(known.opened) > formLife {
		return form{}
	}
	return known
}

// recently remembers keys for as long as a form lives.
type recently struct {
	mu   sync.Mutex
	seen map[string]time.Time
}

func newRecently() *recently { return &recently{seen: map[string]time.Time{}} }

// first says whether a key was not seen lately, and remembers it.
func (r *recently) first(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for known, at := range r.seen {
		if time.Since(at) > formLife {
			delete(r.seen, known)
		}
	}
	_, known := r.seen[key]
	r.seen[key] = time.Now()
	return !known
}

func (r *recently) forget(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.seen, key)
}
