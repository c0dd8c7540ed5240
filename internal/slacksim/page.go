package slacksim

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/web"
)

const morning = 9 // the hour at which the clock panel's days begin

func (w *Workspace) routePage(mux *http.ServeMux) {
	mux.Handle("GET /", http.FileServerFS(web.Files))
	mux.HandleFunc("GET /app/state", w.servePageState)
	mux.HandleFunc("GET /app/messages", w.servePageMessages)
	mux.HandleFunc("GET /app/home", w.servePageHome)
	mux.HandleFunc("GET /app/events", w.servePageEvents)
	mux.HandleFunc("GET /app/file", w.servePageFile)
	for path, act := range map[string]pageAct{
		"command": w.pageCommand, "say": w.pageSay, "action": w.pageAction, "submit": w.pageSubmit, "close_view": w.pageClose,
		"shortcut": w.pageShortcut, "suggest": w.pageSuggest, "clock": w.pageClock, "fault": w.pageFault,
	} {
		mux.HandleFunc("POST /app/"+path, w.pagePost(act))
	}
}

// pageRequest is everything that the page may send.
type pageRequest struct {
	As         string `json:"as"`
	Channel    string `json:"channel"`
	Text       string `json:"text"`
	ThreadTS   string `json:"thread_ts"`
	TS         string `json:"ts"`
	ViewID     string `json:"view_id"`
	BlockID    string `json:"block_id"`
	ActionID   string `json:"action_id"`
	CallbackID string `json:"callback_id"`
	State      object `json:"state"`
	To         string `json:"to"`
	Kind       string `json:"kind"`
	Query      string `json:"query"`

	user *user
	body object
}

type pageAct func(ctx context.Context, r pageRequest) object

func (w *Workspace) pagePost(act pageAct) http.HandlerFunc {
	foreign := http.NewCrossOriginProtection() // other sites in the same browser may not act
	return func(rw http.ResponseWriter, r *http.Request) {
		if err := foreign.Check(r); err != nil {
			http.Error(rw, err.Error(), http.StatusForbidden)
			return
		}
		var req pageRequest
		var raw json.RawMessage
		err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, maxRequestBody)).Decode(&raw)
		if err == nil {
			err = json.Unmarshal(raw, &req)
		}
		if err != nil {
			writeJSON(rw, refused("the request is not understood: "+err.Error()))
			return
		}
		u, ok := w.pageUser(rw, req.As)
		if !ok {
			return
		}
		req.user, req.body = u, asObject(decodeJSON(raw))
		writeJSON(rw, act(r.Context(), req))
	}
}

func refused(why string) object { return object{"ok": false, "error": why} }

func finished(failure string) object {
	if failure != "" {
		return refused(failure)
	}
	return object{"ok": true}
}

// pageUser finds the person that a page acts as; without a name it is the first person there is.
func (w *Workspace) pageUser(rw http.ResponseWriter, id string) (*user, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if id == "" {
		for _, u := range w.sortedUsers() {
			if !u.IsBot && !u.Deleted {
				return u, true
			}
		}
	}
	u, ok := w.users[id]
	if !ok || u.IsBot {
		http.Error(rw, "there is no such person", http.StatusNotFound)
		return nil, false
	}
	return u, true
}

func (w *Workspace) servePageState(rw http.ResponseWriter, r *http.Request) {
	u, ok := w.pageUser(rw, r.URL.Query().Get("as"))
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.appDM(u.ID)
	commands, shortcuts, people, places := []any{}, []any{}, []any{}, []any{}
	for _, c := range w.opts.Commands {
		commands = append(commands, object{"name": c.Name, "description": c.Description, "hint": c.UsageHint})
	}
	for _, s := range w.opts.Shortcuts {
		shortcuts = append(shortcuts, object{"name": s.Name, "type": s.Type, "callback_id": s.CallbackID})
	}
	for _, other := range w.sortedUsers() {
		if !other.Deleted {
			people = append(people, object{"id": other.ID, "name": other.Name, "real_name": other.RealName, "title": other.Title,
				"tz": cmp.Or(other.TZ, w.opts.Location.String()), "bot": other.IsBot})
		}
	}
	for _, c := range w.sortedChannels() {
		if c.visibleTo(u.ID) {
			places = append(places, w.pageChannel(c, u))
		}
	}
	writeJSON(rw, object{
		"team": w.opts.TeamName, "app": object{"id": w.opts.AppID, "name": w.opts.AppName, "bot_user": w.opts.BotUserID},
		"now": w.now().Unix(), "zone": w.opts.Location.String(), "connected": len(w.sockets), "clock": w.opts.OnMoveClock != nil,
		"users": people, "me": u.ID, "channels": places, "commands": commands, "shortcuts": shortcuts, "home": w.opts.HomeTab,
	})
}

func (w *Workspace) pageChannel(c *channel, u *user) object {
	kind, name := kindChannel, c.Name
	if c.kind != kindChannel {
		kind = "dm"
		var others []string
		for _, id := range c.Members {
			if id != u.ID || len(c.Members) == 1 {
				others = append(others, w.users[id].RealName)
			}
		}
		name = strings.Join(others, ", ")
		if c.kind == kindDM && c.has(w.opts.BotUserID) {
			kind = "app_dm"
		}
	}
	unread := 0
	for _, m := range c.messages {
		if m.visibleTo(u.ID) && m.userID != u.ID && m.ts > c.read[u.ID] && (m.threadTS == "" || m.threadTS == m.ts) {
			unread++
		}
	}
	return object{"id": c.ID, "name": name, "kind": kind, "members": append([]string{}, c.Members...), "unread": unread,
		"private": c.IsPrivate, "archived": c.IsArchived}
}

func (m *message) visibleTo(userID string) bool {
	return (m.ephemeralTo == "" || m.ephemeralTo == userID) && m.channel.visibleTo(userID)
}

func (w *Workspace) servePageMessages(rw http.ResponseWriter, r *http.Request) {
	u, ok := w.pageUser(rw, r.URL.Query().Get("as"))
	if !ok {
		return
	}
	thread := r.URL.Query().Get("thread")
	w.mu.Lock()
	defer w.mu.Unlock()
	c, ok := w.channels[r.URL.Query().Get("channel")]
	if !ok || !c.visibleTo(u.ID) {
		http.Error(rw, "there is no such channel", http.StatusNotFound)
		return
	}
	all := []any{}
	for _, m := range c.messages {
		isReply := m.threadTS != "" && m.threadTS != m.ts
		inView := thread == "" && (!isReply || m.broadcast) || thread != "" && (m.ts == thread || m.threadTS == thread)
		if m.visibleTo(u.ID) && inView {
			all = append(all, w.pageMessage(m, u))
		}
	}
	if thread == "" && len(c.messages) > 0 {
		c.read[u.ID] = c.messages[len(c.messages)-1].ts
	}
	writeJSON(rw, object{"messages": all})
}

func (w *Workspace) pageMessage(m *message, u *user) object {
	files := []any{}
	for _, f := range m.files {
		files = append(files, object{"id": f.id, "name": f.name, "title": f.title, "size": len(f.data), "url": "/app/file?as=" + u.ID + "&id=" + f.id})
	}
	blocks := m.blocks
	if blocks == nil {
		blocks = []any{}
	}
	return object{
		"ts": m.ts, "user": m.userID, "app": m.fromApp, "text": m.text, "blocks": blocks, "ephemeral": m.ephemeralTo != "", "edited": m.edited,
		"thread_ts": m.threadTS, "reply_count": len(m.channel.replies(m.ts)), "time": m.at.Unix(), "files": files,
	}
}

func (w *Workspace) servePageHome(rw http.ResponseWriter, r *http.Request) {
	u, ok := w.pageUser(rw, r.URL.Query().Get("as"))
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.URL.Query().Get("quiet") == "" { // the page reads again after a home event, which is no new visit
		w.openHome(u)
	}
	var shown any
	if v := w.homes[u.ID]; v != nil {
		shown = w.viewObject(v)
	}
	writeJSON(rw, object{"view": shown})
}

func (w *Workspace) servePageFile(rw http.ResponseWriter, r *http.Request) {
	u, ok := w.pageUser(rw, r.URL.Query().Get("as"))
	if !ok {
		return
	}
	w.mu.Lock()
	f, ok := w.files[r.URL.Query().Get("id")]
	anonymous := r.URL.Query().Get("as") == "" // a plain download link
	ok = ok && (anonymous || slices.ContainsFunc(f.channels, func(id string) bool { return w.channels[id].visibleTo(u.ID) }))
	w.mu.Unlock()
	if !ok {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", mimeType(f.name))
	rw.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.name))
	rw.Write(f.data)
}

// pagePlace finds the conversation that the page names.
func (w *Workspace) pagePlace(r pageRequest) *channel {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, ok := w.channels[r.Channel]
	if !ok || !c.visibleTo(r.user.ID) {
		return nil
	}
	return c
}

func (w *Workspace) pageCommand(_ context.Context, r pageRequest) object {
	c := w.pagePlace(r)
	if c == nil {
		return refused("channel_not_found")
	}
	return finished(w.runCommand(r.user, c, r.Text).failure)
}

func (w *Workspace) pageSay(_ context.Context, r pageRequest) object {
	c := w.pagePlace(r)
	switch {
	case c == nil:
		return refused("channel_not_found")
	case strings.TrimSpace(r.Text) == "":
		return refused("no_text")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.IsArchived {
		return refused("is_archived")
	}
	return object{"ok": true, "ts": w.say(r.user, c, r.Text, r.ThreadTS).ts}
}

// pageTarget finds where the element of a request stands, and takes over what the page says has been entered there.
func (w *Workspace) pageTarget(r pageRequest) (place, located, string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var at place
	if r.ViewID != "" {
		at.view = w.views[r.ViewID]
		if at.view == nil || at.view.userID != r.user.ID {
			return at, located{}, "view_not_found"
		}
	} else if c := w.channels[r.Channel]; c != nil {
		at.message = c.message(r.TS)
	}
	if at.view == nil && (at.message == nil || !at.message.visibleTo(r.user.ID)) {
		return at, located{}, "message_not_found"
	}
	at.takeOver(r.user.ID, r.State)
	l, ok := at.find(r.BlockID, r.ActionID)
	if !ok {
		return at, l, "element_not_found"
	}
	return at, l, ""
}

// takeOver keeps the state that the page sends for elements that are there. The lock is held.
func (p place) takeOver(userID string, state object) {
	for _, l := range elementsOf(p.blocks()) {
		kind := elementKinds[l.kind()]
		sent := asObject(asObject(state[l.blockID()])[l.actionID()])
		if sent == nil || kind.field == "" {
			continue
		}
		value := sent[kind.field]
		if s, isText := value.(string); isText && s == "" {
			value = nil
		}
		if value == nil && kind.many {
			value = []any{}
		}
		p.enter(userID, l, value)
	}
}

func (w *Workspace) pageAction(_ context.Context, r pageRequest) object {
	at, l, wrong := w.pageTarget(r)
	if wrong != "" {
		return refused(wrong)
	}
	var chosen any
	switch kind := elementKinds[l.kind()]; {
	case l.kind() == "overflow":
		chosen = r.body["selected_option"]
	case kind.field != "":
		chosen = r.body[kind.field]
	}
	_, failure := w.press(r.user, at, l, chosen)
	return finished(failure)
}

func (w *Workspace) pageSubmit(_ context.Context, r pageRequest) object {
	w.mu.Lock()
	v := w.views[r.ViewID]
	if v == nil || v.userID != r.user.ID {
		w.mu.Unlock()
		return refused("view_not_found")
	}
	place{view: v}.takeOver(r.user.ID, r.State)
	w.mu.Unlock()
	done := w.submit(r.user, v)
	answer := finished(done.failure)
	if done.closed {
		answer["closed"] = true
	}
	if len(done.errors) > 0 {
		answer["errors"] = done.errors
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if done.view != nil && len(done.errors) == 0 && done.failure == "" {
		answer["view"] = w.viewObject(done.view)
	}
	return answer
}

func (w *Workspace) pageClose(_ context.Context, r pageRequest) object {
	w.mu.Lock()
	v := w.views[r.ViewID]
	w.mu.Unlock()
	if v == nil || v.userID != r.user.ID || v.kind != viewModal {
		return finished("")
	}
	return finished(w.dismiss(r.user, v))
}

func (w *Workspace) pageShortcut(_ context.Context, r pageRequest) object {
	at := slices.IndexFunc(w.opts.Shortcuts, func(s Shortcut) bool { return s.CallbackID == r.CallbackID })
	if at < 0 {
		return refused("there is no such shortcut")
	}
	var m *message
	if w.opts.Shortcuts[at].Type == "message" {
		c := w.pagePlace(r)
		if c == nil {
			return refused("channel_not_found")
		}
		w.mu.Lock()
		m = c.message(r.TS)
		w.mu.Unlock()
		if m == nil || !m.visibleTo(r.user.ID) {
			return refused("message_not_found")
		}
	}
	_, failure := w.useShortcut(r.user, w.opts.Shortcuts[at], m)
	return finished(failure)
}

func (w *Workspace) pageSuggest(_ context.Context, r pageRequest) object {
	at, l, wrong := w.pageTarget(r)
	if wrong != "" {
		return refused(wrong)
	}
	options, failure := w.suggest(r.user, at, l, r.Query)
	answer := finished(failure)
	answer["options"] = append([]any{}, options...)
	return answer
}

func (w *Workspace) pageClock(ctx context.Context, r pageRequest) object {
	if w.opts.OnMoveClock == nil {
		return refused("this workspace's clock cannot be moved")
	}
	to, err := clockTarget(w.now().In(w.opts.Location), r.To)
	if err == nil {
		err = w.opts.OnMoveClock(ctx, to)
	}
	if err != nil {
		return refused(err.Error())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.emit(pageEvent{name: "clock", data: object{"now": w.now().Unix()}})
	return object{"ok": true, "now": w.now().Unix()}
}

// clockTarget reads where the clock shall go: a duration such as +1h, "tomorrow", or "monday".
func clockTarget(now time.Time, to string) (time.Time, error) {
	days := 1
	switch to {
	case "tomorrow":
	case "monday":
		days = (int(time.Monday)-int(now.Weekday())+6)%7 + 1
	default:
		d, err := time.ParseDuration(strings.TrimPrefix(to, "+"))
		if err != nil || d <= 0 {
			return now, fmt.Errorf("the clock goes forward by a duration such as +1h, or to tomorrow or monday, not to %q", to)
		}
		return now.Add(d), nil
	}
	return time.Date(now.Year(), now.Month(), now.Day()+days, morning, 0, 0, 0, now.Location()), nil
}

func (w *Workspace) pageFault(_ context.Context, r pageRequest) object {
	switch r.Kind {
	case "disconnect":
		w.Disconnect(ReasonRefreshRequested)
	case "cut":
		w.CutSockets()
	default:
		return refused("there is no such fault")
	}
	return finished("")
}
