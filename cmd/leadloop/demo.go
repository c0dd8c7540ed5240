package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/internal/logging"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/store"
)

// demoOptions are the flags of the demo.
type demoOptions struct {
	addr, data, logLevel string
	seed                 bool
}

// demoCommand runs Leadloop in a simulated workspace until ctx ends.
func demoCommand(ctx context.Context, env environment, args []string) error {
	var o demoOptions
	flags := newFlags(env, "demo", "[--addr HOST:PORT] [--data DIR] [--seed=false]")
	flags.StringVar(&o.addr, "addr", defaultDemoAddr, "where the page is served; port 0 takes any that is free")
	flags.StringVar(&o.data, "data", "", "a folder that is kept between runs; none is a temporary one")
	flags.BoolVar(&o.seed, "seed", true, "begin with a small company that has worked for three weeks")
	flags.StringVar(&o.logLevel, "log", "warn", "debug, info, warn or error")
	if err := parseFlags(flags, args); err != nil {
		return err
	}
	folder, cleanup, err := demoFolder(o.data)
	if err != nil {
		return err
	}
	defer cleanup()
	return runDemo(ctx, env, o, folder)
}

func demoFolder(given string) (folder string, cleanup func(), err error) {
	if given != "" {
		if err := os.MkdirAll(given, 0o700); err != nil {
			return "", nil, fmt.Errorf("make the data folder: %w", err)
		}
		return given, func() {}, nil
	}
	folder, err = os.MkdirTemp("", "leadloop-demo-")
	if err != nil {
		return "", nil, fmt.Errorf("make a temporary data folder: %w", err)
	}
	return folder, func() { _ = os.RemoveAll(folder) }, nil
}

const defaultDemoAddr = "127.0.0.1:8321"

// demoListener takes the address asked for; where the usual one is taken by
// another demo, any that is free.
func demoListener(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil && addr == defaultDemoAddr {
		listener, err = config.Listen(ctx, "tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, fmt.Errorf("serve the demo at %s: %w; choose another place with --addr HOST:PORT", addr, err)
	}
	return listener, nil
}

// demo is the simulated workspace and the Leadloop connected to it.
type demo struct {
	workspace *slacksim.Workspace
	daemon    *daemon.Daemon
	clock     *demoClock
	server    *http.Server
}

func runDemo(ctx context.Context, env environment, o demoOptions, folder string) error {
	log, err := logging.New(env.stderr, o.logLevel)
	if err != nil {
		return err
	}
	listener, err := demoListener(ctx, o.addr)
	if err != nil {
		return err
	}
	d, err := newDemo(ctx, folder, o.seed, "http://"+listener.Addr().String(), log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintf(env.stdout, "Leadloop demo: http://%s/\nData in %s. Press Ctrl-C to stop.\n", listener.Addr(), folder)
	return d.run(ctx, listener)
}

func newDemo(ctx context.Context, folder string, seed bool, base string, log zerolog.Logger) (*demo, error) {
	c := demoConfig(folder)
	settings, err := daemon.Settings(c)
	if err != nil {
		return nil, err
	}
	_, err = os.Stat(filepath.Join(folder, store.FileName))
	isNew := errors.Is(err, os.ErrNotExist)
	clock, err := openDemoClock(folder, settings.Calendar)
	if err != nil {
		return nil, err
	}
	if seed && isNew {
		if err := seedFolder(ctx, c, clock.now()); err != nil {
			return nil, fmt.Errorf("seed the demo: %w", err)
		}
	}
	d := &demo{clock: clock}
	d.workspace, err = demoWorkspace(slacksim.Options{
		Location: settings.Calendar.Location, Now: clock.now,
		OnMoveClock: func(ctx context.Context, to time.Time) error { return clock.move(ctx, to, d.due) },
	})
	if err != nil {
		return nil, err
	}
	d.workspace.SetBaseURL(base)
	d.server = &http.Server{Handler: d.workspace.Handler(), ReadHeaderTimeout: 10 * time.Second}
	c.Slack = configs.Slack{APIURL: base + "/api/", BotToken: configs.NewSecret("xoxb-slacksim-bot"), AppToken: configs.NewSecret("xapp-slacksim-app")}
	admin, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the local HTTP server: %w", err)
	}
	d.daemon, err = daemon.New(ctx, c, daemon.Options{Log: log, Now: clock.now, AdminListener: admin, Version: version()})
	return d, err
}

func seedFolder(ctx context.Context, c configs.Config, begin time.Time) error {
	settings, err := daemon.Settings(c)
	if err != nil {
		return err
	}
	definition, err := daemon.DefaultDefinition()
	if err != nil {
		return err
	}
	file, err := store.Open(ctx, c.Data, store.OpenOptions{})
	if err != nil {
		return err
	}
	return errors.Join(seedDemo(ctx, file.Store, settings, definition, begin), file.Close())
}

// due does what has become due at the new time and waits until it is told.
func (d *demo) due(ctx context.Context) error {
	if err := d.daemon.Sweep(ctx); err != nil {
		return err
	}
	return d.daemon.Told(ctx)
}

func (d *demo) run(ctx context.Context, listener net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- d.server.Serve(listener) }()
	err := d.daemon.Run(ctx)
	d.workspace.Close()
	_ = d.server.Close()
	<-served
	return errors.Join(err, d.daemon.Close())
}
