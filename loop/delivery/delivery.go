// Package delivery carries the outbox: what is to be told next, what was told and where it stands,
// and what is put aside. It knows no words and never talks to Slack: bot renders and sends, and
// notes here what came of it. Start at Service.Next and Service.Delivered.
package delivery

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// Next gives what may be told now, at most one entry per target so
// that each target hears things in order, and when to ask again; a zero
// wakeAt means when something new is stored.
func (s *Service) Next(
	ctx context.Context, now time.Time, limit int,
) (due []store.OutboxEntry, wakeAt time.Time, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		due, wakeAt = nil, time.Time{}
		for e, err := range rd.Queued() {
			if err != nil || len(due) == limit {
				return err
			}

			if !e.NotBefore.After(now) {
				due = append(due, e)
			} else if wakeAt.IsZero() || e.NotBefore.Before(wakeAt) {
				wakeAt = e.NotBefore
			}
		}

		return nil
	})

	return due, wakeAt, err
}

// MarkSending notes that an entry is about to be sent, before it is. After a
// crash it tells that the entry may have been sent.
func (s *Service) MarkSending(ctx context.Context, seq uint64) (store.OutboxEntry, error) {
	return s.changeEntry(ctx, seq, func(tx *store.Tx, e *store.OutboxEntry) error {
		e.Attempts++
		e.TriedAt = s.core.Now().UTC().Truncate(time.Millisecond)
		if e.FirstTriedAt.IsZero() {
			e.FirstTriedAt = e.TriedAt
		}

		if e.State == store.StateSending {
			return nil // what may stand in Slack shows the lead as it was the first time
		}

		e.State = store.StateSending
		l, _, err := tx.Lead(e.Notice.Lead)
		e.Rev = l.Rev
		return err
	})
}

// Delivered takes an entry out and remembers where its message stands. A
// card whose lead changed while it was sent is queued again.
func (s *Service) Delivered(ctx context.Context, seq uint64, ref store.MessageRef) error {
	again := false
	err := s.core.Update(ctx, fmt.Sprintf("note the delivery of entry %d", seq), func(tx *store.Tx) error {
		again = false
		e, err := tx.OutboxEntry(seq)
		if errors.Is(err, kv.ErrNotFound) {
			return nil
		}

		if err != nil {
			return err
		}

		if err := tx.DropOutboxEntry(seq); err != nil {
			return err
		}

		if e.Probe {
			again = true
			if err := tx.UnparkTarget(e.Target, unparkBatch); err != nil {
				return err
			}
		}

		if e.Notice.Topic() == "" || ref.TS == "" {
			return nil
		}

		stale, err := s.remember(tx, e, ref)
		again = again || stale
		return err
	})
	if err != nil {
		return err
	}

	if again {
		s.core.WakeDelivery()
	}

	return nil
}

// remember keeps where a living message stands, and queues it again if what
// it shows has changed since sending began. The last edit of a message about a
// lead that is gone ends its life.
func (s *Service) remember(tx *store.Tx, e store.OutboxEntry, ref store.MessageRef) (again bool, err error) {
	l, ok, err := tx.Lead(e.Notice.Lead)
	if err != nil {
		return false, err
	}

	unchanged := l.Rev == e.Rev // of a lead that is gone the revision is 0
	if unchanged && !ok && e.Notice.Lead != 0 {
		return false, tx.DropMessageRef(e.Notice.Topic())
	}

	if e.Notice.Kind == funnel.NoticeReminder {
		r, err := tx.Reminder(e.Notice.To)
		if err != nil {
			return false, err
		}

		replaced := !r.Slot.Equal(e.Notice.Slot)
		if replaced && !e.TriedAt.Before(r.Slot) {
			return false, tx.DropMessageRef(e.Notice.Topic()) // it is gone, or says so
		}

		unchanged = !replaced
	}

	ref.V, ref.Topic, ref.Notice = 1, e.Notice.Topic(), e.Notice
	if err := tx.PutMessageRef(ref); err != nil {
		return false, err
	}

	waits, queued, err := tx.Unsent(ref.Topic)
	if err == nil && queued {
		err = tx.Requeue(waits) // it is an edit now, and overtakes messages
	}

	if err != nil || unchanged {
		return false, err
	}

	n := e.Notice
	n.At = s.core.Now().UTC().Truncate(time.Millisecond)
	return true, tx.Tell(n)
}

// Postpone puts an entry back, not to be tried before a moment. Where the
// same living message was queued again meanwhile, the older entry does for
// both: it keeps its place, and its attempts keep counting.
func (s *Service) Postpone(ctx context.Context, seq uint64, until time.Time, cause string) error {
	_, err := s.changeEntry(ctx, seq, func(tx *store.Tx, e *store.OutboxEntry) error {
		newer, queued, err := tx.Unsent(e.Notice.Topic())
		if err != nil {
			return err
		}

		if queued && newer.Seq != seq {
			if err := tx.DropOutboxEntry(newer.Seq); err != nil {
				return err
			}
		}

		e.State, e.NotBefore, e.LastError = store.StateReady, until, cause
		return nil
	})
	return err
}

// Lost notes that an entry was sent, and that Slack did not say whether it
// arrived.
func (s *Service) Lost(ctx context.Context, seq uint64) error {
	_, err := s.changeEntry(ctx, seq, func(_ *store.Tx, e *store.OutboxEntry) error {
		e.Lost++
		return nil
	})
	return err
}

// Park puts an entry aside that Slack does not take as things are, so that
// it mutes nobody. What may have arrived is looked up before it is sent again.
// Admins hear of it, at most once a day.
func (s *Service) Park(ctx context.Context, seq uint64, cause string, mayHaveArrived bool) error {
	err := s.core.Update(ctx, fmt.Sprintf("park entry %d", seq), func(tx *store.Tx) error {
		e, err := tx.OutboxEntry(seq)
		if err != nil {
			return err
		}

		e.LastError, e.ParkedAt = cause, s.core.Now().UTC().Truncate(time.Millisecond)
		e.State = store.StateReady
		if mayHaveArrived {
			e.State = store.StateSending
		}

		if err := tx.Park(e); err != nil {
			return err
		}

		return s.tellOfParked(tx, e)
	})
	if err == nil {
		s.core.WakeDelivery()
	}

	return err
}

// noteEvery is how often admins are told of parked messages.
const noteEvery = 24 * time.Hour

func (s *Service) tellOfParked(tx *store.Tx, e store.OutboxEntry) error {
	told, err := tx.ParkedToldAt()
	if err != nil || e.Notice.Kind == funnel.NoticeParked || e.ParkedAt.Sub(told) < noteEvery {
		return err
	}

	tx.MarkParkedTold(e.ParkedAt)
	return s.core.TellAdmins(tx, funnel.Notice{Kind: funnel.NoticeParked})
}

// Queues are how the outbox stands.
type Queues struct {
	Queued, Parked int
	Oldest         time.Time // of those that wait; zero where none does
}

// Queues says how the outbox stands.
func (s *Service) Queues(ctx context.Context) (Queues, error) {
	return core.Read(ctx, s.core, "count what is to be told", QueuesOf)
}

// QueuesOf is the same within a transaction.
func QueuesOf(rd *store.Reads) (q Queues, err error) {
	if q.Queued, err = rd.QueuedCount(); err != nil {
		return q, err
	}

	if q.Parked, err = rd.ParkedCount(); err != nil {
		return q, err
	}

	oldest, err := rd.Outbox(1)
	for _, e := range oldest {
		q.Oldest = e.CreatedAt
	}

	return q, err
}

// Unpark tries one of the messages that were put aside for each target:
// somebody may have invited the app to the channel meanwhile. The others
// follow when it is told; when it is refused it is parked again.
func (s *Service) Unpark(ctx context.Context) error {
	if err := s.core.Update(ctx, "queue the parked messages again", (*store.Tx).Unpark); err != nil {
		return err
	}

	s.core.WakeDelivery()
	return nil
}

// unparkBatch is how many messages follow at a time once a target hears again.
const unparkBatch = 50

func (s *Service) changeEntry(
	ctx context.Context, seq uint64, fn func(*store.Tx, *store.OutboxEntry) error,
) (e store.OutboxEntry, err error) {
	err = s.core.Update(ctx, fmt.Sprintf("change outbox entry %d", seq), func(tx *store.Tx) error {
		if e, err = tx.OutboxEntry(seq); err != nil {
			return err
		}

		if err := fn(tx, &e); err != nil {
			return err
		}

		return tx.PutOutboxEntry(e)
	})

	return e, err
}

// Withheld takes out an entry that nobody may read, and forgets its message.
func (s *Service) Withheld(ctx context.Context, seq uint64) error {
	return s.core.Update(ctx, fmt.Sprintf("withhold entry %d", seq), func(tx *store.Tx) error {
		e, err := tx.OutboxEntry(seq)
		if err != nil {
			return err
		}

		if topic := e.Notice.Topic(); topic != "" {
			if err := tx.DropMessageRef(topic); err != nil {
				return err
			}
		}

		return tx.DropOutboxEntry(seq)
	})
}

// Anew drops where a living message stood, because somebody deleted it. Its
// edit waits its turn among the messages, as a new one.
func (s *Service) Anew(ctx context.Context, seq uint64) error {
	err := s.core.Update(ctx, fmt.Sprintf("send entry %d as a new message", seq), func(tx *store.Tx) error {
		e, err := tx.OutboxEntry(seq)
		if err != nil {
			return err
		}

		if err := tx.DropMessageRef(e.Notice.Topic()); err != nil {
			return err
		}

		newer, queued, err := tx.Unsent(e.Notice.Topic())
		if err == nil && queued && newer.Seq != seq {
			err = tx.DropOutboxEntry(newer.Seq)
		}

		if err != nil {
			return err
		}

		e.State = store.StateReady
		return tx.Requeue(e)
	})
	if err == nil {
		s.core.WakeDelivery()
	}

	return err
}

// MessageRef gives where a living message stands.
func (s *Service) MessageRef(ctx context.Context, topic string) (store.MessageRef, bool, error) {
	return core.Look(ctx, s.core, "find a message", func(rd *store.Reads) (store.MessageRef, bool, error) {
		return rd.MessageRef(topic)
	})
}
