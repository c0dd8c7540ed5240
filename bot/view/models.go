package view

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// Mine is where somebody's leads stand.
type Mine struct {
	MyTurn  []funnel.Lead // most urgent first
	More    int           // that wait beyond those
	Waiting []funnel.Lead // logged by them, with others now
	Ended   []funnel.Lead // lately
}

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
	Late     []Violation
	MoreLate int // beyond those given
	Snoozed  []funnel.Lead
	Away     []AbsenceModel
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

// Logging is what became of a lead that somebody logged.
type Logging struct {
	Lead     funnel.Lead
	New      bool
	Reopened bool
	Similar  []funnel.Lead // of the same company
	Late     bool          // it names a campaign that is closed
}

// CampaignDetail is a campaign with what it brought and the lines of spend
// written last.
type CampaignDetail struct {
	campaigns.Report
	Model    ledger.Model
	Currency string // of the workspace
	Lines    []campaigns.Spend
}

// Status is how the program is doing, for admins.
type Status struct {
	Connections       []string // one line each, such as "connected since …"
	Leads             int64
	ByStage           map[agreement.Stage]int64
	OpenLoops         int64
	Queued, Parked    int
	OldestQueued      time.Time
	ParkedWhy         []string // why Slack refuses the parked messages, each reason once
	DefinitionVersion int
	SchemaVersion     int
	Size              int64 // of the data file in bytes
	Version           string
	StartedAt         time.Time
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
