package goals

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
)

func TestAFigureIsCountedOnTheThursdayOfItsWeek(t *testing.T) {
	tests := []struct {
		week       string
		value, was float64
		day        calendar.Date
		n          int64
	}{
		{"2026-W47", 1200, 0, calendar.Date{Year: 2026, Month: time.November, Day: 19}, 1200_000},
		{"2026-W47", 1000, 1200, calendar.Date{Year: 2026, Month: time.November, Day: 19}, -200_000},
		{"2026-W01", 0.5, 0, calendar.Date{Year: 2026, Month: time.January, Day: 1}, 500}, // begins on 29 December
		{"2026-W53", 7, 0, calendar.Date{Year: 2026, Month: time.December, Day: 31}, 7000},
	}
	for _, test := range tests {
		e := funnel.Entry{Kind: funnel.EntryFigure, Metric: string(MetricWebsiteVisits), Period: test.week, Value: test.value, Was: test.was}
		want := []ledger.Delta{{Day: test.day, Metric: "figure.website_visits", Dim: ledger.DimAll, N: test.n}}
		if diff := cmp.Diff(want, ledger.Deltas(e, calendar.Calendar{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.week, diff)
		}
	}
	if week := calendar.WeekOf(calendar.Date{Year: 2026, Month: time.January, Day: 1}); calendar.QuarterOf(week.Anchor()).Label != "2026-Q1" || week.From != (calendar.Date{Year: 2025, Month: time.December, Day: 29}) {
		t.Errorf("week %s belongs to %s", week, calendar.QuarterOf(week.Anchor()))
	}
	if got := ledger.Deltas(funnel.Entry{Kind: funnel.EntryFigure, Period: "nonsense"}, calendar.Calendar{}); len(got) != 0 {
		t.Errorf("a period that cannot be read moves %v", got)
	}
}
