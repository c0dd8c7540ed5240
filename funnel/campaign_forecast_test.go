package funnel_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
)

func pastFair(spend, leads, accepted, customers, revenue int64) campaigns.Report {
	euros := func(n int64) campaigns.Sums { return campaigns.Sums{{Minor: n * 100, Currency: "EUR"}} }
	return campaigns.Report{
		Campaign: campaigns.Campaign{Channel: "event"},
		Results:  campaigns.Results{Leads: leads, Accepted: accepted, Customers: customers, Spend: euros(spend), Revenue: euros(revenue)},
	}
}

func askFor(cost int64) campaigns.Question {
	return campaigns.Question{Channel: "event", Cost: money.Amount{Minor: cost * 100, Currency: "EUR"}}
}

var forecastDay = calendar.Date{Year: 2026, Month: 11, Day: 23}

func forecast(t *testing.T, q campaigns.Question, lags ledger.Lags, past ...campaigns.Report) campaigns.Forecast {
	t.Helper()
	return forecastAmong(t, q, lags, longAgo, past...)
}

// longAgo is that no lead of a campaign came lately.
func longAgo(calendar.Date) map[string]int64 { return nil }

func forecastAmong(t *testing.T, q campaigns.Question, lags ledger.Lags, came func(calendar.Date) map[string]int64, past ...campaigns.Report) campaigns.Forecast {
	t.Helper()
	f, err := campaigns.NewForecast(q, &campaigns.Board{Campaigns: past, Currency: "EUR"}, lags, came, forecastDay)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestForecastScalesWhatTheChannelBrought(t *testing.T) {
	f := forecast(t, askFor(20000), ledger.Lags{}, pastFair(30000, 60, 20, 6, 90000), pastFair(30000, 60, 20, 6, 90000))
	for _, p := range []struct {
		name string
		got  campaigns.Prospect
		want float64
	}{{"leads", f.Leads, 40}, {"accepted", f.Accepted, 40.0 / 3}, {"customers", f.Customers, 4}} {
		if math.Abs(p.got.Expected-p.want) > 1e-9 || p.got.Low >= p.want || p.got.High <= p.want {
			t.Errorf("%s: %+v, want %v within its interval", p.name, p.got, p.want)
		}
	}
	if f.Beyond() || !forecast(t, askFor(60001), ledger.Lags{}, pastFair(30000, 60, 20, 6, 90000), pastFair(30000, 60, 20, 6, 90000)).Beyond() {
		t.Error("€20,000 is within what was spent, and €60,001 is not")
	}
	if n, ok := f.BreakEven(); n != 2 || !ok || f.Deal.Minor != 1500000 {
		t.Errorf("breaks even at %d customers of %s, want 2 of €15,000", n, f.Deal)
	}
}

func TestForecastAnswersWithWhatThePastCanSay(t *testing.T) {
	other := pastFair(1000, 1, 1, 9, 1)
	other.Campaign.Channel = "paid"
	unpriced := pastFair(0, 9, 9, 9, 9)
	recent := pastFair(10000, 30, 9, 0, 0)
	recent.Campaign.Name = "Recent"
	cameRecently := func(day calendar.Date) map[string]int64 {
		if day == forecastDay.AddDays(-20) {
			return map[string]int64{"recent": 30, "another": 4}
		}
		return nil
	}
	lags := ledger.LagsOf(map[string]int64{"50": 10})
	for _, test := range []struct {
		name string
		past []campaigns.Report
		want campaigns.Payback
	}{
		{"nothing known", []campaigns.Report{other, unpriced}, campaigns.PaybackUnknown},
		{"too few customers", []campaigns.Report{pastFair(10000, 30, 9, 4, 90000)}, campaigns.PaybackUnknown},
		{"pays many times over", []campaigns.Report{pastFair(20000, 90, 60, 40, 800000)}, campaigns.PaybackLikely},
		{"never pays", []campaigns.Report{pastFair(200000, 90, 60, 10, 10000)}, campaigns.PaybackUnlikely},
		{"may pay", []campaigns.Report{pastFair(20000, 90, 60, 6, 21000)}, campaigns.PaybackUnclear},
		{"a recent one says nothing of customers", []campaigns.Report{recent, pastFair(20000, 90, 60, 40, 800000)}, campaigns.PaybackLikely},
	} {
		if got := forecastAmong(t, askFor(20000), lags, cameRecently, test.past...).Payback(); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
	f := forecastAmong(t, askFor(20000), lags, cameRecently, recent, unpriced, other, pastFair(20000, 90, 60, 40, 800000))
	if f.Unpriced != 1 || math.Abs(f.Ripe()-2.0/3) > 1e-9 || f.Leads.Seen != 120 || f.Customers.Seen != 40 || f.Customers.For.Minor != 2000000 {
		t.Errorf("one recent and one unpriced campaign: %+v", f)
	}
}

// What an accepted lead costs is known of the campaigns whose cost is.
func TestForecastComparesWithCampaignsOfKnownCost(t *testing.T) {
	b := &campaigns.Board{Currency: "EUR", Campaigns: []campaigns.Report{pastFair(10000, 0, 10, 0, 0), pastFair(0, 0, 90, 0, 0)}}
	f, err := campaigns.NewForecast(askFor(20000), b, ledger.Lags{}, longAgo, forecastDay)
	if err != nil || f.CostOfAccepted.Minor != 1000_00 {
		t.Errorf("an accepted lead costs %s, %v; want €1,000", f.CostOfAccepted, err)
	}
}

// A campaign that has run for months and still runs tells of customers too, by
// when its leads came.
func TestForecastReckonsWithCustomersStillToCome(t *testing.T) {
	half := ledger.LagsOf(map[string]int64{"0": 15, "100": 15})
	c := pastFair(10000, 40, 9, 6, 60000)
	c.Campaign.Name, c.Campaign.Aliases = "Search ads", []string{"sea"}
	for _, test := range []struct {
		name string
		came map[int]map[string]int64 // by days before today
		lags ledger.Lags
		ripe float64
	}{
		{"all long ago", map[int]map[string]int64{100: {"search ads": 40}}, half, 1},
		{"all of today", map[int]map[string]int64{0: {"search ads": 40}}, half, 0.5},
		{"half of them lately, by both of its names", map[int]map[string]int64{300: {"sea": 20}, 99: {"Search Ads": 12}, 3: {"sea": 8}}, half, 0.75},
		{"of others", map[int]map[string]int64{3: {"fair": 40}}, half, 1},
		{"how long wins take is not known", map[int]map[string]int64{3: {"sea": 40}}, ledger.Lags{}, 1},
	} {
		came := func(day calendar.Date) map[string]int64 { return test.came[day.Days(forecastDay)] }
		f := forecastAmong(t, askFor(10000), test.lags, came, c)
		if math.Abs(f.Ripe()-test.ripe) > 1e-9 || math.Abs(f.Customers.Expected-6/test.ripe) > 1e-9 || f.Leads.Expected != 40 {
			t.Errorf("%s: %.3f ripe, %v customers of %v leads to expect; want %v of the customers won", test.name, f.Ripe(), f.Customers.Expected, f.Leads.Expected, test.ripe)
		}
	}
}

// What is paid for a campaign that has not begun can have brought nothing.
func TestForecastLeavesOutWhatHasNotBegun(t *testing.T) {
	ahead := pastFair(90000, 0, 0, 0, 0)
	ahead.Campaign.From = forecastDay.AddDays(1)
	registering := pastFair(10000, 40, 0, 0, 0)
	registering.Campaign.From = ahead.Campaign.From
	f := forecast(t, askFor(10000), ledger.Lags{}, ahead, registering, pastFair(10000, 40, 9, 6, 60000))
	if f.Ahead != 1 || f.Leads.Expected != 40 || f.Unpriced != 0 {
		t.Errorf("%d ahead, %v leads to expect", f.Ahead, f.Leads.Expected)
	}
}

// Of many campaigns of one rate, the interval has to hold about 95 of 100.
func TestForecastIntervalsHold(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, rate := range []float64{0.2, 1, 4, 30} { // per €10,000
		held := 0
		const rounds = 3000
		for range rounds {
			past := []campaigns.Report{pastFair(10000, poisson(random, rate), 0, 0, 0), pastFair(20000, poisson(random, 2*rate), 0, 0, 0)}
			f := forecast(t, askFor(15000), ledger.Lags{}, past...)
			// Expected counts are shown whole, so the interval is taken as it is shown.
			if next := float64(poisson(random, 1.5*rate)); next >= math.Floor(f.Leads.Low) && next <= math.Ceil(f.Leads.High) {
				held++
			}
		}
		if share := float64(held) / rounds; share < 0.93 {
			t.Errorf("at a rate of %v the interval holds %.1f %% of the campaigns, want about 95", rate, 100*share)
		}
	}
}

// poisson draws by D. Knuth's method.
func poisson(random *rand.Rand, mean float64) int64 {
	n, p := int64(-1), 1.0
	for limit := math.Exp(-mean); p > limit; n++ {
		p *= random.Float64()
	}
	return n
}

func TestForecastIsWiderWhereCampaignsDiffer(t *testing.T) {
	alike := forecast(t, askFor(10000), ledger.Lags{}, pastFair(10000, 30, 0, 0, 0), pastFair(10000, 31, 0, 0, 0), pastFair(10000, 29, 0, 0, 0))
	unlike := forecast(t, askFor(10000), ledger.Lags{}, pastFair(10000, 2, 0, 0, 0), pastFair(10000, 80, 0, 0, 0), pastFair(10000, 8, 0, 0, 0))
	if unlike.Leads.High-unlike.Leads.Low < 2*(alike.Leads.High-alike.Leads.Low) {
		t.Errorf("alike %+v, unlike %+v", alike.Leads, unlike.Leads)
	}
}

func TestForecastRefusesHalfAQuestion(t *testing.T) {
	for _, test := range []struct {
		q    campaigns.Question
		want string
	}{
		{campaigns.Question{Cost: money.Amount{Minor: 1, Currency: "EUR"}}, "Of which channel"},
		{campaigns.Question{Channel: "event"}, "What would the campaign cost"},
	} {
		_, err := campaigns.NewForecast(test.q, &campaigns.Board{}, ledger.Lags{}, longAgo, forecastDay)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v, want %q", test.q, err, test.want)
		}
	}
}
