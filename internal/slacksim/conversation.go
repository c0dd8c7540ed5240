package slacksim

import (
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	homePatience  = 2 * time.Second // the app may see nothing to publish
	quietPatience = 2 * time.Second
)

// Chan is a conversation that a test looks at.
type Chan struct {
	w *Story
	c *channel
}

// Channel returns the channel of that name or id.
func (w *Story) Channel(name string) *Chan {
	s := w.lock()
	c := s.channelNamed(name)
	w.unlock()
	if c == nil {
		w.fail("there is no channel %q", name)
	}
	return &Chan{w: w, c: c}
}

// ID returns the id of the conversation.
func (c *Chan) ID() string { return c.c.ID }

// Messages returns what everyone there can see, replies too, oldest first.
func (c *Chan) Messages() []*Message {
	c.w.lock()
	defer c.w.unlock()
	var all []*Message
	for _, m := range c.c.messages {
		if m.ephemeralTo == "" {
			all = append(all, c.w.snapshot(m))
		}
	}
	return all
}

// Expects waits for a message of the app there, new or edited, that contains the text and was not expected before; the oldest
// such message counts as expected from then on.
func (c *Chan) Expects(text string) *Message {
	return c.w.expect("#"+c.c.Name, text, func(s *state) []*message {
		return slices.DeleteFunc(slices.Clone(c.c.messages), func(m *message) bool { return m.ephemeralTo != "" })
	})
}

// ExpectsNothing waits a little and fails if the app has posted anything there that was not expected.
func (c *Chan) ExpectsNothing() {
	var found string
	c.w.wait(quietPatience, func(s *state) bool {
		for _, m := range c.c.messages {
			if m.version > 0 && c.w.claimed[m] == 0 {
				found = m.visibleText()
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
func (w *Story) expect(where, text string, candidates func(s *state) []*message) *Message {
	var found *Message
	ok := w.wait(w.opts.Patience, func(s *state) bool {
		for _, m := range candidates(s) {
			if m.version > w.claimed[m] && strings.Contains(m.visibleText(), text) {
				w.claimed[m] = m.version
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

func (w *Story) describeNew(candidates func(s *state) []*message) string {
	s := w.lock()
	defer w.unlock()
	var b strings.Builder
	for _, m := range candidates(s) {
		if m.version > w.claimed[m] {
			b.WriteString("\n  " + oneLine(m.visibleText()))
		}
	}
	return b.String()
}

// Unclaimed returns the app's messages, anywhere, that nobody expected, clicked or asked for.
func (w *Story) Unclaimed() []*Message {
	s := w.lock()
	defer w.unlock()
	var all []*Message
	for _, c := range s.sortedChannels() {
		for _, m := range c.messages {
			if m.version > 0 && w.claimed[m] == 0 {
				all = append(all, w.snapshot(m))
			}
		}
	}
	return all
}

// Latest returns the message as it is now, or nil if it was deleted.
func (m *Message) Latest() *Message {
	m.w.lock()
	defer m.w.unlock()
	if m.m.deleted {
		return nil
	}
	return m.w.snapshot(m.m)
}

// Expects waits until the message contains the text, and returns it as it is then.
func (m *Message) Expects(text string) *Message {
	var now *Message
	ok := m.w.wait(m.w.opts.Patience, func(s *state) bool {
		if m.m.deleted || !strings.Contains(m.m.visibleText(), text) {
			return false
		}
		m.w.claimed[m.m] = m.m.version
		now = m.w.snapshot(m.m)
		return true
	})
	if !ok {
		m.w.lock()
		shown := m.m.visibleText()
		m.w.unlock()
		m.w.fail("the message does not come to contain %q; it is %q", text, shown)
	}
	return now
}

// Replies returns the messages of the thread under the message.
func (m *Message) Replies() []*Message {
	m.w.lock()
	defer m.w.unlock()
	var all []*Message
	for _, reply := range m.m.channel.replies(m.m.ts) {
		all = append(all, m.w.snapshot(reply))
	}
	return all
}

// Buttons returns the labels of the message's buttons as it is now.
func (m *Message) Buttons() []string {
	m.w.lock()
	defer m.w.unlock()
	return buttonLabels(m.m.blocks)
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
	m.w.lock()
	defer m.w.unlock()
	var all []string
	for _, f := range m.m.files {
		all = append(all, f.name)
	}
	return all
}

// File returns the content of a file that the message carries, or nil.
func (m *Message) File(name string) []byte {
	m.w.lock()
	defer m.w.unlock()
	for _, f := range m.m.files {
		if f.name == name {
			return slices.Clone(f.data)
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

	w *Story
	m *message
}

func (w *Story) snapshot(m *message) *Message {
	return &Message{
		Channel: m.channel.ID, TS: m.ts, ThreadTS: m.threadTS, User: m.userID, App: m.fromApp, Text: m.visibleText(), TopText: m.text,
		Blocks: tree.CopyList(m.blocks), Metadata: tree.AsObject(tree.Copy(m.metadata)), Ephemeral: m.ephemeralTo != "", To: m.ephemeralTo,
		Edited: m.edited, Time: m.at, w: w, m: m,
	}
}
