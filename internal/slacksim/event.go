package slacksim

import (
	"slices"
	"strings"
)

// event is something that happened in the workspace and that an app may have subscribed to.
type event struct {
	name    string   // as in the manifest, but "message" for every message.* event
	channel *channel // where it happened, nil for the whole workspace
	mine    bool     // about the app itself, told even where the app is no member
	body    object
}

// eventScopes says which bot scope an event needs; an event that is not listed needs none.
var eventScopes = map[string]string{
	"app_mention":      "app_mentions:read",
	"message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history", "message.mpim": "mpim:history",
	"user_change": "users:read", "team_join": "users:read",
	"subteam_created": "usergroups:read", "subteam_updated": "usergroups:read", "subteam_members_changed": "usergroups:read",
	"reaction_added": "reactions:read", "reaction_removed": "reactions:read",
	"file_shared": "files:read",
}

// channelEventScopes are the events whose scope depends on the kind of conversation.
var channelEventScopes = map[string]string{
	"member_joined_channel": ":read", "member_left_channel": ":read", "channel_archive": ":read", "channel_rename": ":read",
}

// openEvents happen where the app need not be a member.
var openEvents = map[string]bool{"channel_archive": true, "channel_rename": true}

// publish sends an event to the app, if the app asked for it and may know of it. Nothing is sent before the app's first
// connection: what the workspace was like before is not news. The lock is held.
func (w *Workspace) publish(e event) {
	if !w.everConnected || !w.subscribed(e) {
		return
	}
	if e.channel != nil && !e.mine && !openEvents[e.name] && !e.channel.has(w.opts.BotUserID) {
		return
	}
	e.body["type"] = e.name
	setDefault(e.body, "event_ts", w.stamp())
	payload := object{
		"token": verificationToken, "team_id": w.opts.TeamID, "api_app_id": w.opts.AppID, "type": "event_callback",
		"event_id": w.id("Ev"), "event_time": w.now().Unix(), "event": e.body,
		"authorizations": []any{object{
			"enterprise_id": nil, "team_id": w.opts.TeamID, "user_id": w.opts.BotUserID, "is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": e.channel != nil && e.channel.IsExtShared,
		"event_context":         "4-" + e.name,
	}
	w.deliverEvent(e.name, payload)
}

func (w *Workspace) subscribed(e event) bool {
	name, scope := e.name, eventScopes[e.name]
	if e.channel != nil {
		family := e.channel.scopeFamily()
		if e.name == "message" {
			name = "message." + family
			scope = eventScopes[name]
		}
		if suffix, ok := channelEventScopes[e.name]; ok {
			scope = family + suffix
		}
	}
	if w.events != nil && !w.events[name] {
		return false
	}
	return scope == "" || w.scopes[scope]
}

const verificationToken = "slacksim-verification-token"

// knownScopes lists every bot scope that the workspace knows, sorted.
func knownScopes() []string {
	all := map[string]bool{
		"commands": true, "users:read.email": true, "chat:write.public": true, "channels:read": true, "groups:read": true,
		"im:read": true, "mpim:read": true, "im:write": true, "mpim:write": true, "team:read": true, "files:write": true,
		"files:read": true,
	}
	for _, scope := range eventScopes {
		all[scope] = true
	}
	for _, m := range methods {
		if m.scope != "" {
			all[m.scope] = true
		}
	}
	var names []string
	for name := range all {
		if !strings.HasPrefix(name, "connections:") && name != "chat:write.public" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
