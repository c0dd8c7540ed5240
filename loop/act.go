package loop

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

// ErrDuplicate says that this very input was dealt with before: acknowledge
// it, and say nothing.
var ErrDuplicate = errors.New("this input was dealt with before")

// step is one use case under way: its transaction, who acts, and the policy
// in force.
type step struct {
	tx     *store.Tx
	act    funnel.Act
	policy funnel.Policy
}

// today is the day on which the use case runs.
func (st *step) today() funnel.Date { return funnel.DateOf(st.act.At, st.policy.Calendar.Location) }

// act runs a use case of a person in one transaction, once per request key.
func (s *Service) act(ctx context.Context, what string, req Request, fn func(*step) error) error {
	err := s.transact(ctx, s.settings.Roster.Person(req.By), req.Key, fn)
	switch {
	case err == nil || errors.Is(err, ErrDuplicate) || funnel.KindOf(err) != funnel.KindInternal:
		return err
	case errors.Is(err, kv.ErrFull):
		return &funnel.Error{
			Kind: funnel.KindUnavailable, Err: fmt.Errorf("%s: %w", what, err),
			Text: "Leadloop's disk is full, so nothing was changed. Ask an admin to make room, then try again.",
		}
	}
	return fmt.Errorf("%s: %w", what, err)
}

// transact runs a use case in one transaction, once per key. What people do goes
// through act, which has words for what may go wrong.
func (s *Service) transact(ctx context.Context, by funnel.Person, key string, fn func(*step) error) error {
	act := funnel.Act{By: by, At: s.now().UTC().Truncate(time.Millisecond)}
	var read agreed
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		fresh, err := tx.Handle(key, act.At)
		if err != nil {
			return err
		}
		if !fresh {
			return ErrDuplicate
		}
		if read, err = s.readAgreed(&tx.Reads); err != nil {
			return err
		}
		return fn(&step{tx: tx, act: act, policy: read.policy})
	})
	if err == nil {
		s.agreed.Store(&read)
		s.stored()
	}
	return err
}

// agreed is what was read last of what seldom changes.
type agreed struct {
	policy funnel.Policy
	people uint64 // the version of its people
}

// readAgreed gathers what is agreed now. The definition in force and the people
// are read anew only when their version changes; they are remembered once the
// transaction that read them is over, for until then it may come to nothing.
func (s *Service) readAgreed(rd *store.Reads) (agreed, error) {
	known := s.agreed.Load()
	if known == nil {
		known = &agreed{}
	}
	now := agreed{policy: funnel.Policy{
		Staff: funnel.Staff{
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
	now.policy.People = funnel.NewPeople(all, s.settings.Calendar)
	return now, err
}

// policy gives what is agreed, within a transaction that only reads.
func (s *Service) policy(rd *store.Reads) (funnel.Policy, error) {
	read, err := s.readAgreed(rd)
	return read.policy, err
}

// Policy gives what is agreed now.
func (s *Service) Policy(ctx context.Context) (funnel.Policy, error) {
	var read agreed
	err := s.store.View(ctx, func(rd *store.Reads) (err error) {
		read, err = s.readAgreed(rd)
		return err
	})
	if err == nil {
		s.agreed.Store(&read)
	}
	return read.policy, err
}

// lead loads a lead, or says that there is none.
func lead(rd *store.Reads, id funnel.LeadID) (funnel.Lead, error) {
	l, ok, err := rd.Lead(id)
	if err == nil && !ok {
		err = funnel.NotFound("There is no lead %s. %s looks leads up by name, company or e-mail address.", id, funnel.ToFindLeads.Way())
	}
	return l, err
}

// apply stores what a rule decided: the lead, the journal, the counters, and
// what is to be told. It remembers a person's change so that they can undo it.
func (st *step) apply(before funnel.Lead, c funnel.Change) error {
	if len(c.Entries) == 0 {
		return nil
	}
	entries, err := st.record(before, c)
	if err != nil {
		return err
	}
	if st.act.By.ID != funnel.Leadloop && entries[0].Kind != funnel.EntryUndone {
		err := st.tx.PutUndoable(funnel.Undoable{
			V: 1, User: st.act.By.ID, Lead: c.Lead.ID, Created: before.Rev == 0, Before: before,
			Rev: c.Lead.Rev, At: st.act.At, Entries: entries,
		})
		if err != nil {
			return err
		}
	}
	return st.tell(before, c)
}

// record stores a change and tells nobody. The lead comes first: it alone can
// be refused, and then nothing is written.
func (st *step) record(before funnel.Lead, c funnel.Change) ([]funnel.Entry, error) {
	if err := st.put(before, c); err != nil {
		return nil, err
	}
	return st.tx.Write(c.Entries, st.policy.Calendar)
}

// put stores a lead alone. Whoever is to be told of something late from now on is
// noted with it.
func (st *step) put(before funnel.Lead, c funnel.Change) error {
	switch {
	case c.Removed:
		return st.tx.RemoveLead(c.Lead.ID)
	case before.Rev == 0:
		return st.tx.AddLead(c.Lead)
	}
	if err := st.tx.PutLead(c.Lead); err != nil {
		return err
	}
	return st.expect(before, c.Lead)
}

// tell queues what a change has to be told: its notices, the living messages
// of the lead, and the Home tabs of those concerned. Of a lead that is gone
// only the messages that stand in Slack speak once more.
func (st *step) tell(before funnel.Lead, c funnel.Change) error {
	if c.Removed {
		if err := st.tx.Untell(c.Lead.ID); err != nil {
			return err
		}
	}
	for _, n := range c.Notices {
		if err := st.tx.Tell(n); err != nil {
			return err
		}
	}
	refs, err := st.tx.MessagesOf(c.Lead.ID)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		n := ref.Notice
		n.At = st.act.At
		if err := st.tx.Tell(n); err != nil {
			return err
		}
	}
	if err := st.retellReminders(c.Lead.ID); err != nil {
		return err
	}
	return st.refreshHomes(before, c.Lead)
}
