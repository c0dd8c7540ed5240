package funnel

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestImportedHistoryStartsNoClockAndTellsNobody(t *testing.T) {
	for _, stage := range Stages {
		t.Run(string(stage), func(t *testing.T) {
			s := newStory(t)
			then := s.now.AddDate(-2, 0, 0)
			s.does(Import(1, LeadInput{ExternalID: "a1", Source: "organic"}, Past{Stage: stage, At: then, OutsideOwner: " Dana  Smith "}, s.act(ada), s.p))
			if len(s.lead.Clocks) != 0 || len(s.notices) != 0 || s.lead.LoopOpen() || !s.lead.NextDue(s.p).IsZero() {
				t.Errorf("history lives on: %+v", s.lead)
			}
			e := s.last.Entries[0]
			if e.Kind != EntryImported || !e.Imported || !e.First || !e.At.Equal(then) || e.By != ada || e.Definition != 0 {
				t.Errorf("journal %+v", e)
			}
			if s.lead.Stage != stage || s.lead.OutsideOwner != "Dana Smith" || !s.lead.Reached[stage].Equal(then) {
				t.Errorf("imported as %+v", s.lead)
			}
			if c := s.lead.Sweep(s.routing()); len(c.Entries) != 0 {
				t.Errorf("the sweep does %+v", c.Entries)
			}
		})
	}
}

func TestOutcomesFromAFile(t *testing.T) {
	s := newStory(t)
	made := s.now.AddDate(-1, 0, 0)
	s.does(Import(1, LeadInput{ExternalID: "a1"}, Past{Stage: MQL, At: made}, s.act(ada), s.p))
	won := Past{Stage: Customer, At: made.AddDate(0, 1, 0), Amount: euros(500), OutsideOwner: "4b3"}
	s.does(s.lead.ImportOutcome(LeadInput{ExternalID: "a1", Company: "Acme"}, won, s.act(ada), s.p))
	if s.lead.Stage != Customer || s.lead.Company != "Acme" || s.lead.Amount != euros(500) || !s.lead.EndedAt.Equal(won.At) {
		t.Errorf("became %+v", s.lead)
	}
	for _, again := range []Past{won, {Stage: MQL, At: made}} {
		c, err := s.lead.ImportOutcome(LeadInput{ExternalID: "a1"}, again, s.act(ada), s.p)
		if err != nil || len(c.Entries) != 0 {
			t.Errorf("importing %s again: %+v, %v", again.Stage, c.Entries, err)
		}
	}
	if total(s.p.Calendar, s.entries, CountRevenue+"EUR") != 50000 || total(s.p.Calendar, s.entries, CountEntered+"customer") != 1 {
		t.Errorf("counted %v", counters(s.p.Calendar, s.entries))
	}
}

func TestAnAmountOfNothingIsUnknown(t *testing.T) {
	s := newStory(t)
	s.does(Import(1, LeadInput{ExternalID: "a1"}, Past{Stage: Customer, At: s.now.AddDate(-1, 0, 0), Amount: euros(0)}, s.act(ada), s.p))
	if s.lead.Amount != (Money{}) || total(s.p.Calendar, s.entries, CountRevenue+"EUR") != 0 {
		t.Errorf("amount %+v", s.lead.Amount)
	}
}

func TestImportedLossesCount(t *testing.T) {
	s := newStory(t)
	s.does(Import(1, LeadInput{ExternalID: "a1"}, Past{Stage: Lost, At: s.now.AddDate(-1, 0, 0), Reason: "price"}, s.act(ada), s.p))
	if total(s.p.Calendar, s.entries, CountLost) != 1 {
		t.Errorf("counted %v", counters(s.p.Calendar, s.entries))
	}
}

func TestRowsThatAreRefused(t *testing.T) {
	s := newStory(t)
	past := s.now.AddDate(-1, 0, 0)
	tests := []struct {
		name string
		in   LeadInput
		past Past
	}{
		{"malformed e-mail", LeadInput{Email: "nonsense"}, Past{Stage: MQL, At: past}},
		{"nothing to know it by", LeadInput{Source: "web"}, Past{Stage: MQL, At: past}},
		{"no stage", jane, Past{At: past}},
		{"a stage unknown", jane, Past{Stage: "hot", At: past}},
		{"in the future", jane, Past{Stage: MQL, At: s.now.Add(time.Hour)}},
		{"an endless owner", jane, Past{Stage: MQL, At: past, OutsideOwner: strings.Repeat("x", 121)}},
		{"an endless reason", jane, Past{Stage: MQL, At: past, Reason: strings.Repeat("x", 81)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Import(1, test.in, test.past, s.act(ada), s.p)
			wantKind(t, err, KindInvalid)
		})
	}
	s.does(Import(1, jane, Past{Stage: MQL, At: past}, s.act(ada), s.p))
	_, err := s.lead.ImportOutcome(jane, Past{Stage: "hot", At: past}, s.act(ada), s.p)
	wantKind(t, err, KindInvalid)
	_, err = s.lead.ImportOutcome(LeadInput{Phone: "x"}, Past{Stage: Customer, At: past}, s.act(ada), s.p)
	wantKind(t, err, KindInvalid)
}

func TestAnOutcomeBeforeTheLeadIsTakenAsTheFileHasIt(t *testing.T) {
	s := newStory(t)
	created := s.now.AddDate(0, -1, 0)
	won := created.Add(-48 * time.Hour)
	s.does(Import(1, jane, Past{Stage: MQL, At: created}, s.act(ada), s.p))
	s.does(s.lead.ImportOutcome(jane, Past{Stage: Customer, At: won}, s.act(ada), s.p))
	if s.lead.Stage != Customer || !s.lead.EndedAt.Equal(won) {
		t.Errorf("the lead is %s since %s, want customer since %s", s.lead.Stage, s.lead.EndedAt, won)
	}
}

func TestAFileEndsNoLeadThatIsWorkedHere(t *testing.T) {
	logged := standing(t, "offered")
	_, err := logged.lead.ImportOutcome(jane, Past{Stage: Customer, At: logged.now}, logged.act(ada), logged.p)
	wantKind(t, err, KindConflict)

	s := newStory(t)
	s.does(Import(1, jane, Past{Stage: MQL, At: s.now.AddDate(-1, 0, 0)}, s.act(ada), s.p))
	s.does(s.lead.HandOff(HandoffInput{To: sam}, s.act(mia), s.p))
	for _, answered := range []bool{false, true} {
		if answered {
			s.does(s.lead.Reject(Rejection{Reason: "timing"}, s.act(sam), s.p))
		}
		before := s.lead.clone()
		_, err = s.lead.ImportOutcome(jane, Past{Stage: Customer, At: s.now}, s.act(ada), s.p)
		wantKind(t, err, KindConflict)
		if diff := cmp.Diff(before, s.lead); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWorkingOnALeadOfAnOutsideOwner(t *testing.T) {
	s := newStory(t)
	s.does(Import(1, jane, Past{Stage: SAL, At: s.now.AddDate(0, -1, 0), OutsideOwner: "Dana Smith"}, s.act(ada), s.p))
	_, err := s.lead.Qualify(s.deal(), s.act(rob), s.p)
	wantKind(t, err, KindDenied)
	if !strings.Contains(UserText(err), "Dana Smith has it") {
		t.Errorf("told %v", err)
	}
	s.does(s.lead.Touch("call", "", s.act(rob), s.p))
	if len(s.lead.Clocks) != 0 {
		t.Errorf("a clock of nobody: %+v", s.lead.Clocks)
	}
	s.does(s.lead.Assign(rob, "", s.act(mona), s.p))
	s.wantDue(ClockUpdate, rob, "2026-12-01 10:00")
	if s.lead.OutsideOwner != "" || s.last.Entries[0].OutsideOwner != "" {
		t.Errorf("still with %q", s.lead.OutsideOwner)
	}
}
