package report

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/calendar/calendartest"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// half is a goal on a quarter that is half over.
func half(t testing.TB, m goals.Metric, actual, target float64) goals.Standing {
	t.Helper()
	of := func(n float64) goals.Quantity {
		if m == goals.MetricRevenue {
			return goals.Quantity{Number: n, Money: money.Amount{Minor: int64(math.Round(n * 100)), Currency: "EUR"}}
		}
		return goals.Quantity{Number: n}
	}
	return goals.Standing{
		Goal:   goals.Goal{ID: ref.GoalID(len(m)), Metric: m, Period: calendartest.Period(t, "2026-Q4"), Target: of(target)},
		Actual: goals.Actual{Quantity: of(actual), Known: true}, Expected: target / 2, Status: goals.StatusOff, DaysElapsed: 32, DaysTotal: 64,
	}
}

func amounts(g Gap) map[string]int64 {
	got := map[string]int64{}
	for _, p := range g.Parts {
		got[strings.TrimSpace(string(p.Kind)+" "+string(p.From)+" "+string(p.To))] = g.Goal.Metric.Units(p.Amount)
	}
	return got
}

func TestAGapOfOneCauseIsThatCause(t *testing.T) {
	before := map[agreement.Stage]int64{agreement.Known: 1000, agreement.MQL: 400, agreement.SAL: 200, agreement.SQL: 100, agreement.Customer: 50}
	same := func(change agreement.Stage, n int64) map[agreement.Stage]int64 {
		now := map[agreement.Stage]int64{agreement.Known: 2000, agreement.MQL: 800, agreement.SAL: 400, agreement.SQL: 200, agreement.Customer: 100}
		if change != "" {
			now[change] = n
		}
		return now
	}
	won := money.Amount{Minor: 50_000_00, Currency: "EUR"} // 1,000 a customer
	for _, test := range []struct {
		name   string
		actual float64
		facts  GapFacts
		want   map[string]int64
	}{
		{"as expected", 100_000, GapFacts{Now: same("", 0)}, map[string]int64{}},
		{"half the deal", 50_000, GapFacts{Now: same("", 0)}, map[string]int64{"deal customer": -50_000_00}},
		{"half the leads", 50_000, GapFacts{Now: map[agreement.Stage]int64{agreement.Known: 1000, agreement.MQL: 400, agreement.SAL: 200, agreement.SQL: 100, agreement.Customer: 50}}, map[string]int64{"volume lead": -50_000_00}},
		{"half the wins", 50_000, GapFacts{Now: same(agreement.Customer, 50)}, map[string]int64{"rate sql customer": -50_000_00}},
		{"not due yet", 50_000, GapFacts{Now: same(agreement.Customer, 50), Due: 0.5, DueBefore: 1}, map[string]int64{"timing sql customer": -50_000_00}},
		{"as late as it was before", 50_000, GapFacts{Now: same(agreement.Customer, 50), Due: 0.5, DueBefore: 0.5}, map[string]int64{"rate sql customer": -50_000_00}},
		{"due before is not known", 50_000, GapFacts{Now: same(agreement.Customer, 50), Due: 0.5}, map[string]int64{"rate sql customer": -50_000_00}},
		{
			"the plan says more",
			100_000,
			GapFacts{Now: same("", 0), Targets: map[agreement.Stage]float64{agreement.SQL: 100, agreement.Customer: 50}, Revenue: 50_000_00},
			map[string]int64{},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.facts.Before, test.facts.Won = before, won
			g := Explain(half(t, goals.MetricRevenue, test.actual, 200_000), test.facts)
			got := amounts(g)
			for cause, amount := range got {
				if amount == 0 {
					delete(got, cause)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" || len(g.Parts) < 6 {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTooSmallASampleIsSaid(t *testing.T) {
	enough := map[agreement.Stage]int64{agreement.Known: 1000, agreement.MQL: 400, agreement.SAL: 200, agreement.SQL: 100, agreement.Customer: 50}
	few := map[agreement.Stage]int64{agreement.Known: 1000, agreement.MQL: 400, agreement.SAL: 200, agreement.SQL: 100, agreement.Customer: 4}
	for _, test := range []struct {
		name  string
		s     goals.Standing
		facts GapFacts
		want  string
	}{
		{"few leads now", half(t, goals.MetricCustomers, 3, 100), GapFacts{Now: map[agreement.Stage]int64{agreement.Known: 29, agreement.MQL: 12}, Before: enough}, "Too few leads to say why: 29 since 1 Oct 2026, 30 needed."},
		{"few outcomes now", half(t, goals.MetricCustomers, 3, 8), GapFacts{Now: few, Before: enough}, "Too few outcomes to say why: 4 customers since 1 Oct 2026, 5 needed."},
		{"few outcomes before", half(t, goals.MetricCustomers, 3, 100), GapFacts{Now: enough, Before: few}, "Too few outcomes to say why: 4 customers in the 13 weeks before 1 Oct 2026, 30 needed."},
		{"few deals before", half(t, goals.MetricRevenue, 3000, 100_000), GapFacts{Now: enough, Before: few, Won: euros(9000)}, "4 customers in the 13 weeks before"},
		{"few leads before", half(t, goals.MetricCustomers, 3, 100), GapFacts{Now: enough, Before: map[agreement.Stage]int64{agreement.Known: 29, agreement.Customer: 31}}, "Too few leads to say why: 29 leads and 31 customers"},
		{
			"a history of five weeks", half(t, goals.MetricCustomers, 3, 100),
			GapFacts{Now: enough, Before: enough, Since: calendar.Date{Year: 2026, Month: 8, Day: 27}},
			"Too little history to say why: it begins on 27 Aug 2026",
		},
	} {
		g := Explain(test.s, test.facts)
		if len(g.Parts) > 0 || !strings.Contains(g.Unexplained, test.want) {
			t.Errorf("%s: %d parts, %q; want %q", test.name, len(g.Parts), g.Unexplained, test.want)
		}
		d := Digest{Week: "2026-W47", Goals: []goals.Standing{test.s}, Gap: &g}
		d.Finish()
		if said := strings.TrimSuffix(g.Unexplained[1:], "."); !strings.Contains(d.Headline, said) {
			t.Errorf("%s: the headline says %q; want %q in it", test.name, d.Headline, said)
		}
	}
}

// TestGoalsForEachStageNeedNoHistory: what a plan says is not measured.
func TestGoalsForEachStageNeedNoHistory(t *testing.T) {
	now := map[agreement.Stage]int64{agreement.Known: 500, agreement.MQL: 200, agreement.SAL: 100, agreement.SQL: 50, agreement.Customer: 8}
	f := GapFacts{Now: now, Since: calendar.Date{Year: 2026, Month: 9, Day: 28}, Targets: map[agreement.Stage]float64{agreement.Known: 1200, agreement.MQL: 480, agreement.SAL: 240, agreement.SQL: 120, agreement.Customer: 40}}
	if g := Explain(half(t, goals.MetricCustomers, 8, 40), f); len(g.Parts) != 5 {
		t.Errorf("%d parts; %s", len(g.Parts), g.Unexplained)
	}
}

// TestStagesWithTooFewAreTakenTogether: 12 SQLs judge nothing, so the step goes
// past them, and the deal is of the last stage with enough.
// Leadership reads why revenue lags and marketing why MQLs do, by goals of the
// same plan.
func TestGoalsOfOnePlanExpectTheSameLeads(t *testing.T) {
	facts := GapFacts{
		Now:     map[agreement.Stage]int64{agreement.Known: 100, agreement.MQL: 60, agreement.SAL: 50, agreement.SQL: 40, agreement.Customer: 31},
		Targets: map[agreement.Stage]float64{agreement.Known: 1000, agreement.MQL: 401, agreement.SAL: 201, agreement.SQL: 101, agreement.Customer: 51}, Revenue: 51_000_00,
	}
	expected := func(m goals.Metric, actual, target float64) float64 {
		s := half(t, m, actual, target)
		s.Expected = target * 0.297
		return Explain(s, facts).Parts[0].Expected
	}
	if all, marketing := expected(goals.MetricRevenue, 9000, 51_000), expected(goals.MetricMQLs, 60, 401); math.Abs(all-297) > 1e-6 || math.Abs(marketing-297) > 1e-6 {
		t.Errorf("revenue expects %v leads, MQLs expect %v; want 297", all, marketing)
	}
}

func TestStagesWithTooFewAreTakenTogether(t *testing.T) {
	now := map[agreement.Stage]int64{agreement.Known: 500, agreement.MQL: 200, agreement.SAL: 60, agreement.SQL: 12, agreement.Customer: 3}
	before := map[agreement.Stage]int64{agreement.Known: 500, agreement.MQL: 200, agreement.SAL: 80, agreement.SQL: 40, agreement.Customer: 30}
	g := Explain(half(t, goals.MetricRevenue, 30_000, 200_000), GapFacts{Now: now, Before: before, Won: euros(100_000)})
	want := []string{"volume lead", "rate lead mql", "rate mql sal", "deal sal"}
	for _, cause := range want {
		if _, ok := amounts(g)[cause]; !ok || len(g.Parts) != len(want) {
			t.Errorf("no part for %s in %v", cause, amounts(g))
		}
	}
}

// TestThePartsOfAGapAddUp: whatever the funnel, the parts are the gap, to the cent and to the unit, as kept and as
// told. Of €500,000 in the quarter €200,000 are certain, so 25 customers bring €12,000 each: so the 40 that came did,
// and what was certain is missing.
func TestWhatIsCertainMakesNoCustomerDearer(t *testing.T) {
	s := half(t, goals.MetricRevenue, 480_000, 1_000_000) // all of it due by now
	s.Goal.Target = goals.MoneyQuantity(euros(500_000))
	s.Expected = 500_000
	f := GapFacts{
		Now: map[agreement.Stage]int64{agreement.Known: 800, agreement.MQL: 400, agreement.SAL: 320, agreement.SQL: 160, agreement.Customer: 40}, Revenue: 500_000_00, Certain: 200_000_00,
		Targets: map[agreement.Stage]float64{agreement.Known: 500, agreement.MQL: 250, agreement.SAL: 200, agreement.SQL: 100, agreement.Customer: 25},
	}
	g := Explain(s, f)
	want := map[string]int64{
		"volume lead": 180_000_00, "rate lead mql": 0, "rate mql sal": 0, "rate sal sql": 0, "rate sql customer": 0, "deal customer": 0, "certain": -200_000_00,
	}
	if diff := cmp.Diff(want, amounts(g)); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if part, _ := g.Largest(); part.Says(agreement.Stage.Plural) != "what was certain already is not among the wins (€200,000 by now)" {
		t.Errorf("mostly because %s", part.Says(agreement.Stage.Plural))
	}
}

// However little is due yet, no more than all of the SQLs become customers.
func TestNoRateOfAGapIsAboveAll(t *testing.T) {
	f := GapFacts{
		Now: map[agreement.Stage]int64{agreement.Known: 800, agreement.MQL: 400, agreement.SAL: 320, agreement.SQL: 160, agreement.Customer: 40}, Due: 0.1,
		Targets: map[agreement.Stage]float64{agreement.Known: 500, agreement.MQL: 250, agreement.SAL: 200, agreement.SQL: 100, agreement.Customer: 25},
	}
	for _, p := range Explain(half(t, goals.MetricCustomers, 40, 50), f).Parts {
		if p.Kind == PartRate && p.Actual > 1 {
			t.Errorf("%s", p.Says(agreement.Stage.Plural))
		}
	}
}

func TestThePartsOfAGapAddUp(t *testing.T) {
	explained := 0
	rapid.Check(t, func(r *rapid.T) {
		counts := func(name string) map[agreement.Stage]int64 {
			c := map[agreement.Stage]int64{}
			for _, s := range agreement.Steps {
				c[s] = rapid.Int64Range(0, 5000).Draw(r, name+string(s))
			}
			return c
		}
		f := GapFacts{
			Now: counts("now "), Before: counts("before "), Won: money.Amount{Minor: rapid.Int64Range(0, 1e9).Draw(r, "won"), Currency: "EUR"},
			Targets: map[agreement.Stage]float64{}, Due: rapid.SampledFrom([]float64{0, 1e-12, 0.3, 1, 1.7}).Draw(r, "due"),
			DueBefore: rapid.SampledFrom([]float64{0, 0.4, 1, 1.3}).Draw(r, "due before"),
		}
		if rapid.Bool().Draw(r, "planned") {
			f.Revenue = float64(rapid.Int64Range(1, 1e9).Draw(r, "revenue"))
			f.Certain = f.Revenue * rapid.SampledFrom([]float64{0, 0.4, 1}).Draw(r, "certain")
			for _, s := range agreement.Steps {
				f.Targets[s] = float64(rapid.IntRange(0, 900).Draw(r, "target "+string(s)))
			}
		}
		metric := rapid.SampledFrom([]goals.Metric{goals.MetricRevenue, goals.MetricCustomers, goals.MetricMQLs}).Draw(r, "metric")
		s := half(t, metric, 0, rapid.Float64Range(1, 1e7).Draw(r, "goal"))
		switch metric {
		case goals.MetricRevenue:
			s.Actual.Money = money.Amount{Minor: rapid.Int64Range(0, 1e9).Draw(r, "actual"), Currency: "EUR"}
		case goals.MetricCustomers:
			s.Actual.Number = float64(f.Now[agreement.Customer])
		default:
			s.Actual.Number = float64(f.Now[agreement.MQL])
		}
		g := Explain(s, f)
		if len(g.Parts) == 0 {
			if g.Unexplained == "" {
				t.Fatal("neither parts nor a reason")
			}
			return
		}
		explained++
		for _, shown := range []Gap{g, g.Rounded()} {
			var sum int64
			for _, p := range shown.Parts {
				sum += metric.Units(p.Amount)
				if math.IsNaN(p.Actual) || math.IsNaN(p.Expected) {
					t.Fatalf("%v is no number", p)
				}
			}
			if want := metric.Units(shown.Actual) - metric.Units(shown.Expected); sum != want || metric.Units(shown.Total) != want {
				t.Fatalf("the parts are %d, the gap is %d (%d)", sum, want, metric.Units(shown.Total))
			}
		}
		product := 1.0
		for _, p := range g.Parts {
			if p.Kind != PartCertain && p.Kind != PartTiming {
				product *= p.Actual
			}
			if p.Kind == PartRate && (p.Actual != stats.Rate{Part: f.Now[p.To], Whole: f.Now[p.From]}.Fraction() || p.due() > 1+1e-9) {
				t.Fatalf("%+v is no rate that can be counted anew", p)
			}
			// What no amount can hold is clipped, and another part takes the rest.
			clipped := math.Abs(p.Amount.Number) > 1e15
			if p.Amount.Number*(p.Actual-p.due()) < 0 && p.Kind == PartRate && !clipped {
				t.Fatalf("%s: %v", p.Says(agreement.Stage.Plural), p.Amount)
			}
		}
		if actual := float64(metric.Units(g.Actual)); math.Abs(product-actual) > 1e-6*math.Max(1, actual) {
			t.Fatalf("the causes come to %g, the actual is %g", product, actual)
		}
	})
	if explained < 5 {
		t.Errorf("only %d of the funnels were explained", explained)
	}
}

func TestTheTopGoal(t *testing.T) {
	last := ref.GoalID(0)
	goal := func(m goals.Metric, label string, status goals.Status) goals.Standing {
		last++
		s := half(t, m, 1, 100)
		s.Goal.Period, s.Goal.ID, s.Status = calendartest.Period(t, label), last, status
		return s
	}
	goals := []goals.Standing{
		goal(goals.MetricMQLs, "2026", goals.StatusOff), goal(goals.MetricCustomers, "2026-Q4", goals.StatusOff), goal(goals.MetricCustomers, "2026", goals.StatusOnPace),
		goal(goals.MetricRevenue, "2026", goals.StatusPending), goal(goals.MetricSALs, "2026", goals.StatusOff),
	}
	if top, ok := TopGoal(goals); !ok || top.Goal.ID != 3 {
		t.Errorf("%s, %v; want the customers of the year", top.Goal.ID, ok)
	}
	if _, ok := TopGoal(goals[3:]); ok {
		t.Error("a goal that cannot be explained is")
	}
}

// TestEachAudienceReadsWhyItsOwnGoalLags: marketing does not read of revenue.
func TestEachAudienceReadsWhyItsOwnGoalLags(t *testing.T) {
	revenue, mqls := half(t, goals.MetricRevenue, 1, 100), half(t, goals.MetricMQLs, 1, 100)
	d := Digest{Goals: []goals.Standing{revenue, mqls}, Explained: []Explanation{{Goal: revenue.Goal.ID, Gap: &Gap{Goal: revenue.Goal}}, {Goal: mqls.Goal.ID, Gap: &Gap{Goal: mqls.Goal}}}}
	d.Finish()
	for audience, want := range map[funnel.Audience]goals.Metric{funnel.AudienceLeadership: goals.MetricRevenue, funnel.AudienceSales: goals.MetricRevenue, funnel.AudienceMarketing: goals.MetricMQLs} {
		if got := d.For(audience).Gap; got == nil || got.Goal.Metric != want {
			t.Errorf("%s reads of %+v, want %s", audience, got, want)
		}
	}
	d.Goals = d.Goals[:1]
	if got := d.For(funnel.AudienceMarketing); got.Gap != nil || got.Levers != nil {
		t.Errorf("marketing has no goal to explain, and reads %+v", got.Gap)
	}
}

func TestStepsThatAreTakenTogetherAreNamed(t *testing.T) {
	tests := []struct {
		name     string
		parts    []GapPart
		from, to agreement.Stage
	}{
		{"each step", []GapPart{{Kind: PartVolume, From: agreement.MQL}, {Kind: PartRate, From: agreement.MQL, To: agreement.SAL}, {Kind: PartDeal, From: agreement.Customer}}, "", ""},
		{"money by SAL", []GapPart{{Kind: PartRate, From: agreement.MQL, To: agreement.SAL}, {Kind: PartDeal, From: agreement.SAL}}, agreement.SAL, agreement.Customer},
		{"MQLs to customers", []GapPart{{Kind: PartRate, From: agreement.MQL, To: agreement.Customer}}, agreement.MQL, agreement.Customer},
	}
	for _, test := range tests {
		from, to, ok := Gap{Parts: test.parts}.Joined()
		if from != test.from || to != test.to || ok != (test.from != "") {
			t.Errorf("%s: from %q to %q, %t", test.name, from, to, ok)
		}
	}
}

func TestAGoalOnPaceThatEndsShortSaysSo(t *testing.T) {
	top := goals.Standing{Goal: goals.Goal{ID: 1, Metric: goals.MetricCustomers, Period: calendartest.Period(t, "2026-Q4"), Target: goals.Quantity{Number: 40}}, Status: goals.StatusOnPace, Expected: 20, DaysElapsed: 30, DaysTotal: 60}
	top.Actual = goals.Actual{Quantity: goals.Quantity{Number: 20}, Known: true}
	d := Digest{Week: "2026-W47", Goals: []goals.Standing{top}, Levers: &Levers{Goal: top.Goal, Lacking: goals.Quantity{Number: 4}}}
	if got := d.headline(); !strings.HasSuffix(got, "; at the pace of the last 13 weeks it ends 4 short.") {
		t.Error(got)
	}
	d.Levers.Lacking = goals.Quantity{}
	if got := d.headline(); strings.Contains(got, "short") {
		t.Error(got)
	}
}

// What a cause calls a rate is what came of the leads, as goals count it; that not all is due
// yet is said of the rate beside it, and apart.
func TestACauseNamesTheRateThatCanBeCountedAnew(t *testing.T) {
	f := GapFacts{
		Now:     map[agreement.Stage]int64{agreement.Known: 400, agreement.MQL: 200, agreement.SAL: 150, agreement.SQL: 100, agreement.Customer: 26},
		Targets: map[agreement.Stage]float64{agreement.Known: 800, agreement.MQL: 400, agreement.SAL: 300, agreement.SQL: 200, agreement.Customer: 80}, Due: 0.75,
	}
	g := Explain(half(t, goals.MetricCustomers, 26, 80), f)
	var got []string
	for _, p := range g.Parts[len(g.Parts)-2:] {
		got = append(got, p.Says(agreement.Stage.Plural))
	}
	want := []string{
		"fewer SQLs became customers (26 of 100, 26%, against 30% due by now)",
		"many leads came lately (of 40% of the SQLs expected to become customers, 30% were due by now)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
