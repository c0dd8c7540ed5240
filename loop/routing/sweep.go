package routing

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Sweep moves the leads that are due, some in each transaction.
func (s *Service) Sweep(ctx context.Context) (moved int, err error) {
	for more := true; more; {
		var n int
		n, more, err = s.sweepSome(ctx)
		moved += n

		if err != nil {
			return moved, err
		}
	}

	return moved, nil
}

// sweepSome moves some of the leads that are due; more says that others may be.
func (s *Service) sweepSome(ctx context.Context) (moved int, more bool, err error) {
	due, err := s.due(ctx)
	if err != nil || len(due) == 0 {
		return 0, false, err
	}

	var done swept
	err = s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		done = swept{}

		routing, err := s.routing(uc)
		if err != nil {
			return err
		}

		for _, id := range due {
			if err := done.sweep(uc, id, routing); err != nil {
				return err
			}
		}

		return tellPassedOn(uc, done.passedOn)
	})

	return done.moved, done.moved+done.settled > 0 && len(due) == core.SweepBatch, err
}

// swept is what one transaction of a sweep came to.
type swept struct {
	moved    int
	settled  int // only when to look again is another now
	passedOn []people.Tally
}

func (s *swept) sweep(uc *core.UseCase, id ref.LeadID, routing funnel.Routing) error {
	before, ok, err := uc.Tx.Lead(id)
	if err != nil || !ok {
		return err
	}

	change := before.Sweep(routing)

	switch {
	case len(change.Entries) > 0:
		s.moved++
		s.passedOn = tallyPassedOn(s.passedOn, &change)
		return applyRouted(uc, before, change, routing)
	case !change.Lead.NextDueAt.Equal(before.NextDueAt):
		// A snooze is over, or the policy has changed since: it would be found due for ever, before all others.
		s.settled++
		return uc.Put(before, change)
	}

	return nil
}

// tallyPassedOn counts the leads that who did not answer them has lost, instead
// of a message about each.
func tallyPassedOn(tallies []people.Tally, change *funnel.Change) []people.Tally {
	change.Notices = slices.DeleteFunc(change.Notices, func(n funnel.Notice) bool {
		if n.Kind != funnel.NoticePassedOn {
			return false
		}

		tallies = people.Tallied(tallies, n.To, n.Lead)
		return true
	})
	return tallies
}

func tellPassedOn(uc *core.UseCase, tallies []people.Tally) error {
	notices := make([]funnel.Notice, len(tallies))
	for i, t := range tallies {
		notices[i] = funnel.Notice{
			Kind: funnel.NoticePassedOn, To: t.With, By: uc.Act.By.ID, At: uc.Act.At, About: t.With, Leads: t.Leads,
			Count: t.Count,
		}
	}

	return uc.Tx.Tell(notices...)
}

func (s *Service) due(ctx context.Context) ([]ref.LeadID, error) {
	return core.Read(ctx, s.core, "look for due leads", func(rd *store.Reads) ([]ref.LeadID, error) {
		return rd.DueLeads(s.core.Now(), core.SweepBatch)
	})
}
