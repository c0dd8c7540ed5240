package store

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
)

// Subscription gives somebody's wish to read of their own week.
func (rd *Reads) Subscription(user funnel.UserID) (funnel.Subscription, bool, error) {
	return optional(rd.t.subscribed.Get(rd.r, string(user)))
}

// DueSubscriptions gives those who are to be told at now.
func (rd *Reads) DueSubscriptions(now time.Time, limit int) ([]funnel.UserID, error) {
	return usersDue(rd.r, rd.t.subscribed, now, limit)
}

// PutSubscription writes a subscription.
func (tx *Tx) PutSubscription(s funnel.Subscription) error { return tx.t.subscribed.Put(tx.w, s) }

// DropSubscription ends a subscription.
func (tx *Tx) DropSubscription(user funnel.UserID) error {
	return tx.t.subscribed.Delete(tx.w, string(user))
}
