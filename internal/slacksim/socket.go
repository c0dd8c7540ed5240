package slacksim

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	maxSockets     = 10
	ticketLife     = 30 * time.Second
	pongPatience   = 30 * time.Second
	warningLead    = 10 * time.Second // between the warning and the refresh
	refreshLinger  = 2 * time.Second  // between the refresh and the end of the connection
	writePatience  = 10 * time.Second
	defaultPing    = 10 * time.Second
	debugLife      = 360 * time.Second
	maxClientFrame = 1 << 20
	socketBacklog  = 1024
)

// Reasons with which Slack ends a connection.
const (
	ReasonWarning           = "warning"
	ReasonRefreshRequested  = "refresh_requested"
	ReasonLinkDisabled      = "link_disabled"
	ReasonTooManyWebsockets = "too_many_websockets"
)

// socket is one Socket Mode connection. Its flags belong to the state.
type socket struct {
	w        *Workspace
	conn     *websocket.Conn
	out      chan []byte
	done     chan struct{}
	end      sync.Once
	life     time.Duration
	lastPong time.Time
	halfOpen bool // the network swallows both directions
	leaving  bool // a refresh was announced, nothing new is routed here
}

func (w *Workspace) serveLink(rw http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s := w.Lock()
	expires, ok := s.tickets[ticket]
	delete(s.tickets, ticket)
	closed := s.closed
	w.Unlock()
	if !ok || closed || time.Now().After(expires) {
		http.Error(rw, "the ticket is unknown, used or expired", http.StatusForbidden)
		return
	}

	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(rw, r, nil)
	if err != nil {
		return
	}

	c := &socket{
		w: w, conn: conn, out: make(chan []byte, socketBacklog), done: make(chan struct{}),
		life: w.Options.SocketLife, lastPong: time.Now(),
	}
	if r.URL.Query().Get("debug_reconnects") == "true" {
		c.life = debugLife
	}

	w.admit(c)
}

// admit greets a new connection, or turns it away.
func (w *Workspace) admit(c *socket) {
	s := w.Lock()
	defer w.Unlock()
	refusal := ""
	switch {
	case s.closed:
		_ = c.conn.Close()
		return
	case s.linkOff:
		refusal = ReasonLinkDisabled
	case len(s.Sockets) >= maxSockets:
		refusal = ReasonTooManyWebsockets
		s.problem("the app opened more than %d sockets", maxSockets)
	}

	if refusal != "" {
		c.queue(disconnectFrame(refusal))
		c.leaving = true
		s.start(func() { c.write(); c.cut() })
		s.start(c.read)
		s.start(func() { w.sleep(refreshLinger); c.cut() })
		return
	}

	s.Sockets = append(s.Sockets, c)
	s.everConnected = true
	c.queue(s.helloFrame(c))
	s.start(c.write)
	s.start(c.read)
	if c.life > 0 {
		s.start(c.age)
	}

	s.statusChanged()
}

func (l *link) helloFrame(c *socket) []byte {
	raw, _ := json.Marshal(tree.Object{
		"type": "hello", "num_connections": len(l.Sockets), "connection_info": tree.Object{"app_id": l.opts.AppID},
		"debug_info": tree.Object{
			"host": "applink-slacksim", "build_number": 1,
			"approximate_connection_time": int(c.life.Seconds()),
		},
	})
	return raw
}

func disconnectFrame(reason string) []byte {
	raw, _ := json.Marshal(tree.Object{
		"type": "disconnect", "reason": reason,
		"debug_info": tree.Object{"host": "applink-slacksim"},
	})
	return raw
}

// queue hands a frame to the writer; a peer that does not read loses its connection.
func (c *socket) queue(frame []byte) {
	select {
	case c.out <- frame:
	default:
		c.cut()
	}
}

// cut ends the connection without a closing handshake.
func (c *socket) cut() {
	c.end.Do(func() {
		close(c.done)
		_ = c.conn.NetConn().Close()
	})
}

// healthy reports whether the app should have been able to answer on this connection.
func (l *link) healthy(c *socket) bool {
	return c != nil && !c.halfOpen && !c.leaving && slices.Contains(l.Sockets, c)
}

func (c *socket) write() {
	every := c.w.Options.PingEvery
	var pings <-chan time.Time
	if every > 0 {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		pings = ticker.C
	}

	for {
		select {
		case <-c.done:
			return
		case frame := <-c.out:
			if c.swallows() {
				continue
			}

			err := errors.Join(c.conn.SetWriteDeadline(time.Now().Add(writePatience)),
				c.conn.WriteMessage(websocket.TextMessage, frame))
			if err != nil {
				c.cut()
				return
			}
		case <-pings:
			if c.swallows() {
				continue
			}

			c.w.Lock()
			silent := time.Since(c.lastPong) > pongPatience+every
			c.w.Unlock()
			if silent || c.conn.WriteControl(websocket.PingMessage, []byte("slacksim"), time.Now().Add(writePatience)) != nil {
				c.cut()
				return
			}
		}
	}
}

func (c *socket) swallows() bool {
	c.w.Lock()
	defer c.w.Unlock()
	return c.halfOpen
}

func (c *socket) read() {
	defer c.gone()
	c.conn.SetReadLimit(maxClientFrame)
	c.conn.SetPongHandler(func(string) error {
		c.w.Lock()
		defer c.w.Unlock()
		c.lastPong = time.Now()
		return nil
	})
	answerPing := c.conn.PingHandler()
	c.conn.SetPingHandler(func(data string) error {
		if c.swallows() {
			return nil
		}

		return answerPing(data)
	})
	for {
		kind, frame, err := c.conn.ReadMessage()
		if err != nil {
			return
		}

		if kind == websocket.TextMessage && !c.swallows() {
			c.w.receiveAck(frame)
		}
	}
}

// gone forgets the connection.
func (c *socket) gone() {
	c.cut()
	s := c.w.Lock()
	defer c.w.Unlock()
	s.Sockets = slices.DeleteFunc(s.Sockets, func(other *socket) bool { return other == c })
	s.statusChanged()
}

// age recycles the connection at the end of its life, as Slack does every few hours.
func (c *socket) age() {
	if !c.pause(c.life - warningLead) {
		return
	}

	c.announce(ReasonWarning)
}

// announce tells the app that the connection ends, and ends it in the way of that reason.
func (c *socket) announce(reason string) {
	c.w.Lock()
	c.queue(disconnectFrame(reason))
	c.leaving = reason != ReasonWarning
	c.w.Unlock()
	if reason == ReasonWarning {
		if !c.pause(warningLead) {
			return
		}

		c.announce(ReasonRefreshRequested)
		return
	}

	c.pause(refreshLinger)
	c.cut()
}

// pause waits and reports whether the connection still stands.
func (c *socket) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.done:
		return false
	}
}

// pickSocket chooses the connection for one envelope; Slack promises no pattern.
func (l *link) pickSocket() *socket {
	var open []*socket
	for _, c := range l.Sockets {
		if !c.leaving {
			open = append(open, c)
		}
	}

	if len(open) == 0 {
		return nil
	}

	return open[l.rand.IntN(len(open))]
}

func (l *link) statusChanged() {
	l.touch()
	l.Emit(PageEvent{Name: "status", Data: tree.Object{"connected": len(l.Sockets)}})
}

func openConnection(s *State, _ *request) (tree.Object, *apiError) {
	ticket := s.secret()
	for old, expires := range s.tickets {
		if time.Now().After(expires) {
			delete(s.tickets, old)
		}
	}

	s.tickets[ticket] = time.Now().Add(ticketLife)
	base := strings.Replace(s.baseURL, "http", "ws", 1)
	return tree.Object{"url": base + "/link/?ticket=" + ticket + "&app_id=" + s.opts.AppID}, nil
}
