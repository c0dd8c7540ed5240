package view

import (
	"slices"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
)

func fair() campaigns.Report {
	mar := func(day int) calendar.Date { return calendar.Date{Year: 2027, Month: 3, Day: day} }
	return campaigns.Report{
		Campaign: campaigns.Campaign{
			V: 1, ID: 1, Name: "LogiMAT 2027", Aliases: []string{"logimat", "utm_logimat"}, Channel: "event", From: mar(9), Until: mar(11),
			Audience: "Operations managers", Message: "Counts without closing the warehouse", Budget: euros(5000),
			Goal: 1, Why: "Half of them buy within a year", CreatedBy: mia, CreatedAt: now,
		},
		Goal: someGoals()[0].Goal,
		Results: campaigns.Results{
			Responses: 14, Late: 2, Inquiries: 2, Leads: 12, MQLs: 5, Accepted: 4, Rejected: 1, SQLs: 2, Customers: 1,
			Revenue: campaigns.Sums{euros(12000)}, Spend: campaigns.Sums{euros(5500), {Minor: 50000, Currency: "USD"}},
		},
	}
}

// unpaid serves no goal, and nothing is known of its cost.
func unpaid() campaigns.Report {
	return campaigns.Report{
		Campaign: campaigns.Campaign{V: 1, ID: 2, Name: "Guide", Channel: "content", CreatedBy: mia, CreatedAt: now},
		Results:  campaigns.Results{Responses: 3, Leads: 3},
	}
}

func closedFair() campaigns.Report {
	r := fair()
	r.Campaign.ClosedAt = now
	return r
}

func board(all ...campaigns.Report) *campaigns.Board {
	b, count := campaigns.NewBoard(all, ledger.ModelFirst, "EUR")
	count("spring mailing", campaigns.Results{Responses: 2, Leads: 2})
	b.Finish()
	return b
}

func hostileCampaign() campaigns.Report {
	r := fair()
	r.Campaign.Name, r.Campaign.Audience, r.Campaign.Message, r.Campaign.Why = hostileText[:60], hostileText, hostileText, hostileText
	r.Campaign.Aliases = []string{hostileText, hostileText}
	r.Goal = hostileGoal().Goal
	return r
}

// eventForecast is of a past with as many customers as given.
func eventForecast(customers int64) campaigns.Forecast {
	prospect := func(seen, spent int64, low, high float64) campaigns.Prospect {
		return campaigns.Prospect{Seen: seen, For: euros(spent), Expected: float64(seen) / 3, Low: low, High: high}
	}
	return campaigns.Forecast{
		Question: campaigns.Question{Channel: "event", Cost: euros(20000)}, Past: []campaigns.Report{fair(), closedFair(), fair()},
		Unpriced: 1, Ahead: 1, MedianLag: 47, Leads: prospect(120, 60000, 27.3, 55.2), Accepted: prospect(40, 60000, 6.4, 22.9),
		Customers: prospect(customers, 51000, 1.2, float64(customers)), Deal: euros(15000), CostOfAccepted: euros(900), AnswersKnown: true,
	}
}

func addCampaigns(c Context, add adder) {
	add("reply", "campaign_forecast", CampaignForecast(c, eventForecast(12), nil))
	beyond := eventForecast(12)
	beyond.Question.Cost = euros(90000)
	add("reply", "campaign_forecast_beyond", CampaignForecast(c, beyond, nil))
	add("reply", "campaign_forecast_few", CampaignForecast(c, eventForecast(3), nil))
	imported := eventForecast(12)
	imported.AnswersKnown = false
	add("reply", "campaign_forecast_imported", CampaignForecast(c, imported, nil))
	add("reply", "campaign_forecast_none", CampaignForecast(c, campaigns.Forecast{Question: campaigns.Question{Channel: "event", Cost: euros(20000)}, Unpriced: 2}, nil))
	empty, _ := campaigns.NewBoard(nil, ledger.ModelFirst, "EUR")
	add("reply", "campaigns", CampaignList(c, board(closedFair(), unpaid()), campaigns.ByChannel))
	add("reply", "campaigns_by_audience", CampaignList(c, board(fair(), unpaid()), campaigns.ByAudience))
	add("reply", "campaigns_empty", CampaignList(c, empty, campaigns.ByChannel))
	add("reply", "campaigns_hostile", CampaignList(c, board(slices.Repeat([]campaigns.Report{hostileCampaign()}, 60)...), campaigns.ByMessage))
	lines := []campaigns.Spend{{Day: day2(20), Amount: euros(4500), Note: "Stand rent", By: mia}, {Day: day2(3), Amount: euros(1000), By: sam}}
	add("reply", "campaign", CampaignShown(c, campaigns.Detail{Report: fair(), Model: ledger.ModelW, Currency: "EUR", Lines: lines}))
	add("reply", "campaign_closed", CampaignShown(c, campaigns.Detail{Report: closedFair(), Model: ledger.ModelFirst, Currency: "EUR"}))
	add("reply", "campaign_unpaid", CampaignShown(c, campaigns.Detail{Report: unpaid(), Model: ledger.ModelFirst, Currency: "EUR"}))
	add("reply", "campaign_hostile", CampaignShown(c, campaigns.Detail{Report: hostileCampaign(), Model: ledger.ModelU, Currency: "EUR", Lines: slices.Repeat([]campaigns.Spend{{Note: hostileText, Amount: euros(1)}}, 10)}))
	add("reply", "campaign_saved", CampaignSaved(c, fair(), true, nil))
	add("reply", "campaign_changed", CampaignSaved(c, unpaid(), false, nil))
	add("reply", "campaign_spend", SpendNoted(c, lines[0], fair()))
	add("reply", "campaign_ended", CampaignClosed(c, closedFair(), "EUR"))
	add("modal", "modal_campaign_new", EditCampaign(c, campaigns.Report{}, someGoals()))
	add("modal", "modal_campaign_edit", From(EditCampaign(c, fair(), someGoals()), "C0LEADS"))
	add("modal", "modal_campaign_hostile", EditCampaign(c, hostileCampaign(), hugeDigest().Goals))
}

func day2(n int) calendar.Date { return calendar.Date{Year: 2026, Month: 11, Day: n} }

func TestCostsAreNotKnownWithoutSpend(t *testing.T) {
	for name, test := range map[string]struct {
		results campaigns.Results
		want    []string
	}{
		"no spend":         {unpaid().Results, []string{"spend n/a", "per lead n/a", "per accepted lead n/a", "per customer n/a", "ROI n/a"}},
		"in one currency":  {campaigns.Results{Leads: 4, Accepted: 2, Customers: 1, Spend: campaigns.Sums{euros(100)}, Revenue: campaigns.Sums{euros(300)}}, []string{"per lead €25", "per accepted lead €50", "per customer €100", "ROI 200%"}},
		"taken elsewhere":  {campaigns.Results{Leads: 4, Accepted: 1, SQLs: 3, Spend: campaigns.Sums{euros(100)}}, []string{"per lead €25", "per accepted lead n/a"}},
		"taken unanswered": {campaigns.Results{Leads: 4, Accepted: 1, Defaulted: 2, SQLs: 3, Spend: campaigns.Sums{euros(100)}}, []string{"per accepted lead €100"}},
		"another apart":    {fair().Results, []string{"spend €5,500 (and $500 apart", "per accepted lead €1,375", "per customer €5,500", "ROI 118%"}},
		"revenue apart":    {campaigns.Results{Customers: 1, Spend: campaigns.Sums{euros(100)}, Revenue: campaigns.Sums{{Minor: 90000, Currency: "USD"}}}, []string{"revenue of $900 apart", "ROI −100%"}},
		"only in another":  {campaigns.Results{Leads: 2, Spend: campaigns.Sums{{Minor: 1000, Currency: "USD"}}}, []string{"spend $10", "per lead $5"}},
		"in several":       {campaigns.Results{Leads: 2, Spend: campaigns.Sums{{Minor: 1000, Currency: "USD"}, {Minor: 1000, Currency: "GBP"}}}, []string{"$10 and £10 (several currencies", "per lead n/a", "ROI n/a"}},
		"nobody came":      {campaigns.Results{Spend: campaigns.Sums{euros(100)}}, []string{"per lead – (none yet)", "ROI −100%"}},
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
	free := fair()
	free.Campaign.Name, free.Spend = "Free fair", nil
	got := groupCosts(board(fair(), free).Groups(campaigns.ByChannel)[0], "EUR")
	for _, want := range []string{"revenue €24,000", "per accepted lead €1,375", "ROI 118%", "costs and ROI without 1 campaign whose spend is not known"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}
