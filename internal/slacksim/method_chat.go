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
func (s *State) postTarget(id string) (*Conversation, *apiError) {
	if u, ok := s.Users[id]; ok {
		switch {
		case u.IsBot:
			return nil, mistake("cannot_dm_bot")
		case u.Deleted:
			return nil, fault("account_inactive")
		}

		return s.AppDM(id), nil
	}

	c, ok := s.Channels[id]
	if !ok {
		return nil, fault("channel_not_found")
	}

	return c, s.mayPost(c)
}

// mayPost says why the app may not post in a conversation.
func (s *State) mayPost(c *Conversation) *apiError {
	member := c.Has(s.opts.BotUserID)
	switch {
	case !member && (c.IsPrivate || c.Kind != KindChannel):
		return fault("channel_not_found")
	case c.IsArchived:
		return fault("is_archived")
	case !member && !s.scopes["chat:write.public"]:
		return fault("not_in_channel")
	}

	return nil
}

// readDraft takes what a message says from a call, and checks it.
func (s *State) readDraft(r *request, textLimit int) (Draft, *apiError) {
	d := Draft{
		UserID: s.opts.BotUserID, FromApp: true, Text: r.str("text"), ThreadTS: r.str("thread_ts"),
		Broadcast: r.flag("reply_broadcast"),
	}
	for _, name := range []string{"username", "icon_url", "icon_emoji"} {
		if r.str(name) != "" && !s.scopes["chat:write.customize"] {
			return d, s.missing("chat:write.customize")
		}
	}

	if markdown := r.str("markdown_text"); markdown != "" {
		if d.Text != "" || r.has("blocks") {
			return d, mistake("markdown_text_conflict")
		}

		if utf8.RuneCountInString(markdown) > maxMarkdownText {
			return d, mistake("msg_too_long")
		}

		d.Text = markdown
	}

	if utf8.RuneCountInString(d.Text) > textLimit {
		return d, mistake("msg_too_long")
	}

	var failed *apiError
	if d.Blocks, failed = s.readBlocks(r.json("blocks"), r.has("blocks") && r.str("blocks") != "null"); failed != nil {
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

	d.Metadata, failed = readMetadata(r.json("metadata"), r.has("metadata"))
	return d, failed
}

// readBlocks checks the blocks of a message.
func (s *State) readBlocks(v any, given bool) ([]any, *apiError) {
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

func (s *State) checkSaysSomething(d Draft, method string) *apiError {
	if d.Text == "" && len(d.Blocks) == 0 && len(d.attachments) == 0 {
		return mistake("no_text")
	}

	if d.Text == "" {
		s.problem("%s: blocks without a top-level text; small screens and notifications would show nothing", method)
	}

	return nil
}

func postMessage(s *State, r *request) (tree.Object, *apiError) {
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

	if failed := checkThread(c, d.ThreadTS); failed != nil {
		return nil, failed
	}

	m := s.post(c, d)
	return tree.Object{"channel": c.ID, "ts": m.TS, "message": s.messageObject(m, true)}, nil
}

func checkThread(c *Conversation, ts string) *apiError {
	if ts == "" {
		return nil
	}

	parent := c.Message(ts)
	if parent == nil || parent.EphemeralTo != "" {
		return mistake("thread_not_found")
	}

	if parent.ThreadTS != "" && parent.ThreadTS != parent.TS {
		return mistake("cannot_reply_to_message").because("thread_ts must be that of the parent, not of a reply")
	}

	return nil
}

func postEphemeral(s *State, r *request) (tree.Object, *apiError) {
	c, ok := s.Channels[r.str("channel")]
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

	if !c.Has(r.str("user")) {
		return nil, fault("user_not_in_channel")
	}

	if failed := checkThread(c, d.ThreadTS); failed != nil {
		return nil, failed
	}

	d.EphemeralTo = r.str("user")
	m := s.post(c, d)
	return tree.Object{"message_ts": m.TS}, nil
}

// ownMessage returns a message of the app that it may change.
func (s *State) ownMessage(r *request, refusal string) (*Message, *apiError) {
	id := r.str("channel")
	if _, isUser := s.Users[id]; isUser {
		return nil, mistake("channel_not_found").because("a message is changed under the id of its conversation, not of a person")
	}

	c, ok := s.Channels[id]
	if !ok || (!c.Has(s.opts.BotUserID) && (c.IsPrivate || c.Kind != KindChannel)) {
		return nil, fault("channel_not_found")
	}

	if c.IsArchived {
		return nil, fault("is_archived")
	}

	m := c.Message(r.str("ts"))
	switch {
	case m == nil || m.EphemeralTo != "":
		return nil, fault("message_not_found")
	case !m.FromApp:
		return nil, mistake(refusal)
	}

	return m, nil
}

func updateMessage(s *State, r *request) (tree.Object, *apiError) {
	m, failed := s.ownMessage(r, "cant_update_message")
	if failed != nil {
		return nil, failed
	}

	d, failed := s.readDraft(r, maxUpdateText)
	if failed != nil {
		return nil, failed
	}

	if d.Text == "" && d.Blocks == nil && d.attachments == nil && d.Metadata == nil {
		return nil, mistake("no_text")
	}

	if onlyRichText(m.Blocks) && len(d.Blocks) > 0 && !onlyRichText(d.Blocks) {
		return nil, mistake("block_mismatch")
	}

	s.edit(m, func(m *Message) {
		if d.Text != "" {
			m.Text = d.Text
		}

		if d.Blocks != nil {
			m.Blocks = d.Blocks
		}

		if d.attachments != nil {
			m.attachments = d.attachments
		}

		if d.Metadata != nil { // left out, it stays; empty, it goes
			m.Metadata = d.Metadata
			if len(d.Metadata) == 0 {
				m.Metadata = nil
			}
		}
	})
	return tree.Object{"channel": m.Channel.ID, "ts": m.TS, "text": m.Text, "message": s.messageObject(m, true)}, nil
}

func onlyRichText(blocks []any) bool {
	return len(blocks) > 0 &&
		!slices.ContainsFunc(blocks, func(b any) bool { return tree.AsObject(b)["type"] != "rich_text" })
}

func deleteMessage(s *State, r *request) (tree.Object, *apiError) {
	m, failed := s.ownMessage(r, "cant_delete_message")
	if failed != nil {
		return nil, failed
	}

	s.remove(m)
	return tree.Object{"channel": m.Channel.ID, "ts": m.TS}, nil
}

func getPermalink(s *State, r *request) (tree.Object, *apiError) {
	c, ok := s.Channels[r.str("channel")]
	if !ok || (c.IsPrivate && !c.Has(s.opts.BotUserID)) {
		return nil, fault("channel_not_found")
	}

	m := c.Message(r.str("message_ts"))
	if m == nil || m.EphemeralTo != "" {
		return nil, fault("message_not_found")
	}

	link := fmt.Sprintf("%s/archives/%s/p%s", s.baseURL, c.ID, strings.Replace(m.TS, ".", "", 1))
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + c.ID
	}

	return tree.Object{"channel": c.ID, "permalink": link}, nil
}
