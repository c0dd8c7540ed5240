package view

import (
	"github.com/leadloop/leadloop/funnel"
)

func dach() funnel.Pool {
	return funnel.Pool{
		ID: 2, Name: "DACH", Place: 1, After: funnel.AfterClaim,
		Rules:   []funnel.Rule{{Field: "country", Op: funnel.OpIn, Values: []string{"DE", "AT", "CH"}}, {Field: "employees", Op: funnel.OpAtLeast, Values: []string{"50"}}},
		Members: []funnel.PoolMember{{User: sam, Weight: 2, Day: 5, Week: 20}, {User: kim, Weight: 1}},
	}
}

func everybody() funnel.Pool {
	return funnel.Pool{ID: funnel.DefaultPool, Name: "Sales team", After: funnel.AfterReassign, Members: []funnel.PoolMember{{User: sam, Weight: 1}, {User: kim, Weight: 1}, {User: rosa, Weight: 1}}}
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

func hostilePool() funnel.Pool {
	p := dach()
	p.Name = Cut(hostileText, 40)
	p.Rules = nil
	for range 10 {
		p.Rules = append(p.Rules, funnel.Rule{Field: "source", Op: funnel.OpIn, Values: []string{hostileText, hostileText}})
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
	two = append([]funnel.PoolStanding{{Pool: funnel.Pool{ID: 3, Name: "Enterprise", Rules: dach().Rules[1:], After: funnel.AfterReassign}, Next: rosa, Members: []funnel.MemberLoad{{PoolMember: funnel.PoolMember{User: rosa, Weight: 1}, Share: 1}}}}, two...)
	add("reply", "routing_manager", RoutingList(c, RoutingModel{Pools: two, Unpooled: []funnel.UserID{maxi}, MayEdit: true}))
	hostile := poolStandings()[:1]
	hostile[0].Pool = hostilePool()
	many := make([]funnel.PoolStanding, 15)
	for i := range many {
		many[i].Pool = hostilePool()
		for j := range 200 {
			m := funnel.MemberLoad{PoolMember: funnel.PoolMember{User: []funnel.UserID{sam, kim, rosa}[j%3], Weight: 1, Day: 15, Week: 60}, Share: 1.0 / 200, Today: 12, Week: 34}
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
	returnedBy := func(rep funnel.UserID, why funnel.PassReason) funnel.Route {
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
	add("reply", "rehearsal", Rehearsal(c, route(funnel.RouteTurn), []funnel.UserID{kim, sam, sam, kim, sam}))
	add("reply", "rehearsal_nobody", Rehearsal(c, nobody, nil))

	reps := []funnel.UserID{sam, kim, rosa}
	add("modal", "modal_pool_new", EditPool(c, funnel.Pool{}, reps))
	add("modal", "modal_pool_edit", EditPool(c, dach(), reps))
	add("modal", "modal_pool_default", EditPool(c, everybody(), reps))
	crowd := make([]funnel.UserID, 200)
	for i := range crowd {
		crowd[i] = funnel.UserID("U0" + number(i))
	}
	add("modal", "modal_pool_huge", EditPool(c, hostilePool(), crowd))

	for name, change := range map[string]funnel.PoolChange{
		"made":    {Done: funnel.PoolMade, Name: "DACH", Rules: []string{"country in DE, AT, CH", "employees >= 50"}, Joined: []funnel.UserID{sam, kim}},
		"removed": {Done: funnel.PoolRemoved, Name: "DACH"},
		"moved":   {Done: funnel.PoolMoved, Name: "Enterprise", Order: []string{"Enterprise", "DACH"}},
		"changed": {Done: funnel.PoolChanged, Name: "D-A-CH", Was: "DACH", Joined: []funnel.UserID{rosa}, Left: []funnel.UserID{kim}, Shared: []funnel.PoolMember{{User: sam, Weight: 2, Day: 5}}, Ruled: true, Rules: []string{"country in DE"}, After: funnel.AfterReassign},
		"same":    {Done: funnel.PoolChanged, Name: "DACH"},
		"hostile": {Done: funnel.PoolChanged, Name: hostileText, Was: hostileText, Ruled: true, Rules: []string{hostileText}},
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
	claim := funnel.Notice{Kind: funnel.NoticeClaim, Place: funnel.PlaceSales, Lead: 12, Handoff: 1, Name: "DACH", By: funnel.Leadloop}
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
	l := hostile(funnel.MQL)
	l.Handoff.Claimable = true
	return l
}
