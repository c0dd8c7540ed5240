package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/store"
)

// seeding lives through the demo company's last weeks: its people type in the
// workspace what the story says, and Leadloop says there what it said then.
type seeding struct {
	*demo

	begin   time.Time         // where the clock stands when a person comes
	start   calendar.Date     // the day of that
	story   []typing          // in order of time
	leads   map[string]string // the numbers of those that the story names
	past    []imports.Row     // still to be imported, in order of time
	day     calendar.Date     // that began last
	journal uint64            // how many entries were looked at
}

// newSeeding sets the clock of a new demo back to the beginning of a story.
func newSeeding(d *demo, story string) (*seeding, error) {
	begin := d.clock.now()
	s := &seeding{demo: d, begin: begin, start: calendar.DateOf(begin, d.cal.Location), leads: map[string]string{}}
	if err := s.tell(story); err != nil {
		return nil, err
	}

	s.past = pastOf(s.start, s.cal.Location)
	s.clock.stop(s.story[0].at.Add(-beforeStory))

	return s, nil
}

// beforeStory is how long before its first line the past begins.
const beforeStory = 30 * time.Minute

// live fills a new demo with a small company's history, and leaves the clock
// where it was.
func (s *seeding) live(ctx context.Context) error {
	for _, t := range s.story {
		if err := s.liveUntil(ctx, t.at); err != nil {
			return err
		}

		if err := s.act(ctx, t); err != nil {
			return fmt.Errorf("line %d of the demo's story, %s: %w", t.line, t.text, err)
		}
	}

	if err := s.liveUntil(ctx, s.begin); err != nil {
		return err
	}

	s.workspace.Reload()

	return s.clock.set(s.begin)
}

// seedStep is how far the clock moves at once while the past is lived through.
const seedStep = time.Hour

// liveUntil lets time pass in working hours, with all that becomes due.
func (s *seeding) liveUntil(ctx context.Context, to time.Time) error {
	for {
		next := s.cal.NextOpen(s.clock.now().Add(seedStep).Truncate(seedStep))
		arrived := !next.Before(to)
		if arrived {
			next = to
		}

		s.clock.stop(next)
		if err := s.wakeUp(ctx); err != nil || arrived {
			return err
		}

		if err := s.due(ctx); err != nil {
			return err
		}
	}
}

// wakeUp begins a day: what was kept elsewhere is imported. What was said
// before the last day has been read.
func (s *seeding) wakeUp(ctx context.Context) error {
	today := calendar.DateOf(s.clock.now(), s.cal.Location)
	if today == s.day {
		return nil
	}

	s.day = today
	if today == s.start {
		s.workspace.ReadAll()
	}

	return s.catchUp(ctx, today.At(0, 0, s.cal.Location))
}

var leadNumber = regexp.MustCompile(`L-\d+`)

// act lets somebody do what the story says. What leaves nothing of theirs in
// the journal was refused, and the answer says why.
func (s *seeding) act(ctx context.Context, t typing) error {
	text := placeholder.ReplaceAllStringFunc(t.text, func(open string) string { return s.leads[open] })
	who, answer, err := s.typed(t.who, strings.Split(text, " | "))
	if err = errors.Join(err, s.daemon.Told(ctx)); err != nil {
		return err
	}

	s.leads[t.lead] = leadNumber.FindString(answer)

	return s.daemon.Services().Core.Store().View(ctx, func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(s.journal, 0)
		s.journal += uint64(len(entries))
		if err == nil && !slices.ContainsFunc(entries, func(e funnel.Entry) bool { return e.By == who }) {
			err = fmt.Errorf("nothing was done, and the answer was: %s", answer)
		}

		return err
	})
}

// typed is how Leadloop answers a command that somebody types in the messages
// with it, and what they fill in where it opens a form.
func (s *seeding) typed(name string, line []string) (who ref.UserID, answer string, err error) {
	state := s.workspace.Lock()
	u := state.UserNamed(name)
	if u == nil {
		s.workspace.Unlock()
		return "", "", fmt.Errorf("nobody is called %q", name)
	}

	messages := state.AppDM(u.ID)
	s.workspace.Unlock()

	done := s.workspace.RunCommand(u, messages, line[0])
	if s.fillIn(u, done.Modal, line[1:]) < len(line)-1 {
		return "", "", fmt.Errorf("no form asks for all of %q", line[1:])
	}

	answer = done.Failure + done.Text
	if done.Modal != nil {
		submitted := s.workspace.Submit(u, done.Modal)
		answer = fmt.Sprint(submitted.Failure, submitted.Errors)
	}

	return ref.UserID(u.ID), answer, nil
}

// fillIn enters what is given as "label = text", and counts for how much of it
// the form has a field.
func (s *seeding) fillIn(u *slacksim.Member, form *slacksim.View, given []string) (filled int) {
	if form == nil {
		return 0
	}

	s.workspace.Lock()
	defer s.workspace.Unlock()

	for _, field := range blockkit.ElementsOf(form.Blocks()) {
		for _, entry := range given {
			if text, ok := strings.CutPrefix(entry, blockkit.TextOf(field.Block["label"])+" = "); ok {
				slacksim.Place{View: form}.Enter(u.ID, field, text)
				filled++
			}
		}
	}

	return filled
}
