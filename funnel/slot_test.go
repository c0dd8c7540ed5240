package funnel_test

import (
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
)

func TestLatenessInWords(t *testing.T) {
	cal := berlinHours(t, mondayToFriday, "09:00-18:00")
	due := onClock(t, cal, "2026-11-20 16:30") // a Friday
	for now, want := range map[string]string{
		"2026-11-20 17:29": "59 working minutes",
		"2026-11-21 12:00": "1 working hour",
		"2026-11-23 10:00": "2 working hours",
		"2026-11-23 17:30": "1 working day",
		"2026-11-25 09:00": "2 working days",
	} {
		if got := (funnel.Policy{Staff: people.Staff{Calendar: cal}}).Lateness(funnel.Clock{DueAt: due}, onClock(t, cal, now)); got != want {
			t.Errorf("at %s %q late, want %q", now, got, want)
		}
	}
}

// What the board says of a promise that is late, its history says when it is kept: in days of the person's own.
func TestTheBoardAndTheHistoryMeasureLatenessAlike(t *testing.T) {
	s := standing(t, "offered").at("2026-11-25 09:30")
	board := s.p.Lateness(s.lead.Clocks[0], s.now)
	s.does(s.lead.Accept(s.act(sam), s.p))
	kept := s.last.Entries[0].Clocks[0]
	if history := s.p.LateBy(kept.Person, kept.Late); history != board || board != "1 working day" {
		t.Errorf("the board says %q, the history %q", board, history)
	}
}
