package funnel_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestAHandoffStartsTheAcceptClockAndShowsTheCard(t *testing.T) {
	s := standing(t, "offered")
	s.wantTold("card U0SAM", "card sales")
	s.wantDue(agreement.ClockAccept, sam, "2026-11-23 14:00")
	want := funnel.Handoff{State: funnel.HandoffOpen, To: sam, By: mia, At: s.now, Note: "Asked for a price", Definition: 3}
	if diff := cmp.Diff(want, s.lead.Handoff); diff != "" || s.lead.Owner != sam || s.lead.Handoffs != 1 {
		t.Errorf("handoff of %+v (-want +got):\n%s", s.lead, diff)
	}
	if e := s.last.Entries[0]; e.Kind != funnel.EntryHandedOff || e.Loop != 1 || !e.First || e.Owner != sam || e.Definition != 3 {
		t.Errorf("journal %+v", e)
	}
}

func TestHandoffsThatAreRefused(t *testing.T) {
	tests := []struct {
		name string
		in   funnel.HandoffInput
		kind fault.Kind
		says string
	}{
		{"to a marketer", funnel.HandoffInput{To: mel}, fault.KindInvalid, "not on the sales team"},
		{"to a stranger", funnel.HandoffInput{To: stan}, fault.KindInvalid, "not on the sales team"},
		{"to nobody", funnel.HandoffInput{}, fault.KindConflict, "Nobody can take"},
		{"with a long note", funnel.HandoffInput{To: sam, Note: strings.Repeat("x", 801)}, fault.KindInvalid, "801"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "lead")
			_, err := s.lead.HandOff(test.in, s.act(mia), s.p)
			wantKind(t, err, test.kind)
			if !strings.Contains(fault.UserText(err), test.says) {
				t.Errorf("%v does not say %q", err, test.says)
			}
		})
	}
}

func TestAcceptingStartsTheFirstTouch(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 14:00")
	s.step("sal")
	s.wantTold("accepted U0MIA")
	s.wantDue(agreement.ClockFirstTouch, sam, "2026-11-23 18:00")
	outcomes := s.last.Entries[0].Clocks
	if len(outcomes) != 1 || !outcomes[0].Met || outcomes[0].Missed || outcomes[0].Worked != 4*time.Hour {
		t.Errorf("accepted at exactly the deadline: %+v", outcomes)
	}
}

func TestAcceptingLateIsAMissCountedOnce(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 14:00:01")
	s.step("sal")
	if o := s.last.Entries[0].Clocks[0]; o.Met || !o.Missed {
		t.Errorf("one second late, before any sweep: %+v", o)
	}
	s = standing(t, "offered").at("2026-11-23 15:00")
	s.sweeps()
	s.step("sal")
	if o := s.last.Entries[0].Clocks[0]; o.Met || o.Missed || o.Worked != 5*time.Hour {
		t.Errorf("late, noted by the sweep already: %+v", o)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"accept"); n != 1 {
		t.Errorf("%d misses counted, want 1", n)
	}
}

func TestWhoReachedOutBeforeAcceptingKeptTheFirstTouch(t *testing.T) {
	s := standing(t, "offered")
	s.does(s.lead.Touch("call", "left a message", s.act(sam), s.p))
	s.step("sal")
	s.wantDue(agreement.ClockUpdate, sam, "2026-12-01 10:00")
	if n := total(s.p.Calendar, s.entries, ledger.CountMet+"first_touch"); n != 1 {
		t.Errorf("%d first touches kept, want 1", n)
	}
}

func TestTheManagerAnswersForARep(t *testing.T) {
	s := standing(t, "offered")
	s.does(s.lead.Accept(s.act(mona), s.p))
	s.wantTold("accepted U0MIA", "accepted U0SAM")
	if s.lead.Owner != sam || s.lead.Handoff.AnsweredBy != mona {
		t.Errorf("owner %s, answered by %s", s.lead.Owner, s.lead.Handoff.AnsweredBy)
	}
	s = standing(t, "offered")
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(mona), s.p))
	s.wantTold("rejected U0MIA", "rejected U0SAM")
}

func TestASecondAnswerIsToldWhatHappened(t *testing.T) {
	taken := standing(t, "sal")
	_, err := taken.lead.Accept(taken.act(rob), taken.p)
	wantKind(t, err, fault.KindConflict)
	if want := fault.Mention(string(sam)) + " took L-1042 already, on " + fault.Moment(taken.now); !strings.HasPrefix(fault.UserText(err), want) {
		t.Errorf("a colleague is told %q", fault.UserText(err))
	}
	_, err = taken.lead.Reject(funnel.Rejection{Reason: "timing"}, taken.act(sam), taken.p)
	wantKind(t, err, fault.KindConflict)
	if got := fault.UserText(err); !strings.HasPrefix(got, "You took L-1042 already") || !strings.Contains(got, fault.ToHandBackLead.Way("L-1042", "REASON")) {
		t.Errorf("who took it is told %q", got)
	}
	accepted := standing(t, "offered")
	accepted.does(accepted.lead.Accept(accepted.act(mona), accepted.p))
	_, err = accepted.lead.Reject(funnel.Rejection{Reason: "timing"}, accepted.act(sam), accepted.p)
	if got := fault.UserText(err); !strings.HasPrefix(got, mona.Mentioned()+" took L-1042 already") {
		t.Errorf("for whom the manager took it is told %q", got)
	}
	rejected := standing(t, "offered")
	rejected.does(rejected.lead.Reject(funnel.Rejection{Reason: "timing"}, rejected.act(sam), rejected.p))
	_, err = rejected.lead.Accept(rejected.act(sam), rejected.p)
	wantKind(t, err, fault.KindConflict)
	if !strings.Contains(fault.UserText(err), "rejected L-1042 already") {
		t.Errorf("after a rejection: %v", err)
	}
	withdrawn := standing(t, "offered")
	withdrawn.step("recycled")
	_, err = withdrawn.lead.Reject(funnel.Rejection{Reason: "timing"}, withdrawn.act(sam), withdrawn.p)
	wantKind(t, err, fault.KindConflict)
	if !strings.Contains(fault.UserText(err), "took the handoff of L-1042 back") {
		t.Errorf("after a withdrawal: %v", err)
	}
}

func TestARejectedLeadGoesBackToItsMarketer(t *testing.T) {
	s := standing(t, "offered")
	s.does(s.lead.Reject(funnel.Rejection{Reason: "Company Size", Note: "Four people"}, s.act(sam), s.p))
	s.wantTold("rejected U0MIA")
	if turn, _ := s.lead.Turn(); turn != mia || s.lead.Stage != agreement.Known || s.lead.Owner != "" || len(s.lead.Clocks) != 0 {
		t.Errorf("after a rejection: %+v", s.lead)
	}
	e := s.last.Entries[0]
	if s.lead.Reason != "company_size" || s.lead.Note != "Four people" || e.Reason != "company_size" || e.Owner != sam || e.Loop != -1 {
		t.Errorf("kept as %+v", e)
	}
}

func TestReasonsHaveToBeAgreed(t *testing.T) {
	tests := []struct{ name, reason, note, says string }{
		{"none", "", "", "A reason is needed. Expected one of company_size, timing, other."},
		{"unknown", "bad vibes", "", "“bad vibes” is not an agreed reason. Expected one of company_size, timing, other."},
		{"of another use", "price", "", "“price” is not an agreed reason."},
		{"without its note", "other", " ", "The reason “Other” needs a note."},
		{"with too long a note", "other", strings.Repeat("x", 900), "The note is 900 characters long."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "offered")
			_, err := s.lead.Reject(funnel.Rejection{Reason: test.reason, Note: test.note}, s.act(sam), s.p)
			wantKind(t, err, fault.KindInvalid)
			if !strings.HasPrefix(fault.UserText(err), test.says) {
				t.Errorf("told %q, want %q", fault.UserText(err), test.says)
			}
		})
	}
	s := standing(t, "offered")
	s.does(s.lead.Reject(funnel.Rejection{Reason: "Other", Note: "Moved away"}, s.act(sam), s.p))
}

func TestANewHandoffIsJudgedAnew(t *testing.T) {
	s := standing(t, "offered")
	s.does(s.lead.Touch("call", "", s.act(sam), s.p))
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	first := s.now
	s.at("2026-11-23 11:00")
	s.does(s.lead.HandOff(funnel.HandoffInput{To: rob, Route: &funnel.Route{How: funnel.RouteTurn}}, s.act(mia), s.p))
	if s.last.Entries[0].First || !s.lead.Reached[agreement.MQL].Equal(first) || !s.lead.StageSince.Equal(s.now) {
		t.Errorf("the same lead is an MQL for the first time twice: %+v", s.lead)
	}
	s.does(s.lead.Accept(s.act(rob), s.p))
	s.wantDue(agreement.ClockFirstTouch, rob, "2026-11-23 15:00")
	if n := total(s.p.Calendar, s.entries, ledger.CountEntered+"mql"); n != 1 {
		t.Errorf("%d MQLs entered, want 1", n)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountHandoffs); n != 2 {
		t.Errorf("%d handoffs, want 2", n)
	}
}

func TestAssigningRestartsTheClocks(t *testing.T) {
	offered := standing(t, "offered").at("2026-11-23 13:00")
	offered.does(offered.lead.Assign(rob, "", offered.act(mona), offered.p))
	offered.wantDue(agreement.ClockAccept, rob, "2026-11-23 17:00")
	offered.wantTold("card U0ROB", "card sales", "released U0SAM")
	if offered.last.Notices[0].Handoff != 2 || offered.lead.Handoff.To != rob {
		t.Errorf("a new offer needs a new card: %+v", offered.last.Notices[0])
	}
	accepted := standing(t, "sal").at("2026-11-23 13:30")
	accepted.does(accepted.lead.Assign(rob, "", accepted.act(sam), accepted.p))
	accepted.wantDue(agreement.ClockFirstTouch, rob, "2026-11-23 17:30")
	accepted.wantTold("assigned U0ROB")
	touched := standing(t, "sql")
	touched.does(touched.lead.Touch("call", "", touched.act(sam), touched.p))
	touched.at("2026-11-25 09:30")
	touched.does(touched.lead.Assign(rob, "", touched.act(mona), touched.p))
	touched.wantDue(agreement.ClockUpdate, rob, "2026-12-03 09:30") // the 26th is closed
}

func TestAssigningAnOverdueLeadNotesTheMissOfWhoHadIt(t *testing.T) {
	for _, swept := range []bool{false, true} {
		s := standing(t, "offered").at("2026-11-23 16:00")
		if swept {
			s.sweeps()
		}
		s.does(s.lead.Assign(rob, "", s.act(mona), s.p))
		counts := counters(s.p.Calendar, s.entries)
		if n := counts[ledger.Delta{Day: calendar.Date{Year: 2026, Month: time.November, Day: 23}, Metric: "missed.accept", Dim: ledger.DimOwner, Value: string(sam)}]; n != 1 {
			t.Errorf("swept before: %v; %d misses of sam, want 1", swept, n)
		}
	}
}

func TestAssignsThatAreRefused(t *testing.T) {
	tests := []struct {
		name, where string
		to          ref.UserID
		kind        fault.Kind
	}{
		{"a rep where marketing has it", "lead", rob, fault.KindInvalid},
		{"the same marketer", "lead", mia, fault.KindConflict},
		{"a marketer where sales has it", "sal", mel, fault.KindInvalid},
		{"the same rep", "offered", sam, fault.KindConflict},
		{"a stranger", "sql", stan, fault.KindInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, test.where)
			_, err := s.lead.Assign(test.to, "", s.act(mona), s.p)
			wantKind(t, err, test.kind)
		})
	}
}

func TestANewMarketerHearsOfIt(t *testing.T) {
	s := standing(t, "lead")
	s.does(s.lead.Assign(mel, "", s.act(mona), s.p))
	s.wantTold("assigned U0MEL", "released U0MIA")
	if s.lead.Marketer != mel {
		t.Errorf("marketer %s", s.lead.Marketer)
	}
}

func TestHandingOffWithoutContactDataIsRefused(t *testing.T) {
	s := standing(t, "inquiry")
	_, err := s.lead.HandOff(funnel.HandoffInput{To: sam}, s.act(mia), s.p)
	wantKind(t, err, fault.KindConflict)
	if !strings.Contains(fault.UserText(err), "no e-mail address and no phone number") {
		t.Errorf("told %v", err)
	}
}
