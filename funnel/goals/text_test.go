package goals

import (
	"fmt"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar/calendartest"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestPlainText(t *testing.T) {
	names := func(id string) string { return map[string]string{"U1": "Sam Ito"}[id] }
	text := fault.Mention("U1") + " takes over from " + fault.Mention("U2") + " by " + fault.Moment(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	if got, want := fault.PlainText(text, names, calendartest.Zone(t, "Europe/Berlin"), nil), "Sam Ito takes over from U2 by Mon 23 Nov 2026 10:00 CET"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := fault.PlainText(fault.Mention("U1"), nil, time.UTC, nil), "U1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}

	text = fault.ToLogFigure.Way(MetricWebsiteVisits, 800, fault.Option("week", "2026-W47")) + " replaces it."
	if got, want := fault.PlainText(text, nil, time.UTC, faulttest.Way), fmt.Sprintf("<task %d website_visits 800 week=2026-W47> replaces it.", fault.ToLogFigure); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
