package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

const compactHelp = `Rewrites the data without the space that it no longer needs. Stop Leadloop
first. The old file stays until the new one is complete and checked, so there
must be room for both.`

// compactCommand rewrites the data file at its smallest.
func compactCommand(_ context.Context, env environment, cmd *cli.Command) error {
	c, err := placeOf(cmd).load(env)
	if err != nil {
		return err
	}

	if err := mustExist(c.Data); err != nil {
		return err
	}

	before, after, err := store.Compact(c.Data)
	if errors.Is(err, kv.ErrLocked) {
		return fmt.Errorf("%s; stop it first, then compact", heldBy(c.Data))
	}

	if err != nil {
		return err
	}

	say(env.stdout, "Compacted %s from %.1f MiB to %.1f MiB.\n", c.Data, float64(before)/(1<<20), float64(after)/(1<<20))
	return nil
}
