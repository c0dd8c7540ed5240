package store

import "github.com/leadloop/leadloop/funnel"

// Availability gives when somebody works; the zero value, with their name,
// where they work as the workspace does.
func (rd *Reads) Availability(user funnel.UserID) (funnel.Availability, error) {
	a, ok, err := optional(rd.t.available.Get(rd.r, string(user)))
	if !ok {
		a = funnel.Availability{V: 1, User: user}
	}
	return a, err
}

// Availabilities gives everybody whose working time is their own.
func (rd *Reads) Availabilities() ([]funnel.Availability, error) {
	return take(rd.t.available.All(rd.r), 0)
}

// PutAvailability writes when somebody works.
func (tx *Tx) PutAvailability(a funnel.Availability) error {
	if _, err := tx.next("availability"); err != nil {
		return err
	}
	return tx.t.available.Put(tx.w, a)
}

// AvailabilityVersion grows with every change of somebody's working time, so
// that what follows from all of them need not be reckoned for each act.
func (rd *Reads) AvailabilityVersion() (uint64, error) { return rd.sequence("availability") }
