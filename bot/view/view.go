// Package view renders what Leadloop says in Slack: cards, notices, modals,
// replies, the Home tab and the digest. It is pure: models in, blocks out. It
// looks nothing up and reads no clock.
package view

import (
	"strings"
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

// voice decides how people are named: the reader as "you", others by a
// mention, or by name where a mention would ping.
type voice struct {
	Context
	reader ref.UserID
	byName bool
}

// direct is the voice of a direct message.
func direct(c Context, reader ref.UserID) voice { return voice{Context: c, reader: reader} }

// public is the voice of a shared channel, in which nobody is pinged.
func public(c Context) voice { return voice{Context: c, byName: true} }

func (v voice) person(id ref.UserID) string {
	switch {
	case id != "" && id == v.reader:
		return "you"
	case v.byName:
		return shown(v.name(id), maxShown)
	}
	return Mention(id)
}

func (v voice) persons(ids []ref.UserID) string { return strings.Join(each(ids, v.person), ", ") }

// owner is the rep of a lead, who need not be a Slack user.
func (v voice) owner(l funnel.Lead) string {
	if l.OutsideOwner != "" {
		return shown(l.OutsideOwner, maxShown)
	}
	return v.person(l.Owner)
}

// holder is who has a lead: its rep, or its marketer.
func (v voice) holder(l funnel.Lead) string {
	if withMarketing(l) {
		return v.person(l.Marketer)
	}
	return v.owner(l)
}

// sentence begins with a capital where it begins with the reader.
func sentence(text string) string {
	if strings.HasPrefix(text, "you ") {
		return "Y" + text[1:]
	}
	return text
}

// maxShown is how many runes of a name or a title a line shows.
const maxShown = 80

// leadNamed names a lead in a sentence. Only the number is bold: a star in the
// name must not end it.
func leadNamed(l funnel.Lead) string {
	if l.Who() == l.ID.String() {
		return "*" + l.ID.String() + "*"
	}
	return "*" + l.ID.String() + "* " + shown(l.Who(), maxShown)
}

// title names a lead where there is no markup.
func title(l funnel.Lead) string {
	if l.Who() == l.ID.String() {
		return l.ID.String()
	}
	return l.ID.String() + " · " + flat(l.Who())
}

// reason is the label of a reason code in the definition in force, or the
// code itself where the definition has changed since.
func (c Context) reason(use agreement.ReasonUse, code string) string {
	for _, r := range c.Definition.Reasons.For(use) {
		if r.Code == code {
			return shown(r.Label, maxShown)
		}
	}
	if code == "" {
		return "no reason given"
	}
	return shown(code, maxShown)
}

// inQuotes is a name within quotation marks.
func inQuotes(name string) string { return "“" + shown(name, maxShown) + "”" }

// quote shows what somebody wrote as a quotation of at most max runes.
func quote(text string, max int) string {
	text = CutMarkup(Escape(Cut(strings.TrimSpace(text), max)), max*3/2)
	return "> " + strings.ReplaceAll(text, "\n", "\n> ")
}
