package slacksim

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// User is a member of the workspace, or a stranger seen in a shared channel.
type User struct {
	ID                string
	Name              string // the handle
	RealName          string
	DisplayName       string // empty for most people: Slack then shows the real name
	Title             string
	TZ                string // IANA name
	Email             string
	TeamID            string // the home organisation; empty is this workspace
	IsBot             bool
	IsRestricted      bool // multi-channel guest
	IsUltraRestricted bool // single-channel guest
	IsStranger        bool
	IsAdmin           bool
	Deleted           bool
}

// UserGroup is a group of people that can be mentioned together.
type UserGroup struct {
	ID, Handle, Name string
	Users            []string
	Disabled         bool
}

// Member is a user as the workspace keeps it.
type Member struct {
	User
	updated time.Time
}

// AddUser adds a person, or replaces the one of the same id, and tells the app that it changed.
func (w *Workspace) AddUser(u User) {
	s := w.Lock()
	defer w.Unlock()
	if u.ID == "" {
		u.ID = s.id("U")
	}

	u.TeamID = cmp.Or(u.TeamID, w.Options.TeamID)
	u.RealName = cmp.Or(u.RealName, u.Name)
	_, known := s.Users[u.ID]
	added := &Member{User: u, updated: s.Now()}
	s.Users[u.ID] = added
	name := "team_join"
	if known {
		name = "user_change"
	}

	s.publish(event{name: name, body: tree.Object{"user": s.userObject(added, true), "cache_ts": s.Now().Unix()}})
	s.touch()
}

// AddUserGroup adds a user group, or replaces the one of the same id, and tells the app.
func (w *Workspace) AddUserGroup(g UserGroup) {
	s := w.Lock()
	defer w.Unlock()
	if g.ID == "" {
		g.ID = s.id("S")
	}

	g.Users = slices.Clone(g.Users)
	_, known := s.groups[g.ID]
	s.groups[g.ID] = &g
	name := "subteam_created"
	if known {
		name = "subteam_updated"
	}

	s.publish(event{name: name, body: tree.Object{"subteam": s.groupObject(&g)}})
}

// UserNamed finds a person by handle or id.
func (p *people) UserNamed(name string) *Member {
	if u, ok := p.Users[name]; ok {
		return u
	}

	name = strings.TrimPrefix(name, "@")
	for _, u := range p.Users {
		if u.Name == name {
			return u
		}
	}

	return nil
}

func (p *people) userObject(u *Member, withEmail bool) tree.Object {
	profile := tree.Object{
		"real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.DisplayName,
		"display_name_normalized": u.DisplayName, "title": u.Title, "team": u.TeamID, "status_text": "", "status_emoji": "",
		"image_72": "",
	}
	stranger := u.TeamID != p.opts.TeamID || u.IsStranger
	if withEmail && u.Email != "" && !stranger {
		profile["email"] = u.Email
	}

	if u.IsBot {
		profile["bot_id"] = botIDOf(u.ID)
	}

	o := tree.Object{
		"id": u.ID, "team_id": u.TeamID, "name": u.Name, "deleted": u.Deleted, "real_name": u.RealName, "profile": profile,
		"is_admin": u.IsAdmin, "is_owner": false, "is_primary_owner": false, "is_restricted": u.IsRestricted,
		"is_ultra_restricted": u.IsUltraRestricted, "is_bot": u.IsBot, "is_app_user": false, "updated": u.updated.Unix(),
	}
	if stranger {
		o["is_stranger"] = u.IsStranger
		return o // Slack withholds the zone of people of other organisations
	}

	if !u.IsBot && !u.Deleted {
		location, err := time.LoadLocation(cmp.Or(u.TZ, p.opts.Location.String()))
		if err != nil {
			location = time.UTC
		}

		label, offset := p.Now().In(location).Zone()
		o["tz"], o["tz_label"], o["tz_offset"] = location.String(), label, offset
	}

	return o
}

func botIDOf(userID string) string { return "B" + strings.TrimPrefix(userID, "U") }

func (c *core) botID() string { return botIDOf(c.opts.BotUserID) }

func (p *people) groupObject(g *UserGroup) tree.Object {
	deleted := int64(0)
	if g.Disabled {
		deleted = p.Now().Unix()
	}

	return tree.Object{
		"id": g.ID, "team_id": p.opts.TeamID, "is_usergroup": true, "name": g.Name, "handle": g.Handle, "description": "",
		"is_external": false, "date_delete": deleted, "user_count": len(g.Users), "users": slices.Clone(g.Users),
		"prefs": tree.Object{"channels": []string{}, "groups": []string{}},
	}
}

// SortedUsers returns everyone in the order of their ids.
func (p *people) SortedUsers() []*Member {
	return slices.SortedFunc(maps.Values(p.Users), func(a, b *Member) int { return cmp.Compare(a.ID, b.ID) })
}

func userInfo(s *State, r *request) (tree.Object, *apiError) {
	u, ok := s.Users[r.str("user")]
	if !ok {
		return nil, fault("user_not_found")
	}

	return tree.Object{"user": s.userObject(u, s.scopes["users:read.email"])}, nil
}

func authTest(s *State, _ *request) (tree.Object, *apiError) {
	bot := s.Users[s.opts.BotUserID]
	return tree.Object{
		"url": s.baseURL + "/", "team": s.opts.TeamName, "team_id": s.opts.TeamID, "user": bot.Name, "user_id": bot.ID,
		"bot_id": s.botID(), "is_enterprise_install": false, "app_id": s.opts.AppID,
	}, nil
}

func (c *core) domain() string {
	return strings.ToLower(strings.Join(strings.Fields(c.opts.TeamName), "-"))
}

// Mentions finds whom or what a typed name means; with handles, people carry theirs, as in commands.
func (t *talk) Mentions(handles bool) func(sign, name string) string {
	return func(sign, name string) string { return t.mention(sign, name, handles) }
}

func (t *talk) mention(sign, name string, withName bool) string {
	if sign == "#" {
		if c := t.ChannelNamed(name); c != nil && c.Kind == KindChannel {
			return "<#" + c.ID + "|" + c.Name + ">"
		}

		return ""
	}

	switch name {
	case "here", "channel", "everyone":
		return "<!" + name + ">"
	}

	if u := t.UserNamed(name); u != nil {
		if withName {
			return "<@" + u.ID + "|" + u.Name + ">"
		}

		return "<@" + u.ID + ">"
	}

	for _, g := range t.groups {
		if g.Handle == name {
			return "<!subteam^" + g.ID + "|@" + g.Handle + ">"
		}
	}

	return ""
}
