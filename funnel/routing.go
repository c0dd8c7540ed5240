package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Routing is everything that decides who gets a lead.
type Routing struct {
	Pools  []people.Pool // in order, the default last
	Turns  map[people.PoolID]people.PoolTurns
	Policy Policy
	At     time.Time
	// InSlack says whether somebody's account can do the work; it answers from memory.
	InSlack func(ref.UserID) bool
}

// RouteHow says by what a lead came to its rep.
type RouteHow string

// By what a lead comes to its rep. The zero value says that nobody could take it.
const (
	RouteNamed   RouteHow = "named"   // somebody said who gets it
	RouteFormer  RouteHow = "former"  // they had it before
	RouteTurn    RouteHow = "turn"    // it was their turn in a pool
	RouteClaimed RouteHow = "claimed" // they took it themselves
)

// Route is how a lead came to its rep, or why it came to none. It is kept with
// the handoff, so that it can be explained when everything has changed since.
type Route struct {
	How      RouteHow            `json:"how,omitempty"`
	To       ref.UserID          `json:"to,omitempty"`
	Pool     people.PoolID       `json:"pool"`
	PoolName string              `json:"pool_name"`
	Rules    []JudgedRule        `json:"rules,omitempty"`  // of that pool; all hold
	Passed   []Passed            `json:"passed,omitempty"` // members of that pool who could not take it
	Tried    []TriedPool         `json:"tried,omitempty"`  // the pools before it
	Former   Passed              `json:"former,omitzero"`  // who had it before; Why says why they did not get it
	Day      calendar.Date       `json:"day,omitzero"`     // of the rep, on which it counts
	Counts   bool                `json:"counts,omitempty"` // for the rep's load in the pool
	Among    []people.PoolMember `json:"among,omitempty"`  // who shared the turn that it used up
}

// JudgedRule is a rule with the value that decided.
type JudgedRule struct {
	Rule  string `json:"rule"`
	Value string `json:"value,omitempty"`
}

// TriedPool is a pool that did not get a lead: one of its rules did not hold,
// or, without one, nobody in it could take the lead.
type TriedPool struct {
	Name   string     `json:"name"`
	Failed JudgedRule `json:"failed,omitzero"`
	Passed []Passed   `json:"passed,omitempty"`
}

// PassReason says why somebody was passed over.
type PassReason string

// Why somebody is passed over.
const (
	PassOffTeam PassReason = "off_team"
	PassGone    PassReason = "gone"
	PassAway    PassReason = "away"
	PassDayCap  PassReason = "day_cap"
	PassWeekCap PassReason = "week_cap"
	PassHadIt   PassReason = "had_it"  // and did not answer
	PassGaveIt  PassReason = "gave_it" // back, after they had taken it
)

// Passed is somebody who was passed over, and why.
type Passed struct {
	User  ref.UserID    `json:"user"`
	Why   PassReason    `json:"why,omitempty"`
	Until calendar.Date `json:"until,omitzero"` // of a leave: the first day back
	Cap   int           `json:"cap,omitempty"`
}

// JudgePool says whether a lead meets all rules of a pool: the rules that hold,
// and the first that does not.
func JudgePool(p people.Pool, l Lead) (held []JudgedRule, failed JudgedRule, fits bool) {
	for _, rule := range p.Rules {
		verdict, value := meets(l, rule)
		judged := JudgedRule{Rule: rule.String(), Value: value}
		if verdict != agreement.VerdictMet {
			return held, judged, false
		}

		held = append(held, judged)
	}

	return held, JudgedRule{}, true
}

// Route says who gets a lead: the one who is named, else the one who had it
// before and did not hand it back, else whose turn it is in the first pool that
// the lead fits and in which somebody can take it.
func (r Routing) Route(l Lead, named ref.UserID) Route {
	if named != "" {
		return r.given(l, named, RouteNamed)
	}

	former := Passed{User: l.FormerOwner}
	if former.User != "" {
		var free bool
		former, free = r.present(former.User)
		switch {
		case free && l.HandedBack:
			former.Why = PassGaveIt
		case free:
			route := r.given(l, former.User, RouteFormer)
			route.Former = former
			return route
		}
	}

	route := r.inTurn(l, nil)
	route.Former = former
	return route
}

// NextAfter says who of the pool of an unanswered handoff gets it next: nobody
// who had it already.
func (r Routing) NextAfter(l Lead) Route {
	pool, ok := r.pool(l.Handoff.Pool)
	if !ok {
		return r.inTurn(l, l.Handoff.hadIt())
	}

	held, _, _ := JudgePool(pool, l)
	return r.turnIn(pool, held, l.Handoff.hadIt())
}

// PoolOf is the pool of a handoff: that through which it came to its rep, as it is
// now, or that which would take the lead today. It is false without any pool.
func (r Routing) PoolOf(l Lead) (people.Pool, bool) {
	if pool, ok := r.pool(l.Handoff.Pool); ok || len(r.Pools) == 0 {
		return pool, ok
	}

	return r.fitting(l), true
}

func (r Routing) pool(id people.PoolID) (people.Pool, bool) {
	i := slices.IndexFunc(r.Pools, func(p people.Pool) bool { return p.ID == id })
	if i < 0 {
		return people.Pool{}, false
	}

	return r.Pools[i], true
}

// fitting is the first pool whose rules hold; the default has none.
func (r Routing) fitting(l Lead) people.Pool {
	i := slices.IndexFunc(r.Pools, func(p people.Pool) bool { _, _, fits := JudgePool(p, l); return fits })
	return r.Pools[max(i, 0)]
}

// InTurn says whose turn it is, whoever had the lead before.
func (r Routing) InTurn(l Lead) Route { return r.inTurn(l, nil) }

// inTurn asks the pools in order.
func (r Routing) inTurn(l Lead, had []ref.UserID) Route {
	var tried []TriedPool
	var route Route
	for _, pool := range r.Pools {
		held, failed, fits := JudgePool(pool, l)
		if !fits {
			tried = append(tried, TriedPool{Name: pool.Name, Failed: failed})
			continue
		}

		if route = r.turnIn(pool, held, had); route.To != "" {
			break
		}

		tried = append(tried, TriedPool{Name: pool.Name, Passed: route.Passed})
	}

	if route.To == "" {
		route = Route{}
	}

	route.Tried = tried
	return route
}

// turnIn says whose turn it is in a pool; nobody's where none of it can.
func (r Routing) turnIn(pool people.Pool, held []JudgedRule, had []ref.UserID) Route {
	free, passed := r.free(pool, had)
	route := Route{Pool: pool.ID, PoolName: pool.Name, Rules: held, Passed: passed}
	if len(free) == 0 {
		return route
	}

	route.How, route.To = RouteTurn, r.Turns[pool.ID].Next(free)
	route.Day, route.Counts, route.Among = r.dayOf(route.To), true, free
	return route
}

// given counts a lead that somebody gets for another reason than their turn in
// the first pool that the lead fits and that they are in.
func (r Routing) given(l Lead, to ref.UserID, how RouteHow) Route {
	pool := r.fitting(l)
	for _, other := range r.Pools {
		_, in := other.Member(to)
		if _, _, fits := JudgePool(other, l); in && fits {
			pool = other
			break
		}
	}

	held, _, _ := JudgePool(pool, l)
	route := Route{How: how, To: to, Pool: pool.ID, PoolName: pool.Name, Rules: held, Day: r.dayOf(to)}
	member, in := pool.Member(to)
	if !in {
		return route
	}

	route.Counts = true
	if !r.Turns[pool.ID].MayDebit(to) {
		return route
	}

	route.Among, _ = r.free(pool, nil)
	if !slices.Contains(route.Among, member) {
		route.Among = append(route.Among, member)
	}

	return route
}

// Claimed is the route of a lead that somebody of its pool takes themselves.
func (r Routing) Claimed(l Lead, by ref.UserID) Route { return r.given(l, by, RouteClaimed) }

// free parts the members of a pool into those who can take a lead and the
// others.
func (r Routing) free(pool people.Pool, had []ref.UserID) (free []people.PoolMember, passed []Passed) {
	for _, m := range pool.Members {
		why, present := r.present(m.User)
		today, week := r.Turns[pool.ID].Members[m.User].Load(r.dayOf(m.User))
		switch {
		case !present:
		case slices.Contains(had, m.User):
			why.Why = PassHadIt
		case m.Day > 0 && today >= m.Day:
			why.Why, why.Cap = PassDayCap, m.Day
		case m.Week > 0 && week >= m.Week:
			why.Why, why.Cap = PassWeekCap, m.Week
		}

		if why.Why != "" {
			passed = append(passed, why)
			continue
		}

		free = append(free, m)
	}

	return free, passed
}

// present says whether somebody can be given leads at all, and if not, why.
func (r Routing) present(user ref.UserID) (Passed, bool) {
	who := Passed{User: user}
	leave, away := r.Policy.LeaveOf(user, r.At)
	switch {
	case !slices.Contains(r.Policy.Roster.Sales, user):
		who.Why = PassOffTeam
	case !r.InSlack(user) || r.Policy.People[user].Gone:
		who.Why = PassGone
	case away || !r.Policy.Present(user, r.At):
		who.Why, who.Until = PassAway, leave.Until
	}

	return who, who.Why == ""
}

// dayOf is somebody's own day.
func (r Routing) dayOf(user ref.UserID) calendar.Date {
	return calendar.DateOf(r.At, r.Policy.CalendarOf(user).Zone())
}

// Take gives the turns of the route's pool after it. Ok is false where it
// counts in none.
func (r Routing) Take(route Route) (after people.PoolTurns, ok bool) {
	if !route.Counts {
		return people.PoolTurns{}, false
	}

	turns := r.Turns[route.Pool]
	turns.Pool = route.Pool
	return turns.Taken(route.To, route.Among, route.Day, r.At), true
}

// GiveTurnBack gives the turns of a pool without a lead that was given at a moment.
func GiveTurnBack(t people.PoolTurns, route Route, at time.Time) people.PoolTurns {
	return t.GivenBack(route.To, route.Among, route.Day, at)
}

// Following are those who get the next leads of a pool after a route, if all
// come at once. They may be fewer where caps end the row.
func (r Routing) Following(route Route, n int) []ref.UserID {
	pool, ok := r.pool(route.Pool)
	if !ok {
		return nil
	}

	ahead := r
	ahead.Turns = map[people.PoolID]people.PoolTurns{pool.ID: r.Turns[pool.ID]}
	var next []ref.UserID
	for len(next) < n {
		if after, ok := ahead.Take(route); ok {
			ahead.Turns[pool.ID] = after
		}

		if route = ahead.turnIn(pool, nil, nil); route.To == "" {
			break
		}

		next = append(next, route.To)
	}

	return next
}

// MemberLoad is how a member of a pool stands.
type MemberLoad struct {
	people.PoolMember
	Share       float64 // of the pool's leads, where everybody can take some
	Today, Week int
	Passed      PassReason    // why they would be passed over now
	Until       calendar.Date // of a leave
}

// PoolStanding is how a pool stands.
type PoolStanding struct {
	people.Pool
	Members []MemberLoad
	Next    ref.UserID
}

// Standings are how all pools stand, in order.
func (r Routing) Standings() []PoolStanding {
	all := make([]PoolStanding, len(r.Pools))
	for i, pool := range r.Pools {
		free, passed := r.free(pool, nil)
		all[i] = PoolStanding{Pool: pool, Next: r.Turns[pool.ID].Next(free)}
		for _, m := range pool.Members {
			load := MemberLoad{PoolMember: m, Share: people.ShareOf(m, pool.Members)}
			load.Today, load.Week = r.Turns[pool.ID].Members[m.User].Load(r.dayOf(m.User))
			if j := slices.IndexFunc(passed, func(p Passed) bool { return p.User == m.User }); j >= 0 {
				load.Passed, load.Until = passed[j].Why, passed[j].Until
			}

			all[i].Members = append(all[i].Members, load)
		}
	}

	return all
}

// Unpooled are the reps of the sales team who are in no pool, and so get leads
// by name only.
func (r Routing) Unpooled() []ref.UserID {
	return slices.DeleteFunc(slices.Clone(r.Policy.Roster.Sales), func(rep ref.UserID) bool {
		return slices.ContainsFunc(r.Pools, func(p people.Pool) bool { _, in := p.Member(rep); return in })
	})
}
