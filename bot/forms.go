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
	open     map[string]form      // by view id
	triggers map[string]time.Time // that opened a form, and when
}

type form struct {
	responseURL string
	opened      time.Time
}

func newForms() *forms { return &forms{open: map[string]form{}, triggers: map[string]time.Time{}} }

// begin says whether a trigger has not opened a form yet. What is delivered
// twice opens one form.
func (f *forms) begin(trigger string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for known, used := range f.triggers {
		if time.Since(used) > formLife {
			delete(f.triggers, known)
		}
	}
	_, used := f.triggers[trigger]
	f.triggers[trigger] = time.Now()
	return !used
}

func (f *forms) remember(viewID, responseURL string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for id, known := range f.open {
		if time.Since(known.opened) > formLife {
			delete(f.open, id)
		}
	}
	f.open[viewID] = form{responseURL: responseURL, opened: time.Now()}
}

// retry lets a trigger open a form after all: it could not the first time.
func (f *forms) retry(trigger string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.triggers, trigger)
}

// responseURL is where the reply to a modal belongs, or "".
func (f *forms) responseURL(viewID string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.open[viewID]
	if !ok || time.Since(known.opened) > formLife {
		return ""
	}
	return known.responseURL
}
