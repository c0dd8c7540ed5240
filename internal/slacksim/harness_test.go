package slacksim_test

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// world is a workspace with a real slack-go client connected to it, inside a bubble.
type world struct {
	*slacktest.Workspace
	t      *testing.T
	net    *slacktest.MemoryNet
	client *http.Client
	close  []func()
	api    *slack.Client
	// on handles every event that slack-go emits; it may be replaced before anything happens.
	on func(sm *socketmode.Client, evt socketmode.Event)
}

func defaultOptions() slacksim.Options {
	return slacksim.Options{
		HomeTab:  true,
		Commands: []slacksim.Command{{Name: "/lead", ShouldEscape: true}, {Name: "/goal"}},
		Shortcuts: []slacksim.Shortcut{
			{Name: "Log as lead", Type: "message", CallbackID: "log_lead"}, {Name: "New lead", Type: "global", CallbackID: "new_lead"},
		},
	}
}

// inWorld runs a story in a bubble; problems that the story does not allow for fail it.
func inWorld(t *testing.T, o slacksim.Options, story func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{Workspace: slacktest.New(o), t: t, net: slacktest.NewMemoryNet()}
		w.Bind(t)
		w.AddUser(slacksim.User{ID: "U1", Name: "sam", RealName: "Sam Sales", TZ: "Europe/Berlin", Email: "sam@acme.test"})
		w.AddUser(slacksim.User{ID: "U2", Name: "mia", RealName: "Mia Marketing", TZ: "America/New_York"})
		w.AddChannel(slacksim.Channel{ID: "C1", Name: "leads", Members: []string{"U1", "U2", "U0LEADLOOP"}})
		w.AddChannel(slacksim.Channel{ID: "C2", Name: "other", Members: []string{"U1"}})
		w.AddChannel(slacksim.Channel{ID: "C3", Name: "secret", Members: []string{"U1"}, IsPrivate: true})
		server := &http.Server{Handler: w.Handler()}
		listener := w.net.Listen()
		served := make(chan struct{})
		go func() { defer close(served); server.Serve(listener) }()
		transport := &http.Transport{DialContext: w.net.DialContext}
		w.client = &http.Client{Transport: transport, Timeout: 10 * time.Second}
		w.api = slack.New("xoxb-slacksim-bot", slack.OptionAppLevelToken("xapp-slacksim-app"),
			slack.OptionAPIURL("http://slack.test/api/"), slack.OptionHTTPClient(w.client))
		defer func() {
			w.disconnect()
			w.Close()
			transport.CloseIdleConnections()
			server.Close()
			<-served
		}()
		story(w)
	})
}

// connect opens n Socket Mode connections whose events go to w.on, until the story ends.
func (w *world) connect(n int) (disconnect func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{}, 2*n)
	for range n {
		dialer := &websocket.Dialer{NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			return w.net.DialContext(ctx, network, addr)
		}, WriteBufferSize: 32 * 1024}
		sm := socketmode.New(w.api, socketmode.OptionDialer(dialer))
		go func() {
			defer func() { done <- struct{}{} }()
			sm.RunContext(ctx)
		}()
		go func() {
			defer func() { done <- struct{}{} }()
			for {
				select {
				case evt := <-sm.Events:
					if w.on != nil {
						w.on(sm, evt)
					}
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	stop := sync.OnceFunc(func() {
		cancel()
		for range 2 * n {
			<-done
		}
		synctest.Wait()
	})
	w.close = append(w.close, stop)
	w.WaitConnected(n)
	return stop
}

// disconnect ends whatever connect left open.
func (w *world) disconnect() {
	for _, stop := range w.close {
		stop()
	}
}

func (w *world) noProblems() {
	w.t.Helper()
	if p := w.Problems(); len(p) > 0 {
		w.t.Fatalf("problems: %q", p)
	}
}

func (w *world) problem(wanted string) {
	w.t.Helper()
	if !slices.ContainsFunc(w.Problems(), func(p string) bool { return contains(p, wanted) }) {
		w.t.Fatalf("no problem says %q; there are %q", wanted, w.Problems())
	}
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

func button(id, value, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(id, value, plain(label))
}

// dial opens a bare connection, to see the frames themselves.
func (w *world) dial(address string) *websocket.Conn {
	w.t.Helper()
	conn, _, err := w.tryDial(address)
	if err != nil {
		w.t.Fatal(err)
	}
	return conn
}

func (w *world) tryDial(address string) (*websocket.Conn, *http.Response, error) {
	return (&websocket.Dialer{NetDialContext: w.net.DialContext}).Dial(address, nil)
}
