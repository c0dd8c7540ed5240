package view

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func dach() people.Pool {
	return people.Pool{
		ID: 2, Name: "DACH", Place: 1, After: people.AfterClaim,
		Rules:   []agreement.Rule{{Field: "country", Op: agreement.OpIn, Values: []string{"DE", "AT", "CH"}}, {Field: "employees", Op: agreement.OpAtLeast, Values: []string{"50"}}},
		Members: []people.PoolMember{{User: sam, Weight: 2, Day: 5, Week: 20}, {User: kim, Weight: 1}},
	}
}

func everybody() people.Pool {
	return people.Pool{ID: people.DefaultPool, Name: "Sales team", After: people.AfterReassign, Members: []people.PoolMember{{User: sam, Weight: 1}, {User: kim, Weight: 1}, {User: rosa, Weight: 1}}}
}

func poolStandings() []funnel.PoolStanding {
	first, last := dach(), everybody()
	return []funnel.PoolStanding{
		{Pool: first, Next: sam, Members: []funnel.MemberLoad{
			{PoolMember: first.Members[0], Share: 2.0 / 3, Today: 2, Week: 6},
			{PoolMember: first.Members[1], Share: 1.0 / 3, Today: 0, Week: 3, Passed: funnel.PassAway, Until: date("2026-11-30")},
		}},
		{Pool: last, Members: []funnel.MemberLoad{
			{PoolMember: last.Members[0], Share: 1.0 / 3, Today: 1, Week: 1, Passed: funnel.PassGone},
			{PoolMember: last.Members[1], Share: 1.0 / 3, Passed: funnel.PassOffTeam},
			{PoolMember: last.Members[2], Share: 1.0 / 3, Today: 3, Week: 4, Passed: funnel.PassDayCap},
		}},
	}
}

func hostilePool() people.Pool {
	p := dach()
	p.Name = Cut(hostileText, 40)
	p.Rules = nil
	for range 10 {
		p.Rules = append(p.Rules, agreement.Rule{Field: "source", Op: agreement.OpIn, Values: []string{hostileText, hostileText}})
	}
	return p
}

func route(how funnel.RouteHow) funnel.Route {
	return funnel.Route{
		How: how, To: sam, Pool: 2, PoolName: "DACH", Counts: true,
		Rules:  []funnel.JudgedRule{{Rule: "country in DE, AT, CH", Value: "DE"}, {Rule: "employees >= 50", Value: "200"}},
		Passed: []funnel.Passed{{User: kim, Why: funnel.PassAway, Until: date("2026-11-30")}, {User: maxi, Why: funnel.PassWeekCap, Cap: 1}},
		Tried: []funnel.TriedPool{
			{Name: "Enterprise", Failed: funnel.JudgedRule{Rule: "employees >= 1000", Value: "200"}},
			{Name: "Partners", Failed: funnel.JudgedRule{Rule: "segment in retail"}},
		},
	}
}

func addRouting(c Context, add adder) {
	add("reply", "routing", RoutingList(c, RoutingModel{Pools: poolStandings()}))
	two := poolStandings()
	two = append([]funnel.PoolStanding{{Pool: people.Pool{ID: 3, Name: "Enterprise", Rules: dach().Rules[1:], After: people.AfterReassign}, Next: rosa, Members: []funnel.MemberLoad{{PoolMember: people.PoolMember{User: rosa, Weight: 1}, Share: 1}}}}, two...)
	add("reply", "routing_manager", RoutingList(c, RoutingModel{Pools: two, Unpooled: []ref.UserID{maxi}, MayEdit: true}))
	hostile := poolStandings()[:1]
	hostile[0].Pool = hostilePool()
	many := make([]funnel.PoolStanding, 15)
	for i := range many {
		many[i].Pool = hostilePool()
		for j := range 200 {
			m := funnel.MemberLoad{PoolMember: people.PoolMember{User: []ref.UserID{sam, kim, rosa}[j%3], Weight: 1, Day: 15, Week: 60}, Share: 1.0 / 200, Today: 12, Week: 34}
			if j%2 == 0 {
				m.Passed, m.Until = funnel.PassAway, date("2026-11-30")
			}
			many[i].Members = append(many[i].Members, m)
		}
		many[i].Next = many[i].Members[199].User
	}
	add("reply", "routing_huge", RoutingList(c, RoutingModel{Pools: many, MayEdit: true}))
	add("reply", "routing_hostile", RoutingList(c, RoutingModel{Pools: hostile, MayEdit: true}))

	former := route(funnel.RouteFormer)
	former.Rules, former.Passed, former.Tried, former.Counts = nil, nil, nil, false
	returnedBy := func(rep ref.UserID, why funnel.PassReason) funnel.Route {
		returned := route(funnel.RouteTurn)
		returned.Former = funnel.Passed{User: rep, Why: why}
		return returned
	}
	nobody := funnel.Route{Tried: []funnel.TriedPool{{Name: "DACH", Passed: []funnel.Passed{{User: sam, Why: funnel.PassDayCap, Cap: 5}, {User: kim, Why: funnel.PassHadIt}}}, {Name: "Sales team"}}}
	bad := route(funnel.RouteTurn)
	bad.PoolName, bad.Rules[0], bad.Tried[0].Name = hostileText, funnel.JudgedRule{Rule: hostileText, Value: hostileText}, hostileText
	for name, r := range map[string]funnel.Route{
		"turn": route(funnel.RouteTurn), "named": route(funnel.RouteNamed), "former": former, "claimed": route(funnel.RouteClaimed),
		"former_away": returnedBy(rosa, funnel.PassGone), "former_handed_back": returnedBy(sam, funnel.PassGaveIt), "nobody": nobody, "hostile": bad,
	} {
		add("reply", "route_"+name, RouteTold(c, offered(), funnel.Entry{At: now, By: mia, Route: &r}))
	}
	add("reply", "route_unknown", RouteTold(c, imported(), funnel.Entry{}))
	add("reply", "rehearsal", Rehearsal(c, route(funnel.RouteTurn), []ref.UserID{kim, sam, sam, kim, sam}))
	add("reply", "rehearsal_nobody", Rehearsal(c, nobody, nil))

	reps := []ref.UserID{sam, kim, rosa}
	add("modal", "modal_pool_new", EditPool(c, people.Pool{}, reps))
	add("modal", "modal_pool_edit", EditPool(c, dach(), reps))
	add("modal", "modal_pool_default", EditPool(c, everybody(), reps))
	crowd := make([]ref.UserID, 200)
	for i := range crowd {
		crowd[i] = ref.UserID("U0" + number(i))
	}
	add("modal", "modal_pool_huge", EditPool(c, hostilePool(), crowd))

	for name, change := range map[string]people.PoolChange{
		"made":    {Done: people.PoolMade, Name: "DACH", Rules: []string{"country in DE, AT, CH", "employees >= 50"}, Joined: []ref.UserID{sam, kim}},
		"removed": {Done: people.PoolRemoved, Name: "DACH"},
		"moved":   {Done: people.PoolMoved, Name: "Enterprise", Order: []string{"Enterprise", "DACH"}},
		"changed": {Done: people.PoolChanged, Name: "D-A-CH", Was: "DACH", Joined: []ref.UserID{rosa}, Left: []ref.UserID{kim}, Shared: []people.PoolMember{{User: sam, Weight: 2, Day: 5}}, Ruled: true, Rules: []string{"country in DE"}, After: people.AfterReassign},
		"same":    {Done: people.PoolChanged, Name: "DACH"},
		"hostile": {Done: people.PoolChanged, Name: hostileText, Was: hostileText, Ruled: true, Rules: []string{hostileText}},
	} {
		add("reply", "pool_saved_"+name, PoolSaved(c, change))
		if change.Any() {
			add("message", "pool_notice_"+name, PoolNotice(c, funnel.Notice{Kind: funnel.NoticePool, Place: funnel.PlaceSales, By: rosa, Pool: &change}))
		}
	}

	open := offered()
	open.Handoff.Claimable, open.Handoff.Pool = true, 2
	again := offered()
	again.Handoff.InTurn, again.Handoff.Former = false, true
	claim := funnel.Notice{Kind: funnel.NoticeClaim, Place: funnel.PlaceSales, Lead: 12, Handoff: 1, Name: "DACH", By: ref.Leadloop}
	add("message", "notice_claim", Notice(c, claim, open))
	add("message", "notice_claim_settled", Notice(c, claim, accepted()))
	bold := hostileOpen()
	add("message", "notice_claim_hostile", Notice(c, funnel.Notice{Kind: funnel.NoticeClaim, Place: funnel.PlaceSales, Lead: 12, Name: hostileText}, bold))
	add("message", "notice_claimed", Notice(c, funnel.Notice{Kind: funnel.NoticeClaimed, To: sam, By: kim}, accepted()))
	add("message", "notice_unrouted", Notice(c, funnel.Notice{Kind: funnel.NoticeUnrouted, To: rosa, By: mia}, person()))
	add("message", "notice_unrouted_settled", Notice(c, funnel.Notice{Kind: funnel.NoticeUnrouted, To: rosa, By: mia}, offered()))
	add("reply", "changed_handed_off_former", Changed(c, again, funnel.EntryHandedOff))
}

func hostileOpen() funnel.Lead {
	l := hostile(agreement.MQL)
	l.Handoff.Claimable = true
	return l
}
