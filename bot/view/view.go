// Package view renders what Leadloop says in Slack: cards, notices, modals,
// replies, the Home tab and the digest. It is pure: models in, blocks out. It
// looks nothing up and reads no clock.
package view

import (
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// Message is one message as Slack takes it. Text is what notifications and
// screen readers give; it is never empty.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// Context is what every rendering needs to know of the world.
type Context struct {
	Name       func(ref.UserID) string // the shown name; "" where it is not known
	Definition agreement.Definition    // in force
	Policy     funnel.Policy           // what is agreed besides, for reckoning with working time
	Location   *time.Location          // of the workspace
	Now        time.Time
}

// name is the shown name of a person, for places in which a mention would
// ping or is not understood.
func (c Context) name(id ref.UserID) string {
	switch id {
	case "":
		return "nobody"
	case ref.Leadloop:
		return "Leadloop"
	}
	if c.Name != nil {
		if name := c.Name(id); name != "" {
			return name
		}
	}
	return string(id)
}

func (c Context) zone() *time.Location {
	if c.Location == nil {
		return time.UTC
	}
	return c.Location
}

func (c Context) today() calendar.Date { return calendar.DateOf(c.Now, c.zone()) }

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
