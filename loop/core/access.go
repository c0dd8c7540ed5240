package core

import (
	"context"
	"time"

	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

// View reads in one transaction.
func (s *Core) View(ctx context.Context, fn func(*store.Reads) error) error {
	return s.store.View(ctx, fn)
}

// Update writes in one transaction that nobody acts in: what carries the
// outbox, and what forgets. A use case is an [Core.Act].
func (s *Core) Update(ctx context.Context, fn func(*store.Tx) error) error {
	return s.store.Update(ctx, fn)
}

// Now is the time.
func (s *Core) Now() time.Time { return s.now() }

// Available says whether somebody may be given leads now.
func (s *Core) Available(user ref.UserID) bool { return s.available(user) }

// Stored says that there may be something to be told.
func (s *Core) Stored() { s.stored() }
