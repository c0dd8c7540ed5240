package campaigns

import (
	"slices"
	"testing"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/stats"
)

// fairCapacity is of a fair that expects as many leads as given.
func fairCapacity(expects int64) campaigns.Capacity {
	c := kittest.Fair().Campaign
	c.Expects = expects
	n := float64(expects)
	return campaigns.Capacity{
		Question: c.CapacityQuestion(), From: c.From, Accept: calendar.WorkingTime{Hours: 4},
		Rate: stats.Rate{Part: 60, Whole: 150}, RateGround: campaigns.RateOfChannel, Handoffs: n * 0.4, Low: n * 0.325, High: n * 0.48,
		Reps: []campaigns.RepCapacity{
			{User: kittest.Sam, Days: 3.5, PerDay: 30, Ground: campaigns.GroundCaps, Waiting: 3, Left: 3, Takes: 102, PerWeek: 150},
			{User: kittest.Kim, Days: 1, PerDay: 18.4, Ground: campaigns.GroundTeam, Takes: 18.4, PerWeek: 92},
		},
		Capped: []string{"DACH"},
	}
}

func addCapacities(c kit.Context, add kittest.Adder) {
	add("reply", "capacity_too_many", capacityShown(c, fairCapacity(400)))
	add("reply", "capacity_fits", capacityShown(c, fairCapacity(200)))
	may := fairCapacity(280)
	may.Question.Expects, may.Question.Came, may.Rate = 300, 20, stats.Rate{Part: 10, Whole: 25}
	may.Reps[0].Waiting, may.Reps[0].Left = 9, 3.4
	may.Reps[1].Waiting = 2
	add("reply", "capacity_may_fit", capacityShown(c, may))
	unknown := fairCapacity(400)
	unknown.RateGround, unknown.Rate, unknown.Handoffs, unknown.Capped = campaigns.RateNone, stats.Rate{}, 400, nil
	for i := range unknown.Reps {
		unknown.Reps[i] = campaigns.RepCapacity{User: unknown.Reps[i].User, Days: 3.5}
	}
	add("reply", "capacity_unknown", capacityShown(c, unknown))
	hostile := fairCapacity(400)
	hostile.Question.Name, hostile.Capped = kittest.HostileText[:60], slices.Repeat([]string{kittest.HostileText[:40]}, 10)
	hostile.Reps = slices.Repeat(hostile.Reps, 200)
	add("reply", "capacity_hostile", capacityShown(c, hostile))
	full := fairCapacity(400)
	expecting := kittest.Fair()
	expecting.Campaign.Expects = 400
	add("reply", "campaign_saved_capacity", savedShown(c, expecting, true, &full))
	add("reply", "campaign_expecting", detailShown(c, campaigns.Detail{Report: expecting, Model: ledger.ModelFirst, Currency: "EUR"}))
	thought := fairCapacity(400)
	thought.Question.Name = ""
	add("reply", "campaign_forecast_capacity", forecastShown(c, eventForecast(12), &thought))
}

// Half a customer is not none, and less than that is said.
func TestWhatIsExpectedIsNeverRoundedToNothing(t *testing.T) {
	for n, want := range map[float64]string{0: "about 0", 0.04: "less than 0.1", 0.47: "about 0.5", 4: "about 4", 9.96: "about 10", 13.4: "about 13", 1400.2: "about 1,400"} {
		if got := about(n); got != want {
			t.Errorf("%v is %q, want %q", n, got, want)
		}
	}
	f := campaigns.Forecast{Deal: kittest.Euros(15000), Customers: campaigns.Prospect{Seen: 7, For: kittest.Euros(30000), Expected: 0.47, High: 2.2}}
	if got, want := customersLine(f), "about 0.5 (0 to 3), at €15,000 each: €7,500 (€0 to €45,000)"; got != want {
		t.Errorf("customers: %q, want %q", got, want)
	}
}
