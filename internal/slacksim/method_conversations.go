package slacksim

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	maxPage     = 1000
	defaultPage = 100
)

// readable returns a conversation that the app may read, with the scope for it.
func (s *State) readableChannel(id, suffix string, mustBeMember bool) (*Conversation, *apiError) {
	c, ok := s.Channels[id]
	if !ok {
		return nil, fault("channel_not_found")
	}

	member := c.Has(s.opts.BotUserID)
	if !member && (c.IsPrivate || c.Kind != KindChannel) {
		return nil, fault("channel_not_found")
	}

	if scope := c.scopeFamily() + suffix; !s.scopes[scope] {
		return nil, s.missing(scope)
	}

	if mustBeMember && !member {
		return nil, fault("not_in_channel")
	}

	return c, nil
}

func openConversation(s *State, r *request) (tree.Object, *apiError) {
	users := r.list("users")
	if id := r.str("channel"); id != "" {
		c, ok := s.Channels[id]
		if !ok {
			return nil, fault("channel_not_found")
		}

		return tree.Object{"channel": s.openedObject(c, r)}, nil
	}

	if len(users) == 0 || len(users) > 8 {
		return nil, mistake("users_list_not_supplied")
	}

	scope := "im:write"
	if len(users) > 1 {
		scope = "mpim:write"
	}

	if !s.scopes[scope] {
		return nil, s.missing(scope)
	}

	for _, id := range users {
		u, ok := s.Users[id]
		switch {
		case !ok:
			return nil, fault("user_not_found")
		case u.IsBot:
			return nil, mistake("cannot_dm_bot")
		case u.Deleted:
			return nil, fault("user_disabled")
		}
	}

	c := s.directWith(append(users, s.opts.BotUserID)...)
	return tree.Object{"channel": s.openedObject(c, r)}, nil
}

func (s *State) openedObject(c *Conversation, r *request) tree.Object {
	if r.flag("return_im") {
		return s.channelObject(c)
	}

	return tree.Object{"id": c.ID}
}

func conversationInfo(s *State, r *request) (tree.Object, *apiError) {
	c, failed := s.readableChannel(r.str("channel"), ":read", false)
	if failed != nil {
		return nil, failed
	}

	return tree.Object{"channel": s.channelObject(c)}, nil
}

// channelTypes maps the types argument to the kinds of conversation, and checks their scopes.
func (s *State) channelTypes(r *request) (map[string]bool, *apiError) {
	names := map[string]string{"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
	wanted := r.list("types")
	if len(wanted) == 0 {
		wanted = []string{"public_channel"}
	}

	families := map[string]bool{}
	for _, name := range wanted {
		family, ok := names[strings.TrimSpace(name)]
		if !ok {
			return nil, mistake("invalid_types")
		}

		if !s.scopes[family+":read"] {
			return nil, s.missing(family + ":read")
		}

		families[family] = true
	}

	return families, nil
}

func listConversations(s *State, r *request) (tree.Object, *apiError) {
	families, failed := s.channelTypes(r)
	if failed != nil {
		return nil, failed
	}

	return s.pagedChannels(r, families, func(c *Conversation) bool {
		return !c.IsPrivate && c.Kind == KindChannel || c.Has(s.opts.BotUserID)
	})
}

// pagedChannels returns a page of the conversations of these families that are not left out.
func (s *State) pagedChannels(
	r *request, families map[string]bool, shown func(*Conversation) bool,
) (tree.Object, *apiError) {
	var all []any
	for _, c := range s.SortedChannels() {
		if families[c.scopeFamily()] && shown(c) && (!c.IsArchived || !r.flag("exclude_archived")) {
			all = append(all, s.channelObject(c))
		}
	}

	return paged(r, "channels", all)
}

func conversationMembers(s *State, r *request) (tree.Object, *apiError) {
	c, failed := s.readableChannel(r.str("channel"), ":read", false)
	if failed != nil {
		return nil, failed
	}

	members := make([]any, len(c.Members))
	for i, id := range c.Members {
		members[i] = id
	}

	return paged(r, "members", members)
}

func conversationHistory(s *State, r *request) (tree.Object, *apiError) {
	c, failed := s.readableChannel(r.str("channel"), ":history", true)
	if failed != nil {
		return nil, failed
	}

	var all []any
	for _, m := range slices.Backward(c.Messages) {
		isReply := m.ThreadTS != "" && m.ThreadTS != m.TS && !m.Broadcast
		if m.EphemeralTo == "" && !isReply && inRange(r, m.TS) {
			all = append(all, s.messageObject(m, r.flag("include_all_metadata")))
		}
	}

	return paged(r, "messages", all)
}

func conversationReplies(s *State, r *request) (tree.Object, *apiError) {
	c, failed := s.readableChannel(r.str("channel"), ":history", true)
	if failed != nil {
		return nil, failed
	}

	ts := r.str("ts")
	parent := c.Message(ts)
	if parent == nil || parent.EphemeralTo != "" {
		return nil, fault("thread_not_found")
	}

	all := []any{s.messageObject(parent, r.flag("include_all_metadata"))}
	for _, m := range c.Replies(ts) {
		if m.EphemeralTo == "" && inRange(r, m.TS) {
			all = append(all, s.messageObject(m, r.flag("include_all_metadata")))
		}
	}

	return paged(r, "messages", all)
}

// inRange compares ts values as text, which works because they are equally long for centuries.
func inRange(r *request, ts string) bool {
	oldest, latest, inclusive := padTS(r.str("oldest")), padTS(r.str("latest")), r.flag("inclusive")
	if ts == oldest || ts == latest {
		return inclusive
	}

	return (oldest == "" || ts > oldest) && (latest == "" || ts < latest)
}

func padTS(ts string) string {
	if ts == "" || ts == "0" {
		return ""
	}

	whole, micros, _ := strings.Cut(ts, ".")
	return whole + "." + (micros + "000000")[:6]
}

// paged returns one page of a list, with the cursor of the next.
func paged(r *request, name string, all []any) (tree.Object, *apiError) {
	limit := r.number("limit", defaultPage)
	if limit == 0 {
		limit = defaultPage
	}

	if limit < 0 || limit > maxPage {
		return nil, mistake("invalid_limit")
	}

	start := 0
	if cursor := r.str("cursor"); cursor != "" {
		raw, err := base64.StdEncoding.DecodeString(cursor)
		n, convErr := strconv.Atoi(string(raw))
		if err != nil || convErr != nil || n < 0 || n > len(all) {
			return nil, mistake("invalid_cursor")
		}

		start = n
	}

	end := min(start+limit, len(all))
	next := ""
	if end < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(end)))
	}

	page := all[start:end]
	if page == nil {
		page = []any{}
	}

	return tree.Object{name: page, "has_more": next != "", "response_metadata": tree.Object{"next_cursor": next}}, nil
}
