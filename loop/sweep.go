package loop

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// sweepStep is how many leads a sweep moves in one transaction, so that people's
// commands never wait long for it.
const sweepStep = 100

// How the retention goes: in small steps too.
const (
	retentionStep = 500
	inboxMemory   = 24 * time.Hour
)

// Sweep does all that has become due and says how many leads, reminders,
// digests and reviews it moved. Its cost is what is due. Sweeping again at once changes nothing.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	moved, err := s.sweepCalendar(ctx)
	if err != nil {
		return moved, fmt.Errorf("follow the workspace's calendar: %w", err)
	}
	n, err := s.sweepPeople(ctx)
	moved += n
	if err != nil {
		return moved, fmt.Errorf("sweep people: %w", err)
	}
	for {
		n, more, err := s.sweepLeads(ctx)
		moved += n
		if err != nil {
			return moved, fmt.Errorf("sweep leads: %w", err)
		}
		if !more {
			break
		}
	}
	n, err = s.sweepReminders(ctx)
	if err != nil {
		return moved, fmt.Errorf("sweep reminders: %w", err)
	}
	moved += n
	n, err = s.sweepDigest(ctx)
	if err != nil {
		return moved, fmt.Errorf("sweep digests: %w", err)
	}
	moved += n
	if n, err = s.sweepOwnWeeks(ctx); err != nil {
		return moved, fmt.Errorf("sweep the digests of own weeks: %w", err)
	}
	moved += n
	if n, err = s.sweepReview(ctx); err != nil {
		return moved, fmt.Errorf("sweep the review of the definition: %w", err)
	}
	return moved + n, nil
}

// sweepLeads moves some of the leads that are due; more says that others may be.
func (s *Service) sweepLeads(ctx context.Context) (moved int, more bool, err error) {
	due, err := s.due(ctx)
	if err != nil || len(due) == 0 {
		return 0, false, err
	}
	settled := 0
	err = s.transact(ctx, funnel.Program(), "", func(st *step) error {
		moved, settled = 0, 0
		routing, err := s.routing(st)
		if err != nil {
			return err
		}
		var passedOn []funnel.Tally
		for _, id := range due {
			before, ok, err := st.tx.Lead(id)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			change := before.Sweep(routing)
			if len(change.Entries) > 0 {
				moved++
				passedOn = tallyPassedOn(passedOn, &change)
				err = st.applyRouted(before, change, routing)
			} else if !change.Lead.NextDueAt.Equal(before.NextDueAt) {
				// A snooze is over, or the policy has changed since: it would be found due for ever, before all others.
				settled++
				err = st.put(before, change)
			}
			if err != nil {
				return err
			}
		}
		return st.tellPassedOn(passedOn)
	})
	return moved, moved+settled > 0 && len(due) == sweepStep, err
}

// tallyPassedOn counts the leads that who did not answer them has lost, instead
// of a message about each.
func tallyPassedOn(tallies []funnel.Tally, change *funnel.Change) []funnel.Tally {
	change.Notices = slices.DeleteFunc(change.Notices, func(n funnel.Notice) bool {
		if n.Kind != funnel.NoticePassedOn {
			return false
		}
		tallies = funnel.Tallied(tallies, n.To, n.Lead)
		return true
	})
	return tallies
}

func (st *step) tellPassedOn(tallies []funnel.Tally) error {
	for _, t := range tallies {
		n := funnel.Notice{
			Kind: funnel.NoticePassedOn, To: t.With, By: st.act.By.ID, At: st.act.At, About: t.With, Leads: t.Leads, Count: t.Count,
		}
		if err := st.tx.Tell(n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) due(ctx context.Context) (ids []funnel.LeadID, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		ids, err = rd.DueLeads(s.now(), sweepStep)
		return err
	})
	return ids, err
}

// Retention forgets what is kept only for a while.
func (s *Service) Retention(ctx context.Context) error {
	for {
		dropped := 0
		err := s.store.Update(ctx, func(tx *store.Tx) (err error) {
			dropped, err = tx.ForgetHandled(s.now().Add(-inboxMemory), retentionStep)
			return err
		})
		if err != nil {
			return fmt.Errorf("forget old inputs: %w", err)
		}
		if dropped < retentionStep {
			return nil
		}
	}
}
