package loop

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// sweepCalendar has all open deadlines follow the workspace's calendar after
// the configuration changed it, or a new version knows other holidays. It is
// done once per change, in small steps; one that is broken off begins anew,
// and finds the leads that follow already.
func (s *Service) sweepCalendar(ctx context.Context) (moved int, err error) {
	mark, was := s.settings.Calendar.Fingerprint(), ""
	var open []funnel.LeadID
	err = s.store.View(ctx, func(rd *store.Reads) (err error) {
		if was, err = rd.CalendarMark(); err != nil || was == mark || was == "" {
			return err
		}
		open, err = rd.OpenPromises()
		return err
	})
	if err != nil || was == mark {
		return 0, err
	}
	for some := range slices.Chunk(open, sweepStep) {
		n, err := s.reckon(ctx, some)
		if err != nil {
			return moved, err
		}
		moved += n
	}
	return moved, s.transact(ctx, funnel.Program(), "", func(st *step) error {
		if err := st.reschedule(); err != nil {
			return err
		}
		st.tx.MarkCalendar(mark)
		return nil
	})
}

// reckon moves the deadlines of some leads to where the calendars have them.
func (s *Service) reckon(ctx context.Context, ids []funnel.LeadID) (moved int, err error) {
	err = s.transact(ctx, funnel.Program(), "", func(st *step) error {
		moved = 0
		for _, id := range ids {
			l, ok, err := st.tx.Lead(id)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			change := l.Reckon(nil, st.act, st.policy)
			if len(change.Entries) > 0 {
				moved++
				err = st.apply(l, change)
			} else if next := l.NextDue(st.policy); !next.Equal(l.NextDueAt) {
				l.NextDueAt = next
				err = st.tx.PutLead(l)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return moved, err
}

// reschedule finds anew when something is due about each person.
func (st *step) reschedule() error {
	people, err := st.tx.Availabilities()
	if err != nil {
		return err
	}
	for _, a := range people {
		next := a.Schedule(st.act.At, st.policy.Calendar)
		if next.NextDueAt.Equal(a.NextDueAt) {
			continue
		}
		if err := st.tx.PutAvailability(next); err != nil {
			return err
		}
	}
	return nil
}
