package goals

import (
	"errors"
	"maps"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/calendar/calendartest"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// planDay is when the tests plan; the first quarter of 2027 is to come.
var planDay = calendar.Date{Year: 2026, Month: time.November, Day: 22}

// line reads a plan as it is typed.
func line(t testing.TB, text string) PlanInput {
	t.Helper()
	fields := map[string]string{}
	for word := range strings.FieldsSeq(text) {
		name, value, _ := strings.Cut(word, "=")
		fields[name] = value
	}
	in, err := ParsePlan(fields, "EUR", planDay)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return in
}

func plan(t testing.TB, text string, h PlanHistory) Plan {
	t.Helper()
	p, err := MakePlan(line(t, text), h, planDay)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return p
}

// workedYear is a history that measures every rate.
func workedYear() PlanHistory {
	return PlanHistory{
		Entered: map[agreement.Stage]int64{agreement.Known: 2000, agreement.MQL: 400, agreement.SAL: 240, agreement.SQL: 120, agreement.Customer: 30}, Won: euros(360_000), Deals: 30,
		Lags: ledger.LagsOf(map[string]int64{"20": 18, "45": 9, "90": 3}),
	}
}

func rounded(p Plan) map[agreement.Stage]int64 {
	needs := map[agreement.Stage]int64{}
	for _, n := range p.Needs {
		needs[n.Stage] = RoundUp(n.Count)
	}
	return needs
}

func TestTheReverseFunnel(t *testing.T) {
	for _, test := range []struct {
		text string
		h    PlanHistory
		want map[agreement.Stage]int64
	}{
		// HubSpot's example of its service-level agreement.
		{"revenue=84000 period=2027-Q1 deal=12000 overall=5%", PlanHistory{}, map[agreement.Stage]int64{agreement.Customer: 7, agreement.Known: 140}},
		{"revenue=84000 period=2027-Q1 deal=12000 win=5% sql=100% sal=100% mql=100%", PlanHistory{}, map[agreement.Stage]int64{agreement.Customer: 7, agreement.SQL: 140, agreement.SAL: 140, agreement.MQL: 140, agreement.Known: 140}},
		// Rounding at each step would make 42, 168, 336, 560, 2800 of it.
		{"revenue=500000 period=2027-Q1 deal=12000 win=25% sql=50% sal=60% mql=20%", PlanHistory{}, map[agreement.Stage]int64{agreement.Customer: 42, agreement.SQL: 167, agreement.SAL: 334, agreement.MQL: 556, agreement.Known: 2778}},
		{"revenue=500000 certain=100000 period=2027-Q1 deal=12000 win=25% sql=50% sal=60% mql=20%", PlanHistory{}, map[agreement.Stage]int64{agreement.Customer: 34, agreement.SQL: 134, agreement.SAL: 267, agreement.MQL: 445, agreement.Known: 2223}},
		// Everything measured: 360,000 of 30 wins, 30 of 120, 120 of 240, 240 of 400, 400 of 2000.
		{"revenue=500000 period=2027-Q1", workedYear(), map[agreement.Stage]int64{agreement.Customer: 42, agreement.SQL: 167, agreement.SAL: 334, agreement.MQL: 556, agreement.Known: 2778}},
		// What is given goes before what is measured.
		{"revenue=500000 period=2027-Q1 deal=25000 win=50%", workedYear(), map[agreement.Stage]int64{agreement.Customer: 20, agreement.SQL: 40, agreement.SAL: 80, agreement.MQL: 134, agreement.Known: 667}},
		// Stages at which nobody is counted are passed by.
		{"revenue=1000 period=2027-Q1 deal=100", PlanHistory{Entered: map[agreement.Stage]int64{agreement.MQL: 500, agreement.Customer: 50}}, map[agreement.Stage]int64{agreement.Customer: 10, agreement.MQL: 100}},
		{"revenue=1000 period=2027-Q1 deal=100 mql=50%", PlanHistory{Entered: map[agreement.Stage]int64{agreement.MQL: 500, agreement.Customer: 50}}, map[agreement.Stage]int64{agreement.Customer: 10, agreement.MQL: 100, agreement.Known: 200}},
		{"revenue=1000 period=2027-Q1 deal=100", PlanHistory{Entered: map[agreement.Stage]int64{agreement.Known: 1000, agreement.SQL: 200, agreement.Customer: 50}}, map[agreement.Stage]int64{agreement.Customer: 10, agreement.SQL: 40, agreement.Known: 200}},
	} {
		if diff := cmp.Diff(test.want, rounded(plan(t, test.text, test.h))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestWhatARateStandsOn(t *testing.T) {
	p := plan(t, "revenue=500000 period=2027-Q1 win=35% sql=48% mql=10%", PlanHistory{
		Entered: map[agreement.Stage]int64{agreement.Known: 25, agreement.MQL: 200, agreement.SAL: 120, agreement.SQL: 60, agreement.Customer: 12}, Won: euros(120_000), Deals: 12,
	})
	type ground struct{ given, sure, bold bool }
	want := map[agreement.Stage]ground{agreement.Customer: {true, true, true}, agreement.SQL: {true, true, false}, agreement.SAL: {false, true, false}, agreement.MQL: {true, false, false}}
	got := map[agreement.Stage]ground{}
	for _, s := range p.Steps {
		got[s.To] = ground{s.Given, s.Sure(), s.Bold()}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(ground{})); diff != "" {
		t.Errorf("rates (-want +got):\n%s", diff)
	}
	if p.Deals != 12 || p.Deal != euros(10_000) {
		t.Errorf("the deal is %s of %d wins", p.Deal, p.Deals)
	}
}

func TestWhatIsMissingIsAskedForByName(t *testing.T) {
	for _, test := range []struct {
		text   string
		h      PlanHistory
		fields []string
		says   string
	}{
		{"", PlanHistory{}, []string{"revenue", "period"}, "<revenue=500000>"},
		{"revenue=5000 period=2027-Q1", PlanHistory{}, []string{"deal", "win", "sql", "sal", "mql"}, "<deal=12000>"},
		{"revenue=5000 period=2027-Q1 deal=50 sql=50% sal=50% mql=50%", PlanHistory{Entered: map[agreement.Stage]int64{agreement.SQL: 29, agreement.Customer: 9}}, []string{"win"}, "the last 12 months hold 29 SQLs, and to measure it takes 30"},
		{"revenue=5000 period=2027-Q1 deal=50 sql=50% sal=50% mql=50%", PlanHistory{Entered: map[agreement.Stage]int64{agreement.SQL: 30}}, []string{"win"}, "None of the 30 SQLs"},
		{"revenue=5000 period=2027-Q1 deal=50 sql=50% sal=50% mql=50%", PlanHistory{Entered: map[agreement.Stage]int64{agreement.SQL: 30, agreement.Customer: 31}}, []string{"win"}, "hold 30 SQLs, but 31 customers"},
		{"revenue=5000 period=2027-Q1 deal=50 mql=50%", PlanHistory{Entered: map[agreement.Stage]int64{agreement.MQL: 12, agreement.Customer: 3}}, []string{"win", "sql", "sal"}, "<win=50% sql=50% sal=50%>"},
		{"revenue=5000 period=2026-Q3 deal=50 overall=5%", PlanHistory{}, []string{"period"}, "is over"},
		{"revenue=5000 certain=5000 period=2027-Q1 deal=50 overall=5%", PlanHistory{}, []string{"certain"}, "nothing to plan"},
		{"revenue=5000 period=2027-Q1 deal=50 overall=5% win=5%", PlanHistory{}, []string{"overall"}, "either it or them"},
		{"revenue=5000 period=2027-Q1 deal=0.01 overall=0.0000000001", PlanHistory{}, nil, "more leads than there are people"},
	} {
		_, err := MakePlan(line(t, test.text), test.h, planDay)
		if !strings.Contains(faulttest.Plain(fault.UserText(err)), test.says) {
			t.Errorf("%s: %v, want %q", test.text, err, test.says)
		}
		if diff := cmp.Diff(test.fields, wrongFields(err)); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", test.text, diff)
		}
	}
}

func wrongFields(err error) []string {
	var fields []string
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			fields = append(fields, f.Field)
		}
	}
	return fields
}

func TestBadRatesAreRefusedAndNamed(t *testing.T) {
	for _, field := range []string{PlanWin, PlanSQL, PlanSAL, PlanMQL, PlanOverall, PlanShare, PlanBudget} {
		for _, bad := range []string{"0", "0%", "101", "101%", "150%", "-5%", "half"} {
			_, err := ParsePlan(map[string]string{field: bad}, "EUR", planDay)
			if got := wrongFields(err); len(got) != 1 || got[0] != field || !strings.Contains(fault.UserText(err), bad) {
				t.Errorf("%s=%s: %v on %v", field, bad, err, got)
			}
		}
	}
	for _, field := range []string{PlanRevenue, PlanDeal, PlanCertain, PlanLifetime} {
		for _, bad := range []string{"0", "-3", "much", "5000 USD"} {
			if _, err := ParsePlan(map[string]string{field: bad}, "EUR", planDay); len(wrongFields(err)) != 1 || wrongFields(err)[0] != field {
				t.Errorf("%s=%s: %v", field, bad, err)
			}
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		in := line(t, "revenue=5000 period=2027-Q1 deal=50 win=50% sql=50% sal=50% mql=50%")
		field := rapid.SampledFrom([]string{PlanWin, PlanSQL, PlanSAL, PlanMQL}).Draw(r, "field")
		in.Rates[field] = rapid.OneOf(rapid.Float64Max(0), rapid.Float64Min(math.Nextafter(1, 2)), rapid.Just(math.NaN()), rapid.Just(math.Inf(1))).Draw(r, "rate")
		_, err := MakePlan(in, PlanHistory{}, planDay)
		if got := wrongFields(err); len(got) != 1 || got[0] != field || !strings.Contains(faulttest.Plain(fault.UserText(err)), "<"+field+"=>") {
			t.Fatalf("%s=%g: %v", field, in.Rates[field], err)
		}
	})
}

// anyPlan draws a plan whose rates are all given.
func anyPlan(r *rapid.T) PlanInput {
	in := PlanInput{
		Period: calendar.QuarterOf(calendar.Date{Year: 2027, Month: time.January, Day: 1}), Revenue: euros(rapid.Int64Range(2, 10_000_000).Draw(r, "revenue")),
		Deal: euros(rapid.Int64Range(1, 100_000).Draw(r, "deal")), Rates: map[string]float64{},
	}
	in.Certain = euros(rapid.Int64Range(0, in.Revenue.Minor/100-1).Draw(r, "certain"))
	for _, field := range planRates {
		in.Rates[field] = float64(rapid.IntRange(1, 1000).Draw(r, field)) / 1000
	}
	in.Share = float64(rapid.IntRange(0, 100).Draw(r, "share")) / 100
	in.Budget = float64(rapid.IntRange(0, 100).Draw(r, "budget")) / 100
	return in
}

func made(r *rapid.T, in PlanInput) Plan {
	p, err := MakePlan(in, PlanHistory{}, planDay)
	if err != nil {
		r.Skip("more than there are people")
	}
	return p
}

// Leads × rates × deal size are the revenue again: nothing was rounded on the
// way.
func TestNothingIsRoundedOnTheWay(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := made(r, anyPlan(r))
		revenue := p.Top().Count * float64(p.Deal.Minor)
		for _, s := range p.Steps {
			revenue *= s.Rate
		}
		if want := float64(p.New.Minor); math.Abs(revenue-want) > 1e-9*want {
			t.Fatalf("%s: %g leads bring %g, not %g", p.Input, p.Top().Count, revenue, want)
		}
		for i, n := range p.Needs {
			marketing, sales := p.Split(n)
			if marketing < 0 || sales < 0 || marketing+sales != RoundUp(n.Count) {
				t.Fatalf("%s: %d and %d are not %g", p.Input, marketing, sales, n.Count)
			}
			if shown := float64(RoundUp(n.Count)); shown < n.Count*(1-1e-9) || shown >= n.Count+1 {
				t.Fatalf("%s: %g is shown as %g", p.Input, n.Count, shown)
			}
			if i > 0 && n.Count < p.Needs[i-1].Count {
				t.Fatalf("%s: fewer %ss than what comes of them", p.Input, n.Stage)
			}
		}
	})
}

func TestBetterNeverNeedsMore(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyPlan(r)
		before := made(r, in)
		field := rapid.SampledFrom(append([]string{PlanDeal, PlanCertain}, planRates...)).Draw(r, "better")
		better := in
		better.Rates = maps.Clone(in.Rates)
		switch field {
		case PlanDeal:
			better.Deal.Minor += rapid.Int64Range(0, 1000).Draw(r, "by")
		case PlanCertain:
			better.Certain.Minor += rapid.Int64Range(0, in.Revenue.Minor-in.Certain.Minor-1).Draw(r, "by")
		default:
			better.Rates[field] = rapid.Float64Range(in.Rates[field], 1).Draw(r, "to")
		}
		after := made(r, better)
		for i := range before.Needs {
			if RoundUp(after.Needs[i].Count) > RoundUp(before.Needs[i].Count) {
				t.Fatalf("%s takes more %ss than %s", better, after.Needs[i].Stage, in)
			}
		}
	})
}

func TestAPlanIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyPlan(r)
		in.Rates[PlanWin] = rapid.Float64Range(1e-6, 1).Draw(r, "win")
		in.Deal.Minor += rapid.Int64Range(0, 99).Draw(r, "cents")
		if diff := cmp.Diff(in.String(), line(t, in.String()).String()); diff != "" {
			t.Fatalf("(-written +read):\n%s", diff)
		}
		back := line(t, in.String())
		if diff := cmp.Diff(in.Rates, back.Rates); diff != "" || back.Deal != in.Deal || back.Share != in.Share || back.Period != in.Period {
			t.Fatalf("%s (-written +read):\n%s", in, diff)
		}
	})
}

func TestMoneyOfAPlan(t *testing.T) {
	p := plan(t, "revenue=500000 certain=100000 period=2027-Q1 deal=10000 win=25% sql=50% sal=50% mql=25% share=50% ltv=36000", PlanHistory{})
	if p.Budget != euros(45_000) { // 9 % where nothing is said
		t.Errorf("the budget is %s", p.Budget)
	}
	// Marketing brings half: 20 customers, 160 SALs, 1280 leads.
	for stage, want := range map[agreement.Stage]money.Amount{agreement.Customer: euros(2250), agreement.SAL: {Minor: 28125, Currency: "EUR"}, agreement.Known: {Minor: 3515, Currency: "EUR"}} {
		if got, ok := p.CostPer(stage); !ok || got != want {
			t.Errorf("a %s may cost %s, want %s", stage, got, want)
		}
	}
	if ratio, ok := p.LifetimeRatio(); !ok || ratio != 16 {
		t.Errorf("the lifetime value is %g times the cost", ratio)
	}
	p = plan(t, "revenue=84000 period=2027-Q1 deal=12000 overall=5% budget=10%", PlanHistory{})
	if _, ok := p.CostPer(agreement.SAL); ok || p.Budget != euros(8400) {
		t.Errorf("budget %s; accepted leads are not planned and have a cost", p.Budget)
	}
	if _, ok := p.LifetimeRatio(); ok {
		t.Error("a lifetime value that was not given has a ratio")
	}
}

func TestTimeOfAPlan(t *testing.T) {
	p := plan(t, "revenue=500000 period=2027-Q1", workedYear())
	want := PlanTime{
		Wins: 30, Median: 20, P90: 45, Before: (18*20 + 9*45 + 3*90) / 30.0 / 90,
		LastHalf: calendar.Date{Year: 2027, Month: time.March, Day: 11}, LastMost: calendar.Date{Year: 2027, Month: time.February, Day: 14},
	}
	if diff := cmp.Diff(want, p.Time); diff != "" || !p.Time.Sure() {
		t.Errorf("time (-want +got):\n%s", diff)
	}
	p = plan(t, "revenue=84000 period=2027-Q1 deal=12000 overall=5%", PlanHistory{})
	if diff := cmp.Diff(PlanTime{}, p.Time); diff != "" || p.Time.Sure() {
		t.Errorf("without wins (-want +got):\n%s", diff)
	}
}

func TestGoalsOfAPlan(t *testing.T) {
	p := plan(t, "revenue=500000 certain=100000 period=2027-Q1 deal=12000 win=25% sql=50% sal=60% mql=20%", PlanHistory{})
	got, whys := map[Metric]float64{}, map[Metric]string{
		MetricRevenue:   "Plan for 2027-Q1: €500,000 of revenue (€100,000 of it is certain) at €12,000 a deal takes 34 new customers;",
		MetricCustomers: "By the plan, each brings €12,000 (given).",
		MetricSQLs:      "By the plan, 25% of SQLs become customers (assumed).",
		MetricSALs:      "By the plan, 50% of SALs become SQLs (assumed).",
		MetricMQLs:      "By the plan, 60% of MQLs become SALs (assumed).",
		MetricLeads:     "By the plan, 20% of leads become MQLs (assumed).",
	}
	for _, g := range p.Goals() {
		got[g.Metric] = g.Target.Number
		if g.Period.Label != "2027-Q1" || len([]rune(g.Why)) > fault.MaxNote || !strings.HasPrefix(g.Why, whys[g.Metric]) {
			t.Errorf("%s in %s, because %q", g.Metric, g.Period, g.Why)
		}
	}
	set, err := savePlan(t, p)
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range set.Saved {
		if g.Target.Number != got[g.Metric] || g.Parent != ref.GoalID(i) {
			t.Errorf("%s is saved as %v below %s", g.Metric, g.Target, g.Parent)
		}
	}
	if how := NewTree(set.Saved).Derivation(set.Saved[1]); how != "(€500,000 Revenue − €100,000 certain) ÷ €12,000 = 33.33, so 34 Customers" {
		t.Errorf("customers follow as %q", how)
	}
	want := map[Metric]float64{MetricRevenue: 500_000, MetricCustomers: 34, MetricSQLs: 134, MetricSALs: 267, MetricMQLs: 445, MetricLeads: 2223}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("goals (-want +got):\n%s", diff)
	}
}

// savePlan sets the goals of a plan below each other.
func savePlan(t testing.TB, p Plan) (Saved, error) {
	t.Helper()
	var changes []Change
	for i, g := range p.Goals() {
		g.Parent = ref.GoalID(i)
		changes = append(changes, Change{ID: ref.GoalID(i + 1), Goal: g})
	}
	policy := testPolicy(t)
	return Set(NewTree(nil), changes, people.Act{By: policy.Roster.Person(mia), At: planDay.Start(time.UTC)}, policy)
}

// Every plan comes out as a tree whose targets are those that it shows.
func TestEveryPlanIsATree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rate := rapid.Float64Range(0.01, 1)
		in := PlanInput{
			Period: calendartest.Period(t, "2027-Q1"), Revenue: euros(rapid.Int64Range(1, 5_000_000).Draw(rt, "revenue")), Deal: euros(rapid.Int64Range(1, 90_000).Draw(rt, "deal")),
			Rates: map[string]float64{PlanWin: rate.Draw(rt, "win"), PlanSQL: rate.Draw(rt, "sql"), PlanSAL: rate.Draw(rt, "sal"), PlanMQL: rate.Draw(rt, "mql")},
		}
		in.Certain = euros(rapid.Int64Range(0, in.Revenue.Minor/100-1).Draw(rt, "certain"))
		p, err := MakePlan(in, PlanHistory{}, planDay)
		if err != nil {
			rt.Skip(err)
		}
		if _, err := savePlan(t, p); err != nil {
			rt.Fatal(err)
		}
	})
}

// Whoever reads a goal of a plan sees what its rate stands on.
func TestTheGoalsOfAPlanSayWhatTheyStandOn(t *testing.T) {
	measured := PlanHistory{
		Entered: map[agreement.Stage]int64{agreement.Known: 400, agreement.MQL: 100, agreement.Customer: 40}, Won: euros(400_000), Deals: 40,
	}
	for text, want := range map[string][]string{
		"revenue=84000 period=2027-Q1":                     {"each brings €10,000 (the mean of 40 wins).", "40% of MQLs become customers (measured).", "25% of leads become MQLs (measured)."},
		"revenue=84000 period=2027-Q1 deal=12k mql=30%":    {"each brings €12,000 (given).", "40% of MQLs become customers (measured).", "30% of leads become MQLs (given)."},
		"revenue=84000 period=2027-Q1 deal=12k overall=5%": {"each brings €12,000 (given).", "5% of leads become customers (given)."},
	} {
		goals := plan(t, text, measured).Goals()
		for i, why := range want {
			if got := goals[i+1].Why; got != "By the plan, "+why {
				t.Errorf("%s: the %s because %q, want %q", text, goals[i+1].Metric, got, why)
			}
		}
	}
}

func TestAStampTellsOfEveryTarget(t *testing.T) {
	p := plan(t, "revenue=84000 period=2027-Q1 deal=12000 overall=5%", PlanHistory{})
	changes := func() []Change {
		var all []Change
		for _, g := range p.Goals() {
			all = append(all, Change{Goal: g})
		}
		return all
	}
	stamp := PlanStamp(changes())
	newer, older := changes(), changes()
	newer[2].Goal.Target.Number++
	older[1].Old.Target.Number = 3
	if PlanStamp(changes()) != stamp || PlanStamp(newer) == stamp || PlanStamp(older) == stamp {
		t.Error("stamps are the same for different goals, or differ for the same")
	}
}

func TestPercent(t *testing.T) {
	for rate, want := range map[float64]string{0.25: "25%", 1: "100%", 1.0 / 3: "33.33%", 0.05: "5%", 0.0714285: "7.14%", 0.07: "7%", 0.000123: "0.0123%", 1e-9: "under 0.0001%"} {
		if got := Percent(rate); got != want {
			t.Errorf("%g is %s, want %s", rate, got, want)
		}
	}
}

// What may be spent on each is exact to the cent, and together never more than there is.
func TestAllowedCostsKeepToTheBudget(t *testing.T) {
	for _, test := range []struct {
		line string
		want money.Amount
	}{
		{"revenue=1000 period=2027-Q1 deal=300 overall=100% budget=10%", euros(30)},   // of 3.33 customers
		{"revenue=3000 period=2027-Q1 deal=9000 overall=100% budget=10%", euros(300)}, // of a third of one
		{"revenue=100 period=2027-Q1 deal=1 overall=100% budget=29%", money.Amount{Minor: 29, Currency: "EUR"}},
	} {
		if got, ok := plan(t, test.line, PlanHistory{}).CostPer(agreement.Customer); !ok || got != test.want {
			t.Errorf("%s: a customer may cost %s, want %s", test.line, got, test.want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		in := anyPlan(r)
		p, err := MakePlan(in, PlanHistory{}, calendar.Date{Year: 2026, Month: 11, Day: 23})
		if err != nil {
			return
		}
		share := in.Share
		if share == 0 {
			share = 1
		}
		budget, hundred := p.Budget.Minor, int64(100)
		// Each customer brings the deal: share × (revenue − certain) ÷ deal of them are paid from the budget.
		top := new(big.Int).Mul(big.NewInt(budget*hundred), big.NewInt(in.Deal.Minor))
		bottom := new(big.Int).Mul(big.NewInt(p.New.Minor), big.NewInt(int64(math.Round(share*100))))
		want := min(new(big.Int).Quo(top, bottom).Int64(), budget)
		if cost, ok := p.CostPer(agreement.Customer); !ok || cost.Minor != want {
			r.Fatalf("a customer may cost %s of %s, want %d", cost, p.Budget, want)
		}
		for _, n := range p.Needs {
			if cost, ok := p.CostPer(n.Stage); !ok || cost.Minor > budget {
				r.Fatalf("a %s may cost %s of %s", n.Stage, cost, p.Budget)
			}
		}
	})
}
