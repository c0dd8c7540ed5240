package slacktest

import (
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	homePatience  = 2 * time.Second // the app may see nothing to publish
	quietPatience = 2 * time.Second
)

// Chan is a conversation that a test looks at.
type Chan struct {
	w *Workspace
	c *slacksim.Conversation
}

// Channel returns the channel of that name or id.
func (w *Workspace) Channel(name string) *Chan {
	s := w.Lock()
	c := s.ChannelNamed(name)
	w.Unlock()
	if c == nil {
		w.fail("there is no channel %q", name)
	}

	return &Chan{w: w, c: c}
}

// ID returns the id of the conversation.
func (c *Chan) ID() string { return c.c.ID }

// Messages returns what everyone there can see, replies too, oldest first.
func (c *Chan) Messages() []*Message {
	c.w.Lock()
	defer c.w.Unlock()
	var all []*Message
	for _, m := range c.c.Messages {
		if m.EphemeralTo == "" {
			all = append(all, c.w.snapshot(m))
		}
	}

	return all
}

// Expects waits for a message of the app there, new or edited, that contains the text and was not expected before; the
// oldest such message counts as expected from then on.
func (c *Chan) Expects(text string) *Message {
	return c.w.expect("#"+c.c.Name, text, func(s *slacksim.State) []*slacksim.Message {
		return slices.DeleteFunc(slices.Clone(c.c.Messages), func(m *slacksim.Message) bool { return m.EphemeralTo != "" })
	})
}

// ExpectsNothing waits a little and fails if the app has posted anything there that was not expected.
func (c *Chan) ExpectsNothing() {
	var found string
	c.w.wait(quietPatience, func(s *slacksim.State) bool {
		for _, m := range c.c.Messages {
			if m.Version > 0 && c.w.claimed[m] == 0 {
				found = m.VisibleText()
				return true
			}
		}

		return false
	})
	if found != "" {
		c.w.fail("#%s: nothing was expected, and there is %q", c.c.Name, oneLine(found))
	}
}

// expect waits for an unexpected message among candidates, oldest first, and marks it as expected.
func (w *Workspace) expect(where, text string, candidates func(s *slacksim.State) []*slacksim.Message) *Message {
	var found *Message
	ok := w.wait(w.Options.Patience, func(s *slacksim.State) bool {
		for _, m := range candidates(s) {
			if m.Version > w.claimed[m] && strings.Contains(m.VisibleText(), text) {
				w.claimed[m] = m.Version
				found = w.snapshot(m)
				return true
			}
		}

		return false
	})
	if !ok {
		w.fail("%s: no new message contains %q; new are:%s", where, text, w.describeNew(candidates))
	}

	return found
}

func (w *Workspace) describeNew(candidates func(s *slacksim.State) []*slacksim.Message) string {
	s := w.Lock()
	defer w.Unlock()
	var b strings.Builder
	for _, m := range candidates(s) {
		if m.Version > w.claimed[m] {
			b.WriteString("\n  " + oneLine(m.VisibleText()))
		}
	}

	return b.String()
}

// Unclaimed returns the app's messages, anywhere, that nobody expected, clicked or asked for.
func (w *Workspace) Unclaimed() []*Message {
	s := w.Lock()
	defer w.Unlock()
	var all []*Message
	for _, c := range s.SortedChannels() {
		for _, m := range c.Messages {
			if m.Version > 0 && w.claimed[m] == 0 {
				all = append(all, w.snapshot(m))
			}
		}
	}

	return all
}

// Latest returns the message as it is now, or nil if it was deleted.
func (m *Message) Latest() *Message {
	m.w.Lock()
	defer m.w.Unlock()
	if m.m.Deleted {
		return nil
	}

	return m.w.snapshot(m.m)
}

// Expects waits until the message contains the text, and returns it as it is then.
func (m *Message) Expects(text string) *Message {
	var now *Message
	ok := m.w.wait(m.w.Options.Patience, func(s *slacksim.State) bool {
		if m.m.Deleted || !strings.Contains(m.m.VisibleText(), text) {
			return false
		}

		m.w.claimed[m.m] = m.m.Version
		now = m.w.snapshot(m.m)
		return true
	})
	if !ok {
		m.w.Lock()
		shown := m.m.VisibleText()
		m.w.Unlock()
		m.w.fail("the message does not come to contain %q; it is %q", text, shown)
	}

	return now
}

// Replies returns the messages of the thread under the message.
func (m *Message) Replies() []*Message {
	m.w.Lock()
	defer m.w.Unlock()
	var all []*Message
	for _, reply := range m.m.Channel.Replies(m.m.TS) {
		all = append(all, m.w.snapshot(reply))
	}

	return all
}

// Buttons returns the labels of the message's buttons as it is now.
func (m *Message) Buttons() []string {
	m.w.Lock()
	defer m.w.Unlock()
	return buttonLabels(m.m.Blocks)
}

// Buttons returns the labels of the view's buttons.
func (v *View) Buttons() []string { return buttonLabels(v.Blocks) }

func buttonLabels(blocks []any) []string {
	var all []string
	for _, l := range blockkit.ElementsOf(blocks) {
		if l.Kind() == "button" {
			all = append(all, blockkit.TextOf(l.Props["text"]))
		}
	}

	return all
}

// Files returns the names of the files that the message carries.
func (m *Message) Files() []string {
	m.w.Lock()
	defer m.w.Unlock()
	var all []string
	for _, f := range m.m.Files {
		all = append(all, f.Name)
	}

	return all
}

// File returns the content of a file that the message carries, or nil.
func (m *Message) File(name string) []byte {
	m.w.Lock()
	defer m.w.Unlock()
	for _, f := range m.m.Files {
		if f.Name == name {
			return slices.Clone(f.Data)
		}
	}

	return nil
}

// Message is what a message looked like at one moment. Its methods look at, or wait for, what it looks like later.
type Message struct {
	Channel   string // id
	TS        string
	ThreadTS  string // the parent's ts, if this is a reply
	User      string // who said it
	App       bool   // whether the app did
	Text      string // everything visible: the top text and the text of every block, as sent
	TopText   string // the text that notifications and small screens show
	Blocks    []any
	Metadata  map[string]any
	Ephemeral bool
	To        string // who sees it, if it is ephemeral
	Edited    bool
	Time      time.Time

	w *Workspace
	m *slacksim.Message
}

func (w *Workspace) snapshot(m *slacksim.Message) *Message {
	return &Message{
		Channel: m.Channel.ID, TS: m.TS, ThreadTS: m.ThreadTS, User: m.UserID, App: m.FromApp, Text: m.VisibleText(),
		TopText: m.Text,
		Blocks:  tree.CopyList(m.Blocks), Metadata: tree.AsObject(tree.Copy(m.Metadata)), Ephemeral: m.EphemeralTo != "",
		To:     m.EphemeralTo,
		Edited: m.Edited, Time: m.At, w: w, m: m,
	}
}
