package funnel_test

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

// windowed is an offer whose window ends on Wednesday at 10:00.
func windowed(t *testing.T, end agreement.WindowEnd) *story {
	t.Helper()
	s := standing(t, "lead")
	s.p.Definition.ServiceLevels.OnWindowEnd = end
	s.step("offered")
	return s
}

func TestTheWindowEndsAsAgreed(t *testing.T) {
	tests := []struct {
		end   agreement.WindowEnd
		state funnel.HandoffState
		stage agreement.Stage
		turn  ref.UserID
		told  []string
	}{
		{agreement.WindowEscalates, funnel.HandoffOpen, agreement.MQL, sam, nil},
		{agreement.WindowAccepts, funnel.HandoffAccepted, agreement.SAL, sam, []string{"defaulted U0MIA", "defaulted U0SAM"}},
		{agreement.WindowReturns, funnel.HandoffLapsed, agreement.Known, mia, []string{"lapsed U0MIA", "lapsed U0SAM"}},
	}
	for _, test := range tests {
		t.Run(string(test.end), func(t *testing.T) {
			s := windowed(t, test.end)
			s.at("2026-11-23 14:01").sweeps()
			if s.lead.Clocks[0].Hears != sam {
				t.Error("the rep is not reminded")
			}
			s.at("2026-11-24 18:00").sweeps()
			s.at("2026-11-25 10:00").sweeps()
			if !s.lead.Offered() {
				t.Fatal("an answer at exactly the end would come too late")
			}
			s.at("2026-11-25 10:01").sweeps()
			s.wantTold(test.told...)
			if turn, _ := s.lead.Turn(); s.lead.Handoff.State != test.state || s.lead.Stage != test.stage || turn != test.turn {
				t.Errorf("%s at stage %s on the turn of %s", s.lead.Handoff.State, s.lead.Stage, turn)
			}
		})
	}
}

func TestADefaultIsNoAcceptance(t *testing.T) {
	s := windowed(t, agreement.WindowAccepts)
	s.at("2026-11-26 09:30").sweeps() // a day late: the program was down
	if !s.lead.Handoff.Automatic() || s.lead.Owner != sam {
		t.Fatalf("not marked: %+v", s.lead.Handoff)
	}
	s.wantDue(agreement.ClockFirstTouch, sam, "2026-11-25 14:00")
	for metric, want := range map[string]int64{ledger.CountAccepted: 0, ledger.CountDefaulted: 1, ledger.CountMet + "accept": 0, ledger.CountMissed + "accept": 1, ledger.CountHandoffs: 1} {
		if n := total(s.p.Calendar, s.entries, metric); n != want {
			t.Errorf("%s is %d, want %d", metric, n, want)
		}
	}
	_, err := s.lead.Accept(s.act(sam), s.p)
	wantKind(t, err, fault.KindConflict)
	_, err = s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p)
	wantKind(t, err, fault.KindConflict)
	s.does(s.lead.Touch("call", "", s.act(sam), s.p))
}

func TestALapseIsNoRejection(t *testing.T) {
	s := windowed(t, agreement.WindowReturns)
	s.at("2026-11-25 10:01").sweeps()
	for metric, want := range map[string]int64{ledger.CountRejected: 0, ledger.CountLapsed: 1, ledger.CountMissed + "accept": 1} {
		if n := total(s.p.Calendar, s.entries, metric); n != want {
			t.Errorf("%s is %d, want %d", metric, n, want)
		}
	}
	if s.lead.LoopOpen() || len(s.lead.Clocks) != 0 || s.lead.Owner != "" {
		t.Errorf("after a lapse %+v", s.lead)
	}
	_, err := s.lead.Accept(s.act(sam), s.p)
	wantKind(t, err, fault.KindConflict)
	s.does(s.lead.HandOff(funnel.HandoffInput{To: rob}, s.act(mia), s.p))
	// The 26th is a holiday.
	if want := onClock(t, s.p.Calendar, "2026-11-30 10:01"); !s.lead.Handoff.WindowEnds.Equal(want) {
		t.Errorf("the window of a new offer ends at %s, want %s", s.lead.Handoff.WindowEnds, want)
	}
}

func TestAQuestionStopsTheWindow(t *testing.T) {
	s := windowed(t, agreement.WindowReturns)
	s.at("2026-11-25 09:00")
	s.step("asked")
	s.at("2026-12-01 09:00").sweeps()
	if !s.lead.Asked() {
		t.Fatal("the window ended while marketing was asked")
	}
	s.does(s.lead.Answer("Spreadsheets", s.act(mia), s.p))
	s.at("2026-12-01 10:00").sweeps()
	if !s.lead.Offered() {
		t.Fatal("the hour that was left is gone")
	}
	s.now = s.now.Add(time.Second)
	s.sweeps()
	if s.lead.Handoff.State != funnel.HandoffLapsed {
		t.Errorf("the window never ends: %+v", s.lead.Handoff)
	}
}

func TestTheDefinitionAtTheOfferDecides(t *testing.T) {
	s := windowed(t, agreement.WindowReturns)
	s.p.Definition.ServiceLevels.OnWindowEnd = agreement.WindowAccepts
	s.at("2026-11-25 10:01").sweeps()
	if s.lead.Handoff.State != funnel.HandoffLapsed {
		t.Errorf("an offer made under one agreement ends under another: %s", s.lead.Handoff.State)
	}
}

// A definition that is older than the check, or a rep whose days are short.
func TestNoWindowEndsBeforeTheAnswerIsDue(t *testing.T) {
	s := standing(t, "lead")
	levels := &s.p.Definition.ServiceLevels
	levels.Window, levels.OnWindowEnd = calendar.WorkingTime{Hours: 1}, agreement.WindowAccepts
	s.step("offered")
	s.at("2026-11-23 14:00").sweeps()
	if !s.lead.Offered() {
		t.Fatal("the offer was taken although the rep still had time to answer")
	}
	s.at("2026-11-23 14:01").sweeps()
	if !s.lead.Handoff.Automatic() {
		t.Errorf("the window never ends: %+v", s.lead.Handoff)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"accept"); n != 1 {
		t.Errorf("nobody answered in time, and that was counted as missed %d times", n)
	}
}
