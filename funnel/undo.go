package funnel

import (
	"slices"
	"time"
)

// undoWindow is how long one's own last change can be taken back.
const undoWindow = 10 * time.Minute

// Undoable is what is kept of somebody's last change so that it can be taken
// back: the lead as it was, and the journal entries that it made.
type Undoable struct {
	V       int       `json:"v"`
	User    UserID    `json:"user"`
	Lead    LeadID    `json:"lead"`
	Created bool      `json:"created,omitempty"` // there was no lead before
	Before  Lead      `json:"before,omitzero"`
	Rev     int       `json:"rev"` // of the lead after the change
	At      time.Time `json:"at"`
	Entries []Entry   `json:"entries"`
}

// Undo takes back somebody's own last change, if nothing was built on it.
func (l Lead) Undo(u Undoable, act Act, p Policy) (Change, error) {
	switch {
	case act.At.Sub(u.At) > undoWindow:
		return Change{}, Conflict("Your last change, to %s, is more than 10 minutes old and stands. Change the lead with the other commands; `/lead help` lists them.", u.Lead)
	case l.Rev != u.Rev:
		return Change{}, Conflict("Something was done to %s after your change, so it stands. `/lead history %s` shows what.", u.Lead, u.Lead)
	}
	d := decide(l, act, p)
	e := d.entry(EntryUndone)
	e.Undoes = u.Entries
	restored := u.Before
	restored.Rev = l.Rev
	if u.Created {
		restored = l
	}
	d.lead = restored
	done := u.Entries[len(u.Entries)-1].Kind
	touched := []UserID{l.Marketer, l.Owner, restored.Owner}
	slices.Sort(touched)
	for _, person := range slices.Compact(touched) {
		d.tell(NoticeUndone, person)
	}
	for i := range d.notices {
		d.notices[i].Done = done
	}
	change := d.change()
	change.Removed = u.Created
	return change, nil
}
