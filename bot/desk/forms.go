package desk

import (
	"time"

	"github.com/jellydator/ttlcache/v3"

	"github.com/leadloop/leadloop/bot/kit"
)

// A response URL lives for 30 minutes; Slack does not give one when a modal
// is submitted.
const formLife = 30 * time.Minute

// forms remember where the reply to an open modal belongs: the response URL
// of the command or click that opened it, and what is chosen from in its long
// menus. Losing them, as at a restart, costs that the reply is shown in the modal,
// and that a form with such a menu has to be opened again.
type forms struct {
	open     *ttlcache.Cache[string, form] // by view id
	triggers *Recently                     // that opened a form: what is delivered twice opens one
}

type form struct {
	responseURL string
	channel     string // to which the response URL belongs
	choices     map[string][]kit.Choice
}

func newForms() *forms {
	open := ttlcache.New(ttlcache.WithTTL[string, form](formLife), ttlcache.WithDisableTouchOnHit[string, form]())
	return &forms{open: open, triggers: NewRecently()}
}

func (f *forms) remember(viewID string, opened form) {
	f.open.DeleteExpired()
	f.open.Set(viewID, opened, ttlcache.DefaultTTL)
}

// find gives where the reply to a modal belongs, or nothing.
func (f *forms) find(viewID string) form {
	if known := f.open.Get(viewID); known != nil {
		return known.Value()
	}

	return form{}
}

// Recently remembers keys for as long as a form lives.
type Recently struct {
	seen *ttlcache.Cache[string, struct{}]
}

// NewRecently remembers nothing yet.
func NewRecently() *Recently {
	return &Recently{seen: ttlcache.New(ttlcache.WithTTL[string, struct{}](formLife))}
}

// First says whether a key was not seen lately, and remembers it.
func (r *Recently) First(key string) bool {
	r.seen.DeleteExpired()
	_, known := r.seen.GetOrSet(key, struct{}{})
	return !known
}

func (r *Recently) forget(key string) { r.seen.Delete(key) }
