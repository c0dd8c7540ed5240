package store

import (
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// Availability gives when somebody works; the zero value, with their name,
// where they work as the workspace does.
func (rd *Reads) Availability(user ref.UserID) (people.Availability, error) {
	a, ok, err := optional(rd.t.available.Get(rd.r, string(user)))
	if !ok {
		a = people.Availability{V: 1, User: user}
	}

	return a, err
}

// Availabilities gives everybody whose working time is their own.
func (rd *Reads) Availabilities() ([]people.Availability, error) {
	return take(rd.t.available.All(rd.r), 0)
}

// PutAvailability writes when somebody works.
func (tx *Tx) PutAvailability(a people.Availability) error {
	if _, err := tx.next("availability"); err != nil {
		return err
	}

	return tx.t.available.Put(tx.w, a)
}

// AvailabilityVersion grows with every change of somebody's working time, so
// that what follows from all of them need not be computed for each act.
func (rd *Reads) AvailabilityVersion() (uint64, error) { return rd.sequence("availability") }

// DuePeople gives those about whom something has to be done at now, the
// longest due first.
func (rd *Reads) DuePeople(now time.Time, limit int) ([]ref.UserID, error) {
	return usersDue(rd.r, rd.t.available, now, limit)
}

// HeldBy gives the leads that somebody has to do with: those of sales that are
// theirs, whoever's turn it is, and those that wait for them.
func (rd *Reads) HeldBy(user ref.UserID, limit int) ([]funnel.Lead, error) {
	held, err := take(rd.t.leads.By(rd.r, "rep", table.Range{Value: string(user), Limit: limit}), 0)
	if err != nil {
		return nil, err
	}

	waiting, err := rd.TurnOf(user, limit)
	for _, l := range waiting {
		if l.Owner != user {
			held = append(held, l)
		}
	}

	return held, err
}

// LentBy gives the leads that somebody has lent.
func (rd *Reads) LentBy(user ref.UserID, limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "lent", table.Range{Value: string(user), Limit: limit}), 0)
}

// LentCount counts them, up to a limit.
func (rd *Reads) LentCount(user ref.UserID, limit int) (int, error) {
	ids, err := take(rd.t.leads.IDs(rd.r, "lent", table.Range{Value: string(user), Limit: limit}), 0)
	return len(ids), err
}

// OpenPromises gives the leads that run a clock or wait for a date, by their
// numbers only.
func (rd *Reads) OpenPromises() ([]ref.LeadID, error) { return rd.dueLeads(table.Range{}) }

// CalendarMark names the workspace's calendar by which the open deadlines
// were computed last.
func (rd *Reads) CalendarMark() (string, error) { return rd.meta("calendar") }

// MarkCalendar notes by which calendar of the workspace the open deadlines
// are computed now.
func (tx *Tx) MarkCalendar(mark string) { tx.w.Put("meta/calendar", []byte(mark)) }

func poolKey(id people.PoolID) string { return kv.IntKey(int64(id))[8:] }

// NextPoolID gives the number that the next new pool gets. The default has a
// number of its own, the first.
func (tx *Tx) NextPoolID() (people.PoolID, error) {
	n, err := tx.next("pool")
	return people.DefaultPool + people.PoolID(n), err
}

// Pools gives the pools that somebody has set up or changed, in order of
// number. Without the default among them, that is the sales team.
func (rd *Reads) Pools() ([]people.Pool, error) { return take(rd.t.pools.All(rd.r), 0) }

// PutPool writes a pool.
func (tx *Tx) PutPool(p people.Pool) error { return tx.t.pools.Put(tx.w, p) }

// RemovePool takes a pool out, with the turns in it.
func (tx *Tx) RemovePool(id people.PoolID) error {
	if err := tx.t.pools.Delete(tx.w, poolKey(id)); err != nil {
		return err
	}

	return tx.t.turns.Delete(tx.w, poolKey(id))
}

// Turns gives how the members of each pool stand.
func (rd *Reads) Turns() (map[people.PoolID]people.PoolTurns, error) {
	turns := map[people.PoolID]people.PoolTurns{}
	for t, err := range rd.t.turns.All(rd.r) {
		if err != nil {
			return nil, fmt.Errorf("read the turns: %w", err)
		}

		turns[t.Pool] = t
	}

	return turns, nil
}

// PutTurns writes how the members of a pool stand.
func (tx *Tx) PutTurns(t people.PoolTurns) error { return tx.t.turns.Put(tx.w, t) }

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
