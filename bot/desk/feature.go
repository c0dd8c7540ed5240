package desk

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// Feature is all that one room reacts to, and what it tells of by itself. The
// bot puts the features together and knows nothing else of them.
type Feature struct {
	Commands  []Command
	Clicks    map[string]Route // by action id
	Forms     map[string]Route // by callback id
	Shortcuts map[string]Route
	Events    map[string]Route
	Notices   map[funnel.NoticeKind]Notice
}

// Handler deals with one input and says what to answer.
type Handler func(ctx context.Context, in *Input) (Ack, error)

// Route is who deals with a click, a form or an event.
type Route struct {
	Run    Handler
	Open   bool // also for people who are on no team
	Repeat bool // each press counts, as what it changes does not show on its button
}

// Command is one word of a command, with all that is said of it: routes, help, hints and the documentation read it
// here.
type Command struct {
	Of, Word string // "/lead", "show"
	Usage    string // what follows the word
	Example  string // the same, filled in
	// Help are the forms of the command, each with what it does.
	Help [][2]string
	Open bool // also for people who are on no team
	Run  LineHandler
}

// LineHandler deals with what follows the word of a command.
type LineHandler func(ctx context.Context, in *Input, args line.Line) (Ack, error)

// Written is the command with its example, as somebody would write it.
func (c Command) Written() string { return strings.TrimSpace(c.Of + " " + c.Word + " " + c.Example) }

// Typed is the command with what may follow it.
func (c Command) Typed() string { return strings.TrimSpace(c.Of + " " + c.Word + " " + c.Usage) }

// Notice is how a kind of notice is told.
type Notice struct {
	// Named says that it shows people by name, and so waits after a start until they are known.
	Named bool
	Open  bool // also for people who are on no team
	Tell  func(ctx context.Context, vc kit.Context, t Telling) (Told, error)
}

// Telling is what is to be told.
type Telling struct {
	funnel.Notice
	Stands  store.MessageRef // the message that it changes, if there is one
	Ability kit.Ability      // how much the workspace can show
}

// Told is how it is told.
type Told struct {
	Message kit.Message
	Thread  []kit.Message
	Home    *slack.HomeTabViewRequest
	Nothing bool // there is nothing to say any more
	Outdone bool // a newer message took the place of the one that stands
}

// Saying is a notice of one message.
func Saying(m kit.Message, err error) (Told, error) { return Told{Message: m}, err }

// Refused is a reason of our own not to send something.
type Refused struct{ Explanation string }

func (e Refused) Error() string { return e.Explanation }
