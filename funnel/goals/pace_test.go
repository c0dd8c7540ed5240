package goals

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/calendar/calendartest"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
	"github.com/leadloop/leadloop/funnel/money"
)

func TestAGoalIsComparedWithTheWorkingDaysPassed(t *testing.T) {
	cal := testPolicy(t).Calendar                                                                                                                  // 26 November is closed
	tenDays := calendar.DatesOf(calendar.Date{Year: 2026, Month: time.November, Day: 2}, calendar.Date{Year: 2026, Month: time.November, Day: 27}) // 19 working days
	fullWeeks := calendar.DatesOf(calendar.Date{Year: 2026, Month: time.November, Day: 2}, calendar.Date{Year: 2026, Month: time.November, Day: 22})
	rate := func(n float64) Actual { return Actual{Quantity: Quantity{Number: n}, Known: true} }
	tests := []struct {
		name     string
		metric   Metric
		period   calendar.Period
		target   float64
		actual   Actual
		asOf     calendar.Date
		expected float64
		status   Status
	}{
		{"half of the days, half of the target", MetricMQLs, calendartest.Period(t, "2026-W47"), 100, rate(40), calendar.Date{Year: 2026, Month: 11, Day: 18}, 40, StatusOnPace},
		{"ten of twenty days", MetricMQLs, calendar.DatesOf(calendar.Date{Year: 2026, Month: 10, Day: 26}, calendar.Date{Year: 2026, Month: 11, Day: 20}), 100, rate(50), calendar.Date{Year: 2026, Month: 11, Day: 7}, 50, StatusOnPace},
		{"a closed day is no working day", MetricMQLs, tenDays, 190, rate(190), calendar.Date{Year: 2026, Month: 11, Day: 28}, 190, StatusOnPace},
		{"5 % above is ahead", MetricMQLs, fullWeeks, 300, rate(105), calendar.Date{Year: 2026, Month: 11, Day: 9}, 100, StatusAhead},
		{"less above is on pace", MetricMQLs, fullWeeks, 300, rate(104), calendar.Date{Year: 2026, Month: 11, Day: 9}, 100, StatusOnPace},
		{"5 % short is on pace", MetricMQLs, fullWeeks, 300, rate(95), calendar.Date{Year: 2026, Month: 11, Day: 9}, 100, StatusOnPace},
		{"more is behind", MetricMQLs, fullWeeks, 300, rate(94), calendar.Date{Year: 2026, Month: 11, Day: 9}, 100, StatusBehind},
		{"20 % short is behind", MetricMQLs, fullWeeks, 300, rate(80), calendar.Date{Year: 2026, Month: 11, Day: 9}, 100, StatusBehind},
		{"more is off", MetricMQLs, fullWeeks, 300, rate(79), calendar.Date{Year: 2026, Month: 11, Day: 9}, 100, StatusOff},
		{"a rate is compared as it is", MetricAcceptanceRate, fullWeeks, 0.6, rate(0.6), calendar.Date{Year: 2026, Month: 11, Day: 9}, 0.6, StatusOnPace},
		{"a rate 5 % short, in spite of floating point", MetricAcceptanceRate, fullWeeks, 0.6, rate(0.57), calendar.Date{Year: 2026, Month: 11, Day: 9}, 0.6, StatusOnPace},
		{"a rate 5 % above", MetricAcceptanceRate, fullWeeks, 0.6, rate(0.63), calendar.Date{Year: 2026, Month: 11, Day: 9}, 0.6, StatusAhead},
		{"a rate 20 % short", MetricAcceptanceRate, fullWeeks, 0.7, rate(0.56), calendar.Date{Year: 2026, Month: 11, Day: 9}, 0.7, StatusBehind},
		{"a rate of nothing", MetricAcceptanceRate, fullWeeks, 0.6, Actual{}, calendar.Date{Year: 2026, Month: 11, Day: 9}, 0.6, StatusNoData},
		{"not begun", MetricMQLs, calendartest.Period(t, "2026-W49"), 5, rate(0), calendar.Date{Year: 2026, Month: 11, Day: 23}, 0, StatusPending},
		{"begins today", MetricMQLs, calendartest.Period(t, "2026-W48"), 5, rate(0), calendar.Date{Year: 2026, Month: 11, Day: 23}, 0, StatusPending},
		{"only a weekend has passed", MetricMQLs, calendartest.Period(t, "2026-11"), 20, rate(0), calendar.Date{Year: 2026, Month: 11, Day: 2}, 0, StatusPending},
		{"something on that weekend", MetricMQLs, calendartest.Period(t, "2026-11"), 20, rate(1), calendar.Date{Year: 2026, Month: 11, Day: 2}, 0, StatusAhead},
		{"over and met", MetricMQLs, calendartest.Period(t, "2026-W46"), 5, rate(5), calendar.Date{Year: 2026, Month: 11, Day: 23}, 5, StatusOnPace},
		{"over and missed", MetricMQLs, calendartest.Period(t, "2026-W46"), 5, rate(0), calendar.Date{Year: 2026, Month: 11, Day: 23}, 5, StatusOff},
		{"a period without working days, over", MetricMQLs, calendar.DatesOf(calendar.Date{Year: 2026, Month: 11, Day: 21}, calendar.Date{Year: 2026, Month: 11, Day: 22}), 5, rate(0), calendar.Date{Year: 2026, Month: 11, Day: 23}, 5, StatusOff},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := Goal{Metric: test.metric, Period: test.period, Target: Quantity{Number: test.target}}
			s := g.Stand(test.actual, cal, test.asOf, test.asOf, Thresholds{})
			if s.Status != test.status || math.Abs(s.Expected-test.expected) > 1e-9 {
				t.Errorf("expected %v, gap %v: %q; want %v, %q", s.Expected, s.Gap, s.Status, test.expected, test.status)
			}
		})
	}
}

func TestProjectionAndWhatIsNeeded(t *testing.T) {
	cal := testPolicy(t).Calendar
	g := Goal{Metric: MetricMQLs, Period: calendar.DatesOf(calendar.Date{Year: 2026, Month: 10, Day: 26}, calendar.Date{Year: 2026, Month: 11, Day: 20}), Target: Quantity{Number: 100}}
	s := g.Stand(Actual{Quantity: Quantity{Number: 40}, Known: true}, cal, calendar.Date{Year: 2026, Month: 11, Day: 9}, calendar.Date{Year: 2026, Month: 11, Day: 9}, Thresholds{})
	if s.DaysElapsed != 10 || s.DaysTotal != 20 || s.Projection != 80 || s.NeededPerDay != 6 || s.Share != 0.4 || s.Gap != -0.2 {
		t.Errorf("standing %+v", s)
	}
	done := g.Stand(Actual{Quantity: Quantity{Number: 130}, Known: true}, cal, calendar.Date{Year: 2026, Month: 12, Day: 24}, calendar.Date{Year: 2026, Month: 12, Day: 24}, Thresholds{})
	if done.NeededPerDay != 0 || done.Projection != 130 {
		t.Errorf("when it is over: %+v", done)
	}
}

// What came while the day runs came on one day more than are over.
func TestTheProjectionCountsTheRunningDay(t *testing.T) {
	cal := testPolicy(t).Calendar
	g := Goal{Metric: MetricMQLs, Period: calendartest.Period(t, "2026-W47"), Target: Quantity{Number: 25}}
	tuesday := calendar.Date{Year: 2026, Month: 11, Day: 17}
	s := g.Stand(Actual{Quantity: Quantity{Number: 10}, Known: true}, cal, tuesday, tuesday.AddDays(1), Thresholds{})
	if s.DaysElapsed != 1 || s.Projection != 25 {
		t.Errorf("after five on each of two days it would come to %v, with %d days over", s.Projection, s.DaysElapsed)
	}
}

func TestWhichStatusesNeedNoExplanation(t *testing.T) {
	for status, fine := range map[Status]bool{StatusAhead: true, StatusOnPace: true, StatusPending: true, StatusBehind: false, StatusOff: false, StatusNoData: false} {
		if status.Fine() != fine {
			t.Errorf("%q fine: %v", status, status.Fine())
		}
	}
}

// Easter and works holidays: 14 days of April 2026 are working days, not 22.
func TestPaceOverHolidays(t *testing.T) {
	cal := testPolicy(t).Calendar
	cal.Country, cal.Closed = "DE", map[calendar.Date]string{} // Good Friday is the 3rd, Easter Monday the 6th
	for day := 7; day <= 14; day++ {
		cal.Closed[calendar.Date{Year: 2026, Month: 4, Day: day}] = "works holidays"
	}
	g := Goal{Metric: MetricMQLs, Period: calendartest.Period(t, "2026-04"), Target: Quantity{Number: 140}}
	for _, test := range []struct {
		asOf           int
		elapsed        int
		expected, need float64
	}{
		{3, 2, 20, 10}, {7, 2, 20, 10}, {15, 2, 20, 10}, {16, 3, 30, 120.0 / 11}, {30, 13, 130, 120},
	} {
		s := g.Stand(Actual{Quantity: Quantity{Number: 20}, Known: true}, cal, calendar.Date{Year: 2026, Month: 4, Day: test.asOf}, calendar.Date{Year: 2026, Month: 4, Day: test.asOf}, Thresholds{})
		if s.DaysTotal != 14 || s.DaysElapsed != test.elapsed || math.Abs(s.Expected-test.expected) > 1e-9 || math.Abs(s.NeededPerDay-test.need) > 1e-9 {
			t.Errorf("on the %dth: %d of %d days, expected %v, needed %v", test.asOf, s.DaysElapsed, s.DaysTotal, s.Expected, s.NeededPerDay)
		}
	}
}

func TestThresholdsDecideTheStatus(t *testing.T) {
	cal := testPolicy(t).Calendar
	wide := Thresholds{Ahead: 1.10, Behind: 0.90, Off: 0.70}
	g := Goal{Metric: MetricMQLs, Period: calendartest.Period(t, "2026-W46"), Target: Quantity{Number: 100}}
	for actual, want := range map[float64][2]Status{
		110: {StatusAhead, StatusAhead}, 109: {StatusAhead, StatusOnPace}, 90: {StatusBehind, StatusOnPace}, 89: {StatusBehind, StatusBehind},
		70: {StatusOff, StatusBehind}, 69: {StatusOff, StatusOff},
	} {
		for i, th := range []Thresholds{DefaultThresholds, wide} {
			s := g.Stand(Actual{Quantity: Quantity{Number: actual}, Known: true}, cal, calendar.Date{Year: 2026, Month: 11, Day: 23}, calendar.Date{Year: 2026, Month: 11, Day: 23}, th)
			if s.Status != want[i] {
				t.Errorf("%v by %+v: %s, want %s", actual, th, s.Status, want[i])
			}
		}
	}
	for _, wrong := range []Thresholds{{Ahead: 0.9, Behind: 0.8, Off: 0.7}, {Ahead: 1.1, Behind: 1.05, Off: 0.7}, {Ahead: 1.1, Behind: 0.8, Off: 0.8}, {Ahead: 1, Behind: 1, Off: 0.5}, {Ahead: 105, Behind: 0.9, Off: 0.5}, {}} {
		faulttest.WantKind(t, wrong.Check(), fault.KindInvalid)
	}
	if err := DefaultThresholds.Check(); err != nil {
		t.Error(err)
	}
}

// Of what is not to be surpassed, less is better.
func TestSpendIsALimit(t *testing.T) {
	cal := testPolicy(t).Calendar
	g := Goal{Metric: MetricSpend, Period: calendartest.Period(t, "2026-W46"), Target: MoneyQuantity(euros(100))}
	for spent, want := range map[int64]Status{0: StatusAhead, 94: StatusAhead, 100: StatusOnPace, 104: StatusOnPace, 106: StatusBehind, 121: StatusOff} {
		if s := g.Stand(Actual{Quantity: MoneyQuantity(euros(spent)), Known: true}, cal, calendar.Date{Year: 2026, Month: 11, Day: 23}, calendar.Date{Year: 2026, Month: 11, Day: 23}, Thresholds{}); s.Status != want {
			t.Errorf("%d of 100 spent: %s, want %s", spent, s.Status, want)
		}
	}
}

// Whoever reads a goal comes to the same word from the numbers beside it, however these
// were rounded.
func TestThePaceFollowsFromTheNumbersAsTheyAreWritten(t *testing.T) {
	cal, day := testPolicy(t).Calendar, calendar.Date{Year: 2026, Month: 10, Day: 1}
	read := func(r *rapid.T, text string) float64 {
		n, err := strconv.ParseFloat(strings.NewReplacer("€", "", ",", "", "%", "").Replace(text), 64)
		if err != nil {
			r.Fatalf("%q is no number", text)
		}
		return n
	}
	rapid.Check(t, func(r *rapid.T) {
		m := rapid.SampledFrom([]Metric{MetricMQLs, MetricRevenue, MetricSpend, MetricAcceptanceRate, MetricWebsiteVisits, "score"}).Draw(r, "metric")
		of := func(name string, least int64) Quantity {
			n := rapid.OneOf(rapid.Int64Range(least, 40), rapid.Int64Range(least, 4_000_000)).Draw(r, name)
			switch m.Info().Kind {
			case MetricMoney:
				return MoneyQuantity(money.Amount{Minor: n, Currency: "EUR"})
			case MetricRate:
				return Quantity{Number: float64(min(n, 1000)) / 1000}
			case MetricCount:
				return Quantity{Number: float64(n)}
			default:
				return m.anyFigure(n)
			}
		}
		g := Goal{Metric: m, Period: calendartest.Period(t, "2026-Q4"), Target: of("target", 1)}
		asOf := day.AddDays(rapid.IntRange(2, 92).Draw(r, "day"))
		s := g.Stand(Actual{Quantity: of("actual", 0), Known: true}, cal, asOf, asOf, Thresholds{})
		actual, expected := read(r, s.ActualText()), read(r, s.ExpectedText())
		if expected == 0 {
			return
		}
		reached := roundGap(actual / expected)
		if m.Limited() {
			reached = roundGap(2 - actual/expected)
		}
		if want := DefaultThresholds.status(reached); s.Status != want && s.Judged() {
			r.Fatalf("%s %s against %s: %s, want %s", m, s.ActualText(), s.ExpectedText(), s.PaceText(), want)
		}
		far := read(r, cmp.Or(strings.Trim(s.DistanceText(), " (−+)"), "0"))
		if s.Gap < 0 {
			far = -far
		}
		if want := DefaultThresholds.status(s.reachedBy(far / 100)); s.Status != want && math.Abs(s.Gap) < 10 && s.Judged() {
			r.Fatalf("%s%s speaks for %s", s.PaceText(), s.DistanceText(), want)
		}
	})
	g := Goal{Metric: MetricMQLs, Period: calendartest.Period(t, "2026-W46"), Target: Quantity{Number: 1000}}
	over := calendar.Date{Year: 2026, Month: 11, Day: 23}
	for actual, want := range map[float64]string{946: "behind (5.4% short)", 798: "off (20.2% short)", 900: "behind (10% short)", 1047: "on pace", 1200: "ahead (+20%)"} {
		if got := g.Stand(Actual{Quantity: Quantity{Number: actual}, Known: true}, cal, over, over, Thresholds{}).PaceText(); got != want {
			t.Errorf("%v of 1000: %q, want %q", actual, got, want)
		}
	}
}

func (m Metric) anyFigure(n int64) Quantity {
	if m.Whole() {
		return Quantity{Number: float64(n)}
	}
	return Quantity{Number: float64(n) / 1000}
}

// Next to nothing was expected, and nothing came: that is no lead of anybody's.
func TestNothingOfNothingIsOnPace(t *testing.T) {
	cal := testPolicy(t).Calendar
	g := Goal{Metric: MetricCustomers, Period: calendartest.Period(t, "2026-Q4"), Target: Quantity{Number: 10}}
	asOf := calendar.Date{Year: 2026, Month: 10, Day: 5} // two of its days are over
	for actual, want := range map[float64]Status{0: StatusOnPace, 1: StatusAhead} {
		if s := g.Stand(Actual{Quantity: Quantity{Number: actual}, Known: true}, cal, asOf, asOf, Thresholds{}); s.Status != want || s.ExpectedText() != "0" {
			t.Errorf("%v against %s: %s, want %s", actual, s.ExpectedText(), s.Status, want)
		}
	}
}
