package campaigns

import (
	"slices"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
)

func board(all ...campaigns.Report) *campaigns.Board {
	b, count := campaigns.NewBoard(all, ledger.ModelFirst, "EUR")
	count("spring mailing", campaigns.Results{Responses: 2, Leads: 2})
	b.Finish()
	return b
}

// eventForecast is of a past with as many customers as given.
func eventForecast(customers int64) campaigns.Forecast {
	prospect := func(seen, spent int64, low, high float64) campaigns.Prospect {
		return campaigns.Prospect{Seen: seen, For: kittest.Euros(spent), Expected: float64(seen) / 3, Low: low, High: high}
	}
	return campaigns.Forecast{
		Question: campaigns.Question{Channel: "event", Cost: kittest.Euros(20000)}, Past: []campaigns.Report{kittest.Fair(), kittest.ClosedFair(), kittest.Fair()},
		Unpriced: 1, Ahead: 1, MedianLag: 47, Leads: prospect(120, 60000, 27.3, 55.2), Accepted: prospect(40, 60000, 6.4, 22.9),
		Customers: prospect(customers, 51000, 1.2, float64(customers)), Deal: kittest.Euros(15000), CostOfAccepted: kittest.Euros(900), AnswersKnown: true,
	}
}

func addCampaigns(c kit.Context, add kittest.Adder) {
	add("reply", "campaign_forecast", forecastShown(c, eventForecast(12), nil))
	beyond := eventForecast(12)
	beyond.Question.Cost = kittest.Euros(90000)
	add("reply", "campaign_forecast_beyond", forecastShown(c, beyond, nil))
	add("reply", "campaign_forecast_few", forecastShown(c, eventForecast(3), nil))
	imported := eventForecast(12)
	imported.AnswersKnown = false
	add("reply", "campaign_forecast_imported", forecastShown(c, imported, nil))
	add("reply", "campaign_forecast_none", forecastShown(c, campaigns.Forecast{Question: campaigns.Question{Channel: "event", Cost: kittest.Euros(20000)}, Unpriced: 2}, nil))
	empty, _ := campaigns.NewBoard(nil, ledger.ModelFirst, "EUR")
	add("reply", "campaigns", listShown(c, board(kittest.ClosedFair(), kittest.Unpaid()), campaigns.ByChannel))
	add("reply", "campaigns_by_audience", listShown(c, board(kittest.Fair(), kittest.Unpaid()), campaigns.ByAudience))
	add("reply", "campaigns_empty", listShown(c, empty, campaigns.ByChannel))
	add("reply", "campaigns_hostile", listShown(c, board(slices.Repeat([]campaigns.Report{kittest.HostileCampaign()}, 60)...), campaigns.ByMessage))
	lines := []campaigns.Spend{{Day: kittest.Day2(20), Amount: kittest.Euros(4500), Note: "Stand rent", By: kittest.Mia}, {Day: kittest.Day2(3), Amount: kittest.Euros(1000), By: kittest.Sam}}
	add("reply", "campaign", detailShown(c, campaigns.Detail{Report: kittest.Fair(), Model: ledger.ModelW, Currency: "EUR", Lines: lines}))
	add("reply", "campaign_closed", detailShown(c, campaigns.Detail{Report: kittest.ClosedFair(), Model: ledger.ModelFirst, Currency: "EUR"}))
	add("reply", "campaign_unpaid", detailShown(c, campaigns.Detail{Report: kittest.Unpaid(), Model: ledger.ModelFirst, Currency: "EUR"}))
	add("reply", "campaign_hostile", detailShown(c, campaigns.Detail{Report: kittest.HostileCampaign(), Model: ledger.ModelU, Currency: "EUR", Lines: slices.Repeat([]campaigns.Spend{{Note: kittest.HostileText, Amount: kittest.Euros(1)}}, 10)}))
	add("reply", "campaign_saved", savedShown(c, kittest.Fair(), true, nil))
	add("reply", "campaign_changed", savedShown(c, kittest.Unpaid(), false, nil))
	add("reply", "campaign_spend", spendNoted(c, lines[0], kittest.Fair()))
	add("reply", "campaign_ended", closedShown(c, kittest.ClosedFair(), "EUR"))
	add("modal", "modal_campaign_new", editForm(c, campaigns.Report{}, kittest.SomeGoals()))
	add("modal", "modal_campaign_edit", kit.From(editForm(c, kittest.Fair(), kittest.SomeGoals()), "C0LEADS"))
	add("modal", "modal_campaign_hostile", editForm(c, kittest.HostileCampaign(), kittest.HugeDigest().Goals))
}

func TestCostsAreNotKnownWithoutSpend(t *testing.T) {
	for name, test := range map[string]struct {
		results campaigns.Results
		want    []string
	}{
		"no spend":         {kittest.Unpaid().Results, []string{"spend n/a", "per lead n/a", "per accepted lead n/a", "per customer n/a", "ROI n/a"}},
		"in one currency":  {campaigns.Results{Leads: 4, Accepted: 2, Customers: 1, Spend: campaigns.Sums{kittest.Euros(100)}, Revenue: campaigns.Sums{kittest.Euros(300)}}, []string{"per lead €25", "per accepted lead €50", "per customer €100", "ROI 200%"}},
		"taken elsewhere":  {campaigns.Results{Leads: 4, Accepted: 1, SQLs: 3, Spend: campaigns.Sums{kittest.Euros(100)}}, []string{"per lead €25", "per accepted lead n/a"}},
		"taken unanswered": {campaigns.Results{Leads: 4, Accepted: 1, Defaulted: 2, SQLs: 3, Spend: campaigns.Sums{kittest.Euros(100)}}, []string{"per accepted lead €100"}},
		"another apart":    {kittest.Fair().Results, []string{"spend €5,500 (and $500 apart", "per accepted lead €1,375", "per customer €5,500", "ROI 118%"}},
		"revenue apart":    {campaigns.Results{Customers: 1, Spend: campaigns.Sums{kittest.Euros(100)}, Revenue: campaigns.Sums{{Minor: 90000, Currency: "USD"}}}, []string{"revenue of $900 apart", "ROI −100%"}},
		"only in another":  {campaigns.Results{Leads: 2, Spend: campaigns.Sums{{Minor: 1000, Currency: "USD"}}}, []string{"spend $10", "per lead $5"}},
		"in several":       {campaigns.Results{Leads: 2, Spend: campaigns.Sums{{Minor: 1000, Currency: "USD"}, {Minor: 1000, Currency: "GBP"}}}, []string{"$10 and £10 (several currencies", "per lead n/a", "ROI n/a"}},
		"nobody came":      {campaigns.Results{Spend: campaigns.Sums{kittest.Euros(100)}}, []string{"per lead – (none yet)", "ROI −100%"}},
	} {
		got := costs(test.results, "EUR")
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q does not say %q", name, got, want)
			}
		}
	}
}

// What campaigns of unknown cost brought makes the others no cheaper.
func TestAGroupsCostsAreOfWhatWasPaidFor(t *testing.T) {
	free := kittest.Fair()
	free.Campaign.Name, free.Spend = "Free fair", nil
	got := groupCosts(board(kittest.Fair(), free).Groups(campaigns.ByChannel)[0], "EUR")
	for _, want := range []string{"revenue €24,000", "per accepted lead €1,375", "ROI 118%", "costs and ROI without 1 campaign whose spend is not known"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}
