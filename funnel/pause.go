package funnel

import (
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
)

// pause stops the rep's clock until resume, and names it for the journal. What
// has run out by now is missed all the same.
func (d *decision) pause() []ClockOutcome {
	i := d.lead.clockIndex(agreement.ClockAccept)
	if i < 0 {
		return nil
	}
	c := d.lead.Clocks[i]
	paused := c.outcome()
	if c.MissedAt.IsZero() && d.act.At.After(c.DueAt) {
		c.MissedAt, paused.Missed = d.act.At, true
	}
	d.lead.Clocks = slices.Delete(d.lead.Clocks, i, i+1)
	d.lead.Handoff.Paused = c
	return []ClockOutcome{paused}
}

// resume lets the rep's clock run on with what was left of it, in the rep's
// working time, and names it with its new deadline for the journal. It does
// nothing where no clock stands still.
func (d *decision) resume() []ClockOutcome {
	c := d.lead.Handoff.Paused
	if c.Kind == "" {
		return nil
	}
	now, paused, cal := d.act.At, d.lead.Handoff.Question.At, d.policy.CalendarOf(c.Person)
	c.stop(paused, cal)
	c.Since, c.Within, c.Left = now, calendar.WorkingTime{}, 0
	if !c.DueAt.Before(paused) {
		c.Left = cal.Between(paused, c.DueAt)
		c.DueAt = cal.Add(now, c.Left)
	}
	if !c.EscalateAt.Before(paused) {
		c.EscalateAt = cal.Add(now, cal.Between(paused, c.EscalateAt))
	}
	if h := &d.lead.Handoff; !h.WindowEnds.IsZero() && !h.WindowEnds.Before(paused) {
		h.WindowEnds = cal.Add(now, cal.Between(paused, h.WindowEnds))
	}
	d.lead.Handoff.Paused = Clock{}
	d.lead.Clocks = append(d.lead.Clocks, c)
	return []ClockOutcome{c.outcome()}
}
