package slacksim

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	subscriberBacklog = 256
	keepAlive         = 25 * time.Second
)

// pageEvent is something that open pages should know at once.
type pageEvent struct {
	name    string
	to      string   // the one person who may see it; empty is everyone
	channel *channel // whose members may see it; nil is everyone
	data    object
}

// subscriber is one open page.
type subscriber struct {
	userID string
	events chan pageEvent
}

// emit hands an event to the open pages; a page that does not keep up loses it, and reads the state again anyway. The lock is held.
func (w *Workspace) emit(e pageEvent) {
	for s := range w.subscribers {
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

func (w *Workspace) servePageEvents(rw http.ResponseWriter, r *http.Request) {
	u, ok := w.pageUser(rw, r.URL.Query().Get("as"))
	if !ok {
		return
	}
	s := &subscriber{userID: u.ID, events: make(chan pageEvent, subscriberBacklog)}
	w.mu.Lock()
	w.subscribers[s] = true
	connected := len(w.sockets)
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		delete(w.subscribers, s)
		w.mu.Unlock()
	}()

	stream := http.NewResponseController(rw)
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-cache")
	ticker := time.NewTicker(keepAlive)
	defer ticker.Stop()
	err := writeEvent(rw, pageEvent{name: "status", data: object{"connected": connected}})
	for err == nil && stream.Flush() == nil {
		select {
		case e := <-s.events:
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
