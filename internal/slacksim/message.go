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

type message struct {
	draft
	channel   *channel
	ts        string
	edited    bool
	deleted   bool
	version   int // counts what the app said: the post and every update
	changedAt int64
	entered   map[string]tree.Object // what each person has chosen in its elements
	at        time.Time
}

// draft is the part of a message that an app or person decides, as it is kept.
type draft struct {
	userID      string
	fromApp     bool
	text        string
	blocks      []any
	attachments []any
	metadata    tree.Object
	threadTS    string
	broadcast   bool
	ephemeralTo string
	files       []*file
	subtype     string
	source      *responseURL // the interaction that it answers, if it came through a response URL or an ack
}

// post adds a message to a conversation and tells everyone.
func (t *talk) post(c *channel, d draft) *message {
	at := t.now()
	micros := max(at.UnixMicro(), c.lastTime+1)
	c.lastTime = micros
	d.blocks = blockkit.Identify(d.blocks, t.code)
	m := &message{draft: d, channel: c, ts: timestamp(micros), at: at}
	c.messages = append(c.messages, m)
	if d.source != nil && d.source.original == nil { // the first answer to a command is its original
		d.source.original = m
	}
	t.saidNow(m)
	if m.ephemeralTo == "" {
		t.publishMessage(m)
	}
	return m
}

// saidNow marks a message as new to tests and to the page.
func (t *talk) saidNow(m *message) {
	if m.fromApp {
		m.version++
	}
	t.messageChanged(m, kept{Message: m.kept()})
	m.changedAt = t.sequence
}

func (t *talk) messageChanged(m *message, k kept) {
	t.touch()
	t.keep(m.channel, k)
	t.emit(pageEvent{
		name: "message", to: m.ephemeralTo, channel: m.channel, data: tree.Object{"channel": m.channel.ID, "ts": m.ts},
	})
}

// publishChange tells the app of a message that is not as it was.
func (t *talk) publishChange(m *message, subtype string, body tree.Object) {
	if m.ephemeralTo != "" {
		return
	}

	maps.Copy(body, tree.Object{
		"subtype": subtype, "hidden": true, "channel": m.channel.ID, "channel_type": m.channel.messageKind(),
		"ts": t.stamp(), "event_ts": t.stamp(),
	})
	t.publish(event{name: "message", channel: m.channel, body: body})
}

func (t *talk) publishMessage(m *message) {
	body := t.messageObject(m, false)
	body["channel"] = m.channel.ID
	body["channel_type"] = m.channel.messageKind()
	body["event_ts"] = m.ts
	t.publish(event{name: "message", channel: m.channel, body: body})
	mention := "<@" + t.opts.BotUserID
	if !m.fromApp && m.channel.kind == kindChannel && strings.Contains(m.text, mention) {
		mentioned := maps.Clone(body)
		delete(mentioned, "channel_type")
		t.publish(event{name: "app_mention", channel: m.channel, body: mentioned})
	}
}

// edit replaces what a message says.
func (t *talk) edit(m *message, change func(*message)) {
	previous := t.messageObject(m, false)
	change(m)
	m.blocks = blockkit.Identify(m.blocks, t.code)
	m.edited = true
	t.saidNow(m)
	t.publishChange(m, "message_changed", tree.Object{"message": t.messageObject(m, false), "previous_message": previous})
}

// remove deletes a message.
func (t *talk) remove(m *message) {
	m.deleted = true
	m.channel.forget(m)
	t.messageChanged(m, kept{Removed: m.ts})
	t.publishChange(m, "message_deleted", tree.Object{"deleted_ts": m.ts, "previous_message": t.messageObject(m, false)})
}

// stamp is the present moment in the form of a ts.
func (c *core) stamp() string { return timestamp(c.now().UnixMicro()) }

func timestamp(micros int64) string { return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6) }

func (c *channel) message(ts string) *message {
	for _, m := range slices.Backward(c.messages) {
		if m.ts == ts {
			return m
		}
	}
	return nil
}

func (c *channel) forget(m *message) {
	c.messages = slices.DeleteFunc(c.messages, func(other *message) bool { return other == m })
}

// replies returns the messages of a thread without its parent, oldest first.
func (c *channel) replies(parentTS string) []*message {
	var all []*message
	for _, m := range c.messages {
		if m.threadTS == parentTS && m.ts != parentTS {
			all = append(all, m)
		}
	}
	return all
}

// messageObject is the message as Slack's API and events carry it.
func (t *talk) messageObject(m *message, withMetadata bool) tree.Object {
	o := tree.Object{"type": "message", "text": m.text, "ts": m.ts, "team": t.opts.TeamID, "user": m.userID}
	if m.subtype != "" {
		o["subtype"] = m.subtype
	}
	if m.fromApp {
		o["bot_id"], o["app_id"] = t.botID(), t.opts.AppID
		o["bot_profile"] = tree.Object{"id": t.botID(), "app_id": t.opts.AppID, "name": t.opts.AppName, "team_id": t.opts.TeamID, "deleted": false}
	}
	if len(m.blocks) > 0 {
		o["blocks"] = tree.CopyList(m.blocks)
	}
	if len(m.attachments) > 0 {
		o["attachments"] = tree.CopyList(m.attachments)
	}
	if m.threadTS != "" {
		o["thread_ts"] = m.threadTS
		if m.threadTS != m.ts {
			o["parent_user_id"] = t.parentUser(m)
		}
	}
	if m.edited {
		o["edited"] = tree.Object{"user": m.userID, "ts": m.ts}
	}
	if withMetadata && m.metadata != nil {
		o["metadata"] = tree.Copy(m.metadata)
	}
	if m.ephemeralTo != "" {
		o["is_ephemeral"] = true
	}
	if len(m.files) > 0 {
		files := make([]any, len(m.files))
		for i, f := range m.files {
			files[i] = t.fileObject(f)
		}
		o["files"] = files
	}
	if replies := m.channel.replies(m.ts); len(replies) > 0 && m.ephemeralTo == "" {
		o["thread_ts"] = m.ts
		o["reply_count"] = len(replies)
		o["latest_reply"] = replies[len(replies)-1].ts
	}
	return o
}

func (t *talk) parentUser(m *message) string {
	if parent := m.channel.message(m.threadTS); parent != nil {
		return parent.userID
	}
	return ""
}

// visibleText is everything that a person can read in the message.
func (m *message) visibleText() string {
	return joinText(m.text, blockkit.VisibleText(m.blocks), blockkit.VisibleText(m.attachments))
}

func joinText(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}
