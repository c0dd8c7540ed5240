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

// Channel is a conversation that people have joined. Members are user ids; the app's bot user is a member like any other.
type Channel struct {
	ID          string
	Name        string
	Members     []string
	IsPrivate   bool
	IsArchived  bool
	IsExtShared bool
}

const (
	kindChannel = "channel"
	kindDM      = "dm"
	kindGroupDM = "mpim"
)

type channel struct {
	Channel
	kind     string
	created  time.Time
	lastTime int64 // microseconds of the newest ts, so that no two messages share one
	messages []*message
	read     map[string]string // the newest ts that each person has seen
}

// AddChannel adds a channel, or replaces the settings of the one of the same id and keeps its messages.
func (w *Workspace) AddChannel(c Channel) {
	s := w.lock()
	defer w.unlock()
	if c.ID == "" {
		c.ID = s.id("C")
	}
	c.Members = slices.Clone(c.Members)
	if known, ok := s.channels[c.ID]; ok {
		wasArchived, oldName := known.IsArchived, known.Name
		known.Channel = c
		if c.IsArchived && !wasArchived {
			s.publish(event{name: "channel_archive", channel: known, body: tree.Object{"channel": c.ID, "user": ""}})
		}
		if c.Name != oldName {
			s.publish(event{name: "channel_rename", channel: known, body: tree.Object{
				"channel": tree.Object{"id": c.ID, "name": c.Name, "created": known.created.Unix()},
			}})
		}
		s.touch()
		return
	}
	s.channels[c.ID] = &channel{Channel: c, kind: kindChannel, created: s.now(), read: map[string]string{}}
	s.touch()
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
	s := w.lock()
	defer w.unlock()
	c, u := s.channelNamed(channelName), s.userNamed(userName)
	if c == nil || u == nil {
		s.problem("the test moved %q in or out of %q, and one of them does not exist", userName, channelName)
		return
	}
	if c.has(u.ID) == join {
		return
	}
	name := "member_joined_channel"
	if join {
		c.Members = append(c.Members, u.ID)
	} else {
		name = "member_left_channel"
		c.Members = slices.DeleteFunc(c.Members, func(id string) bool { return id == u.ID })
	}
	s.publish(event{name: name, channel: c, mine: u.ID == w.opts.BotUserID, body: tree.Object{
		"user": u.ID, "channel": c.ID, "channel_type": c.letter(), "team": u.TeamID,
	}})
	s.touch()
}

// channelNamed finds a channel by name or id.
func (t *talk) channelNamed(name string) *channel {
	if c, ok := t.channels[name]; ok {
		return c
	}
	name = strings.TrimPrefix(name, "#")
	for _, c := range t.channels {
		if c.kind == kindChannel && c.Name == name {
			return c
		}
	}
	return nil
}

// directWith returns the conversation of exactly these people, making it if there is none.
func (t *talk) directWith(userIDs ...string) *channel {
	members := slices.Clone(userIDs)
	slices.Sort(members)
	members = slices.Compact(members)
	for _, c := range t.channels {
		if c.kind != kindChannel && slices.Equal(c.Members, members) {
			return c
		}
	}
	c := &channel{kind: kindDM, created: t.now(), read: map[string]string{}}
	c.ID, c.Members = t.id("D"), members
	if len(members) > 2 {
		c.kind, c.ID, c.IsPrivate = kindGroupDM, t.id("G"), true
		c.Name = fmt.Sprintf("mpdm-%s-1", strings.Join(members, "--"))
	}
	t.channels[c.ID] = c
	return c
}

// appDM returns the conversation between a person and the app.
func (t *talk) appDM(userID string) *channel {
	return t.directWith(userID, t.opts.BotUserID)
}

func (c *channel) has(userID string) bool { return slices.Contains(c.Members, userID) }

// letter is the channel_type of membership events.
func (c *channel) letter() string {
	if c.IsPrivate {
		return "G"
	}
	return "C"
}

// messageKind is the channel_type of message events.
func (c *channel) messageKind() string {
	switch {
	case c.kind == kindDM:
		return "im"
	case c.kind == kindGroupDM:
		return "mpim"
	case c.IsPrivate:
		return "group"
	}
	return "channel"
}

// scopeFamily is the stem of the scopes that open this conversation: channels, groups, im or mpim.
func (c *channel) scopeFamily() string {
	return map[string]string{"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}[c.messageKind()]
}

// displayName is the name that interaction payloads carry.
func (c *channel) displayName() string {
	switch {
	case c.kind == kindDM:
		return "directmessage"
	case c.IsPrivate:
		return "privategroup"
	}
	return c.Name
}

func (t *talk) channelObject(c *channel) tree.Object {
	o := tree.Object{
		"id": c.ID, "created": c.created.Unix(), "is_archived": c.IsArchived, "is_im": c.kind == kindDM,
		"is_mpim": c.kind == kindGroupDM, "is_org_shared": false, "context_team_id": t.opts.TeamID, "updated": c.created.UnixMilli(),
	}
	if c.kind == kindDM {
		o["user"], o["is_user_deleted"], o["is_open"] = t.otherThanBot(c), false, true
		return o
	}

	unsaid := tree.Object{"value": "", "creator": "", "last_set": 0}
	maps.Copy(o, tree.Object{
		"name": c.Name, "name_normalized": c.Name, "is_channel": !c.IsPrivate,
		"is_group": c.IsPrivate && c.kind == kindChannel, "is_private": c.IsPrivate, "is_member": c.has(t.opts.BotUserID),
		"is_ext_shared": c.IsExtShared, "is_shared": c.IsExtShared, "is_general": false, "is_pending_ext_shared": false,
		"num_members": len(c.Members), "creator": "", "topic": unsaid, "purpose": unsaid,
	})
	return o
}

func (t *talk) otherThanBot(c *channel) string {
	if at := slices.IndexFunc(c.Members, func(id string) bool { return id != t.opts.BotUserID }); at >= 0 {
		return c.Members[at]
	}
	return t.opts.BotUserID
}

// sortedChannels returns every conversation in the order of their ids.
func (t *talk) sortedChannels() []*channel {
	return slices.SortedFunc(maps.Values(t.channels), func(a, b *channel) int { return cmp.Compare(a.ID, b.ID) })
}
