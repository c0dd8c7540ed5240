package core

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

// homeFresh is how long after somebody opened their Home tab it is kept up
// to date without their asking.
const homeFresh = 7 * 24 * time.Hour

// refreshHomes has the Home tabs drawn again on which a change is seen.
func (st *Step) refreshHomes(before, after funnel.Lead) error {
	users := concerned(before, after)
	if onBoard(before, after) {
		users = append(users, st.Policy.Roster.Overseers()...)
	}

	return st.RefreshHome(users...)
}

// concerned are those to whom a lead belongs or belonged.
func concerned(before, after funnel.Lead) []ref.UserID {
	return []ref.UserID{before.Owner, before.Marketer, before.LentBy, after.Owner, after.Marketer, after.LentBy}
}

// onBoard says whether a change moves what those see who look after others'
// promises: what is late, whose it is, and what is snoozed.
func onBoard(before, after funnel.Lead) bool {
	same := func(a, b funnel.Clock) bool {
		return a.Kind == b.Kind && a.Person == b.Person && a.DueAt.Equal(b.DueAt)
	}
	return !before.Clocks.SnoozedUntil().Equal(after.Clocks.SnoozedUntil()) || !slices.EqualFunc(before.Clocks.Late(), after.Clocks.Late(), same)
}

// RefreshHome has the Home tabs of people drawn again who looked at them lately.
func (st *Step) RefreshHome(users ...ref.UserID) error {
	slices.Sort(users)
	for _, user := range slices.Compact(users) {
		if user == "" {
			continue
		}

		p, ok, err := st.Tx.Person(user)
		if err != nil {
			return err
		}

		if !ok || st.Act.At.Sub(p.HomeOpenedAt) > homeFresh {
			continue
		}

		if err := st.Tx.Tell(funnel.Notice{Kind: funnel.NoticeHome, To: user, At: st.Act.At}); err != nil {
			return err
		}
	}

	return nil
}

// expect notes for everybody who is to be told of something late from now on
// when that is.
func (st *Step) expect(before, after funnel.Lead) error {
	known := before.Tellable()
	for _, c := range after.Tellable() {
		if slices.ContainsFunc(known, func(k funnel.Clock) bool { return k.Kind == c.Kind && k.Hears == c.Hears }) {
			continue
		}

		r, err := st.Tx.Reminder(c.Hears)
		if err != nil {
			return err
		}

		r.Expect(c.HearsFrom, after.Urgent(c), st.Policy)
		if err := st.Tx.PutReminder(r); err != nil {
			return err
		}
	}

	return nil
}

// retellReminders brings the reminders that list a lead up to date.
func (st *Step) retellReminders(id ref.LeadID) error {
	listing, err := st.Tx.RemindersOf(id)
	if err != nil {
		return err
	}

	for _, r := range listing {
		if err := st.Tx.Tell(r.Notice(st.Act.At)); err != nil {
			return err
		}
	}

	return nil
}

// Mute keeps that messages of a name are sent no more, or again, and says
// whether that is new.
func (st *Step) Mute(name string, off bool) (changed bool, err error) {
	was, err := st.Tx.Muted(name)
	if err != nil || was == off {
		return false, err
	}

	entry := funnel.Entry{V: 1, At: st.Act.At, By: st.Act.By.ID, Kind: funnel.EntryUnmuted, Nudge: funnel.NudgeKind(name)}
	if off {
		entry.Kind = funnel.EntryMuted
	}

	if err := st.Journal(entry); err != nil {
		return false, err
	}

	if off {
		return true, st.Tx.Mute(store.Muted{V: 1, Name: name, By: st.Act.By.ID, At: st.Act.At})
	}

	return true, st.Tx.Unmute(name)
}
