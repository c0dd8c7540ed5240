package funnel_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestAWorkedLeadIsHandedBackAtOnce(t *testing.T) {
	tests := []struct {
		from string
		by   ref.UserID
		told []string
	}{
		{"sal", sam, []string{"handed_back U0MIA"}},
		{"sql", sam, []string{"handed_back U0MIA"}},
		{"sal", mona, []string{"handed_back U0MIA", "handed_back U0SAM"}},
	}
	for _, test := range tests {
		t.Run(test.from+" by "+string(test.by), func(t *testing.T) {
			s := standing(t, test.from)
			s.does(s.lead.HandBack("timing", "Budget in May", s.act(test.by), s.p))
			s.wantTold(test.told...)
			if e := s.last.Entries[0]; e.Kind != funnel.EntryHandedBack || e.Owner != sam || e.Reason != "timing" || e.Note != "Budget in May" || e.Loop != -1 {
				t.Errorf("journal %+v", e)
			}
			l := s.lead
			if l.Stage != agreement.Known || l.Owner != "" || l.FormerOwner != sam || len(l.Clocks) != 0 || l.LoopOpen() || !l.RecycleUntil.IsZero() {
				t.Errorf("handed back as %+v", l)
			}
			s.does(l.HandOff(funnel.HandoffInput{To: rob}, s.act(mia), s.p))
		})
	}
}

func TestAHandBackIsNoRejection(t *testing.T) {
	s := standing(t, "sal")
	s.does(s.lead.HandBack("timing", "", s.act(sam), s.p))
	for metric, want := range map[string]int64{ledger.CountHandedBack: 1, ledger.CountAccepted: 1, ledger.CountRejected: 0, ledger.CountLost: 0} {
		if n := total(s.p.Calendar, s.entries, metric); n != want {
			t.Errorf("%s is %d, want %d", metric, n, want)
		}
	}
	want := map[string]string{ledger.DimOwner: string(sam), ledger.DimMarketer: string(mia), ledger.DimReason: "timing"}
	for _, d := range ledger.Deltas(s.last.Entries[0], s.p.Calendar) {
		if d.Metric == ledger.CountHandedBack && want[d.Dim] == d.Value {
			delete(want, d.Dim)
		}
	}
	if len(want) > 0 {
		t.Errorf("not counted by %v", want)
	}
}

func TestALatePromiseIsMissedAllTheSame(t *testing.T) {
	s := standing(t, "sal")
	s.at("2026-12-10 10:00")
	s.sweeps()
	s.does(s.lead.HandBack("timing", "", s.act(sam), s.p))
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+string(agreement.ClockFirstTouch)); n != 1 {
		t.Errorf("%d first touches missed, want 1", n)
	}
}

func TestAHandBackNeedsAReasonOfTheDefinition(t *testing.T) {
	for _, reason := range []string{"", "no such reason"} {
		s := standing(t, "sal")
		_, err := s.lead.HandBack(reason, "", s.act(sam), s.p)
		wantKind(t, err, fault.KindInvalid)
	}
}

func TestAHandBackIsUndone(t *testing.T) {
	s := standing(t, "sal")
	before := s.lead
	s.does(s.lead.HandBack("timing", "", s.act(sam), s.p))
	s.does(s.undoes(sam))
	if s.lead.Stage != agreement.SAL || s.lead.Owner != sam || len(s.lead.Clocks) != len(before.Clocks) {
		t.Errorf("undone to %+v", s.lead)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountHandedBack); n != 0 {
		t.Errorf("%d counted after the undo", n)
	}
	if _, err := s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p); !strings.Contains(fault.UserText(err), fault.ToHandBackLead.Way("L-1042", "REASON")) {
		t.Errorf("who rejects late is told %v", err)
	}
}

// Nobody in marketing had a lead that was imported: whoever sees to new leads gets it, and hears.
func TestALeadThatMarketingNeverHadGoesBackToTheIntakeOwner(t *testing.T) {
	s := standing(t, "sal")
	s.lead.Marketer = ""
	s.does(s.lead.HandBack("timing", "", s.act(sam), s.p))
	if s.lead.Marketer != mel {
		t.Errorf("it is with %q", s.lead.Marketer)
	}
	s.wantTold("handed_back U0MEL")
}
