package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Lend gives a lead of sales to who stands in for its rep, who is away, and
// remembers whose it is. A lead that is lent already stays its first rep's.
func (l Lead) Lend(to ref.UserID, act people.Act, p Policy) Change {
	if !l.withRep() || l.Owner == "" || to == "" || to == l.Owner {
		return Change{Lead: l}
	}

	d := decide(l, act, p)
	if l.LentBy == "" {
		d.lead.LentBy = l.Owner
	}

	d.pass(to)
	e := d.entry(EntryLent)
	e.About = l.Owner
	return d.change()
}

// GiveBack returns a lent lead to its rep. One that was given to somebody
// else, or has ended, is not lent any more.
func (l Lead) GiveBack(act people.Act, p Policy) Change {
	if l.LentBy == "" || !l.withRep() {
		return Change{Lead: l}
	}

	d := decide(l, act, p)
	d.pass(l.LentBy)
	d.entry(EntryGivenBack).About = l.Owner
	return d.change()
}

// pass moves a lead and its promises to another rep without starting them
// again. Back with the rep who lent it, it is no loan any more.
func (d *decision) pass(to ref.UserID) {
	from := d.lead.Owner
	d.missWith(from)
	d.lead.Owner, d.lead.Nudges = to, 0 // reminders are counted for whoever has it
	if d.lead.Offered() {
		d.lead.Handoff.To = to
	}

	if d.lead.LentBy == to {
		d.lead.LentBy = ""
	}

	for i := range d.lead.Clocks {
		if c := &d.lead.Clocks[i]; c.Person == from {
			c.pass(to, d.act.At, d.policy)
		}
	}

	// A clock that stands still until a question is answered passes on as it stood.
	if c := &d.lead.Handoff.Paused; c.Kind != "" && c.Person == from {
		c.pass(to, d.lead.Handoff.Question.At, d.policy)
	}
}

// missWith notes what ran out unnoticed while somebody had the lead: it is theirs, and not of who gets it.
func (d *decision) missWith(user ref.UserID) {
	for i := range d.lead.Clocks {
		c := &d.lead.Clocks[i]
		if c.Person == user && c.MissedAt.IsZero() && d.act.At.After(c.DueAt) {
			c.MissedAt = d.act.At
			d.entry(EntryMissed).Clocks = []ClockOutcome{c.miss()}
		}
	}
}

// pass moves a promise: the working time that is left counts on in the
// calendar of who has it now. One whose time has run out stays as late as it
// is.
func (c *Clock) pass(to ref.UserID, now time.Time, p Policy) {
	before, after := p.CalendarOf(c.Person), p.CalendarOf(to)
	c.stop(now, before)
	c.leaveLate()
	c.Since, c.Person = now, to
	if c.Hears != "" && (c.Step == 0 || c.Hears == to) {
		c.standsOn(0, to, now)
	}

	if !c.MissedAt.IsZero() || now.After(c.DueAt) {
		return
	}

	c.Within = calendar.WorkingTime{}
	c.Left = before.Between(now, c.DueAt)
	c.recalculate(now, after, p)
}

// leaveLate keeps that a promise was late with who has had it until now.
func (c *Clock) leaveLate() {
	own := c.Overdue
	for _, had := range c.Before {
		own -= had.Late
	}

	if own > 0 {
		c.Before = append(slices.Clone(c.Before), LateWith{Person: c.Person, Late: own})
	}
}

// CalendarChange is a change of somebody's calendar: the working time until
// then counts as it was.
type CalendarChange struct {
	User ref.UserID
	At   time.Time
	Was  calendar.Calendar
}

// Recalculate moves the open deadlines of a lead to where the calendars of their
// people have them now. Without a change by one person it is the workspace's
// calendar that changed, and the whole time since the start counts by the new
// one. What is missed stays missed, and nothing becomes late that was in
// time: a deadline that would be past stays.
func (l Lead) Recalculate(change *CalendarChange, act people.Act, p Policy) Change {
	d := decide(l, act, p)
	var moved []ClockOutcome
	move := func(c *Clock, until time.Time) {
		if after, ok := c.follow(change, until, p); ok {
			*c = after
			moved = append(moved, c.outcome())
		}
	}
	for i := range d.lead.Clocks {
		move(&d.lead.Clocks[i], act.At)
	}

	if d.lead.Handoff.Paused.Kind != "" {
		move(&d.lead.Handoff.Paused, d.lead.Handoff.Question.At)
	}

	if len(moved) > 0 {
		d.entry(EntryDeadlinesMoved).Clocks = moved
	}

	return d.change()
}

// follow is the clock in the calendar of its person as that is now. It is
// false where the deadline stays. A clock runs until now, or until the moment
// at which it was stopped.
func (c Clock) follow(change *CalendarChange, until time.Time, p Policy) (Clock, bool) {
	if !c.MissedAt.IsZero() || until.After(c.DueAt) || change != nil && c.Person != change.User {
		return c, false
	}

	was := c.DueAt
	if change != nil {
		c.settle(calendar.Earlier(change.At, until), change.Was)
	}

	if c.Within == (calendar.WorkingTime{}) && c.Left == 0 {
		return c, false
	}

	c.recalculate(until, p.CalendarOf(c.Person), p)
	return c, !c.DueAt.Equal(was) && !c.DueAt.Before(until)
}

// settle counts the working time until a moment in the calendar that was in
// force then, once. A promise in whole days is counted in days from its start
// instead: a day is a day, however long.
func (c *Clock) settle(at time.Time, was calendar.Calendar) {
	if c.Within.Days > 0 || !c.since().Before(at) {
		return
	}

	c.stop(at, was)
	c.Within, c.Left = calendar.WorkingTime{}, was.Between(at, c.DueAt)
}
