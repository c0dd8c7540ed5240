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

// site serves the page of a workspace.
type site struct{ *Workspace }

// PageHandler serves a workspace with its page at / and the page's JSON at /app/.
func PageHandler(w *Workspace) http.Handler {
	p, mux := site{w}, http.NewServeMux()
	w.Route(mux)
	mux.Handle("/", http.FileServerFS(web.Files))
	mux.HandleFunc("GET /app/state", p.pageGet(p.servePageState))
	mux.HandleFunc("GET /app/messages", p.pageGet(p.servePageMessages))
	mux.HandleFunc("GET /app/home", p.pageGet(p.servePageHome))
	mux.HandleFunc("GET /app/events", p.pageGet(p.servePageEvents))
	mux.HandleFunc("GET /app/file", p.pageGet(p.servePageFile))
	for path, act := range map[string]pageAct{
		"command": p.pageCommand, "say": p.pageSay, "action": p.pageAction, "submit": p.pageSubmit, "close_view": p.pageClose,
		"shortcut": p.pageShortcut, "suggest": p.pageSuggest, "clock": p.pageClock, "fault": p.pageFault,
	} {
		mux.HandleFunc("POST /app/"+path, p.pagePost(act))
	}
	return mux
}

// pageUser finds the person that a page acts as; without a name it is the first person there is.
func (p site) pageUser(rw http.ResponseWriter, id string) (*user, bool) {
	s := p.lock()
	u := s.users[id]
	if id == "" {
		everyone := s.sortedUsers()
		if at := slices.IndexFunc(everyone, func(u *user) bool { return !u.IsBot && !u.Deleted }); at >= 0 {
			u = everyone[at]
		}
	}
	p.unlock()
	if u == nil || u.IsBot {
		http.Error(rw, "there is no such person", http.StatusNotFound)
		return nil, false
	}
	return u, true
}

// pageGet is a handler that knows as whom the page asks.
func (p site) pageGet(serve func(http.ResponseWriter, *http.Request, *user)) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if u, ok := p.pageUser(rw, r.URL.Query().Get("as")); ok {
			serve(rw, r, u)
		}
	}
}

func (p site) servePageState(rw http.ResponseWriter, _ *http.Request, u *user) {
	writeJSON(rw, p.pageState(u))
}

func (p site) pageState(u *user) tree.Object {
	s := p.lock()
	defer p.unlock()
	s.appDM(u.ID)
	commands, shortcuts, people, places := []any{}, []any{}, []any{}, []any{}
	for _, c := range p.opts.Commands {
		commands = append(commands, tree.Object{"name": c.Name, "description": c.Description, "hint": c.UsageHint})
	}
	for _, s := range p.opts.Shortcuts {
		shortcuts = append(shortcuts, tree.Object{"name": s.Name, "type": s.Type, "callback_id": s.CallbackID})
	}
	for _, other := range s.sortedUsers() {
		if !other.Deleted {
			people = append(people, tree.Object{
				"id": other.ID, "name": other.Name, "real_name": other.RealName, "title": other.Title,
				"tz": cmp.Or(other.TZ, p.opts.Location.String()), "bot": other.IsBot,
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
		"views": open, "team": p.opts.TeamName, "app": tree.Object{"id": p.opts.AppID, "name": p.opts.AppName, "bot_user": p.opts.BotUserID},
		"now": s.now().Unix(), "zone": p.opts.Location.String(), "connected": len(s.sockets), "clock": p.opts.OnMoveClock != nil,
		"users": people, "me": u.ID, "channels": places, "commands": commands, "shortcuts": shortcuts, "home": p.opts.HomeTab,
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
		if c == s.appDM(u.ID) {
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

func (p site) servePageMessages(rw http.ResponseWriter, r *http.Request, u *user) {
	c := p.pagePlace(pageRequest{user: u, Channel: r.URL.Query().Get("channel")})
	if c == nil {
		http.Error(rw, "there is no such channel", http.StatusNotFound)
		return
	}
	thread := r.URL.Query().Get("thread")
	s := p.lock()
	messages := pageMessages(u, c, thread)
	if thread == "" && r.URL.Query().Get("peek") == "" { // to peek is not to read
		s.markRead(u, c)
	}
	p.unlock()
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

func (p site) servePageHome(rw http.ResponseWriter, r *http.Request, u *user) {
	s := p.lock()
	if r.URL.Query().Get("quiet") == "" { // the page reads again after a home event, which is no new visit
		s.openHome(u)
	}
	var shown any
	if v := s.homes[u.ID]; v != nil {
		shown = s.viewObject(v)
	}
	p.unlock()
	writeJSON(rw, tree.Object{"view": shown})
}

func (p site) servePageFile(rw http.ResponseWriter, r *http.Request, u *user) {
	s := p.lock()
	f, ok := s.files[r.URL.Query().Get("id")]
	anonymous := r.URL.Query().Get("as") == "" // a plain download link
	ok = ok && (anonymous || slices.ContainsFunc(f.channels, func(id string) bool { return s.channels[id].visibleTo(u.ID) }))
	p.unlock()
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

// Watch tells what happens as a person's open page should know it, until stop.
func (w *Workspace) Watch(userID string) (events <-chan pageEvent, stop func()) {
	open := &subscriber{userID: userID, events: make(chan pageEvent, subscriberBacklog)}
	s := w.lock()
	defer w.unlock()
	s.subscribers[open] = true
	return open.events, func() {
		s := w.lock()
		defer w.unlock()
		delete(s.subscribers, open)
	}
}

func (p site) servePageEvents(rw http.ResponseWriter, r *http.Request, u *user) {
	events, stop := p.Watch(u.ID)
	defer stop()

	stream := http.NewResponseController(rw)
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-cache")
	ticker := time.NewTicker(keepAlive)
	defer ticker.Stop()
	err := writeEvent(rw, pageEvent{name: "status", data: tree.Object{"connected": p.Connected()}})
	for err == nil && stream.Flush() == nil {
		select {
		case e := <-events:
			err = writeEvent(rw, e)
		case <-ticker.C:
			_, err = io.WriteString(rw, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-p.Done():
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
