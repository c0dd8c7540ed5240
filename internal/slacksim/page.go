package slacksim

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
	"github.com/leadloop/leadloop/internal/slacksim/web"
)

func (w *Workspace) routePage(mux *http.ServeMux) {
	mux.Handle("/", http.FileServerFS(web.Files))
	mux.HandleFunc("GET /app/state", w.pageGet(w.servePageState))
	mux.HandleFunc("GET /app/messages", w.pageGet(w.servePageMessages))
	mux.HandleFunc("GET /app/home", w.pageGet(w.servePageHome))
	mux.HandleFunc("GET /app/events", w.pageGet(w.servePageEvents))
	mux.HandleFunc("GET /app/file", w.pageGet(w.servePageFile))
	for path, act := range map[string]pageAct{
		"command": w.pageCommand, "say": w.pageSay, "action": w.pageAction, "submit": w.pageSubmit, "close_view": w.pageClose,
		"shortcut": w.pageShortcut, "suggest": w.pageSuggest, "clock": w.pageClock, "fault": w.pageFault,
	} {
		mux.HandleFunc("POST /app/"+path, w.pagePost(act))
	}
}

// pageUser finds the person that a page acts as; without a name it is the first person there is.
func (w *Workspace) pageUser(rw http.ResponseWriter, id string) (*user, bool) {
	s := w.lock()
	u := s.users[id]
	if id == "" {
		everyone := s.sortedUsers()
		if at := slices.IndexFunc(everyone, func(u *user) bool { return !u.IsBot && !u.Deleted }); at >= 0 {
			u = everyone[at]
		}
	}
	w.unlock()
	if u == nil || u.IsBot {
		http.Error(rw, "there is no such person", http.StatusNotFound)
		return nil, false
	}
	return u, true
}

// pageGet is a handler that knows as whom the page asks.
func (w *Workspace) pageGet(serve func(http.ResponseWriter, *http.Request, *user)) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if u, ok := w.pageUser(rw, r.URL.Query().Get("as")); ok {
			serve(rw, r, u)
		}
	}
}

func (w *Workspace) servePageState(rw http.ResponseWriter, _ *http.Request, u *user) {
	writeJSON(rw, w.pageState(u))
}

func (w *Workspace) pageState(u *user) tree.Object {
	s := w.lock()
	defer w.unlock()
	s.appDM(u.ID)
	commands, shortcuts, people, places := []any{}, []any{}, []any{}, []any{}
	for _, c := range w.opts.Commands {
		commands = append(commands, tree.Object{"name": c.Name, "description": c.Description, "hint": c.UsageHint})
	}
	for _, s := range w.opts.Shortcuts {
		shortcuts = append(shortcuts, tree.Object{"name": s.Name, "type": s.Type, "callback_id": s.CallbackID})
	}
	for _, other := range s.sortedUsers() {
		if !other.Deleted {
			people = append(people, tree.Object{
				"id": other.ID, "name": other.Name, "real_name": other.RealName, "title": other.Title,
				"tz": cmp.Or(other.TZ, w.opts.Location.String()), "bot": other.IsBot,
			})
		}
	}
	for _, c := range s.sortedChannels() {
		if c.visibleTo(u.ID) {
			places = append(places, pageChannel(s, c, u))
		}
	}
	open := []any{}
	for _, v := range s.stacks[u.ID] {
		open = append(open, s.viewObject(v))
	}
	return tree.Object{
		"views": open, "team": w.opts.TeamName, "app": tree.Object{"id": w.opts.AppID, "name": w.opts.AppName, "bot_user": w.opts.BotUserID},
		"now": s.now().Unix(), "zone": w.opts.Location.String(), "connected": len(s.sockets), "clock": w.opts.OnMoveClock != nil,
		"users": people, "me": u.ID, "channels": places, "commands": commands, "shortcuts": shortcuts, "home": w.opts.HomeTab,
	}
}

func pageChannel(s *state, c *channel, u *user) tree.Object {
	kind, name := kindChannel, c.Name
	if c.kind != kindChannel {
		kind = "dm"
		var others []string
		for _, id := range c.Members {
			if id != u.ID || len(c.Members) == 1 {
				others = append(others, s.users[id].RealName)
			}
		}
		name = strings.Join(others, ", ")
		if c.kind == kindDM && c.has(s.opts.BotUserID) {
			kind = "app_dm"
		}
	}
	unread := 0
	for _, m := range c.messages {
		if c.has(u.ID) && m.visibleTo(u.ID) && m.userID != u.ID && m.ts > c.read[u.ID] && (m.threadTS == "" || m.threadTS == m.ts) {
			unread++
		}
	}
	return tree.Object{
		"id": c.ID, "name": name, "kind": kind, "members": append([]string{}, c.Members...), "unread": unread,
		"private": c.IsPrivate, "archived": c.IsArchived,
	}
}

func (m *message) visibleTo(userID string) bool {
	return (m.ephemeralTo == "" || m.ephemeralTo == userID) && m.channel.visibleTo(userID)
}

func (w *Workspace) servePageMessages(rw http.ResponseWriter, r *http.Request, u *user) {
	c := w.pagePlace(pageRequest{user: u, Channel: r.URL.Query().Get("channel")})
	if c == nil {
		http.Error(rw, "there is no such channel", http.StatusNotFound)
		return
	}
	thread := r.URL.Query().Get("thread")
	s := w.lock()
	messages := pageMessages(u, c, thread)
	if thread == "" && r.URL.Query().Get("peek") == "" { // to peek is not to read
		s.markRead(u, c)
	}
	w.unlock()
	writeJSON(rw, tree.Object{"messages": messages})
}

// pageMessages returns the messages of a channel or thread.
func pageMessages(u *user, c *channel, thread string) []any {
	all := []any{}
	for _, m := range c.messages {
		isReply := m.threadTS != "" && m.threadTS != m.ts
		inView := thread == "" && (!isReply || m.broadcast) || thread != "" && (m.ts == thread || m.threadTS == thread)
		if m.visibleTo(u.ID) && inView {
			all = append(all, pageMessage(m, u))
		}
	}
	return all
}

// markRead notes that a person has seen all that a channel shows.
func (t *talk) markRead(u *user, c *channel) {
	if len(c.messages) == 0 || c.read[u.ID] == c.messages[len(c.messages)-1].ts {
		return
	}
	c.read[u.ID] = c.messages[len(c.messages)-1].ts
	t.keep(c, kept{Read: map[string]string{u.ID: c.read[u.ID]}})
}

func pageMessage(m *message, u *user) tree.Object {
	files := []any{}
	for _, f := range m.files {
		files = append(files, tree.Object{
			"id": f.id, "name": f.name, "title": f.title, "size": len(f.data), "url": "/app/file?as=" + u.ID + "&id=" + f.id,
		})
	}
	return tree.Object{
		"ts": m.ts, "user": m.userID, "app": m.fromApp, "text": m.text, "blocks": append([]any{}, m.blocks...),
		"ephemeral": m.ephemeralTo != "", "edited": m.edited, "thread_ts": m.threadTS, "reply_count": len(m.channel.replies(m.ts)), "time": m.at.Unix(), "files": files,
	}
}

func (w *Workspace) servePageHome(rw http.ResponseWriter, r *http.Request, u *user) {
	s := w.lock()
	if r.URL.Query().Get("quiet") == "" { // the page reads again after a home event, which is no new visit
		s.openHome(u)
	}
	var shown any
	if v := s.homes[u.ID]; v != nil {
		shown = s.viewObject(v)
	}
	w.unlock()
	writeJSON(rw, tree.Object{"view": shown})
}

func (w *Workspace) servePageFile(rw http.ResponseWriter, r *http.Request, u *user) {
	s := w.lock()
	f, ok := s.files[r.URL.Query().Get("id")]
	anonymous := r.URL.Query().Get("as") == "" // a plain download link
	ok = ok && (anonymous || slices.ContainsFunc(f.channels, func(id string) bool { return s.channels[id].visibleTo(u.ID) }))
	w.unlock()
	if !ok {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", mimeType(f.name))
	rw.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.name))
	_, _ = rw.Write(f.data)
}

const (
	subscriberBacklog = 256
	keepAlive         = 25 * time.Second
)

// pageEvent is something that open pages should know at once.
type pageEvent struct {
	name    string
	to      string   // the one person who may see it; empty is everyone
	channel *channel // whose members may see it; nil is everyone
	data    tree.Object
}

// subscriber is one open page.
type subscriber struct {
	userID string
	events chan pageEvent
}

// emit hands an event to the open pages; a page that does not keep up loses it, and reads the state again anyway.
func (p *pages) emit(e pageEvent) {
	for s := range p.subscribers {
		if (e.to != "" && e.to != s.userID) || (e.channel != nil && !e.channel.visibleTo(s.userID)) {
			continue
		}
		select {
		case s.events <- e:
		default:
		}
	}
}

// visibleTo reports whether a person can look into the conversation.
func (c *channel) visibleTo(userID string) bool {
	return c.has(userID) || (c.kind == kindChannel && !c.IsPrivate)
}

func (w *Workspace) servePageEvents(rw http.ResponseWriter, r *http.Request, u *user) {
	open := &subscriber{userID: u.ID, events: make(chan pageEvent, subscriberBacklog)}
	s := w.lock()
	s.subscribers[open] = true
	connected := len(s.sockets)
	w.unlock()
	defer func() {
		s = w.lock()
		delete(s.subscribers, open)
		w.unlock()
	}()

	stream := http.NewResponseController(rw)
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-cache")
	ticker := time.NewTicker(keepAlive)
	defer ticker.Stop()
	err := writeEvent(rw, pageEvent{name: "status", data: tree.Object{"connected": connected}})
	for err == nil && stream.Flush() == nil {
		select {
		case e := <-open.events:
			err = writeEvent(rw, e)
		case <-ticker.C:
			_, err = io.WriteString(rw, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-w.ctx.Done():
			return
		}
	}
}

func writeEvent(out io.Writer, e pageEvent) error {
	raw, err := json.Marshal(e.data)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "event: %s\ndata: %s\n\n", e.name, raw)
	return err
}
