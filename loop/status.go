package loop

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/loop/delivery"
	"github.com/leadloop/leadloop/store"
)

// parkedShown is of how many parked messages the reasons are shown.
const parkedShown = 5

func whyParked(rd *store.Reads) (why []string, err error) {
	parked, err := rd.Parked(parkedShown)
	for _, e := range parked {
		if e.LastError != "" && !slices.Contains(why, e.LastError) {
			why = append(why, e.LastError)
		}
	}

	return why, err
}

// Status gives how the store and its queues stand.
func (s *Services) Status(ctx context.Context) (ledger.Status, error) {
	return core.Read(ctx, s.Core, "read the status", func(rd *store.Reads) (status ledger.Status, err error) {
		status = ledger.Status{ByStage: map[agreement.Stage]int64{}, SchemaVersion: store.SchemaVersion}
		counts := counters.Over(rd)
		for _, stage := range agreement.Stages {
			n := counts.Total(ledger.CountPopulation + string(stage))
			status.ByStage[stage] = n
			status.Leads += n
		}

		status.OpenLoops = counts.Total(ledger.CountOpenLoops)
		if err := counts.Err(); err != nil {
			return status, err
		}

		if status.DefinitionVersion, err = rd.DefinitionInForce(); err != nil {
			return status, err
		}

		head, err := rd.Head()
		if err != nil {
			return status, err
		}

		if head.Seq > 0 {
			status.Head = head.String()
		}

		queues, err := delivery.QueuesOf(rd)
		if err != nil {
			return status, err
		}

		status.Queued, status.Parked, status.OldestQueued = queues.Queued, queues.Parked, queues.Oldest
		status.ParkedWhy, err = whyParked(rd)
		return status, err
	})
}
