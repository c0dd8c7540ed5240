package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
	"github.com/leadloop/leadloop/loop/imports"
)

// sells imports 60 MQLs of the past half year, a third of them won.
func (w *world) sells() {
	w.t.Helper()
	begun := time.Now().AddDate(0, 0, -180).UTC().Truncate(time.Second)
	var leads, wins []imports.Row
	for n := range 60 {
		who := funnel.LeadInput{ExternalID: fmt.Sprint("past-", n)}
		leads = append(leads, imports.Row{Number: n, Input: who, Past: funnel.Past{Stage: agreement.MQL, At: begun}})
		if n%3 == 0 {
			won := funnel.Past{Stage: agreement.Customer, At: begun.AddDate(0, 0, 2*n), Amount: money.Amount{Minor: 1_000_000, Currency: "EUR"}}
			wins = append(wins, imports.Row{Number: n, Input: who, Past: won})
		}
	}
	for _, rows := range []func() (imports.Report, error){
		func() (imports.Report, error) {
			return w.daemon.Services().Imports.Leads(w.t.Context(), leads)
		},
		func() (imports.Report, error) {
			return w.daemon.Services().Imports.Outcomes(w.t.Context(), wins)
		},
	} {
		if report, err := rows(); err != nil || len(report.Problems) > 0 {
			w.t.Fatalf("%+v, %v", report, err)
		}
	}
}

func says(t *testing.T, m *slacktest.Message, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(m.Text, part) {
			t.Errorf("it does not say %q:\n%s", part, m.Text)
		}
	}
}

// TestAQuarterIsPlanned makes a plan by command and by form, wonders what
// would be if, and saves it as goals, over those that were set before.
func TestAQuarterIsPlanned(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		diane := w.User("diane").In("leadership")

		// Nothing is known yet: what is missing is asked for by name.
		says(t, diane.Runs("/goal plan revenue=500k period=2027-Q1").Expects("the deal size is not known"), "deal=12000", "win=50%", "mql=50%")
		w.sells()

		// What history knows is measured; what it does not hold is passed by.
		shown := diane.Runs("/goal plan revenue=500k period=2027-Q1 share=60% ltv=30000").Expects("Plan for 2027-Q1")
		says(t, shown, "€10,000 a deal", "the mean of only 20 wins", "Customers", "50", "MQLs", "150", "90", "20 of 60", "too few to rely on", "€45,000", "Last day for a new lead")

		// Saved, then shown with what it would change.
		diane.Clicks("Save as goals").Expects("The plan is saved as goals")
		diane.Runs("/goal list").Expects("Plan for 2027-Q1")
		says(t, diane.Runs("/goal show mqls 2027-Q1").Expects("G-3"), "Below *G-2* Customers 2027-Q1: 50 Customers ÷ 33.33% = 150 MQLs")
		same := diane.Runs("/goal plan revenue=600k period=2027-Q1 deal=12k").Expects("€500,000 → €600,000")
		if strings.Contains(same.Text, "MQLs: 150") {
			t.Errorf("a goal that stays is shown as changed:\n%s", same.Text)
		}
		says(t, diane.Runs("/goal plan revenue=600k period=2027-Q1").Expects("Goals that are set already"), "€500,000 → €600,000", "MQLs: 150 → 180")
		if got := w.goal("2027-Q1.mqls"); got.Target.Number != 150 {
			t.Errorf("looking at a plan set the goal to %v", got.Target)
		}
		old := diane.Runs("/goal plan revenue=700k period=2027-Q1").Expects("MQLs: 150 → 210")
		diane.Runs("/goal set mqls 2027-Q1 160").Expects("does not follow from the goal above: 50 Customers ÷ 33.33% = 150 MQLs")
		says(t, diane.Runs("/goal set revenue 2027-Q1 510k").Expects("The goal is set"), "*G-2* Customers 2027-Q1 is now 51, before 50", "*G-3* MQLs 2027-Q1 is now 153, before 150")
		diane.On(old).Clicks("Save as goals").Expects("have changed since this plan was shown")

		// The same by the form, with its errors on the fields.
		form := diane.Runs("/goal plan").Modal()
		wrong := form.Fill("Revenue goal, in EUR", "400k").Fill("From SQL to customer", "0%").Fill("From lead to MQL", "120%").Submit()
		if !strings.Contains(wrong.Errors["From SQL to customer"], "is 0") || !strings.Contains(wrong.Errors["From lead to MQL"], "more than the whole") || len(wrong.Errors) != 2 {
			t.Errorf("the form answers %q", wrong.Errors)
		}
		closes(t, form.Fill("From SQL to customer", "").Fill("From lead to MQL", "25%"))
		diane.Expects("€400,000")

		// What if a lead became a customer more often?
		asked := diane.Clicks("What if…").Modal()
		if got := asked.Value("Revenue goal, in EUR") + " " + asked.Value("From lead to MQL"); got != "400000 25%" {
			t.Errorf("the form holds %q", got)
		}
		closes(t, asked.Fill("From lead to MQL", "40%"))
		says(t, diane.Expects("What if?"), "25% → 40%", "480", "300", "−180")
		says(t, diane.Runs("/goal plan revenue=400k period=2027-Q1 vs deal=20k").Expects("What if?"), "−20", "10,000", "20,000")
		diane.Clicks("Save the second as goals").Expects("The plan is saved as goals")
		if got := w.goal("2027-Q1.customers"); got.Target.Number != 20 {
			t.Errorf("the second plan set %v customers", got.Target)
		}
	})
}

// goal is a goal as it is stored, by period and metric.
func (w *world) goal(id string) goals.Goal {
	w.t.Helper()
	some, err := w.daemon.Services().Goals.Standings(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, g := range some {
		if g.Goal.Period.Label+"."+string(g.Goal.Metric) == id {
			return g.Goal
		}
	}
	w.t.Fatalf("there is no goal %s", id)
	return goals.Goal{}
}
