package calendar

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel/fault"
)

func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	reading := Reading{Today: Date{Year: 2026, Month: time.November, Day: 22}}
	for _, test := range []struct{ text, want string }{
		{"2026-12-31", "2026-12-31"},
		{"2026/12/31", "2026-12-31"},
		{"31.12.2026", "2026-12-31"},
		{"1.2.2027", "2027-02-01"},
		{"31/12/2026", "2026-12-31"},
		{"12/31/2026", "2026-12-31"},
		{"05/05/2027", "2027-05-05"},
		{"31 Dec 2026", "2026-12-31"},
		{"31. december", "2026-12-31"},
		{"Jan 5", "2027-01-05"},
		{"January 5th, 2027", "2027-01-05"},
		{"today", "2026-11-22"},
		{"Tomorrow", "2026-11-23"},
		{"monday", "2026-11-23"},
		{"next Mon", "2026-11-23"},
		{"sunday", "2026-11-29"},
		{"3d", "2026-11-25"},
		{"3 days", "2026-11-25"},
		{"in 3 days", "2026-11-25"},
		{"2w", "2026-12-06"},
		{"in a week", "2026-11-29"},
		{"3m", "2027-02-22"},
		{"in 3 months", "2027-02-22"},
		{"next week", "2026-11-23"},
		{"next month", "2026-12-01"},
		{"on friday", "2026-11-27"},
		{"31.12.26", "2026-12-31"},
		{"31.12.", "2026-12-31"},
		{"1.2.", "2027-02-01"},
		{"31/12", "2026-12-31"},
		{"31-Jan-2028", "2028-01-31"},
		{"31-jan-28", "2028-01-31"},
		{"31. Dezember 2026", "2026-12-31"},
		{"3. März", "2027-03-03"},
		{"end of month", "2026-11-30"},
		{"by the end of next month", "2026-12-31"},
		{"end of Q1", "2027-03-31"},
		{"EOQ", "2026-12-31"},
		{"Ende des Monats", "2026-11-30"},
		{"Jahresende", "2026-12-31"},
		{"2 weeks", "2026-12-06"},
		{"in two weeks", "2026-12-06"},
		{"in 2 Wochen", "2026-12-06"},
		{"1 year", "2027-11-22"},
		{"Freitag", "2026-11-27"},
		{"bis Freitag", "2026-11-27"},
		{"morgen", "2026-11-23"},
		{"übermorgen", "2026-11-24"},
		{"nächste Woche", "2026-11-23"},
		{"next quarter", "2027-01-01"},
	} {
		got, err := reading.Date(test.text)
		if err != nil || got.String() != test.want {
			t.Errorf("%q: got %s, %v; want %s", test.text, got, err, test.want)
		}
	}
	for _, text := range []string{"", "soon", "2026-02-30", "31.13.2026", "04/05/2027", "3", "0x3d", "99999d", "4/5", "die", "so", "end of", "2 things"} {
		if got, err := reading.Date(text); err == nil {
			t.Errorf("%q: got %s, want a refusal", text, got)
		}
	}
	if got := addMonths(Date{Year: 2027, Month: time.January, Day: 31}, 1); got.String() != "2027-02-28" {
		t.Errorf("a month after 31 January is %s", got)
	}
}

func TestTheOrderSaysWhetherTheDayComesFirst(t *testing.T) {
	for _, test := range []struct {
		text  string
		order Order
		want  string
	}{
		{"6/4/2026", DayFirst, "2026-04-06"},
		{"6/4/2026", MonthFirst, "2026-06-04"},
		{"6-4-2026", MonthFirst, "2026-06-04"},
		{"6-4-2026", OrderUnknown, "2026-04-06"},
		{"6.4.2026", MonthFirst, "2026-04-06"},
		{"6/4/26", DayFirst, "2026-04-06"},
		{"6.4.99", DayFirst, "1999-04-06"},
		{"13/4/2026", OrderUnknown, "2026-04-13"},
		{"4/13/2026", OrderUnknown, "2026-04-13"},
		{"13/4/2026", MonthFirst, ""},
		{"4/13/2026", DayFirst, ""},
		{"6/4/2026", OrderUnknown, ""},
		{"6.4.26", OrderUnknown, "2026-04-06"},
		{"31/12/26", OrderUnknown, "2026-12-31"},
		{"6/4/26", OrderUnknown, ""},
		{"31-12-26", OrderUnknown, ""},
		{"31-12-26", DayFirst, "2026-12-31"},
		{"6/4.2026", DayFirst, ""},
	} {
		got, err := Reading{Order: test.order}.Date(test.text)
		if got.String() != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%q with %q: got %s, %v; want %s", test.text, test.order, got, err, test.want)
		}
	}
}

func TestADateOfTwoReadingsIsAskedWithBoth(t *testing.T) {
	reading := Reading{Today: Date{Year: 2026, Month: time.November, Day: 22}}
	for text, want := range map[string]string{
		"6/4/27":   "can be read as 6 Apr 2027 or as 4 Jun 2027. Write `2027-04-06` or `2027-06-04`.",
		"6/4":      "can be read as 6 Apr 2027 or as 4 Jun 2027. Write `2027-04-06` or `2027-06-04`.",
		"31-12-26": "can be read as 31 Dec 2026 or as 26 Dec 2031. Write `2026-12-31` or `2031-12-26`.",
	} {
		if _, err := reading.Date(text); err == nil || !strings.Contains(fault.UserText(err), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestWhatIsOverIsReadBackwards(t *testing.T) {
	past := Reading{Today: Date{Year: 2026, Month: time.November, Day: 22}, Past: true}
	for text, want := range map[string]string{
		"friday": "2026-11-20", "31.12.": "2025-12-31", "yesterday": "2026-11-21", "gestern": "2026-11-21", "Nov 22": "2026-11-22",
	} {
		if got, err := past.Date(text); err != nil || got.String() != want {
			t.Errorf("%q: got %s, %v; want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{"Q4": "2026-Q4", "Q1": "2026-Q1", "december": "2025-12", "november": "2026-11"} {
		if got, err := past.Period(text); err != nil || got.Label != want {
			t.Errorf("%q: got %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestPeriodsAreReadAsPeopleWriteThem(t *testing.T) {
	reading := Reading{Today: Date{Year: 2026, Month: time.December, Day: 1}}
	for text, want := range map[string]string{
		"2026-Q4": "2026-Q4", "Q4": "2026-Q4", "q1": "2027-Q1", "Q1 2027": "2027-Q1", "Q1/27": "2027-Q1", "Q1'27": "2027-Q1",
		"4. Quartal": "2026-Q4", "quarter 2 2027": "2027-Q2", "4th quarter": "2026-Q4", "2027/Q2": "2027-Q2", "1Q 2027": "2027-Q1",
		"december": "2026-12", "Dec": "2026-12", "Dezember 2026": "2026-12", "november": "2027-11", "may 2027": "2027-05",
		"Jan-27": "2027-01", "2027 jan": "2027-01", "12/2026": "2026-12", "in march": "2027-03", "Mrz 2027": "2027-03",
		"this quarter": "2026-Q4", "next quarter": "2027-Q1", "last month": "2026-11", "this year": "2026", "the next year": "2027",
		"dieses Quartal": "2026-Q4", "nächster Monat": "2027-01", "this week": "2026-W49",
		"W50": "2026-W50", "w3": "2027-W03", "KW 50": "2026-W50", "week 50": "2026-W50", "W50 2026": "2026-W50", "cw3/2027": "2027-W03",
		"H1": "2027-01-01..2027-06-30", "H2 2026": "2026-07-01..2026-12-31",
		"1.12. to 15.12.": "2026-12-01..2026-12-15", "1 Oct 2026 – 31 Dec 2026": "2026-Q4", "1.12. bis 31.12.": "2026-12",
		"2026-10-01..2026-12-31": "2026-Q4",
	} {
		if got, err := reading.Period(text); err != nil || got.Label != want {
			t.Errorf("%q: got %s, %v; want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"": "is not a period", "soon": "`Q1 2027`, `december`", "Q5": "there is no quarter 5", "W60": "no week 60", "H3": "there is no half 3",
		"december 12": "is not a period", "Q4 26": "is not a period", "Q4 2000": "is not a period", "2026-Q7": "there is no quarter 7",
		"31.12.2026 to 1.12.2026": "ends before it begins", "6/4 to 7/4": "can be read as 6 Apr 2027",
	} {
		if got, err := reading.Period(text); err == nil || !strings.Contains(cmp.Or(fault.UserText(err), err.Error()), want) {
			t.Errorf("%q: got %s, %v; want %q", text, got, err, want)
		}
	}
}

func TestWeeksAreReadAsPeopleWriteThem(t *testing.T) {
	reading := Reading{Today: Date{Year: 2026, Month: time.November, Day: 22}}
	for text, want := range map[string]string{
		"2026-W46": "2026-W46", "w45": "2026-W45", "W45": "2026-W45", "this": "2026-W47", "last week": "2026-W46", "soon": "", "": "",
		"KW 46": "2026-W46", "W3": "2026-W03", "W50": "2026-W50", "week 12": "2026-W12", "W12 2025": "2025-W12", "letzte Woche": "2026-W46",
	} {
		if got, err := reading.Week(text); got.Label != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %s, %v; want %s", text, got.Label, err, want)
		}
	}
}

func TestWhatIsWrittenIsReadAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := Date{Year: 2026, Month: time.November, Day: 22}.AddDays(rapid.IntRange(-3000, 3000).Draw(t, "today"))
		day := today.AddDays(rapid.IntRange(-2000, 2000).Draw(t, "day"))
		reading := Reading{Today: today, Past: rapid.Bool().Draw(t, "past")}
		at := day.midnightUTC()
		written := []string{
			day.String(), day.Words(), at.Format("02.01.2006"), at.Format("2.1.06"), at.Format("2-Jan-2006"), at.Format("January 2, 2006"),
			at.Format("2006/01/02"), fmt.Sprintf("%d. %s %d", day.Day, monthNames[day.Month-1][len(monthNames[day.Month-1])-1], day.Year),
		}
		for _, text := range written {
			if got, err := reading.Date(text); err != nil || got != day {
				t.Fatalf("%q on %s: got %s, %v; want %s", text, today, got, err, day)
			}
		}

		for _, p := range []Period{WeekOf(day), MonthOf(day), QuarterOf(day), YearOf(day), DatesOf(day, day.AddDays(9))} {
			if got, err := reading.Period(p.Label); err != nil || got != p {
				t.Fatalf("%q on %s: got %s, %v", p, today, got, err)
			}
		}

		year, quarter := QuarterOf(day).From.Year, (int(day.Month)+2)/3
		for text, want := range map[string]Period{
			fmt.Sprintf("Q%d %d", quarter, year): QuarterOf(day), at.Format("Jan 2006"): MonthOf(day), at.Format("January 2006"): MonthOf(day),
			at.Format("1/2006"): MonthOf(day),
		} {
			if got, err := reading.Period(text); err != nil || got != want {
				t.Fatalf("%q on %s: got %s, %v; want %s", text, today, got, err, want)
			}
		}
	})
}
