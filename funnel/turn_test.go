package funnel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
)

// turns are the sums by turn as text: wall, and working time.
func (s *story) turns() map[funnel.Turn]string {
	out := map[funnel.Turn]string{}
	for _, spell := range s.lead.SpentBy(s.now, s.p) {
		out[spell.Turn] = spell.Wall.String() + ", " + spell.Worked.String()
	}
	return out
}

func (s *story) wantTurns(want map[funnel.Turn]string) {
	s.t.Helper()
	if diff := cmp.Diff(want, s.turns()); diff != "" {
		s.t.Errorf("whose turn it was (-want +got):\n%s", diff)
	}
}

func TestEachStretchIsSomebodysTurn(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, jane, s.act(mia), s.p))
	s.at("2026-11-23 13:00").step("offered")
	s.at("2026-11-24 10:00").step("sal")
	s.at("2026-11-24 11:00")
	s.touches("call", "left a message", sam)
	s.at("2026-11-25 11:00").wantTurns(map[funnel.Turn]string{
		funnel.TurnMarketing: "3h0m0s, 3h0m0s", funnel.TurnSales: "22h0m0s, 7h0m0s", funnel.TurnCustomer: "24h0m0s, 9h0m0s",
	})

	// They answer: sales has it again, until it sends something.
	s.touches("call", "she answered", sam)
	s.at("2026-11-25 12:00")
	s.touches("email", "sent the proposal she wants", sam)
	s.at("2026-11-27 12:00").wantTurns(map[funnel.Turn]string{
		funnel.TurnMarketing: "3h0m0s, 3h0m0s", funnel.TurnSales: "23h0m0s, 8h0m0s", funnel.TurnCustomer: "72h0m0s, 18h0m0s", // the 26th is closed
	})

	// A note passes no turn on; the update that is due does, swept or not.
	s.touches(funnel.TouchNote, "heard nothing", sam)
	due, _ := s.lead.Clocks.Of(agreement.ClockUpdate)
	s.now = due.DueAt.Add(2 * time.Hour)
	want := s.turns()
	if got := want[funnel.TurnSales]; got != "25h0m0s, 10h0m0s" {
		t.Errorf("two hours after an update was due sales had it for %s", got)
	}
	s.sweeps()
	s.wantTurns(want)

	// The end ends it; what comes back is somebody's again.
	s.step("lost")
	s.now = s.now.AddDate(0, 1, 0)
	s.wantTurns(want)
	s.step("recycled")
	s.wantTurns(want)
}

func TestWhatWaitsForADateIsTheCustomers(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, jane, s.act(mia), s.p))
	s.does(s.lead.Recycle(s.day(1), "", s.act(mia), s.p))
	s.at("2026-11-25 10:00")
	want := map[funnel.Turn]string{funnel.TurnCustomer: "23h0m0s, 8h0m0s", funnel.TurnMarketing: "25h0m0s, 10h0m0s"}
	s.wantTurns(want) // from nine on Tuesday it is Mia's, though no sweep has been
	s.sweeps()
	s.wantTurns(want)
}

func TestALeadOfNobodyIsTheSystems(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, jane, s.act(mia), s.p))
	s.lead.Marketer = ""
	s.at("2026-11-23 10:02").wantTurns(map[funnel.Turn]string{funnel.TurnSystem: "2m0s, 2m0s"})
	s.step("offered")
	if got := total(s.p.Calendar, s.entries, ledger.CountTurn+"system"); got != 120_000 {
		t.Errorf("counted %d ms", got)
	}
}

func TestThePastIsNobodysTurn(t *testing.T) {
	s := newStory(t)
	s.does(importLead(1042, jane, funnel.Past{Stage: agreement.Known, At: s.now.AddDate(-1, 0, 0)}, s.act(ada), s.p))
	s.wantTurns(map[funnel.Turn]string{})
	s.does(s.lead.Assign(mia, "", s.act(mona), s.p))
	s.at("2026-11-23 11:00").wantTurns(map[funnel.Turn]string{funnel.TurnMarketing: "1h0m0s, 1h0m0s"})
}

// stretch begins with an act and lasts until the next.
type stretch struct {
	from  time.Time
	ended bool
}

// TestEveryMillisecondIsAccountedFor plays any acts, sweeps and undos, and adds
// up the life of the lead by itself.
func TestEveryMillisecondIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := anyRoster(r, testPolicy(t))
		s := &story{t: t, p: p, now: onClock(t, p.Calendar, monday)}
		s.does(logLead(1042, jane, s.act(mia), s.p))
		lived := []stretch{{s.now, false}}
		var undoable bool
		for range rapid.IntRange(1, 15).Draw(r, "acts") {
			s.now = s.now.Add(time.Duration(rapid.Int64Range(0, int64(20*24*time.Hour/time.Millisecond)).Draw(r, "ms")) * time.Millisecond)
			if undoable && rapid.Bool().Draw(r, "undo") {
				s.now = s.lead.ChangedAt.Add(time.Minute)
				c, err := s.undoes(s.by)
				if err != nil {
					r.Fatal(err)
				}
				s.lead, s.entries, undoable = c.Lead, append(s.entries, c.Entries...), false
				lived = lived[:len(lived)-1]
				continue
			}
			s.sweeps()
			c, err := anyAct(r, s)
			if undoable = err == nil && len(c.Entries) > 0; undoable {
				s.take(c)
				lived = append(lived, stretch{s.now, s.lead.Stage.Ended()})
			}
		}
		s.now = s.now.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(r, "ns")).Truncate(time.Millisecond))
		var life, sum, kept time.Duration
		for i, l := range lived {
			to := s.now
			if i+1 < len(lived) {
				to = lived[i+1].from
			}
			if !l.ended {
				life += to.Sub(l.from)
			}
		}
		for _, spell := range s.lead.SpentBy(s.now, s.p) {
			sum += spell.Wall
			if spell.Worked < 0 || spell.Worked > spell.Wall {
				r.Fatalf("%+v", spell)
			}
		}
		if sum != life {
			r.Fatalf("the parts sum to %s, the life lasted %s: %+v", sum, life, s.lead.Spent)
		}
		for _, spell := range s.lead.Spent {
			kept += spell.Wall
		}
		var counted int64
		for _, turn := range funnel.TurnKinds {
			counted += total(s.p.Calendar, s.entries, ledger.CountTurn+string(turn))
		}
		if counted != kept.Milliseconds() {
			r.Fatalf("the journal gives %d ms, the lead %s", counted, kept)
		}
	})
}
