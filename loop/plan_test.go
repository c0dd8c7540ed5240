package loop_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/imports"
)

// planFor reads a plan as it is typed.
func planFor(t testing.TB, line string) goals.PlanInput {
	t.Helper()
	fields := map[string]string{}
	for word := range strings.FieldsSeq(line) {
		name, value, _ := strings.Cut(word, "=")
		fields[name] = value
	}
	in, err := goals.ParsePlan(fields, "EUR", calendar.Date{Year: 2026, Month: 11, Day: 22})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// worksAYear imports 40 MQLs of the past half year, of which 10 were won
// after 10, 20 … 100 days.
func (o *office) worksAYear() {
	o.t.Helper()
	begun := o.now.AddDate(0, 0, -180).UTC().Truncate(time.Millisecond)
	var leads, wins []imports.Row
	for n := range 40 {
		who := funnel.LeadInput{ExternalID: fmt.Sprint("past-", n), Source: "paid"}
		leads = append(leads, imports.Row{Number: n, Input: who, Past: funnel.Past{Stage: agreement.MQL, At: begun}})
		if n < 10 {
			won := funnel.Past{Stage: agreement.Customer, At: begun.AddDate(0, 0, 10*(n+1)), Amount: euros(int64(1000 * (n + 1)))}
			wins = append(wins, imports.Row{Number: n, Input: who, Past: won})
		}
	}
	_, err := o.Imports.Leads(context.Background(), leads)
	o.must(err)
	report, err := o.Imports.Outcomes(context.Background(), wins)
	o.must(err)
	if report.Updated != 10 {
		o.t.Fatalf("imported %+v", report)
	}
}

func TestAPlanIsMeasuredFromTheJournal(t *testing.T) {
	o := newOffice(t)
	o.worksAYear()
	o.wantUnchanged("planning", func() {
		p, err := o.Goals.Plan(t.Context(), planFor(t, "revenue=110000 period=2027-Q1"))
		o.must(err)
		if p.Plan.Deal != euros(5500) || p.Plan.Deals != 10 {
			t.Errorf("the deal is %s of %d wins", p.Plan.Deal, p.Plan.Deals)
		}
		want := []goals.PlanStep{{From: agreement.MQL, To: agreement.Customer, Fields: []string{"win", "sql", "sal"}, Rate: 0.25, Measured: stats.Rate{Part: 10, Whole: 40}}}
		if diff := cmp.Diff(want, p.Plan.Steps); diff != "" {
			t.Errorf("rates (-want +got):\n%s", diff)
		}
		if need, _ := p.Plan.Need(agreement.MQL); need != 80 {
			t.Errorf("%g MQLs, want 80", need)
		}
		if at := p.Plan.Time; at.Wins != 10 || at.Sure() || at.Median != 50 || at.P90 != 95 { // weeks from two months on
			t.Errorf("time %+v", at)
		}
	})
	o.wantSound()
}

func TestAPlanForgetsWhatIsOlderThanAYear(t *testing.T) {
	o := newOffice(t)
	o.worksAYear()
	o.now = o.now.AddDate(2, 0, 0)
	_, err := o.Goals.Plan(t.Context(), planFor(t, "revenue=110000 period=2029-Q1"))
	wantKind(t, err, fault.KindInvalid)
	if !strings.Contains(err.Error(), fault.Option("deal", 12000).String()) || !strings.Contains(err.Error(), fault.Option("win", "50%").String()) {
		t.Errorf("got %v", err)
	}
}

func TestAWinInLeadloopCountsInAPlan(t *testing.T) {
	o := newOffice(t)
	l := o.logs(mia, jane)
	o.later(48 * time.Hour)
	o.does(o.Handoff(t.Context(), o.by(mia), l.ID, sam, ""))
	o.does(o.Leads.Accept(t.Context(), o.by(sam), l.ID))
	o.does(o.Leads.Qualify(t.Context(), o.by(sam), l.ID, funnel.Opportunity{Amount: euros(12000), CloseBy: o.today().AddDays(30)}))
	o.later(24 * time.Hour)
	o.does(o.Leads.Win(t.Context(), o.by(sam), l.ID, euros(9000)))
	in := planFor(t, "revenue=90000 period=2027-Q1 win=25% sql=50% sal=60% mql=40%")
	p, err := o.Goals.Plan(t.Context(), in)
	o.must(err)
	if p.Plan.Deal != euros(9000) || p.Plan.Time.Wins != 1 || p.Plan.Time.Median != 3 {
		t.Errorf("a deal of %s, %+v", p.Plan.Deal, p.Plan.Time)
	}
	for _, s := range p.Plan.Steps {
		if s.Measured != (stats.Rate{Part: 1, Whole: 1}) || s.Sure() {
			t.Errorf("%s to %s: %+v", s.From, s.To, s)
		}
	}
	_, err = o.Leads.Undo(t.Context(), o.by(sam))
	o.must(err)
	_, err = o.Goals.Plan(t.Context(), in)
	wantKind(t, err, fault.KindInvalid) // no amount was won
	o.wantSound()
}

func (o *office) targets() map[string]float64 {
	o.t.Helper()
	goals, err := o.Goals.Standings(context.Background())
	o.must(err)
	targets := map[string]float64{}
	for _, g := range goals {
		targets[g.Goal.Period.Label+"."+string(g.Goal.Metric)] = g.Goal.Target.Number
	}
	return targets
}

func TestAPlanIsSavedAsGoals(t *testing.T) {
	o := newOffice(t)
	in := planFor(t, "revenue=84000 period=2027-Q1 deal=12000 win=50% sql=50% sal=50% mql=40%")
	quarter := in.Period
	_, err := o.Goals.Set(t.Context(), o.by(lea), goals.Input{Metric: goals.MetricMQLs, Period: quarter, Target: goals.Quantity{Number: 40}, Owner: mia})
	o.must(err)
	p, err := o.Goals.Plan(t.Context(), in)
	o.must(err)
	moves := slices.DeleteFunc(p.Changes, func(c goals.Change) bool { return !c.Moves() })
	if len(moves) != 1 || moves[0].Old.Target.Number != 40 || moves[0].Goal.Target.Number != 56 {
		t.Errorf("would change %+v", moves)
	}
	req := o.by(lea)
	_, err = o.Goals.SavePlan(t.Context(), req, in, p.Stamp)
	o.must(err)
	want := map[string]float64{
		"2027-Q1.revenue": 84000, "2027-Q1.customers": 7, "2027-Q1.sqls": 14, "2027-Q1.sals": 28, "2027-Q1.mqls": 56, "2027-Q1.leads": 140,
	}
	if diff := cmp.Diff(want, o.targets()); diff != "" {
		t.Errorf("goals (-want +got):\n%s", diff)
	}
	some, err := o.Goals.Standings(t.Context())
	o.must(err)
	for _, g := range some {
		if root := g.Goal.Metric == goals.MetricRevenue; root != strings.HasPrefix(g.Goal.Why, "Plan for 2027-Q1: €84,000") || root == strings.HasPrefix(g.Goal.Why, "By the plan, ") || g.Goal.SetBy != lea {
			t.Errorf("%s is set by %s because %q", g.Goal.ID, g.Goal.SetBy, g.Goal.Why)
		}
		if above := map[goals.Metric]int{goals.MetricRevenue: 0, goals.MetricLeads: 5}; above[g.Goal.Metric] != g.Depth && above[g.Goal.Metric] > 0 {
			t.Errorf("%s hangs below %s, %d deep", g.Goal.Title(), g.Goal.Parent, g.Depth)
		}
		if g.Goal.Metric == goals.MetricMQLs && g.Goal.Owner != mia {
			t.Error("the goal that was there lost its owner")
		}
	}
	o.wantUnchanged("saving with the same click", func() {
		if _, err := o.Goals.SavePlan(t.Context(), req, in, p.Stamp); !isDuplicate(err) {
			t.Errorf("got %v", err)
		}
	})
	o.wantSound()
}

func TestAPlanIsSavedOnlyAsItWasShown(t *testing.T) {
	o := newOffice(t)
	in := planFor(t, "revenue=84000 period=2027-Q1 deal=12000 overall=5%")
	p, err := o.Goals.Plan(t.Context(), in)
	o.must(err)
	_, err = o.Goals.Set(t.Context(), o.by(mia), goals.Input{Metric: goals.MetricLeads, Period: in.Period, Target: goals.Quantity{Number: 99}})
	o.must(err)
	o.wantUnchanged("saving after somebody set a goal", func() {
		_, err := o.Goals.SavePlan(t.Context(), o.by(lea), in, p.Stamp)
		wantKind(t, err, fault.KindConflict)
		if !strings.Contains(err.Error(), fault.ToPlanGoals.Way("revenue=84000 period=2027-Q1 deal=12000 overall=5%")) {
			t.Errorf("got %v", err)
		}
	})
	p, err = o.Goals.Plan(t.Context(), in)
	o.must(err)
	o.wantUnchanged("saving by a stranger", func() {
		_, err := o.Goals.SavePlan(t.Context(), o.by(stan), in, p.Stamp)
		wantKind(t, err, fault.KindDenied)
	})
	o.at("2027-04-01 09:00")
	o.wantUnchanged("saving after the period", func() {
		_, err := o.Goals.SavePlan(t.Context(), o.by(lea), in, p.Stamp)
		wantKind(t, err, fault.KindInvalid)
	})
}
