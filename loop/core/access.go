package core

import (
	"context"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

// View reads in one transaction.
func (s *Core) View(ctx context.Context, fn func(*store.Reads) error) error {
	return s.store.View(ctx, fn)
}

// Read asks one thing in a transaction that reads only. An error says what was
// asked, unless it is a refusal.
func Read[T any](
	ctx context.Context, s *Core, what string, ask func(*store.Reads) (T, error),
) (found T, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		found, err = ask(rd)
		return err
	})

	if err != nil && fault.KindOf(err) == fault.KindInternal {
		err = fmt.Errorf("%s: %w", what, err)
	}

	return found, err
}

// Look reads one thing in a transaction, and says whether it is there.
func Look[T any](
	ctx context.Context, s *Core, what string, ask func(*store.Reads) (T, bool, error),
) (found T, ok bool, err error) {
	found, err = Read(ctx, s, what, func(rd *store.Reads) (found T, err error) {
		found, ok, err = ask(rd)
		return found, err
	})

	return found, ok, err
}

// Do runs a use case of a person that comes to something, as [Core.Act] does.
func Do[T any](
	ctx context.Context, s *Core, what string, req Request, act func(*UseCase) (T, error),
) (done T, err error) {
	err = s.Act(ctx, what, req, func(uc *UseCase) (err error) {
		done, err = act(uc)
		return err
	})

	return done, err
}

// Update writes in one transaction that nobody acts in: what carries the
// outbox, and what forgets. A use case is an [Core.Act].
func (s *Core) Update(ctx context.Context, what string, fn func(*store.Tx) error) error {
	if err := s.store.Update(ctx, fn); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}

	return nil
}

// Now is the time.
func (s *Core) Now() time.Time { return s.now() }

// Available says whether somebody may be given leads now.
func (s *Core) Available(user ref.UserID) bool { return s.available(user) }

// WakeDelivery says that there may be something to be told.
func (s *Core) WakeDelivery() { s.wakeDelivery() }
