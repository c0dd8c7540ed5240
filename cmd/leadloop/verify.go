package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/store"
)

const verifyUsage = placeUsage + ` [--repair]

Reads the whole file, recomputes every index from the records and every counter
from the journal, and says what differs. With --repair, what differs is made
anew; the leads and the journal are never changed.`

// verifyCommand compares what is derived with what it derives from.
func verifyCommand(ctx context.Context, env environment, args []string) (err error) {
	var p place
	var repair bool
	flags := newFlags(env, "verify", verifyUsage)
	p.register(flags)
	flags.BoolVar(&repair, "repair", false, "makes indexes and counters anew where they differ")
	if err := parseFlags(flags, args); err != nil {
		return err
	}
	a := reading
	if repair {
		a = changing
	}
	data, err := openOffline(ctx, env, p, a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	if err := data.file.Check(ctx); err != nil {
		return err
	}
	found, err := data.differences(ctx)
	if err != nil {
		return err
	}
	for _, sentence := range found {
		say(env.stdout, "%s\n", sentence)
	}
	if len(found) == 0 {
		return data.allWell(ctx, env)
	}
	if !repair {
		return errors.New(countOf(len(found), "difference") + " found, listed above. The leads and the journal are the truth: `leadloop verify --repair` makes the rest anew from them")
	}
	return data.repair(ctx, env, len(found))
}

// differences reckons by the days by which the counters were made.
func (o *offline) differences(ctx context.Context) ([]string, error) {
	calendar := o.settings.Calendar
	stored, err := o.file.Zone(ctx)
	if err != nil {
		return nil, err
	}
	if stored != "" {
		if calendar.Location, err = time.LoadLocation(stored); err != nil {
			return nil, fmt.Errorf("the counters were reckoned in a time zone that is not known here: %w", err)
		}
	}
	return o.file.Verify(ctx, calendar)
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
		return errors.New(countOf(len(left), "difference") + " are left after the repair, the first: " + left[0] + ". Restore a backup with `leadloop restore`")
	}
	say(env.stdout, "Repaired %s.\n", countOf(found, "difference"))
	return o.allWell(ctx, env)
}

func (o *offline) allWell(ctx context.Context, env environment) error {
	status, err := o.services.Status(ctx)
	if err != nil {
		return err
	}
	say(env.stdout, "All is well: %s, every index and counter as the journal gives it (schema %d).\n", countOf(int(status.Leads), "lead"), store.SchemaVersion)
	return nil
}
