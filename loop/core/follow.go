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
func (uc *UseCase) refreshHomes(before, after funnel.Lead) error {
	users := concerned(before, after)
	if onBoard(before, after) {
		users = append(users, uc.Policy.Roster.Overseers()...)
	}

	return uc.RefreshHome(users...)
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
	if !before.Clocks.SnoozedUntil().Equal(after.Clocks.SnoozedUntil()) {
		return true
	}

	return !slices.EqualFunc(before.Clocks.Late(), after.Clocks.Late(), same)
}

// RefreshHome has the Home tabs of people drawn again who looked at them lately.
func (uc *UseCase) RefreshHome(users ...ref.UserID) error {
	slices.Sort(users)
	for _, user := range slices.Compact(users) {
		if user == "" {
			continue
		}

		p, ok, err := uc.Tx.Person(user)
		if err != nil {
			return err
		}

		if !ok || uc.Act.At.Sub(p.HomeOpenedAt) > homeFresh {
			continue
		}

		if err := uc.Tx.Tell(funnel.Notice{Kind: funnel.NoticeHome, To: user, At: uc.Act.At}); err != nil {
			return err
		}
	}

	return nil
}

// expect notes for everybody who is to be told of something late from now on
// when that is.
func (uc *UseCase) expect(before, after funnel.Lead) error {
	known := before.Tellable()
	for _, c := range after.Tellable() {
		if slices.ContainsFunc(known, func(k funnel.Clock) bool { return k.Kind == c.Kind && k.Hears == c.Hears }) {
			continue
		}

		r, err := uc.Tx.Reminder(c.Hears)
		if err != nil {
			return err
		}

		r.Expect(c.HearsFrom, after.Urgent(c, uc.Policy), uc.Policy)
		if err := uc.Tx.PutReminder(r); err != nil {
			return err
		}
	}

	return nil
}

// retellReminders brings the reminders that list a lead up to date.
func (uc *UseCase) retellReminders(id ref.LeadID) error {
	listing, err := uc.Tx.RemindersOf(id)
	if err != nil {
		return err
	}

	for _, r := range listing {
		if err := uc.Tx.Tell(r.Notice(uc.Act.At)); err != nil {
			return err
		}
	}

	return nil
}

// Mute keeps that messages of a name are sent no more, or again, and says
// whether that is new.
func (uc *UseCase) Mute(name string, off bool) (changed bool, err error) {
	was, err := uc.Tx.Muted(name)
	if err != nil || was == off {
		return false, err
	}

	entry := funnel.Entry{V: 1, At: uc.Act.At, By: uc.Act.By.ID, Kind: funnel.EntryUnmuted, Nudge: funnel.NudgeKind(name)}
	if off {
		entry.Kind = funnel.EntryMuted
	}

	if err := uc.Journal(entry); err != nil {
		return false, err
	}

	if off {
		return true, uc.Tx.Mute(store.Muted{V: 1, Name: name, By: uc.Act.By.ID, At: uc.Act.At})
	}

	return true, uc.Tx.Unmute(name)
}
