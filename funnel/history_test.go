package funnel_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
)

func TestImportedHistoryStartsNoClockAndTellsNobody(t *testing.T) {
	for _, stage := range agreement.Stages {
		t.Run(string(stage), func(t *testing.T) {
			s := newStory(t)
			then := s.now.AddDate(-2, 0, 0)
			s.does(importLead(1, funnel.LeadInput{ExternalID: "a1", Source: "organic"}, funnel.Past{Stage: stage, At: then, OutsideOwner: " Dana  Smith "}, s.act(ada), s.p))
			if len(s.lead.Clocks) != 0 || len(s.notices) != 0 || s.lead.LoopOpen() || !s.lead.NextDue(s.p).IsZero() {
				t.Errorf("history lives on: %+v", s.lead)
			}
			e := s.last.Entries[0]
			if e.Kind != funnel.EntryImported || !e.Imported || !e.First || !e.At.Equal(then) || e.By != ada || e.Definition != 0 {
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
	s.does(importLead(1, funnel.LeadInput{ExternalID: "a1"}, funnel.Past{Stage: agreement.MQL, At: made}, s.act(ada), s.p))
	won := funnel.Past{Stage: agreement.Customer, At: made.AddDate(0, 1, 0), Amount: euros(500), OutsideOwner: "4b3"}
	s.does(importOutcome(s.lead, funnel.LeadInput{ExternalID: "a1", Company: "Acme"}, won, s.act(ada), s.p))
	if s.lead.Stage != agreement.Customer || s.lead.Company != "Acme" || s.lead.Amount != euros(500) || !s.lead.EndedAt.Equal(won.At) {
		t.Errorf("became %+v", s.lead)
	}
	for _, again := range []funnel.Past{won, {Stage: agreement.MQL, At: made}} {
		c, err := importOutcome(s.lead, funnel.LeadInput{ExternalID: "a1"}, again, s.act(ada), s.p)
		if err != nil || len(c.Entries) != 0 {
			t.Errorf("importing %s again: %+v, %v", again.Stage, c.Entries, err)
		}
	}
	if total(s.p.Calendar, s.entries, ledger.CountRevenue+"EUR") != 50000 || total(s.p.Calendar, s.entries, ledger.CountEntered+"customer") != 1 {
		t.Errorf("counted %v", counters(s.p.Calendar, s.entries))
	}
}

func TestAnAmountOfNothingIsUnknown(t *testing.T) {
	s := newStory(t)
	s.does(importLead(1, funnel.LeadInput{ExternalID: "a1"}, funnel.Past{Stage: agreement.Customer, At: s.now.AddDate(-1, 0, 0), Amount: euros(0)}, s.act(ada), s.p))
	if s.lead.Amount != (money.Amount{}) || total(s.p.Calendar, s.entries, ledger.CountRevenue+"EUR") != 0 {
		t.Errorf("amount %+v", s.lead.Amount)
	}
}

func TestImportedLossesCount(t *testing.T) {
	s := newStory(t)
	s.does(importLead(1, funnel.LeadInput{ExternalID: "a1"}, funnel.Past{Stage: agreement.Lost, At: s.now.AddDate(-1, 0, 0), Reason: "price"}, s.act(ada), s.p))
	if total(s.p.Calendar, s.entries, ledger.CountLost) != 1 {
		t.Errorf("counted %v", counters(s.p.Calendar, s.entries))
	}
}

func TestRowsThatAreRefused(t *testing.T) {
	s := newStory(t)
	past := s.now.AddDate(-1, 0, 0)
	tests := []struct {
		name string
		in   funnel.LeadInput
		past funnel.Past
	}{
		{"malformed e-mail", funnel.LeadInput{Email: "nonsense"}, funnel.Past{Stage: agreement.MQL, At: past}},
		{"nothing to know it by", funnel.LeadInput{Source: "web"}, funnel.Past{Stage: agreement.MQL, At: past}},
		{"no stage", jane, funnel.Past{At: past}},
		{"a stage unknown", jane, funnel.Past{Stage: "hot", At: past}},
		{"in the future", jane, funnel.Past{Stage: agreement.MQL, At: s.now.Add(time.Hour)}},
		{"an endless owner", jane, funnel.Past{Stage: agreement.MQL, At: past, OutsideOwner: strings.Repeat("x", 121)}},
		{"an endless reason", jane, funnel.Past{Stage: agreement.MQL, At: past, Reason: strings.Repeat("x", 81)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := importLead(1, test.in, test.past, s.act(ada), s.p)
			wantKind(t, err, fault.KindInvalid)
		})
	}
	s.does(importLead(1, jane, funnel.Past{Stage: agreement.MQL, At: past}, s.act(ada), s.p))
	_, err := importOutcome(s.lead, jane, funnel.Past{Stage: "hot", At: past}, s.act(ada), s.p)
	wantKind(t, err, fault.KindInvalid)
	_, err = importOutcome(s.lead, funnel.LeadInput{Phone: "x"}, funnel.Past{Stage: agreement.Customer, At: past}, s.act(ada), s.p)
	wantKind(t, err, fault.KindInvalid)
}

func TestAnOutcomeBeforeTheLeadIsTakenAsTheFileHasIt(t *testing.T) {
	s := newStory(t)
	created := s.now.AddDate(0, -1, 0)
	won := created.Add(-48 * time.Hour)
	s.does(importLead(1, jane, funnel.Past{Stage: agreement.MQL, At: created}, s.act(ada), s.p))
	s.does(importOutcome(s.lead, jane, funnel.Past{Stage: agreement.Customer, At: won}, s.act(ada), s.p))
	if s.lead.Stage != agreement.Customer || !s.lead.EndedAt.Equal(won) {
		t.Errorf("the lead is %s since %s, want customer since %s", s.lead.Stage, s.lead.EndedAt, won)
	}
}

func TestAFileEndsNoLeadThatIsWorkedHere(t *testing.T) {
	logged := standing(t, "offered")
	_, err := importOutcome(logged.lead, jane, funnel.Past{Stage: agreement.Customer, At: logged.now}, logged.act(ada), logged.p)
	wantKind(t, err, fault.KindConflict)

	s := newStory(t)
	s.does(importLead(1, jane, funnel.Past{Stage: agreement.MQL, At: s.now.AddDate(-1, 0, 0)}, s.act(ada), s.p))
	s.does(s.lead.HandOff(funnel.HandoffInput{To: sam}, s.act(mia), s.p))
	for _, answered := range []bool{false, true} {
		if answered {
			s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
		}
		before := s.lead.Clone()
		_, err = importOutcome(s.lead, jane, funnel.Past{Stage: agreement.Customer, At: s.now}, s.act(ada), s.p)
		wantKind(t, err, fault.KindConflict)
		if diff := cmp.Diff(before, s.lead); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWorkingOnALeadOfAnOutsideOwner(t *testing.T) {
	s := newStory(t)
	s.does(importLead(1, jane, funnel.Past{Stage: agreement.SAL, At: s.now.AddDate(0, -1, 0), OutsideOwner: "Dana Smith"}, s.act(ada), s.p))
	_, err := s.lead.Qualify(s.deal(), s.act(rob), s.p)
	wantKind(t, err, fault.KindDenied)
	if !strings.Contains(fault.UserText(err), "Dana Smith has it") {
		t.Errorf("told %v", err)
	}
	s.does(s.lead.Touch("call", "", s.act(rob), s.p))
	if len(s.lead.Clocks) != 0 {
		t.Errorf("a clock of nobody: %+v", s.lead.Clocks)
	}
	s.does(s.lead.Assign(rob, "", s.act(mona), s.p))
	s.wantDue(agreement.ClockUpdate, rob, "2026-12-01 10:00")
	if s.lead.OutsideOwner != "" || s.last.Entries[0].OutsideOwner != "" {
		t.Errorf("still with %q", s.lead.OutsideOwner)
	}
}
