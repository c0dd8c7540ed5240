package slacksim

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
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
	Rejects            []string // block types that this workspace's plan refuses with invalid_blocks
	// how long a socket lives before Slack refreshes it; 0 is 18060 s, negative is for ever
	SocketLife        time.Duration
	PingEvery         time.Duration // between WebSocket pings; 0 is 10 s, negative sends none
	Patience          time.Duration // how long the test language waits for something expected; 0 is 5 s
	Seed              uint64        // of the choices left to chance: which socket, what is duplicated
	DisableRateLimits bool          // for load tests only
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

// AckDeadline is how long Slack waits for an acknowledgement.
const (
	defaultBotToken   = "xoxb-slacksim-bot"
	defaultAppToken   = "xapp-slacksim-app"
	defaultSocketLife = 18060 * time.Second
	defaultPatience   = 5 * time.Second
	AckDeadline       = 3 * time.Second
	maxProblems       = 1000 // a demo may run for weeks
	maxCalls          = 20000
)

// Workspace is one simulated Slack workspace with one app installed. All methods may be called concurrently.
type Workspace struct {
	Options Options // as completed by New; not changed after it
	ctx     context.Context
	cancel  context.CancelFunc
	tasks   sync.WaitGroup

	mu      sync.Mutex // guards the state; never held while waiting
	guarded *State
}

// Lock takes the lock and gives what it guards. There is no other way to a state: whoever has one holds the lock, until
// [Workspace.Unlock].
func (w *Workspace) Lock() *State {
	w.mu.Lock()
	return w.guarded
}

// Unlock gives the lock back; what Lock gave is not to be used after it.
func (w *Workspace) Unlock() { w.mu.Unlock() }

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

	w := &Workspace{Options: o}
	w.guarded = newState(w)
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.AddUser(User{ID: o.BotUserID, Name: strings.ToLower(o.AppName), RealName: o.AppName, IsBot: true})
	return w
}

// SetBaseURL tells the workspace where it is reached, for the addresses that it hands out.
func (w *Workspace) SetBaseURL(base string) {
	s := w.Lock()
	defer w.Unlock()
	s.baseURL = strings.TrimSuffix(base, "/")
}

// BaseURL returns where the workspace is reached, without a trailing slash.
func (w *Workspace) BaseURL() string {
	s := w.Lock()
	defer w.Unlock()
	return s.baseURL
}

// Route makes mux serve what the app needs: the Web API at /api/, sockets at /link/, response URLs at /response/, and
// files at /files/.
func (w *Workspace) Route(mux *http.ServeMux) {
	mux.HandleFunc("/api/", w.serveAPI)
	mux.HandleFunc("/link/", w.serveLink)
	mux.HandleFunc("POST /response/{id}", w.serveResponseURL)
	mux.HandleFunc("GET /files/{id}/{name}", w.serveFile)
}

// Close ends every connection and waits until nothing of the workspace runs any more.
func (w *Workspace) Close() {
	s := w.Lock()
	s.closed = true
	sockets := slices.Clone(s.Sockets)
	w.Unlock()
	w.cancel()
	for _, c := range sockets {
		c.cut()
	}

	w.tasks.Wait()
	s = w.Lock()
	defer w.Unlock()
	if s.keeping != nil {
		_ = s.keeping.Close()
		s.keeping = nil
	}
}

// Done is closed when the workspace is.
func (w *Workspace) Done() <-chan struct{} { return w.ctx.Done() }

// Problems lists what the app did that Slack would not forgive: unknown methods and arguments, refused blocks, late and
// malformed acks, calls above the pace. Tests assert that it is empty.
func (w *Workspace) Problems() []string {
	s := w.Lock()
	defer w.Unlock()
	return slices.Clone(s.problems)
}

// start runs fn as a task that Close waits for; it runs nothing once the workspace is closed.
func (l *link) start(fn func()) {
	if l.closed {
		return
	}

	l.w.tasks.Go(fn)
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

// touch wakes everyone who waits for a change.
func (c *core) touch() {
	c.Sequence++
	close(c.Changed)
	c.Changed = make(chan struct{})
}

// problem records something that Slack would not forgive.
func (c *core) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
	if len(c.problems) > maxProblems {
		c.problems = slices.Delete(c.problems, 0, maxProblems/2)
	}
}

// id returns a new identifier with the prefix, in Slack's alphabet.
func (c *core) id(prefix string) string {
	c.serial++
	return fmt.Sprintf("%s0SIM%06d", prefix, c.serial)
}

// code returns a short identifier.
func (c *core) code() string {
	c.serial++
	return shortCode(c.serial)
}

// secret returns an unguessable-looking identifier that is the same in every run with one seed.
func (c *core) secret() string {
	c.serial++
	return fmt.Sprintf("%08x-%04x-%04x-%012x", c.rand.Uint32(), c.rand.Uint32()&0xffff, c.serial&0xffff,
		c.rand.Uint64()&0xffffffffffff)
}

// Now is the time by the workspace's clock.
func (c *core) Now() time.Time { return c.opts.Now() }

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
