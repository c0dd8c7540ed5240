package people

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// PoolTurn is how somebody stands in a pool.
type PoolTurn struct {
	Owed     float64       `json:"owed,omitempty"`    // by how many leads they are behind their share; below 0 they are ahead
	At       time.Time     `json:"at,omitzero"`       // when they got the last lead
	Before   time.Time     `json:"before,omitzero"`   // and the one before that
	Day      calendar.Date `json:"day,omitzero"`      // the day, of their own, of the last lead
	Today    int           `json:"today,omitempty"`   // how many they got on that day
	Week     calendar.Date `json:"week,omitzero"`     // the Monday of its week
	ThisWeek int           `json:"of_week,omitempty"` // how many they got in that week
}

// PoolTurns are how the members of a pool stand.
type PoolTurns struct {
	V       int                     `json:"v"`
	Pool    PoolID                  `json:"pool"`
	Members map[ref.UserID]PoolTurn `json:"members"`
}

// Exact is how finely debts are compared: they are sums of fractions, and two
// that are equal on paper may differ by what a float64 cannot hold.
const Exact = 1e-6

// Next chooses whose turn it is among the members that can take a lead. Each
// lead owes every one of them their share of it, weight ÷ sum of weights, and
// the one who gets it is debited a whole lead. Smooth weighted round robin (as
// in nginx) gives it to whoever is owed most; with some weights, such as 100,
// 100, 10 and five of 1, that strays from a share by more than a lead. This is
// Tijdeman's rule instead (The chairman assignment problem, Discrete
// Mathematics 32, 1980): of those owed at least 1/(2n−2) the one whose share
// would be overdue first. It never strays by more than 1 − 1/(2n−2) of a lead,
// and nothing does better. Between equals the one who waited longest is next,
// then the first in the list.
func (t PoolTurns) Next(members []PoolMember) ref.UserID {
	if len(members) == 0 {
		return ""
	}

	spread := 0.0
	if len(members) > 1 {
		spread = 1 / float64(2*len(members)-2)
	}

	type candidate struct {
		user    ref.UserID
		overdue float64 // leads from now until the share is overdue
		owed    bool
	}
	var all []candidate
	for _, m := range members {
		share := ShareOf(m, members)
		grown := t.Members[m.User].Owed + share
		all = append(all, candidate{m.User, math.Round((1-spread-grown)/share/Exact) * Exact, grown >= spread-Exact})
	}

	if owed := slices.DeleteFunc(slices.Clone(all), func(c candidate) bool { return !c.owed }); len(owed) > 0 {
		all = owed
	}

	return slices.MinFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.overdue, b.overdue), t.Members[a.user].At.Compare(t.Members[b.user].At))
	}).user
}

// ShareOf is a member's part of the sum of all weights.
func ShareOf(m PoolMember, among []PoolMember) float64 {
	sum := 0
	for _, other := range among {
		sum += other.Weight
	}

	return float64(m.Weight) / float64(sum)
}

// farAhead is by how many leads somebody may be ahead of their share before
// more leads by name are no longer set against their turns: else a rep whom
// marketing always names would get none in turn for weeks after it stops.
const farAhead = 1

// MayDebit says whether a lead by name is set against somebody's next turn.
func (t PoolTurns) MayDebit(user ref.UserID) bool { return t.Members[user].Owed > -farAhead }

// Taken counts a lead for somebody. Among are those with whom they shared it,
// and nobody where it used up no turn: who is passed over is owed nothing for
// it, and so catches up with nothing later.
func (t PoolTurns) Taken(user ref.UserID, among []PoolMember, day calendar.Date, at time.Time) PoolTurns {
	after := t.clone()
	turn := after.Members[user]
	turn.Before, turn.At = turn.At, at
	today, week := turn.Load(day)
	turn.Day, turn.Week, turn.Today, turn.ThisWeek = day, mondayOf(day), today+1, week+1
	after.Members[user] = turn
	after.move(user, among, 1)
	return after
}

// GivenBack takes a lead out of the count again, as if it had never been given.
func (t PoolTurns) GivenBack(user ref.UserID, among []PoolMember, day calendar.Date, at time.Time) PoolTurns {
	after := t.clone()
	turn, known := after.Members[user]
	if !known {
		return after // they left the pool meanwhile
	}

	if turn.At.Equal(at) {
		turn.At, turn.Before = turn.Before, time.Time{}
	}

	if turn.Day == day {
		turn.Today = max(0, turn.Today-1)
	}

	if turn.Week == mondayOf(day) {
		turn.ThisWeek = max(0, turn.ThisWeek-1)
	}

	after.Members[user] = turn
	after.move(user, among, -1)
	return after
}

// move owes a lead to all who share it and debits the one who has it; -1 is
// the reverse.
func (t PoolTurns) move(user ref.UserID, among []PoolMember, leads float64) {
	for _, m := range among {
		turn, known := t.Members[m.User]
		if !known && leads < 0 {
			continue
		}

		turn.Owed += leads * ShareOf(m, among)
		if m.User == user {
			turn.Owed -= leads
		}

		if math.Abs(turn.Owed) < Exact {
			turn.Owed = 0
		}

		t.Members[m.User] = turn
	}
}

// Settle gives the turns of a pool whose members have changed. What those who
// left were owed is shared, so that the others begin even.
func (t PoolTurns) Settle(p Pool) PoolTurns {
	after := PoolTurns{V: 1, Pool: p.ID, Members: map[ref.UserID]PoolTurn{}}
	rest := 0.0
	for _, m := range p.Members {
		rest += t.Members[m.User].Owed / float64(len(p.Members))
	}

	for _, m := range p.Members {
		turn := t.Members[m.User]
		turn.Owed -= rest
		after.Members[m.User] = turn
	}

	return after
}

// Load is how many leads somebody got on a day and in its week.
func (t PoolTurn) Load(day calendar.Date) (today, week int) {
	if t.Day == day {
		today = t.Today
	}

	if t.Week == mondayOf(day) {
		week = t.ThisWeek
	}

	return today, week
}

func mondayOf(day calendar.Date) calendar.Date { return day.AddDays(-(int(day.Weekday()) + 6) % 7) }

func (t PoolTurns) clone() PoolTurns {
	t.V, t.Members = 1, maps.Clone(t.Members)
	if t.Members == nil {
		t.Members = map[ref.UserID]PoolTurn{}
	}

	return t
}
