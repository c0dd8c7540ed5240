package slacksim

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options says what the workspace is and which app is installed in it. The zero value is a usable demo workspace.
type Options struct {
	TeamID, TeamName   string
	AppID, AppName     string
	BotUserID          string
	BotToken, AppToken string   // what the app must present
	Scopes             []string // granted bot scopes; nil grants every scope that the workspace knows
	Events             []string // bot events subscribed to, as in the manifest; nil means all that the scopes allow
	Commands           []Command
	Shortcuts          []Shortcut
	HomeTab            bool
	Location           *time.Location   // the workspace's zone; nil is UTC
	Now                func() time.Time // the workspace's clock, for message times; nil is time.Now
	OnMoveClock        func(ctx context.Context, to time.Time) error
	Rejects            []string      // block types that this workspace's plan refuses with invalid_blocks
	SocketLife         time.Duration // how long a socket lives before Slack refreshes it; 0 is 18060 s, negative is for ever
	PingEvery          time.Duration // between WebSocket pings; 0 is 10 s, negative sends none
	Patience           time.Duration // how long the test language waits for something expected; 0 is 5 s
	Seed               uint64        // of the choices left to chance: which socket, what is duplicated
	DisableRateLimits  bool          // for load tests only
}

// Command is a slash command of the app's manifest.
type Command struct {
	Name         string // with its slash
	Description  string
	UsageHint    string
	ShouldEscape bool // whether typed people, channels and links reach the app as <@U1|name>, <#C1|name>, <https://…>
}

// Shortcut is a shortcut of the app's manifest.
type Shortcut struct {
	Name       string
	Type       string // "message" or "global"
	CallbackID string
}

const (
	defaultBotToken   = "xoxb-slacksim-bot"
	defaultAppToken   = "xapp-slacksim-app"
	defaultSocketLife = 18060 * time.Second
	defaultPatience   = 5 * time.Second
	ackDeadline       = 3 * time.Second
	maxProblems       = 1000 // a demo may run for weeks
	maxCalls          = 20000
)

// Workspace is one simulated Slack workspace with one app installed. All methods may be called concurrently.
type Workspace struct {
	opts   Options
	scopes map[string]bool
	events map[string]bool // nil: everything that the scopes allow
	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup

	mu            sync.Mutex // guards everything below; never held while waiting
	closed        bool
	baseURL       string
	tb            TB
	rand          *rand.Rand
	serial        int
	sequence      int64         // orders everything visible that the app did
	changed       chan struct{} // closed and replaced whenever anything visible changes
	users         map[string]*user
	channels      map[string]*channel
	groups        map[string]*UserGroup
	views         map[string]*view
	stacks        map[string][]*view // open modals by user, the topmost last
	homes         map[string]*view   // published Home tabs by user
	triggers      map[string]*trigger
	responses     map[string]*responseURL
	files         map[string]*file
	tickets       map[string]time.Time
	sockets       []*socket
	everConnected bool
	linkOff       bool
	pending       map[string]*delivery // envelopes waiting for their ack, by envelope id
	last          *delivery
	faults        faults
	paces         map[string]*pace
	calls         []Call
	problems      []string
	subscribers   map[*subscriber]bool
	keeping       *os.File // of the conversations; nil keeps none
}

// New returns a workspace with the app installed, no channels and no people but the app's bot user.
func New(o Options) *Workspace {
	o.TeamID = cmp.Or(o.TeamID, "T0LEADLOOP")
	o.TeamName = cmp.Or(o.TeamName, "Acme Demo")
	o.AppID = cmp.Or(o.AppID, "A0LEADLOOP")
	o.AppName = cmp.Or(o.AppName, "Leadloop")
	o.BotUserID = cmp.Or(o.BotUserID, "U0LEADLOOP")
	o.BotToken = cmp.Or(o.BotToken, defaultBotToken)
	o.AppToken = cmp.Or(o.AppToken, defaultAppToken)
	o.SocketLife = cmp.Or(o.SocketLife, defaultSocketLife)
	o.PingEvery = cmp.Or(o.PingEvery, defaultPing)
	o.Patience = cmp.Or(o.Patience, defaultPatience)
	o.Seed = cmp.Or(o.Seed, 1)
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Scopes == nil {
		o.Scopes = knownScopes()
	}
	w := &Workspace{
		opts:        o,
		scopes:      set(o.Scopes),
		baseURL:     "http://slack.test",
		rand:        rand.New(rand.NewPCG(o.Seed, o.Seed)),
		changed:     make(chan struct{}),
		users:       map[string]*user{},
		channels:    map[string]*channel{},
		groups:      map[string]*UserGroup{},
		views:       map[string]*view{},
		stacks:      map[string][]*view{},
		homes:       map[string]*view{},
		triggers:    map[string]*trigger{},
		responses:   map[string]*responseURL{},
		files:       map[string]*file{},
		tickets:     map[string]time.Time{},
		pending:     map[string]*delivery{},
		paces:       map[string]*pace{},
		subscribers: map[*subscriber]bool{},
	}
	if o.Events != nil {
		w.events = set(o.Events)
	}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.AddUser(User{ID: o.BotUserID, Name: strings.ToLower(o.AppName), RealName: o.AppName, IsBot: true})
	return w
}

// SetBaseURL tells the workspace where it is reached, for the addresses that it hands out.
func (w *Workspace) SetBaseURL(base string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.baseURL = strings.TrimSuffix(base, "/")
}

// BaseURL returns where the workspace is reached, without a trailing slash.
func (w *Workspace) BaseURL() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.baseURL
}

// Handler serves everything: the Web API at /api/, sockets at /link/, response URLs at /response/, files at /files/ and
// /upload/, the page at / and its JSON at /app/.
func (w *Workspace) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", w.serveAPI)
	mux.HandleFunc("/link/", w.serveLink)
	mux.HandleFunc("POST /response/{id}", w.serveResponseURL)
	mux.HandleFunc("POST /upload/{id}", w.serveUpload)
	mux.HandleFunc("GET /files/{id}/{name}", w.serveFile)
	w.routePage(mux)
	return mux
}

// Close ends every connection and waits until nothing of the workspace runs any more.
func (w *Workspace) Close() {
	w.mu.Lock()
	w.closed = true
	sockets := slices.Clone(w.sockets)
	w.mu.Unlock()
	w.cancel()
	for _, s := range sockets {
		s.cut()
	}
	w.tasks.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.keeping != nil {
		_ = w.keeping.Close()
		w.keeping = nil
	}
}

// TB is what the test language needs of a *testing.T.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Bind makes failures of the test language end that test.
func (w *Workspace) Bind(t TB) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tb = t
}

// Problems lists what the app did that Slack would not forgive: unknown methods and arguments, refused blocks, late and
// malformed acks, calls above the pace. Tests assert that it is empty.
func (w *Workspace) Problems() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.problems)
}

// fail ends the bound test, or panics: a failure nobody looks at must not pass.
func (w *Workspace) fail(format string, args ...any) {
	w.mu.Lock()
	tb := w.tb
	w.mu.Unlock()
	text := fmt.Sprintf(format, args...)
	if tb == nil {
		panic("slacksim: " + text)
	}
	tb.Helper()
	tb.Fatalf("slacksim: %s", text)
}

// startLocked runs fn as a task that Close waits for; it runs nothing once the workspace is closed.
func (w *Workspace) startLocked(fn func()) {
	if w.closed {
		return
	}
	w.tasks.Go(fn)
}

// sleep waits for d in real time and reports whether the workspace is still open.
func (w *Workspace) sleep(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-w.ctx.Done():
		return false
	}
}

// wait calls done under the lock, at once and after every change, until it reports true or the time is up.
func (w *Workspace) wait(limit time.Duration, done func() bool) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		w.mu.Lock()
		ok, changed := done(), w.changed
		w.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-changed:
		case <-timer.C:
			return false
		case <-w.ctx.Done():
			return false
		}
	}
}

// touch wakes everyone who waits for a change. The lock is held.
func (w *Workspace) touch() {
	w.sequence++
	close(w.changed)
	w.changed = make(chan struct{})
}

// problem records something that Slack would not forgive. The lock is held.
func (w *Workspace) problem(format string, args ...any) {
	w.problems = append(w.problems, fmt.Sprintf(format, args...))
	if len(w.problems) > maxProblems {
		w.problems = slices.Delete(w.problems, 0, maxProblems/2)
	}
}

// id returns a new identifier with the prefix, in Slack's alphabet. The lock is held.
func (w *Workspace) id(prefix string) string {
	w.serial++
	return fmt.Sprintf("%s0SIM%06d", prefix, w.serial)
}

// code returns a short identifier. The lock is held.
func (w *Workspace) code() string {
	w.serial++
	return shortCode(w.serial)
}

// secret returns an unguessable-looking identifier that is the same in every run with one seed. The lock is held.
func (w *Workspace) secret() string {
	w.serial++
	return fmt.Sprintf("%08x-%04x-%04x-%012x", w.rand.Uint32(), w.rand.Uint32()&0xffff, w.serial&0xffff, w.rand.Uint64()&0xffffffffffff)
}

func (w *Workspace) now() time.Time { return w.opts.Now() }

func set(names []string) map[string]bool {
	all := make(map[string]bool, len(names))
	for _, name := range names {
		all[name] = true
	}
	return all
}

const codeAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func shortCode(n int) string {
	code := []byte("00000")
	for i := len(code) - 1; i >= 0 && n > 0; i-- {
		code[i] = codeAlphabet[n%len(codeAlphabet)]
		n /= len(codeAlphabet)
	}
	return string(code)
}
