package loop

import (
	"context"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// How much one slot of one person looks at.
const (
	reminderStep = 20   // people in one transaction
	mostLookedAt = 1000 // late leads of one person
)

// expect notes for everybody who is to be told of something late from now on
// when that is.
func (st *step) expect(before, after funnel.Lead) error {
	known := before.Tellable()
	for _, c := range after.Tellable() {
		if slices.ContainsFunc(known, func(k funnel.Clock) bool { return k.Kind == c.Kind && k.Hears == c.Hears }) {
			continue
		}
		r, err := st.tx.Reminder(c.Hears)
		if err != nil {
			return err
		}
		r.Expect(c.HearsFrom, after.Urgent(c), st.policy)
		if err := st.tx.PutReminder(r); err != nil {
			return err
		}
	}
	return nil
}

// remindAgain has somebody told of what is late once their account is active
// again: while it was not, nothing was noted for them.
func (st *step) remindAgain(user funnel.UserID) error {
	late, err := st.tx.TellableCount(user, 1)
	if err != nil || late == 0 {
		return err
	}
	r, err := st.tx.Reminder(user)
	if err != nil {
		return err
	}
	r.NextAt = st.policy.CalendarOf(user).SlotAfter(st.act.At)
	return st.tx.PutReminder(r)
}

// retellReminders brings the reminders that list a lead up to date.
func (st *step) retellReminders(id funnel.LeadID) error {
	listing, err := st.tx.RemindersOf(id)
	if err != nil {
		return err
	}
	for _, r := range listing {
		if err := st.tx.Tell(r.Notice(st.act.At)); err != nil {
			return err
		}
	}
	return nil
}

// sweepReminders tells everybody whose slot has come.
func (s *Service) sweepReminders(ctx context.Context) (told int, err error) {
	return s.speak(ctx, reminderStep, (*store.Reads).DueReminders, (*step).remind)
}

// speak tells those who are due, so many in a transaction, and counts those who
// were told anything.
func (s *Service) speak(ctx context.Context, size int, find func(*store.Reads, time.Time, int) ([]funnel.UserID, error), tell func(*step, funnel.UserID) (bool, error)) (told int, err error) {
	for {
		var due []funnel.UserID
		err := s.store.View(ctx, func(rd *store.Reads) (err error) {
			due, err = find(rd, s.now(), size)
			return err
		})
		if err != nil || len(due) == 0 {
			return told, err
		}
		n := 0
		err = s.transact(ctx, funnel.Program(), "", func(st *step) error {
			n = 0
			for _, user := range due {
				spoke, err := tell(st, user)
				if err != nil {
					return err
				}
				if spoke {
					n++
				}
			}
			return nil
		})
		if told += n; err != nil || len(due) < size {
			return told, err
		}
	}
}

// mutedNudges are the kinds of reminders that are switched off.
func mutedNudges(rd *store.Reads) (off []funnel.NudgeKind, err error) {
	for _, kind := range funnel.NudgeKinds() {
		muted, err := rd.Muted(string(kind))
		if err != nil {
			return nil, err
		}
		if muted {
			off = append(off, kind)
		}
	}
	return off, nil
}

// remind writes the merged message of somebody whose slot has come. Where
// there is nothing to tell, the last one stays as it is.
func (st *step) remind(user funnel.UserID) (spoke bool, err error) {
	r, err := st.tx.Reminder(user)
	if err != nil {
		return false, err
	}
	before := r
	due, hotOnly := r.Due(st.act.At, st.policy)
	if !due {
		return false, st.tx.PutReminder(r)
	}
	leads, err := st.tx.Tellable(user, mostLookedAt)
	if err != nil {
		return false, err
	}
	if hotOnly {
		leads = slices.DeleteFunc(leads, func(l funnel.Lead) bool { return !slices.ContainsFunc(l.Clocks, l.Urgent) })
	}
	rows, more, err := st.tellLate(user, leads)
	if err != nil {
		return false, err
	}
	left, err := st.tx.TellableCount(user, 1)
	if err != nil {
		return false, err
	}
	r.LookedAt, r.NextAt, r.HotAt = st.act.At, time.Time{}, time.Time{}
	if left > 0 {
		r.NextAt = st.policy.CalendarOf(user).SlotAfter(st.act.At)
	}
	if len(rows) == 0 {
		return false, st.tx.PutReminder(r)
	}
	r.List(rows, more, hotOnly, st.act.At)
	if err := st.tx.PutReminder(r); err != nil {
		return false, err
	}
	if err := st.tx.Tell(r.Notice(st.act.At)); err != nil {
		return false, err
	}
	return true, st.replace(before)
}

// tellLate notes on the leads that are late longest that somebody is told of
// them, and counts the others.
func (st *step) tellLate(user funnel.UserID, leads []funnel.Lead) (rows []funnel.ReminderRow, more int, err error) {
	off, err := mutedNudges(&st.tx.Reads)
	if err != nil {
		return nil, 0, err
	}
	seen := map[funnel.LeadID]bool{}
	for _, l := range leads {
		after, row, entry, ok := l.Remind(user, st.act.At, off, st.policy)
		if !ok || seen[l.ID] {
			continue
		}
		seen[l.ID] = true
		if len(rows) == funnel.MaxReminded {
			more++
			continue
		}
		rows = append(rows, row)
		if err := st.tx.PutLead(after); err != nil {
			return nil, 0, err
		}
		if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
			return nil, 0, err
		}
	}
	return rows, more, nil
}

// replace has the message that stood before say that there is a newer one.
func (st *step) replace(before funnel.Reminder) error {
	n := before.Notice(st.act.At)
	_, stands, err := st.tx.MessageRef(n.Topic())
	if err != nil || !stands {
		return err
	}
	return st.tx.Tell(n)
}

// Reminded is a merged reminder with the leads that it lists, as they are now.
type Reminded struct {
	Reminder funnel.Reminder
	Leads    map[funnel.LeadID]funnel.Lead
}

// Reminder gives the merged reminder of somebody.
func (s *Service) Reminder(ctx context.Context, user funnel.UserID) (m Reminded, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		m.Leads = map[funnel.LeadID]funnel.Lead{}
		if m.Reminder, err = rd.Reminder(user); err != nil {
			return err
		}
		for _, row := range m.Reminder.Rows {
			l, ok, err := rd.Lead(row.Lead)
			if err != nil {
				return err
			}
			if ok {
				m.Leads[row.Lead] = l
			}
		}
		return nil
	})
	return m, err
}
