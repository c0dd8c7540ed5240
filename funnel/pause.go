package funnel

import "slices"

// overseer is who hears that a promise is late: of marketing's it is the one
// who signs for marketing, if that is somebody else.
func (p Policy) overseer(c Clock) UserID {
	if signer := p.Roster.MarketingSigner; c.Kind == ClockAnswer && signer != "" && signer != c.Person {
		return signer
	}
	return p.Roster.Overseer(c.Person)
}

// pause stops the rep's clock until resume. What has run out by now is missed
// all the same.
func (d *decision) pause() []ClockOutcome {
	i := d.lead.clockIndex(ClockAccept)
	if i < 0 {
		return nil
	}
	c := d.lead.Clocks[i]
	var missed []ClockOutcome
	if c.MissedAt.IsZero() && d.act.At.After(c.DueAt) {
		c.MissedAt = d.act.At
		missed = append(missed, c.miss())
	}
	d.lead.Clocks = slices.Delete(d.lead.Clocks, i, i+1)
	d.lead.Handoff.Paused = c
	return missed
}

// resume lets the rep's clock run on with what was left of it, in the rep's
// working time. It does nothing where no clock stands still.
func (d *decision) resume() {
	c := d.lead.Handoff.Paused
	if c.Kind == "" {
		return
	}
	now, paused, cal := d.act.At, d.lead.Handoff.Question.At, d.policy.CalendarOf(c.Person)
	c.Waited += cal.Between(paused, now)
	if !c.DueAt.Before(paused) {
		c.DueAt = cal.Add(now, cal.Between(paused, c.DueAt))
	}
	if !c.EscalateAt.Before(paused) {
		c.EscalateAt = cal.Add(now, cal.Between(paused, c.EscalateAt))
	}
	d.lead.Handoff.Paused = Clock{}
	d.lead.Clocks = append(d.lead.Clocks, c)
}
