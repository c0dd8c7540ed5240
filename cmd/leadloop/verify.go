package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/store"
)

const verifyHelp = `Reads all of the data, recomputes every index from the records and every counter
from the journal, and says what differs. With --repair, what differs is made
anew; the leads and the journal are never changed.`

func verifyCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	repair, a := cmd.Bool("repair"), reading
	if repair {
		a = changing
	}

	p := placeOf(cmd)
	p.whole = true
	return withData(ctx, env, p, a, func(data *offline) error { return data.verify(ctx, env, repair) })
}

// verify compares what is derived with what it derives from.
func (o *offline) verify(ctx context.Context, env environment, repair bool) error {
	found, err := o.differences(ctx)
	if err != nil {
		return err
	}

	for _, sentence := range found {
		say(env.stdout, "%s\n", sentence)
	}

	if len(found) == 0 {
		return o.allWell(ctx, env)
	}

	if !repair {
		return errors.New(countOf(len(found), "difference") + " found, listed above. The leads and the journal are the truth: `leadloop verify --repair` makes the rest anew from them")
	}

	return o.repair(ctx, env, len(found))
}

// differences reckons by the days by which the counters were made.
func (o *offline) differences(ctx context.Context) ([]string, error) {
	return differences(ctx, o.file, o.settings.Calendar)
}

func differences(ctx context.Context, file *store.File, calendar calendar.Calendar) ([]string, error) {
	stored, err := file.Zone(ctx)
	if err != nil {
		return nil, err
	}

	if stored != "" {
		if calendar.Location, err = time.LoadLocation(stored); err != nil {
			return nil, fmt.Errorf("the counters were reckoned in a time zone that is not known here: %w", err)
		}
	}

	return file.Verify(ctx, calendar)
}

func (o *offline) repair(ctx context.Context, env environment, found int) error {
	if err := o.file.Repair(ctx, o.settings.Calendar); err != nil {
		return err
	}

	left, err := o.differences(ctx)
	if err != nil {
		return err
	}

	if len(left) > 0 {
		return errors.New(countOf(len(left), "difference") + " are left after the repair, the first: " + left[0] +
			". Restore a backup with `leadloop restore`")
	}

	say(env.stdout, "Repaired %s.\n", countOf(found, "difference"))
	return o.allWell(ctx, env)
}

// sayHead gives the hash that stands for the whole journal, to compare with one noted elsewhere.
func sayHead(env environment, head string) {
	if head != "" {
		say(env.stdout, "The journal ends at %s.\n", head)
	}
}

func (o *offline) allWell(ctx context.Context, env environment) error {
	status, err := o.services.Status(ctx)
	if err != nil {
		return err
	}

	say(env.stdout, "All is well: %s, every index and counter as the journal gives it (schema %d).\n", countOf(int(status.Leads), "lead"), store.SchemaVersion)
	sayHead(env, status.Head)
	return nil
}
