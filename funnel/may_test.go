package funnel_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
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
		if err := s.lead.May(funnel.EntryAssigned, s.act(c.by), s.p); (err == nil) != c.may {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.lead.May(funnel.EntryQualified, s.act(c.by), s.p); err == nil {
			t.Errorf("%s does the rep's part", name)
		}
	}
}

// What marketing still has is not passed on by those who look after the reps.
func TestWhoLooksAfterRepsLeavesMarketingItsLeads(t *testing.T) {
	s := standing(t, "lead")
	s.p.Roster.SalesManager, s.p.Roster.IntakeOwner = "", ""
	if err := s.lead.May(funnel.EntryAssigned, s.act(lea), s.p); fault.KindOf(err) != fault.KindDenied {
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
	for from := range strings.FieldsSeq(strings.Split(transitions, "\n")[1]) {
		s := standing(t, from)
		for _, by := range everybody {
			for _, act := range funnel.PermittedActs() {
				may := s.lead.May(act, s.act(by), s.p)
				_, err := acts[act](s, by)
				if (may == nil) != (err == nil) || may != nil && may.Error() != err.Error() {
					t.Errorf("%s of the %s lead by %s: asked before %v, then %v", act, from, by, may, err)
				}
			}
		}
	}
}

func TestWhoLoggedALeadIsNotToldToAskThemselves(t *testing.T) {
	s := newStory(t)
	l := funnel.Lead{ID: 556, Stage: agreement.Known, Marketer: sam}
	if err := l.May(funnel.EntryQualified, s.act(sam), s.p); fault.KindOf(err) != fault.KindDenied || strings.Contains(err.Error(), sam.Mentioned()) {
		t.Errorf("to the one who logged it: %v", err)
	}
	if err := l.May(funnel.EntryQualified, s.act(mel), s.p); fault.KindOf(err) != fault.KindDenied || !strings.Contains(err.Error(), sam.Mentioned()) {
		t.Errorf("to another: %v", err)
	}
}
