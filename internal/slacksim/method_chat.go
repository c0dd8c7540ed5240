package slacksim

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	maxPostText      = 40000
	maxUpdateText    = 4000
	maxMetadataBytes = 16 * 1024
	maxAttachments   = 100
	maxMarkdownText  = 12000
)

var metadataType = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

// postTarget returns the conversation that the app may post in under that id.
func (s *state) postTarget(id string) (*channel, *apiError) {
	if u, ok := s.users[id]; ok {
		switch {
		case u.IsBot:
			return nil, mistake("cannot_dm_bot")
		case u.Deleted:
			return nil, fault("account_inactive")
		}
		return s.appDM(id), nil
	}
	c, ok := s.channels[id]
	if !ok {
		return nil, fault("channel_not_found")
	}
	return c, s.mayPost(c)
}

// mayPost says why the app may not post in a conversation.
func (s *state) mayPost(c *channel) *apiError {
	member := c.has(s.opts.BotUserID)
	switch {
	case !member && (c.IsPrivate || c.kind != kindChannel):
		return fault("channel_not_found")
	case c.IsArchived:
		return fault("is_archived")
	case !member && !s.scopes["chat:write.public"]:
		return fault("not_in_channel")
	}
	return nil
}

// readDraft takes what a message says from a call, and checks it.
func (s *state) readDraft(r *request, textLimit int) (draft, *apiError) {
	d := draft{userID: s.opts.BotUserID, fromApp: true, text: r.str("text"), threadTS: r.str("thread_ts"), broadcast: r.flag("reply_broadcast")}
	for _, name := range []string{"username", "icon_url", "icon_emoji"} {
		if r.str(name) != "" && !s.scopes["chat:write.customize"] {
			return d, s.missing("chat:write.customize")
		}
	}
	if markdown := r.str("markdown_text"); markdown != "" {
		if d.text != "" || r.has("blocks") {
			return d, mistake("markdown_text_conflict")
		}
		if utf8.RuneCountInString(markdown) > maxMarkdownText {
			return d, mistake("msg_too_long")
		}
		d.text = markdown
	}
	if utf8.RuneCountInString(d.text) > textLimit {
		return d, mistake("msg_too_long")
	}
	var failed *apiError
	if d.blocks, failed = s.readBlocks(r.json("blocks"), r.has("blocks") && r.str("blocks") != "null"); failed != nil {
		return d, failed
	}
	if r.has("attachments") {
		list, ok := r.json("attachments").([]any)
		if !ok && r.str("attachments") != "null" {
			return d, mistake("invalid_attachments")
		}
		if len(list) > maxAttachments {
			return d, mistake("too_many_attachments")
		}
		d.attachments = list
	}
	d.metadata, failed = readMetadata(r.json("metadata"), r.has("metadata"))
	return d, failed
}

// readBlocks checks the blocks of a message.
func (s *state) readBlocks(v any, given bool) ([]any, *apiError) {
	if !given {
		return nil, nil
	}
	blocks, ok := v.([]any)
	if !ok {
		return nil, mistake("invalid_blocks_format")
	}
	return blocks, s.refusedBlocks(blocks)
}

func readMetadata(v any, given bool) (tree.Object, *apiError) {
	if !given {
		return nil, nil
	}
	metadata, ok := v.(map[string]any)
	if !ok {
		return nil, mistake("invalid_metadata_format")
	}
	if len(metadata) == 0 {
		return tree.Object{}, nil
	}
	payload, isObject := metadata["event_payload"].(map[string]any)
	if !metadataType.MatchString(tree.AsString(metadata["event_type"])) || !isObject {
		return nil, mistake("invalid_metadata_format").because("metadata needs an event_type of letters, digits and _ and an event_payload object")
	}
	if raw, _ := json.Marshal(payload); len(raw) > maxMetadataBytes {
		return nil, mistake("metadata_too_large")
	}
	return metadata, nil
}

func (s *state) checkSaysSomething(d draft, method string) *apiError {
	if d.text == "" && len(d.blocks) == 0 && len(d.attachments) == 0 {
		return mistake("no_text")
	}
	if d.text == "" {
		s.problem("%s: blocks without a top-level text; small screens and notifications would show nothing", method)
	}
	return nil
}

func postMessage(s *state, r *request) (tree.Object, *apiError) {
	c, failed := s.postTarget(r.str("channel"))
	if failed != nil {
		return nil, failed
	}
	d, failed := s.readDraft(r, maxPostText)
	if failed != nil {
		return nil, failed
	}
	if failed := s.checkSaysSomething(d, r.method); failed != nil {
		return nil, failed
	}
	if failed := checkThread(c, d.threadTS); failed != nil {
		return nil, failed
	}
	m := s.post(c, d)
	return tree.Object{"channel": c.ID, "ts": m.ts, "message": s.messageObject(m, true)}, nil
}

func checkThread(c *channel, ts string) *apiError {
	if ts == "" {
		return nil
	}
	parent := c.message(ts)
	if parent == nil || parent.ephemeralTo != "" {
		return mistake("thread_not_found")
	}
	if parent.threadTS != "" && parent.threadTS != parent.ts {
		return mistake("cannot_reply_to_message").because("thread_ts must be that of the parent, not of a reply")
	}
	return nil
}

func postEphemeral(s *state, r *request) (tree.Object, *apiError) {
	c, ok := s.channels[r.str("channel")]
	if !ok {
		return nil, fault("channel_not_found")
	}
	if failed := s.mayPost(c); failed != nil {
		return nil, failed
	}
	d, failed := s.readDraft(r, maxPostText)
	if failed != nil {
		return nil, failed
	}
	if failed := s.checkSaysSomething(d, r.method); failed != nil {
		return nil, failed
	}
	if !c.has(r.str("user")) {
		return nil, fault("user_not_in_channel")
	}
	if failed := checkThread(c, d.threadTS); failed != nil {
		return nil, failed
	}
	d.ephemeralTo = r.str("user")
	m := s.post(c, d)
	return tree.Object{"message_ts": m.ts}, nil
}

// ownMessage returns a message of the app that it may change.
func (s *state) ownMessage(r *request, refusal string) (*message, *apiError) {
	id := r.str("channel")
	if _, isUser := s.users[id]; isUser {
		return nil, mistake("channel_not_found").because("a message is changed under the id of its conversation, not of a person")
	}
	c, ok := s.channels[id]
	if !ok || (!c.has(s.opts.BotUserID) && (c.IsPrivate || c.kind != kindChannel)) {
		return nil, fault("channel_not_found")
	}
	if c.IsArchived {
		return nil, fault("is_archived")
	}
	m := c.message(r.str("ts"))
	switch {
	case m == nil || m.ephemeralTo != "":
		return nil, fault("message_not_found")
	case !m.fromApp:
		return nil, mistake(refusal)
	}
	return m, nil
}

func updateMessage(s *state, r *request) (tree.Object, *apiError) {
	m, failed := s.ownMessage(r, "cant_update_message")
	if failed != nil {
		return nil, failed
	}
	d, failed := s.readDraft(r, maxUpdateText)
	if failed != nil {
		return nil, failed
	}
	if d.text == "" && d.blocks == nil && d.attachments == nil && d.metadata == nil {
		return nil, mistake("no_text")
	}
	if onlyRichText(m.blocks) && len(d.blocks) > 0 && !onlyRichText(d.blocks) {
		return nil, mistake("block_mismatch")
	}
	s.edit(m, func(m *message) {
		if d.text != "" {
			m.text = d.text
		}
		if d.blocks != nil {
			m.blocks = d.blocks
		}
		if d.attachments != nil {
			m.attachments = d.attachments
		}
		if d.metadata != nil { // left out, it stays; empty, it goes
			m.metadata = d.metadata
			if len(d.metadata) == 0 {
				m.metadata = nil
			}
		}
	})
	return tree.Object{"channel": m.channel.ID, "ts": m.ts, "text": m.text, "message": s.messageObject(m, true)}, nil
}

func onlyRichText(blocks []any) bool {
	return len(blocks) > 0 && !slices.ContainsFunc(blocks, func(b any) bool { return tree.AsObject(b)["type"] != "rich_text" })
}

func deleteMessage(s *state, r *request) (tree.Object, *apiError) {
	m, failed := s.ownMessage(r, "cant_delete_message")
	if failed != nil {
		return nil, failed
	}
	s.remove(m)
	return tree.Object{"channel": m.channel.ID, "ts": m.ts}, nil
}

func getPermalink(s *state, r *request) (tree.Object, *apiError) {
	c, ok := s.channels[r.str("channel")]
	if !ok || (c.IsPrivate && !c.has(s.opts.BotUserID)) {
		return nil, fault("channel_not_found")
	}
	m := c.message(r.str("message_ts"))
	if m == nil || m.ephemeralTo != "" {
		return nil, fault("message_not_found")
	}
	link := fmt.Sprintf("%s/archives/%s/p%s", s.baseURL, c.ID, strings.Replace(m.ts, ".", "", 1))
	if m.threadTS != "" && m.threadTS != m.ts {
		link += "?thread_ts=" + m.threadTS + "&cid=" + c.ID
	}
	return tree.Object{"channel": c.ID, "permalink": link}, nil
}
