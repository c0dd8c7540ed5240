package funnel_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestWhoPeopleAre(t *testing.T) {
	roster := testPolicy(t).Roster
	roster.Leadership = append(roster.Leadership, sam)
	for id, want := range map[ref.UserID]people.Person{
		mia:  {ID: mia, Teams: []ref.Team{ref.Marketing}},
		sam:  {ID: sam, Teams: []ref.Team{ref.Sales, ref.Leadership}},
		mona: {ID: mona, Teams: []ref.Team{ref.Sales}, Manager: true}, // though not on the list of reps
		ada:  {ID: ada, Admin: true},
		stan: {ID: stan},
		"":   {},
	} {
		if diff := cmp.Diff(want, roster.Person(id)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", id, diff)
		}
		if roster.Person(id).Member() != (id != stan && id != "") {
			t.Errorf("%q member: %v", id, roster.Person(id).Member())
		}
	}
	if (people.Roster{}).Person("").Manager {
		t.Error("nobody is the manager where there is none")
	}
	if people.Program().Member() {
		t.Error("the program has no rights of a person")
	}
}

func TestWhomARefusalNames(t *testing.T) {
	s := standing(t, "sal")
	s.p.Roster.SalesManager, s.p.Roster.Admins = "", nil
	_, err := s.lead.Win(money.Amount{}, s.act(rob), s.p)
	wantKind(t, err, fault.KindDenied)
	if !strings.Contains(fault.UserText(err), "ask an admin to run "+fault.ToAssignLead.Way("L-1042", "@you")) {
		t.Errorf("told %v", err)
	}
}

// A rep's own find is with nobody else, so there is nobody to be asked.
func TestARepIsToldHowToWorkTheirOwnFind(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, jane, s.act(sam), s.p))
	_, err := s.lead.Win(money.Amount{}, s.act(sam), s.p)
	wantKind(t, err, fault.KindDenied)
	if text := fault.UserText(err); !strings.Contains(text, "you logged it") || !strings.Contains(text, "run "+fault.ToHandOffLead.Way("L-1042", "@you")) || strings.Contains(text, "ask them") {
		t.Errorf("told %q", text)
	}
	s.does(s.lead.HandOff(funnel.HandoffInput{To: sam, Note: "They called me"}, s.act(sam), s.p))
}
