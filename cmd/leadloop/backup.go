package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

const backupHelp = `Writes a checked copy of the data to a file, by default one named after the
moment, in the current folder. A running Leadloop makes the copy itself: give
its --config.`

// backupCommand writes a checked copy of the data.
func backupCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	p, path := placeOf(cmd), cmd.String("out")
	if path == "" {
		path = store.BackupName(env.now())
	}

	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists already; give the backup another name with --out", path)
	}

	c, err := p.load(env)
	if err != nil {
		return err
	}

	if err := mustExist(c.Data); err != nil {
		return err
	}

	if err := copyData(ctx, p, c, path); err != nil {
		return err
	}

	head, err := examineBackup(ctx, env, c, path)
	if err != nil {
		return err
	}

	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("look at the backup: %w", err)
	}

	say(env.stdout, "Backed up %s to %s (%.1f MiB).\n", c.Data, path, float64(info.Size())/(1<<20))
	sayHead(env, head)
	return nil
}

// examineBackup compares everything in a backup by the rules of Leadloop, as a restore would. What differs in the data
// itself differs in the backup too, which is better than none.
func examineBackup(ctx context.Context, env environment, c configs.Config, path string) (head string, err error) {
	file, err := store.OpenBackup(ctx, path)
	if err != nil {
		return head, fmt.Errorf("the backup %s is not good: %w", path, errors.Join(err, os.Remove(path)))
	}

	defer func() { err = errors.Join(err, file.Close()) }()
	settings, err := daemon.Settings(c)
	if err != nil {
		return head, err
	}

	found, err := differences(ctx, file, settings.Calendar)
	if err != nil {
		return head, fmt.Errorf("examine the backup %s: %w", path, err)
	}

	for _, sentence := range found {
		say(env.stdout, "%s\n", sentence)
	}

	if len(found) > 0 {
		return head, fmt.Errorf("%s is a copy of data that is not sound: %s found, listed above. It is kept; `leadloop verify` says what to do about the data", path, countOf(len(found), "difference"))
	}

	status, err := loop.New(file.Store, core.Options{Settings: settings, Now: env.now}).Status(ctx)
	return status.Head, err
}

func copyData(ctx context.Context, p place, c configs.Config, path string) error {
	file, err := store.Open(ctx, c.Data, openOptions(p, c, reading))
	if errors.Is(err, kv.ErrLocked) {
		held := heldBy(c.Data)
		if p.config == "" {
			return fmt.Errorf("%s; give its --config FILE, so that it can be asked for the backup, or stop it", held)
		}

		if err := fetchCopy(ctx, c.Data, path); err != nil {
			return fmt.Errorf("%s, and gave no backup: %w", held, err)
		}

		return nil
	}

	if err != nil {
		return err
	}

	return errors.Join(file.Backup(ctx, path), file.Close())
}
