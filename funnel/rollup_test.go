package funnel

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhatAWonLeadMoves(t *testing.T) {
	s := standing(t, "customer")
	day := Date{2026, time.November, 23}
	all := map[string]int64{
		"entered.lead": 1, "entered.mql": 1, "entered.sal": 1, "entered.sql": 1, "entered.customer": 1,
		"revenue.EUR": 1200000, "deals.EUR": 1, "met.accept": 1, "handoffs": 1, "accepted": 1,
		"pipeline.EUR": 1200000, "flow.new": 1, "flow.customer": 1,
	}
	want, got := map[Delta]int64{{Metric: "population.customer", Dim: DimAll}: 1}, map[Delta]int64{}
	for metric, n := range all {
		want[Delta{Day: day, Metric: metric, Dim: DimAll}] = n
	}
	for d, n := range counters(s.p.Calendar, s.entries) {
		if d.Dim == DimAll {
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
	of := func(owner UserID) map[string]int64 {
		return map[string]int64{"all ": 1, "source webinar": 1, "campaign q3": 1, "marketer U0MIA": 1, "owner " + string(owner): 1, "definition 3": 1, "team marketing": 1}
	}
	if diff := cmp.Diff(map[string]map[string]int64{"entered.sal": of(sam), "entered.sql": of(rob)}, got); diff != "" {
		t.Errorf("dimensions (-want +got):\n%s", diff)
	}
}

func TestTheSourceIsCountedWhereThereIsNone(t *testing.T) {
	s := newStory(t)
	s.does(LogLead(1, LeadInput{Name: "Jane"}, s.act(mia), s.p))
	dims := map[string]bool{}
	for d := range counters(s.p.Calendar, s.entries) {
		dims[d.Dim+"="+d.Value] = true
	}
	if diff := cmp.Diff(map[string]bool{"all=": true, "source=": true, "marketer=U0MIA": true, "definition=3": true, "team=marketing": true}, dims); diff != "" {
		t.Errorf("dimensions (-want +got):\n%s", diff)
	}
}

func TestOwnersFromOutsideAreMarked(t *testing.T) {
	e := Entry{Kind: EntryImported, To: Customer, First: true, Owner: "", OutsideOwner: "4b3", Amount: euros(5)}
	if counters(Calendar{}, []Entry{e})[Delta{Day: DateOf(e.At, time.UTC), Metric: "revenue.EUR", Dim: DimOwner, Value: "outside:4b3"}] != 500 {
		t.Error("revenue is not counted to the outside owner")
	}
}

func TestTheDayIsThatOfTheZone(t *testing.T) {
	p := testPolicy(t)
	e := Entry{Kind: EntryHandedOff, At: time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC)}
	for d := range counters(p.Calendar, []Entry{e}) {
		if d.Day != (Date{2026, time.November, 23}) {
			t.Errorf("counted on %s", d.Day)
		}
	}
}

func TestAFigureIsCountedOnTheThursdayOfItsWeek(t *testing.T) {
	tests := []struct {
		week       string
		value, was float64
		day        Date
		n          int64
	}{
		{"2026-W47", 1200, 0, Date{2026, time.November, 19}, 1200_000},
		{"2026-W47", 1000, 1200, Date{2026, time.November, 19}, -200_000},
		{"2026-W01", 0.5, 0, Date{2026, time.January, 1}, 500}, // begins on 29 December
		{"2026-W53", 7, 0, Date{2026, time.December, 31}, 7000},
	}
	for _, test := range tests {
		e := Entry{Kind: EntryFigure, Metric: string(MetricWebsiteVisits), Period: test.week, Value: test.value, Was: test.was}
		want := []Delta{{Day: test.day, Metric: "figure.website_visits", Dim: DimAll, N: test.n}}
		if diff := cmp.Diff(want, Deltas(e, Calendar{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.week, diff)
		}
	}
	if week := WeekOf(Date{2026, time.January, 1}); QuarterOf(week.Anchor()).Label != "2026-Q1" || week.From != (Date{2025, time.December, 29}) {
		t.Errorf("week %s belongs to %s", week, QuarterOf(week.Anchor()))
	}
	if got := Deltas(Entry{Kind: EntryFigure, Period: "nonsense"}, Calendar{}); len(got) != 0 {
		t.Errorf("a period that cannot be read moves %v", got)
	}
}
