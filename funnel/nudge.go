package funnel

import "time"

// Sweep does what has become due on one lead without anybody's act: it notes
// promises whose time ran out, reminds the one whose turn it is once, tells
// the overseer once a working day later, and brings back recycled leads.
// Sweeping again at the same moment changes nothing. After downtime the steps
// missed collapse into the latest: the overseer alone hears.
func (l Lead) Sweep(now time.Time, p Policy) Change {
	d := decide(l, Act{By: Program(), At: now}, p)
	d.closeWindow()
	for i := range d.lead.Clocks {
		d.sweepClock(&d.lead.Clocks[i])
	}
	if l.Stage == Recycled && !l.RecycleUntil.IsZero() && !now.Before(p.morning(l.RecycleUntil)) {
		d.giveBack(EntryReturned, l.marketingStage())
		d.tell(NoticeReturned, l.Marketer)
	}
	return d.change()
}

func (d *decision) sweepClock(c *Clock) {
	now := d.act.At
	// A promise kept at exactly the deadline is kept, so the time has run out
	// only after it.
	if !now.After(c.DueAt) {
		return
	}
	if c.MissedAt.IsZero() {
		c.MissedAt = now
		d.entry(EntryMissed).Clocks = []ClockOutcome{c.miss()}
	}
	if now.Before(c.QuietUntil) {
		return
	}
	overseer := d.policy.overseer(*c, now)
	switch {
	case overseer != "" && c.EscalatedAt.IsZero() && !now.Before(c.EscalateAt):
		c.EscalatedAt, c.NudgedAt = now, earliest(c.NudgedAt, now)
		d.remind(EntryEscalated, NoticeEscalation, overseer, *c)
	case c.NudgedAt.IsZero():
		c.NudgedAt = now
		d.remind(EntryNudged, NoticeNudge, c.Person, *c)
	}
}

func (d *decision) remind(entry EntryKind, kind NoticeKind, to UserID, c Clock) {
	d.entry(entry).Clocks = []ClockOutcome{{Kind: c.Kind, Person: c.Person, Started: c.StartedAt, Due: c.DueAt}}
	n := d.notice(kind, to, "")
	n.Clock, n.Due, n.About = c.Kind, c.DueAt, c.Person
	d.notices = append(d.notices, n)
}

// Snooze puts off all messages about the lead's promises. The promises stay
// as they are: what is late is late.
func (l Lead) Snooze(until time.Time, act Act, p Policy) (Change, error) {
	if err := p.mayWork(l, act.By); err != nil {
		return Change{}, err
	}
	if len(l.Clocks) == 0 {
		return Change{}, Conflict("No promise is open on %s, so no reminder will come and there is nothing to snooze.", l.ID)
	}
	if !until.After(act.At) {
		return Change{}, wrongField("until", "A snooze has to end in the future. Give a number of days, such as `3d`, or a day, such as `%s`.", p.today(act).AddDays(3))
	}
	if until.After(act.At.AddDate(0, 0, maxSnoozeDays)) {
		return Change{}, wrongField("until", "A snooze lasts at most %d days. To put the lead aside for longer, give it back to marketing with `/lead recycle %s until=%s`.", maxSnoozeDays, l.ID, p.today(act).AddDays(exampleRest))
	}
	d := decide(l, act, p)
	for i := range d.lead.Clocks {
		c := &d.lead.Clocks[i]
		c.QuietUntil = until
		if c.EscalatedAt.IsZero() {
			c.EscalateAt = later(c.EscalateAt, p.Definition.ServiceLevels.EscalateAfter.After(until, p.CalendarOf(c.Person)))
		}
	}
	d.entry(EntrySnoozed).Until = until
	return d.change(), nil
}

// maxSnoozeDays keeps a snooze from being a way to bury a lead.
const maxSnoozeDays = 90

// SnoozeUntil is the moment to which a snooze to a day lasts: its morning.
func (p Policy) SnoozeUntil(day Date) time.Time { return p.morning(day) }
