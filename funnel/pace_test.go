package funnel

import (
	"math"
	"testing"
	"time"
)

func TestAGoalIsComparedWithTheWorkingDaysPassed(t *testing.T) {
	cal := testPolicy(t).Calendar                                                   // 26 November is closed
	tenDays := DatesOf(Date{2026, time.November, 2}, Date{2026, time.November, 27}) // 19 working days
	fullWeeks := DatesOf(Date{2026, time.November, 2}, Date{2026, time.November, 22})
	rate := func(n float64) Actual { return Actual{Quantity: Quantity{Number: n}, Known: true} }
	tests := []struct {
		name     string
		metric   Metric
		period   Period
		target   float64
		actual   Actual
		asOf     Date
		expected float64
		status   Status
	}{
		{"half of the days, half of the target", MetricMQLs, period(t, "2026-W47"), 100, rate(40), Date{2026, 11, 18}, 40, StatusOnPace},
		{"ten of twenty days", MetricMQLs, DatesOf(Date{2026, 10, 26}, Date{2026, 11, 20}), 100, rate(50), Date{2026, 11, 7}, 50, StatusOnPace},
		{"a closed day is no working day", MetricMQLs, tenDays, 190, rate(190), Date{2026, 11, 28}, 190, StatusOnPace},
		{"5 % above is ahead", MetricMQLs, fullWeeks, 300, rate(105), Date{2026, 11, 9}, 100, StatusAhead},
		{"less above is on pace", MetricMQLs, fullWeeks, 300, rate(104), Date{2026, 11, 9}, 100, StatusOnPace},
		{"5 % short is on pace", MetricMQLs, fullWeeks, 300, rate(95), Date{2026, 11, 9}, 100, StatusOnPace},
		{"more is behind", MetricMQLs, fullWeeks, 300, rate(94), Date{2026, 11, 9}, 100, StatusBehind},
		{"20 % short is behind", MetricMQLs, fullWeeks, 300, rate(80), Date{2026, 11, 9}, 100, StatusBehind},
		{"more is off", MetricMQLs, fullWeeks, 300, rate(79), Date{2026, 11, 9}, 100, StatusOff},
		{"a rate is compared as it is", MetricAcceptanceRate, fullWeeks, 0.6, rate(0.6), Date{2026, 11, 9}, 0.6, StatusOnPace},
		{"a rate 5 % short, in spite of floating point", MetricAcceptanceRate, fullWeeks, 0.6, rate(0.57), Date{2026, 11, 9}, 0.6, StatusOnPace},
		{"a rate 5 % above", MetricAcceptanceRate, fullWeeks, 0.6, rate(0.63), Date{2026, 11, 9}, 0.6, StatusAhead},
		{"a rate 20 % short", MetricAcceptanceRate, fullWeeks, 0.7, rate(0.56), Date{2026, 11, 9}, 0.7, StatusBehind},
		{"a rate of nothing", MetricAcceptanceRate, fullWeeks, 0.6, Actual{}, Date{2026, 11, 9}, 0.6, StatusNoData},
		{"not begun", MetricMQLs, period(t, "2026-W49"), 5, rate(0), Date{2026, 11, 23}, 0, StatusPending},
		{"begins today", MetricMQLs, period(t, "2026-W48"), 5, rate(0), Date{2026, 11, 23}, 0, StatusPending},
		{"only a weekend has passed", MetricMQLs, period(t, "2026-11"), 20, rate(0), Date{2026, 11, 2}, 0, StatusPending},
		{"something on that weekend", MetricMQLs, period(t, "2026-11"), 20, rate(1), Date{2026, 11, 2}, 0, StatusAhead},
		{"over and met", MetricMQLs, period(t, "2026-W46"), 5, rate(5), Date{2026, 11, 23}, 5, StatusOnPace},
		{"over and missed", MetricMQLs, period(t, "2026-W46"), 5, rate(0), Date{2026, 11, 23}, 5, StatusOff},
		{"a period without working days, over", MetricMQLs, DatesOf(Date{2026, 11, 21}, Date{2026, 11, 22}), 5, rate(0), Date{2026, 11, 23}, 5, StatusOff},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := Goal{Metric: test.metric, Period: test.period, Target: Quantity{Number: test.target}}
			s := g.Stand(test.actual, cal, test.asOf)
			if s.Status != test.status || math.Abs(s.Expected-test.expected) > 1e-9 {
				t.Errorf("expected %v, gap %v: %q; want %v, %q", s.Expected, s.Gap, s.Status, test.expected, test.status)
			}
		})
	}
}

func TestProjectionAndWhatIsNeeded(t *testing.T) {
	cal := testPolicy(t).Calendar
	g := Goal{Metric: MetricMQLs, Period: DatesOf(Date{2026, 10, 26}, Date{2026, 11, 20}), Target: Quantity{Number: 100}}
	s := g.Stand(Actual{Quantity: Quantity{Number: 40}, Known: true}, cal, Date{2026, 11, 9})
	if s.DaysElapsed != 10 || s.DaysTotal != 20 || s.Projection != 80 || s.NeededPerDay != 6 || s.Share != 0.4 || s.Gap != -0.2 {
		t.Errorf("standing %+v", s)
	}
	done := g.Stand(Actual{Quantity: Quantity{Number: 130}, Known: true}, cal, Date{2026, 12, 24})
	if done.NeededPerDay != 0 || done.Projection != 130 {
		t.Errorf("when it is over: %+v", done)
	}
}

func TestRates(t *testing.T) {
	if r := (Rate{Part: 3, Whole: 4}); !r.Known() || r.Fraction() != 0.75 {
		t.Errorf("%+v is %v", r, r.Fraction())
	}
	if r := (Rate{}); r.Known() || r.Fraction() != 0 {
		t.Errorf("nothing is %v", r.Fraction())
	}
}

func TestWhichStatusesNeedNoExplanation(t *testing.T) {
	for status, fine := range map[Status]bool{StatusAhead: true, StatusOnPace: true, StatusPending: true, StatusBehind: false, StatusOff: false, StatusNoData: false} {
		if status.Fine() != fine {
			t.Errorf("%q fine: %v", status, status.Fine())
		}
	}
}
