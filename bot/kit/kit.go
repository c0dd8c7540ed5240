package kit

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Say is a reply of a sentence or two, such as what was wrong, what is expected
// and what to do. It may hold tokens of funnel.Mention and funnel.Moment.
func Say(text string) Message { return Reply(Text(text)) }

// UsedBefore answers a second click on a button that did its work; value is
// the button's.
func UsedBefore(value string) Message {
	t, err := ParseToken(value)
	if err != nil {
		return Say("This button did its work before, so nothing was done now. Ask for the list or message anew to see how it stands: that brings new buttons.")
	}

	lead := t.Lead.String()
	return Say("This button did its work on " + lead + " before, so nothing was done now. To do it again use `/lead show " + lead + "`: it brings new buttons.")
}

// StageLabel is a stage as the definition calls it.
func (c Context) StageLabel(s agreement.Stage) string { return Shown(c.Definition.Label(s), MaxShown) }

// Message is one message as Slack takes it. Text is what notifications and
// screen readers give; it is never empty.
type Message struct {
	Text   string
	Blocks []slack.Block

	Pages   *Pages `json:"-"` // where it shows the beginning of a list alone
	InPlace bool   `json:"-"` // it takes the place of the message whose button was pressed
}

// Context is what every rendering needs to know of the world.
type Context struct {
	Name       func(ref.UserID) string // the shown name; "" where it is not known
	Definition agreement.Definition    // in force
	Policy     funnel.Policy           // what is agreed besides, for reckoning with working time
	Location   *time.Location          // of the workspace
	Now        time.Time
}

// NameOf is the shown name of a person, for places in which a mention would
// ping or is not understood.
func (c Context) NameOf(id ref.UserID) string {
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

// Zone is the time zone of the workspace.
func (c Context) Zone() *time.Location {
	if c.Location == nil {
		return time.UTC
	}

	return c.Location
}

// Today is the day in that zone.
func (c Context) Today() calendar.Date { return calendar.DateOf(c.Now, c.Zone()) }

// Ability is how much of a digest a workspace can show.
type Ability uint8

// The abilities, from the most to the least.
const (
	Full  Ability = iota // charts
	Plain                // text only
)

// Less is the ability to try when Slack refused this one's blocks. The last
// has none.
func (a Ability) Less() (Ability, bool) { return min(a+1, Plain), a < Plain }

// Voice decides how people are named: the reader as "you", others by a
// mention, or by name where a mention would ping.
type Voice struct {
	Context
	Reader ref.UserID
	ByName bool
}

// Direct is the voice of a direct message.
func Direct(c Context, reader ref.UserID) Voice { return Voice{Context: c, Reader: reader} }

// Public is the voice of a shared channel, in which nobody is pinged.
func Public(c Context) Voice { return Voice{Context: c, ByName: true} }

// Person names somebody for the reader: "you", a mention in a direct message, and a plain name in a channel.
func (v Voice) Person(id ref.UserID) string {
	switch {
	case id != "" && id == v.Reader:
		return "you"
	case v.ByName:
		return Shown(v.NameOf(id), MaxShown)
	}

	return Mention(id)
}

// Persons names several.
func (v Voice) Persons(ids []ref.UserID) string { return strings.Join(Each(ids, v.Person), ", ") }

// Sentence begins with a capital where it begins with the reader.
func Sentence(text string) string {
	if strings.HasPrefix(text, "you ") {
		return "Y" + text[1:]
	}

	return text
}

// MaxShown is how many runes of a name or a title a line shows.
const MaxShown = 80

// Reason is the label of a reason code in the definition in force, or the
// code itself where the definition has changed since.
func (c Context) Reason(use agreement.ReasonUse, code string) string {
	for _, r := range c.Definition.Reasons.For(use) {
		if r.Code == code {
			return Shown(r.Label, MaxShown)
		}
	}

	if code == "" {
		return "no reason given"
	}

	return Shown(code, MaxShown)
}

// InQuotes is a name within quotation marks.
func InQuotes(name string) string { return "“" + Shown(name, MaxShown) + "”" }

// Quote shows what somebody wrote as a quotation of at most so many runes.
func Quote(text string, most int) string {
	text = CutMarkup(Escape(Cut(strings.TrimSpace(text), most)), most*3/2)
	return "> " + strings.ReplaceAll(text, "\n", "\n> ")
}
