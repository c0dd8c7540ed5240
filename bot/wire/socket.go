package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// AckPatience is how long an acknowledgement is tried.
const (
	// LongestOutageWait caps the wait between attempts; the library's own
	// grows to five minutes.
	LongestOutageWait = 10 * time.Second
	maxFrame          = 4 << 20
	// The library's watch over Slack's pings is out of the way: watchedConn
	// finds a dead connection sooner, and without guessing how often Slack
	// pings.
	libraryPingWatch = 24 * time.Hour
	AckPatience      = 3 * time.Second // Slack's own
)

// Wiring is what connections need besides themselves.
type Wiring struct {
	Client  func(over slack.Option) *slack.Client
	HTTP    HTTPClient
	Dial    DialFunc
	Log     zerolog.Logger
	Now     func() time.Time
	Known   func(envelope string) bool // whether somebody reads envelopes of a type
	Arrived func(ctx context.Context, on *Connection, e Envelope)
	Fail    func(error) // with what does not heal by itself

	Open        prometheus.Gauge
	Disconnects *prometheus.CounterVec // by Slack's reason
	BadFrames   *prometheus.CounterVec // by type
}

// Connection is one Socket Mode connection that is kept up.
type Connection struct {
	Wiring

	client  *socketmode.Client
	log     zerolog.Logger
	others  []*Connection // that carry acknowledgements too
	news    *news         // of all of them
	ackedAt atomic.Int64  // Unix nanoseconds, of the latest acknowledgement

	mu      sync.Mutex
	greeted bool
	since   time.Time
	giveUp  context.CancelCauseFunc
	carrier *watchedConn // the latest that was dialled
}

// NewConnections are so many connections that stand in for each other. They do nothing before Supervise.
func NewConnections(w Wiring, n int) []*Connection {
	all, shared := make([]*Connection, n), newNews()
	for i := range all {
		all[i] = newConnection(w, i+1, shared)
	}

	for i, c := range all {
		c.others = slices.Concat(all[:i], all[i+1:])
	}

	return all
}

func newConnection(w Wiring, number int, shared *news) *Connection {
	c := &Connection{Wiring: w, log: w.Log.With().Int("connection", number).Logger(), news: shared}
	api := w.Client(slack.OptionHTTPClient(&gate{inner: w.HTTP, now: time.Now}))
	c.client = socketmode.New(api,
		socketmode.OptionDialer(newDialer(w.Dial, c.dialled, c.disconnected)),
		socketmode.OptionReadLimit(maxFrame),
		socketmode.OptionPingInterval(libraryPingWatch),
		socketmode.OptionLog(QuietLog{}))
	return c
}

// QuietLog drops what slack-go has to say; the bot logs for itself, and
// knows what must not be written.
type QuietLog struct{}

// Output is what slack-go asks of a logger.
func (QuietLog) Output(int, string) error { return nil }

// LastAck is when something was acknowledged last.
func (c *Connection) LastAck() time.Time { return time.Unix(0, c.ackedAt.Load()) }

// Supervise keeps the connection up until the context ends.
func (c *Connection) Supervise(ctx context.Context) {
	for ctx.Err() == nil {
		attempt, giveUp := context.WithCancelCause(ctx)
		c.mu.Lock()
		c.giveUp = giveUp
		c.mu.Unlock()
		err := c.client.RunContext(attempt)
		cause := context.Cause(attempt)
		giveUp(nil)
		c.setGreeted(false)
		if ctx.Err() != nil {
			return
		}

		for _, err := range []error{err, cause} {
			if hopeless := FatalError(err, "SLACK_APP_TOKEN"); hopeless != nil {
				c.Fail(hopeless)
				return
			}
		}

		c.log.Warn().Err(errors.Join(err, cause)).Msg("connecting anew")
		if Pause(ctx, LongestOutageWait) != nil {
			return
		}
	}
}

// Read takes what the library found, and never blocks: while it did, pings
// would go unanswered.
func (c *Connection) Read(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-c.client.Events:
			c.event(ctx, event)
		}
	}
}

func (c *Connection) event(ctx context.Context, e socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeHello:
		c.setGreeted(true)
		c.log.Info().Int("open", e.Request.NumConnections).Int("life_seconds", e.Request.DebugInfo.ApproximateConnectionTime).Msg("Slack says hello")
	case socketmode.EventTypeConnecting:
		c.setGreeted(false)
	case socketmode.EventTypeConnectionError:
		c.connectionError(e.Data)
	case socketmode.EventTypeIncomingError:
		if problem, ok := e.Data.(*slack.IncomingEventError); ok {
			c.log.Warn().Err(problem.ErrorObj).Msg("the connection broke")
		}
	case socketmode.EventTypeErrorBadMessage:
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			c.badFrame(ctx, bad)
		}
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		c.Arrived(ctx, c, Envelope{
			ID: e.Request.EnvelopeID, Type: e.Request.Type, Payload: e.Request.Payload,
			Attempt: e.Request.RetryAttempt,
		})
	default: // connected comes before hello and says less; invalid_auth comes with an error of RunContext
	}
}

// connectionError ends an attempt that cannot succeed, or whose next try
// would be too long in coming.
func (c *Connection) connectionError(data any) {
	problem, ok := data.(*slack.ConnectionErrorEvent)
	if !ok {
		return
	}

	c.log.Warn().Err(problem.ErrorObj).Int("attempt", problem.Attempt).Dur("wait",
		problem.Backoff).Msg("could not connect")
	_, limited := errors.AsType[*slack.RateLimitedError](problem.ErrorObj)
	tooLong := problem.Backoff > LongestOutageWait && !limited
	if FatalError(problem.ErrorObj, "") == nil && !tooLong {
		return
	}

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.giveUp != nil {
		c.giveUp(problem.ErrorObj)
	}
}

// news is that one of several connections began to stand, or ended.
type news struct {
	mu     sync.Mutex
	coming chan struct{} // closed and replaced at each
}

func newNews() *news { return &news{coming: make(chan struct{})} }

// next is closed when there is news.
func (n *news) next() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.coming
}

func (n *news) spread() {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.coming)
	n.coming = make(chan struct{})
}

// disconnected hears why Slack ends the connection.
func (c *Connection) disconnected(reason string) {
	c.Disconnects.WithLabelValues(reason).Inc()
	level := zerolog.InfoLevel
	if reason == "link_disabled" || reason == "too_many_websockets" {
		level = zerolog.ErrorLevel
	}

	c.log.WithLevel(level).Str("reason", reason).Msg("Slack ends the connection")
}

// Envelope is what Slack delivers: something that happened, to be
// acknowledged by its id.
type Envelope struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
	Attempt int             `json:"retry_attempt"`
}

// badFrame deals with a frame that the library cannot decode. It is still
// acknowledged, and dealt with where the bot's own decoding succeeds.
func (c *Connection) badFrame(ctx context.Context, bad *socketmode.ErrorBadMessage) {
	var e Envelope
	if err := json.Unmarshal(bad.Message, &e); err != nil || e.ID == "" {
		c.BadFrames.WithLabelValues("unreadable").Inc()
		return
	}

	known := "unknown"
	if c.Known(e.Type) {
		known = e.Type
	}

	c.BadFrames.WithLabelValues(known).Inc()
	c.log.Warn().Err(bad.Cause).Str("envelope", e.ID).Str("type", known).Msg("the library could not decode a frame")
	c.Arrived(ctx, c, e)
}

func (c *Connection) setGreeted(greeted bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.greeted == greeted {
		return
	}

	c.greeted, c.since = greeted, c.Now()
	c.news.spread()
	if greeted {
		c.Open.Inc()
	} else {
		c.Open.Dec()
	}
}

// Up says whether Slack has greeted the connection.
func (c *Connection) Up() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.greeted
}

// WaitUp waits until the connection stands and a while longer, or for
// another while in vain. It is false when the context ends first.
func (c *Connection) WaitUp(ctx context.Context, longer, inVain time.Duration) bool {
	patience, cancel := context.WithTimeout(ctx, inVain)
	defer cancel()
	for {
		changed := c.news.next()
		if c.Up() {
			return Pause(ctx, longer) == nil
		}

		select {
		case <-changed:
		case <-patience.Done():
			return ctx.Err() == nil
		}
	}
}

// Describe says in a line how the connection stands.
func (c *Connection) Describe() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.greeted {
		return fmt.Sprintf("connected since %s UTC", c.since.UTC().Format("2 Jan 15:04"))
	}

	return "not connected"
}
