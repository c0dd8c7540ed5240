package slacksim

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// Channel is a conversation that people have joined. Members are user ids; the app's bot user is a member like any
// other.
type Channel struct {
	ID          string
	Name        string
	Members     []string
	IsPrivate   bool
	IsArchived  bool
	IsExtShared bool
}

// The kinds of conversations.
const (
	KindChannel = "channel"
	KindDM      = "dm"
	kindGroupDM = "mpim"
)

// Conversation is a channel or a direct conversation with what was said in it.
type Conversation struct {
	Channel
	Kind     string
	created  time.Time
	lastTime int64 // microseconds of the newest ts, so that no two messages share one
	Messages []*Message
	Read     map[string]string // the newest ts that each person has seen
}

// AddChannel adds a channel, or replaces the settings of the one of the same id and keeps its messages.
func (w *Workspace) AddChannel(c Channel) {
	s := w.Lock()
	defer w.Unlock()
	if c.ID == "" {
		c.ID = s.id("C")
	}

	c.Members = slices.Clone(c.Members)
	if known, ok := s.Channels[c.ID]; ok {
		was, oldName := known.Channel, known.Name
		known.Channel = c
		s.publishTurn(known, was.IsArchived, c.IsArchived, "channel_archive", "channel_unarchive")
		s.publishTurn(known, was.IsExtShared, c.IsExtShared, "channel_shared", "channel_unshared")

		if c.Name != oldName {
			s.publish(event{name: "channel_rename", channel: known, body: tree.Object{
				"channel": tree.Object{"id": c.ID, "name": c.Name, "created": known.created.Unix()},
			}})
		}

		s.touch()
		return
	}

	s.Channels[c.ID] = &Conversation{Channel: c, Kind: KindChannel, created: s.Now(), Read: map[string]string{}}
	s.touch()
}

// publishTurn tells that something about a channel began or ended. That it became public Slack tells by no event.
func (s *State) publishTurn(c *Conversation, was, is bool, begun, ended string) {
	switch {
	case is && !was:
		s.publish(event{name: begun, channel: c, body: tree.Object{"channel": c.ID, "user": ""}})
	case was && !is:
		s.publish(event{name: ended, channel: c, body: tree.Object{"channel": c.ID, "user": ""}})
	}
}

// Join makes a person, or the app's bot user, a member of a channel, and tells the app.
func (w *Workspace) Join(channelName, userName string) {
	w.changeMembership(channelName, userName, true)
}

// Leave ends a membership, and tells the app.
func (w *Workspace) Leave(channelName, userName string) {
	w.changeMembership(channelName, userName, false)
}

func (w *Workspace) changeMembership(channelName, userName string, join bool) {
	s := w.Lock()
	defer w.Unlock()
	c, u := s.ChannelNamed(channelName), s.UserNamed(userName)
	if c == nil || u == nil {
		s.problem("the test moved %q in or out of %q, and one of them does not exist", userName, channelName)
		return
	}

	if c.Has(u.ID) == join {
		return
	}

	name := "member_joined_channel"
	if join {
		c.Members = append(c.Members, u.ID)
	} else {
		name = "member_left_channel"
		c.Members = slices.DeleteFunc(c.Members, func(id string) bool { return id == u.ID })
	}

	s.publish(event{name: name, channel: c, mine: u.ID == w.Options.BotUserID, body: tree.Object{
		"user": u.ID, "channel": c.ID, "channel_type": c.letter(), "team": u.TeamID,
	}})
	s.touch()
}

// ChannelNamed finds a channel by name or id.
func (t *talk) ChannelNamed(name string) *Conversation {
	if c, ok := t.Channels[name]; ok {
		return c
	}

	name = strings.TrimPrefix(name, "#")
	for _, c := range t.Channels {
		if c.Kind == KindChannel && c.Name == name {
			return c
		}
	}

	return nil
}

// directWith returns the conversation of exactly these people, making it if there is none.
func (t *talk) directWith(userIDs ...string) *Conversation {
	members := slices.Clone(userIDs)
	slices.Sort(members)
	members = slices.Compact(members)
	for _, c := range t.Channels {
		if c.Kind != KindChannel && slices.Equal(c.Members, members) {
			return c
		}
	}

	c := &Conversation{Kind: KindDM, created: t.Now(), Read: map[string]string{}}
	c.ID, c.Members = t.id("D"), members
	if len(members) > 2 {
		c.Kind, c.ID, c.IsPrivate = kindGroupDM, t.id("G"), true
		c.Name = fmt.Sprintf("mpdm-%s-1", strings.Join(members, "--"))
	}

	t.Channels[c.ID] = c
	return c
}

// AppDM returns the conversation between a person and the app.
func (t *talk) AppDM(userID string) *Conversation {
	return t.directWith(userID, t.opts.BotUserID)
}

// Has reports whether somebody is a member.
func (c *Conversation) Has(userID string) bool { return slices.Contains(c.Members, userID) }

// letter is the channel_type of membership events.
func (c *Conversation) letter() string {
	if c.IsPrivate {
		return "G"
	}

	return "C"
}

// messageKind is the channel_type of message events.
func (c *Conversation) messageKind() string {
	switch {
	case c.Kind == KindDM:
		return "im"
	case c.Kind == kindGroupDM:
		return "mpim"
	case c.IsPrivate:
		return "group"
	}

	return "channel"
}

// scopeFamily is the stem of the scopes that open this conversation: channels, groups, im or mpim.
func (c *Conversation) scopeFamily() string {
	return map[string]string{"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}[c.messageKind()]
}

// displayName is the name that interaction payloads carry.
func (c *Conversation) displayName() string {
	switch {
	case c.Kind == KindDM:
		return "directmessage"
	case c.IsPrivate:
		return "privategroup"
	}

	return c.Name
}

func (t *talk) channelObject(c *Conversation) tree.Object {
	o := tree.Object{
		"id": c.ID, "created": c.created.Unix(), "is_archived": c.IsArchived, "is_im": c.Kind == KindDM,
		"is_mpim": c.Kind == kindGroupDM, "is_org_shared": false, "context_team_id": t.opts.TeamID,
		"updated": c.created.UnixMilli(),
	}
	if c.Kind == KindDM {
		o["user"], o["is_user_deleted"], o["is_open"] = t.otherThanBot(c), false, true
		return o
	}

	unsaid := tree.Object{"value": "", "creator": "", "last_set": 0}
	maps.Copy(o, tree.Object{
		"name": c.Name, "name_normalized": c.Name, "is_channel": !c.IsPrivate,
		"is_group": c.IsPrivate && c.Kind == KindChannel, "is_private": c.IsPrivate, "is_member": c.Has(t.opts.BotUserID),
		"is_ext_shared": c.IsExtShared, "is_shared": c.IsExtShared, "is_general": false, "is_pending_ext_shared": false,
		"num_members": len(c.Members), "creator": "", "topic": unsaid, "purpose": unsaid,
	})
	return o
}

func (t *talk) otherThanBot(c *Conversation) string {
	if at := slices.IndexFunc(c.Members, func(id string) bool { return id != t.opts.BotUserID }); at >= 0 {
		return c.Members[at]
	}

	return t.opts.BotUserID
}

// SortedChannels returns every conversation in the order of their ids.
func (t *talk) SortedChannels() []*Conversation {
	return slices.SortedFunc(maps.Values(t.Channels), func(a, b *Conversation) int { return cmp.Compare(a.ID, b.ID) })
}

// VisibleTo reports whether a person can look into the conversation.
func (c *Conversation) VisibleTo(userID string) bool {
	return c.Has(userID) || (c.Kind == KindChannel && !c.IsPrivate)
}
