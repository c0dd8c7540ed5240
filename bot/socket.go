package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	// longestOutageWait caps the wait between attempts; the library's own
	// grows to five minutes.
	longestOutageWait = 10 * time.Second
	maxFrame          = 4 << 20
	// The library's watch over Slack's pings is out of the way: watchedConn
	// finds a dead connection sooner, and without guessing how often Slack
	// pings.
	libraryPingWatch = 24 * time.Hour

	ackPatience = 3 * time.Second // Slack's own
)

// connection is one Socket Mode connection that is kept up.
type connection struct {
	bot    *Bot
	client *socketmode.Client
	log    zerolog.Logger

	mu      sync.Mutex
	greeted bool
	since   time.Time
	changed chan struct{} // closed and replaced whenever greeted changes
	giveUp  context.CancelCauseFunc
	carrier *watchedConn // the latest that was dialled
}

func (b *Bot) newConnection(number int) *connection {
	c := &connection{
		bot: b, log: b.log.With().Int("connection", number).Logger(), changed: make(chan struct{}),
	}
	api := b.newClient(slack.OptionHTTPClient(&gate{inner: b.options.HTTPClient, now: time.Now}))
	c.client = socketmode.New(api,
		socketmode.OptionDialer(newDialer(b.options.Dial, c.dialled, c.disconnected)),
		socketmode.OptionReadLimit(maxFrame),
		socketmode.OptionPingInterval(libraryPingWatch),
		socketmode.OptionLog(quietLog{}))
	return c
}

// supervise keeps the connection up until the context ends.
func (c *connection) supervise(ctx context.Context) {
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
			if hopeless := fatalError(err, "SLACK_APP_TOKEN"); hopeless != nil {
				c.bot.fail(hopeless)
				return
			}
		}
		c.log.Warn().Err(errors.Join(err, cause)).Msg("connecting anew")
		if pause(ctx, longestOutageWait) != nil {
			return
		}
	}
}

// read takes what the library found, and never blocks: while it did, pings
// would go unanswered.
func (c *connection) read(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-c.client.Events:
			c.event(ctx, event)
		}
	}
}

func (c *connection) event(ctx context.Context, e socketmode.Event) {
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
		c.envelope(ctx, envelope{ID: e.Request.EnvelopeID, Type: e.Request.Type, Payload: e.Request.Payload, Attempt: e.Request.RetryAttempt})
	default: // connected comes before hello and says less; invalid_auth comes with an error of RunContext
	}
}

// connectionError ends an attempt that cannot succeed, or whose next try
// would be too long in coming.
func (c *connection) connectionError(data any) {
	problem, ok := data.(*slack.ConnectionErrorEvent)
	if !ok {
		return
	}
	c.log.Warn().Err(problem.ErrorObj).Int("attempt", problem.Attempt).Dur("wait", problem.Backoff).Msg("could not connect")
	_, limited := errors.AsType[*slack.RateLimitedError](problem.ErrorObj)
	tooLong := problem.Backoff > longestOutageWait && !limited
	if fatalError(problem.ErrorObj, "") == nil && !tooLong {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.giveUp != nil {
		c.giveUp(problem.ErrorObj)
	}
}

// disconnected hears why Slack ends the connection.
func (c *connection) disconnected(reason string) {
	c.bot.metrics.disconnects.WithLabelValues(reason).Inc()
	level := zerolog.InfoLevel
	if reason == "link_disabled" || reason == "too_many_websockets" {
		level = zerolog.ErrorLevel
	}
	c.log.WithLevel(level).Str("reason", reason).Msg("Slack ends the connection")
}

// envelope is what Slack delivers: something that happened, to be
// acknowledged by its id.
type envelope struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
	Attempt int             `json:"retry_attempt"`
}

// badFrame deals with a frame that the library cannot decode. It is still
// acknowledged, and dealt with where the bot's own decoding succeeds.
func (c *connection) badFrame(ctx context.Context, bad *socketmode.ErrorBadMessage) {
	var e envelope
	if err := json.Unmarshal(bad.Message, &e); err != nil || e.ID == "" {
		c.bot.metrics.badFrames.WithLabelValues("unreadable").Inc()
		return
	}
	known := "unknown"
	if _, ok := decoders[e.Type]; ok {
		known = e.Type
	}
	c.bot.metrics.badFrames.WithLabelValues(known).Inc()
	c.log.Warn().Err(bad.Cause).Str("envelope", e.ID).Str("type", known).Msg("the library could not decode a frame")
	c.envelope(ctx, e)
}

// envelope decodes what arrived and queues it in its person's lane.
func (c *connection) envelope(ctx context.Context, e envelope) {
	received := time.Now()
	if c.bot.closing.Load() {
		return // unacknowledged events come again
	}
	in, err := decode(e.Type, e.Payload)
	if err != nil {
		c.log.Error().Err(err).Str("envelope", e.ID).Msg("could not decode an envelope")
		c.bot.metrics.refused.WithLabelValues("undecodable").Inc()
		in = &Input{Kind: KindOther, Name: e.Type}
	}
	in.Received = received
	if in.DedupKey == "" {
		in.DedupKey = e.ID
	}
	lane := in.Actor.Team + "/" + string(in.Actor.User)
	if c.bot.lanes.submit(lane, func() { c.work(ctx, e.ID, in) }) {
		return
	}
	c.bot.metrics.refused.WithLabelValues("busy").Inc()
	if in.Kind == KindCommand {
		busy := commandAnswer{ResponseType: slack.ResponseTypeEphemeral, Text: "Leadloop is busy just now, so nothing was done. Please try again in a minute."}
		c.bot.ackedAt.Store(time.Now().UnixNano()) // the goroutine may begin late
		go c.ack(ctx, e.ID, busy)
	}
}

// work deals with one input, acknowledges it, and says what did not fit into
// the acknowledgement.
func (c *connection) work(ctx context.Context, envelopeID string, in *Input) {
	late := time.Since(in.Received) > handlerDeadline
	if late && in.Kind != KindEvent {
		// Slack has told the person already that it failed, so it has to fail.
		c.bot.metrics.refused.WithLabelValues("late").Inc()
		return
	}
	patience, cancel := context.WithDeadline(ctx, in.Received.Add(handlerDeadline))
	if in.Kind == KindEvent {
		patience, cancel = context.WithTimeout(ctx, handlerDeadline)
	}
	defer cancel()
	ack := Ack{}
	if in.Kind != KindOther {
		ack = c.bot.inModal(in, c.bot.handle(patience, in))
	}
	if ack.withheld {
		return
	}
	payload, rest := ack.payload(in.Kind)
	c.ack(ctx, envelopeID, payload)
	c.bot.metrics.acks.WithLabelValues(string(in.Kind)).Observe(time.Since(in.Received).Seconds())
	if rest != nil {
		c.bot.say(ctx, in, *rest)
	}
}

func (c *connection) setGreeted(greeted bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.greeted == greeted {
		return
	}
	c.greeted, c.since = greeted, c.bot.now()
	close(c.changed)
	c.changed = make(chan struct{})
	if greeted {
		c.bot.metrics.connections.Inc()
	} else {
		c.bot.metrics.connections.Dec()
	}
}

func (c *connection) up() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.greeted
}

// waitUp waits until the connection stands and a while longer, or for
// another while in vain. It is false when the context ends first.
func (c *connection) waitUp(ctx context.Context, longer, inVain time.Duration) bool {
	patience, cancel := context.WithTimeout(ctx, inVain)
	defer cancel()
	for {
		c.mu.Lock()
		up, changed := c.greeted, c.changed
		c.mu.Unlock()
		if up {
			return pause(ctx, longer) == nil
		}
		select {
		case <-changed:
		case <-patience.Done():
			return ctx.Err() == nil
		}
	}
}

// describe says in a line how the connection stands.
func (c *connection) describe() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.greeted {
		return fmt.Sprintf("connected since %s UTC", c.since.UTC().Format("2 Jan 15:04"))
	}
	return "not connected"
}
