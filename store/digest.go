package store

import (
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// DigestReads are the questions about digests: when one was posted, and who asked for their own.
type DigestReads struct{ *scope }

// Said remembers the latest period for which a schedule has spoken.
type Said struct {
	V      int             `json:"v"`
	ID     string          `json:"id"`
	Period calendar.Period `json:"period"`
	At     time.Time       `json:"at"`
	Posted bool            `json:"posted,omitempty"` // and not passed over, as where an audience is new or muted
}

// Subscription gives somebody's wish to read of their own week.
func (rd *DigestReads) Subscription(user ref.UserID) (report.Subscription, bool, error) {
	return optional(rd.t.subscribed.Get(rd.r, string(user)))
}

// DueSubscriptions gives those who are to be told at now.
func (rd *DigestReads) DueSubscriptions(now time.Time, limit int) ([]ref.UserID, error) {
	return usersDue(rd.r, rd.t.subscribed, now, limit)
}

// PutSubscription writes a subscription.
func (tx *Tx) PutSubscription(s report.Subscription) error { return tx.t.subscribed.Put(tx.w, s) }

// DropSubscription ends a subscription.
func (tx *Tx) DropSubscription(user ref.UserID) error {
	return tx.t.subscribed.Delete(tx.w, string(user))
}

// Said gives the latest period for which a schedule has spoken.
func (rd *DigestReads) Said(schedule string) (Said, bool, error) {
	return optional(rd.t.said.Get(rd.r, schedule))
}

// PutSaid remembers the latest period for which a schedule has spoken.
func (tx *Tx) PutSaid(s Said) error { return tx.t.said.Put(tx.w, s) }
