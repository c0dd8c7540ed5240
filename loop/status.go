package loop

import (
	"context"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/store"
)

func (status *Status) queues(rd *store.Reads) (err error) {
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
	status.ParkedLately, err = rd.Parked(5)
	return err
}

// Status is how the store and its queues stand.
type Status struct {
	ByStage           map[agreement.Stage]int64
	Leads             int64
	OpenLoops         int64
	Queued, Parked    int
	OldestQueued      time.Time
	ParkedLately      []store.OutboxEntry
	DefinitionVersion int
	SchemaVersion     int
}

// Status gives how the store and its queues stand.
func (s *Services) Status(ctx context.Context) (Status, error) {
	var status Status
	err := s.Core.View(ctx, func(rd *store.Reads) (err error) {
		status = Status{ByStage: map[agreement.Stage]int64{}, SchemaVersion: store.SchemaVersion}
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
		return status.queues(rd)
	})
	if err != nil {
		return status, fmt.Errorf("read the status: %w", err)
	}
	return status, nil
}
