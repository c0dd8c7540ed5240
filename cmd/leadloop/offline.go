package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/admin"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

// place says where the data is. The commands that work on it need neither
// Slack nor tokens.
type place struct {
	config, data string

	whole bool // all of it is read before it is used
}

// withPlace are the flags of a command that works on the data.
func withPlace(more ...cli.Flag) []cli.Flag {
	return append([]cli.Flag{
		&cli.StringFlag{Name: "config", Usage: "the configuration `FILE`; time zone, currency and data folder are taken from it"},
		&cli.StringFlag{Name: "data", Usage: "the data folder `DIR`; alone, the time zone is the one the data was last used with, else UTC"},
	}, more...)
}

func placeOf(cmd *cli.Command) place {
	return place{config: cmd.String("config"), data: cmd.String("data")}
}

// configFlag is of a command that is told little more than where the configuration is.
func configFlag(more ...cli.Flag) []cli.Flag {
	return append([]cli.Flag{&cli.StringFlag{Name: "config", Usage: "the configuration `FILE`"}}, more...)
}

// load reads the configuration as far as the data needs it.
func (p place) load(env environment) (configs.Config, error) {
	if p.config == "" && p.data == "" && !isSet(env, "LEADLOOP_DATA") {
		return configs.Config{}, usagef("say where the data is, with --data DIR or --config FILE")
	}

	c, err := configs.LoadOffline(p.config, env.environ)
	if err != nil {
		return c, err
	}

	if p.data == "" {
		return c, nil
	}

	if info, err := os.Stat(p.data); err == nil && !info.IsDir() {
		return c, fmt.Errorf("--data: %s is a file; expected a folder, the one with %s in it", p.data, store.FileName)
	}

	c.Data = p.data
	return c, nil
}

func isSet(env environment, variable string) bool {
	return slices.ContainsFunc(env.environ, func(entry string) bool {
		value, found := strings.CutPrefix(entry, variable+"=")
		return found && value != ""
	})
}

// access says what a command does with the data.
type access uint8

const (
	reading  access = iota // nothing is changed; a copy of a running process will do
	counting               // reads by days: the counters are brought to the configured zone first
	changing               // the data must exist
	creating               // a folder that is not there is made
)

// offline is the data with the use cases over it, without Slack.
type offline struct {
	file     *store.File // nil where there is no data yet
	services *loop.Services
	settings core.Settings

	temporary string // a folder to remove, with the copy of a running process
}

// withData opens the data for as long as the work takes.
func withData(ctx context.Context, env environment, p place, a access, work func(*offline) error) error {
	data, err := openOffline(ctx, env, p, a)
	if err != nil {
		return err
	}

	return errors.Join(work(data), data.close())
}

// openOffline opens the data. What a running process holds is read from a copy
// that this process is asked for; it cannot be changed.
func openOffline(ctx context.Context, env environment, p place, a access) (*offline, error) {
	c, err := p.load(env)
	if err != nil {
		return nil, err
	}

	if a != creating {
		if err := mustExist(c.Data); err != nil {
			return nil, err
		}
	}

	o := &offline{}
	o.file, err = store.Open(ctx, c.Data, openOptions(p, c, a))
	if errors.Is(err, kv.ErrLocked) {
		err = o.openCopy(ctx, env, p, c, a)
	}

	if err != nil {
		return nil, err
	}

	if err := o.ready(ctx, env, p, c, a); err != nil {
		return nil, errors.Join(err, o.close())
	}

	return o, nil
}

func openOptions(p place, c configs.Config, a access) store.OpenOptions {
	return store.OpenOptions{MaxSize: int64(c.Store.MaxSizeMB) << 20, ReadOnly: a == reading, Whole: p.whole}
}

func mustExist(folder string) error {
	if _, found := store.Exists(folder); !found {
		return fmt.Errorf("there is no Leadloop data in %s: expected a folder with %s in it; check --data, or data in the configuration", folder, store.FileName)
	}

	return nil
}

// openCopy reads what a running process holds from a copy. Which process to
// ask is only known from the configuration.
func (o *offline) openCopy(ctx context.Context, env environment, p place, c configs.Config, a access) error {
	held := heldBy(c.Data)
	switch {
	case a == changing || a == creating:
		return fmt.Errorf("%s; stop it, run this command, and start it again", held)
	case p.config == "":
		return fmt.Errorf("%s; stop it, or give its --config FILE, so that it can be asked for a copy to read", held)
	}

	folder, err := os.MkdirTemp("", "leadloop-copy-")
	if err != nil {
		return fmt.Errorf("make a folder for a copy of the data: %w", err)
	}

	o.temporary = folder
	if err := fetchCopy(ctx, c.Data, filepath.Join(folder, store.FileName)); err != nil {
		return errors.Join(fmt.Errorf("%s, and gave no copy to read: %w", held, err), o.close())
	}

	say(env.stderr, "%s; reading a copy that it made just now\n", held)
	o.file, err = store.Open(ctx, folder, openOptions(p, c, a))
	if err != nil {
		return errors.Join(err, o.close())
	}

	return nil
}

// fetchCopy asks the process that holds the data in a folder for a backup.
func fetchCopy(ctx context.Context, folder, path string) error {
	return writeFile(path, func(f *os.File) error { return admin.NewPrivateClient(folder).Backup(ctx, f) })
}

// ready puts the use cases over the data.
func (o *offline) ready(ctx context.Context, env environment, p place, c configs.Config, a access) error {
	stored, err := o.file.Zone(ctx)
	if err != nil {
		return err
	}

	if stored != "" && p.config == "" && !isSet(env, "LEADLOOP_WORKSPACE_TIME_ZONE") {
		c.Workspace.TimeZone = stored
	}

	if o.settings, err = daemon.Settings(c); err != nil {
		return err
	}

	o.services = loop.New(o.file.Store, core.Options{Settings: o.settings, Now: env.now})
	if a == reading {
		return nil
	}

	changed, err := o.file.RecountInZone(ctx, o.settings.Calendar)
	if err != nil {
		return err
	}

	if changed && stored != "" {
		say(env.stderr, "The counters are now reckoned by the days of %s.\n", o.settings.Calendar.Location)
	}

	definition, err := configs.DefaultDefinition()
	if err != nil {
		return err
	}

	return o.services.Agreement.Adopt(ctx, definition)
}

// nowhere is a data folder that has nothing in it yet; what is looked at there
// is in memory.
func nowhere(ctx context.Context, env environment, c configs.Config) (*offline, error) {
	settings, err := daemon.Settings(c)
	if err != nil {
		return nil, err
	}

	empty, err := store.New(ctx, memkv.New())
	if err != nil {
		return nil, err
	}

	return &offline{settings: settings, services: loop.New(empty, core.Options{Settings: settings, Now: env.now})}, nil
}

func (o *offline) close() error {
	var errs []error
	if o.file != nil {
		errs = append(errs, o.file.Close())
	}

	if o.temporary != "" {
		errs = append(errs, os.RemoveAll(o.temporary))
	}

	return errors.Join(errs...)
}

// heldBy says who has the data open.
func heldBy(folder string) string {
	holder := "another process"
	if pid, name := lockHolder(filepath.Join(folder, store.FileName)); pid != 0 {
		holder = fmt.Sprintf("process %d (%s)", pid, name)
	}

	return fmt.Sprintf("the data in %s is held by %s", folder, holder)
}

// writeFile writes a file that is whole or not there. What it holds is about
// people, so only its owner may read it.
func writeFile(path string, write func(*os.File) error) (err error) {
	// Renaming over a device or a pipe would take it away.
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file that can be replaced; choose another path", path)
	}

	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}

	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}

	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("put %s in its place: %w", path, err)
	}

	return syncFolder(filepath.Dir(path))
}
