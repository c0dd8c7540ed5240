package funnel

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
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
	all := []UserID{sam, rob, tom}
	leave := func(users ...UserID) People {
		var away []Availability
		for _, user := range users {
			away = append(away, Availability{V: 1, User: user, Leaves: []Leave{{From: Date{2026, time.November, 1}, Until: Date{2027, time.January, 1}}}})
		}
		return NewPeople(away, testPolicy(t).Calendar)
	}
	tests := []struct {
		name   string
		after  Unanswered
		adjust func(*Policy)
		heard  []string
		had    []UserID // it in the end, one after the other
	}{
		{"claimed by nobody", AfterClaim, func(*Policy) {}, []string{"U0SAM", "U0MONA", "pool", "U0MEL"}, []UserID{sam}},
		{"claimed by nobody, without an intake owner", AfterClaim, func(p *Policy) {
			p.Roster.IntakeOwner, p.Roster.Leadership, p.Roster.Admins = "", nil, nil
		}, []string{"U0SAM", "U0MONA", "pool"}, []UserID{sam}},
		{"given to two others", AfterReassign, func(*Policy) {}, []string{"U0SAM", "U0MONA", "U0ROB", "U0MONA", "U0TOM", "U0MONA", "U0MEL"}, all},
		{"with one of them away", AfterReassign, func(p *Policy) { p.People = leave(rob) }, []string{"U0SAM", "U0MONA", "U0TOM", "U0MONA", "U0MEL"}, []UserID{sam, tom}},
		{"with all of them away", AfterReassign, func(p *Policy) { p.People = leave(rob, tom) }, []string{"U0SAM", "U0MONA", "U0MEL"}, []UserID{sam}},
		{"with nobody to claim it", AfterClaim, func(p *Policy) { p.People = leave(rob, tom) }, []string{"U0SAM", "U0MONA", "U0MEL"}, []UserID{sam}},
		{"with nobody else at all", AfterClaim, func(p *Policy) {
			p.People = leave(rob, tom)
			p.Roster.IntakeOwner, p.Roster.Leadership, p.Roster.Admins, p.Roster.SalesManager = "", nil, nil, ""
		}, []string{"U0SAM"}, []UserID{sam}},
		{"for a manager on leave", AfterClaim, func(p *Policy) { p.People = leave(mona) }, []string{"U0SAM", "pool", "U0MEL"}, []UserID{sam}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "offered")
			s.p.Roster.Sales = all
			pool := EverybodyPool(s.p.Roster)
			pool.After = test.after
			s.pools = []Pool{pool}
			test.adjust(&s.p)
			heard := s.climbs()
			if !slices.Equal(heard, test.heard) {
				t.Errorf("%v heard, want %v", heard, test.heard)
			}
			if had := s.lead.Handoff.hadIt(); !slices.Equal(had, test.had) {
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
	s.pools = PoolsInOrder(nil, s.p.Roster)
	s.at("2026-12-18 10:00").sweeps()
	if c := s.lead.Clocks[0]; c.Person != rob || !c.DueAt.Equal(onClock(t, s.p.Calendar, "2026-12-18 14:00")) || s.lead.Handoff.PassedOn != 1 {
		t.Errorf("after downtime %+v", c)
	}
	if n := total(s.p.Calendar, s.entries, CountMissed+"accept"); n != 1 {
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
		s.p.Roster.Sales = []UserID{sam, rob, tom}
		pool := EverybodyPool(s.p.Roster)
		pool.After = rapid.SampledFrom([]Unanswered{AfterClaim, AfterReassign}).Draw(r, "after")
		s.pools = []Pool{pool}
		var away []Availability
		for _, user := range []UserID{sam, rob, tom, mona, mel} {
			from := s.day(rapid.IntRange(-3, 15).Draw(r, "from"))
			leave := Leave{From: from, Until: from.AddDays(rapid.IntRange(1, 9).Draw(r, "days"))}
			away = append(away, Availability{V: 1, User: user, Leaves: []Leave{leave}})
		}
		s.p.People = NewPeople(away, s.p.Calendar)
		for range rapid.IntRange(1, 40).Draw(r, "sweeps") {
			s.now = s.now.Add(time.Duration(rapid.IntRange(1, 30).Draw(r, "hours")) * time.Hour)
			before := s.lead.Handoff
			s.sweeps()
			h := s.lead.Handoff
			if turn, team := s.lead.Turn(); turn == "" || turn != h.To || team != Sales || len(s.lead.Clocks) != 1 || s.lead.Clocks[0].Person != turn {
				r.Fatalf("the turn of %q of %s: %+v", turn, team, s.lead)
			}
			if h.PassedOn > mostPassedOn {
				r.Fatalf("passed on %d times", h.PassedOn)
			}
			if h.To != before.To && (!s.p.Present(h.To, s.now) || slices.Contains(before.hadIt(), h.To)) {
				r.Fatalf("given to %s, who is away or had it: %+v", h.To, h)
			}
			wantInOrder(r, s)
		}
	})
}
