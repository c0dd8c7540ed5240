// Package scheduler decides when. It knows the names of jobs and their
// functions, nothing of what they do. Jobs derive what is due from stored state,
// so that running one twice, late or at start is harmless.
package scheduler

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/rs/zerolog"
)

// Job is a named piece of work and when to do it.
type Job struct {
	// Name appears in logs.
	Name string
	// Spec is five cron fields in UTC, or "@every" and at least one second.
	Spec string
	// Run does the work once. It is never called while it still runs, and its
	// context ends when the scheduler stops.
	Run func(ctx context.Context) error
}

// Scheduler runs jobs when they are due.
type Scheduler struct {
	log     zerolog.Logger
	entries []*entry
}

// entry is a job with its own goroutine. A tick leaves one mark in due:
// marks coalesce, a mark left during a run is not lost, and runs never overlap.
type entry struct {
	Job
	schedule cron.Schedule
	due      chan struct{}
}

func (e *entry) markDue() {
	select {
	case e.due <- struct{}{}:
	default:
	}
}

// New checks every job and reports everything that is wrong with them.
func New(log zerolog.Logger, jobs ...Job) (*Scheduler, error) {
	s := &Scheduler{log: log}
	var problems []error
	for _, job := range jobs {
		schedule, err := parse(job.Spec)
		switch {
		case err != nil:
			problems = append(problems, fmt.Errorf("job %q: %w", job.Name, err))
		case job.Name == "" || job.Run == nil:
			problems = append(problems, fmt.Errorf("job %q needs a name and something to run", job.Name))
		case s.find(job.Name) != nil:
			problems = append(problems, fmt.Errorf("job %q is given twice", job.Name))
		default:
			s.entries = append(s.entries, &entry{Job: job, schedule: schedule, due: make(chan struct{}, 1)})
		}
	}

	if err := errors.Join(problems...); err != nil {
		return nil, err
	}

	return s, nil
}

// Run runs each job once at once, since much may have become due while the
// process was down, and then whenever it is due. It returns after ctx has ended
// and the jobs in flight have returned.
func (s *Scheduler) Run(ctx context.Context) error {
	// UTC, because in a zone with daylight saving the library skips and doubles runs.
	ticks := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(cron.DiscardLogger))
	var workers sync.WaitGroup
	for _, e := range s.entries {
		e.markDue()
		ticks.Schedule(e.schedule, cron.FuncJob(e.markDue))
		workers.Go(func() { s.work(ctx, e) })
	}

	ticks.Start()
	<-ctx.Done()
	<-ticks.Stop().Done()
	workers.Wait()
	return nil
}

func (s *Scheduler) find(name string) *entry {
	for _, e := range s.entries {
		if e.Name == name {
			return e
		}
	}

	return nil
}

func (s *Scheduler) work(ctx context.Context, e *entry) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.due:
		}

		// Both may have been ready, and select chooses either.
		if ctx.Err() != nil {
			return
		}

		s.runOnce(ctx, e)
	}
}

// runOnce keeps a job that panics from taking the process, or its own next runs, with it.
func (s *Scheduler) runOnce(ctx context.Context, e *entry) {
	defer func() {
		if cause := recover(); cause != nil {
			s.log.Error().Str("job", e.Name).Any("panic", cause).Bytes("stack", debug.Stack()).Msg("job panicked")
		}
	}()
	start := time.Now()
	err := e.Run(ctx)
	took := time.Since(start)
	if err == nil {
		s.log.Debug().Str("job", e.Name).Dur("took_ms", took).Msg("job done")
		return
	}

	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return
	}

	s.log.Error().Err(err).Str("job", e.Name).Dur("took_ms", took).Msg("job failed")
}

// epoch is where a schedule starts that is asked whether it runs at all. It is
// fixed so that the answer does not depend on the day.
var epoch = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)

// parse vets a spec before the cron library sees it, because the library panics
// on some and silently accepts others that never run.
func parse(spec string) (cron.Schedule, error) {
	const expected = "expected five fields in UTC, such as \"0 9 * * 1\", or \"@every 1m\""
	if interval, found := strings.CutPrefix(spec, "@every "); found {
		return parseInterval(spec, interval)
	}

	if strings.Contains(spec, "TZ=") {
		return nil, fmt.Errorf("spec %q names a time zone; %s", spec, expected)
	}

	fields := strings.Fields(spec)
	if len(fields) != 5 {
		return nil, fmt.Errorf("spec %q has %d fields; %s", spec, len(fields), expected)
	}

	if restricted(fields[2]) && restricted(fields[4]) {
		return nil, fmt.Errorf("spec %q restricts both the day of the month and the day of the week, which means either and not both; use one", spec)
	}

	fiveFields := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	schedule, err := fiveFields.Parse(spec)
	if err != nil {
		return nil, fmt.Errorf("spec %q: %w; %s", spec, err, expected)
	}

	if schedule.Next(epoch).IsZero() {
		return nil, fmt.Errorf("spec %q never runs; choose a day that exists", spec)
	}

	return schedule, nil
}

func parseInterval(spec, text string) (cron.Schedule, error) {
	interval, err := time.ParseDuration(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("spec %q: %w; expected an interval such as @every 1m", spec, err)
	}

	if interval < time.Second || interval%time.Second != 0 {
		return nil, fmt.Errorf("spec %q is not a number of whole seconds; expected at least @every 1s", spec)
	}

	return cron.Every(interval), nil
}

func restricted(field string) bool { return field != "*" && field != "?" }
