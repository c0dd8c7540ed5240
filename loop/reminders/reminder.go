// Package reminders tells people what is late and theirs, in one message at a time. It never makes
// anything late: sweeps of leads do (routing). Start at Service.Sweep; board.go shows what is late
// to those who look after others' promises.
package reminders

import (
	"context"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// How much one slot of one person looks at.
const (
	remindBatch = 20   // people in one transaction
	maxLookedAt = 1000 // late leads of one person
)

// RemindAgain has somebody told of what is late once their account is active
// again: while it was not, nothing was noted for them.
func RemindAgain(uc *core.UseCase, user ref.UserID) error {
	late, err := uc.Tx.TellableCount(user, 1)
	if err != nil || late == 0 {
		return err
	}

	r, err := uc.Tx.Reminder(user)
	if err != nil {
		return err
	}

	r.NextAt = uc.Policy.CalendarOf(user).SlotAfter(uc.Act.At)
	return uc.Tx.PutReminder(r)
}

// Sweep tells everybody whose slot has come.
func (s *Service) Sweep(ctx context.Context) (told int, err error) {
	return s.core.Speak(ctx, remindBatch, (*store.Reads).DueReminders, remind)
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
func remind(uc *core.UseCase, user ref.UserID) (spoke bool, err error) {
	r, err := uc.Tx.Reminder(user)
	if err != nil {
		return false, err
	}

	before := r
	due, hotOnly := r.Due(uc.Act.At, uc.Policy)
	if !due {
		return false, uc.Tx.PutReminder(r)
	}

	leads, err := uc.Tx.Tellable(user, maxLookedAt)
	if err != nil {
		return false, err
	}

	if hotOnly {
		leads = slices.DeleteFunc(leads, func(l funnel.Lead) bool { return !l.Warnable(user, uc.Policy) })
	}

	rows, more, err := tellLate(uc, user, leads, hotOnly)
	if err != nil {
		return false, err
	}

	left, err := uc.Tx.TellableCount(user, 1)
	if err != nil {
		return false, err
	}

	r.LookedAt, r.NextAt, r.HotAt = uc.Act.At, time.Time{}, time.Time{}
	if left > 0 {
		r.NextAt = uc.Policy.CalendarOf(user).SlotAfter(uc.Act.At)
	}

	if len(rows) == 0 {
		return false, uc.Tx.PutReminder(r)
	}

	r.List(rows, more, hotOnly, uc.Act.At)
	if err := uc.Tx.PutReminder(r); err != nil {
		return false, err
	}

	if err := uc.Tx.Tell(r.Notice(uc.Act.At)); err != nil {
		return false, err
	}

	return true, replace(uc, before)
}

// tellLate notes on the leads that are late longest that somebody is told of
// them, and counts the others, of which they are told at a slot by that.
func tellLate(
	uc *core.UseCase, user ref.UserID, leads []funnel.Lead, warning bool,
) (rows []funnel.ReminderRow, more int, err error) {
	off, err := mutedNudges(&uc.Tx.Reads)
	if err != nil {
		return nil, 0, err
	}

	telling := funnel.Telling{At: uc.Act.At, Warning: warning, Off: off}
	seen := map[ref.LeadID]bool{}
	for _, l := range leads {
		if seen[l.ID] {
			continue // found once for each of its promises
		}

		seen[l.ID] = true
		after, row, entry, ok := l.Remind(user, telling, uc.Policy)
		full := len(rows) == funnel.MaxReminded
		var entries []funnel.Entry

		switch {
		case ok && full && warning:
			more++
			continue // they stay for the slot
		case ok && full:
			more++
			after = l.Heard(user, uc.Act.At, uc.Policy)
		case ok:
			rows, entries = append(rows, row), append(entries, entry)
		}

		if err := settle(uc, after, entries); err != nil {
			return nil, 0, err
		}
	}

	return rows, more, nil
}

// settle stores a lead, and then what happened: the last entry is sealed with the lead as it is stored.
func settle(uc *core.UseCase, l funnel.Lead, entries []funnel.Entry) error {
	if err := uc.Tx.PutLead(l); err != nil {
		return err
	}

	if len(entries) == 0 {
		return uc.Tx.Reseal(l.ID)
	}

	return uc.Journal(entries...)
}

// replace has the message that stood before say that there is a newer one.
func replace(uc *core.UseCase, before funnel.Reminder) error {
	n := before.Notice(uc.Act.At)
	_, stands, err := uc.Tx.MessageRef(n.Topic())
	if err != nil || !stands {
		return err
	}

	return uc.Tx.Tell(n)
}

// Show gives the merged reminder of somebody.
func (s *Service) Show(ctx context.Context, user ref.UserID) (funnel.Reminded, error) {
	return core.Read(ctx, s.core, "show a reminder", func(rd *store.Reads) (m funnel.Reminded, err error) {
		m.Leads = map[ref.LeadID]funnel.Lead{}
		if m.Reminder, err = rd.Reminder(user); err != nil {
			return m, err
		}

		for _, row := range m.Reminder.Rows {
			l, ok, err := rd.Lead(row.Lead)
			if err != nil {
				return m, err
			}

			if ok {
				m.Leads[row.Lead] = l
			}
		}

		return m, nil
	})
}
