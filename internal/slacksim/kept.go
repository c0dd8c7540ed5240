package slacksim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// kept is one line of the file in which a workspace keeps its conversations. A line is the whole new state of what it
// names, so that the latest one counts and an incomplete last line loses nothing that was ever answered for.
type kept struct {
	Serial  int               `json:"serial"` // identifiers must not come twice
	Channel string            `json:"channel"`
	Kind    string            `json:"kind,omitempty"`
	Members []string          `json:"members,omitempty"` // of direct conversations, which nobody sets up
	Read    map[string]string `json:"read,omitempty"`
	Message *keptMessage      `json:"message,omitempty"`
	Removed string            `json:"removed,omitempty"` // the ts of a deleted message
}

type keptMessage struct {
	TS          string      `json:"ts"`
	ThreadTS    string      `json:"thread_ts,omitempty"`
	User        string      `json:"user"`
	App         bool        `json:"app,omitempty"`
	Subtype     string      `json:"subtype,omitempty"`
	Text        string      `json:"text"`
	Blocks      []any       `json:"blocks,omitempty"`
	Attachments []any       `json:"attachments,omitempty"`
	Metadata    tree.Object `json:"metadata,omitempty"`
	To          string      `json:"to,omitempty"` // who alone is shown it; then it is not kept, but was by earlier programs
	Edited      bool        `json:"edited,omitempty"`
	Broadcast   bool        `json:"broadcast,omitempty"`
	At          time.Time   `json:"at"`
}

// KeepIn takes up the conversations that a file holds, and from then on writes every change to it before anyone hears
// of it, so that they outlive the process. Files, modals, Home tabs and what one person alone is shown are not kept.
// Call it when the people and channels are there.
func (w *Workspace) KeepIn(path string) error {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the conversations: %w", err)
	}

	// a line cut off by the end of the process was answered for to nobody
	whole := text[:bytes.LastIndexByte(text, '\n')+1]
	s := w.Lock()
	defer w.Unlock()
	for number, line := range bytes.Split(bytes.TrimSuffix(whole, []byte("\n")), []byte("\n")) {
		if len(line) == 0 {
			continue
		}

		k, err := readKept(line)
		if err != nil {
			return fmt.Errorf("read the conversations: line %d of %s: %w", number+1, path, err)
		}

		s.takeUp(k)
	}

	out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		err = out.Truncate(int64(len(whole)))
	}

	if err == nil {
		_, err = out.Seek(int64(len(whole)), 0)
	}

	if err != nil {
		return fmt.Errorf("keep the conversations: %w", err)
	}

	s.keeping = out
	return nil
}

// readKept reads one line, with numbers digit by digit as the app sent them.
func readKept(line []byte) (kept, error) {
	var k kept
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&k); err != nil {
		return k, err
	}

	if decoder.More() {
		return k, errors.New("more than one value")
	}

	return k, nil
}

// takeUp does again what a line tells.
func (t *talk) takeUp(k kept) {
	t.serial = max(t.serial, k.Serial)
	c := t.Channels[k.Channel]
	if c == nil && len(k.Members) > 0 {
		c = &Conversation{Kind: k.Kind, created: t.Now(), Read: map[string]string{}}
		c.ID, c.Members, c.IsPrivate = k.Channel, k.Members, k.Kind == kindGroupDM
		t.Channels[c.ID] = c
	}

	if c == nil {
		return // a channel that this workspace no longer has
	}

	maps.Copy(c.Read, k.Read)
	if m := c.Message(k.Removed); m != nil {
		c.forget(m)
	}

	if k.Message == nil || k.Message.To != "" {
		return
	}

	m := c.Message(k.Message.TS)
	if m == nil {
		m = &Message{Channel: c, TS: k.Message.TS}
		c.Messages = append(c.Messages, m)
	}

	k.Message.restore(m)
	c.lastTime = max(c.lastTime, micros(m.TS))
}

// micros is the time that a ts stands for.
func micros(ts string) int64 {
	var seconds, fraction int64
	_, _ = fmt.Sscanf(ts, "%d.%d", &seconds, &fraction)
	return seconds*1e6 + fraction
}

func (k *keptMessage) restore(m *Message) {
	m.ThreadTS, m.UserID, m.FromApp, m.Subtype, m.Text, m.Blocks = k.ThreadTS, k.User, k.App, k.Subtype, k.Text, k.Blocks
	m.attachments, m.Metadata, m.Edited, m.Broadcast, m.At = k.Attachments, k.Metadata, k.Edited, k.Broadcast, k.At
}

func (m *Message) kept() *keptMessage {
	return &keptMessage{
		TS: m.TS, ThreadTS: m.ThreadTS, User: m.UserID, App: m.FromApp, Subtype: m.Subtype, Text: m.Text, Blocks: m.Blocks,
		Attachments: m.attachments, Metadata: m.Metadata, To: m.EphemeralTo, Edited: m.Edited, Broadcast: m.Broadcast,
		At: m.At,
	}
}

// keep writes a change, if the workspace keeps its conversations.
func (t *talk) keep(c *Conversation, k kept) {
	if t.keeping == nil || k.Message != nil && k.Message.To != "" {
		return
	}

	k.Serial, k.Channel = t.serial, c.ID
	if c.Kind != KindChannel {
		k.Kind, k.Members = c.Kind, c.Members
	}

	line, err := json.Marshal(k)
	if err == nil {
		_, err = t.keeping.Write(append(line, '\n'))
	}

	if err != nil {
		t.problem("the conversations cannot be kept: %v", err)
	}
}

// ReadAll counts everything as read by everybody, as at the end of a day.
func (w *Workspace) ReadAll() {
	s := w.Lock()
	defer w.Unlock()
	for _, c := range s.SortedChannels() {
		for _, id := range c.Members {
			s.MarkRead(s.Users[id], c)
		}
	}
}

// Reload forgets what one person alone was shown, as Slack does when it is opened again.
func (w *Workspace) Reload() {
	s := w.Lock()
	defer w.Unlock()
	for _, c := range s.Channels {
		c.Messages = slices.DeleteFunc(c.Messages, func(m *Message) bool { return m.EphemeralTo != "" })
	}
}

// MarkRead notes that a person has seen all that a channel shows.
func (t *talk) MarkRead(u *Member, c *Conversation) {
	if len(c.Messages) == 0 || c.Read[u.ID] == c.Messages[len(c.Messages)-1].TS {
		return
	}

	c.Read[u.ID] = c.Messages[len(c.Messages)-1].TS
	t.keep(c, kept{Read: map[string]string{u.ID: c.Read[u.ID]}})
}
