package page

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
	"github.com/leadloop/leadloop/internal/slacksim/web"
)

// site serves the page of a workspace.
type site struct{ *slacksim.Workspace }

// Handler serves a workspace with its page at / and the page's JSON at /app/.
func Handler(w *slacksim.Workspace) http.Handler {
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
func (p site) pageUser(rw http.ResponseWriter, id string) (*slacksim.Member, bool) {
	s := p.Lock()
	u := s.Users[id]
	if id == "" {
		everyone := s.SortedUsers()
		if at := slices.IndexFunc(everyone, func(u *slacksim.Member) bool { return !u.IsBot && !u.Deleted }); at >= 0 {
			u = everyone[at]
		}
	}

	p.Unlock()
	if u == nil || u.IsBot {
		http.Error(rw, "there is no such person", http.StatusNotFound)
		return nil, false
	}

	return u, true
}

// pageGet is a handler that knows as whom the page asks.
func (p site) pageGet(serve func(http.ResponseWriter, *http.Request, *slacksim.Member)) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if u, ok := p.pageUser(rw, r.URL.Query().Get("as")); ok {
			serve(rw, r, u)
		}
	}
}

func (p site) servePageState(rw http.ResponseWriter, _ *http.Request, u *slacksim.Member) {
	writeJSON(rw, p.pageState(u))
}

func (p site) pageState(u *slacksim.Member) tree.Object {
	s := p.Lock()
	defer p.Unlock()
	s.AppDM(u.ID)
	commands, shortcuts, people, places := []any{}, []any{}, []any{}, []any{}
	for _, c := range p.Options.Commands {
		commands = append(commands, tree.Object{"name": c.Name, "description": c.Description, "hint": c.UsageHint})
	}

	for _, s := range p.Options.Shortcuts {
		shortcuts = append(shortcuts, tree.Object{"name": s.Name, "type": s.Type, "callback_id": s.CallbackID})
	}

	for _, other := range s.SortedUsers() {
		if !other.Deleted {
			people = append(people, tree.Object{
				"id": other.ID, "name": other.Name, "real_name": other.RealName, "title": other.Title,
				"tz": cmp.Or(other.TZ, p.Options.Location.String()), "bot": other.IsBot,
			})
		}
	}

	for _, c := range s.SortedChannels() {
		if c.VisibleTo(u.ID) {
			places = append(places, pageChannel(s, c, u))
		}
	}

	open := []any{}
	for _, v := range s.Stacks[u.ID] {
		open = append(open, s.ViewObject(v))
	}

	return tree.Object{
		"views": open, "team": p.Options.TeamName,
		"app": tree.Object{"id": p.Options.AppID, "name": p.Options.AppName, "bot_user": p.Options.BotUserID},
		"now": s.Now().Unix(), "zone": p.Options.Location.String(), "connected": len(s.Sockets),
		"clock": p.Options.OnMoveClock != nil,
		"users": people, "me": u.ID, "channels": places, "commands": commands, "shortcuts": shortcuts,
		"home": p.Options.HomeTab,
	}
}

func pageChannel(s *slacksim.State, c *slacksim.Conversation, u *slacksim.Member) tree.Object {
	kind, name := slacksim.KindChannel, c.Name
	if c.Kind != slacksim.KindChannel {
		kind = "dm"
		var others []string
		for _, id := range c.Members {
			if id != u.ID || len(c.Members) == 1 {
				others = append(others, s.Users[id].RealName)
			}
		}

		name = strings.Join(others, ", ")
		if c == s.AppDM(u.ID) {
			kind = "app_dm"
		}
	}

	unread, latest := 0, ""
	for _, m := range c.Messages {
		if m.VisibleTo(u.ID) {
			latest = max(latest, m.TS)
		}

		if c.Has(u.ID) && m.VisibleTo(u.ID) && m.UserID != u.ID && m.TS > c.Read[u.ID] &&
			(m.ThreadTS == "" || m.ThreadTS == m.TS) {
			unread++
		}
	}

	return tree.Object{
		"id": c.ID, "name": name, "kind": kind, "members": append([]string{}, c.Members...), "unread": unread,
		"latest": latest, "private": c.IsPrivate, "archived": c.IsArchived,
	}
}

func (p site) servePageMessages(rw http.ResponseWriter, r *http.Request, u *slacksim.Member) {
	c := p.pagePlace(pageRequest{user: u, Channel: r.URL.Query().Get("channel")})
	if c == nil {
		http.Error(rw, "there is no such channel", http.StatusNotFound)
		return
	}

	thread := r.URL.Query().Get("thread")
	s := p.Lock()
	messages := pageMessages(u, c, thread)
	if thread == "" && r.URL.Query().Get("peek") == "" { // to peek is not to read
		s.MarkRead(u, c)
	}

	p.Unlock()
	writeJSON(rw, tree.Object{"messages": messages})
}

// pageMessages returns the messages of a channel or thread.
func pageMessages(u *slacksim.Member, c *slacksim.Conversation, thread string) []any {
	all := []any{}
	for _, m := range c.Messages {
		isReply := m.ThreadTS != "" && m.ThreadTS != m.TS
		inView := thread == "" && (!isReply || m.Broadcast) || thread != "" && (m.TS == thread || m.ThreadTS == thread)
		if m.VisibleTo(u.ID) && inView {
			all = append(all, pageMessage(m, u))
		}
	}

	return all
}

func pageMessage(m *slacksim.Message, u *slacksim.Member) tree.Object {
	files := []any{}
	for _, f := range m.Files {
		files = append(files, tree.Object{
			"id": f.ID, "name": f.Name, "title": f.Title, "size": len(f.Data), "url": "/app/file?as=" + u.ID + "&id=" + f.ID,
		})
	}

	return tree.Object{
		"ts": m.TS, "user": m.UserID, "app": m.FromApp, "text": m.Text, "blocks": append([]any{}, m.Blocks...),
		"ephemeral": m.EphemeralTo != "", "edited": m.Edited, "thread_ts": m.ThreadTS,
		"reply_count": len(m.Channel.Replies(m.TS)), "time": m.At.Unix(), "files": files,
	}
}

func (p site) servePageHome(rw http.ResponseWriter, r *http.Request, u *slacksim.Member) {
	s := p.Lock()
	if r.URL.Query().Get("quiet") == "" { // the page reads again after a home event, which is no new visit
		s.OpenHome(u)
	}

	var shown any
	if v := s.Homes[u.ID]; v != nil {
		shown = s.ViewObject(v)
	}

	p.Unlock()
	writeJSON(rw, tree.Object{"view": shown})
}

func (p site) servePageFile(rw http.ResponseWriter, r *http.Request, u *slacksim.Member) {
	s := p.Lock()
	f, ok := s.Files[r.URL.Query().Get("id")]
	anonymous := r.URL.Query().Get("as") == "" // a plain download link
	ok = ok && (anonymous ||
		slices.ContainsFunc(f.Channels, func(id string) bool { return s.Channels[id].VisibleTo(u.ID) }))
	p.Unlock()
	if !ok {
		http.NotFound(rw, r)
		return
	}

	rw.Header().Set("Content-Type", slacksim.MimeType(f.Name))
	rw.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.Name))
	_, _ = rw.Write(f.Data)
}

const (
	keepAlive = 25 * time.Second
)

func (p site) servePageEvents(rw http.ResponseWriter, r *http.Request, u *slacksim.Member) {
	events, stop := p.Watch(u.ID)
	defer stop()

	stream := http.NewResponseController(rw)
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-cache")
	ticker := time.NewTicker(keepAlive)
	defer ticker.Stop()
	err := writeEvent(rw, slacksim.PageEvent{Name: "status", Data: tree.Object{"connected": p.Connected()}})
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

func writeEvent(out io.Writer, e slacksim.PageEvent) error {
	raw, err := json.Marshal(e.Data)
	if err != nil {
		return err
	}

	_, err = fmt.Fprintf(out, "event: %s\ndata: %s\n\n", e.Name, raw)
	return err
}
