package store

import (
	"encoding/json"
	"fmt"
	"time"
)

// Webhook is how far one of the other systems has heard.
type Webhook struct {
	V        int       `json:"v"`
	Seq      uint64    `json:"seq"`                    // of the last entry of the journal that it has heard of, or need not
	Attempts int       `json:"attempts,omitempty"`     // that failed since
	Failing  time.Time `json:"failing_since,omitzero"` // when the first of them was made
	NextAt   time.Time `json:"next_attempt,omitzero"`  // before which it is left alone
	Why      string    `json:"last_failure,omitempty"` // the last of them
	Off      bool      `json:"switched_off,omitempty"` // it failed for too long
}

func webhookKey(name string) string { return "webhook_" + name }

// Webhook gives how far another system has heard; false where it never did.
func (rd *OutboxReads) Webhook(name string) (w Webhook, ok bool, err error) {
	text, err := rd.meta(webhookKey(name))
	if err != nil || text == "" {
		return w, false, err
	}

	if err := json.Unmarshal([]byte(text), &w); err != nil {
		return w, false, fmt.Errorf("read how far the webhook %s is: %w", name, err)
	}

	return w, true, nil
}

// PutWebhook notes how far another system has heard.
func (tx *Tx) PutWebhook(name string, w Webhook) error {
	w.V = 1
	text, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("note how far the webhook %s is: %w", name, err)
	}

	tx.w.Put("meta/"+webhookKey(name), text)
	return nil
}
