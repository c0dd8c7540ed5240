package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// plan says how a comparison is made.
type plan struct {
	rounds   int
	phase    time.Duration // how long each number of callers is measured
	warmup   time.Duration
	settle   time.Duration // how long a bot is left alone before its idle memory is read
	callers  []int
	prove    bool          // whether a bot has to show afterwards that all was kept
	slowSync time.Duration // by how much each sync is slowed in a second table; 0 is no such table
}

// figures are what a phase comes to.
type figures struct {
	rate     float64       // acknowledgements a second
	p50, p99 time.Duration // of the acknowledgement
	cpu      time.Duration // of the bot for each command
	written  float64       // bytes of pages written for each command
}

// bout is one start of one bot, with all its phases.
type bout struct {
	toHello      time.Duration
	idle, loaded memory    // loaded is the most that was seen after a phase
	phases       []figures // one for each number of callers
}

// figuresOf sums a phase up.
func figuresOf(o outcome, spent usage) (figures, error) {
	commands := len(o.latencies)
	if commands == 0 {
		return figures{}, errors.New("no command was acknowledged; the phase is too short")
	}

	slices.Sort(o.latencies)

	return figures{
		rate:    float64(commands) / o.elapsed.Seconds(),
		p50:     quantile(o.latencies, 0.50),
		p99:     quantile(o.latencies, 0.99),
		cpu:     spent.cpu / time.Duration(commands),
		written: float64(spent.written) / float64(commands),
	}, nil
}

// quantile is the smallest value that at least the share q of all does not exceed (nearest rank).
func quantile(sorted []time.Duration, q float64) time.Duration {
	rank := int(q*float64(len(sorted)) + 0.999999)
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// median is the value in the middle, and the mean of the two in the middle of an even number.
func median[T int64 | float64 | time.Duration](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2

	if len(sorted)%2 == 1 {
		return sorted[middle]
	}

	return (sorted[middle-1] + sorted[middle]) / 2
}

// medianBout takes the median of each figure by itself.
func medianBout(bouts []bout) bout {
	middle := bout{
		toHello: medianOf(bouts, func(b bout) time.Duration { return b.toHello }),
		idle: memory{
			resident:  medianOf(bouts, func(b bout) int64 { return b.idle.resident }),
			anonymous: medianOf(bouts, func(b bout) int64 { return b.idle.anonymous }),
		},
		loaded: memory{
			resident:  medianOf(bouts, func(b bout) int64 { return b.loaded.resident }),
			anonymous: medianOf(bouts, func(b bout) int64 { return b.loaded.anonymous }),
		},
	}

	for i := range bouts[0].phases {
		middle.phases = append(middle.phases, figures{
			rate:    medianOf(bouts, func(b bout) float64 { return b.phases[i].rate }),
			p50:     medianOf(bouts, func(b bout) time.Duration { return b.phases[i].p50 }),
			p99:     medianOf(bouts, func(b bout) time.Duration { return b.phases[i].p99 }),
			cpu:     medianOf(bouts, func(b bout) time.Duration { return b.phases[i].cpu }),
			written: medianOf(bouts, func(b bout) float64 { return b.phases[i].written }),
		})
	}

	return middle
}

func medianOf[T int64 | float64 | time.Duration](bouts []bout, figure func(bout) T) T {
	var values []T
	for _, b := range bouts {
		values = append(values, figure(b))
	}

	return median(values)
}

// fight runs one bot over an empty data folder through all phases.
func (p plan) fight(ctx context.Context, s subject, b bot, slowSync time.Duration) (result bout, err error) {
	folder, err := os.MkdirTemp("", "leadloop-bench-")
	if err != nil {
		return bout{}, fmt.Errorf("make a data folder: %w", err)
	}

	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()

	w, err := openWorkspace(ctx, maxCallers)
	if err != nil {
		return bout{}, err
	}

	defer w.close()

	cmd, err := b.command(ctx, folder, w.url)
	if err != nil {
		return bout{}, err
	}

	running, err := start(ctx, w, cmd, slowSync, filepath.Join(folder, "log"))
	if err != nil {
		return bout{}, err
	}

	result, err = p.phases(ctx, w, running, s)
	if err := errors.Join(err, running.stop(), w.complaint()); err != nil {
		return result, err
	}

	if p.prove && b.program != "" {
		return result, b.prove(ctx, folder, w.acknowledged())
	}

	return result, nil
}

func (p plan) phases(ctx context.Context, w *workspace, running *process, s subject) (bout, error) {
	result := bout{toHello: running.toHello}
	if err := pause(ctx, p.settle); err != nil {
		return result, err
	}

	var err error
	if result.idle, err = running.memory(); err != nil {
		return result, err
	}

	// Everybody types at least once, so that no phase pays for getting to know people.
	warming := load{callers: slices.Max(p.callers), duration: p.warmup, say: logLead, want: s.want}
	if _, err := w.run(ctx, warming); err != nil {
		return result, fmt.Errorf("warm up: %w: %s", err, running.lastWords())
	}

	for _, callers := range p.callers {
		phase, err := measure(ctx, w, running, load{callers: callers, duration: p.phase, say: logLead, want: s.want})
		if err != nil {
			return result, fmt.Errorf("%d callers: %w: %s", callers, err, running.lastWords())
		}

		held, err := running.memory()
		if err != nil {
			return result, err
		}

		result.phases = append(result.phases, phase)
		result.loaded = memory{
			resident:  max(result.loaded.resident, held.resident),
			anonymous: max(result.loaded.anonymous, held.anonymous),
		}
	}

	return result, nil
}

func measure(ctx context.Context, w *workspace, running *process, l load) (figures, error) {
	before, err := running.used()
	if err != nil {
		return figures{}, err
	}

	o, err := w.run(ctx, l)
	if err != nil {
		return figures{}, err
	}

	after, err := running.used()
	if err != nil {
		return figures{}, err
	}

	return figuresOf(o, after.since(before))
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()

	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
