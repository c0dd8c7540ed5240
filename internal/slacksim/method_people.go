package slacksim

import (
	"maps"
	"slices"
	"strings"
)

func userInfo(w *Workspace, r *request) (object, *apiError) {
	u, ok := w.users[r.str("user")]
	if !ok {
		return nil, fault("user_not_found")
	}
	return object{"user": w.userObject(u, w.scopes["users:read.email"])}, nil
}

func listUsers(w *Workspace, r *request) (object, *apiError) {
	var all []any
	for _, u := range w.sortedUsers() {
		all = append(all, w.userObject(u, w.scopes["users:read.email"]))
	}
	return paged(r, "members", all)
}

func lookupByEmail(w *Workspace, r *request) (object, *apiError) {
	for _, u := range w.sortedUsers() {
		if u.Email != "" && strings.EqualFold(u.Email, r.str("email")) && !u.Deleted && u.TeamID == w.opts.TeamID {
			return object{"user": w.userObject(u, true)}, nil
		}
	}
	return nil, fault("users_not_found")
}

func listUserGroups(w *Workspace, r *request) (object, *apiError) {
	all := []any{}
	for _, id := range slices.Sorted(maps.Keys(w.groups)) {
		g := w.groups[id]
		if g.Disabled && !r.flag("include_disabled") {
			continue
		}

		o := w.groupObject(g)
		if !r.flag("include_users") {
			delete(o, "users")
		}
		all = append(all, o)
	}
	return object{"usergroups": all}, nil
}

func userGroupMembers(w *Workspace, r *request) (object, *apiError) {
	g, ok := w.groups[r.str("usergroup")]
	if !ok || (g.Disabled && !r.flag("include_disabled")) {
		return nil, fault("no_such_subteam")
	}
	return object{"users": append([]string{}, g.Users...)}, nil
}

func authTest(w *Workspace, _ *request) (object, *apiError) {
	bot := w.users[w.opts.BotUserID]
	return object{
		"url": w.baseURL + "/", "team": w.opts.TeamName, "team_id": w.opts.TeamID, "user": bot.Name, "user_id": bot.ID,
		"bot_id": w.botID(), "is_enterprise_install": false, "app_id": w.opts.AppID,
	}, nil
}

func teamInfo(w *Workspace, _ *request) (object, *apiError) {
	return object{"team": object{"id": w.opts.TeamID, "name": w.opts.TeamName, "domain": w.domain(), "email_domain": "", "icon": object{}}}, nil
}

func botInfo(w *Workspace, r *request) (object, *apiError) {
	if id := r.str("bot"); id != "" && id != w.botID() {
		return nil, fault("bot_not_found")
	}
	return object{"bot": object{
		"id": w.botID(), "app_id": w.opts.AppID, "user_id": w.opts.BotUserID, "name": w.opts.AppName, "deleted": false, "icons": object{},
	}}, nil
}

func (w *Workspace) domain() string {
	return strings.ToLower(strings.Join(strings.Fields(w.opts.TeamName), "-"))
}
