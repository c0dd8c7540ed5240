package funnel

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhoPeopleAre(t *testing.T) {
	roster := testPolicy(t).Roster
	roster.Leadership = append(roster.Leadership, sam)
	for id, want := range map[UserID]Person{
		mia:  {ID: mia, Teams: []Team{Marketing}},
		sam:  {ID: sam, Teams: []Team{Sales, Leadership}},
		mona: {ID: mona, Teams: []Team{Sales}, Manager: true}, // though not on the list of reps
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
	if (Roster{}).Person("").Manager {
		t.Error("nobody is the manager where there is none")
	}
	if Program().Member() {
		t.Error("the program has no rights of a person")
	}
}

func TestWhomARefusalNames(t *testing.T) {
	s := standing(t, "sal")
	s.p.Roster.SalesManager, s.p.Roster.Admins = "", nil
	_, err := s.lead.Win(Money{}, s.act(rob), s.p)
	wantKind(t, err, KindDenied)
	if !strings.Contains(UserText(err), "ask an admin to run "+ToAssignLead.Way("L-1042", "@you")) {
		t.Errorf("told %v", err)
	}
}

// A rep's own find is with nobody else, so there is nobody to be asked.
func TestARepIsToldHowToWorkTheirOwnFind(t *testing.T) {
	s := newStory(t)
	s.does(LogLead(1042, jane, s.act(sam), s.p))
	_, err := s.lead.Win(Money{}, s.act(sam), s.p)
	wantKind(t, err, KindDenied)
	if text := UserText(err); !strings.Contains(text, "you logged it") || !strings.Contains(text, "run "+ToHandOffLead.Way("L-1042", "@you")) || strings.Contains(text, "ask them") {
		t.Errorf("told %q", text)
	}
	s.does(s.lead.HandOff(HandoffInput{To: sam, Note: "They called me"}, s.act(sam), s.p))
}
