package people

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func route(how funnel.RouteHow) funnel.Route {
	return funnel.Route{
		How: how, To: kittest.Sam, Pool: 2, PoolName: "DACH", Counts: true,
		Rules:  []funnel.JudgedRule{{Rule: "country in DE, AT, CH", Value: "DE"}, {Rule: "employees >= 50", Value: "200"}},
		Passed: []funnel.Passed{{User: kittest.Kim, Why: funnel.PassAway, Until: kittest.Date("2026-11-30")}, {User: kittest.Maxi, Why: funnel.PassWeekCap, Cap: 1}},
		Tried: []funnel.TriedPool{
			{Name: "Enterprise", Failed: funnel.JudgedRule{Rule: "employees >= 1000", Value: "200"}},
			{Name: "Partners", Failed: funnel.JudgedRule{Rule: "segment in retail"}},
		},
	}
}

func addRouting(c kit.Context, add kittest.Adder) {
	add("reply", "routing", routingList(c, routingModel{Pools: kittest.PoolStandings()}))
	two := kittest.PoolStandings()
	two = append([]funnel.PoolStanding{{Pool: people.Pool{ID: 3, Name: "Enterprise", Rules: kittest.Dach().Rules[1:], After: people.AfterReassign}, Next: kittest.Rosa, Members: []funnel.MemberLoad{{PoolMember: people.PoolMember{User: kittest.Rosa, Weight: 1}, Share: 1}}}}, two...)
	add("reply", "routing_manager", routingList(c, routingModel{Pools: two, Unpooled: []ref.UserID{kittest.Maxi}, MayEdit: true}))
	hostile := kittest.PoolStandings()[:1]
	hostile[0].Pool = kittest.HostilePool()
	many := make([]funnel.PoolStanding, 15)
	for i := range many {
		many[i].Pool = kittest.HostilePool()
		for j := range 200 {
			m := funnel.MemberLoad{PoolMember: people.PoolMember{User: []ref.UserID{kittest.Sam, kittest.Kim, kittest.Rosa}[j%3], Weight: 1, Day: 15, Week: 60}, Share: 1.0 / 200, Today: 12, Week: 34}
			if j%2 == 0 {
				m.Passed, m.Until = funnel.PassAway, kittest.Date("2026-11-30")
			}
			many[i].Members = append(many[i].Members, m)
		}
		many[i].Next = many[i].Members[199].User
	}
	add("reply", "routing_huge", routingList(c, routingModel{Pools: many, MayEdit: true}))
	add("reply", "routing_hostile", routingList(c, routingModel{Pools: hostile, MayEdit: true}))

	former := route(funnel.RouteFormer)
	former.Rules, former.Passed, former.Tried, former.Counts = nil, nil, nil, false
	returnedBy := func(rep ref.UserID, why funnel.PassReason) funnel.Route {
		returned := route(funnel.RouteTurn)
		returned.Former = funnel.Passed{User: rep, Why: why}
		return returned
	}
	nobody := funnel.Route{Tried: []funnel.TriedPool{{Name: "DACH", Passed: []funnel.Passed{{User: kittest.Sam, Why: funnel.PassDayCap, Cap: 5}, {User: kittest.Kim, Why: funnel.PassHadIt}}}, {Name: "Sales team"}}}
	bad := route(funnel.RouteTurn)
	bad.PoolName, bad.Rules[0], bad.Tried[0].Name = kittest.HostileText, funnel.JudgedRule{Rule: kittest.HostileText, Value: kittest.HostileText}, kittest.HostileText
	for name, r := range map[string]funnel.Route{
		"turn": route(funnel.RouteTurn), "named": route(funnel.RouteNamed), "former": former, "claimed": route(funnel.RouteClaimed),
		"former_away": returnedBy(kittest.Rosa, funnel.PassGone), "former_handed_back": returnedBy(kittest.Sam, funnel.PassGaveIt), "nobody": nobody, "hostile": bad,
	} {
		add("reply", "route_"+name, routeTold(c, kittest.Offered(), funnel.Entry{At: kittest.Now, By: kittest.Mia, Route: &r}))
	}
	add("reply", "route_unknown", routeTold(c, kittest.Imported(), funnel.Entry{}))
	add("reply", "rehearsal", rehearsal(c, route(funnel.RouteTurn), []ref.UserID{kittest.Kim, kittest.Sam, kittest.Sam, kittest.Kim, kittest.Sam}))
	add("reply", "rehearsal_nobody", rehearsal(c, nobody, nil))

	reps := []ref.UserID{kittest.Sam, kittest.Kim, kittest.Rosa}
	add("modal", "modal_pool_new", editPool(c, people.Pool{}, reps))
	add("modal", "modal_pool_edit", editPool(c, kittest.Dach(), reps))
	add("modal", "modal_pool_default", editPool(c, kittest.Everybody(), reps))
	crowd := make([]ref.UserID, 200)
	for i := range crowd {
		crowd[i] = ref.UserID("U0" + kit.Number(i))
	}
	add("modal", "modal_pool_huge", editPool(c, kittest.HostilePool(), crowd))

	for name, change := range map[string]people.PoolChange{
		"made":    {Done: people.PoolMade, Name: "DACH", Rules: []string{"country in DE, AT, CH", "employees >= 50"}, Joined: []ref.UserID{kittest.Sam, kittest.Kim}},
		"removed": {Done: people.PoolRemoved, Name: "DACH"},
		"moved":   {Done: people.PoolMoved, Name: "Enterprise", Order: []string{"Enterprise", "DACH"}},
		"changed": {Done: people.PoolChanged, Name: "D-A-CH", Was: "DACH", Joined: []ref.UserID{kittest.Rosa}, Left: []ref.UserID{kittest.Kim}, Shared: []people.PoolMember{{User: kittest.Sam, Weight: 2, Day: 5}}, Ruled: true, Rules: []string{"country in DE"}, After: people.AfterReassign},
		"same":    {Done: people.PoolChanged, Name: "DACH"},
		"hostile": {Done: people.PoolChanged, Name: kittest.HostileText, Was: kittest.HostileText, Ruled: true, Rules: []string{kittest.HostileText}},
	} {
		add("reply", "pool_saved_"+name, poolSaved(c, change))
		if change.Any() {
			add("message", "pool_notice_"+name, poolNotice(c, funnel.Notice{Kind: funnel.NoticePool, Place: funnel.PlaceSales, By: kittest.Rosa, Pool: &change}))
		}
	}

	open := kittest.Offered()
	open.Handoff.Claimable, open.Handoff.Pool = true, 2
	again := kittest.Offered()
	again.Handoff.InTurn, again.Handoff.Former = false, true
	claim := funnel.Notice{Kind: funnel.NoticeClaim, Place: funnel.PlaceSales, Lead: 12, Handoff: 1, Name: "DACH", By: ref.Leadloop}
	add("message", "notice_claim", leads.Notice(c, claim, open))
	add("message", "notice_claim_settled", leads.Notice(c, claim, kittest.Accepted()))
	bold := hostileOpen()
	add("message", "notice_claim_hostile", leads.Notice(c, funnel.Notice{Kind: funnel.NoticeClaim, Place: funnel.PlaceSales, Lead: 12, Name: kittest.HostileText}, bold))
	add("message", "notice_claimed", leads.Notice(c, funnel.Notice{Kind: funnel.NoticeClaimed, To: kittest.Sam, By: kittest.Kim}, kittest.Accepted()))
	add("message", "notice_unrouted", leads.Notice(c, funnel.Notice{Kind: funnel.NoticeUnrouted, To: kittest.Rosa, By: kittest.Mia}, kittest.Person()))
	add("message", "notice_unrouted_settled", leads.Notice(c, funnel.Notice{Kind: funnel.NoticeUnrouted, To: kittest.Rosa, By: kittest.Mia}, kittest.Offered()))
	add("reply", "changed_handed_off_former", leads.Changed(c, again, funnel.EntryHandedOff))
}

func hostileOpen() funnel.Lead {
	l := kittest.Hostile(agreement.MQL)
	l.Handoff.Claimable = true
	return l
}
