package funnel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// contested is a rejection that marketing disputes.
func contested(t *testing.T) (*story, funnel.Dispute) {
	t.Helper()
	s := standing(t, "offered")
	s.p.Roster.MarketingSigner, s.p.Roster.SalesSigner = mia, mona
	s.does(s.lead.Reject(funnel.Rejection{Reason: "company_size", Note: "Too small"}, s.act(sam), s.p))
	c, dispute, err := funnel.RaiseDispute(s.lead, "They have 80 people", 7, s.last.Entries[0], s.act(mia), s.p)
	s.does(c, err)
	return s, dispute
}

func TestADisputeGoesToWhoeverIsImpartial(t *testing.T) {
	s, dispute := contested(t)
	s.wantTold("dispute U0MONA")
	if diff := cmp.Diff([]ref.UserID{mona}, s.p.Arbiters(dispute)); diff != "" {
		t.Error(diff)
	}
	if s.lead.Handoff.Dispute != 7 || dispute.Rejection.By != sam || dispute.Domain != "acme.com" {
		t.Errorf("kept %+v", dispute)
	}
	if turn, _ := s.lead.Turn(); turn != mia {
		t.Errorf("meanwhile it is the turn of %s", turn)
	}
	_, _, err := funnel.RaiseDispute(s.lead, "Again", 8, s.last.Entries[0], s.act(mia), s.p)
	wantKind(t, err, fault.KindConflict)
	_, err = s.undoes(mia)
	wantKind(t, err, fault.KindConflict)
	none := funnel.Policy{Staff: people.Staff{Roster: people.Roster{MarketingSigner: mia, Admins: []ref.UserID{ada}}}}
	if got := none.Arbiters(dispute); len(got) != 1 || got[0] != mia {
		t.Errorf("where nobody else is left %v rule", got)
	}
	none.Roster.MarketingSigner = ""
	if got := none.Arbiters(dispute); len(got) != 1 || got[0] != ada {
		t.Errorf("where nobody is named %v rule", got)
	}
}

func TestWhatCannotBeDisputed(t *testing.T) {
	for _, where := range []string{"inquiry", "lead", "offered", "asked", "sal", "sql", "customer", "lost", "disqualified", "recycled"} {
		s := standing(t, where)
		_, _, err := funnel.RaiseDispute(s.lead, "Why not?", 1, funnel.Entry{}, s.act(mia), s.p)
		wantKind(t, err, fault.KindConflict)
	}
	s := standing(t, "offered")
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	_, _, err := funnel.RaiseDispute(s.lead, "Why not?", 1, funnel.Entry{}, s.act(rob), s.p)
	wantKind(t, err, fault.KindDenied)
	_, _, err = funnel.RaiseDispute(s.lead, " ", 1, funnel.Entry{}, s.act(mel), s.p)
	wantKind(t, err, fault.KindInvalid)
}

func TestAnOverturnedRejectionDoesNotCount(t *testing.T) {
	s, dispute := contested(t)
	before := s.lead
	for _, by := range []ref.UserID{sam, mia, rob} {
		_, _, err := dispute.Rule(s.lead, funnel.Ruling{Verdict: funnel.VerdictOverturned, Why: "Mine"}, s.act(by), s.p)
		wantKind(t, err, fault.KindDenied)
	}
	_, _, err := dispute.Rule(s.lead, funnel.Ruling{Verdict: funnel.VerdictOverturned, Why: ""}, s.act(mona), s.p)
	wantKind(t, err, fault.KindInvalid)
	s.at("2026-12-01 10:00") // in another week than the rejection
	c, ruled, err := dispute.Rule(s.lead, funnel.Ruling{Verdict: funnel.VerdictOverturned, Why: "Eighty are enough"}, s.act(mona), s.p)
	s.does(c, err)
	s.wantTold("card U0SAM", "card sales", "ruled U0MIA")
	s.wantDue(agreement.ClockAccept, sam, "2026-12-01 14:00")
	if ruled.Open() || !s.lead.Offered() || s.lead.Handoffs != before.Handoffs+1 || s.lead.Handoff.By != mia {
		t.Errorf("ruled %+v, offered %+v", ruled, s.lead.Handoff)
	}
	for d := range counters(s.p.Calendar, s.entries) {
		if d.Metric == ledger.CountRejected {
			t.Errorf("the rejection is still counted: %+v", d)
		}
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountOverturned); n != 1 {
		t.Errorf("%d overturned, want 1", n)
	}
	_, err = s.lead.Reject(funnel.Rejection{Reason: "company_size"}, s.act(sam), s.p)
	wantKind(t, err, fault.KindInvalid)
	_, _, err = ruled.Rule(s.lead, funnel.Ruling{Verdict: funnel.VerdictUpheld, Why: "No"}, s.act(mona), s.p)
	wantKind(t, err, fault.KindConflict)
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	if _, _, err := funnel.RaiseDispute(s.lead, "It is time", 8, s.last.Entries[0], s.act(mia), s.p); err != nil {
		t.Errorf("another rejection cannot be disputed: %v", err)
	}
}

func TestAnUpheldRejectionStands(t *testing.T) {
	s, dispute := contested(t)
	c, _, err := dispute.Rule(s.lead, funnel.Ruling{Verdict: funnel.VerdictUpheld, Why: "Too small is too small"}, s.act(mona), s.p)
	s.does(c, err)
	s.wantTold("ruled U0MIA", "ruled U0SAM")
	if n := total(s.p.Calendar, s.entries, ledger.CountRejected); n != 1 || s.lead.Offered() {
		t.Errorf("%d rejections, offered %v", n, s.lead.Offered())
	}
}

func TestARulingOnALeadThatMovedOnIsKept(t *testing.T) {
	s, dispute := contested(t)
	s.does(s.lead.HandOff(funnel.HandoffInput{To: rob}, s.act(mia), s.p))
	offer := s.lead.Handoff
	c, ruled, err := dispute.Rule(s.lead, funnel.Ruling{Verdict: funnel.VerdictOverturned, Why: "Eighty are enough"}, s.act(mona), s.p)
	s.does(c, err)
	if cmp.Diff(offer, s.lead.Handoff) != "" || ruled.Open() {
		t.Errorf("a ruling disturbs the offer that stands: %+v", s.lead.Handoff)
	}
}

func TestPrecedentsAreOfTheSameReasonAndAlike(t *testing.T) {
	l := funnel.Lead{EmailKey: "jane@acme.com", Source: "webinar", Segment: "retail"}
	at := func(day int) time.Time { return time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC) }
	ruling := func(number int, reason, domain, source string, day int) funnel.Dispute {
		return funnel.Dispute{Number: number, Verdict: funnel.VerdictUpheld, RuledAt: at(day), Domain: domain, Rejection: funnel.Entry{Reason: reason, Source: source}}
	}
	ruled := []funnel.Dispute{
		ruling(1, "timing", "acme.com", "webinar", 20),    // of another reason
		ruling(2, "company_size", "kern.de", "event", 21), // of nothing alike
		ruling(3, "company_size", "kern.de", "webinar", 10),
		ruling(4, "company_size", "kern.de", "webinar", 12),
		ruling(5, "company_size", "acme.com", "event", 1),
		{Number: 6, Domain: "acme.com", Rejection: funnel.Entry{Reason: "company_size"}}, // open
	}
	var got []int
	for _, d := range funnel.Precedents(l, "company_size", ruled) {
		got = append(got, d.Number)
	}
	if diff := cmp.Diff([]int{5, 4}, got); diff != "" {
		t.Errorf("precedents (-want +got):\n%s", diff)
	}
	if unknown := funnel.Precedents(funnel.Lead{}, "company_size", []funnel.Dispute{{Verdict: funnel.VerdictUpheld, Rejection: funnel.Entry{Reason: "company_size"}}}); len(unknown) != 0 {
		t.Error("what is unknown of both is taken for the same")
	}
}

// TestALeadThatCameBackCanBeFixedWhateverItLacks: the form that opens asks for what is missing.
func TestALeadThatCameBackCanBeFixedWhateverItLacks(t *testing.T) {
	s := standing(t, "offered")
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	s.lead.EmailKey, s.lead.PhoneKey = "", ""
	if err := funnel.MayResend(s.lead, s.act(mia), s.p); err != nil {
		t.Errorf("told %v", err)
	}
	wantKind(t, s.lead.May(funnel.EntryHandedOff, s.act(mia), s.p), fault.KindConflict)
	wantKind(t, funnel.MayResend(s.lead, s.act(sam), s.p), fault.KindDenied)
}

func TestFixAndResendIsOneChange(t *testing.T) {
	s := standing(t, "offered")
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	rev := s.lead.Rev
	corrected, err := s.lead.Edit(funnel.LeadInput{Title: "CFO"}, s.act(mia), s.p)
	if err != nil {
		t.Fatal(err)
	}
	s.does(corrected.HandOff(funnel.HandoffInput{To: sam, Note: "Now"}, s.act(mia), s.p))
	if s.lead.Rev != rev+1 || s.lead.Title != "CFO" || !s.lead.Offered() || s.lead.Handoff.To != sam {
		t.Errorf("resent as %+v", s.lead)
	}
	undone, err := s.undoes(mia)
	s.does(undone, err)
	if s.lead.Title != "" || !s.lead.Returned() {
		t.Errorf("undone to %+v", s.lead)
	}
	alone, err := funnel.Change{Lead: s.lead}.HandOff(funnel.HandoffInput{To: sam}, s.act(mia), s.p)
	if err != nil || alone.Lead.Rev != s.lead.Rev+1 {
		t.Errorf("without a correction it is revision %d, %v", alone.Lead.Rev, err)
	}
}
