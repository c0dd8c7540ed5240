package ledger

import (
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// Status is how much is kept, and what is still to be told.
type Status struct {
	ByStage           map[agreement.Stage]int64
	Leads             int64
	OpenLoops         int64
	Queued, Parked    int
	OldestQueued      time.Time
	ParkedWhy         []string // why the messages parked last were refused, each reason once
	DefinitionVersion int
	SchemaVersion     int
}
