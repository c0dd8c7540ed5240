package store

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// ReminderReads are the questions about merged reminders, and what is switched off.
type ReminderReads struct{ *scope }

// Muted is what is switched off, by its name: a kind of reminder, or a digest.
type Muted struct {
	V    int        `json:"v"`
	Name string     `json:"kind"`
	By   ref.UserID `json:"by"`
	At   time.Time  `json:"at"`
}

func reminderIndexes() []table.Index[funnel.Reminder] {
	return []table.Index[funnel.Reminder]{
		{Name: "due", Keys: func(r funnel.Reminder) []string { return when(!r.LookAt().IsZero(), kv.TimeKey(r.LookAt())) }},
		{Name: "lead", Keys: func(r funnel.Reminder) []string {
			leads := make([]string, len(r.Rows))
			for i, row := range r.Rows {
				leads[i] = leadKey(row.Lead)
			}

			return leads
		}},
	}
}

// Reminder gives the merged reminder of somebody; the zero value, with their
// name, where they had none.
func (rd *ReminderReads) Reminder(user ref.UserID) (funnel.Reminder, error) {
	r, ok, err := optional(rd.t.reminders.Get(rd.r, string(user)))
	if !ok {
		r = funnel.Reminder{V: 1, User: user}
	}

	return r, err
}

// PutReminder writes the merged reminder of somebody.
func (tx *Tx) PutReminder(r funnel.Reminder) error { return tx.t.reminders.Put(tx.w, r) }

// DueReminders gives the people who are to be reminded at now.
func (rd *ReminderReads) DueReminders(now time.Time, limit int) ([]ref.UserID, error) {
	return usersDue(rd.r, rd.t.reminders, now, limit)
}

// RemindersOf gives the reminders that list a lead.
func (rd *ReminderReads) RemindersOf(lead ref.LeadID) ([]funnel.Reminder, error) {
	return take(rd.t.reminders.By(rd.r, "lead", table.Range{Value: leadKey(lead)}), 0)
}

// Muted says whether something is switched off.
func (rd *ReminderReads) Muted(name string) (bool, error) { return rd.t.muted.Has(rd.r, name) }

// Mute switches something off.
func (tx *Tx) Mute(m Muted) error { return tx.t.muted.Put(tx.w, m) }

// Unmute switches it on.
func (tx *Tx) Unmute(name string) error { return tx.t.muted.Delete(tx.w, name) }
