package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
)

// demoClock is the wall clock, moved. It is kept beside the data, because
// stored history must not lie in the future after a restart.
type demoClock struct {
	ahead   atomic.Int64 // nanoseconds, may be negative
	stopped atomic.Pointer[time.Time]
	path    string
}

// openDemoClock reads the clock of a data folder; a new one starts at ten in
// the morning of the latest working day, when people would be at work.
func openDemoClock(folder string, cal calendar.Calendar) (*demoClock, error) {
	c := &demoClock{path: filepath.Join(folder, "demo-clock")}
	text, err := os.ReadFile(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, c.set(workday(calendar.DateOf(time.Now(), cal.Location), 0, cal).At(10, 0, cal.Location))
	}

	if err != nil {
		return nil, fmt.Errorf("read the demo's clock: %w", err)
	}

	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("read the demo's clock from %s: %w; delete the folder to start anew", c.path, err)
	}

	c.ahead.Store(int64(ahead))
	return c, nil
}

// workday is some working days before a day; before none, the latest that is no
// later than it.
func workday(day calendar.Date, before int, cal calendar.Calendar) calendar.Date {
	for before > 0 || !cal.IsWorkingDay(day) {
		if day = day.AddDays(-1); cal.IsWorkingDay(day) {
			before--
		}
	}

	return day
}

func (c *demoClock) now() time.Time {
	if at := c.stopped.Load(); at != nil {
		return *at
	}

	return time.Now().Add(time.Duration(c.ahead.Load()))
}

// stop has the clock show one moment, so that a past does not depend on how
// fast it is made up.
func (c *demoClock) stop(at time.Time) { c.stopped.Store(&at) }

// set sets the clock, keeps it and lets it go on.
func (c *demoClock) set(to time.Time) error {
	ahead := time.Until(to)
	c.ahead.Store(int64(ahead))
	c.stopped.Store(nil)

	if err := os.WriteFile(c.path, []byte(ahead.String()), 0o600); err != nil {
		return fmt.Errorf("keep the demo's clock: %w", err)
	}

	return nil
}

// clockStep is how far the clock moves at once, so that nudges and digests
// arrive at about the time at which they would have.
const clockStep = 15 * time.Minute

// move takes the clock to a moment in steps; at each, what has become due is
// done, and told before time goes on.
func (c *demoClock) move(ctx context.Context, to time.Time, due func(context.Context) error) error {
	for at := c.now(); at.Before(to); {
		if at = at.Add(clockStep); at.After(to) {
			at = to
		}

		if err := c.set(at); err != nil {
			return err
		}

		if err := due(ctx); err != nil {
			return err
		}
	}

	return nil
}
