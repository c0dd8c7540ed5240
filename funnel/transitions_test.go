package funnel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// acts are all that people do to a lead.
var acts = map[funnel.EntryKind]func(s *story, by ref.UserID) (funnel.Change, error){
	funnel.EntryHandedOff: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.HandOff(funnel.HandoffInput{To: sam}, s.act(by), s.p)
	},
	funnel.EntryAccepted: func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Accept(s.act(by), s.p) },
	funnel.EntryRejected: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(by), s.p)
	},
	funnel.EntryAsked: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Ask("Which system?", s.act(by), s.p)
	},
	funnel.EntryAnswered: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Answer("Spreadsheets", s.act(by), s.p)
	},
	funnel.EntryTouched:   func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Touch("call", "", s.act(by), s.p) },
	funnel.EntryQualified: func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Qualify(s.deal(), s.act(by), s.p) },
	funnel.EntryWon: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Win(money.Amount{}, s.act(by), s.p)
	},
	funnel.EntryLost: func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Lose("price", "", s.act(by), s.p) },
	funnel.EntryDisqualified: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Disqualify("spam", "", s.act(by), s.p)
	},
	funnel.EntryRecycled: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Recycle(s.day(90), "", s.act(by), s.p)
	},
	funnel.EntryHandedBack: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.HandBack("timing", "", s.act(by), s.p)
	},
	funnel.EntryAssigned: func(s *story, by ref.UserID) (funnel.Change, error) {
		to := mel
		if s.lead.WithRep() {
			to = rob
		}
		return s.lead.Assign(to, "", s.act(by), s.p)
	},
	funnel.EntrySnoozed: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Snooze(s.p.SnoozeEnd(s.day(3)), "At a fair", s.act(by), s.p)
	},
	funnel.EntryWoken: func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Wake(s.act(by), s.p) },
	funnel.EntryEdited: func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Edit(funnel.LeadInput{Title: "CFO"}, s.act(by), s.p)
	},
	funnel.EntryDisputed: func(s *story, by ref.UserID) (funnel.Change, error) {
		c, _, err := funnel.RaiseDispute(s.lead, "They have 80 people", 7, funnel.Entry{Kind: funnel.EntryRejected, Reason: "timing"}, s.act(by), s.p)
		return c, err
	},
}

// transitions says to which stage each act leads from where a lead stands;
// "-" is refused.
const transitions = `
              inquiry       lead          offered       asked         rejected      sal           sql           customer      lost          disqualified  recycled
handed_off    -             mql           -             -             mql           -             -             -             -             -             mql
accepted      -             -             sal           sal           -             -             -             -             -             -             -
rejected      -             -             lead          lead          -             -             -             -             -             -             -
asked         -             -             mql           -             -             -             -             -             -             -             -
answered      -             -             -             mql           -             -             -             -             -             -             -
touched       inquiry       lead          mql           mql           lead          sal           sql           customer      lost          disqualified  recycled
qualified     -             -             -             -             -             sql           sql           -             -             -             -
won           -             -             -             -             -             -             customer      -             -             -             -
lost          -             -             -             -             -             lost          lost          -             -             -             -
disqualified  disqualified  disqualified  disqualified  disqualified  disqualified  disqualified  disqualified  -             -             -             disqualified
recycled      recycled      recycled      recycled      recycled      recycled      recycled      recycled      -             recycled      -             recycled
handed_back   -             -             -             -             -             lead          lead          -             -             -             -
assigned      inquiry       lead          mql           mql           lead          sal           sql           -             -             -             recycled
snoozed       -             -             mql           mql           -             sal           sql           -             -             -             -
woken         -             -             -             -             -             -             -             -             -             -             -
edited        inquiry       lead          mql           mql           lead          sal           sql           customer      lost          disqualified  recycled
disputed      -             -             -             -             lead          -             -             -             -             -             -
`

func TestTransitions(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(transitions), "\n")
	places := strings.Fields(rows[0])
	tested := 0
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		act, by := funnel.EntryKind(cells[0]), mona // who may do all of them
		if act == funnel.EntryDisputed {
			by = mel
		}
		for i, want := range cells[1:] {
			tested++
			t.Run(cells[0]+" from "+places[i], func(t *testing.T) {
				s := standing(t, places[i])
				before := s.lead.Clone()
				c, err := acts[act](s, by)
				if diff := cmp.Diff(before, s.lead); diff != "" {
					t.Fatalf("the rule changed what it was given:\n%s", diff)
				}
				if want == "-" {
					wantKind(t, err, fault.KindConflict)
					if !strings.Contains(fault.UserText(err), "L-1042") {
						t.Errorf("the refusal does not name the lead: %v", err)
					}
					if diff := cmp.Diff(funnel.Change{}, c); diff != "" {
						t.Errorf("a refusal decides something:\n%s", diff)
					}
					return
				}
				s.does(c, err)
				if s.lead.Stage != agreement.Stage(want) {
					t.Errorf("stage %s, want %s", s.lead.Stage, want)
				}
				if s.lead.Rev != before.Rev+1 || !s.lead.ChangedAt.Equal(s.now) {
					t.Errorf("rev %d at %s, want %d at %s", s.lead.Rev, s.lead.ChangedAt, before.Rev+1, s.now)
				}
			})
		}
	}
	if want := len(acts) * len(places); tested != want {
		t.Errorf("%d transitions in the table, want %d", tested, want)
	}
}

func TestPermissions(t *testing.T) {
	type permitted struct {
		act     funnel.EntryKind
		where   string
		allowed []ref.UserID
	}
	tests := []permitted{
		{funnel.EntryHandedOff, "lead", []ref.UserID{mia, mel, mona, ada}},
		{funnel.EntryAccepted, "offered", []ref.UserID{sam, mona}},
		{funnel.EntryRejected, "offered", []ref.UserID{sam, mona}},
		{funnel.EntryAsked, "offered", []ref.UserID{sam, mona}},
		{funnel.EntryAnswered, "asked", []ref.UserID{mia, mel, mona, ada}},
		{funnel.EntryAccepted, "asked", []ref.UserID{sam, mona}},
		{funnel.EntryDisputed, "rejected", []ref.UserID{mia, mel, ada}},
		{funnel.EntryQualified, "sal", []ref.UserID{sam, mona, ada}},
		{funnel.EntryWon, "sql", []ref.UserID{sam, mona, ada}},
		{funnel.EntryLost, "sal", []ref.UserID{sam, mona, ada}},
		{funnel.EntryTouched, "lead", []ref.UserID{mia, mel, sam, rob, mona, lea, ada}},
		{funnel.EntryTouched, "sal", []ref.UserID{mia, mel, sam, rob, mona, lea, ada}},
		{funnel.EntryDisqualified, "lead", []ref.UserID{mia, mel, mona, ada}},
		{funnel.EntryDisqualified, "sal", []ref.UserID{mia, sam, mona, ada}},
		{funnel.EntryRecycled, "lead", []ref.UserID{mia, mel, mona, ada}},
		{funnel.EntryRecycled, "sal", []ref.UserID{mia, sam, mona, ada}},
		{funnel.EntryHandedBack, "sal", []ref.UserID{sam, mona, ada}},
		{funnel.EntryAssigned, "lead", []ref.UserID{mia, mel, mona, ada}},
		{funnel.EntryAssigned, "offered", []ref.UserID{mia, mel, sam, mona, ada}},
		{funnel.EntryAssigned, "sal", []ref.UserID{mia, mel, sam, mona, ada}}, // mel is the intake owner
		{funnel.EntrySnoozed, "offered", []ref.UserID{sam, mona, ada}},
		{funnel.EntrySnoozed, "sal", []ref.UserID{sam, mona, ada}},
		{funnel.EntryWoken, "snoozed", []ref.UserID{sam, mona, ada}},
		{funnel.EntryEdited, "lead", []ref.UserID{mia, mel, mona, ada}},
		{funnel.EntryEdited, "sal", []ref.UserID{mia, sam, mona, ada}},
	}
	for _, act := range funnel.PermittedActs() {
		if !slices.ContainsFunc(tests, func(test permitted) bool { return test.act == act }) {
			t.Errorf("nothing says who may do what makes the entry %q", act)
		}
	}
	for _, test := range tests {
		t.Run(string(test.act)+" at "+test.where, func(t *testing.T) {
			for _, who := range everybody {
				_, err := acts[test.act](standing(t, test.where), who)
				if slices.Contains(test.allowed, who) {
					if err != nil {
						t.Errorf("%s is refused: %v", who, err)
					}
					continue
				}
				wantKind(t, err, fault.KindDenied)
				if stranger := strings.Contains(fault.UserText(err), "not on a team"); stranger != (who == stan) {
					t.Errorf("%s is told: %v", who, err)
				}
			}
		})
	}
}

func TestStrangersLogNothing(t *testing.T) {
	s := standing(t, "lead")
	_, err := logLead(7, jane, s.act(stan), s.p)
	wantKind(t, err, fault.KindDenied)
	_, err = repeat(s.lead, jane, s.act(stan), s.p)
	wantKind(t, err, fault.KindDenied)
	_, err = s.undoes(stan)
	wantKind(t, err, fault.KindDenied)
}

func TestARepHandsOffTheirOwnFind(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, jane, s.act(rob), s.p))
	s.does(s.lead.HandOff(funnel.HandoffInput{To: rob}, s.act(rob), s.p))
	s.wantTold("card U0ROB", "card sales")
}
