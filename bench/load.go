package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// patience is how long an acknowledgement may take; Slack itself waits three seconds.
const patience = 30 * time.Second

var (
	errNoConnection = errors.New("the bot has no connection; its log says why")
	errUnanswered   = fmt.Errorf("a command was not acknowledged within %v", patience)
)

// caller is one person who types: the next command goes out when the last is acknowledged.
type caller struct {
	id      int
	sent    int
	answers chan acknowledgement
}

func newCaller(id int) *caller { return &caller{id: id, answers: make(chan acknowledgement, 1)} }

// wording is what a caller types as their command of that number.
type wording func(caller, number int) string

// load is a stretch of commands by so many callers at a time, until the time is up or each has typed so many.
type load struct {
	callers  int
	duration time.Duration // 0 is no limit
	commands int           // of each caller; 0 is no limit
	say      wording
	want     string // what each answer has to hold, so that no error counts as work done
}

// outcome is what came of a load.
type outcome struct {
	latencies []time.Duration // one for each command that was acknowledged
	elapsed   time.Duration
}

// run types a load, and ends early at the first answer that is wrong.
func (w *workspace) run(ctx context.Context, l load) (outcome, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	latencies := make([][]time.Duration, l.callers)
	started := time.Now()

	var typing sync.WaitGroup
	for i, c := range w.callers[:l.callers] {
		typing.Go(func() {
			var err error
			if latencies[i], err = w.typeAll(ctx, c, l, started); err != nil {
				cancel(err)
			}
		})
	}

	typing.Wait()

	result := outcome{elapsed: time.Since(started)}
	for _, some := range latencies {
		result.latencies = append(result.latencies, some...)
	}

	return result, context.Cause(ctx)
}

// acknowledged is how many commands were, once nobody types any more.
func (w *workspace) acknowledged() int {
	all := 0
	for _, c := range w.callers {
		all += c.sent
	}

	return all
}

// typeAll types the commands of one caller.
func (w *workspace) typeAll(ctx context.Context, c *caller, l load, started time.Time) ([]time.Duration, error) {
	var latencies []time.Duration

	late := time.NewTimer(patience)
	defer late.Stop()

	for ctx.Err() == nil && l.goesOn(len(latencies), time.Since(started)) {
		late.Reset(patience)

		took, err := w.typeOne(ctx, c, l, late.C)
		if err != nil {
			return latencies, err
		}

		latencies = append(latencies, took)
	}

	return latencies, nil
}

func (l load) goesOn(typed int, elapsed time.Duration) bool {
	return (l.commands == 0 || typed < l.commands) && (l.duration == 0 || elapsed < l.duration)
}

func (w *workspace) typeOne(ctx context.Context, c *caller, l load, late <-chan time.Time) (time.Duration, error) {
	c.sent++
	typed := command{caller: c.id, number: c.sent, text: l.say(c.id, c.sent)}
	envelope := typed.envelope(w.url)
	sentAt := time.Now()

	if err := w.send(c.id, envelope); err != nil {
		return 0, err
	}

	select {
	case answer := <-c.answers:
		took := time.Since(sentAt)
		if answer.number != typed.number || !bytes.Contains(answer.frame, []byte(l.want)) {
			return 0, fmt.Errorf("%q was answered with %.1000s; expected an answer with %q", typed.text, answer.frame, l.want)
		}

		return took, nil
	case <-late:
		return 0, errUnanswered
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

// logLead is a lead that nobody has logged before, with what people write of one.
func logLead(caller, number int) string {
	first, last := firstNames[number%len(firstNames)], lastNames[(number/len(firstNames)+caller)%len(lastNames)]

	return fmt.Sprintf(`log %s %s, Company %d-%d, %s.%d.%d@company-%d.example source=webinar need="Loses orders in spreadsheets"`,
		first, last, caller, number/leadsPerCompany, first, caller, number, number/leadsPerCompany)
}

const leadsPerCompany = 5

var (
	firstNames = []string{
		"Ada", "Bela", "Carla", "Dario", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Luis", "Mira",
	}
	lastNames = []string{
		"Adler", "Brandt", "Costa", "Dubois", "Eriksen", "Farkas", "Garcia", "Horvat", "Ivanova", "Jansen",
		"Kowalski", "Lindgren", "Moreau", "Novak", "Olsen", "Petrov", "Quint", "Rossi", "Schmidt",
	}
)
