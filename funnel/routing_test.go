package funnel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

const tom ref.UserID = "U0TOM" // sales

// office is three reps with pools, on Monday at 10:00.
func office(t testing.TB) funnel.Routing {
	t.Helper()
	p := testPolicy(t)
	p.Roster.Sales = []ref.UserID{sam, rob, tom}
	return funnel.Routing{Policy: p, At: onClock(t, p.Calendar, monday), InSlack: func(ref.UserID) bool { return true }, Turns: map[people.PoolID]people.PoolTurns{}, Pools: people.PoolsInOrder(nil, p.Roster)}
}

func pool(t testing.TB, id people.PoolID, name, rules string, members ...people.PoolMember) people.Pool {
	t.Helper()
	var parsed []agreement.Rule
	for line := range strings.Lines(rules) {
		rule, err := agreement.ParseRule(line)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, rule)
	}
	return people.Pool{V: 1, ID: id, Name: name, Place: int(id), Rules: parsed, Members: members, After: people.AfterReassign}
}

func weight(user ref.UserID, n int) people.PoolMember {
	return people.PoolMember{User: user, Weight: n}
}

// withPools is an office with pools before the default.
func withPools(r funnel.Routing, pools ...people.Pool) funnel.Routing {
	r.Pools = people.PoolsInOrder(pools, r.Policy.Roster)
	return r
}

// takesLead counts a lead and gives to whom it went.
func takesLead(t testing.TB, r funnel.Routing, l funnel.Lead, named ref.UserID) funnel.Route {
	t.Helper()
	route := r.Route(l, named)
	if turns, ok := r.Take(route); ok {
		r.Turns[route.Pool] = turns
	}
	return route
}

func onLeave(t testing.TB, r funnel.Routing, user ref.UserID, until calendar.Date) funnel.Routing {
	t.Helper()
	today := calendar.DateOf(r.At, r.Policy.Calendar.Location)
	r.Policy.People = people.NewPeople([]people.Availability{{V: 1, User: user, Leaves: []people.Leave{{From: today, Until: until}}}}, r.Policy.Calendar)
	return r
}

var berliner = funnel.Lead{ID: 7, CountryCode: "DE", Employees: 200, Source: "webinar"}

func TestWithoutPoolsTheSalesTeamTakesTurns(t *testing.T) {
	r := office(t)
	var got []ref.UserID
	for range 7 {
		got = append(got, takesLead(t, r, berliner, "").To)
	}
	if !slices.Equal(got, []ref.UserID{sam, rob, tom, sam, rob, tom, sam}) {
		t.Errorf("turns %v", got)
	}
}

func TestTheFirstPoolThatFitsGetsTheLead(t *testing.T) {
	r := withPools(office(t),
		pool(t, 2, "Enterprise", "employees >= 1000", weight(sam, 1)),
		pool(t, 3, "DACH", "country in DE, AT, CH\nsource not in list", weight(rob, 1), weight(tom, 1)),
	)
	route := r.Route(berliner, "")
	want := funnel.Route{
		How: funnel.RouteTurn, To: rob, Pool: 3, PoolName: "DACH", Day: calendar.Date{Year: 2026, Month: time.November, Day: 23}, Counts: true,
		Rules: []funnel.JudgedRule{{Rule: "country in DE, AT, CH", Value: "DE"}, {Rule: "source not in list", Value: "webinar"}},
		Tried: []funnel.TriedPool{{Name: "Enterprise", Failed: funnel.JudgedRule{Rule: "employees >= 1000", Value: "200"}}},
		Among: []people.PoolMember{weight(rob, 1), weight(tom, 1)},
	}
	if diff := cmp.Diff(want, route); diff != "" {
		t.Errorf("route (-want +got):\n%s", diff)
	}
	if got := r.Following(route, 5); !slices.Equal(got, []ref.UserID{tom, rob, tom, rob, tom}) {
		t.Errorf("followed by %v", got)
	}
	// What is not known fits no rule, and so goes to the default.
	if route := r.Route(funnel.Lead{ID: 8}, ""); route.Pool != people.DefaultPool || len(route.Tried) != 2 || route.Tried[0].Failed.Value != "" {
		t.Errorf("of a lead of which nothing is known: %+v", route)
	}
}

func TestWhoCannotTakeALeadIsPassedOver(t *testing.T) {
	back := calendar.Date{Year: 2026, Month: time.November, Day: 30}
	r := withPools(office(t), pool(t, 2, "DACH", "country in DE", people.PoolMember{User: sam, Weight: 1, Day: 1}, weight(rob, 1), weight(stan, 1)))
	r = onLeave(t, r, rob, back)
	if first := takesLead(t, r, berliner, ""); first.To != sam {
		t.Fatalf("the first went to %+v", first)
	}
	route := r.Route(berliner, "") // sam has had his one, so it is for the default pool
	want := []funnel.TriedPool{{Name: "DACH", Passed: []funnel.Passed{{User: sam, Why: funnel.PassDayCap, Cap: 1}, {User: rob, Why: funnel.PassAway, Until: back}, {User: stan, Why: funnel.PassOffTeam}}}}
	if diff := cmp.Diff(want, route.Tried); diff != "" || route.To != sam || route.Pool != people.DefaultPool {
		t.Errorf("to %s of %s; tried (-want +got):\n%s", route.To, route.PoolName, diff)
	}
	r.InSlack = func(id ref.UserID) bool { return id == rob }
	if route := r.Route(berliner, ""); route.How != "" || route.To != "" || route.Pool != 0 || len(route.Tried) != 2 {
		t.Errorf("with nobody there: %+v", route)
	}
	r.InSlack = func(id ref.UserID) bool { return true }
	r.At = r.At.AddDate(0, 0, 1)
	if route := r.Route(berliner, ""); route.To != sam || route.Pool != 2 {
		t.Errorf("on the next day %+v", route)
	}
}

func TestAHandedBackLeadIsNotForWhoHandedItBack(t *testing.T) {
	r := office(t)
	s := standing(t, "sal") // with sam
	s.does(s.lead.HandBack("timing", "", s.act(sam), s.p))
	takesLead(t, r, berliner, "") // to sam, so that rob is next
	route := r.Route(s.lead, "")
	if route.How != funnel.RouteTurn || route.To != rob || route.Former != (funnel.Passed{User: sam, Why: funnel.PassGaveIt}) {
		t.Errorf("route %+v", route)
	}
	s.does(s.lead.HandOff(funnel.HandoffInput{To: rob}, s.act(mia), s.p))
	s.does(s.lead.Accept(s.act(rob), s.p))
	s.does(s.lead.Recycle(s.day(3), "", s.act(rob), s.p))
	if route := r.Route(s.lead, ""); route.How != funnel.RouteFormer || route.To != rob {
		t.Errorf("once somebody else had it: %+v", route)
	}
}

func TestAReturningLeadGoesToItsFormerOwner(t *testing.T) {
	r := office(t)
	s := standing(t, "sal") // with sam
	s.does(s.lead.Recycle(s.day(3), "", s.act(sam), s.p))
	if s.lead.FormerOwner != sam {
		t.Fatalf("sam is forgotten: %+v", s.lead)
	}
	takesLead(t, r, berliner, "") // to sam, so that rob is next
	route := takesLead(t, r, s.lead, "")
	if route.How != funnel.RouteFormer || route.To != sam || route.Former != (funnel.Passed{User: sam}) {
		t.Errorf("route %+v", route)
	}
	if route := takesLead(t, r, berliner, ""); route.To != rob {
		t.Errorf("then it is %s's turn", route.To)
	}
	away := onLeave(t, r, sam, calendar.Date{Year: 2026, Month: time.December, Day: 1})
	if route := away.Route(s.lead, ""); route.To == sam || route.How != funnel.RouteTurn || route.Former.Why != funnel.PassAway {
		t.Errorf("while sam is away: %+v", route)
	}
	if route := r.Route(s.lead, tom); route.How != funnel.RouteNamed || route.To != tom {
		t.Errorf("a name counts more: %+v", route)
	}
}

func TestALeadByNameUsesUpATurn(t *testing.T) {
	r := office(t)
	for range 5 {
		if route := takesLead(t, r, berliner, sam); !route.Counts || route.How != funnel.RouteNamed {
			t.Fatalf("by name %+v", route)
		}
	}
	var got []ref.UserID
	for range 6 {
		got = append(got, takesLead(t, r, berliner, "").To)
	}
	// Two of the five are set against his turns, then the others are even.
	if !slices.Equal(got[:3], []ref.UserID{rob, tom, rob}) && !slices.Equal(got[:4], []ref.UserID{rob, tom, rob, tom}) {
		t.Errorf("then in turn %v", got)
	}
	if !slices.Contains(got, sam) {
		t.Errorf("sam gets none any more: %v", got)
	}
	if today, _ := r.Turns[people.DefaultPool].Members[sam].Load(r.DayOf(sam)); today < 5 {
		t.Errorf("sam's load is %d", today)
	}
}

// Nobody absent, capped or off the team is ever chosen, whatever the pools.
func TestNobodyWhoCannotIsEverChosen(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		reps := []ref.UserID{sam, rob, tom, stan}
		anyPool := func(id people.PoolID, rules string) people.Pool {
			p := pool(t, id, "P", rules)
			for _, rep := range reps {
				if rapid.Bool().Draw(r, "member") {
					p.Members = append(p.Members, people.PoolMember{User: rep, Weight: rapid.IntRange(1, 5).Draw(r, "weight"), Day: rapid.IntRange(0, 3).Draw(r, "day"), Week: rapid.IntRange(0, 5).Draw(r, "week")})
				}
			}
			return p
		}
		o := withPools(office(t), anyPool(2, "country in DE"), anyPool(3, "employees >= 50"), anyPool(people.DefaultPool, ""))
		got := map[people.PoolID]map[ref.UserID][]calendar.Date{2: {}, 3: {}, people.DefaultPool: {}}
		for range rapid.IntRange(1, 60).Draw(r, "leads") {
			o.At = o.At.Add(time.Duration(rapid.IntRange(0, 20).Draw(r, "hours")) * time.Hour)
			gone := rapid.SampledFrom(append([]ref.UserID{""}, reps...)).Draw(r, "gone")
			o.InSlack = func(id ref.UserID) bool { return id != gone }
			lead := funnel.Lead{ID: 7, CountryCode: rapid.SampledFrom([]string{"", "DE"}).Draw(r, "country"), Employees: rapid.SampledFrom([]int{0, 60}).Draw(r, "size")}
			route := takesLead(t, o, lead, "")
			if route.To == "" {
				continue
			}
			p, _ := o.Pool(route.Pool)
			m, in := p.Member(route.To)
			if !in || route.To == gone || route.To == stan {
				r.Fatalf("%s cannot take it: %+v", route.To, route)
			}
			if _, _, fits := funnel.JudgePool(p, lead); !fits {
				r.Fatalf("the lead does not fit %+v", route)
			}
			today, week := 0, 0
			for _, day := range got[p.ID][route.To] {
				if day == route.Day {
					today++
				}
				if calendar.WeekOf(day) == calendar.WeekOf(route.Day) {
					week++
				}
			}
			if m.Day > 0 && today >= m.Day || m.Week > 0 && week >= m.Week {
				r.Fatalf("%s has had %d today and %d this week of %+v", route.To, today, week, m)
			}
			got[p.ID][route.To] = append(got[p.ID][route.To], route.Day)
		}
	})
}

func TestPoolsAreChangedByThoseWhoMay(t *testing.T) {
	r := office(t)
	p, pools := r.Policy, r.Pools
	boss := people.Act{By: p.Roster.Person(mona), At: r.At}
	in := people.PoolInput{Name: "DACH", Rules: "country in DE\n\nrule: employees >= 50", After: people.AfterClaim, Shares: map[ref.UserID]string{sam: "2, 5 a day", rob: "1", tom: " "}}
	dach, change, err := people.NewPool(2, in, pools, boss, p.Staff)
	if err != nil || len(dach.Members) != 2 || len(dach.Rules) != 2 || change.Done != people.PoolMade || !slices.Equal(change.Joined, []ref.UserID{sam, rob}) {
		t.Fatalf("made %+v, %+v, %v", dach, change, err)
	}
	pools = people.PoolsInOrder([]people.Pool{dach}, p.Roster)
	wrong := func(name, field string, change func(*people.PoolInput), of people.Pool) {
		t.Helper()
		broken := in
		change(&broken)
		_, _, err := of.Edit(broken, pools, boss, p.Staff)
		fields := fieldsOf(err)
		if !slices.ContainsFunc(fields, func(f fault.FieldError) bool { return f.Field == field }) {
			t.Errorf("%s: wrong are %v, want %s; %v", name, fields, field, err)
		}
	}
	everybody := pools[1]
	wrong("no name", "name", func(in *people.PoolInput) { in.Name = " " }, dach)
	wrong("a name that is taken", "name", func(in *people.PoolInput) { in.Name = "dach" }, everybody)
	wrong("a comma", "name", func(in *people.PoolInput) { in.Name = "A, B" }, dach)
	wrong("an unknown field", "rules", func(in *people.PoolInput) { in.Rules = "shoe_size >= 4" }, dach)
	wrong("no rules", "rules", func(in *people.PoolInput) { in.Rules = "" }, dach)
	wrong("rules of the default", "rules", func(in *people.PoolInput) { in.Name = "All" }, everybody)
	wrong("a weight of 0", "share.U0SAM", func(in *people.PoolInput) { in.Shares = map[ref.UserID]string{sam: "0"} }, dach)
	wrong("a weight of 1000", "share.U0ROB", func(in *people.PoolInput) { in.Shares = map[ref.UserID]string{rob: "1000"} }, dach)
	wrong("nobody", "share.U0SAM", func(in *people.PoolInput) { in.Shares = map[ref.UserID]string{sam: "", rob: ""} }, dach)
	wrong("no answer", "after", func(in *people.PoolInput) { in.After = "" }, dach)

	if _, err := everybody.Remove(boss, p.Staff); fault.KindOf(err) != fault.KindConflict || !strings.Contains(fault.UserText(err), "default pool") {
		t.Errorf("the default is removed: %v", err)
	}
	for _, who := range []ref.UserID{sam, mia, lea, stan} {
		act := people.Act{By: p.Roster.Person(who), At: r.At}
		_, _, made := people.NewPool(3, in, pools, act, p.Staff)
		_, _, edited := dach.Edit(in, pools, act, p.Staff)
		_, removed := dach.Remove(act, p.Staff)
		_, _, ordered := people.OrderPools(pools, []string{"DACH"}, act, p.Staff)
		for what, err := range map[string]error{"makes": made, "edits": edited, "removes": removed, "orders": ordered} {
			if fault.KindOf(err) != fault.KindDenied {
				t.Errorf("%s %s a pool: %v", who, what, err)
			}
		}
	}
	edited := in
	edited.Name, edited.Shares = "D-A-CH", map[ref.UserID]string{sam: "", tom: "3"} // rob is not asked about
	after, change, err := dach.Edit(edited, pools, boss, p.Staff)
	want := people.PoolChange{Done: people.PoolChanged, Name: "D-A-CH", Was: "DACH", Joined: []ref.UserID{tom}, Left: []ref.UserID{sam}, Rules: []string{"country in DE", "employees >= 50"}}
	if diff := cmp.Diff(want, change); diff != "" || err != nil || len(after.Members) != 2 {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, same, err := dach.Edit(in, pools, boss, p.Staff); err != nil || same.Any() {
		t.Errorf("the form as it was is a change: %+v, %v", same, err)
	}
}

func TestAPoolIsNotOverwrittenByAnOlderForm(t *testing.T) {
	r := withPools(office(t), pool(t, 2, "DACH", "country in DE", weight(sam, 1)))
	p := r.Policy
	first, second := people.Act{By: p.Roster.Person(mona), At: r.At}, people.Act{By: p.Roster.Person(mona), At: r.At.Add(time.Minute)}
	form := people.PoolInput{Name: "DACH", Rules: "country in DE", After: people.AfterReassign, Shares: map[ref.UserID]string{sam: "1", rob: "2"}}
	after, _, err := r.Pools[0].Edit(form, r.Pools, first, p.Staff)
	if err != nil {
		t.Fatal(err)
	}
	pools := people.PoolsInOrder([]people.Pool{after}, p.Roster)
	late := form
	late.Name, late.Shares = "D-A-CH", map[ref.UserID]string{sam: "1"}
	kept, _, err := after.Edit(late, pools, second, p.Staff)
	if fault.KindOf(err) != fault.KindConflict || !strings.Contains(fault.UserText(err), "U0MONA") || !strings.Contains(fault.UserText(err), fault.Moment(first.At)) {
		t.Errorf("a form from before the change: %v", err)
	}
	if diff := cmp.Diff(after, kept); diff != "" {
		t.Errorf("the refused form changed the pool (-want +got):\n%s", diff)
	}
	late.Rev = after.Rev
	if again, _, err := after.Edit(late, pools, second, p.Staff); err != nil || again.Name != "D-A-CH" || again.Rev != 2 {
		t.Errorf("the form opened again: %+v, %v", again, err)
	}
	moved, _, err := people.OrderPools(people.PoolsInOrder([]people.Pool{after, pool(t, 3, "US", "country in US", weight(rob, 1))}, p.Roster), []string{"US"}, second, p.Staff)
	if err != nil || slices.ContainsFunc(moved, func(m people.Pool) bool { return m.ID == after.ID && m.Rev != after.Rev }) {
		t.Errorf("moving a pool makes its open forms old: %+v, %v", moved, err)
	}
	if _, err := people.PoolOfForm(pools, 9); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("the form of a pool that is gone: %v", err)
	}
}

func TestPoolsHaveAnOrder(t *testing.T) {
	r := withPools(office(t), pool(t, 2, "A", "country in DE", weight(sam, 1)), pool(t, 3, "B", "country in AT", weight(sam, 1)), pool(t, 4, "C", "country in CH", weight(sam, 1)))
	boss := people.Act{By: r.Policy.Roster.Person(mona), At: r.At}
	moved, change, err := people.OrderPools(r.Pools, []string{"c", "a"}, boss, r.Policy.Staff)
	if err != nil || !slices.Equal(change.Order, []string{"C", "A", "B"}) || len(moved) != 1 || moved[0].Place != 1 {
		t.Errorf("order %v of %v, %v", change.Order, moved, err)
	}
	for _, c := range []struct {
		names []string
		says  string
	}{{nil, "Which pools"}, {[]string{"D"}, "no pool"}, {[]string{"Sales team"}, "always comes last"}} {
		if _, _, err := people.OrderPools(r.Pools, c.names, boss, r.Policy.Staff); err == nil || !strings.Contains(fault.UserText(err), c.says) {
			t.Errorf("%v: %v, want it to say %q", c.names, err, c.says)
		}
	}
}

func TestAnUnansweredHandoffIsPassedOnTwice(t *testing.T) {
	r := office(t)
	s := standing(t, "offered") // to sam
	s.p, s.pools = r.Policy, r.Pools
	for i, want := range []ref.UserID{rob, tom} {
		before := s.lead.Handoff.To
		s.now = s.lead.Clocks[0].DueAt.Add(time.Minute)
		s.sweeps()
		s.now = s.lead.NextDueAt
		s.sweeps()
		if hears := s.lead.Clocks[0].Hears; hears != mona {
			t.Fatalf("time %d: %s hears before the pool", i+1, hears)
		}
		s.now = s.lead.NextDueAt
		s.sweeps()
		s.wantTold("card "+string(want), "card sales", "passed_on "+string(before))
		if turn, _ := s.lead.Turn(); turn != want || !s.lead.Offered() || s.last.Entries[0].Route.To != want {
			t.Errorf("time %d: %+v", i+1, s.lead)
		}
		if c := s.lead.Clocks[0]; c.Step != 0 || c.Hears != "" || !c.StartedAt.Equal(s.now) || s.lead.Nudges != 0 {
			t.Errorf("time %d: the promise of the next does not begin anew: %+v", i+1, c)
		}
	}
	if s.lead.Handoff.MayPassOn() {
		t.Error("it is passed on a third time")
	}
	s.now = s.lead.Clocks[0].DueAt.Add(time.Minute)
	s.sweeps()
	for range 2 { // the manager, then the intake owner
		s.now = s.lead.NextDueAt
		s.sweeps()
	}
	if c := s.lead.Clocks[0]; c.Person != tom || c.Hears != mel {
		t.Errorf("after the pool %s hears of %s", c.Hears, c.Person)
	}
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(tom), s.p))
	s.does(s.lead.HandOff(funnel.HandoffInput{To: sam, Route: &funnel.Route{How: funnel.RouteFormer}}, s.act(mia), s.p))
	if !s.lead.Handoff.MayPassOn() || len(s.lead.Handoff.Had) > 0 || !s.lead.Handoff.Former {
		t.Errorf("a new offer begins anew: %+v", s.lead.Handoff)
	}
}

// opens lets nobody answer until the pool may claim the lead.
func (s *story) opens(pool people.Pool) {
	s.t.Helper()
	s.pools = []people.Pool{pool}
	s.now = s.lead.Clocks[0].DueAt.Add(time.Minute)
	s.sweeps()
	for range 2 {
		s.now = s.lead.Clocks[0].EscalateAt
		s.sweeps()
	}
	if !s.lead.Handoff.Claimable {
		s.t.Fatalf("nobody may claim it: %+v", s.lead)
	}
}

func TestAnOpenHandoffIsClaimedByTheFirst(t *testing.T) {
	r := office(t)
	s := standing(t, "offered")
	s.p = r.Policy
	everybody := r.Pools[0]
	claim := func(by ref.UserID) (funnel.Change, error) {
		return s.lead.Claim(everybody, r.Claimed(s.lead, by), s.act(by), s.p)
	}
	_, err := claim(rob)
	wantKind(t, err, fault.KindConflict) // it is not open yet
	everybody.After = people.AfterClaim
	s.opens(everybody)
	s.wantTold("claim sales")
	if turn, _ := s.lead.Turn(); turn != sam || s.lead.Handoff.MayPassOn() {
		t.Errorf("until somebody claims it, it stays with sam: %+v", s.lead)
	}
	for who, kind := range map[ref.UserID]fault.Kind{mia: fault.KindDenied, stan: fault.KindDenied, mona: fault.KindDenied} {
		_, err := claim(who)
		wantKind(t, err, kind)
	}
	s.now = s.now.Add(time.Hour)
	s.does(claim(rob))
	s.wantTold("accepted U0MIA", "claimed U0SAM")
	if s.lead.Stage != agreement.SAL || s.lead.Owner != rob || s.lead.Handoff.To != rob || s.lead.Handoff.AnsweredBy != rob {
		t.Errorf("claimed %+v", s.lead)
	}
	if _, runs := s.lead.Clocks.Of(agreement.ClockFirstTouch); !runs || len(s.lead.Clocks) != 1 {
		t.Errorf("clocks %+v", s.lead.Clocks)
	}
	_, err = claim(tom)
	wantKind(t, err, fault.KindConflict)
	if !strings.Contains(fault.UserText(err), rob.Mentioned()+" took") {
		t.Errorf("who comes too late is told %q", fault.UserText(err))
	}
	s.by = rob
	undone, err := s.undoes(rob)
	if err != nil || !undone.Lead.Handoff.Claimable || undone.Lead.Owner != sam {
		t.Errorf("undone: %+v, %v", undone.Lead, err)
	}

	own := standing(t, "offered")
	own.p = r.Policy
	own.opens(everybody)
	own.does(own.lead.Claim(everybody, r.Claimed(own.lead, sam), own.act(sam), own.p))
	if own.lead.Stage != agreement.SAL || own.last.Entries[0].Kind != funnel.EntryAccepted {
		t.Errorf("who has it already accepts it: %+v", own.last.Entries)
	}
}

func TestALeadThatNobodyCanTakeIsToldToTheIntakeOwner(t *testing.T) {
	s := standing(t, "lead")
	s.does(s.lead.Unrouted(funnel.Route{Tried: []funnel.TriedPool{{Name: "Sales team"}}}, s.act(mia), s.p))
	s.wantTold("unrouted U0MEL")
	if s.last.Entries[0].Kind != funnel.EntryUnrouted || s.lead.Stage != agreement.Known {
		t.Errorf("%+v", s.last)
	}
	if text := fault.UserText(funnel.NobodyFree(s.lead, s.p)); !strings.Contains(text, mel.Mentioned()) {
		t.Errorf("the marketer is told %q", text)
	}
	_, err := s.lead.Unrouted(funnel.Route{}, s.act(stan), s.p)
	wantKind(t, err, fault.KindDenied)
}
