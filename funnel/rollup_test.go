package funnel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestWhatAWonLeadMoves(t *testing.T) {
	s := standing(t, "customer")
	day := calendar.Date{Year: 2026, Month: time.November, Day: 23}
	all := map[string]int64{
		"entered.lead": 1, "entered.mql": 1, "entered.sal": 1, "entered.sql": 1, "entered.customer": 1,
		"revenue.EUR": 1200000, "deals.EUR": 1, "met.accept": 1, "handoffs": 1, "accepted": 1,
		"pipeline.EUR": 1200000, "flow.new": 1, "flow.customer": 1,
	}
	want, got := map[ledger.Delta]int64{{Metric: "population.customer", Dim: ledger.DimAll}: 1}, map[ledger.Delta]int64{}
	for metric, n := range all {
		want[ledger.Delta{Day: day, Metric: metric, Dim: ledger.DimAll}] = n
	}
	for d, n := range counters(s.p.Calendar, s.entries) {
		if d.Dim == ledger.DimAll {
			got[d] = n
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counters (-want +got):\n%s", diff)
	}
}

func TestDimensionsAreAsTheyWereThen(t *testing.T) {
	s := standing(t, "sal")
	s.does(s.lead.Assign(rob, "", s.act(mona), s.p))
	s.does(s.lead.Qualify(s.deal(), s.act(rob), s.p))
	got := map[string]map[string]int64{}
	for d, n := range counters(s.p.Calendar, s.entries) {
		if d.Metric == "entered.sal" || d.Metric == "entered.sql" {
			if got[d.Metric] == nil {
				got[d.Metric] = map[string]int64{}
			}
			got[d.Metric][d.Dim+" "+d.Value] = n
		}
	}
	of := func(owner ref.UserID) map[string]int64 {
		return map[string]int64{"all ": 1, "source webinar": 1, "campaign q3": 1, "marketer U0MIA": 1, "owner " + string(owner): 1, "definition 3": 1, "team marketing": 1}
	}
	if diff := cmp.Diff(map[string]map[string]int64{"entered.sal": of(sam), "entered.sql": of(rob)}, got); diff != "" {
		t.Errorf("dimensions (-want +got):\n%s", diff)
	}
}

func TestTheSourceIsCountedWhereThereIsNone(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1, funnel.LeadInput{Name: "Jane"}, s.act(mia), s.p))
	dims := map[string]bool{}
	for d := range counters(s.p.Calendar, s.entries) {
		dims[d.Dim+"="+d.Value] = true
	}
	if diff := cmp.Diff(map[string]bool{"all=": true, "source=": true, "marketer=U0MIA": true, "definition=3": true, "team=marketing": true}, dims); diff != "" {
		t.Errorf("dimensions (-want +got):\n%s", diff)
	}
}
