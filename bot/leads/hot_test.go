package leads

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/report"
)

func hotContext(c kit.Context) kit.Context {
	c.Definition.ServiceLevels.FirstTouchHot = calendar.WorkingTime{Minutes: 30}
	c.Definition.Hot = []agreement.Rule{{Field: "source", Op: agreement.OpIn, Values: []string{"demo", "webinar"}}}
	return c
}

func hotOffer() funnel.Lead {
	l := kittest.Offered()
	l.Handoff.Class = agreement.ClassHot
	return l
}

// tried is a hot lead that nobody has reached yet.
func tried() funnel.Lead {
	l := kittest.Accepted()
	l.Handoff.Class = agreement.ClassHot
	depth := kittest.Clock(agreement.ClockDepth, kittest.Now.AddDate(0, 0, 3))
	depth.Wanted, depth.Attempts = 4, 1
	l.Clocks = []funnel.Clock{kittest.Clock(agreement.ClockUpdate, kittest.Now.AddDate(0, 0, 7)), depth}
	l.CountedAt, l.Awaiting, l.SalesTouchAt = kittest.Now.Add(-10*time.Hour), true, kittest.Now.Add(-10*time.Hour)
	l.Handoff.At = kittest.Now.Add(-15 * time.Hour)
	l.Spent = []funnel.Stretch{
		{Turn: funnel.TurnSystem, Wall: 90 * time.Second, Worked: time.Minute},
		{Turn: funnel.TurnMarketing, Wall: 51 * time.Hour, Worked: 11 * time.Hour},
		{Turn: funnel.TurnSales, Wall: 5 * time.Hour, Worked: 5 * time.Hour},
	}
	return l
}

func TestWorkingTimeIsWrittenInHours(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"1 min": 3 * time.Second, "45 min": 45 * time.Minute, "1 h": 59*time.Minute + 40*time.Second, "3 h 20 min": 200 * time.Minute, "27 h": 27 * time.Hour,
	} {
		if got := report.Worked(d); got != want {
			t.Errorf("%s is %q; want %q", d, got, want)
		}
	}
	for want, d := range map[string]time.Duration{"1 min": time.Second, "3 h 20 min": 200 * time.Minute, "1 d 3 h": 27*time.Hour + time.Minute, "2 d": 48 * time.Hour} {
		if got := lasted(d); got != want {
			t.Errorf("%s lasts %q; want %q", d, got, want)
		}
	}
}
