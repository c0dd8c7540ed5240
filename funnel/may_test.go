package funnel

import (
	"strings"
	"testing"
	"time"
)

// Who is told of a lead that is stuck can pass it on, and does no more with it.
func TestWhoSeesToALeadCanPassItOn(t *testing.T) {
	late := func(hears UserID) func(*story) {
		return func(s *story) {
			s.lead.Clocks[0].MissedAt, s.lead.Clocks[0].Hears = s.now, hears
		}
	}
	for name, c := range map[string]struct {
		by  UserID
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
	if err := s.lead.MayAssign(s.act(lea), s.p); KindOf(err) != KindDenied {
		t.Errorf("leadership assigns marketing's own lead: %v", err)
	}
}

// Where all who oversee the team are out, who hears in their place can do what
// the message offers.
func TestWhoStandsInHandsOutTheLeadsOfWhoIsGone(t *testing.T) {
	s := standing(t, "sal")
	s.p.People = NewPeople([]Availability{{User: sam, Gone: true}}, s.p.Calendar)
	if err := s.p.MayHandOut(sam, s.act(lea)); KindOf(err) != KindDenied {
		t.Errorf("leadership while the manager is there: %v", err)
	}
	s.p.People = NewPeople([]Availability{{User: sam, Gone: true}, {User: mona, Gone: true}, {User: mel, Gone: true}}, s.p.Calendar)
	if err := s.p.MayHandOut(sam, s.act(lea)); err != nil {
		t.Errorf("leadership in their place: %v", err)
	}
	if err := s.p.MayHandOut(sam, s.act(rob)); KindOf(err) != KindDenied {
		t.Errorf("a rep: %v", err)
	}
}

// A form that opens can be sent in, and one that does not open could not:
// what is asked before the form is what the act asks.
func TestWhatMayBeDoneCanBeDone(t *testing.T) {
	acts := map[string]struct {
		may func(Lead, Act, Policy) error
		do  func(Lead, Act, Policy) (Change, error)
	}{
		"reject":     {Lead.MayReject, func(l Lead, a Act, p Policy) (Change, error) { return l.Reject(Rejection{Reason: "timing"}, a, p) }},
		"ask":        {Lead.MayAsk, func(l Lead, a Act, p Policy) (Change, error) { return l.Ask("Which system?", a, p) }},
		"explain":    {Lead.MayExplain, func(l Lead, a Act, p Policy) (Change, error) { return l.Answer("Spreadsheets", a, p) }},
		"hand off":   {Lead.MayHandOff, func(l Lead, a Act, p Policy) (Change, error) { return l.HandOff(HandoffInput{To: rob}, a, p) }},
		"touch":      {Lead.MayTouch, func(l Lead, a Act, p Policy) (Change, error) { return l.Touch("call", "", a, p) }},
		"edit":       {Lead.MayEdit, func(l Lead, a Act, p Policy) (Change, error) { return l.Edit(LeadInput{Title: "CFO"}, a, p) }},
		"lose":       {Lead.MayLose, func(l Lead, a Act, p Policy) (Change, error) { return l.Lose("price", "", a, p) }},
		"hand back":  {Lead.MayHandBack, func(l Lead, a Act, p Policy) (Change, error) { return l.HandBack("timing", "", a, p) }},
		"win":        {Lead.MayWin, func(l Lead, a Act, p Policy) (Change, error) { return l.Win(euros(1), a, p) }},
		"disqualify": {Lead.MayDisqualify, func(l Lead, a Act, p Policy) (Change, error) { return l.Disqualify("spam", "", a, p) }},
		"recycle": {Lead.MayRecycle, func(l Lead, a Act, p Policy) (Change, error) {
			return l.Recycle(DateOf(a.At, time.UTC).AddDays(30), "", a, p)
		}},
		"snooze": {Lead.MaySnooze, func(l Lead, a Act, p Policy) (Change, error) { return l.Snooze(a.At.AddDate(0, 0, 12), "fair", a, p) }},
		"qualify": {Lead.MayQualify, func(l Lead, a Act, p Policy) (Change, error) {
			return l.Qualify(Opportunity{Amount: euros(1), CloseBy: DateOf(a.At, time.UTC).AddDays(30)}, a, p)
		}},
		"assign": {Lead.MayAssign, func(l Lead, a Act, p Policy) (Change, error) {
			if to := (map[bool]UserID{true: rob, false: mel})[l.withRep()]; to != l.Owner && to != l.Marketer {
				return l.Assign(to, "", a, p)
			}
			return l.Assign((map[bool]UserID{true: sam, false: mia})[l.withRep()], "", a, p)
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
	l := Lead{ID: 556, Stage: Known, Marketer: sam}
	if err := s.p.maySell(l, s.act(sam).By); KindOf(err) != KindDenied || strings.Contains(err.Error(), sam.Mentioned()) {
		t.Errorf("to the one who logged it: %v", err)
	}
	if err := s.p.maySell(l, s.act(mel).By); KindOf(err) != KindDenied || !strings.Contains(err.Error(), sam.Mentioned()) {
		t.Errorf("to another: %v", err)
	}
}
