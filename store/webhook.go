package store

import "time"

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
	ok, err = rd.metaRecord(webhookKey(name), &w)
	return w, ok, err
}

// PutWebhook notes how far another system has heard.
func (tx *Tx) PutWebhook(name string, w Webhook) error {
	w.V = 1
	return tx.putMetaRecord(webhookKey(name), w)
}
