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
	mu   sync.Mutex
	open map[string]form // by view id
}

type form struct {
	responseURL string
	opened      time.Time
}

func newForms() *forms { return &forms{open: map[string]form{}} }

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
