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
	"github.com/leadloop/leadloop/funnel/ref"
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
