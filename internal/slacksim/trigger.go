package slacksim

import (
	"maps"
	"time"
)

const (
	triggerLife      = 3 * time.Second
	responseLife     = 30 * time.Minute
	responseUses     = 5
	maxModalsStacked = 3
)

// trigger is the short-lived right to open a modal that an interaction gives.
type trigger struct {
	userID  string
	expires time.Time
	used    bool
	modal   bool // whether the interaction happened inside a modal, which is what views.push needs
}

func (w *Workspace) newTrigger(userID string, fromModal bool) string {
	w.serial++
	id := digits(w.rand.Uint64()) + "." + digits(w.rand.Uint64()) + "." + shortCode(w.serial)
	if len(w.triggers)%pruneEvery == pruneEvery-1 {
		maps.DeleteFunc(w.triggers, func(_ string, t *trigger) bool { return time.Since(t.expires) > rememberAcks })
	}
	w.triggers[id] = &trigger{userID: userID, expires: time.Now().Add(triggerLife), modal: fromModal}
	return id
}

// spendTrigger uses a trigger up. The lock is held.
func (w *Workspace) spendTrigger(id string) (*trigger, *apiError) {
	t, ok := w.triggers[id]
	switch {
	case id == "":
		return nil, fault("invalid_arguments").because("missing required field: trigger_id")
	case !ok:
		return nil, mistake("invalid_trigger_id")
	case t.used:
		return nil, mistake("exchanged_trigger_id")
	case time.Now().After(t.expires):
		return nil, mistake("expired_trigger_id")
	}
	t.used = true
	return t, nil
}

func digits(n uint64) string {
	const width = 13
	b := make([]byte, width)
	for i := range b {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return string(b)
}

// responseURL is the right to answer one interaction a few times.
type responseURL struct {
	id       string
	channel  *channel
	userID   string
	threadTS string
	original *message // what replace_original and delete_original mean
	expires  time.Time
	uses     int
}

func (w *Workspace) newResponseURL(c *channel, userID string, original *message) *responseURL {
	r := &responseURL{id: w.secret(), channel: c, userID: userID, original: original, expires: time.Now().Add(responseLife)}
	if original != nil {
		r.threadTS = original.threadTS
	}
	if len(w.responses)%pruneEvery == pruneEvery-1 {
		maps.DeleteFunc(w.responses, func(_ string, r *responseURL) bool { return time.Since(r.expires) > rememberAcks })
	}
	w.responses[r.id] = r
	return r
}

func (w *Workspace) responseAddress(r *responseURL) string {
	if r == nil {
		return ""
	}
	return w.baseURL + "/response/" + r.id
}
