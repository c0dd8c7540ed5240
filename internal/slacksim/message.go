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
	m *message
}

type message struct {
	draft
	channel   *channel
	ts        string
	edited    bool
	deleted   bool
	version   int // counts what the app said: the post and every update
	claimed   int // the version that a test last expected
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

// post adds a message to a conversation and tells everyone. The lock is held.
func (w *Workspace) post(c *channel, d draft) *message {
	at := w.now()
	micros := max(at.UnixMicro(), c.lastTime+1)
	c.lastTime = micros
	d.blocks = blockkit.Identify(d.blocks, w.code)
	m := &message{draft: d, channel: c, ts: timestamp(micros), at: at}
	c.messages = append(c.messages, m)
	if d.source != nil && d.source.original == nil { // the first answer to a command is its original
		d.source.original = m
	}
	w.saidNow(m)
	if m.ephemeralTo == "" {
		w.publishMessage(m)
	}
	return m
}

// saidNow marks a message as new to tests and to the page. The lock is held.
func (w *Workspace) saidNow(m *message) {
	if m.fromApp {
		m.version++
	}
	w.messageChanged(m, kept{Message: m.kept()})
	m.changedAt = w.sequence
}

func (w *Workspace) messageChanged(m *message, k kept) {
	w.touch()
	w.keep(m.channel, k)
	w.emit(pageEvent{
		name: "message", to: m.ephemeralTo, channel: m.channel, data: tree.Object{"channel": m.channel.ID, "ts": m.ts},
	})
}

// publishChange tells the app of a message that is not as it was. The lock is held.
func (w *Workspace) publishChange(m *message, subtype string, body tree.Object) {
	if m.ephemeralTo != "" {
		return
	}

	maps.Copy(body, tree.Object{
		"subtype": subtype, "hidden": true, "channel": m.channel.ID, "channel_type": m.channel.messageKind(),
		"ts": w.stamp(), "event_ts": w.stamp(),
	})
	w.publish(event{name: "message", channel: m.channel, body: body})
}

func (w *Workspace) publishMessage(m *message) {
	body := w.messageObject(m, false)
	body["channel"] = m.channel.ID
	body["channel_type"] = m.channel.messageKind()
	body["event_ts"] = m.ts
	w.publish(event{name: "message", channel: m.channel, body: body})
	mention := "<@" + w.opts.BotUserID
	if !m.fromApp && m.channel.kind == kindChannel && strings.Contains(m.text, mention) {
		mentioned := maps.Clone(body)
		delete(mentioned, "channel_type")
		w.publish(event{name: "app_mention", channel: m.channel, body: mentioned})
	}
}

// edit replaces what a message says. The lock is held.
func (w *Workspace) edit(m *message, change func(*message)) {
	previous := w.messageObject(m, false)
	change(m)
	m.blocks = blockkit.Identify(m.blocks, w.code)
	m.edited = true
	w.saidNow(m)
	w.publishChange(m, "message_changed", tree.Object{"message": w.messageObject(m, false), "previous_message": previous})
}

// remove deletes a message. The lock is held.
func (w *Workspace) remove(m *message) {
	m.deleted = true
	m.channel.forget(m)
	w.messageChanged(m, kept{Removed: m.ts})
	w.publishChange(m, "message_deleted", tree.Object{"deleted_ts": m.ts, "previous_message": w.messageObject(m, false)})
}

// stamp is the present moment in the form of a ts.
func (w *Workspace) stamp() string { return timestamp(w.now().UnixMicro()) }

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

// messageObject is the message as Slack's API and events carry it. The lock is held.
func (w *Workspace) messageObject(m *message, withMetadata bool) tree.Object {
	o := tree.Object{"type": "message", "text": m.text, "ts": m.ts, "team": w.opts.TeamID, "user": m.userID}
	if m.subtype != "" {
		o["subtype"] = m.subtype
	}
	if m.fromApp {
		o["bot_id"], o["app_id"] = w.botID(), w.opts.AppID
		o["bot_profile"] = tree.Object{"id": w.botID(), "app_id": w.opts.AppID, "name": w.opts.AppName, "team_id": w.opts.TeamID, "deleted": false}
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
			o["parent_user_id"] = w.parentUser(m)
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
			files[i] = w.fileObject(f)
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

func (w *Workspace) parentUser(m *message) string {
	if parent := m.channel.message(m.threadTS); parent != nil {
		return parent.userID
	}
	return ""
}

func (w *Workspace) snapshot(m *message) *Message {
	return &Message{
		Channel: m.channel.ID, TS: m.ts, ThreadTS: m.threadTS, User: m.userID, App: m.fromApp, Text: m.visibleText(), TopText: m.text,
		Blocks: tree.CopyList(m.blocks), Metadata: tree.AsObject(tree.Copy(m.metadata)), Ephemeral: m.ephemeralTo != "", To: m.ephemeralTo,
		Edited: m.edited, Time: m.at, w: w, m: m,
	}
}

// visibleText is everything that a person can read in the message.
func (m *message) visibleText() string {
	return joinText(m.text, blockkit.VisibleText(m.blocks), blockkit.VisibleText(m.attachments))
}

func joinText(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}
