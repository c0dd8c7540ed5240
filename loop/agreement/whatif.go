package agreement

import (
	"context"
	"fmt"
	"sort"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// replayBatch is how many entries of the journal are read at a time, so that
// no transaction is held for long.
const (
	replayBatch = 500
	probeBatch  = 10 // where one entry is looked for
)

// maxDisorder is by how much entries that were written at the same time may be out of
// order.
const maxDisorder = time.Minute

// Replayed is how the promises of a period went, and would have gone by other
// rules.
type Replayed struct {
	Asked ledger.WhatIf
	Rows  []ledger.ReplayRow
}

// WhatIf judges the promises of a period by other rules: where none is named, of
// the last quarter, or of the one that runs where no promise began in the last.
func (s *Service) WhatIf(ctx context.Context, text string) (Replayed, error) {
	now := s.core.Now()
	asked, err := ledger.ParseWhatIf(text, s.core.Today(now))
	if err != nil {
		return Replayed{}, err
	}

	was, err := s.core.Policy(ctx)
	if err != nil {
		return Replayed{}, fmt.Errorf("ask what if: %w", err)
	}

	var draft funnel.Draft
	if asked.Draft > 0 {
		if draft, err = s.Draft(ctx, asked.Draft); err != nil {
			return Replayed{}, err
		}
	}

	judged, err := s.judge(ctx, asked, was, draft.Definition, now)
	if later, ok := asked.Later(); ok && err == nil && len(judged.Rows) == 0 {
		return s.judge(ctx, later, was, draft.Definition, now)
	}

	return judged, err
}

// judge reads the journal from the period of a question on, in steps.
func (s *Service) judge(
	ctx context.Context, asked ledger.WhatIf, was funnel.Policy, draft agreement.Definition, now time.Time,
) (Replayed, error) {
	replay := ledger.NewReplay(was, asked.Policy(was, draft), asked.Retimed(), asked.Period)
	zone := s.core.Settings().Calendar.Location
	if err := s.replay(ctx, replay, asked.Period.From.Start(zone), asked.Period.To.Start(zone)); err != nil {
		return Replayed{}, fmt.Errorf("replay the journal of %s: %w", asked.Period.Label, err)
	}

	return Replayed{Asked: asked, Rows: replay.Rows(now)}, nil
}

// replay reads the journal until the period is over and its promises have
// ended.
func (s *Service) replay(ctx context.Context, r *ledger.Replay, from, to time.Time) error {
	seq, err := s.firstSince(ctx, from.Add(-maxDisorder))
	if err != nil {
		return err
	}

	for {
		entries, err := s.journalAfter(ctx, seq, replayBatch)
		if err != nil || len(entries) == 0 {
			return err
		}

		for _, e := range entries {
			r.Add(e)
			seq = e.Seq
		}

		if last := entries[len(entries)-1]; !last.Imported && last.At.After(to.Add(undoWindow)) && !r.Open() {
			return nil
		}
	}
}

// undoWindow is longer than an act can be undone, which reopens what it ended.
const undoWindow = time.Hour

// firstSince is the number before the first entry of a time. Entries stand in
// the order of time but for imported ones, which are passed over.
func (s *Service) firstSince(ctx context.Context, from time.Time) (seq uint64, err error) {
	last, err := core.Read(ctx, s.core, "find the end of the journal", (*store.Reads).JournalLast)
	if err != nil {
		return 0, err
	}

	n := sort.Search(int(last), func(n int) bool {
		if err != nil {
			return true
		}

		var at time.Time
		at, err = s.timeAfter(ctx, uint64(n))
		return at.IsZero() || !at.Before(from)
	})

	return uint64(n), err
}

// timeAfter is when the next entry that is no import was written; zero is
// that there is none.
func (s *Service) timeAfter(ctx context.Context, seq uint64) (time.Time, error) {
	for {
		entries, err := s.journalAfter(ctx, seq, probeBatch)
		if err != nil || len(entries) == 0 {
			return time.Time{}, err
		}

		for _, e := range entries {
			if seq = e.Seq; !e.Imported {
				return e.At, nil
			}
		}
	}
}

func (s *Service) journalAfter(ctx context.Context, seq uint64, limit int) ([]funnel.Entry, error) {
	return core.Read(ctx, s.core, "read the journal", func(rd *store.Reads) ([]funnel.Entry, error) {
		return rd.JournalAfter(seq, limit)
	})
}

// PostWhatIf sends the answer to somebody, once it is found.
func (s *Service) PostWhatIf(ctx context.Context, req core.Request, text string) error {
	return s.core.Act(ctx, "ask what if", req, func(uc *core.UseCase) error {
		if err := uc.MayRead(); err != nil {
			return err
		}

		return uc.Tx.Tell(funnel.Notice{Kind: funnel.NoticeWhatIf, To: req.By, By: req.By, At: uc.Act.At, Asked: text})
	})
}
