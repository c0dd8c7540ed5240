package funnel

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestALatePromiseClimbsTheLadder(t *testing.T) {
	s := standing(t, "offered") // due today at 14:00
	for _, step := range []struct {
		clock   string
		entries []EntryKind
		hears   UserID
	}{
		{"2026-11-23 13:59", nil, ""},
		{"2026-11-23 14:00", nil, ""}, // still in time
		{"2026-11-23 14:01", []EntryKind{EntryMissed}, sam},
		{"2026-11-24 13:59", nil, sam},
		{"2026-11-24 14:00", []EntryKind{EntryEscalated}, mona},
		{"2026-11-24 14:00", nil, mona},
		{"2026-11-25 13:59", nil, mona},
		{"2026-11-25 14:00", []EntryKind{EntryEscalated}, mel},
		{"2026-12-24 10:00", nil, mel},
	} {
		c := s.at(step.clock).sweeps()
		s.wantTold()
		var kinds []EntryKind
		for _, e := range c.Entries {
			kinds = append(kinds, e.Kind)
			if e.By != Leadloop {
				t.Errorf("the sweep acts as %s", e.By)
			}
		}
		if !slices.Equal(kinds, step.entries) || s.lead.Clocks[0].Hears != step.hears {
			t.Errorf("%s: entries %v for %s, want %v for %s", step.clock, kinds, s.lead.Clocks[0].Hears, step.entries, step.hears)
		}
	}
	if !s.lead.NextDue(s.p).IsZero() {
		t.Errorf("something is still due at %s", s.lead.NextDue(s.p))
	}
}

func TestAfterDowntimeOnlyTheLatestStepIsTold(t *testing.T) {
	s := standing(t, "offered").at("2026-12-01 09:00")
	c := s.sweeps()
	if len(c.Entries) != 2 || c.Entries[1].Kind != EntryEscalated || c.Entries[1].Told != mel {
		t.Errorf("journal %+v, want one miss and one step, to the intake owner", c.Entries)
	}
	if n := total(s.p.Calendar, s.entries, CountMissed+"accept"); n != 1 {
		t.Errorf("%d misses, want 1", n)
	}
	day := Date{2026, time.November, 23}
	if n := counters(s.p.Calendar, s.entries)[Delta{Day: day, Metric: "missed.accept", Dim: DimAll}]; n != 1 {
		t.Error("the miss is not counted on the day of its deadline")
	}
}

func TestWhoHearsOfALatePromise(t *testing.T) {
	away := func(user UserID) func(*Policy) {
		return func(p *Policy) {
			leave := Leave{From: Date{2026, time.November, 1}, Until: Date{2027, time.January, 1}}
			p.People = NewPeople([]Availability{{V: 1, User: user, Leaves: []Leave{leave}}}, p.Calendar)
		}
	}
	gone := func(user UserID) func(*Policy) {
		return func(p *Policy) { p.People = NewPeople([]Availability{{V: 1, User: user, Gone: true}}, p.Calendar) }
	}
	tests := []struct {
		name   string
		adjust func(*Policy)
		late   UserID
		hears  []UserID // from the deadline on, within a week
	}{
		{"the manager, then the intake owner", func(*Policy) {}, sam, []UserID{sam, mona, mel}},
		{"without a manager, the intake owner", func(p *Policy) { p.Roster.SalesManager = "" }, sam, []UserID{sam, mel}},
		{"of the manager, the intake owner", func(p *Policy) { p.Roster.Sales = append(p.Roster.Sales, mona) }, mona, []UserID{mona, mel}},
		{"with neither, leadership", func(p *Policy) { p.Roster.SalesManager, p.Roster.IntakeOwner = "", "" }, sam, []UserID{sam, lea}},
		{"where no other is known, the rep alone", func(p *Policy) {
			p.Roster.SalesManager, p.Roster.IntakeOwner, p.Roster.Leadership, p.Roster.Admins = sam, sam, nil, nil
		}, sam, []UserID{sam}},
		{"one who is both, once", func(p *Policy) { p.Roster.IntakeOwner = mona }, sam, []UserID{sam, mona}},
		{"for a manager on leave, the intake owner", away(mona), sam, []UserID{sam, mel}},
		{"for an intake owner on leave, leadership", away(mel), sam, []UserID{sam, mona, lea}},
		{"never one who is gone", gone(mona), sam, []UserID{sam, mel}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "lead")
			test.adjust(&s.p)
			s.does(s.lead.HandOff(HandoffInput{To: test.late}, s.act(mia), s.p))
			var hears []UserID
			for range 7 * 24 {
				s.now = s.now.Add(time.Hour)
				s.sweeps()
				if now := s.lead.Clocks[0].Hears; now != "" && !slices.Contains(hears, now) {
					hears = append(hears, now)
				}
			}
			if !slices.Equal(hears, test.hears) {
				t.Errorf("%v hear, want %v", hears, test.hears)
			}
			if due := s.lead.NextDue(s.p); !due.IsZero() {
				t.Errorf("the lead stays due at %s for ever", due)
			}
		})
	}
}

// reminds gives somebody the reminder that they get now, if they get one.
func (s *story) reminds(user UserID, off ...NudgeKind) (ReminderRow, bool) {
	after, row, e, ok := s.lead.Remind(user, s.now, off, s.p)
	if ok {
		s.lead = after
		s.entries = append(s.entries, e)
	}
	return row, ok
}

func TestAnOwnerIsRemindedThreeTimesInAStage(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 15:00")
	s.sweeps()
	s.at("2026-11-23 16:00")
	rev, due := s.lead.Rev, s.lead.NextDueAt
	for n := range 4 {
		row, told := s.reminds(sam)
		if told != (n < 3) {
			t.Errorf("reminder %d: %v", n+1, told)
		}
		if told && (row.Lead != 1042 || row.Kind != ClockAccept || row.Lateness != "2 working hours") {
			t.Errorf("row %+v", row)
		}
	}
	if s.lead.Rev != rev || !s.lead.NextDueAt.Equal(due) {
		t.Error("a reminder is no change of the lead, but its revision or its date moved")
	}
	s.at("2026-11-24 14:00").sweeps()
	for n := range 4 {
		if _, told := s.reminds(mona); told != (n < 3) {
			t.Errorf("reminder %d of the manager: %v", n+1, told)
		}
	}
	if n := total(s.p.Calendar, s.entries, CountNudges+"accept"); n != 3 {
		t.Errorf("%d reminders counted", n)
	}
	if n := total(s.p.Calendar, s.entries, CountNudges+"escalation"); n != 3 {
		t.Errorf("%d reminders of the manager counted", n)
	}
	s.does(s.lead.Accept(s.act(sam), s.p)) // another stage, with its own first touch
	s.at("2026-11-25 12:00").sweeps()
	if _, told := s.reminds(sam); !told {
		t.Error("in the next stage nobody is reminded")
	}
}

func TestARestartedPromiseBringsNoNewReminders(t *testing.T) {
	s := standing(t, "sal")
	s.at("2026-11-24 10:00").sweeps()
	for range 3 {
		s.reminds(sam)
	}
	s.does(s.lead.Touch("call", "", s.act(sam), s.p)) // the update is promised now
	s.at("2026-12-02 15:00").sweeps()
	if _, told := s.reminds(sam); told {
		t.Error("a fourth reminder in the same stage")
	}
	s.at("2026-12-03 15:00").sweeps()
	if _, told := s.reminds(mona); !told {
		t.Error("the manager does not hear")
	}
}

func TestAKindThatIsSwitchedOffIsNotTold(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 15:00")
	s.sweeps()
	if _, told := s.reminds(sam, "update", "accept"); told {
		t.Error("told of a kind that is off")
	}
	if _, told := s.reminds(sam, "update", NudgeEscalation); !told {
		t.Error("not told of a kind that is on")
	}
}

func TestAnActWithinFourWorkingHoursHeedsAReminder(t *testing.T) {
	for _, test := range []struct {
		name, at string
		by       UserID
		heeds    bool
	}{
		{"at once", "2026-11-23 16:00", sam, true},
		{"after four working hours, over night", "2026-11-24 11:00", sam, true},
		{"later", "2026-11-24 11:01", sam, false},
		{"by somebody else", "2026-11-23 16:30", mona, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "offered").at("2026-11-23 15:00")
			s.sweeps()
			s.at("2026-11-23 16:00").reminds(sam)
			s.at(test.at)
			s.does(s.lead.Accept(s.act(test.by), s.p))
			if got := s.last.Entries[0].Heeds != nil; got != test.heeds {
				t.Fatalf("heeds %v, want %v", got, test.heeds)
			}
			want := int64(0)
			if test.heeds {
				want = 1
			}
			day := Delta{Day: Date{2026, time.November, 23}, Metric: CountHeeded + "accept", Dim: DimAll}
			if n := counters(s.p.Calendar, s.entries)[day]; n != want {
				t.Errorf("%d counted on the day of the reminder, want %d", n, want)
			}
			s.does(s.lead.Touch("call", "", s.act(test.by), s.p))
			if s.last.Entries[0].Heeds != nil {
				t.Error("one reminder is heeded twice")
			}
		})
	}
}

func TestASnoozeHeedsNothingAndAnUndoTakesItBack(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 15:00")
	s.sweeps()
	s.at("2026-11-23 16:00").reminds(sam)
	s.does(s.lead.Snooze(s.p.SnoozeUntil(s.day(2)), "At a fair", s.act(sam), s.p))
	if s.last.Entries[0].Heeds != nil {
		t.Error("a snooze counts as an act")
	}
	s.does(s.lead.Accept(s.act(sam), s.p))
	s.does(s.undoes(sam))
	if n := total(s.p.Calendar, s.entries, CountHeeded+"accept"); n != 0 {
		t.Errorf("%d counted after it was undone", n)
	}
}

func TestASnoozePutsOffMessagesButNoDeadline(t *testing.T) {
	s := standing(t, "offered")
	due := s.lead.Clocks[0].DueAt
	s.does(s.lead.Snooze(s.p.SnoozeUntil(Date{2026, 11, 25}), "At a fair", s.act(sam), s.p))
	if e := s.last.Entries[0]; e.Kind != EntrySnoozed || e.Note != "At a fair" || !e.Until.Equal(onClock(t, s.p.Calendar, "2026-11-25 09:00")) {
		t.Errorf("journal %+v", e)
	}
	if !s.lead.Clocks[0].DueAt.Equal(due) {
		t.Error("the deadline moved")
	}
	for _, step := range []struct {
		clock string
		hears UserID
	}{
		{"2026-11-23 15:00", ""},
		{"2026-11-25 08:59", ""},
		{"2026-11-25 09:00", sam},
		{"2026-11-27 08:59", sam},
		{"2026-11-27 09:00", mona}, // a working day after the snooze; the 26th is closed
	} {
		s.at(step.clock).sweeps()
		if got := s.lead.Clocks[0].Hears; got != step.hears {
			t.Errorf("%s: %q hears, want %q", step.clock, got, step.hears)
		}
	}
	if n := total(s.p.Calendar, s.entries, CountMissed+"accept"); n != 1 {
		t.Error("what is late is late, but it was not noted")
	}
}

func TestSnoozesThatAreRefused(t *testing.T) {
	s := standing(t, "offered")
	for until, says := range map[time.Time]string{
		s.now:                                  "has to end in the future",
		s.now.Add(-time.Hour):                  "has to end in the future",
		s.now.AddDate(0, 0, 14).Add(time.Hour): "For longer reject it with " + ToRejectLead.Way("L-1042", "REASON"),
	} {
		_, err := s.lead.Snooze(until, "At a fair", s.act(sam), s.p)
		wantKind(t, err, KindInvalid)
		if !strings.Contains(UserText(err), says) {
			t.Errorf("until %s: told %v, want %q", until, err, says)
		}
	}
	_, err := s.lead.Snooze(s.now.AddDate(0, 0, 3), " ", s.act(sam), s.p)
	wantKind(t, err, KindInvalid)
	_, err = s.lead.Snooze(s.now.AddDate(0, 0, 3), "Too many", s.act(mia), s.p)
	wantKind(t, err, KindDenied) // her lead, but the reminders are his
	for _, by := range []UserID{sam, mona, sam} {
		s.does(s.lead.Snooze(s.now.AddDate(0, 0, 13), "At a fair", s.act(by), s.p))
	}
	_, err = s.lead.Snooze(s.now.AddDate(0, 0, 14), "At a fair", s.act(mona), s.p)
	wantKind(t, err, KindConflict)
	s.does(s.lead.Snooze(s.now.AddDate(0, 0, 3), "Back earlier", s.act(mona), s.p)) // sooner than before
	if c := s.lead.Clocks[0]; s.lead.Snoozes != 3 || !c.EscalateAt.Equal(onClock(t, s.p.Calendar, "2026-11-30 09:00")) {
		t.Errorf("reminded sooner, it is %+v after %d snoozes", c, s.lead.Snoozes)
	}
	s.does(s.lead.Accept(s.act(sam), s.p))
	s.does(s.lead.Snooze(s.now.AddDate(0, 0, 3), "At a fair", s.act(sam), s.p)) // another stage
}

func TestOnlyWhatPutsOffAReminderIsASnooze(t *testing.T) {
	s := standing(t, "sal")
	s.touches("call", "", sam)
	update, _ := s.lead.Clock(ClockUpdate)
	for _, until := range []time.Time{s.p.SnoozeUntil(s.day(2)), update.DueAt} {
		_, err := s.lead.Snooze(until, "At a fair", s.act(sam), s.p)
		wantKind(t, err, KindInvalid)
		if want := "no reminder would come"; !strings.Contains(UserText(err), want) || s.lead.Snoozes != 0 {
			t.Errorf("before anything is due, told %v", err)
		}
	}
	s.does(s.lead.Snooze(update.DueAt.Add(time.Minute), "At a fair", s.act(sam), s.p))
	if s.lead.Snoozes != 1 {
		t.Errorf("%d snoozes are counted, want 1", s.lead.Snoozes)
	}
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

func TestALeadThatComesBackSaysSinceWhenItWasAside(t *testing.T) {
	s := standing(t, "sal")
	aside, until := s.now, s.day(3)
	s.does(s.lead.Recycle(until, "New budget", s.act(sam), s.p))
	if e := s.last.Entries[0]; e.Day != until {
		t.Errorf("the journal does not say until when: %+v", e)
	}
	s.now = s.lead.NextDueAt
	s.sweeps()
	n := s.last.Notices
	if len(n) != 1 || n[0].Kind != NoticeReturned || !n[0].Since.Equal(aside) || n[0].Day != until || s.lead.Note != "New budget" {
		t.Errorf("told %+v of %+v", n, s.lead)
	}
}
