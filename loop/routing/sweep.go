package routing

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// SweepLeads moves some of the leads that are due; more says that others may be.
func (s *Service) SweepLeads(ctx context.Context) (moved int, more bool, err error) {
	due, err := s.due(ctx)
	if err != nil || len(due) == 0 {
		return 0, false, err
	}
	settled := 0
	err = s.core.Transact(ctx, funnel.Program(), "", func(st *core.Step) error {
		moved, settled = 0, 0
		routing, err := s.routing(st)
		if err != nil {
			return err
		}
		var passedOn []funnel.Tally
		for _, id := range due {
			before, ok, err := st.Tx.Lead(id)
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
				err = applyRouted(st, before, change, routing)
			} else if !change.Lead.NextDueAt.Equal(before.NextDueAt) {
				// A snooze is over, or the policy has changed since: it would be found due for ever, before all others.
				settled++
				err = st.Put(before, change)
			}
			if err != nil {
				return err
			}
		}
		return tellPassedOn(st, passedOn)
	})
	return moved, moved+settled > 0 && len(due) == core.SweepStep, err
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

func tellPassedOn(st *core.Step, tallies []funnel.Tally) error {
	for _, t := range tallies {
		n := funnel.Notice{
			Kind: funnel.NoticePassedOn, To: t.With, By: st.Act.By.ID, At: st.Act.At, About: t.With, Leads: t.Leads, Count: t.Count,
		}
		if err := st.Tx.Tell(n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) due(ctx context.Context) (ids []funnel.LeadID, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		ids, err = rd.DueLeads(s.core.Now(), core.SweepStep)
		return err
	})
	return ids, err
}
