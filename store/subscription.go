package store

import (
	"time"

	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// Subscription gives somebody's wish to read of their own week.
func (rd *Reads) Subscription(user ref.UserID) (report.Subscription, bool, error) {
	return optional(rd.t.subscribed.Get(rd.r, string(user)))
}

// DueSubscriptions gives those who are to be told at now.
func (rd *Reads) DueSubscriptions(now time.Time, limit int) ([]ref.UserID, error) {
	return usersDue(rd.r, rd.t.subscribed, now, limit)
}

// PutSubscription writes a subscription.
func (tx *Tx) PutSubscription(s report.Subscription) error { return tx.t.subscribed.Put(tx.w, s) }

// DropSubscription ends a subscription.
func (tx *Tx) DropSubscription(user ref.UserID) error {
	return tx.t.subscribed.Delete(tx.w, string(user))
}
