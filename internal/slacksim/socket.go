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

// socket is one Socket Mode connection. Its flags are guarded by the workspace's lock.
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
	w.mu.Lock()
	expires, ok := w.tickets[ticket]
	delete(w.tickets, ticket)
	closed := w.closed
	w.mu.Unlock()
	if !ok || closed || time.Now().After(expires) {
		http.Error(rw, "the ticket is unknown, used or expired", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(rw, r, nil)
	if err != nil {
		return
	}
	s := &socket{w: w, conn: conn, out: make(chan []byte, socketBacklog), done: make(chan struct{}), life: w.opts.SocketLife, lastPong: time.Now()}
	if r.URL.Query().Get("debug_reconnects") == "true" {
		s.life = debugLife
	}
	w.admit(s)
}

// admit greets a new connection, or turns it away.
func (w *Workspace) admit(s *socket) {
	w.mu.Lock()
	defer w.mu.Unlock()
	refusal := ""
	switch {
	case w.closed:
		_ = s.conn.Close()
		return
	case w.linkOff:
		refusal = ReasonLinkDisabled
	case len(w.sockets) >= maxSockets:
		refusal = ReasonTooManyWebsockets
		w.problem("the app opened more than %d sockets", maxSockets)
	}
	if refusal != "" {
		s.queue(disconnectFrame(refusal))
		s.leaving = true
		w.startLocked(func() { s.write(); s.cut() })
		w.startLocked(s.read)
		w.startLocked(func() { w.sleep(refreshLinger); s.cut() })
		return
	}
	w.sockets = append(w.sockets, s)
	w.everConnected = true
	s.queue(w.helloFrame(s))
	w.startLocked(s.write)
	w.startLocked(s.read)
	if s.life > 0 {
		w.startLocked(s.age)
	}
	w.statusChanged()
}

func (w *Workspace) helloFrame(s *socket) []byte {
	raw, _ := json.Marshal(tree.Object{
		"type": "hello", "num_connections": len(w.sockets), "connection_info": tree.Object{"app_id": w.opts.AppID},
		"debug_info": tree.Object{"host": "applink-slacksim", "build_number": 1, "approximate_connection_time": int(s.life.Seconds())},
	})
	return raw
}

func disconnectFrame(reason string) []byte {
	raw, _ := json.Marshal(tree.Object{"type": "disconnect", "reason": reason, "debug_info": tree.Object{"host": "applink-slacksim"}})
	return raw
}

// queue hands a frame to the writer; a peer that does not read loses its connection. The workspace's lock is held.
func (s *socket) queue(frame []byte) {
	select {
	case s.out <- frame:
	default:
		s.cut()
	}
}

// cut ends the connection without a closing handshake.
func (s *socket) cut() {
	s.end.Do(func() {
		close(s.done)
		_ = s.conn.NetConn().Close()
	})
}

// healthy reports whether the app should have been able to answer on this connection. The workspace's lock is held.
func (s *socket) healthy() bool {
	return s != nil && !s.halfOpen && !s.leaving && slices.Contains(s.w.sockets, s)
}

func (s *socket) write() {
	every := s.w.opts.PingEvery
	var pings <-chan time.Time
	if every > 0 {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		pings = ticker.C
	}
	for {
		select {
		case <-s.done:
			return
		case frame := <-s.out:
			if s.swallows() {
				continue
			}
			err := errors.Join(s.conn.SetWriteDeadline(time.Now().Add(writePatience)), s.conn.WriteMessage(websocket.TextMessage, frame))
			if err != nil {
				s.cut()
				return
			}
		case <-pings:
			if s.swallows() {
				continue
			}
			s.w.mu.Lock()
			silent := time.Since(s.lastPong) > pongPatience+every
			s.w.mu.Unlock()
			if silent || s.conn.WriteControl(websocket.PingMessage, []byte("slacksim"), time.Now().Add(writePatience)) != nil {
				s.cut()
				return
			}
		}
	}
}

func (s *socket) swallows() bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.halfOpen
}

func (s *socket) read() {
	defer s.gone()
	s.conn.SetReadLimit(maxClientFrame)
	s.conn.SetPongHandler(func(string) error {
		s.w.mu.Lock()
		defer s.w.mu.Unlock()
		s.lastPong = time.Now()
		return nil
	})
	answerPing := s.conn.PingHandler()
	s.conn.SetPingHandler(func(data string) error {
		if s.swallows() {
			return nil
		}
		return answerPing(data)
	})
	for {
		kind, frame, err := s.conn.ReadMessage()
		if err != nil {
			return
		}
		if kind == websocket.TextMessage && !s.swallows() {
			s.w.receiveAck(frame)
		}
	}
}

// gone forgets the connection.
func (s *socket) gone() {
	s.cut()
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.sockets = slices.DeleteFunc(s.w.sockets, func(other *socket) bool { return other == s })
	s.w.statusChanged()
}

// age recycles the connection at the end of its life, as Slack does every few hours.
func (s *socket) age() {
	if !s.pause(s.life - warningLead) {
		return
	}
	s.announce(ReasonWarning)
}

// announce tells the app that the connection ends, and ends it in the way of that reason.
func (s *socket) announce(reason string) {
	s.w.mu.Lock()
	s.queue(disconnectFrame(reason))
	s.leaving = reason != ReasonWarning
	s.w.mu.Unlock()
	if reason == ReasonWarning {
		if !s.pause(warningLead) {
			return
		}
		s.announce(ReasonRefreshRequested)
		return
	}
	s.pause(refreshLinger)
	s.cut()
}

// pause waits and reports whether the connection still stands.
func (s *socket) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.done:
		return false
	}
}

// pickSocket chooses the connection for one envelope; Slack promises no pattern. The lock is held.
func (w *Workspace) pickSocket() *socket {
	var open []*socket
	for _, s := range w.sockets {
		if !s.leaving {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return open[w.rand.IntN(len(open))]
}

func (w *Workspace) statusChanged() {
	w.touch()
	w.emit(pageEvent{name: "status", data: tree.Object{"connected": len(w.sockets)}})
}

func openConnection(w *Workspace, _ *request) (tree.Object, *apiError) {
	ticket := w.secret()
	for old, expires := range w.tickets {
		if time.Now().After(expires) {
			delete(w.tickets, old)
		}
	}
	w.tickets[ticket] = time.Now().Add(ticketLife)
	base := strings.Replace(w.baseURL, "http", "ws", 1)
	return tree.Object{"url": base + "/link/?ticket=" + ticket + "&app_id=" + w.opts.AppID}, nil
}
