package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

const restoreHelp = `Puts a backup into a data folder that has no data yet, after checking it. To go
back to a backup, stop Leadloop and move ` + store.FileName + `, with its log if one is left,
out of the folder first.`

func restoreCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	backup := cmd.Args().First()
	c, err := placeOf(cmd).load(env)
	if err != nil {
		return err
	}

	status, err := restore(ctx, env, c, backup)
	if err != nil {
		return err
	}

	say(env.stdout, "Restored %s to %s: %s.\n", backup, c.Data, countOf(int(status.Leads), "lead"))
	if status.Queued > 0 {
		say(env.stdout, "%s waited to be told to Slack when the backup was made. What was told since will be told again.\n", countOf(status.Queued, "message"))
	}

	return nil
}

// restore checks a copy of the backup beside its place, and puts it there only
// when it is good. Linking never replaces data that is there.
func restore(ctx context.Context, env environment, c configs.Config, backup string) (status ledger.Status, err error) {
	target := filepath.Join(c.Data, store.FileName)
	if path, found := store.Exists(c.Data); found {
		return status, fmt.Errorf("there is data in %s already; stop Leadloop and move %s away first, so that nothing is lost", c.Data, path)
	}

	made := missing(c.Data)
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return status, fmt.Errorf("make the data folder: %w", err)
	}

	defer func() {
		for i := 0; err != nil && i < len(made); i++ {
			_ = os.Remove(made[i]) // stays where something else is in it by now
		}
	}()

	folder, err := os.MkdirTemp(c.Data, ".restore-")
	if err != nil {
		return status, fmt.Errorf("make a folder for the copy: %w", err)
	}

	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	copied := filepath.Join(folder, store.FileName)
	if err := copyFile(backup, copied); err != nil {
		return status, err
	}

	if status, err = examine(ctx, env, c, folder); err != nil {
		return status, fmt.Errorf("%s is not a good backup, and nothing was restored: %w", backup, err)
	}

	if err := os.Link(copied, target); err != nil {
		return status, fmt.Errorf("put the data in its place: %w", err)
	}

	return status, syncFolder(c.Data)
}

// missing are the folders of a path that are not there yet, the innermost first.
func missing(path string) (folders []string) {
	for path = filepath.Clean(path); ; path = filepath.Dir(path) {
		if _, err := os.Lstat(path); err == nil || path == filepath.Dir(path) {
			return folders
		}

		folders = append(folders, path)
	}
}

// syncFolder makes a new name in a folder outlast a loss of power.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}

	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("write the folder %s to the disk: %w", path, err)
	}

	return nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("open the backup: %w", err)
	}

	defer func() { _ = source.Close() }()
	return writeFile(to, func(f *os.File) error {
		if _, err := io.Copy(f, source); err != nil {
			return fmt.Errorf("copy the backup: %w", err)
		}

		return nil
	})
}

// examine opens the copy, which brings it to the schema of this program, and
// compares everything in it.
func examine(ctx context.Context, env environment, c configs.Config, folder string) (status ledger.Status, err error) {
	file, err := store.Open(ctx, folder, store.OpenOptions{Whole: true, Kept: true})
	if err != nil {
		return status, err
	}

	defer func() { err = errors.Join(err, file.Close()) }()
	settings, err := daemon.Settings(c)
	if err != nil {
		return status, err
	}

	data := offline{
		file: file, settings: settings,
		services: loop.New(file.Store, core.Options{Settings: settings, Now: env.now}),
	}
	found, err := data.differences(ctx)
	if err != nil {
		return status, err
	}

	if len(found) > 0 {
		say(env.stderr, "%s between the counters and the journal; `leadloop verify --repair` mends them.\n", countOf(len(found), "difference"))
	}

	return data.services.Status(ctx)
}
