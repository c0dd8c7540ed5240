// Package webhooks keeps how far other systems have heard of what becomes of
// leads. It follows the journal, so that nothing is written for it when people
// act, and nothing is lost while the other system or this program is down. It
// sends nothing: internal/webhook does. Start at Service.Next.
package webhooks

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// Happened is something that another system is to hear of, with the lead as it is now.
type Happened struct {
	Entry funnel.Entry
	Lead  funnel.Lead // the zero value where it is gone
}

// journalBatch is how many entries are looked at in one transaction.
const journalBatch = 200

// Begin has another system hear from now on, or go on where it stopped, also
// where it was switched off.
func (s *Service) Begin(ctx context.Context, name string) error {
	return s.core.Update(ctx, "begin the webhook "+name, func(tx *store.Tx) error {
		w, known, err := tx.Webhook(name)
		if err != nil || known && !w.Off {
			return err
		}

		if !known {
			if w.Seq, err = tx.JournalLast(); err != nil {
				return err
			}
		}

		return tx.PutWebhook(name, store.Webhook{Seq: w.Seq})
	})
}

// State gives how far another system has heard.
func (s *Service) State(ctx context.Context, name string) (store.Webhook, error) {
	return core.Read(ctx, s.core, "look how far the webhook "+name+" is", func(rd *store.Reads) (store.Webhook, error) {
		w, _, err := rd.Webhook(name)
		return w, err
	})
}

// Next gives what happened after an entry of the journal and is of one of the
// kinds, oldest first, and up to where it looked: there is more where that is
// further than the entry.
func (s *Service) Next(
	ctx context.Context, after uint64, kinds []funnel.EntryKind,
) (all []Happened, upto uint64, err error) {
	upto = after
	err = s.core.View(ctx, func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(after, journalBatch)
		if err != nil {
			return err
		}

		for _, e := range entries {
			upto = e.Seq
			if !e.Outward() || !slices.Contains(kinds, e.Kind) {
				continue
			}

			lead, _, err := rd.Lead(e.Lead)
			if err != nil {
				return err
			}

			all = append(all, Happened{Entry: e, Lead: lead})
		}

		return nil
	})
	if err != nil {
		return nil, after, fmt.Errorf("look what happened after entry %d: %w", after, err)
	}

	return all, upto, nil
}

// Heard notes that another system has heard of all up to an entry.
func (s *Service) Heard(ctx context.Context, name string, seq uint64) error {
	return s.core.Update(ctx, "note what the webhook "+name+" heard", func(tx *store.Tx) error {
		return tx.PutWebhook(name, store.Webhook{Seq: seq})
	})
}

// Failure is why another system could not be told.
type Failure struct {
	Why   string
	After time.Duration // until the next attempt, where it asks for that
	Gone  bool          // it asks not to be told any more
}

// patience is how long another system may fail until it is switched off.
const patience = 3 * 24 * time.Hour

// pauses are those before the next attempts; the last one is that of all that follow.
var pauses = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour,
}

// Failed notes an attempt that failed. Another system that has failed for days,
// or asks for it, is switched off, and admins are told.
func (s *Service) Failed(ctx context.Context, name string, f Failure) (w store.Webhook, err error) {
	err = s.core.Update(ctx, "note that the webhook "+name+" failed", func(tx *store.Tx) error {
		if w, _, err = tx.Webhook(name); err != nil {
			return err
		}

		now := s.core.Now().UTC().Truncate(time.Millisecond)
		if w.Failing.IsZero() {
			w.Failing = now
		}

		pause := max(pauses[min(w.Attempts, len(pauses)-1)], f.After)
		w.Attempts, w.NextAt, w.Why = w.Attempts+1, now.Add(pause), f.Why
		if !f.Gone && now.Sub(w.Failing) < patience {
			return tx.PutWebhook(name, w)
		}

		w.Off = true
		if err := tx.PutWebhook(name, w); err != nil {
			return err
		}

		return s.core.TellAdmins(tx, funnel.Notice{Kind: funnel.NoticeWebhookOff, Name: name})
	})
	if err == nil && w.Off {
		s.core.WakeDelivery()
	}

	return w, err
}
