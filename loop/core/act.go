package core

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

// ErrDuplicate says that this very input was dealt with before: acknowledge
// it, and say nothing.
var ErrDuplicate = errors.New("this input was dealt with before")

// UseCase is one use case under way: its transaction, who acts, and the policy
// in force.
type UseCase struct {
	Tx     *store.Tx
	Act    people.Act
	Policy funnel.Policy
}

// Today is the day on which the use case runs.
func (uc *UseCase) Today() calendar.Date {
	return calendar.DateOf(uc.Act.At, uc.Policy.Calendar.Location)
}

// Act runs a use case of a person in one transaction, once per request key.
func (s *Core) Act(ctx context.Context, what string, req Request, fn func(*UseCase) error) error {
	if req.Looks {
		return fmt.Errorf("%s: it was asked for only to be shown again", what)
	}

	err := s.Transact(ctx, s.settings.Roster.Person(req.By), req.Key, fn)
	switch {
	case err == nil || errors.Is(err, ErrDuplicate) || fault.KindOf(err) != fault.KindInternal:
		return err
	case errors.Is(err, kv.ErrFull):
		return &fault.Error{
			Kind: fault.KindUnavailable, Err: fmt.Errorf("%s: %w", what, err),
			Text: "Leadloop's disk is full, so nothing was changed. Ask an admin to make room, then try again.",
		}
	}

	return fmt.Errorf("%s: %w", what, err)
}

// Transact runs a use case in one transaction, once per key. What people do goes
// through [Core.Act], which has words for what may go wrong.
func (s *Core) Transact(ctx context.Context, by people.Person, key string, fn func(*UseCase) error) error {
	act := people.Act{By: by, At: s.now().UTC().Truncate(time.Millisecond)}
	var read agreed
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		fresh, err := tx.MarkHandled(key, act.At)
		if err != nil {
			return err
		}

		if !fresh {
			return ErrDuplicate
		}

		if read, err = s.readAgreed(&tx.Reads); err != nil {
			return err
		}

		return fn(&UseCase{Tx: tx, Act: act, Policy: read.policy})
	})
	if err == nil {
		s.agreed.Store(&read)
		s.wakeDelivery()
	}

	return err
}

// agreed is what was read last of what seldom changes.
type agreed struct {
	policy funnel.Policy
	people uint64 // the version of its people
}

// readAgreed gathers what is agreed now. The definition in force and the people are
// read again only when their version changes. Callers remember what it gave once their
// transaction has committed: one that is rolled back has changed nothing.
func (s *Core) readAgreed(rd *store.Reads) (agreed, error) {
	known := s.agreed.Load()
	if known == nil {
		known = &agreed{}
	}

	now := agreed{policy: funnel.Policy{
		Staff: people.Staff{
			Calendar: s.settings.Calendar, Roster: s.settings.Roster, People: known.policy.People,
		},
		Definition: known.policy.Definition,
		Currency:   s.settings.Currency,
		Region:     s.settings.Region,
	}}
	version, err := rd.DefinitionInForce()
	if err != nil {
		return now, err
	}

	if version != now.policy.Definition.Version {
		if now.policy.Definition, _, err = rd.Definition(version); err != nil {
			return now, err
		}
	}

	if now.people, err = rd.AvailabilityVersion(); err != nil || now.people == known.people {
		return now, err
	}

	all, err := rd.Availabilities()
	now.policy.People = people.NewPeople(all, s.settings.Calendar)
	return now, err
}

// PolicyIn gives what is agreed, and remembers it: what rd reads has to be committed.
func (s *Core) PolicyIn(rd *store.Reads) (funnel.Policy, error) {
	read, err := s.readAgreed(rd)
	if err == nil {
		s.agreed.Store(&read)
	}

	return read.policy, err
}

// Policy gives what is agreed now.
func (s *Core) Policy(ctx context.Context) (funnel.Policy, error) {
	return Read(ctx, s, "read what is agreed", s.PolicyIn)
}

// Done is what a use case did to a lead.
type Done struct {
	funnel.Change
	Kind funnel.EntryKind // of the act that was asked for, whatever else was noted with it
}

// Lead loads a lead, or says that there is none.
func Lead(rd *store.Reads, id ref.LeadID) (funnel.Lead, error) {
	l, ok, err := rd.Lead(id)
	if err == nil && !ok {
		err = fault.NotFound("There is no lead %s. %s looks leads up by name, company or e-mail address.", id, fault.ToFindLeads.Way())
	}

	return l, err
}

// Apply stores what a rule decided: the lead, the journal, the counters, and
// what is to be told. It remembers a person's change so that they can undo it.
func (uc *UseCase) Apply(before funnel.Lead, c funnel.Change) error {
	if len(c.Entries) == 0 {
		return nil
	}

	entries, err := uc.Record(before, c)
	if err != nil {
		return err
	}

	if uc.Act.By.ID != ref.Leadloop && entries[0].Kind != funnel.EntryUndone {
		err := uc.Tx.PutUndoable(funnel.Undoable{
			V: 1, User: uc.Act.By.ID, Lead: c.Lead.ID, Created: before.Rev == 0, Before: before,
			Rev: c.Lead.Rev, At: uc.Act.At, Entries: entries,
		})
		if err != nil {
			return err
		}
	}

	return uc.Tell(before, c)
}

// Record stores a change and tells nobody. The lead comes first: it alone can
// be refused, and then nothing is written.
func (uc *UseCase) Record(before funnel.Lead, c funnel.Change) ([]funnel.Entry, error) {
	if err := uc.Put(before, c); err != nil {
		return nil, err
	}

	return uc.Tx.Write(c.Entries, uc.Policy.Calendar)
}

// Journal writes what happened, and moves the counters that follow from it.
func (uc *UseCase) Journal(entries ...funnel.Entry) error {
	_, err := uc.Tx.Write(entries, uc.Policy.Calendar)
	return err
}

// Put stores a lead alone. Whoever is to be told of something late from now on is
// noted with it.
func (uc *UseCase) Put(before funnel.Lead, c funnel.Change) error {
	switch {
	case c.Removed:
		return uc.Tx.RemoveLead(c.Lead.ID)
	case before.Rev == 0:
		return uc.Tx.AddLead(c.Lead)
	}

	if err := uc.Tx.PutLead(c.Lead); err != nil {
		return err
	}

	if len(c.Entries) == 0 { // else the last entry is sealed with it
		if err := uc.Tx.Reseal(c.Lead.ID); err != nil {
			return err
		}
	}

	return uc.expect(before, c.Lead)
}

// Tell queues what a change has to be told: its notices, the living messages
// of the lead, and the Home tabs of those concerned. Of a lead that is gone
// only the messages that stand in Slack speak once more.
func (uc *UseCase) Tell(before funnel.Lead, c funnel.Change) error {
	if c.Removed {
		if err := uc.Tx.Untell(c.Lead.ID); err != nil {
			return err
		}
	}

	if err := uc.Tx.Tell(c.Notices...); err != nil {
		return err
	}

	refs, err := uc.Tx.MessagesOf(c.Lead.ID)
	if err != nil {
		return err
	}

	for _, ref := range refs {
		n := ref.Notice
		n.At = uc.Act.At
		if err := uc.Tx.Tell(n); err != nil {
			return err
		}
	}

	if err := uc.retellReminders(c.Lead.ID); err != nil {
		return err
	}

	return uc.refreshHomes(before, c.Lead)
}

// TellAdmins queues a notice for each admin: what the program says by itself.
func (s *Core) TellAdmins(tx *store.Tx, n funnel.Notice) error {
	n.By, n.At = ref.Leadloop, s.now().UTC().Truncate(time.Millisecond)
	for _, admin := range s.settings.Roster.Admins {
		n.To = admin
		if err := tx.Tell(n); err != nil {
			return fmt.Errorf("tell %s: %w", admin, err)
		}
	}

	return nil
}

// MayRead refuses who is not of the company.
func (uc *UseCase) MayRead() error { return uc.Policy.Roster.Admit(uc.Act.By) }

// MayBeGiven refuses who is on the team but cannot do the work in Slack.
func (s *Core) MayBeGiven(to ref.UserID) error {
	if s.available(to) {
		return nil
	}

	return fault.Conflict("%s cannot be given leads: their Slack account is deactivated or a guest's. Name somebody else.", to.Mentioned())
}

// Speak tells those who are due, so many in a transaction, and counts those who
// were told anything.
func (s *Core) Speak(ctx context.Context, size int, find func(*store.Reads, time.Time, int) ([]ref.UserID, error),
	tell func(*UseCase, ref.UserID) (bool, error),
) (told int, err error) {
	for {
		due, err := Read(ctx, s, "look who is due", func(rd *store.Reads) ([]ref.UserID, error) {
			return find(rd, s.now(), size)
		})
		if err != nil || len(due) == 0 {
			return told, err
		}

		n := 0
		err = s.Transact(ctx, people.Program(), "", func(uc *UseCase) error {
			n = 0
			for _, user := range due {
				spoke, err := tell(uc, user)
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

// SweepBatch is how many leads a sweep moves in one transaction, so that people's
// commands never wait long for it.
const SweepBatch = 100
