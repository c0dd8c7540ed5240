package slacksim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// Message is what somebody said somewhere, as it is now.
type Message struct {
	Draft
	Channel   *Conversation
	TS        string
	Edited    bool
	Deleted   bool
	Version   int // counts what the app said: the post and every update
	ChangedAt int64
	entered   map[string]tree.Object // what each person has chosen in its elements
	At        time.Time
}

// Draft is the part of a message that an app or person decides, as it is kept.
type Draft struct {
	UserID      string
	FromApp     bool
	Text        string
	Blocks      []any
	attachments []any
	Metadata    tree.Object
	ThreadTS    string
	Broadcast   bool
	EphemeralTo string
	Files       []*File
	Subtype     string
	Source      *ResponseURL // the interaction that it answers, if it came through a response URL or an ack
}

// post adds a message to a conversation and tells everyone.
func (t *talk) post(c *Conversation, d Draft) *Message {
	at := t.Now()
	micros := max(at.UnixMicro(), c.lastTime+1)
	c.lastTime = micros
	d.Blocks = blockkit.Identify(d.Blocks, t.code)
	m := &Message{Draft: d, Channel: c, TS: timestamp(micros), At: at}
	c.Messages = append(c.Messages, m)
	if d.Source != nil && d.Source.original == nil { // the first answer to a command is its original
		d.Source.original = m
	}

	t.saidNow(m)
	if m.EphemeralTo == "" {
		t.publishMessage(m)
	}

	return m
}

// saidNow marks a message as new to tests and to the page.
func (t *talk) saidNow(m *Message) {
	if m.FromApp {
		m.Version++
	}

	t.messageChanged(m, kept{Message: m.kept()})
	m.ChangedAt = t.Sequence
}

func (t *talk) messageChanged(m *Message, k kept) {
	t.touch()
	t.keep(m.Channel, k)
	t.Emit(PageEvent{
		Name: "message", to: m.EphemeralTo, channel: m.Channel, Data: tree.Object{"channel": m.Channel.ID, "ts": m.TS},
	})
}

// publishChange tells the app of a message that is not as it was.
func (t *talk) publishChange(m *Message, subtype string, body tree.Object) {
	if m.EphemeralTo != "" {
		return
	}

	maps.Copy(body, tree.Object{
		"subtype": subtype, "hidden": true, "channel": m.Channel.ID, "channel_type": m.Channel.messageKind(),
		"ts": t.stamp(), "event_ts": t.stamp(),
	})
	t.publish(event{name: "message", channel: m.Channel, body: body})
}

func (t *talk) publishMessage(m *Message) {
	body := t.messageObject(m, false)
	body["channel"] = m.Channel.ID
	body["channel_type"] = m.Channel.messageKind()
	body["event_ts"] = m.TS
	t.publish(event{name: "message", channel: m.Channel, body: body})
	mention := "<@" + t.opts.BotUserID
	if !m.FromApp && m.Channel.Kind == KindChannel && strings.Contains(m.Text, mention) {
		mentioned := maps.Clone(body)
		delete(mentioned, "channel_type")
		t.publish(event{name: "app_mention", channel: m.Channel, body: mentioned})
	}
}

// edit replaces what a message says.
func (t *talk) edit(m *Message, change func(*Message)) {
	previous := t.messageObject(m, false)
	change(m)
	m.Blocks = blockkit.Identify(m.Blocks, t.code)
	m.Edited = true
	t.saidNow(m)
	t.publishChange(m, "message_changed", tree.Object{"message": t.messageObject(m, false), "previous_message": previous})
}

// remove deletes a message.
func (t *talk) remove(m *Message) {
	m.Deleted = true
	m.Channel.forget(m)
	t.messageChanged(m, kept{Removed: m.TS})
	t.publishChange(m, "message_deleted", tree.Object{"deleted_ts": m.TS, "previous_message": t.messageObject(m, false)})
}

// stamp is the present moment in the form of a ts.
func (c *core) stamp() string { return timestamp(c.Now().UnixMicro()) }

func timestamp(micros int64) string { return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6) }

// Message returns the message of that ts, or nil.
func (c *Conversation) Message(ts string) *Message {
	for _, m := range slices.Backward(c.Messages) {
		if m.TS == ts {
			return m
		}
	}

	return nil
}

func (c *Conversation) forget(m *Message) {
	c.Messages = slices.DeleteFunc(c.Messages, func(other *Message) bool { return other == m })
}

// Replies returns the messages of a thread without its parent, oldest first.
func (c *Conversation) Replies(parentTS string) []*Message {
	var all []*Message
	for _, m := range c.Messages {
		if m.ThreadTS == parentTS && m.TS != parentTS {
			all = append(all, m)
		}
	}

	return all
}

// messageObject is the message as Slack's API and events carry it.
func (t *talk) messageObject(m *Message, withMetadata bool) tree.Object {
	o := tree.Object{"type": "message", "text": m.Text, "ts": m.TS, "team": t.opts.TeamID, "user": m.UserID}
	if m.Subtype != "" {
		o["subtype"] = m.Subtype
	}

	if m.FromApp {
		o["bot_id"], o["app_id"] = t.botID(), t.opts.AppID
		o["bot_profile"] = tree.Object{
			"id": t.botID(), "app_id": t.opts.AppID, "name": t.opts.AppName,
			"team_id": t.opts.TeamID, "deleted": false,
		}
	}

	if len(m.Blocks) > 0 {
		o["blocks"] = tree.CopyList(m.Blocks)
	}

	if len(m.attachments) > 0 {
		o["attachments"] = tree.CopyList(m.attachments)
	}

	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
		if m.ThreadTS != m.TS {
			o["parent_user_id"] = t.parentUser(m)
		}
	}

	if m.Edited {
		o["edited"] = tree.Object{"user": m.UserID, "ts": m.TS}
	}

	if withMetadata && m.Metadata != nil {
		o["metadata"] = tree.Copy(m.Metadata)
	}

	if m.EphemeralTo != "" {
		o["is_ephemeral"] = true
	}

	if len(m.Files) > 0 {
		files := make([]any, len(m.Files))
		for i, f := range m.Files {
			files[i] = t.FileObject(f)
		}

		o["files"] = files
	}

	if replies := m.Channel.Replies(m.TS); len(replies) > 0 && m.EphemeralTo == "" {
		o["thread_ts"] = m.TS
		o["reply_count"] = len(replies)
		o["latest_reply"] = replies[len(replies)-1].TS
	}

	return o
}

func (t *talk) parentUser(m *Message) string {
	if parent := m.Channel.Message(m.ThreadTS); parent != nil {
		return parent.UserID
	}

	return ""
}

// VisibleText is everything that a person can read in the message.
func (m *Message) VisibleText() string {
	return joinText(m.Text, blockkit.VisibleText(m.Blocks), blockkit.VisibleText(m.attachments))
}

func joinText(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

// VisibleTo reports whether a person can see the message.
func (m *Message) VisibleTo(userID string) bool {
	return (m.EphemeralTo == "" || m.EphemeralTo == userID) && m.Channel.VisibleTo(userID)
}
