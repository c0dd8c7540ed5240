package intake

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestMomentsAreReadInTheZone(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	tests := []struct {
		text  string
		order calendar.Order
		want  string
	}{
		{"2018-02-01", calendar.OrderUnknown, "2018-02-01T00:00:00+01:00"},
		{"2018/2/1", calendar.OrderUnknown, "2018-02-01T00:00:00+01:00"},
		{" 2018-02-26 19:58:54 ", calendar.OrderUnknown, "2018-02-26T19:58:54+01:00"},
		{"2018-07-26 19:58", calendar.OrderUnknown, "2018-07-26T19:58:00+02:00"},
		{"2018-02-26T19:58:54.123", calendar.OrderUnknown, "2018-02-26T19:58:54+01:00"},
		{"2018-02-26T19:58:54Z", calendar.OrderUnknown, "2018-02-26T20:58:54+01:00"},
		{"2018-02-26T19:58:54.000+0000", calendar.OrderUnknown, "2018-02-26T20:58:54+01:00"},
		{"2018-02-26 19:58:54 UTC", calendar.OrderUnknown, "2018-02-26T20:58:54+01:00"},
		{"2018-02-26T19:58:54-05:30", calendar.OrderUnknown, "2018-02-27T02:28:54+01:00"},
		{"31.12.2026", calendar.OrderUnknown, "2026-12-31T00:00:00+01:00"},
		{"6.4.2026 9:30", calendar.MonthFirst, "2026-04-06T09:30:00+02:00"},
		{"6/4/2026", calendar.DayFirst, "2026-04-06T00:00:00+02:00"},
		{"6/4/2026", calendar.MonthFirst, "2026-06-04T00:00:00+02:00"},
		{"06-04-26", calendar.MonthFirst, "2026-06-04T00:00:00+02:00"},
		{"6/4/99", calendar.MonthFirst, "1999-06-04T00:00:00+02:00"},
		{"6/4/2026, 2:05 PM", calendar.MonthFirst, "2026-06-04T14:05:00+02:00"},
		{"6/4/2026 12:05 am", calendar.MonthFirst, "2026-06-04T00:05:00+02:00"},
		// The clocks jump over 02:30; the jump is the moment nearest to it.
		{"2026-03-29 02:30", calendar.OrderUnknown, "2026-03-29T03:00:00+02:00"},
	}
	for _, test := range tests {
		got, err := parseMoment(test.text, test.order, berlin)
		if err != nil || got.In(berlin).Format(time.RFC3339) != test.want {
			t.Errorf("parseMoment(%q, %q) = %s, %v; want %s", test.text, test.order, got.In(berlin).Format(time.RFC3339), err, test.want)
		}
	}
	for _, text := range []string{
		"soon", "2026-13-01", "2026-02-30", "31/12/26x", "6/4.2026", "13/13/2026", "2026-01-01 25:00", "2026-01-01 9:75",
		"2026-01-01 13:00 PM", "2026-01-01 0:30 am", "2026-01-01 later", "20260101", "0000-01-01", "44000",
	} {
		if got, err := parseMoment(text, calendar.DayFirst, berlin); err == nil || !strings.Contains(err.Error(), "Expected a date such as") {
			t.Errorf("parseMoment(%q) = %s, %v; want an error that shows a date", text, got, err)
		}
	}
}

func TestTheOrderOfDatesIsFoundInTheColumn(t *testing.T) {
	tests := []struct {
		values []string
		want   calendar.Order
		wrong  string
	}{
		{[]string{"2026-01-02", "", "31.12.2026"}, calendar.DayFirst, ""},
		{[]string{"1/2/2026", "13/2/2026"}, calendar.DayFirst, ""},
		{[]string{"1/2/2026", "2/13/2026"}, calendar.MonthFirst, ""},
		{[]string{"5/5/2026"}, calendar.DayFirst, ""},
		{[]string{"1/2/2026"}, calendar.OrderUnknown, "add --date-order dmy"},
		{[]string{"13/2/2026", "2/13/2026"}, calendar.OrderUnknown, "write them alike"},
	}
	for _, test := range tests {
		var votes orderVotes
		for _, value := range test.values {
			votes.see(value)
		}
		got, err := votes.order("created")
		if got != test.want || (err == nil) != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
			t.Errorf("%q: %q, %v; want %q, %q", test.values, got, err, test.want, test.wrong)
		}
	}
}

func TestStagesOfOtherSystemsAreUnderstood(t *testing.T) {
	tests := map[string]string{
		"mql": "mql", " MQL ": "mql", "Lead": "lead", "Subscriber": "inquiry", "marketingqualifiedlead": "mql",
		"Sales Qualified Lead": "sal", "opportunity": "sql", "Customer": "customer", "Evangelist": "customer",
		"NEW": "mql", "ATTEMPTED_TO_CONTACT": "sal", "Open Deal": "sql", "BAD_TIMING": "recycled", "UNQUALIFIED": "disqualified",
		"Open - Not Contacted": "mql", "Working - Contacted": "sal", "Closed - Converted": "sql", "Closed - Not Converted": "disqualified",
		"Appointment Scheduled": "sql", "qualifiedtobuy": "sql", "Presentation Scheduled": "sql", "Decision Maker Bought-In": "sql",
		"Contract Sent": "sql", "Closed won (Sales Pipeline)": "customer", "Closed lost (Sales Pipeline)": "lost",
		"Prospecting": "sql", "Qualification": "sql", "Needs Analysis": "sql", "Value Proposition": "sql", "Id. Decision Makers": "sql",
		"Identify Decision Makers": "sql", "Perception Analysis": "sql", "Proposal/Price Quote": "sql", "Negotiation/Review": "sql",
		"Closed-Lost to Competition": "lost", "Not Qualified": "disqualified", "Contact in Future": "recycled",
		"Closed Won": "customer", "Closed Lost": "lost", "lost": "lost",
	}
	for text, want := range tests {
		if got, err := parseStage(text); err != nil || string(got) != want {
			t.Errorf("parseStage(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
	if got, err := parseStage("Other"); err == nil || !strings.Contains(err.Error(), "“Other” is not a stage known here") {
		t.Errorf("parseStage(Other) = %s, %v; want an error", got, err)
	}
}
