package funnel_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestAQuestionStopsTheRepsTimeAndStartsMarketings(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 12:30") // of 4 hours, 1.5 are left
	s.step("asked")
	s.wantTold("question U0MIA")
	s.wantDue(agreement.ClockAnswer, mia, "2026-11-24 11:30") // 8 working hours
	if turn, team := s.lead.Turn(); turn != mia || team != ref.Marketing {
		t.Errorf("the turn of %s in %s", turn, team)
	}
	s.at("2026-11-24 10:00")
	s.does(s.lead.Answer("Spreadsheets", s.act(mel), s.p))
	s.wantTold("answer U0SAM")
	s.wantDue(agreement.ClockAccept, sam, "2026-11-24 11:30")
	if q := s.lead.Handoff.Question; q.Answer != "Spreadsheets" || q.AnsweredBy != mel {
		t.Errorf("kept %+v", q)
	}
	s.at("2026-11-24 11:00")
	s.step("sal")
	if o := s.last.Entries[0].Clocks; len(o) != 1 || !o[0].Met || o[0].Worked != 3*time.Hour+30*time.Minute {
		t.Errorf("of sales' time was counted %+v, want 2.5 hours before the question and 1 after the answer", o)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountMet+"answer"); n != 1 {
		t.Errorf("%d answers in time, want 1", n)
	}
}

func TestAQuestionAsksForWords(t *testing.T) {
	s := standing(t, "offered")
	for _, text := range []string{"", "  ", strings.Repeat("x", 401)} {
		_, err := s.lead.Ask(text, s.act(sam), s.p)
		wantKind(t, err, fault.KindInvalid)
		_, err = standing(t, "asked").lead.Answer(text, s.act(mia), s.p)
		wantKind(t, err, fault.KindInvalid)
	}
}

func TestThreeQuestionsAreEnough(t *testing.T) {
	s := standing(t, "offered")
	for range 3 {
		s.step("asked")
		_, err := s.lead.Ask("And which one?", s.act(mona), s.p)
		wantKind(t, err, fault.KindConflict)
		s.does(s.lead.Answer("Spreadsheets", s.act(mia), s.p))
	}
	_, err := s.lead.Ask("And why?", s.act(sam), s.p)
	wantKind(t, err, fault.KindConflict)
	s.does(s.lead.Assign(rob, "You know them", s.act(sam), s.p))
	if h := s.lead.Handoff; h.PassedBy != sam || h.Why != "You know them" || s.last.Entries[0].Note != "You know them" {
		t.Errorf("why it was passed on is lost: %+v", h)
	}
	s.does(s.lead.Ask("May I ask?", s.act(rob), s.p))
}

func TestNobodyAsksThemselves(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, jane, s.act(sam), s.p))
	s.does(s.lead.HandOff(funnel.HandoffInput{To: sam}, s.act(sam), s.p))
	_, err := s.lead.Ask("Who are they?", s.act(sam), s.p)
	wantKind(t, err, fault.KindConflict)
}

func TestWhoIsAskedCanStillBeDecidedOn(t *testing.T) {
	s := standing(t, "asked")
	s.does(s.lead.Accept(s.act(sam), s.p))
	s.wantDue(agreement.ClockFirstTouch, sam, "2026-11-23 14:00")
	_, err := s.lead.Answer("Too late", s.act(mia), s.p)
	wantKind(t, err, fault.KindConflict)
	s = standing(t, "asked")
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	if len(s.lead.Clocks) != 0 || s.lead.Handoff.Paused.Kind != "" {
		t.Errorf("after a rejection run %+v", s.lead)
	}
	s = standing(t, "asked")
	s.does(s.lead.Assign(rob, "", s.act(mona), s.p))
	s.wantDue(agreement.ClockAccept, rob, "2026-11-23 14:00")
	if s.lead.Asked() {
		t.Error("the question of one rep is put for another")
	}
}

func TestMarketingIsRemindedOfAQuestion(t *testing.T) {
	s := standing(t, "asked")
	s.p.Roster.MarketingSigner = mel
	s.at("2026-11-23 18:01").sweeps()
	if hears := s.lead.Clocks[0].Hears; hears != mia {
		t.Errorf("%q hears of it, want the marketer", hears)
	}
	s.at("2026-11-24 18:01").sweeps()
	if hears := s.lead.Clocks[0].Hears; hears != mel {
		t.Errorf("then %q hears of it, want marketing's signer", hears)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"answer"); n != 1 {
		t.Errorf("%d answers missed, want 1", n)
	}
}

func TestWhoAsksTooLateIsLate(t *testing.T) {
	s := standing(t, "offered").at("2026-11-23 14:01")
	s.step("asked")
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"accept"); n != 1 {
		t.Errorf("%d acceptances missed, want 1", n)
	}
	s.at("2026-11-23 16:00")
	s.does(s.lead.Answer("Spreadsheets", s.act(mia), s.p))
	s.step("sal")
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"accept"); n != 1 {
		t.Errorf("%d acceptances missed after the answer, want 1", n)
	}
}

// However often and for however long marketing is asked, sales has the same
// working time and uses what it uses of it.
func TestWaitingForMarketingCostsSalesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := standing(t, "offered")
		c, _ := s.lead.Clocks.Of(agreement.ClockAccept)
		promised, used := s.p.Calendar.Between(c.StartedAt, c.DueAt), time.Duration(0)
		passes := func(what string) time.Duration {
			from := s.now
			s.now = s.now.Add(time.Duration(rapid.IntRange(0, 50*60).Draw(r, what)) * time.Minute)
			return s.p.Calendar.Between(from, s.now)
		}
		for range rapid.IntRange(1, 3).Draw(r, "questions") {
			used += passes("thinks")
			s.step("asked")
			passes("waits")
			s.does(s.lead.Answer("Spreadsheets", s.act(mia), s.p))
		}
		used += passes("decides")
		s.step("sal")
		o := s.last.Entries[0].Clocks[0]
		// The last moment is that of the deadline: after closing time it is over, though no more working time has passed.
		inTime := used < promised || used == promised && !s.now.After(o.Due)
		if o.Worked != used || o.Met != inTime {
			r.Fatalf("worked %s and met %v, due %s; sales had %s and used %s", o.Worked, o.Met, o.Due, promised, used)
		}
	})
}

func TestAProofIsALink(t *testing.T) {
	s := standing(t, "offered")
	for _, proof := range []string{"acme.com", "ftp://acme.com", "javascript:alert(1)", "https://", "https://a b", "https://x|y.com", "https://acme.com/" + strings.Repeat("x", 500)} {
		_, err := s.lead.Reject(funnel.Rejection{Reason: "timing", Proof: proof}, s.act(sam), s.p)
		wantKind(t, err, fault.KindInvalid)
	}
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing", Proof: " https://acme.com/team "}, s.act(sam), s.p))
	if s.lead.Handoff.Proof != "https://acme.com/team" || s.last.Entries[0].Proof != s.lead.Handoff.Proof {
		t.Errorf("kept %q", s.lead.Handoff.Proof)
	}
}
