package calendar

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParsePeriod(t *testing.T) {
	tests := []struct {
		text, label, from, to string
		kind                  PeriodKind
		anchor                string
	}{
		{"2026", "2026", "2026-01-01", "2027-01-01", Year, "2026-01-01"},
		{"2026-Q4", "2026-Q4", "2026-10-01", "2027-01-01", Quarter, "2026-10-01"},
		{"2026q1", "2026-Q1", "2026-01-01", "2026-04-01", Quarter, "2026-01-01"},
		{" 2026 - q2 ", "2026-Q2", "2026-04-01", "2026-07-01", Quarter, "2026-04-01"},
		{"2026 Q3", "2026-Q3", "2026-07-01", "2026-10-01", Quarter, "2026-07-01"},
		{"2026-11", "2026-11", "2026-11-01", "2026-12-01", Month, "2026-11-01"},
		{"2026-12", "2026-12", "2026-12-01", "2027-01-01", Month, "2026-12-01"},
		{"2026-2", "2026-02", "2026-02-01", "2026-03-01", Month, "2026-02-01"},
		{"2026-W47", "2026-W47", "2026-11-16", "2026-11-23", Week, "2026-11-19"},
		{"2026w1", "2026-W01", "2025-12-29", "2026-01-05", Week, "2026-01-01"},
		{"2026-w53", "2026-W53", "2026-12-28", "2027-01-04", Week, "2026-12-31"},
		{"2026-10-01..2026-12-30", "2026-10-01..2026-12-30", "2026-10-01", "2026-12-31", Dates, "2026-10-01"},
		{"2026-10-01 .. 2026-10-01", "2026-10-01..2026-10-01", "2026-10-01", "2026-10-02", Dates, "2026-10-01"},
		{"2026-10-01..2026-12-31", "2026-Q4", "2026-10-01", "2027-01-01", Quarter, "2026-10-01"},
		{"2026-11-16..2026-11-22", "2026-W47", "2026-11-16", "2026-11-23", Week, "2026-11-19"},
	}
	for _, test := range tests {
		got, err := ParsePeriod(test.text)
		if err != nil {
			t.Errorf("ParsePeriod(%q): %v", test.text, err)
			continue
		}
		if got.Label != test.label || got.From.String() != test.from || got.To.String() != test.to {
			t.Errorf("ParsePeriod(%q) = %s, %s to %s", test.text, got, got.From, got.To)
		}
		if got.Kind() != test.kind || got.Anchor().String() != test.anchor {
			t.Errorf("%s is a %s anchored at %s; want %s, %s", got, got.Kind(), got.Anchor(), test.kind, test.anchor)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	tests := map[string]string{
		"":                       "a year (2026), a quarter (2026-Q4), a month (2026-11) or a week (2026-W47)",
		"next quarter":           "a year (2026), a quarter (2026-Q4), a month (2026-11) or a week (2026-W47)",
		"26":                     "is not a period",
		"202611":                 "is not a period",
		"2026-Q5":                "from 2026-Q1 to 2026-Q4",
		"2026-13":                "from 2026-01 to 2026-12",
		"2026-W54":               "from 2026-W01 to 2026-W53",
		"2025-W53":               "from 2025-W01 to 2025-W52",
		"2026-W00":               "has no week 0",
		"0226":                   "from 1900 to 2199",
		"2026-12-31..2026-10-01": "ends before it begins",
		"2026-12-31..":           "is not a date",
	}
	for text, want := range tests {
		if got, err := ParsePeriod(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParsePeriod(%q) = %v, %v; want an error with %q", text, got, err, want)
		}
	}
}

func TestPeriodNeighbours(t *testing.T) {
	tests := []struct{ previous, period, next string }{
		{"2025", "2026", "2027"},
		{"2025-Q4", "2026-Q1", "2026-Q2"},
		{"2025-12", "2026-01", "2026-02"},
		{"2026-W52", "2026-W53", "2027-W01"},
		{"2026-09-21..2026-09-30", "2026-10-01..2026-10-10", "2026-10-11..2026-10-20"},
	}
	for _, test := range tests {
		period, err := ParsePeriod(test.period)
		if err != nil {
			t.Fatal(err)
		}
		if got := period.Prev().Label; got != test.previous {
			t.Errorf("before %s comes %s, want %s", period, got, test.previous)
		}
		if got := period.Next().Label; got != test.next {
			t.Errorf("after %s comes %s, want %s", period, got, test.next)
		}
	}
}

func TestPeriodProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Date{2000, 1, 1}.AddDays(rapid.IntRange(0, 40_000).Draw(t, "day"))
		length := rapid.IntRange(0, 400).Draw(t, "length")
		for _, period := range []Period{WeekOf(day), MonthOf(day), QuarterOf(day), YearOf(day), DatesOf(day, day.AddDays(length))} {
			if !period.Contains(day) || period.Contains(period.To) || !period.Contains(period.Last()) {
				t.Fatalf("%s has the wrong days", period)
			}
			if period.Next().From != period.To || period.Prev().To != period.From {
				t.Fatalf("%s does not adjoin its neighbours", period)
			}
			if parsed, err := ParsePeriod(period.String()); err != nil || parsed != period {
				t.Fatalf("%s was read as %s: %v", period, parsed, err)
			}
		}
	})
}

func TestPeriodAsText(t *testing.T) {
	for _, want := range []Period{{}, WeekOf(Date{2026, time.November, 22}), DatesOf(Date{2026, 10, 1}, Date{2026, 10, 5})} {
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Period
		if err := json.Unmarshal(data, &got); err != nil || got != want {
			t.Errorf("%s was read as %v: %v", data, got, err)
		}
	}
	if _, err := json.Marshal(Period{From: Date{2026, 1, 1}, To: Date{2026, 1, 3}}); err == nil {
		t.Error("wrote a period that cannot be read again")
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, seed := range []string{"2026", "2026-Q4", "2026 w47", "2026-11", "2026-10-01..2026-12-31"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		period, err := ParsePeriod(text)
		if err != nil {
			return
		}
		if !period.From.Before(period.To) {
			t.Errorf("%q is empty: %s to %s", text, period.From, period.To)
		}
		if again, err := ParsePeriod(period.Label); err != nil || again != period {
			t.Errorf("%q was read as %s, and that as %s: %v", text, period, again, err)
		}
	})
}
