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

// acts are all that people do to a lead, by the sales manager, who may do
// all of them; the permissions have their own test.
var acts = map[string]func(s *story, by ref.UserID) (funnel.Change, error){
	"handoff": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.HandOff(funnel.HandoffInput{To: sam}, s.act(by), s.p)
	},
	"accept": func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Accept(s.act(by), s.p) },
	"reject": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(by), s.p)
	},
	"ask": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Ask("Which system?", s.act(by), s.p)
	},
	"answer": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Answer("Spreadsheets", s.act(by), s.p)
	},
	"touch":   func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Touch("call", "", s.act(by), s.p) },
	"qualify": func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Qualify(s.deal(), s.act(by), s.p) },
	"win": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Win(money.Amount{}, s.act(by), s.p)
	},
	"lose": func(s *story, by ref.UserID) (funnel.Change, error) { return s.lead.Lose("price", "", s.act(by), s.p) },
	"disqualify": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Disqualify("spam", "", s.act(by), s.p)
	},
	"recycle": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Recycle(s.day(90), "", s.act(by), s.p)
	},
	"handback": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.HandBack("timing", "", s.act(by), s.p)
	},
	"assign": func(s *story, by ref.UserID) (funnel.Change, error) {
		to := mel
		if s.lead.WithRep() {
			to = rob
		}
		return s.lead.Assign(to, "", s.act(by), s.p)
	},
	"snooze": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Snooze(s.p.SnoozeUntil(s.day(3)), "At a fair", s.act(by), s.p)
	},
	"edit": func(s *story, by ref.UserID) (funnel.Change, error) {
		return s.lead.Edit(funnel.LeadInput{Title: "CFO"}, s.act(by), s.p)
	},
}

// transitions says to which stage each act leads from where a lead stands;
// "-" is refused.
const transitions = `
            inquiry       lead          offered       asked         sal           sql           customer      lost          disqualified  recycled
handoff     -             mql           -             -             -             -             -             -             -             mql
accept      -             -             sal           sal           -             -             -             -             -             -
reject      -             -             lead          lead          -             -             -             -             -             -
ask         -             -             mql           -             -             -             -             -             -             -
answer      -             -             -             mql           -             -             -             -             -             -
touch       inquiry       lead          mql           mql           sal           sql           customer      lost          disqualified  recycled
qualify     -             -             -             -             sql           sql           -             -             -             -
win         -             -             -             -             -             customer      -             -             -             -
lose        -             -             -             -             lost          lost          -             -             -             -
disqualify  disqualified  disqualified  disqualified  disqualified  disqualified  disqualified  -             -             -             disqualified
recycle     recycled      recycled      recycled      recycled      recycled      recycled      -             recycled      -             recycled
handback    -             -             -             -             lead          lead          -             -             -             -
assign      inquiry       lead          mql           mql           sal           sql           -             -             -             recycled
snooze      -             -             mql           mql           sal           sql           -             -             -             -
edit        inquiry       lead          mql           mql           sal           sql           customer      lost          disqualified  recycled
`

func TestTransitions(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(transitions), "\n")
	places := strings.Fields(rows[0])
	tested := 0
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		act := cells[0]
		for i, want := range cells[1:] {
			tested++
			t.Run(act+" from "+places[i], func(t *testing.T) {
				s := standing(t, places[i])
				before := s.lead.Clone()
				c, err := acts[act](s, mona)
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
	everybody := []ref.UserID{mia, mel, sam, rob, mona, lea, ada, stan}
	tests := []struct {
		act     string
		where   string
		allowed []ref.UserID
	}{
		{"handoff", "lead", []ref.UserID{mia, mel, mona, ada}},
		{"accept", "offered", []ref.UserID{sam, mona}},
		{"reject", "offered", []ref.UserID{sam, mona}},
		{"ask", "offered", []ref.UserID{sam, mona}},
		{"answer", "asked", []ref.UserID{mia, mel, mona, ada}},
		{"accept", "asked", []ref.UserID{sam, mona}},
		{"qualify", "sal", []ref.UserID{sam, mona, ada}},
		{"win", "sql", []ref.UserID{sam, mona, ada}},
		{"lose", "sal", []ref.UserID{sam, mona, ada}},
		{"touch", "lead", []ref.UserID{mia, mel, sam, rob, mona, lea, ada}},
		{"touch", "sal", []ref.UserID{mia, mel, sam, rob, mona, lea, ada}},
		{"disqualify", "lead", []ref.UserID{mia, mel, mona, ada}},
		{"disqualify", "sal", []ref.UserID{mia, sam, mona, ada}},
		{"recycle", "lead", []ref.UserID{mia, mel, mona, ada}},
		{"recycle", "sal", []ref.UserID{mia, sam, mona, ada}},
		{"handback", "sal", []ref.UserID{sam, mona, ada}},
		{"assign", "lead", []ref.UserID{mia, mel, mona, ada}},
		{"assign", "offered", []ref.UserID{mia, mel, sam, mona, ada}},
		{"assign", "sal", []ref.UserID{mia, mel, sam, mona, ada}}, // mel is the intake owner
		{"snooze", "offered", []ref.UserID{sam, mona, ada}},
		{"snooze", "sal", []ref.UserID{sam, mona, ada}},
		{"edit", "lead", []ref.UserID{mia, mel, mona, ada}},
		{"edit", "sal", []ref.UserID{mia, sam, mona, ada}},
	}
	for _, test := range tests {
		t.Run(test.act+" at "+test.where, func(t *testing.T) {
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
