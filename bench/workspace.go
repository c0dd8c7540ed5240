package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Who and what there is in the workspace.
const (
	appID        = "A0BENCH0000"
	teamID       = "T0BENCH0000"
	botUserID    = "U0BENCHBOT0"
	botID        = "B0BENCH0000"
	leadsChannel = "C0BENCH0001"
	appToken     = "xapp-1-bench"
	botToken     = "xoxb-bench"
)

// pingEvery is how often Slack pings: bots take a silent connection for a dead one.
const pingEvery = 5 * time.Second

func personID(caller int) string { return fmt.Sprintf("U0BENCH%04d", caller) }

// workspace is a Slack that answers whatever a bot asks at its start, and sends it commands. It is lean, and believes
// the bot: whether what the bot says is right is checked elsewhere.
type workspace struct {
	server  *http.Server
	url     string
	callers []*caller
	greeted chan struct{} // a token for each connection that was greeted

	mu       sync.RWMutex
	sockets  []*socket
	troubles []string // what went wrong on the way, the first few
}

// openWorkspace serves a workspace of so many people on the loopback interface.
func openWorkspace(ctx context.Context, people int) (*workspace, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open a port for the workspace: %w", err)
	}

	w := &workspace{url: "http://" + listener.Addr().String(), greeted: make(chan struct{}, 64)}
	for i := range people {
		w.callers = append(w.callers, newCaller(i))
	}

	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", w.serveMethod)
	mux.HandleFunc("/link", w.serveSocket)
	mux.HandleFunc("/response/{id}", func(http.ResponseWriter, *http.Request) {})

	w.server = &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	go func() { _ = w.server.Serve(listener) }()

	return w, nil
}

func (w *workspace) close() { _ = w.server.Close() }

// object is a JSON object.
type object map[string]any

// methods are those of the Web API whose answer has to say something.
var methods = map[string]func(w *workspace, args url.Values) object{
	"apps.connections.open": func(w *workspace, _ url.Values) object {
		return object{"url": strings.Replace(w.url, "http", "ws", 1) + "/link"}
	},
	"auth.test": func(w *workspace, _ url.Values) object {
		return object{
			"url": w.url + "/", "team": "Bench", "team_id": teamID, "user": "bot", "user_id": botUserID, "bot_id": botID,
		}
	},
	"team.info": func(*workspace, url.Values) object {
		return object{"team": object{"id": teamID, "name": "Bench", "domain": "bench"}}
	},
	"bots.info": func(*workspace, url.Values) object {
		return object{"bot": object{"id": botID, "app_id": appID, "user_id": botUserID, "name": "bot"}}
	},
	"users.info": func(_ *workspace, args url.Values) object { return object{"user": person(args.Get("user"))} },
	"conversations.info": func(_ *workspace, args url.Values) object {
		return object{"channel": object{"id": args.Get("channel"), "name": "leads", "is_channel": true, "is_member": true}}
	},
	"conversations.open": func(_ *workspace, args url.Values) object {
		return object{"channel": object{"id": "D" + args.Get("users")}}
	},
	"chat.postMessage": func(_ *workspace, args url.Values) object {
		return object{"channel": args.Get("channel"), "ts": fmt.Sprintf("%.6f", float64(time.Now().UnixMicro())/1e6)}
	},
	"views.publish": func(*workspace, url.Values) object {
		return object{"view": object{"id": "V0BENCH0000", "hash": "1.bench"}}
	},
}

func person(id string) object {
	return object{
		"id": id, "team_id": teamID, "name": strings.ToLower(id), "real_name": "Person " + id, "tz": "UTC",
		"profile": object{"real_name": "Person " + id, "display_name": strings.ToLower(id), "team": teamID},
	}
}

func (w *workspace) serveMethod(rw http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm() // a body in JSON has no field that an answer needs

	answer := object{}
	if method, known := methods[r.PathValue("method")]; known {
		answer = method(w, r.Form)
	}

	answer["ok"] = true

	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(rw).Encode(answer)
}

// socket is one Socket Mode connection.
type socket struct {
	conn *websocket.Conn
	mu   sync.Mutex // one frame at a time is written
}

func (s *socket) send(frame []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()

	if err := s.conn.WriteMessage(websocket.TextMessage, frame); err != nil {
		return fmt.Errorf("send a frame: %w", err)
	}

	return nil
}

// serveSocket greets a connection and reads acknowledgements from it until it ends.
func (w *workspace) serveSocket(rw http.ResponseWriter, r *http.Request) {
	anyOrigin := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }} // libraries send Slack's

	conn, err := anyOrigin.Upgrade(rw, r, nil)
	if err != nil {
		return
	}

	defer func() { _ = conn.Close() }()

	s := &socket{conn: conn}
	if s.send([]byte(hello)) != nil {
		return
	}

	w.mu.Lock()
	w.sockets = append(w.sockets, s)
	w.mu.Unlock()

	w.greeted <- struct{}{}

	defer w.forget(s)

	go s.ping(r.Context())

	for {
		_, frame, err := conn.ReadMessage()
		if err != nil {
			return
		}

		w.receive(frame)
	}
}

func (s *socket) ping(ctx context.Context) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()

	for {
		select {
		case <-ctx.Done():
			return
		case at := <-ticker.C:
			if s.conn.WriteControl(websocket.PingMessage, []byte("bench"), at.Add(pingEvery)) != nil {
				return
			}
		}
	}
}

func (w *workspace) forget(s *socket) {
	w.mu.Lock()
	defer w.mu.Unlock()

	for i, other := range w.sockets {
		if other == s {
			w.sockets = append(w.sockets[:i], w.sockets[i+1:]...)
			return
		}
	}
}

// receive hands an acknowledgement to the caller who waits for it.
func (w *workspace) receive(frame []byte) {
	ack, err := readAcknowledgement(frame)
	if err == nil && ack.caller >= len(w.callers) {
		err = errForeignAnswer
	}

	if err != nil {
		w.trouble(fmt.Sprintf("%v: %.200s", err, frame))
		return
	}

	select {
	case w.callers[ack.caller].answers <- ack:
	default:
		w.trouble(fmt.Sprintf("a command was acknowledged more than once: %.200s", frame))
	}
}

// complaint says what went wrong on the way, if anything did.
func (w *workspace) complaint() error {
	w.mu.RLock()
	defer w.mu.RUnlock()

	if len(w.troubles) == 0 {
		return nil
	}

	return errors.New(strings.Join(w.troubles, "; "))
}

const maxTroubles = 5

func (w *workspace) trouble(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()

	if len(w.troubles) < maxTroubles {
		w.troubles = append(w.troubles, text)
	}
}

// send puts an envelope on one of the connections, the callers spread over them.
func (w *workspace) send(caller int, envelope []byte) error {
	w.mu.RLock()
	defer w.mu.RUnlock()

	if len(w.sockets) == 0 {
		return errNoConnection
	}

	return w.sockets[caller%len(w.sockets)].send(envelope)
}
