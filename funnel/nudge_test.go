package funnel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestALatePromiseClimbsTheLadder(t *testing.T) {
	s := standing(t, "offered") // due today at 14:00
	for _, step := range []struct {
		clock   string
		entries []funnel.EntryKind
		hears   ref.UserID
	}{
		{"2026-11-23 13:59", nil, ""},
		{"2026-11-23 14:00", nil, ""}, // still in time
		{"2026-11-23 14:01", []funnel.EntryKind{funnel.EntryMissed}, sam},
		{"2026-11-24 13:59", nil, sam},
		{"2026-11-24 14:00", []funnel.EntryKind{funnel.EntryEscalated}, mona},
		{"2026-11-24 14:00", nil, mona},
		{"2026-11-25 13:59", nil, mona},
		{"2026-11-25 14:00", []funnel.EntryKind{funnel.EntryEscalated}, mel},
		{"2026-12-24 10:00", nil, mel},
	} {
		c := s.at(step.clock).sweeps()
		s.wantTold()
		var kinds []funnel.EntryKind
		for _, e := range c.Entries {
			kinds = append(kinds, e.Kind)
			if e.By != ref.Leadloop {
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

func TestAfterDowntimeTheLadderGoesOnFromWhereItStood(t *testing.T) {
	s := standing(t, "offered").at("2026-12-01 09:00")
	if c := s.sweeps(); len(c.Entries) != 1 || s.lead.Clocks[0].Hears != sam {
		t.Errorf("journal %+v, want one miss, of which the rep hears first", c.Entries)
	}
	s.at("2026-12-10 09:00")
	if c := s.sweeps(); len(c.Entries) != 1 || s.lead.Clocks[0].Hears != mona {
		t.Errorf("journal %+v, want one step, to the manager", c.Entries)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"accept"); n != 1 {
		t.Errorf("%d misses, want 1", n)
	}
	day := calendar.Date{Year: 2026, Month: time.November, Day: 23}
	if n := counters(s.p.Calendar, s.entries)[ledger.Delta{Day: day, Metric: "missed.accept", Dim: ledger.DimAll}]; n != 1 {
		t.Error("the miss is not counted on the day of its deadline")
	}
}

func TestWhoHearsOfALatePromise(t *testing.T) {
	away := func(user ref.UserID) func(*funnel.Policy) {
		return func(p *funnel.Policy) {
			leave := people.Leave{From: calendar.Date{Year: 2026, Month: time.November, Day: 1}, Until: calendar.Date{Year: 2027, Month: time.January, Day: 1}}
			p.People = people.NewPeople([]people.Availability{{V: 1, User: user, Leaves: []people.Leave{leave}}}, p.Calendar)
		}
	}
	gone := func(user ref.UserID) func(*funnel.Policy) {
		return func(p *funnel.Policy) {
			p.People = people.NewPeople([]people.Availability{{V: 1, User: user, Gone: true}}, p.Calendar)
		}
	}
	tests := []struct {
		name   string
		adjust func(*funnel.Policy)
		late   ref.UserID
		hears  []ref.UserID // from the deadline on, within a week
	}{
		{"the manager, then the intake owner", func(*funnel.Policy) {}, sam, []ref.UserID{sam, mona, mel}},
		{"without a manager, the intake owner", func(p *funnel.Policy) { p.Roster.SalesManager = "" }, sam, []ref.UserID{sam, mel}},
		{"of the manager, the intake owner", func(p *funnel.Policy) { p.Roster.Sales = append(p.Roster.Sales, mona) }, mona, []ref.UserID{mona, mel}},
		{"with neither, leadership", func(p *funnel.Policy) { p.Roster.SalesManager, p.Roster.IntakeOwner = "", "" }, sam, []ref.UserID{sam, lea}},
		{"where no other is known, the rep alone", func(p *funnel.Policy) {
			p.Roster.SalesManager, p.Roster.IntakeOwner, p.Roster.Leadership, p.Roster.Admins = sam, sam, nil, nil
		}, sam, []ref.UserID{sam}},
		{"one who is both, once", func(p *funnel.Policy) { p.Roster.IntakeOwner = mona }, sam, []ref.UserID{sam, mona}},
		{"for a manager on leave, the intake owner", away(mona), sam, []ref.UserID{sam, mel}},
		{"for an intake owner on leave, leadership", away(mel), sam, []ref.UserID{sam, mona, lea}},
		{"never one who is gone", gone(mona), sam, []ref.UserID{sam, mel}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "lead")
			test.adjust(&s.p)
			s.does(s.lead.HandOff(funnel.HandoffInput{To: test.late}, s.act(mia), s.p))
			var hears []ref.UserID
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

// Nobody loses a lead, and nobody above hears of it, before whoever is below was told; then these have the whole time.
func TestNoRungIsClimbedBeforeTheOneBelowWasTold(t *testing.T) {
	s := standing(t, "offered")
	for _, step := range []struct {
		clock string
		told  bool // now, after the sweep
		hears ref.UserID
	}{
		{"2026-11-23 14:01", false, sam},
		{"2026-11-24 14:00", false, sam},
		{"2026-11-24 15:30", true, sam},
		{"2026-11-25 15:29", false, sam},
		{"2026-11-25 15:30", false, mona},
		{"2026-11-30 15:30", true, mona},
		{"2026-12-01 15:29", false, mona},
		{"2026-12-01 15:30", false, mel},
	} {
		s.at(step.clock).sweepsInSilence()
		if hears := s.lead.Clocks[0].Hears; hears != step.hears {
			t.Errorf("%s: it is for %s to hear, want %s", step.clock, hears, step.hears)
		}
		if step.told {
			s.lead = s.lead.Heard(step.hears, s.now, s.p)
		}
	}
}

// What is told at once is a warning, and leaves the three reminders of the slots.
func TestAWarningIsNoneOfTheReminders(t *testing.T) {
	s := standing(t, "lead")
	s.p.Definition.ServiceLevels.Accept = calendar.WorkingTime{Minutes: 30}
	s.does(s.lead.HandOff(funnel.HandoffInput{To: sam}, s.act(mia), s.p))
	s.at("2026-11-23 10:31").sweepsInSilence()
	if !s.lead.Warnable(sam, s.p) {
		t.Fatal("a promise of 30 minutes waits for the slot")
	}
	after, _, _, ok := s.lead.Remind(sam, funnel.Telling{At: s.now, Warning: true}, s.p)
	s.lead = after
	if !ok || s.lead.Nudges != 0 || s.lead.Clocks[0].TimesReminded != 0 || s.lead.Warnable(sam, s.p) {
		t.Errorf("after the warning %d reminders are counted: %+v", s.lead.Nudges, s.lead.Clocks[0])
	}
	s.at("2026-11-24 10:30").sweepsInSilence()
	if c := s.lead.Clocks[0]; c.Hears != mona || s.lead.Warnable(mona, s.p) {
		t.Errorf("with a day between the steps the manager hears at a slot: %+v", c)
	}
}

// reminds gives somebody the reminder that they get now, if they get one.
func (s *story) reminds(user ref.UserID, off ...funnel.NudgeKind) (funnel.ReminderRow, bool) {
	after, row, e, ok := s.lead.Remind(user, funnel.Telling{At: s.now, Off: off}, s.p)
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
		if told && (row.Lead != 1042 || row.Kind != agreement.ClockAccept || row.Lateness != "2 working hours") {
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
	if n := total(s.p.Calendar, s.entries, ledger.CountNudges+"accept"); n != 3 {
		t.Errorf("%d reminders counted", n)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountNudges+"escalation"); n != 3 {
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
	if _, told := s.reminds(sam, "update", funnel.NudgeEscalation); !told {
		t.Error("not told of a kind that is on")
	}
}

func TestAnActWithinFourWorkingHoursHeedsAReminder(t *testing.T) {
	for _, test := range []struct {
		name, at string
		by       ref.UserID
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
			if got := s.last.Entries[0].Followed != nil; got != test.heeds {
				t.Fatalf("heeds %v, want %v", got, test.heeds)
			}
			want := int64(0)
			if test.heeds {
				want = 1
			}
			day := ledger.Delta{Day: calendar.Date{Year: 2026, Month: time.November, Day: 23}, Metric: ledger.CountFollowed + "accept", Dim: ledger.DimAll}
			if n := counters(s.p.Calendar, s.entries)[day]; n != want {
				t.Errorf("%d counted on the day of the reminder, want %d", n, want)
			}
			s.does(s.lead.Touch("call", "", s.act(test.by), s.p))
			if s.last.Entries[0].Followed != nil {
				t.Error("one reminder is heeded twice")
			}
		})
	}
}

func TestASnoozeHeedsNothingAndAnUndoTakesItBack(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 15:00")
	s.sweeps()
	s.at("2026-11-23 16:00").reminds(sam)
	s.does(s.lead.Snooze(s.p.SnoozeEnd(s.day(2)), "At a fair", s.act(sam), s.p))
	if s.last.Entries[0].Followed != nil {
		t.Error("a snooze counts as an act")
	}
	s.does(s.lead.Accept(s.act(sam), s.p))
	s.does(s.undoes(sam))
	if n := total(s.p.Calendar, s.entries, ledger.CountFollowed+"accept"); n != 0 {
		t.Errorf("%d counted after it was undone", n)
	}
}

// A snooze that goes on through a change of stage keeps the reason that the manager sees.
func TestASnoozeKeepsItsReasonWhenTheStageChanges(t *testing.T) {
	s := standing(t, "sal")
	s.does(s.lead.Snooze(s.p.SnoozeEnd(s.day(7)), "At a fair", s.act(sam), s.p))
	s.step("sql")
	if s.lead.Clocks.SnoozedUntil().IsZero() || s.lead.SnoozedFor != "At a fair" || s.lead.Snoozes != 1 {
		t.Errorf("snoozed until %s, %d times, because %q", s.lead.Clocks.SnoozedUntil(), s.lead.Snoozes, s.lead.SnoozedFor)
	}
}

// Who wakes a lead is reminded as if the snooze had ended by itself: first the owner, and the manager only after the time
// that was agreed on.
func TestAWokenLeadIsRemindedAgain(t *testing.T) {
	s := standing(t, "offered")
	s.does(s.lead.Snooze(s.p.SnoozeEnd(s.day(7)), "At a fair", s.act(sam), s.p))
	s.at("2026-11-24 10:00").sweeps()
	s.does(s.lead.Wake(s.act(mona), s.p))
	if e := s.last.Entries[0]; e.Kind != funnel.EntryWoken || s.lead.Snoozes != 1 {
		t.Errorf("journal %+v, %d snoozes", e, s.lead.Snoozes)
	}
	for _, step := range []struct {
		clock string
		hears ref.UserID
	}{
		{"2026-11-24 10:00", sam},
		{"2026-11-25 09:59", sam},
		{"2026-11-25 10:00", mona},
	} {
		s.at(step.clock).sweeps()
		if got := s.lead.Clocks[0].Hears; got != step.hears {
			t.Errorf("%s: %q hears, want %q", step.clock, got, step.hears)
		}
	}

	_, err := s.lead.Wake(s.act(sam), s.p)
	wantKind(t, err, fault.KindConflict)
}

func TestASnoozePutsOffMessagesButNoDeadline(t *testing.T) {
	s := standing(t, "offered")
	due := s.lead.Clocks[0].DueAt
	s.does(s.lead.Snooze(s.p.SnoozeEnd(calendar.Date{Year: 2026, Month: 11, Day: 25}), "At a fair", s.act(sam), s.p))
	if e := s.last.Entries[0]; e.Kind != funnel.EntrySnoozed || e.Note != "At a fair" || !e.Until.Equal(onClock(t, s.p.Calendar, "2026-11-25 09:00")) {
		t.Errorf("journal %+v", e)
	}
	if !s.lead.Clocks[0].DueAt.Equal(due) {
		t.Error("the deadline moved")
	}
	for _, step := range []struct {
		clock string
		hears ref.UserID
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
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"accept"); n != 1 {
		t.Error("what is late is late, but it was not noted")
	}
}

func TestSnoozesThatAreRefused(t *testing.T) {
	s := standing(t, "offered")
	for until, says := range map[time.Time]string{
		s.now:                                  "has to end in the future",
		s.now.Add(-time.Hour):                  "has to end in the future",
		s.now.AddDate(0, 0, 14).Add(time.Hour): "For longer reject it with " + fault.ToRejectLead.Way("L-1042", "REASON"),
	} {
		_, err := s.lead.Snooze(until, "At a fair", s.act(sam), s.p)
		wantKind(t, err, fault.KindInvalid)
		if !strings.Contains(fault.UserText(err), says) {
			t.Errorf("until %s: told %v, want %q", until, err, says)
		}
	}
	_, err := s.lead.Snooze(s.now.AddDate(0, 0, 3), " ", s.act(sam), s.p)
	wantKind(t, err, fault.KindInvalid)
	_, err = s.lead.Snooze(s.now.AddDate(0, 0, 3), "Too many", s.act(mia), s.p)
	wantKind(t, err, fault.KindDenied) // her lead, but the reminders are his
	for _, by := range []ref.UserID{sam, mona, sam} {
		s.does(s.lead.Snooze(s.now.AddDate(0, 0, 13), "At a fair", s.act(by), s.p))
	}
	_, err = s.lead.Snooze(s.now.AddDate(0, 0, 14), "At a fair", s.act(mona), s.p)
	wantKind(t, err, fault.KindConflict)
	s.does(s.lead.Snooze(s.now.AddDate(0, 0, 3), "Back earlier", s.act(mona), s.p)) // sooner than before
	if c := s.lead.Clocks[0]; s.lead.Snoozes != 3 || !c.EscalateAt.Equal(onClock(t, s.p.Calendar, "2026-11-30 09:00")) {
		t.Errorf("reminded sooner, it is %+v after %d snoozes", c, s.lead.Snoozes)
	}
	over := s.lead.Clocks.SnoozedUntil()
	s.now = over.Add(time.Hour)
	_, err = s.lead.Snooze(over.Add(-time.Hour), "At a fair", s.act(sam), s.p)
	wantKind(t, err, fault.KindInvalid) // a day that has passed is said to be, at the limit too
	if !strings.Contains(fault.UserText(err), "has to end in the future") {
		t.Errorf("at the limit, told %v", err)
	}
	s.does(s.lead.Accept(s.act(sam), s.p))
	s.does(s.lead.Snooze(s.now.AddDate(0, 0, 3), "At a fair", s.act(sam), s.p)) // another stage
}

func TestOnlyWhatPutsOffAReminderIsASnooze(t *testing.T) {
	s := standing(t, "sal")
	s.touches("call", "", sam)
	update, _ := s.lead.Clocks.Of(agreement.ClockUpdate)
	for _, until := range []time.Time{s.p.SnoozeEnd(s.day(2)), update.DueAt} {
		_, err := s.lead.Snooze(until, "At a fair", s.act(sam), s.p)
		wantKind(t, err, fault.KindInvalid)
		if want := "no reminder would come"; !strings.Contains(fault.UserText(err), want) || s.lead.Snoozes != 0 {
			t.Errorf("before anything is due, told %v", err)
		}
	}
	s.does(s.lead.Snooze(update.DueAt.Add(time.Minute), "At a fair", s.act(sam), s.p))
	if s.lead.Snoozes != 1 {
		t.Errorf("%d snoozes are counted, want 1", s.lead.Snoozes)
	}
}

func TestTheDeadlineShownIsTheEarliest(t *testing.T) {
	if _, running := standing(t, "lead").lead.Clocks.Soonest(); running {
		t.Error("a deadline where no promise is open")
	}
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	lead := funnel.Lead{Clocks: []funnel.Clock{{Kind: agreement.ClockUpdate, DueAt: at(12)}, {Kind: agreement.ClockFirstTouch, DueAt: at(9)}}}
	if c, _ := lead.Clocks.Soonest(); c.Kind != agreement.ClockFirstTouch {
		t.Errorf("deadline of %s", c.Kind)
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
	if len(n) != 1 || n[0].Kind != funnel.NoticeReturned || !n[0].Since.Equal(aside) || n[0].Day != until || s.lead.Note != "New budget" {
		t.Errorf("told %+v of %+v", n, s.lead)
	}
}
