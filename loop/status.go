package loop

import (
	"context"
	"fmt"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/store"
)

// parkedShown is of how many parked messages the reasons are shown.
const parkedShown = 5

func queues(rd *store.Reads, status *ledger.Status) (err error) {
	if status.Queued, err = rd.QueuedCount(); err != nil {
		return err
	}

	if status.Parked, err = rd.ParkedCount(); err != nil {
		return err
	}

	oldest, _, err := rd.OldestQueued()
	if err != nil {
		return err
	}

	status.OldestQueued = oldest.CreatedAt
	parked, err := rd.Parked(parkedShown)
	for _, e := range parked {
		if e.LastError != "" && !slices.Contains(status.ParkedWhy, e.LastError) {
			status.ParkedWhy = append(status.ParkedWhy, e.LastError)
		}
	}

	return err
}

// Status gives how the store and its queues stand.
func (s *Services) Status(ctx context.Context) (ledger.Status, error) {
	var status ledger.Status
	err := s.Core.View(ctx, func(rd *store.Reads) (err error) {
		status = ledger.Status{ByStage: map[agreement.Stage]int64{}, SchemaVersion: store.SchemaVersion}
		for _, stage := range agreement.Stages {
			n, err := rd.Total(ledger.CountPopulation + string(stage))
			if err != nil {
				return err
			}

			status.ByStage[stage] = n
			status.Leads += n
		}

		if status.OpenLoops, err = rd.Total(ledger.CountOpenLoops); err != nil {
			return err
		}

		if status.DefinitionVersion, err = rd.DefinitionInForce(); err != nil {
			return err
		}

		return queues(rd, &status)
	})
	if err != nil {
		return status, fmt.Errorf("read the status: %w", err)
	}

	return status, nil
}
