package bot

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

const (
	marketer ref.UserID = "UMARKETER"
	rep      ref.UserID = "UREP"
	boss     ref.UserID = "UBOSS"
	admin    ref.UserID = "UADMIN"
)

func newService(t *testing.T, stored func()) *loop.Services {
	t.Helper()
	st, err := store.New(t.Context(), memkv.New())
	if err != nil {
		t.Fatal(err)
	}
	weekdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	s := loop.New(st, core.Options{WakeDelivery: stored, Settings: core.Settings{
		Calendar: calendar.WeekdayHours(time.UTC, weekdays, calendar.Block{Open: 9 * 60, Close: 18 * 60}),
		Roster: people.Roster{
			Marketing: []ref.UserID{marketer}, Sales: []ref.UserID{rep}, Leadership: []ref.UserID{boss},
			Admins: []ref.UserID{admin}, SalesManager: boss, IntakeOwner: marketer,
		},
		Currency: "EUR", Region: "DE", Digests: map[funnel.Audience]calendar.WeeklyTime{funnel.AudienceLeadership: {Day: time.Monday, Hour: 9, Location: time.UTC}},
	}})
	err = s.Agreement.Adopt(t.Context(), agreement.Definition{
		Name: "Test",
		Reasons: agreement.Reasons{
			Reject: []agreement.ReasonCode{{Code: "timing", Label: "Not now"}}, Lost: []agreement.ReasonCode{{Code: "price", Label: "Price"}},
			Disqualify: []agreement.ReasonCode{{Code: "spam", Label: "Spam"}},
		},
		ServiceLevels: agreement.ServiceLevels{
			Accept: calendar.WorkingTime{Hours: 4}, FirstTouch: calendar.WorkingTime{Hours: 4}, Update: calendar.WorkingTime{Days: 5}, EscalateAfter: calendar.WorkingTime{Days: 1},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// call is one call of the Web API.
type call struct {
	method string
	form   url.Values // of form methods, and the body of JSON methods under "json"
	at     time.Time
}

// fakeSlack answers the Web API and holds Socket Mode connections, within
// one process and without real sockets. It is deliberately dumb: tests say
// what it answers.
type fakeSlack struct {
	t *testing.T

	mu      sync.Mutex
	calls   []call
	answers map[string]func(n int, form url.Values) any // by method; n counts from 1
	counts  map[string]int
	sockets []*websocket.Conn
	links   chan *fakeLink
	refuse  string // the disconnect reason with which connections are turned away
	conns   chan net.Conn
	closed  chan struct{}
}

// fakeLink is one connection of the bot.
type fakeLink struct {
	conn   *websocket.Conn
	acks   chan ackFrame
	silent atomic.Bool // answers no pings
}

type ackFrame struct {
	EnvelopeID string          `json:"envelope_id"`
	Payload    json.RawMessage `json:"payload"`
}

type httpStatus struct {
	code   int
	header http.Header
}

func newFakeSlack(t *testing.T) *fakeSlack {
	t.Helper()
	f := &fakeSlack{
		t: t, answers: map[string]func(int, url.Values) any{}, counts: map[string]int{}, links: make(chan *fakeLink, 100),
		conns: make(chan net.Conn), closed: make(chan struct{}),
	}
	server := &http.Server{Handler: f}
	go func() { _ = server.Serve(fakeListener{f}) }()
	t.Cleanup(func() {
		close(f.closed)
		_ = server.Close()
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, conn := range f.sockets {
			_ = conn.NetConn().Close()
		}
	})
	return f
}

func (f *fakeSlack) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case f.conns <- server:
		return client, nil
	case <-f.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type fakeListener struct{ f *fakeSlack }

func (l fakeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.f.conns:
		return conn, nil
	case <-l.f.closed:
		return nil, net.ErrClosed
	}
}

func (fakeListener) Close() error { return nil }

func (fakeListener) Addr() net.Addr { return &net.TCPAddr{} }

func (f *fakeSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/link" {
		f.link(w, r)
		return
	}
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	form := url.Values{}
	if strings.Contains(r.Header.Get("Content-Type"), "json") {
		body, _ := io.ReadAll(r.Body)
		form.Set("json", string(body))
	} else {
		_ = r.ParseForm()
		form = r.Form
	}
	f.mu.Lock()
	f.counts[method]++
	n := f.counts[method]
	f.calls = append(f.calls, call{method, form, time.Now()})
	answer := f.answers[method]
	f.mu.Unlock()
	if answer == nil {
		answer = usual(method)
	}
	switch a := answer(n, form).(type) {
	case httpStatus:
		maps.Copy(w.Header(), a.header)
		w.WriteHeader(a.code)
	case nil: // no answer at all
		conn, _, _ := http.NewResponseController(w).Hijack()
		_ = conn.Close()
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(a)
	}
}

func usual(method string) func(int, url.Values) any {
	return func(n int, form url.Values) any {
		ts := time.Now().UTC().Format("20060102150405") + "." + form.Get("channel")
		switch method {
		case "auth.test":
			return map[string]any{"ok": true, "team_id": "T1", "user_id": "UBOT"}
		case "apps.connections.open":
			return map[string]any{"ok": true, "url": "ws://slack.test/link"}
		case "users.info":
			return map[string]any{"ok": true, "user": map[string]any{"id": form.Get("user"), "team_id": "T1", "name": strings.ToLower(form.Get("user"))}}
		case "chat.postMessage":
			return map[string]any{"ok": true, "channel": strings.Replace(form.Get("channel"), "U", "D", 1), "ts": ts}
		case "views.open", "views.push":
			return map[string]any{"ok": true, "view": map[string]any{"id": "V1"}}
		}
		return map[string]any{"ok": true, "channel": form.Get("channel"), "ts": form.Get("ts")}
	}
}

func apiError(code string) map[string]any { return map[string]any{"ok": false, "error": code} }

func (f *fakeSlack) link(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	f.mu.Lock()
	f.sockets = append(f.sockets, conn)
	refuse := f.refuse
	f.mu.Unlock()
	if refuse != "" {
		_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"disconnect","reason":"`+refuse+`"}`))
		return
	}
	_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"hello","num_connections":1}`))
	l := &fakeLink{conn: conn, acks: make(chan ackFrame, 100)}
	answer := conn.PingHandler()
	conn.SetPingHandler(func(data string) error {
		if l.silent.Load() {
			return nil
		}
		return answer(data)
	})
	f.links <- l
	for {
		var ack ackFrame
		if conn.ReadJSON(&ack) != nil {
			return
		}
		l.acks <- ack
	}
}

func (l *fakeLink) send(t *testing.T, frame string) {
	t.Helper()
	if err := l.conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		t.Error(err)
	}
}

// made gives the calls of a method, or of all where it is "".
func (f *fakeSlack) made(method string) []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []call
	for _, c := range f.calls {
		if c.method == method || method == "" {
			out = append(out, c)
		}
	}
	return out
}

func (f *fakeSlack) answer(method string, with func(n int, form url.Values) any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[method] = with
}

// newBot gives a bot that talks to the fake.
func newBot(t *testing.T, f *fakeSlack) *Bot {
	t.Helper()
	var b *Bot
	services := newService(t, func() { b.Kick() })
	transport := &http.Transport{DialContext: f.dial}
	t.Cleanup(transport.CloseIdleConnections)
	b = New(Options{
		Services: services, Log: zerolog.New(testLog{t}).Level(zerolog.WarnLevel), Version: "test",
		Slack: SlackOptions{
			BotToken: "xoxb-test", AppToken: "xapp-test", APIURL: "http://slack.test/api/", HTTPClient: &http.Client{Transport: transport},
			Dial: f.dial, Channels: map[funnel.Place]string{funnel.PlaceLeads: "CLEADS", funnel.PlaceSales: "CSALES", funnel.PlaceLeadership: "CLEADERSHIP"},
		},
	})
	b.identity.Store(&slack.AuthTestResponse{TeamID: "T1", UserID: "UBOT"})
	return b
}

// testLog writes the log into the test's output.
type testLog struct{ t *testing.T }

func (l testLog) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		l.t.Log(strings.TrimSpace(line))
	}
	return len(p), nil
}

// start runs a bot until the test ends it.
func start(t *testing.T, b *Bot) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	var once sync.Once
	var err error
	stop = func() error {
		once.Do(func() { cancel(); err = <-done })
		return err
	}
	t.Cleanup(func() { _ = stop() })
	return stop
}
