package loop

import (
	"context"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/store"
)

// How the retention goes: in small steps too.
const (
	retentionStep = 500
	inboxMemory   = 24 * time.Hour
)

// Sweep does all that has become due and says how many leads, reminders,
// digests and reviews it moved. Its cost is what is due. Sweeping again at once changes nothing.
func (s *Services) Sweep(ctx context.Context) (int, error) {
	moved, err := s.People.SweepCalendar(ctx)
	if err != nil {
		return moved, fmt.Errorf("follow the workspace's calendar: %w", err)
	}
	n, err := s.People.SweepPeople(ctx)
	moved += n
	if err != nil {
		return moved, fmt.Errorf("sweep people: %w", err)
	}
	for {
		n, more, err := s.Routing.SweepLeads(ctx)
		moved += n
		if err != nil {
			return moved, fmt.Errorf("sweep leads: %w", err)
		}
		if !more {
			break
		}
	}
	n, err = s.Reminders.SweepReminders(ctx)
	if err != nil {
		return moved, fmt.Errorf("sweep reminders: %w", err)
	}
	moved += n
	n, err = s.Digest.SweepDigest(ctx)
	if err != nil {
		return moved, fmt.Errorf("sweep digests: %w", err)
	}
	moved += n
	if n, err = s.Digest.SweepOwnWeeks(ctx); err != nil {
		return moved, fmt.Errorf("sweep the digests of own weeks: %w", err)
	}
	moved += n
	if n, err = s.Agreement.SweepReview(ctx); err != nil {
		return moved, fmt.Errorf("sweep the review of the definition: %w", err)
	}
	return moved + n, nil
}

// Retention forgets what is kept only for a while.
func (s *Services) Retention(ctx context.Context) error {
	for {
		dropped := 0
		err := s.Core.Update(ctx, func(tx *store.Tx) (err error) {
			dropped, err = tx.ForgetHandled(s.Core.Now().Add(-inboxMemory), retentionStep)
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
