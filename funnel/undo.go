package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// undoWindow is how long one's own last change can be taken back.
const undoWindow = 10 * time.Minute

// Undoable is what is kept of somebody's last change so that it can be taken
// back: the lead as it was, and the journal entries that it made.
type Undoable struct {
	V       int        `json:"v"`
	User    ref.UserID `json:"user"`
	Lead    ref.LeadID `json:"lead"`
	Created bool       `json:"created,omitempty"` // there was no lead before
	Before  Lead       `json:"before,omitzero"`
	Rev     int        `json:"rev"` // of the lead after the change
	At      time.Time  `json:"at"`
	Entries []Entry    `json:"entries"`
}

// Undo takes back somebody's own last change, if nothing was built on it. The
// number of handoffs stays: it numbers their cards, and the next offer needs
// a new one.
func (l Lead) Undo(u Undoable, act people.Act, p Policy) (Change, error) {
	switch {
	case !act.By.Member():
		return Change{}, p.Roster.Admit(act.By)
	case len(u.Entries) == 0:
		return Change{}, fault.Conflict("You have changed nothing lately, so there is nothing to undo.")
	case u.User != act.By.ID:
		return Change{}, fault.Denied("That change to %s was made by %s, and only they can undo it.", u.Lead, u.User.Mentioned())
	case slices.ContainsFunc(u.Entries, func(e Entry) bool { return e.Kind == EntryDisputed || e.Kind == EntryRuled }):
		return Change{}, fault.Conflict("A dispute and a ruling stay as they were said, so your last change, to %s, stands.", u.Lead)
	case act.At.Sub(u.At) > undoWindow:
		return Change{}, fault.Conflict("Your last change, to %s, is more than 10 minutes old, so it stays. Correct the lead with the other commands; %s lists them.", u.Lead, fault.ToListLeadTasks.Way())
	case l.Rev != u.Rev:
		return Change{}, fault.Conflict("Something else was done to %s after your change, so it stays. %s shows what.", u.Lead, fault.ToShowLeadHistory.Way(u.Lead))
	}

	d := decide(l, act, p)
	d.entry(EntryUndone).Undoes = u.Entries
	if !u.Created {
		d.lead = u.Before.clone()
		d.lead.Rev, d.lead.Handoffs = l.Rev, l.Handoffs
	}

	if _, away := p.LeaveOf(d.lead.LentBy, act.At); !away {
		d.lead.LentBy = "" // the loan ended meanwhile
	}

	d.retract(u.Entries[len(u.Entries)-1].Kind)
	change := d.change()
	change.Removed = u.Created
	return change, nil
}

// LedTo refuses a change that is not the one that somebody means: who wants a
// change taken back that they made to a lead must not lose a later one.
func (u Undoable) LedTo(id ref.LeadID, rev int) error {
	switch {
	case u.Lead != id:
		return fault.Conflict("Your last change was to %s, so the one to %s stands. %s takes back the last one.", u.Lead, id, fault.ToUndoLast.Way())
	case u.Rev != rev:
		return fault.Conflict("Something was done to %s after this, so it stands. %s shows what.", id, fault.ToShowLeadHistory.Way(id))
	}

	return nil
}

// toldRepsOnly are the acts that the marketer was not told of, unless the
// lead went from one marketer to another.
var toldRepsOnly = []EntryKind{EntryHandedOff, EntryAssigned}

// retract tells those who were told of an act that it was undone.
func (d *decision) retract(done EntryKind) {
	if done == EntryLogged || permissions[done].untold {
		return
	}

	people := []ref.UserID{d.before.Owner, d.lead.Owner}
	if !slices.Contains(toldRepsOnly, done) || d.before.Marketer != d.lead.Marketer {
		people = append(people, d.before.Marketer, d.lead.Marketer)
	}

	slices.Sort(people)
	for _, person := range slices.Compact(people) {
		d.tell(NoticeUndone, person)
	}

	for i := range d.notices {
		d.notices[i].Done = done
	}
}
