package loop

import (
	"context"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/store"
)

// How the retention goes: in small steps too.
const (
	retentionBatch = 500
	inboxMemory    = 24 * time.Hour
)

// sweep is something that the program does by itself when it is due.
type sweep struct {
	name string
	run  func(context.Context) (moved int, err error)
}

// sweeps are in the order in which they run: deadlines follow calendars and
// leads change hands before anybody is told what is late and theirs.
func (s *Services) sweeps() []sweep {
	return []sweep{
		{"follow the workspace's calendar", s.People.SweepCalendar},
		{"sweep people", s.People.Sweep},
		{"sweep leads", s.Routing.Sweep},
		{"sweep reminders", s.Reminders.Sweep},
		{"sweep digests", s.Digest.Sweep},
		{"sweep the digests of own weeks", s.Digest.SweepOwnWeeks},
		{"sweep the review of the definition", s.Agreement.Sweep},
	}
}

// Sweep does all that has become due and says how many leads, people, reminders,
// digests and reviews it moved. Its cost is what is due. Sweeping again at once
// changes nothing.
func (s *Services) Sweep(ctx context.Context) (int, error) {
	moved := 0

	for _, sweep := range s.sweeps() {
		n, err := sweep.run(ctx)
		moved += n

		if err != nil {
			return moved, fmt.Errorf("%s: %w", sweep.name, err)
		}
	}

	return moved, nil
}

// Retention forgets what is kept only for a while.
func (s *Services) Retention(ctx context.Context) error {
	for {
		dropped := 0
		err := s.Core.Update(ctx, "forget old inputs", func(tx *store.Tx) (err error) {
			dropped, err = tx.ForgetHandled(s.Core.Now().Add(-inboxMemory), retentionBatch)
			return err
		})
		if err != nil {
			return err
		}

		if dropped < retentionBatch {
			return nil
		}
	}
}
