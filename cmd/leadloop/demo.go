package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/internal/admin"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/internal/logging"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/page"
	"github.com/leadloop/leadloop/store"
)

// demoFlags are what demo can be told.
func demoFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "addr", Value: defaultDemoAddr, Usage: "`HOST:PORT` at which the page is served; port 0 takes any that is free"},
		&cli.StringFlag{Name: "data", Usage: "a folder `DIR` that is kept between runs; none is a temporary one"},
		&cli.BoolFlag{Name: "seed", Value: true, DefaultText: "true", Usage: "begin with a small company that has a quarter behind it"},
		&cli.StringFlag{Name: "log", Value: "warn", Usage: "`debug|info|warn|error`: how much is written of what the bot does"},
	}
}

const defaultDemoAddr = "127.0.0.1:8321"

// demoListener takes the address asked for; where the usual one is taken by
// another demo, any that is free.
func demoListener(ctx context.Context, env environment, addr string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil && addr == defaultDemoAddr {
		listener, err = config.Listen(ctx, "tcp", "127.0.0.1:0")
		if err == nil {
			say(env.stderr, "%s is taken, so this demo is at %s.\n", addr, listener.Addr())
		}
	}

	if err != nil {
		return nil, fmt.Errorf("serve the demo at %s: %w; choose another place with --addr HOST:PORT", addr, err)
	}

	return listener, nil
}

// demo is the simulated workspace and the Leadloop connected to it.
type demo struct {
	config    configs.Config
	log       zerolog.Logger
	workspace *slacksim.Workspace
	clock     *demoClock
	daemon    *daemon.Daemon // the one that runs
	ready     atomic.Bool    // for people
	moving    sync.Mutex
	cal       calendar.Calendar
	past      *seeding // that is still to be made up; nil where there is one, or shall be none
}

// demoCommand runs Leadloop in a simulated workspace until ctx ends.
func demoCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	folder := cmd.String("data")
	if folder == "" {
		var err error
		if folder, err = os.MkdirTemp("", "leadloop-demo-"); err != nil {
			return fmt.Errorf("make a temporary data folder: %w", err)
		}

		defer func() { _ = os.RemoveAll(folder) }()
	}

	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}

	if err := madeByDemo(folder); err != nil {
		return err
	}

	log, err := logging.New(env.stderr, cmd.String("log"))
	if err != nil {
		return err
	}

	listener, err := demoListener(ctx, env, cmd.String("addr"))
	if err != nil {
		return err
	}

	c := demoConfig(folder)
	settings, err := daemon.Settings(c)
	if err != nil {
		return errors.Join(err, listener.Close())
	}

	d := &demo{config: c, cal: settings.Calendar, log: log}
	if err := d.open(cmd.Bool("seed"), "http://"+listener.Addr().String()); err != nil {
		return errors.Join(err, listener.Close())
	}

	return d.run(ctx, listener, func(ctx context.Context) error {
		if d.past != nil {
			say(env.stdout, "A small company lives through its last quarter …\n")
			if err := d.withLeadloop(ctx, d.past.live); err != nil || ctx.Err() != nil {
				return err // none where the person stops it who watches
			}

			d.past = nil
		}

		return d.withLeadloop(ctx, func(ctx context.Context) error {
			d.ready.Store(true)
			say(env.stdout, "Leadloop demo: http://%s/\nData in %s. Press Ctrl-C to stop.\n", listener.Addr(), folder)
			<-ctx.Done()
			return nil
		})
	})
}

// conversationsFile holds what was said in the simulated workspace, beside the
// data that Leadloop keeps itself.
const conversationsFile = "demo-conversations.jsonl"

// madeByDemo refuses the data of a company: a demo moves the clock, and its people act in it.
func madeByDemo(folder string) error {
	_, data := os.Stat(filepath.Join(folder, store.FileName))
	_, said := os.Stat(filepath.Join(folder, conversationsFile))
	if data == nil && errors.Is(said, os.ErrNotExist) {
		return fmt.Errorf("%s holds data that no demo made; choose another folder with --data DIR, or none for a temporary one", folder)
	}

	return nil
}

// open makes the workspace and its clock. A new demo that is to have a past
// gets its clock set back.
func (d *demo) open(seed bool, base string) (err error) {
	// so that no other page or program can speak for the bot
	botToken, appToken := "xoxb-"+rand.Text(), "xapp-"+rand.Text()
	d.config.Slack = configs.Slack{
		APIURL: base + "/api/", BotToken: configs.NewSecret(botToken), AppToken: configs.NewSecret(appToken),
	}
	_, err = os.Stat(filepath.Join(d.config.Data, store.FileName))
	isNew := errors.Is(err, os.ErrNotExist)
	if d.clock, err = openDemoClock(d.config.Data, d.cal); err != nil {
		return err
	}

	d.workspace, err = demoWorkspace(slacksim.Options{
		BotToken: botToken, AppToken: appToken,
		Location: d.cal.Location, Now: d.clock.now, Seed: uint64(time.Now().UnixNano()),
		OnMoveClock: d.moveClock,
		// Limits in real time make no sense where a day passes in a second.
		DisableRateLimits: true,
	})
	if err != nil {
		return err
	}

	d.workspace.SetBaseURL(base)
	conversations := filepath.Join(d.config.Data, conversationsFile)
	if isNew { // what was said about other data is of no interest
		err = os.WriteFile(conversations, nil, 0o600)
	}

	if err = errors.Join(err, d.workspace.KeepIn(conversations)); err != nil {
		return err
	}

	if isNew && seed {
		if d.past, err = newSeeding(d, demoStory); err != nil {
			return err
		}
	}

	return nil
}

// demoPace lets messages follow each other as fast as the clock is moved.
const demoPace = time.Millisecond

func (d *demo) moveClock(ctx context.Context, to time.Time) error {
	if !d.ready.Load() {
		return errors.New("the demo is still starting; try again in a moment")
	}

	d.moving.Lock() // two pages may press at once
	defer d.moving.Unlock()
	return d.clock.move(ctx, to, d.due)
}

// due does what has become due at the new time and waits until it is told.
func (d *demo) due(ctx context.Context) error {
	if err := d.daemon.Sweep(ctx); err != nil {
		return err
	}

	return d.daemon.Told(ctx)
}

// run serves the workspace and runs Leadloop in it until ctx ends.
func (d *demo) run(ctx context.Context, listener net.Listener, begin func(context.Context) error) error {
	server := &http.Server{
		Handler:           admin.ForLocalhost(listener, page.Handler(d.workspace)),
		ReadHeaderTimeout: 10 * time.Second,
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	err := begin(ctx)
	d.workspace.Close()
	_ = server.Close()
	serving.Wait()
	return err
}

// withLeadloop starts a Leadloop that is connected to the workspace, works when
// it hears, and stops it when the work is done, or it cannot go on.
func (d *demo) withLeadloop(ctx context.Context, work func(context.Context) error) (err error) {
	d.daemon, err = daemon.New(ctx, d.config, daemon.Options{
		Log: d.log, Now: d.clock.now, Version: version(), Pace: demoPace,
		Unsynced: d.past != nil, // what is made up can be made up again, and is there in half the time
	})
	if err != nil {
		return err
	}

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		defer stop()
		ended <- d.daemon.Run(ctx)
	}()
	if d.heard(ctx) {
		err = work(ctx)
	}

	stop()
	if errors.Is(err, context.Canceled) {
		err = nil // Run says why, if anything is wrong
	}

	return errors.Join(err, <-ended, d.daemon.Close())
}

// heard waits until Leadloop hears what people do in the workspace.
func (d *demo) heard(ctx context.Context) bool {
	for len(d.daemon.Ready()) > 0 {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return false
		}
	}

	return true
}
