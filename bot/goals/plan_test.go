package goals

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
)

// planned is a plan by the text of a command and a year of history.
func planned(fields map[string]string, h goals.PlanHistory) goals.Planning {
	in, err := goals.ParsePlan(fields, "EUR", calendar.Date{Year: 2026, Month: 11, Day: 22})
	if err != nil {
		panic(err)
	}
	p, err := goals.MakePlan(in, h, kittest.FixtureContext().Today())
	if err != nil {
		panic(err)
	}
	m := goals.Planning{Plan: p, Stamp: "0badcafe"}
	for _, goal := range p.Goals() {
		m.Changes = append(m.Changes, goals.Change{Goal: goal})
	}
	return m
}

func yearOfWork() goals.PlanHistory {
	return goals.PlanHistory{
		Entered: map[agreement.Stage]int64{agreement.Known: 2400, agreement.MQL: 520, agreement.SAL: 310, agreement.SQL: 160, agreement.Customer: 35},
		Won:     kittest.Euros(420_000), Deals: 35,
		Lags: ledger.LagsOf(map[string]int64{"12": 10, "40": 12, "95": 9, "151": 4}),
	}
}

// newcomer has hardly begun.
func newcomer() goals.PlanHistory {
	return goals.PlanHistory{
		Entered: map[agreement.Stage]int64{agreement.Known: 22, agreement.MQL: 9, agreement.SAL: 6, agreement.SQL: 3, agreement.Customer: 1},
		Won:     kittest.Euros(9000), Deals: 1, Lags: ledger.LagsOf(map[string]int64{"30": 1}),
	}
}

// handedOver is a company whose file of the past knows MQLs and customers only.
func handedOver() goals.PlanHistory {
	return goals.PlanHistory{Entered: map[agreement.Stage]int64{agreement.MQL: 8000, agreement.Customer: 842}, Won: kittest.Euros(500_000), Deals: 800}
}

func planFixtures() map[string]goals.Planning {
	shared := planned(map[string]string{
		"revenue": "500000", "period": "2027-Q1", "deal": "12000", "win": "35%", "sql": "50%", "sal": "60%", "mql": "20%",
		"share": "60%", "certain": "100000", "budget": "8%", "ltv": "36000",
	}, yearOfWork())
	for i := range shared.Changes[:3] {
		g := shared.Changes[i].Goal
		old := goals.Goal{ID: 1, Metric: g.Metric, Period: g.Period, Target: goals.Quantity{Number: 40}}
		if g.Metric == goals.MetricRevenue {
			old.Target = goals.Quantity{Number: 450_000, Money: kittest.Euros(450_000)}
		}
		shared.Changes[i].Old = old
	}
	return map[string]goals.Planning{
		"measured": planned(map[string]string{"revenue": "500000", "period": "2027-Q1"}, yearOfWork()),
		"shared":   shared,
		"assumed":  planned(map[string]string{"revenue": "90000", "period": "2026-Q4", "win": "25%", "sql": "50%", "sal": "60%", "mql": "40%"}, newcomer()),
		"passing":  planned(map[string]string{"revenue": "200000", "period": "2027-Q1"}, handedOver()),
		"overall":  planned(map[string]string{"revenue": "84000", "deal": "12000", "period": "2027", "overall": "5%"}, goals.PlanHistory{}),
	}
}

func addPlans(c kit.Context, add kittest.Adder) {
	plans := planFixtures()
	for _, name := range []string{"measured", "shared", "assumed", "passing", "overall"} {
		add("reply", "plan_"+name, planShown(c, plans[name]))
	}
	add("reply", "plan_saved", planSaved(c, plans["shared"]))
	add("reply", "plans_compared", plansCompared(plans["measured"], plans["shared"]))
	add("reply", "plans_compared_uneven", plansCompared(plans["passing"], plans["overall"]))
	add("modal", "modal_plan", newPlan(c, "EUR"))
	add("modal", "modal_what_if", whatIf(c, "EUR", plans["shared"].Plan.Input))
}

// phoneWidth is how many letters of one width a phone shows in a line.
const phoneWidth = 40

func TestTheTableOfAPlanFitsAPhone(t *testing.T) {
	plans := planFixtures()
	tables := []slack.Block{plansCompared(plans["measured"], plans["shared"]).Blocks[1]}
	for _, m := range plans {
		tables = append(tables, planShown(kittest.FixtureContext(), m).Blocks[0])
	}
	for _, block := range tables {
		s, ok := block.(*slack.SectionBlock)
		if !ok {
			t.Fatalf("%T is no section", block)
		}
		_, table, found := strings.Cut(s.Text.Text, "```\n")
		if !found {
			t.Fatal("no table")
		}
		for line := range strings.Lines(table) {
			if len([]rune(line)) > phoneWidth {
				t.Errorf("%q is wider than a phone", line)
			}
		}
	}
}

func TestAPlanSaysItAllInItsText(t *testing.T) {
	text := planShown(kittest.FixtureContext(), planFixtures()["overall"]).Text
	for _, part := range []string{"2027", "€84,000", "7 new customers", "140 leads"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not say %q", text, part)
		}
	}
}

func TestAPlanTokenIsReadBack(t *testing.T) {
	for _, m := range planFixtures() {
		want := planToken{m.Stamp, m.Plan.Input.String()}
		if got, err := parsePlanToken(want.String()); err != nil || got != want {
			t.Errorf("%v was read back as %v, %v", want, got, err)
		}
	}
	for _, value := range []string{"", "x", " revenue=5", "stamp "} {
		if _, err := parsePlanToken(value); err == nil {
			t.Errorf("%q was read", value)
		}
	}
}

// TestAmountsOfTwoPlansAreTold: what differs looks different, and each row adds
// up as it is shown.
func TestAmountsOfTwoPlansAreTold(t *testing.T) {
	for _, test := range []struct {
		was, is int64
		want    []string
	}{
		{1575, 4157, []string{"15.75", "41.57", "+25.82"}},
		{340, 380, []string{"3.40", "3.80", "+0.40"}},
		{1600, 4200, []string{"16", "42", "+26"}},
		{12_000_40, 12_000_10, []string{"12,000.40", "12,000.10", "−0.30"}},
		{500_000_00, 450_000_60, []string{"500,000", "450,001", "−49,999"}},
		{500_000_00, 500_000_00, []string{"500,000", "500,000", "–"}},
		{16_49, 16_49, []string{"16.49", "16.49", "–"}},
	} {
		got := moneyRow("Deal", money.Amount{Minor: test.was, Currency: "EUR"}, money.Amount{Minor: test.is, Currency: "EUR"})
		if diff := cmp.Diff(append([]string{"Deal EUR"}, test.want...), got); diff != "" {
			t.Errorf("%d and %d (-want +got):\n%s", test.was, test.is, diff)
		}
	}
}

// 54 % of one customer is not one of one, so no number is told where there are too few to divide.
func TestAPartOfFewIsToldAsAPartOnly(t *testing.T) {
	for need, want := range map[float64]string{0.4: "", 9: "", 9.2: " (about 5 of 10)", 840: " (about 454 of 840)"} {
		if got := partOf(need, 0.54); got != want {
			t.Errorf("54%% of %v:%q, want %q", need, got, want)
		}
	}
}
