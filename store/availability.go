package store

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
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
