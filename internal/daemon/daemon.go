// Package daemon puts the parts of Leadloop together and runs them. The
// program and the tests of the whole app start the same one.
package daemon

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/bot"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/internal/admin"
	"github.com/leadloop/leadloop/internal/webhook"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/scheduler"
	"github.com/leadloop/leadloop/store"
)

// sweepJob is the job that does what has become due.
const sweepJob = "sweep"

// Options are the parts of the world that tests and the demo exchange.
type Options struct {
	Log zerolog.Logger
	// Now is the clock of the use cases; nil is time.Now.
	Now func() time.Time
	// Version is the program's own, for people to see.
	Version string
	// Dial opens all connections to Slack; nil is the network.
	Dial wire.DialFunc
	// Pace is the time between two messages to one conversation; 0 is Slack's.
	Pace time.Duration
	// Unsynced keeps what is stored from a power cut only when the Daemon is
	// closed: for a past that can be made up again.
	Unsynced bool
	// AdminListener carries the local HTTP server; nil is the address of the
	// configuration.
	AdminListener net.Listener
	// PrivateListener carries the server of what the owner of the data alone may ask for; nil is the socket in the data
	// folder.
	PrivateListener net.Listener
	// WebhookTransport carries what other systems are told; nil is the network.
	WebhookTransport http.RoundTripper
	// IntakeListener carries the door for other programs; nil is the address of the
	// configuration, and no door where there is none.
	IntakeListener net.Listener
}

// Daemon is one running Leadloop.
type Daemon struct {
	log       zerolog.Logger
	now       func() time.Time
	file      *store.File
	services  *loop.Services
	bot       *bot.Bot
	scheduler *scheduler.Scheduler
	admin     *admin.Server
	private   *admin.Private // nil where the data folder can hold no socket
	door      *intake.Door   // nil where it is closed
	webhooks  *webhook.Sender
}

// New opens the store and puts the parts together. Close it, also when Run
// was never called.
func New(ctx context.Context, c configs.Config, o Options) (*Daemon, error) {
	settings, err := Settings(c)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}

	file, err := store.Open(ctx, c.Data, store.OpenOptions{MaxSize: int64(c.Store.MaxSizeMB) << 20, Unsynced: o.Unsynced})
	if err != nil {
		return nil, err
	}

	d := &Daemon{log: o.Log, now: o.Now, file: file}
	if err := d.assemble(ctx, c, o, settings); err != nil {
		return nil, errors.Join(err, file.Close())
	}

	return d, nil
}

func (d *Daemon) assemble(ctx context.Context, c configs.Config, o Options, settings core.Settings) (err error) {
	if d.now == nil {
		d.now = time.Now
	}

	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	d.services = loop.New(d.file.Store, core.Options{
		Settings: settings, Now: d.now,
		Available:    func(id ref.UserID) bool { return d.bot.Available(id) },
		WakeDelivery: d.wake,
	})

	d.bot = bot.New(bot.Options{
		Services: d.services, Log: o.Log, Metrics: metrics, Now: d.now, Version: o.Version, Size: d.file.Size,
		Slack: bot.SlackOptions{
			BotToken: c.Slack.BotToken.Reveal(), AppToken: c.Slack.AppToken.Reveal(), APIURL: c.Slack.APIURL,
			HTTPClient: httpClient(o.Dial), Dial: o.Dial, Channels: Places(c), Pace: o.Pace,
		},
	})
	d.webhooks, err = webhook.New(webhook.Options{
		Log: o.Log, Targets: targets(c.Webhooks), Services: d.services.Webhooks, Now: d.now, Transport: o.WebhookTransport,
	})
	if err != nil {
		return err
	}

	if err := d.prepare(ctx, settings); err != nil {
		return err
	}

	d.scheduler, err = scheduler.New(o.Log,
		scheduler.Job{Name: sweepJob, Spec: "* * * * *", Run: d.Sweep},
		scheduler.Job{Name: "unpark", Spec: "7 * * * *", Run: d.services.Delivery.Unpark},
		scheduler.Job{Name: "retention", Spec: "17 3 * * *", Run: d.services.Retention},
	)
	if err != nil {
		return fmt.Errorf("set up the schedule: %w", err)
	}

	if err := d.openAdmin(ctx, c, o, metrics); err != nil {
		return err
	}

	if err := d.openDoor(ctx, c, o); err != nil {
		d.admin.Close()
		if d.private != nil {
			d.private.Close()
		}

		return err
	}

	return nil
}

// wake says that there may be something to be told.
func (d *Daemon) wake() {
	d.bot.Kick()
	if d.webhooks != nil { // none while the parts are put together
		d.webhooks.Wake()
	}
}

// targets are the other systems that are told what becomes of leads.
func targets(c configs.Webhooks) (all []webhook.Target) {
	for _, name := range c.Names() {
		w := c[name]
		kinds := funnel.OutwardKinds
		if len(w.Events) > 0 {
			kinds = nil
		}

		for _, event := range w.Events {
			kinds = append(kinds, funnel.EntryKind(event))
		}

		all = append(all, webhook.Target{
			Name: name, URL: w.URL, Secret: w.Secret.Reveal(), Kinds: kinds, Personal: w.Personal,
		})
	}

	return all
}

// openDoor opens the door for other programs, where the configuration says so.
func (d *Daemon) openDoor(ctx context.Context, c configs.Config, o Options) error {
	listener := o.IntakeListener
	if listener == nil {
		if c.Intake.Listen == "" {
			return nil
		}

		var err error
		if listener, err = intake.ListenDoor(ctx, c.Intake.Listen); err != nil {
			return err
		}
	}

	d.door = intake.NewDoor(listener, intake.DoorOptions{
		Log: o.Log, Token: c.Intake.Token.Reveal(), Sources: sources(c.Intake), Services: d.services,
		InSlack: kit.WayFromOutside,
	})

	return nil
}

// sources are who may bring leads through the door.
func sources(c configs.Intake) (all []intake.Source) {
	for _, name := range c.SourceNames() {
		s := c.Sources[name]
		all = append(all, intake.Source{
			Name: name, Token: s.Token.Reveal(), Marketer: ref.UserID(s.Marketer), Campaign: s.Campaign,
			Origins: s.Origins, Thanks: s.Thanks,
		})
	}

	return all
}

// httpClient calls the Web API through dial; nil is left to the bot.
func httpClient(dial wire.DialFunc) *http.Client {
	if dial == nil {
		return nil
	}

	return &http.Client{Transport: &http.Transport{DialContext: dial}, Timeout: examineTimeout}
}

// prepare brings a new or moved store to where the use cases can start.
func (d *Daemon) prepare(ctx context.Context, settings core.Settings) error {
	definition, err := configs.DefaultDefinition()
	if err != nil {
		return fmt.Errorf("read the lead definition delivered with the program: %w", err)
	}

	if err := d.services.Agreement.Adopt(ctx, definition); err != nil {
		return fmt.Errorf("put the lead definition in force: %w", err)
	}

	if err := d.services.Goals.AdoptThresholds(ctx); err != nil {
		return fmt.Errorf("put the thresholds of goals in force: %w", err)
	}

	if err := d.services.People.ForgetNames(ctx); err != nil {
		return fmt.Errorf("forget the names of who is on no team any more: %w", err)
	}

	before, err := d.file.Zone(ctx)
	if err != nil {
		return err
	}

	moved, err := d.file.RecountInZone(ctx, settings.Calendar)
	if moved && before != "" {
		d.log.Info().Str("zone", settings.Calendar.Location.String()).Msg("the time zone was changed; all daily figures were counted again")
	}

	return err
}

func (d *Daemon) openAdmin(ctx context.Context, c configs.Config, o Options, metrics *prometheus.Registry) error {
	listener := o.AdminListener
	if listener == nil {
		var err error
		if listener, err = admin.Listen(ctx, c.Admin.Listen, c.Admin.AllowRemote); err != nil {
			return err
		}
	}

	d.admin = admin.New(listener, admin.Options{
		Log: o.Log, Metrics: metrics, Ready: d.Ready, AllowRemote: c.Admin.AllowRemote,
	})
	if c.Admin.AllowRemote {
		o.Log.Warn().Str("admin", d.admin.Addr()).Msg("admin.allow_remote: whoever reaches this address reads, without a password, whether Leadloop is ready, and its metrics; data is given only over the socket in the data folder")
	}

	var err error
	d.private, err = admin.NewPrivate(ctx, admin.PrivateOptions{
		Log: o.Log, Listener: o.PrivateListener, Folder: c.Data, Backup: d.file.Backup,
	})
	if err != nil {
		o.Log.Warn().Err(err).Msg("no copy of the data can be asked for while Leadloop runs")
	}

	return nil
}

// Run runs all parts until ctx ends, or one of them cannot go on. It drains
// what is under way before it returns.
func (d *Daemon) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var parts sync.WaitGroup
	all := []func(context.Context) error{d.bot.Run, d.scheduler.Run, d.admin.Run, d.webhooks.Run}
	if d.door != nil {
		all = append(all, d.door.Run)
	}

	if d.private != nil {
		all = append(all, d.private.Run)
	}

	for _, run := range all {
		parts.Go(func() {
			if err := run(ctx); err != nil && !errors.Is(err, context.Canceled) {
				cancel(err)
			}
		})
	}

	parts.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}

	return nil
}

// Close closes what New opened. Call it after Run has returned.
func (d *Daemon) Close() error {
	d.admin.Close()
	if d.private != nil {
		d.private.Close()
	}

	if d.door != nil {
		d.door.Close()
	}

	return d.file.Close()
}

// Services gives the use cases.
func (d *Daemon) Services() *loop.Services { return d.services }

// Ready gives the reasons why Leadloop cannot serve now; none when it can.
func (d *Daemon) Ready() []string {
	return append(d.bot.Ready(), refusals(d.file.Refusing)...)
}

// refusingWithin bounds how long is tried whether there is room on the disk again.
const refusingWithin = 5 * time.Second

// refusals says why changes are refused, where they are.
func refusals(refusing func(context.Context) error) []string {
	ctx, cancel := context.WithTimeout(context.Background(), refusingWithin)
	defer cancel()
	if err := refusing(ctx); err != nil {
		return []string{"nothing can be changed: " + err.Error()}
	}

	return nil
}

// AdminAddr is where the local HTTP server listens.
func (d *Daemon) AdminAddr() string { return d.admin.Addr() }

// IntakeAddr is where the door for other programs listens; empty where it is closed.
func (d *Daemon) IntakeAddr() string {
	if d.door == nil {
		return ""
	}

	return d.door.Addr()
}

// Sweep does what has become due.
func (d *Daemon) Sweep(ctx context.Context) error {
	n, err := d.services.Sweep(ctx)
	if n > 0 {
		d.log.Info().Int("moved", n).Msg("swept")
	}

	return err
}

// toldWithin bounds how long Told waits for Slack.
const toldWithin = 20 * time.Second

// Told waits until the outbox is empty, or gives up after a while: what
// cannot be told now is told later.
func (d *Daemon) Told(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, toldWithin)
	defer cancel()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for {
		status, err := d.services.Status(ctx)
		if err != nil || status.Queued == 0 {
			return err
		}

		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}
