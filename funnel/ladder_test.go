package funnel_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// climbs lets two weeks pass without an answer, and gives who was to hear, hour
// by hour; the pool where anybody of it may claim the lead.
func (s *story) climbs() (heard []string) {
	for range 14 * 24 {
		s.now = s.now.Add(time.Hour)
		s.sweeps()
		c := s.lead.Clocks[0]
		who := string(c.Hears)
		if c.Step > 0 && who == "" {
			who = "pool"
		}
		if who != "" && (len(heard) == 0 || heard[len(heard)-1] != who) {
			heard = append(heard, who)
		}
	}
	return heard
}

func TestThePoolComesBetweenTheManagerAndTheIntakeOwner(t *testing.T) {
	all := []ref.UserID{sam, rob, tom}
	leave := func(users ...ref.UserID) people.People {
		var away []people.Availability
		for _, user := range users {
			away = append(away, people.Availability{V: 1, User: user, Leaves: []people.Leave{{From: calendar.Date{Year: 2026, Month: time.November, Day: 1}, Until: calendar.Date{Year: 2027, Month: time.January, Day: 1}}}})
		}
		return people.NewPeople(away, testPolicy(t).Calendar)
	}
	tests := []struct {
		name   string
		after  people.Unanswered
		adjust func(*funnel.Policy)
		heard  []string
		had    []ref.UserID // it in the end, one after the other
	}{
		{"claimed by nobody", people.AfterClaim, func(*funnel.Policy) {}, []string{"U0SAM", "U0MONA", "pool", "U0MEL"}, []ref.UserID{sam}},
		{"claimed by nobody, without an intake owner", people.AfterClaim, func(p *funnel.Policy) {
			p.Roster.IntakeOwner, p.Roster.Leadership, p.Roster.Admins = "", nil, nil
		}, []string{"U0SAM", "U0MONA", "pool"}, []ref.UserID{sam}},
		{"given to two others", people.AfterReassign, func(*funnel.Policy) {}, []string{"U0SAM", "U0MONA", "U0ROB", "U0MONA", "U0TOM", "U0MONA", "U0MEL"}, all},
		{"with one of them away", people.AfterReassign, func(p *funnel.Policy) { p.People = leave(rob) }, []string{"U0SAM", "U0MONA", "U0TOM", "U0MONA", "U0MEL"}, []ref.UserID{sam, tom}},
		{"with all of them away", people.AfterReassign, func(p *funnel.Policy) { p.People = leave(rob, tom) }, []string{"U0SAM", "U0MONA", "U0MEL"}, []ref.UserID{sam}},
		{"with nobody to claim it", people.AfterClaim, func(p *funnel.Policy) { p.People = leave(rob, tom) }, []string{"U0SAM", "U0MONA", "U0MEL"}, []ref.UserID{sam}},
		{"with nobody else at all", people.AfterClaim, func(p *funnel.Policy) {
			p.People = leave(rob, tom)
			p.Roster.IntakeOwner, p.Roster.Leadership, p.Roster.Admins, p.Roster.SalesManager = "", nil, nil, ""
		}, []string{"U0SAM"}, []ref.UserID{sam}},
		{"for a manager on leave", people.AfterClaim, func(p *funnel.Policy) { p.People = leave(mona) }, []string{"U0SAM", "pool", "U0MEL"}, []ref.UserID{sam}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "offered")
			s.p.Roster.Sales = all
			pool := people.EverybodyPool(s.p.Roster)
			pool.After = test.after
			s.pools = []people.Pool{pool}
			test.adjust(&s.p)
			heard := s.climbs()
			if !slices.Equal(heard, test.heard) {
				t.Errorf("%v heard, want %v", heard, test.heard)
			}
			if had := s.lead.Handoff.HadIt(); !slices.Equal(had, test.had) {
				t.Errorf("%v had it, want %v", had, test.had)
			}
			if due := s.lead.NextDue(s.p); !due.IsZero() {
				t.Errorf("the lead stays due at %s for ever", due)
			}
		})
	}
}

func TestAfterDowntimeTheNextInTurnHasTheWholeTime(t *testing.T) {
	s := standing(t, "offered")
	s.pools = people.PoolsInOrder(nil, s.p.Roster)
	s.at("2026-12-15 10:00").sweeps() // he is told late, and then has the whole time
	s.at("2026-12-16 10:00").sweeps() // and so has the manager
	s.at("2026-12-18 10:00").sweeps()
	if c := s.lead.Clocks[0]; c.Person != rob || !c.DueAt.Equal(onClock(t, s.p.Calendar, "2026-12-18 14:00")) || s.lead.Handoff.PassedOn != 1 {
		t.Errorf("after downtime %+v", c)
	}
	if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"accept"); n != 1 {
		t.Errorf("%d misses, want sam's", n)
	}
	s.wantTold("card U0ROB", "card sales", "passed_on U0SAM")
}

// However the world is, an offer that nobody answers is always somebody's, and
// is given in turn only to reps who are there and have not had it.
func TestAnOpenHandoffIsAlwaysOnesTurn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := standing(t, "offered")
		s.p = anyRoster(r, s.p)
		s.p.Roster.Sales = []ref.UserID{sam, rob, tom}
		pool := people.EverybodyPool(s.p.Roster)
		pool.After = rapid.SampledFrom([]people.Unanswered{people.AfterClaim, people.AfterReassign}).Draw(r, "after")
		s.pools = []people.Pool{pool}
		var away []people.Availability
		for _, user := range []ref.UserID{sam, rob, tom, mona, mel} {
			from := s.day(rapid.IntRange(-3, 15).Draw(r, "from"))
			leave := people.Leave{From: from, Until: from.AddDays(rapid.IntRange(1, 9).Draw(r, "days"))}
			away = append(away, people.Availability{V: 1, User: user, Leaves: []people.Leave{leave}})
		}
		s.p.People = people.NewPeople(away, s.p.Calendar)
		for range rapid.IntRange(1, 40).Draw(r, "sweeps") {
			s.now = s.now.Add(time.Duration(rapid.IntRange(1, 30).Draw(r, "hours")) * time.Hour)
			before := s.lead.Handoff
			s.sweeps()
			h := s.lead.Handoff
			if turn, team := s.lead.Turn(); turn == "" || turn != h.To || team != ref.Sales || len(s.lead.Clocks) != 1 || s.lead.Clocks[0].Person != turn {
				r.Fatalf("the turn of %q of %s: %+v", turn, team, s.lead)
			}
			if h.PassedOn > funnel.MostPassedOn {
				r.Fatalf("passed on %d times", h.PassedOn)
			}
			if h.To != before.To && (!s.p.Present(h.To, s.now) || slices.Contains(before.HadIt(), h.To)) {
				r.Fatalf("given to %s, who is away or had it: %+v", h.To, h)
			}
			wantInOrder(r, s)
		}
	})
}
