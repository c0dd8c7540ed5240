package view

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// HomeModel is what the Home tab of a person shows.
type HomeModel struct {
	Person people.Person
	report.Home
	Hours HoursModel
	Rules []DisputeModel // on which the reader is to rule, the oldest first
	Team  *TeamModel     // for those who look after what the whole team promised
	Goals []goals.Standing
}

// TeamModel is what the whole team promised, and who is there.
type TeamModel struct {
	Late     []funnel.Violation
	MoreLate int // beyond those given
	Snoozed  []funnel.Lead
	Away     []people.Absence
	Pools    []funnel.PoolStanding
}

// DraftModel is a draft of the definition, with what it is compared with.
type DraftModel struct {
	Draft   funnel.Draft
	Base    agreement.Definition // in force when it was written
	Missing []ref.UserID         // the signers who have not signed it
}

// ReviewModel is the question whether a version still holds.
type ReviewModel struct {
	Review  funnel.Review
	Version int          // the version that was asked about
	Round   int          // and which time
	Waits   []ref.UserID // the signers who have not said that it holds
}

// Status is how the program is doing, for admins.
type Status struct {
	ledger.Status
	Connections []string // one line each, such as "connected since …"
	Size        int64    // of the data file in bytes
	Version     string
	StartedAt   time.Time
}

// Ability is how much of a digest a workspace can show.
type Ability uint8

// The abilities, from the most to the least.
const (
	Full   Ability = iota // charts and sortable tables
	Tables                // simple tables
	Plain                 // text only
)

// Less is the ability to try when Slack refused this one's blocks. The last
// has none.
func (a Ability) Less() (Ability, bool) { return min(a+1, Plain), a < Plain }
