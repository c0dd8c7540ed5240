// Package bot talks with people in Slack: it keeps the connections, turns
// what people do into calls of the use cases, and tells Slack what the outbox
// holds.
package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/courier"
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
)

// Options are the parts of a bot.
type Options struct {
	Services *loop.Services
	Slack    SlackOptions
	Log      zerolog.Logger
	Metrics  prometheus.Registerer // nil keeps none
	Now      func() time.Time      // nil is time.Now
	Version  string                // of the program, for /loop status
	Size     func() int64          // of the data file in bytes, for /loop status; nil is unknown
}

// SlackOptions say how to reach the workspace.
type SlackOptions struct {
	BotToken string // xoxb-…
	AppToken string // xapp-…, for the connections
	// APIURL is the base of the Web API; empty is Slack itself.
	APIURL string
	// HTTPClient makes the calls; nil is one of our own. It always has a
	// timeout, because slack-go has none.
	HTTPClient *http.Client
	// Dial opens the connections that carry WebSockets; nil uses the network.
	Dial wire.DialFunc
	// Channels says which conversation each place is.
	Channels map[funnel.Place]string
	// Pace is the time between two messages to one conversation; 0 is the
	// second that Slack asks for. Where a clock is moved, a real second may be
	// a day.
	Pace time.Duration
}

const (
	apiTimeout  = 10 * time.Second
	connections = 2 // so that one stands while the other is renewed
	// Once the first connection stands, the second follows this much later, so
	// that Slack does not renew both at once.
	connectionsApart = 5 * time.Second
	// secondAnyway is when the second is tried though the first has trouble.
	secondAnyway = 30 * time.Second
	drainTime    = 5 * time.Second        // for inputs, and then for answers that Slack held up
	ackFlush     = 300 * time.Millisecond // within it an acknowledgement in the background has left
	lastPatient  = 2 * time.Second
)

// Bot is the Slack side of the program.
type Bot struct {
	*desk.Desk

	options  SlackOptions
	metrics  *metrics
	version  string
	size     func() int64
	started  time.Time
	routes   routes
	limits   *wire.Limits
	lanes    *wire.Lanes
	courier  *courier.Courier
	clicks   *desk.Recently
	identity atomic.Pointer[slack.AuthTestResponse]
	links    []*wire.Connection
	closing  atomic.Bool
	changes  chan struct{} // of channels
	fatal    chan error
}

// New puts a bot together. It does nothing before Run.
func New(o Options) *Bot {
	if o.Now == nil {
		o.Now = time.Now
	}

	o.Slack.Pace = cmp.Or(o.Slack.Pace, courier.PerTarget)
	o.Slack.APIURL = strings.TrimSuffix(cmp.Or(o.Slack.APIURL, slack.APIURL), "/") + "/"
	b := &Bot{
		options: o.Slack, version: o.Version, size: o.Size, started: o.Now(),
		lanes: wire.NewLanes(), clicks: desk.NewRecently(), fatal: make(chan error, 1),
		changes: make(chan struct{}, 1),
	}
	b.lanes.MostEach = mostWaiting
	b.Desk = desk.New(o.Services, o.Log, o.Now, b.home, o.Slack.APIURL, o.Slack.Pace)
	b.metrics = newMetrics(o.Metrics, b.gauges())
	client := *cmp.Or(o.Slack.HTTPClient, &http.Client{})
	if client.Timeout == 0 || client.Timeout > apiTimeout {
		client.Timeout = apiTimeout
	}

	b.limits = wire.NewLimits(&client, o.Slack.APIURL)
	b.API = b.newClient(slack.OptionHTTPClient(b.limits))
	b.routes = newRoutes(b.features())
	b.courier = courier.New(b.round())
	b.links = wire.NewConnections(b.wiring(), connections)
	return b
}

// mostWaiting is how much of one person may wait.
const mostWaiting = 128

func (b *Bot) wiring() wire.Wiring {
	return wire.Wiring{
		Client: b.newClient, HTTP: b.limits, Dial: b.options.Dial, Log: b.Log, Now: b.Now,
		Known: desk.Reads, Arrived: b.receive, Fail: b.fail,
		Open: b.metrics.connections, Disconnects: b.metrics.disconnects, BadFrames: b.metrics.badFrames,
	}
}

func (b *Bot) round() courier.Round {
	return courier.Round{
		Delivery: b.Services.Delivery, API: b.API, Log: b.Log, Now: b.Now, Pace: b.Pace, Channels: b.options.Channels,
		Notices: b.routes.notices, Context: b.ViewContext, Named: b.People.WaitWarm,
		Admits: b.admits, Granted: b.granted,
		Rest: b.limits.Wait, Fail: b.fail,
		Delivered: b.metrics.deliveries, Retries: b.metrics.retries, Parked: b.metrics.parked,
	}
}

// newClient is a client of the Web API over some HTTP client. Retries are
// left to the outbox.
func (b *Bot) newClient(over slack.Option) *slack.Client {
	return slack.New(b.options.BotToken, slack.OptionAppLevelToken(b.options.AppToken),
		slack.OptionAPIURL(b.options.APIURL), over, slack.OptionLog(wire.QuietLog{}))
}

// Kick says that the outbox has something to tell.
func (b *Bot) Kick() {
	if b == nil {
		return
	}

	b.courier.Kick()
}

// Ready gives the reasons why the bot does not hear people; none means that
// it does.
func (b *Bot) Ready() []string {
	if b.closing.Load() {
		return []string{"the program is shutting down"}
	}

	if b.identity.Load() == nil {
		return []string{"Slack has not confirmed the bot token yet"}
	}

	for _, link := range b.links {
		if link.Up() {
			return nil
		}
	}

	return []string{"Slack has not greeted a connection yet"}
}

// Run serves until the context ends, and then finishes what it has begun. An
// error is a sentence about something that does not heal by itself, such as a
// revoked token.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.identify(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}

		return err
	}

	ctx, finish := context.WithCancel(ctx)
	defer finish()
	// What is under way outlives ctx, so that it can be finished.
	alive, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()

	var links, delivery sync.WaitGroup
	for i, link := range b.links {
		links.Go(func() {
			if i > 0 && !b.links[0].WaitUp(ctx, connectionsApart, secondAnyway) {
				return
			}

			link.Supervise(alive)
		})
		links.Go(func() { link.Read(alive) })
	}

	delivery.Go(func() {
		quick, cancel := context.WithTimeout(ctx, lookPatience)
		b.lookAtPlaces(quick) // nothing is posted in a channel that others read by now
		cancel()
		b.courier.Run(ctx)
	})
	delivery.Go(func() { b.watchPlaces(ctx) })
	delivery.Go(func() { b.People.Warm(ctx, b.rosterMembers()) })
	delivery.Go(func() { b.People.Again(ctx) })

	var err error
	select {
	case <-ctx.Done():
	case err = <-b.fatal:
	}

	b.closing.Store(true)
	finish()
	b.shutDown(alive, stop, &links, &delivery)
	return err
}

// shutDown finishes what is under way: inputs, their acknowledgements,
// messages that are being sent, and of the answers that Slack held up as many
// as it takes meanwhile. What they tell of has happened either way.
func (b *Bot) shutDown(alive context.Context, stop context.CancelFunc, links, delivery *sync.WaitGroup) {
	patience, cancel := context.WithTimeout(alive, drainTime)
	b.lanes.Drain(patience)
	for _, link := range b.links {
		_ = wire.Pause(alive, time.Until(link.LastAck().Add(ackFlush)))
	}

	b.Answers.Drain(patience)
	cancel()
	stop()
	given, cancel := context.WithTimeout(context.WithoutCancel(alive), lastPatient)
	b.Answers.Drain(given) // those that are left end, and are logged
	cancel()
	waitFor(links, lastPatient)
	waitFor(delivery, courier.DeliveryTime)
}

func waitFor(group *sync.WaitGroup, atMost time.Duration) {
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

// fail ends Run with a sentence.
func (b *Bot) fail(err error) {
	select {
	case b.fatal <- err:
	default:
	}
}

// identify asks Slack who the bot is, until it answers.
func (b *Bot) identify(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, wire.LongestOutageWait) {
		identity, err := b.API.AuthTestContext(ctx)
		if err == nil {
			b.identity.Store(identity)
			b.Log.Info().Str("team", identity.TeamID).Str("bot", identity.UserID).Msg("Slack knows the bot")
			return nil
		}

		if hopeless := wire.FatalError(err, "SLACK_BOT_TOKEN"); hopeless != nil {
			return hopeless
		}

		if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
			wait = max(wait, limited.RetryAfter)
		}

		b.Log.Warn().Err(err).Dur("wait", wait).Msg("Slack cannot be reached")
		if err := wire.Pause(ctx, wait); err != nil {
			return fmt.Errorf("reach Slack: %w", err)
		}
	}
}

// granted says whether the bot token has a scope, as far as Slack said so.
func (b *Bot) granted(scope string) bool {
	us := b.identity.Load()
	if us == nil {
		return true
	}

	scopes := us.Header.Get("X-OAuth-Scopes")
	return scopes == "" ||
		slices.Contains(strings.FieldsFunc(scopes, func(r rune) bool { return r == ',' || r == ' ' }), scope)
}

func (b *Bot) rosterMembers() []ref.UserID {
	r := b.Services.Core.Settings().Roster
	return desk.Distinct(append(r.Members(), r.IntakeOwner, r.MarketingSigner, r.SalesSigner))
}
