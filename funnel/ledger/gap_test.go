package ledger

import (
	"math"
	"testing"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/calendar/calendartest"
)

func TestDue(t *testing.T) {
	q := calendartest.Period(t, "2026-Q4")
	lags := LagsOf(map[string]int64{"30": 40})
	last := q.From.AddDays(59)
	for _, test := range []struct {
		name    string
		created func(calendar.Date) int64
		want    float64
	}{
		{"evenly for ever", func(calendar.Date) int64 { return 3 }, 1},
		{"all in the first half", func(d calendar.Date) int64 { return onceIf(!d.Before(q.From) && d.Before(q.From.AddDays(30))) }, 1},
		{"all in the second half", func(d calendar.Date) int64 { return onceIf(!d.Before(q.From.AddDays(30))) }, 0},
		{"nothing before", func(d calendar.Date) int64 { return onceIf(!d.Before(q.From)) }, 0.5},
		{"twice as many before", func(d calendar.Date) int64 { return 1 + onceIf(d.Before(q.From)) }, 1.5},
	} {
		got, ok := Due(test.created, lags, q.From, last)
		if math.Abs(got-test.want) > 1e-9 || ok != (test.want > 0) {
			t.Errorf("%s: %g, %v; want %g", test.name, got, ok, test.want)
		}
	}
	if _, ok := Due(func(calendar.Date) int64 { return 3 }, LagsOf(map[string]int64{"30": 29}), q.From, last); ok {
		t.Error("29 wins are taken for enough")
	}
}

func onceIf(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
