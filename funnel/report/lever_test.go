package report

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// recent is a funnel of 13 weeks from which a quarter, half over, ends at 90,000
// of 100,000: 40,000 so far, 50,000 to come.
func recent(t testing.TB) (goals.Standing, LeverFacts) {
	t.Helper()
	s := half(t, goals.MetricRevenue, 40_000, 100_000)
	return s, LeverFacts{
		RecentPace: goals.RecentPace{Value: 100_000_00, Days: 64, Left: 32, Rest: calendar.Period{From: calendar.Date{Year: 2026, Month: 11, Day: 16}, To: s.Goal.Period.To}},
		Recent:     map[agreement.Stage]int64{agreement.Known: 1300, agreement.MQL: 520, agreement.SAL: 260, agreement.SQL: 200, agreement.Customer: 100}, Weeks: 13,
		BestLeads: map[agreement.Stage]float64{agreement.Known: 150}, BestDeal: 1500_00,
	}
}

func lever(t *testing.T, l Levers, kind LeverKind, from agreement.Stage) Lever {
	t.Helper()
	for _, lever := range l.All {
		if lever.Kind == kind && lever.From == from {
			return lever
		}
	}
	t.Fatalf("no lever %s %s in %+v", kind, from, l.All)
	return Lever{}
}

func TestLeversOfAKnownFunnel(t *testing.T) {
	s, f := recent(t)
	l := FindLevers(s, f)
	if l.Outlook.Money.Minor != 90_000_00 || l.Lacking.Money.Minor != 10_000_00 {
		t.Fatalf("ends at %v, lacks %v; want 90,000 and 10,000", l.Outlook.Money, l.Lacking.Money)
	}
	// Without knowing how long wins take, everything acts on all of the 50,000 to come: a fifth more.
	for _, test := range []struct {
		kind        LeverKind
		from        agreement.Stage
		now, needed float64
	}{
		{LeverLeads, agreement.Known, 100, 120}, {LeverDeal, "", 1000_00, 1200_00}, {LeverRate, agreement.SQL, 0.5, 0.6}, {LeverRate, agreement.Known, 0.4, 0.48},
	} {
		got := lever(t, l, test.kind, test.from)
		if math.Abs(got.Now-test.now) > 1e-9 || math.Abs(got.Needed-test.needed) > 1e-6 || math.Abs(got.Movement-0.2) > 1e-9 {
			t.Errorf("%s %s: from %g to %g (%g), want %g to %g", test.kind, test.from, got.Now, got.Needed, got.Movement, test.now, test.needed)
		}
	}
	if got := lever(t, l, LeverLeads, agreement.Known); got.Extra != 130 {
		t.Errorf("%d leads more, want 130: a fifth of the 650 of half the days", got.Extra)
	}
	if got := lever(t, l, LeverRate, agreement.SQL); got.Point.Money.Minor != 1_000_00 {
		t.Errorf("a point brings %v, want 1,000", got.Point.Money)
	}
}

// Where an outlook is rounded, what lacks is what the reader subtracts.
func TestWhatLacksIsTheTargetLessTheOutlook(t *testing.T) {
	s := half(t, goals.MetricCustomers, 30, 50)
	_, f := recent(t)
	f.Value, f.Days, f.Left = 44, 65, 29 // 19.6 are to come
	if l := FindLevers(s, f); l.Outlook.Number != 50 || l.Lacking.Number != 0 || len(l.All) > 0 {
		t.Errorf("ends at %v, %v short, with %d levers", l.Outlook.Number, l.Lacking.Number, len(l.All))
	}
}

// A few wins tell less than many how long a lead takes, and more than none:
// leads that come too late are no lever.
func TestFewWinsTellWhatIsTooLate(t *testing.T) {
	s, f := recent(t)
	if l := FindLevers(s, f); !l.Tied() || l.Timed || l.Wins != 0 {
		t.Errorf("without a win all move by the same: %+v", l)
	}
	f.Lags = ledger.LagsOf(map[string]int64{"90": 29})
	l := FindLevers(s, f)
	if got := lever(t, l, LeverLeads, agreement.Known); !got.Impossible() || got.Supported || l.Timed || l.Wins != 29 || l.Tied() {
		t.Errorf("leads that are won after 90 days, of 46: %+v", got)
	}
}

func TestALeverStaysWithinWhatTheDataSupports(t *testing.T) {
	s, f := recent(t)
	l := FindLevers(s, f)
	// 100 of 200 allows up to 57 %; 520 of 1,300 up to 43 %.
	for _, test := range []struct {
		kind LeverKind
		from agreement.Stage
		want bool
	}{{LeverRate, agreement.SQL, false}, {LeverRate, agreement.Known, false}, {LeverLeads, agreement.Known, true}, {LeverDeal, "", true}} {
		if got := lever(t, l, test.kind, test.from); got.Supported != test.want {
			t.Errorf("%s %s is supported: %v, want %v (%g of at most %g)", test.kind, test.from, got.Supported, test.want, got.Needed, got.Limit)
		}
	}
	f.BestLeads, f.BestDeal = map[agreement.Stage]float64{agreement.Known: 119}, 1199_00
	if best, ok := FindLevers(s, f).Cheapest(); ok {
		t.Errorf("%+v is offered, which the data does not support", best)
	}
}

// TestTimeTellsLeversApart: wins take two thirds of what is left, so new leads
// act on one third of it.
func TestTimeTellsLeversApart(t *testing.T) {
	s, f := recent(t)
	f.Lags = ledger.LagsOf(map[string]int64{"30": 60})
	f.Rest.From = f.Rest.To.AddDays(-45)
	l := FindLevers(s, f)
	if got := lever(t, l, LeverLeads, agreement.Known).Movement; math.Abs(got-0.6) > 1e-9 {
		t.Errorf("leads move by %g, want 0.6: they act on one third", got)
	}
	if got := lever(t, l, LeverDeal, "").Movement; math.Abs(got-0.2) > 1e-9 {
		t.Errorf("the deal moves by %g, want 0.2: it acts on all", got)
	}
	if best, ok := l.Cheapest(); !ok || best.Kind != LeverDeal {
		t.Errorf("the cheapest is %+v, want the deal", best)
	}
}

func TestFasterFollowUpNeedsEvidence(t *testing.T) {
	s, f := recent(t)
	for _, test := range []struct {
		name       string
		kept, late stats.Rate
		want       bool
	}{
		{"clear", stats.Rate{Part: 60, Whole: 100}, stats.Rate{Part: 10, Whole: 100}, true},
		{"may be chance", stats.Rate{Part: 25, Whole: 100}, stats.Rate{Part: 20, Whole: 100}, false},
		{"too few", stats.Rate{Part: 20, Whole: 29}, stats.Rate{Part: 1, Whole: 100}, false},
		{"the other way", stats.Rate{Part: 10, Whole: 100}, stats.Rate{Part: 60, Whole: 100}, false},
	} {
		f.Kept, f.Late = test.kept, test.late
		found := false
		for _, l := range FindLevers(s, f).All {
			found = found || l.Kind == LeverPrompt
		}
		if found != test.want {
			t.Errorf("%s: claimed %v, want %v", test.name, found, test.want)
		}
	}
	f.Kept, f.Late = stats.Rate{Part: 60, Whole: 100}, stats.Rate{Part: 10, Whole: 100}
	// 35 % won on the whole; 42 % needs 64 % in time: 0.64·0.6 + 0.36·0.1 = 0.42.
	if got := lever(t, FindLevers(s, f), LeverPrompt, ""); math.Abs(got.Now-0.5) > 1e-9 || math.Abs(got.Needed-0.64) > 1e-9 {
		t.Errorf("from %g to %g in time, want 0.5 to 0.64", got.Now, got.Needed)
	}
}

func TestWhenThereIsNoLever(t *testing.T) {
	s, f := recent(t)
	met := s
	met.Actual.Money = euros(60_000)
	if l := FindLevers(met, f); l.Lacking.Number != 0 || len(l.All) > 0 || l.Unknown != "" {
		t.Errorf("the goal is met, and yet: %+v", l)
	}
	for name, spoil := range map[string]func(*LeverFacts){
		"over":    func(f *LeverFacts) { f.Left = 0 },
		"nothing": func(f *LeverFacts) { f.Value = 0 },
		"few":     func(f *LeverFacts) { f.Recent = map[agreement.Stage]int64{agreement.Known: 29, agreement.Customer: 3} },
	} {
		spoiled := f
		spoil(&spoiled)
		if l := FindLevers(s, spoiled); l.Unknown == "" || len(l.All) > 0 {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// TestALeverCloses: all that is to come, raised by the lever where it acts,
// makes up what lacks.
func TestALeverCloses(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s, f := recent(t)
		f.Value = rapid.Int64Range(1, 1e9).Draw(r, "value")
		f.Left = rapid.IntRange(1, 64).Draw(r, "left")
		f.Lags = ledger.LagsOf(map[string]int64{"3": 30, "40": rapid.Int64Range(0, 90).Draw(r, "slow")})
		l := FindLevers(s, f)
		coming := float64(f.Value) / float64(f.Days) * float64(f.Left)
		for i, lever := range l.All {
			if lever.Kind == LeverDeal && lever.Movement < hopeless && math.Abs(coming*lever.Movement-float64(l.Lacking.Money.Minor)) > 1+1e-6*coming {
				t.Fatalf("the deal brings %g, %v lacks", coming*lever.Movement, l.Lacking.Money)
			}
			if i > 0 && l.All[i-1].Supported == lever.Supported && l.All[i-1].Movement > lever.Movement {
				t.Fatalf("%+v goes before %+v", l.All[i-1], lever)
			}
			if math.IsInf(lever.Needed, 0) || math.IsNaN(lever.Needed) {
				t.Fatalf("%+v is no number", lever)
			}
		}
	})
}

// TestTheRunningDayIsPartOfTheRest: what it brings counts in the place of what a
// day usually brings, and only more than that moves the outlook.
func TestTheRunningDayIsPartOfTheRest(t *testing.T) {
	const daily = 100_000_00 / 64
	for _, test := range []struct {
		name    string
		today   int64
		working bool
		more    int64
	}{
		{"in the morning", 0, true, 0},
		{"half of a usual day", daily / 2, true, 0},
		{"twice a usual day", 2 * daily, true, daily},
		{"on a day off", daily, false, daily},
	} {
		s, f := recent(t)
		f.Today, f.Working = test.today, test.working
		s.Actual.Quantity = goals.MoneyQuantity(money.Amount{Minor: s.Actual.Money.Minor + test.today, Currency: "EUR"})
		if got, _ := s.Outlook(f.RecentPace); got.Money.Minor != 90_000_00+test.more {
			t.Errorf("%s it ends at %s", test.name, got.Money)
		}
	}
	s, f := recent(t)
	f.Left, f.Today, f.Working = 1, 2*daily, true
	if l := FindLevers(s, f); len(l.All) > 0 || l.Unknown == "" {
		t.Errorf("on the last day: %+v", l)
	}
}
