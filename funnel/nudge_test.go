package funnel

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAMissedPromiseIsNudgedThenEscalated(t *testing.T) {
	s := standing(t, "offered") // due today at 14:00
	for _, step := range []struct {
		clock   string
		told    []string
		entries []EntryKind
	}{
		{"2026-11-23 13:59", nil, nil},
		{"2026-11-23 14:00", nil, nil}, // still in time
		{"2026-11-23 14:01", []string{"nudge U0SAM"}, []EntryKind{EntryMissed, EntryNudged}},
		{"2026-11-23 14:01", nil, nil},
		{"2026-11-24 13:59", nil, nil},
		{"2026-11-24 14:00", []string{"escalation U0MONA"}, []EntryKind{EntryEscalated}},
		{"2026-11-24 14:00", nil, nil},
		{"2026-12-24 10:00", nil, nil},
	} {
		c := s.at(step.clock).sweeps()
		s.wantTold(step.told...)
		var kinds []EntryKind
		for _, e := range c.Entries {
			kinds = append(kinds, e.Kind)
			if e.By != Leadloop {
				t.Errorf("the sweep acts as %s", e.By)
			}
		}
		if !slices.Equal(kinds, step.entries) {
			t.Errorf("%s: entries %v, want %v", step.clock, kinds, step.entries)
		}
	}
	if !s.lead.NextDue(s.p).IsZero() {
		t.Errorf("something is still due at %s", s.lead.NextDue(s.p))
	}
	n := s.notices[len(s.notices)-1]
	if n.Clock != ClockAccept || n.About != sam || n.Due.IsZero() {
		t.Errorf("the manager is told %+v", n)
	}
}

func TestAfterDowntimeOnlyTheLatestStepIsTold(t *testing.T) {
	s := standing(t, "offered").at("2026-12-01 09:00")
	s.sweeps()
	s.wantTold("escalation U0MONA")
	if n := total(s.p.Calendar, s.entries, CountMissed+"accept"); n != 1 {
		t.Errorf("%d misses, want 1", n)
	}
	day := Date{2026, time.November, 23}
	if n := counters(s.p.Calendar, s.entries)[Delta{Day: day, Metric: "missed.accept", Dim: DimAll}]; n != 1 {
		t.Error("the miss is not counted on the day of its deadline")
	}
}

func TestWhoHearsOfALatePromise(t *testing.T) {
	tests := []struct {
		name   string
		roster func(*Roster)
		late   UserID
		told   []string // from the deadline on, once a day for a week
	}{
		{"the manager", func(*Roster) {}, sam, []string{"nudge U0SAM", "escalation U0MONA"}},
		{"without a manager, the intake owner", func(r *Roster) { r.SalesManager = "" }, sam, []string{"nudge U0SAM", "escalation U0MEL"}},
		{"of the manager, the intake owner", func(r *Roster) { r.Sales = append(r.Sales, mona) }, mona, []string{"nudge U0MONA", "escalation U0MEL"}},
		{"with neither, leadership", func(r *Roster) { r.SalesManager, r.IntakeOwner = "", "" }, sam, []string{"nudge U0SAM", "escalation U0LEA"}},
		{"where no other is known, the rep alone", func(r *Roster) {
			r.SalesManager, r.IntakeOwner, r.Leadership, r.Admins = sam, sam, nil, nil
		}, sam, []string{"nudge U0SAM"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "lead")
			test.roster(&s.p.Roster)
			s.does(s.lead.HandOff(HandoffInput{To: test.late}, s.act(mia), s.p))
			var told []string
			for range 7 * 24 {
				s.now = s.now.Add(time.Hour)
				s.sweeps()
				told = append(told, s.told()...)
			}
			if !slices.Equal(told, test.told) {
				t.Errorf("told %v, want %v", told, test.told)
			}
			if due := s.lead.NextDue(s.p); !due.IsZero() {
				t.Errorf("the lead stays due at %s for ever", due)
			}
		})
	}
}

func TestASnoozePutsOffMessagesButNoDeadline(t *testing.T) {
	s := standing(t, "offered")
	due := s.lead.Clocks[0].DueAt
	s.does(s.lead.Snooze(s.p.SnoozeUntil(Date{2026, 11, 25}), s.act(sam), s.p))
	if e := s.last.Entries[0]; e.Kind != EntrySnoozed || !e.Until.Equal(onClock(t, s.p.Calendar, "2026-11-25 09:00")) {
		t.Errorf("journal %+v", e)
	}
	if !s.lead.Clocks[0].DueAt.Equal(due) {
		t.Error("the deadline moved")
	}
	s.at("2026-11-23 15:00").sweeps()
	s.wantTold()
	if len(s.last.Entries) != 1 || s.last.Entries[0].Kind != EntryMissed {
		t.Errorf("what is late is late, but the journal has %+v", s.last.Entries)
	}
	s.at("2026-11-25 08:59").sweeps()
	s.wantTold()
	s.at("2026-11-25 09:00").sweeps()
	s.wantTold("nudge U0SAM")
	s.at("2026-11-27 08:59").sweeps()
	s.wantTold()
	s.at("2026-11-27 09:00").sweeps() // a working day after the snooze; the 26th is closed
	s.wantTold("escalation U0MONA")
}

func TestSnoozesThatAreRefused(t *testing.T) {
	s := standing(t, "offered")
	for until, says := range map[time.Time]string{
		s.now:                                  "has to end in the future",
		s.now.Add(-time.Hour):                  "has to end in the future",
		s.now.AddDate(0, 0, 90).Add(time.Hour): "at most 90 days",
	} {
		_, err := s.lead.Snooze(until, s.act(sam), s.p)
		wantKind(t, err, KindInvalid)
		if !strings.Contains(UserText(err), says) {
			t.Errorf("until %s: told %v, want %q", until, err, says)
		}
	}
	s.does(s.lead.Snooze(s.now.AddDate(0, 0, 30), s.act(sam), s.p))
}

func TestTheDeadlineShownIsTheEarliest(t *testing.T) {
	if _, running := standing(t, "lead").lead.Deadline(); running {
		t.Error("a deadline where no promise is open")
	}
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	lead := Lead{Clocks: []Clock{{Kind: ClockUpdate, DueAt: at(12)}, {Kind: ClockFirstTouch, DueAt: at(9)}}}
	if c, _ := lead.Deadline(); c.Kind != ClockFirstTouch {
		t.Errorf("deadline of %s", c.Kind)
	}
}

func TestWorkingTimeInWords(t *testing.T) {
	for want, w := range map[string]WorkingTime{
		"1 working hour": {Hours: 1}, "4 working hours": {Hours: 4}, "1 working day": {Days: 1}, "5 working days": {Days: 5},
	} {
		if w.String() != want {
			t.Errorf("%q, want %q", w, want)
		}
	}
}
