package funnel_test

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Who is told of a lead that is stuck can pass it on, and does no more with it.
func TestWhoSeesToALeadCanPassItOn(t *testing.T) {
	late := func(hears ref.UserID) func(*story) {
		return func(s *story) {
			s.lead.Clocks[0].MissedAt, s.lead.Clocks[0].Hears = s.now, hears
		}
	}
	for name, c := range map[string]struct {
		by  ref.UserID
		set func(*story)
		may bool
	}{
		"the intake owner":                           {mel, func(*story) {}, true},
		"leadership":                                 {lea, func(*story) {}, false},
		"leadership, of what is late":                {lea, late(lea), true},
		"leadership, of what is the manager's":       {lea, late(mona), false},
		"leadership, where nobody before them is in": {lea, func(s *story) { s.p.Roster.SalesManager, s.p.Roster.IntakeOwner = "", "" }, true},
		"a rep who is not asked":                     {rob, late(mona), false},
		"a stranger, even if told":                   {stan, late(stan), false},
	} {
		s := standing(t, "sal")
		c.set(s)
		if err := s.lead.MayAssign(s.act(c.by), s.p); (err == nil) != c.may {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.lead.MayQualify(s.act(c.by), s.p); err == nil {
			t.Errorf("%s does the rep's part", name)
		}
	}
}

// What marketing still has is not passed on by those who look after the reps.
func TestWhoLooksAfterRepsLeavesMarketingItsLeads(t *testing.T) {
	s := standing(t, "lead")
	s.p.Roster.SalesManager, s.p.Roster.IntakeOwner = "", ""
	if err := s.lead.MayAssign(s.act(lea), s.p); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("leadership assigns marketing's own lead: %v", err)
	}
}

// Where all who oversee the team are out, who hears in their place can do what
// the message offers.
func TestWhoStandsInHandsOutTheLeadsOfWhoIsGone(t *testing.T) {
	s := standing(t, "sal")
	s.p.People = people.NewPeople([]people.Availability{{User: sam, Gone: true}}, s.p.Calendar)
	if err := s.p.MayHandOut(sam, s.act(lea)); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("leadership while the manager is there: %v", err)
	}
	s.p.People = people.NewPeople([]people.Availability{{User: sam, Gone: true}, {User: mona, Gone: true}, {User: mel, Gone: true}}, s.p.Calendar)
	if err := s.p.MayHandOut(sam, s.act(lea)); err != nil {
		t.Errorf("leadership in their place: %v", err)
	}
	if err := s.p.MayHandOut(sam, s.act(rob)); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("a rep: %v", err)
	}
}

// A form that opens can be sent in, and one that does not open could not:
// what is asked before the form is what the act asks.
func TestWhatMayBeDoneCanBeDone(t *testing.T) {
	acts := map[string]struct {
		may func(funnel.Lead, people.Act, funnel.Policy) error
		do  func(funnel.Lead, people.Act, funnel.Policy) (funnel.Change, error)
	}{
		"reject": {funnel.Lead.MayReject, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Reject(funnel.Rejection{Reason: "timing"}, a, p)
		}},
		"ask": {funnel.Lead.MayAsk, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Ask("Which system?", a, p)
		}},
		"explain": {funnel.Lead.MayExplain, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Answer("Spreadsheets", a, p)
		}},
		"hand off": {funnel.Lead.MayHandOff, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.HandOff(funnel.HandoffInput{To: rob}, a, p)
		}},
		"touch": {funnel.Lead.MayTouch, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Touch("call", "", a, p)
		}},
		"edit": {funnel.Lead.MayEdit, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Edit(funnel.LeadInput{Title: "CFO"}, a, p)
		}},
		"lose": {funnel.Lead.MayLose, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Lose("price", "", a, p)
		}},
		"hand back": {funnel.Lead.MayHandBack, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.HandBack("timing", "", a, p)
		}},
		"win": {funnel.Lead.MayWin, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Win(euros(1), a, p)
		}},
		"disqualify": {funnel.Lead.MayDisqualify, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Disqualify("spam", "", a, p)
		}},
		"recycle": {funnel.Lead.MayRecycle, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Recycle(calendar.DateOf(a.At, time.UTC).AddDays(30), "", a, p)
		}},
		"snooze": {funnel.Lead.MaySnooze, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Snooze(a.At.AddDate(0, 0, 12), "fair", a, p)
		}},
		"qualify": {funnel.Lead.MayQualify, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Qualify(funnel.Opportunity{Amount: euros(1), CloseBy: calendar.DateOf(a.At, time.UTC).AddDays(30)}, a, p)
		}},
		"assign": {funnel.Lead.MayAssign, func(l funnel.Lead, a people.Act, p funnel.Policy) (funnel.Change, error) {
			if to := (map[bool]ref.UserID{true: rob, false: mel})[l.WithRep()]; to != l.Owner && to != l.Marketer {
				return l.Assign(to, "", a, p)
			}
			return l.Assign((map[bool]ref.UserID{true: sam, false: mia})[l.WithRep()], "", a, p)
		}},
	}
	for _, from := range []string{"inquiry", "lead", "offered", "asked", "sal", "sql", "customer", "lost", "disqualified", "recycled"} {
		s := standing(t, from)
		for _, by := range everybody {
			for name, act := range acts {
				may := act.may(s.lead, s.act(by), s.p)
				_, err := act.do(s.lead, s.act(by), s.p)
				if (may == nil) != (err == nil) || may != nil && may.Error() != err.Error() {
					t.Errorf("%s of the %s lead by %s: asked before %v, then %v", name, from, by, may, err)
				}
			}
		}
	}
}

func TestWhoLoggedALeadIsNotToldToAskThemselves(t *testing.T) {
	s := newStory(t)
	l := funnel.Lead{ID: 556, Stage: agreement.Known, Marketer: sam}
	if err := s.p.MaySell(l, s.act(sam).By); fault.KindOf(err) != fault.KindDenied || strings.Contains(err.Error(), sam.Mentioned()) {
		t.Errorf("to the one who logged it: %v", err)
	}
	if err := s.p.MaySell(l, s.act(mel).By); fault.KindOf(err) != fault.KindDenied || !strings.Contains(err.Error(), sam.Mentioned()) {
		t.Errorf("to another: %v", err)
	}
}
