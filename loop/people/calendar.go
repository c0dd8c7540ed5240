package people

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// SweepCalendar has all open deadlines follow the workspace's calendar after
// the configuration changed it, or a new version knows other holidays. It is
// done once per change, in small steps; one that is broken off begins again,
// and finds the leads that follow already.
func (s *Service) SweepCalendar(ctx context.Context) (moved int, err error) {
	mark, was := s.core.Settings().Calendar.Fingerprint(), ""
	var open []ref.LeadID
	err = s.core.View(ctx, func(rd *store.Reads) (err error) {
		if was, err = rd.CalendarMark(); err != nil || was == mark || was == "" {
			return err
		}

		open, err = rd.OpenPromises()
		return err
	})
	if err != nil || was == mark {
		return 0, err
	}

	for some := range slices.Chunk(open, core.SweepBatch) {
		n, err := s.moveDeadlines(ctx, some)
		if err != nil {
			return moved, err
		}

		moved += n
	}

	return moved, s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		if err := reschedule(uc); err != nil {
			return err
		}

		uc.Tx.MarkCalendar(mark)
		return nil
	})
}

// moveDeadlines moves the deadlines of some leads to where the calendars have them.
func (s *Service) moveDeadlines(ctx context.Context, ids []ref.LeadID) (moved int, err error) {
	err = s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		moved = 0
		for _, id := range ids {
			l, ok, err := uc.Tx.Lead(id)
			if err != nil {
				return err
			}

			if !ok {
				continue
			}

			change := l.Recalculate(nil, uc.Act, uc.Policy)
			if len(change.Entries) > 0 {
				moved++
				err = uc.Apply(l, change)
			} else if next := l.NextDue(uc.Policy); !next.Equal(l.NextDueAt) {
				l.NextDueAt = next
				err = uc.Tx.PutLead(l)
			}

			if err != nil {
				return err
			}
		}

		return nil
	})

	return moved, err
}

// reschedule finds out again when something is due about each person.
func reschedule(uc *core.UseCase) error {
	people, err := uc.Tx.Availabilities()
	if err != nil {
		return err
	}

	for _, a := range people {
		next := a.Schedule(uc.Act.At, uc.Policy.Calendar)
		if next.NextDueAt.Equal(a.NextDueAt) {
			continue
		}

		if err := uc.Tx.PutAvailability(next); err != nil {
			return err
		}
	}

	return nil
}
