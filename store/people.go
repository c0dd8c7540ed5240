package store

import (
	"time"

	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// PeopleReads are the questions about people and when they work.
type PeopleReads struct{ *scope }

// Person is what is remembered of somebody beyond the configuration.
type Person struct {
	V            int        `json:"v"`
	User         ref.UserID `json:"user"`
	Name         string     `json:"name,omitempty"` // as Slack shows it, for what is read outside of Slack
	HomeOpenedAt time.Time  `json:"home_opened_at,omitzero"`
}

// Availability gives when somebody works; the zero value, with their name,
// where they work as the workspace does.
func (rd *PeopleReads) Availability(user ref.UserID) (people.Availability, error) {
	a, ok, err := optional(rd.t.available.Get(rd.r, string(user)))
	if !ok {
		a = people.Availability{V: 1, User: user}
	}

	return a, err
}

// Availabilities gives everybody whose working time is their own.
func (rd *PeopleReads) Availabilities() ([]people.Availability, error) {
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
func (rd *PeopleReads) AvailabilityVersion() (uint64, error) { return rd.sequence("availability") }

// DuePeople gives those about whom something has to be done at now, the
// longest due first.
func (rd *PeopleReads) DuePeople(now time.Time, limit int) ([]ref.UserID, error) {
	return usersDue(rd.r, rd.t.available, now, limit)
}

// CalendarMark names the workspace's calendar with which the open deadlines
// were computed last.
func (rd *PeopleReads) CalendarMark() (string, error) { return rd.meta("calendar") }

// MarkCalendar notes with which calendar of the workspace the open deadlines
// are computed now.
func (tx *Tx) MarkCalendar(mark string) { tx.w.Put("meta/calendar", []byte(mark)) }

// Person gives what is remembered of somebody.
func (rd *PeopleReads) Person(id ref.UserID) (Person, bool, error) {
	return optional(rd.t.people.Get(rd.r, string(id)))
}

// People gives everybody of whom something is remembered.
func (rd *PeopleReads) People() ([]Person, error) { return take(rd.t.people.All(rd.r), 0) }

// PutPerson remembers something of somebody.
func (tx *Tx) PutPerson(p Person) error { return tx.t.people.Put(tx.w, p) }
