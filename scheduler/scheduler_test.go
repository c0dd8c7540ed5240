package scheduler_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/scheduler"
)

func start(t *testing.T, log zerolog.Logger, jobs ...scheduler.Job) (s *scheduler.Scheduler, stop func()) {
	t.Helper()
	s, err := scheduler.New(log, jobs...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	return s, stop
}

func TestRunsAtStartAndThenOnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(90 * time.Second)
		var at []string
		_, stop := start(t, zerolog.Nop(), scheduler.Job{Name: "daily", Spec: "30 9 * * *", Run: func(context.Context) error {
			at = append(at, time.Now().UTC().Format("01-02 15:04:05"))
			return nil
		}})
		time.Sleep(72 * time.Hour)
		stop()
		want := []string{"01-01 00:01:30", "01-01 09:30:00", "01-02 09:30:00", "01-03 09:30:00"}
		if diff := cmp.Diff(want, at); diff != "" {
			t.Errorf("runs (-want +got):\n%s", diff)
		}
	})
}

func TestRunsNeverOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, overlaps, runs atomic.Int32
		_, stop := start(t, zerolog.Nop(), scheduler.Job{Name: "slow", Spec: "@every 1s", Run: func(context.Context) error {
			if running.Add(1) > 1 {
				overlaps.Add(1)
			}
			runs.Add(1)
			time.Sleep(3500 * time.Millisecond)
			running.Add(-1)
			return nil
		}})
		time.Sleep(34 * time.Second)
		stop()
		if overlaps.Load() != 0 || runs.Load() != 10 {
			t.Errorf("%d runs, %d of them overlapping; want 10 and none", runs.Load(), overlaps.Load())
		}
	})
}

func TestTicksDuringARunCoalesceAndAreNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var runs atomic.Int32
		_, stop := start(t, zerolog.Nop(), scheduler.Job{Name: "sweep", Spec: "* * * * *", Run: func(context.Context) error {
			if runs.Add(1) == 1 {
				time.Sleep(10*time.Minute + 30*time.Second)
			}
			return nil
		}})
		time.Sleep(10*time.Minute + 45*time.Second)
		stop()
		if got := runs.Load(); got != 2 {
			t.Errorf("ten ticks during the first run led to %d runs, want 2", got)
		}
	})
}

func TestAPanicOrAnErrorDoesNotEndTheJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		runs := 0
		_, stop := start(t, zerolog.New(&log), scheduler.Job{Name: "fragile", Spec: "@every 1m", Run: func(context.Context) error {
			runs++
			switch runs {
			case 1:
				panic("first")
			case 2:
				return errors.New("second")
			}
			return nil
		}})
		time.Sleep(3*time.Minute + time.Second)
		stop()
		if runs != 4 {
			t.Errorf("%d runs, want 4", runs)
		}
		for _, want := range []string{`"panic":"first"`, `"error":"second"`, `"job":"fragile"`} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("the log lacks %s: %s", want, log.String())
			}
		}
	})
}

func TestStopCancelsAndWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		finished := false
		_, stop := start(t, zerolog.New(&log), scheduler.Job{Name: "long", Spec: "@every 1h", Run: func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(2 * time.Second) // tidying up
			finished = true
			return ctx.Err()
		}})
		synctest.Wait()
		stop()
		if !finished {
			t.Error("Run returned before the job in flight had")
		}
		if strings.Contains(log.String(), "failed") {
			t.Errorf("being stopped is logged as a failure: %s", log.String())
		}
	})
}

func TestJobsRunBesideOneAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var quick atomic.Int32
		_, stop := start(t, zerolog.Nop(),
			scheduler.Job{Name: "stuck", Spec: "@every 1s", Run: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }},
			scheduler.Job{Name: "quick", Spec: "@every 1s", Run: func(context.Context) error { quick.Add(1); return nil }})
		time.Sleep(10*time.Second + time.Millisecond)
		stop()
		if got := quick.Load(); got != 11 {
			t.Errorf("the quick job ran %d times beside the stuck one, want 11", got)
		}
	})
}

func idle(context.Context) error { return nil }

func TestNewRefusesSpecs(t *testing.T) {
	for spec, want := range map[string]string{
		"":                        "has 0 fields",
		"TZ=UTC":                  "names a time zone",
		"CRON_TZ=UTC":             "names a time zone",
		"TZ=":                     "names a time zone",
		"TZ=Asia/Tokyo * * * * *": "names a time zone",
		"@every 0s":               "whole seconds",
		"@every -5s":              "whole seconds",
		"@every 500ms":            "whole seconds",
		"@every 1500ms":           "whole seconds",
		"@every soon":             "invalid duration",
		"@daily":                  "has 1 fields",
		"@reboot":                 "has 1 fields",
		"0 0 0 1 1 *":             "has 6 fields",
		"0 0 * * 7":               "above maximum",
		"60 * * * *":              "above maximum",
		"0 0 30 2 *":              "never runs",
		"0 9 1-7 * MON":           "means either",
	} {
		_, err := scheduler.New(zerolog.Nop(), scheduler.Job{Name: "job", Spec: spec, Run: idle})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), `job "job"`) {
			t.Errorf("%q: got %v, want something with %q", spec, err, want)
		}
	}
}

func TestNewReportsEveryProblem(t *testing.T) {
	_, err := scheduler.New(zerolog.Nop(),
		scheduler.Job{Name: "a", Spec: "* * * * *", Run: idle},
		scheduler.Job{Name: "a", Spec: "* * * * *", Run: idle},
		scheduler.Job{Name: "b", Spec: "* * * *", Run: idle},
		scheduler.Job{Name: "c", Spec: "* * * * *"},
		scheduler.Job{Spec: "* * * * *", Run: idle})
	for _, want := range []string{`"a" is given twice`, `"b": spec`, `"c" needs`, `"" needs`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %s", err, want)
		}
	}
}

func FuzzSpec(f *testing.F) {
	for _, seed := range []string{"* * * * *", "@every 1m", "TZ=", "CRON_TZ=UTC", "0 0 29 2 *", "*/5 1-3,7 * JAN SUN", "@every 9999999h"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		// Any text is either a job or an error, never a panic.
		if s, err := scheduler.New(zerolog.Nop(), scheduler.Job{Name: "job", Spec: spec, Run: idle}); (s == nil) == (err == nil) {
			t.Errorf("%q gives %v and %v", spec, s, err)
		}
	})
}
