package funnel_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// replayRows judges all entries of a story by other rules, as they are read from
// the store.
func replayRows(s *story, would funnel.Policy, retimed bool) []ledger.ReplayRow {
	s.t.Helper()
	return replayOf(s, would, retimed).Rows(s.now)
}

func replayOf(s *story, would funnel.Policy, retimed bool) *ledger.Replay {
	s.t.Helper()
	from := calendar.DateOf(s.entries[0].At, s.p.Calendar.Zone())
	r := ledger.NewReplay(s.p, would, retimed, calendar.DatesOf(from, from.AddDays(400)))
	for _, e := range s.entries {
		var read funnel.Entry
		encoded, err := json.Marshal(e)
		if err == nil {
			err = json.Unmarshal(encoded, &read)
		}
		if err != nil {
			s.t.Fatal(err)
		}
		r.Add(read)
	}
	return r
}

// TestTheSameRulesGiveWhatReallyWas plays any acts, sweeps and undos, and
// replays them by the rules that were in force: once with the deadlines that
// were kept, and once with all reckoned anew.
func TestTheSameRulesGiveWhatReallyWas(t *testing.T) {
	judged := 0
	rapid.Check(t, func(r *rapid.T) {
		p := anyRoster(r, testPolicy(t))
		s := &story{t: t, p: p, now: onClock(t, p.Calendar, monday)}
		s.does(logLead(1042, jane, s.act(mia), s.p))
		var undoable bool
		for range rapid.IntRange(1, 20).Draw(r, "acts") {
			s.now = s.now.Add(time.Duration(rapid.Int64Range(1, int64(90*time.Hour/time.Millisecond)).Draw(r, "ms")) * time.Millisecond)
			if undoable && rapid.IntRange(0, 4).Draw(r, "undo") == 0 {
				s.now = s.lead.ChangedAt.Add(time.Minute)
				c, err := s.undoes(s.by)
				if err != nil {
					r.Fatal(err)
				}
				s.lead, s.entries, undoable = c.Lead, append(s.entries, c.Entries...), false
				continue
			}
			s.sweeps()
			anyLoan(r, s)
			c, err := anyAct(r, s)
			if undoable = err == nil && len(c.Entries) > 0; undoable {
				s.take(c)
			}
		}
		s.sweeps()
		for _, retimed := range []bool{false, true} {
			for _, row := range replayRows(s, s.p, retimed) {
				judged += row.Was.Met + row.Was.Missed
				if diff := cmp.Diff(row.Was, row.Would, cmpopts.IgnoreUnexported(ledger.Keeping{})); diff != "" && !row.Unpromised {
					r.Fatalf("%s %s, all reckoned anew %v (-was +would):\n%s", row.Kind, row.Class, retimed, diff)
				}
			}
		}
		wantLateAsItRan(r, s)
		for _, kind := range funnel.ClockKinds {
			var met, missed int64
			for _, row := range replayRows(s, s.p, false) {
				if row.Kind == kind {
					met, missed = met+int64(row.Was.Met), missed+int64(row.Was.Missed)
				}
			}
			if wantMet, wantMissed := total(s.p.Calendar, s.entries, ledger.CountMet+string(kind)), total(s.p.Calendar, s.entries, ledger.CountMissed+string(kind)); met != wantMet || missed != wantMissed {
				r.Fatalf("%s: replayed %d met and %d missed; the journal counts %d and %d", kind, met, missed, wantMet, wantMissed)
			}
		}
	})
	if judged == 0 {
		t.Error("nothing was judged")
	}
}

// anyLoan lends the lead, or gives it back, now and then.
func anyLoan(r *rapid.T, s *story) {
	var c funnel.Change
	switch rapid.IntRange(0, 7).Draw(r, "loan") {
	case 0:
		c = s.lead.Lend(rapid.SampledFrom([]ref.UserID{sam, rob}).Draw(r, "lent to"), s.act(ref.Leadloop), s.p)
	case 1:
		c = s.lead.GiveBack(s.act(ref.Leadloop), s.p)
	}
	if len(c.Entries) > 0 {
		s.take(c)
	}
}

// wantLateAsItRan: a promise that was kept late is late by the time in which
// its clock ran after the deadline.
func wantLateAsItRan(r *rapid.T, s *story) {
	replay := replayOf(s, s.p, false)
	for _, e := range s.entries {
		for _, o := range e.Clocks {
			p := replay.Promise(e.Lead, o.Kind, o.Started)
			if p == nil || !p.Kept || !o.Done() || !p.At.Equal(e.At) {
				continue
			}
			var late time.Duration
			for _, run := range p.Runs {
				until := p.At
				if !run.Until.IsZero() {
					until = run.Until
				}
				late += s.p.CalendarOf(run.Person).Between(calendar.Later(o.Due, run.From), until)
			}
			if o.Late != late {
				r.Fatalf("%s was kept %s late; its clock ran %s after the deadline", o.Kind, o.Late, late)
			}
		}
	}
}

// TestOnlyTheTimeOfTheRepCounts asks before and after the deadline, lends the
// lead meanwhile, and accepts: how long it took, and how late it was, is what the
// reps had it in their working time.
func TestOnlyTheTimeOfTheRepCounts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := standing(t, "offered")
		s.p.People = people.NewPeople([]people.Availability{{V: 1, User: rob, Zone: "America/New_York"}}, s.p.Calendar)
		passes := func() {
			s.now = s.now.Add(time.Duration(rapid.IntRange(1, 30*60).Draw(r, "minutes")) * time.Minute)
			s.sweeps()
			anyLoan(r, s)
		}
		for range rapid.IntRange(0, 2).Draw(r, "questions") {
			passes()
			s.does(s.lead.Ask("Which system?", s.act(s.lead.Handoff.To), s.p))
			passes()
			s.does(s.lead.Answer("Spreadsheets", s.act(mia), s.p))
		}
		passes()
		s.does(s.lead.Accept(s.act(s.lead.Handoff.To), s.p))
		wantLateAsItRan(r, s)
		var row ledger.ReplayRow
		for _, row = range replayRows(s, s.p, true) {
			if row.Kind == agreement.ClockAccept {
				break
			}
		}
		if diff := cmp.Diff(row.Was, row.Would, cmpopts.IgnoreUnexported(ledger.Keeping{})); row.Kind != agreement.ClockAccept || diff != "" {
			r.Fatalf("%s by the same hours (-was +would):\n%s", row.Kind, diff)
		}
	})
}

func TestOtherRulesJudgeTheSameActs(t *testing.T) {
	// Accepted after three hours, touched after another two: both in time.
	s := standing(t, "offered")
	s.at("2026-11-23 13:00").step("sal")
	s.at("2026-11-23 15:00")
	s.touches("call", "", sam)
	s.at("2026-11-24 12:00")
	for text, want := range map[string]map[agreement.ClockKind][3]int{ // met, missed, open
		"accept=3h first_touch=120m":                {agreement.ClockAccept: {1, 0, 0}, agreement.ClockFirstTouch: {1, 0, 0}, agreement.ClockUpdate: {0, 0, 1}},
		"accept=2h":                                 {agreement.ClockAccept: {0, 1, 0}, agreement.ClockFirstTouch: {1, 0, 0}, agreement.ClockUpdate: {0, 0, 1}},
		"first_touch=1 working hour update=2h":      {agreement.ClockAccept: {1, 0, 0}, agreement.ClockFirstTouch: {0, 1, 0}, agreement.ClockUpdate: {0, 1, 0}},
		"hours=10:00-11:00, 12:00-13:00 accept=2h":  {agreement.ClockAccept: {1, 0, 0}, agreement.ClockFirstTouch: {1, 0, 0}, agreement.ClockUpdate: {0, 0, 1}},
		"hours=10:00-20:00 days=mon,wed accept=2h":  {agreement.ClockAccept: {0, 1, 0}, agreement.ClockFirstTouch: {1, 0, 0}, agreement.ClockUpdate: {0, 0, 1}},
		"days=tue-fri accept=1h first_touch=30 min": {agreement.ClockAccept: {1, 0, 0}, agreement.ClockFirstTouch: {1, 0, 0}, agreement.ClockUpdate: {0, 0, 1}},
	} {
		w, err := ledger.ParseWhatIf(text+" period=2026-Q4", s.day(0))
		if err != nil {
			t.Fatal(err)
		}
		got := map[agreement.ClockKind][3]int{}
		for _, row := range replayRows(s, w.Policy(s.p, agreement.Definition{}), w.Retimed()) {
			got[row.Kind] = [3]int{row.Would.Met, row.Would.Missed, row.Would.Open}
			if row.Kind == agreement.ClockAccept && (row.Was.Met != 1 || row.Was.Median != 3*time.Hour || row.Was.P90 != 3*time.Hour) {
				t.Errorf("it was %+v", row.Was)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestADraftIsJudgedByItsPromises(t *testing.T) {
	s := depthStory(t)
	s.touches("call", "", sam)
	draft := s.p.Definition
	draft.ServiceLevels.Depth = agreement.Depth{}
	w, err := ledger.ParseWhatIf("draft=4", s.day(0))
	if err != nil {
		t.Fatal(err)
	}
	rows := replayRows(s, w.Policy(s.p, draft), false)
	if row := rows[len(rows)-2]; row.Kind != agreement.ClockDepth || !row.Unpromised || row.Would.Open != 0 || row.Was.Open != 1 {
		t.Errorf("attempts that are not promised: %+v", row)
	}
	draft.ServiceLevels.Depth = agreement.Depth{Attempts: 9, Within: calendar.WorkingTime{Days: 1}}
	rows = replayRows(s, w.Policy(s.p, draft), false)
	if row := rows[len(rows)-2]; row.Kind != agreement.ClockDepth || !row.Uncounted || row.Would.Open != 0 {
		t.Errorf("other attempts: %+v", row)
	}
}

func TestAQuestionStopsTheReplayedClock(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 11:00") // of 4 hours, 3 are left
	s.step("asked")
	w, err := ledger.ParseWhatIf("accept=2h period=2026-Q4", s.day(0))
	if err != nil {
		t.Fatal(err)
	}
	would := w.Policy(s.p, agreement.Definition{})
	want := func(when string, met, missed, open int) {
		t.Helper()
		row := replayRows(s.at(when), would, w.Retimed())[0]
		if row.Kind != agreement.ClockAccept || row.Would.Met != met || row.Would.Missed != missed || row.Would.Open != open {
			t.Errorf("at %s it would have been %+v", when, row)
		}
	}
	want("2026-11-24 17:00", 0, 0, 1) // waits for marketing
	s.does(s.lead.Answer("Spreadsheets", s.act(mia), s.p))
	want("2026-11-24 18:00", 0, 0, 1)
	want("2026-11-25 09:01", 0, 1, 0) // one hour of the two was left
}
