package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
)

// Sweep does what has become due on one lead without anybody's act: it notes
// promises whose time ran out, hands them up the ladder, where an offer may be
// passed on in its pool, and brings back recycled leads. Who is told of them
// hears it at their next slot; see Reminder. Sweeping again at the same moment
// changes nothing.
func (l Lead) Sweep(r Routing) Change {
	now, p := r.At, r.Policy
	d := decide(l, people.Act{By: people.Program(), At: now}, p)
	d.closeWindow()
	for i := range d.lead.Clocks {
		d.sweepClock(&d.lead.Clocks[i], r)
	}
	d.comeBack()
	if len(d.entries) == 0 {
		// The end of a snooze is no news, but from then on it is told again.
		d.lead.NextDueAt = d.lead.NextDue(p)
		return Change{Lead: d.lead}
	}
	return d.change()
}

// comeBack gives a lead that was put aside to marketing when its day has come.
func (d *decision) comeBack() {
	l, p := d.before, d.policy
	if l.Stage != agreement.Recycled || l.RecycleUntil.IsZero() || d.act.At.Before(p.morning(l.RecycleUntil)) {
		return
	}
	d.giveBack(EntryReturned, l.marketingStage()).Due = p.morning(l.RecycleUntil)
	d.tell(NoticeReturned, l.Marketer)
	for i := range d.notices {
		d.notices[i].Since, d.notices[i].Day = l.StageSince, l.RecycleUntil
	}
}

func (d *decision) sweepClock(c *Clock, r Routing) {
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
	if c.Step == 0 && c.Hears == "" {
		c.Hears, c.HearsFrom = c.Person, calendar.Later(c.DueAt.Add(time.Millisecond), c.QuietUntil)
	}
	d.climb(c, r)
}

// Snooze puts off all reminders of the lead's promises, for a reason that
// the manager sees. The promises stay as they are: what is late is late. One
// that would put off no reminder is refused rather than counted.
func (l Lead) Snooze(until time.Time, why string, act people.Act, p Policy) (Change, error) {
	why, err := fault.CleanNote("the reason", why, fault.MaxNote)
	if err != nil {
		return Change{}, fault.InvalidField("reason", err)
	}
	sooner := until.Before(l.SnoozedUntil()) // which costs no snooze: it buries nothing
	if err := l.maySnooze(sooner, act, p); err != nil {
		return Change{}, err
	}
	first, _ := l.Deadline()
	switch {
	case !until.After(act.At):
		return Change{}, fault.WrongField("until", "A snooze has to end in the future. Give a number of days, such as `3d`, or a day, such as `%s`.", p.DayOf(act).AddDays(3))
	case until.After(act.At.AddDate(0, 0, maxSnoozeDays)):
		return Change{}, fault.WrongField("until", "A snooze lasts at most %d days, as nobody hears of the lead meanwhile. For longer %s.", maxSnoozeDays, l.letGo(act, p))
	case !sooner && !first.DueAt.Before(until):
		return Change{}, fault.WrongField("until", "Nothing on %s is due before %s, so no reminder would come until then and there is nothing to put off.", l.ID, calendar.DateOf(until, p.Calendar.Zone()))
	case why == "":
		return Change{}, fault.WrongField("reason", "Say why, for the manager to see: %s.", fault.ToSnoozeLead.Way(l.ID, "3d she is at a fair"))
	}
	d := decide(l, act, p)
	for i := range d.lead.Clocks {
		c := &d.lead.Clocks[i]
		c.QuietUntil = until
		c.Step, c.Hears, c.HearsFrom, c.Told = 0, "", time.Time{}, 0
		c.EscalateAt = p.Definition.ServiceLevels.EscalateAfter.After(calendar.Later(c.DueAt, until), p.CalendarOf(c.Person))
	}
	if !sooner {
		d.lead.Snoozes++
	}
	d.lead.SnoozedFor = why
	e := d.entry(EntrySnoozed)
	e.Until, e.Note = until, why
	return d.change(), nil
}

// SnoozedUntil is until when somebody put off the reminders of the lead; zero
// where nobody did, in this stage.
func (l Lead) SnoozedUntil() time.Time {
	var until time.Time
	for _, c := range l.Clocks {
		until = calendar.Later(until, c.QuietUntil)
	}
	return until
}

// maySnooze lets only those put reminders off who get them: the one who is
// expected to act, and the manager.
func (l Lead) maySnooze(sooner bool, act people.Act, p Policy) error {
	if err := p.mayWork(l, act.By); err != nil {
		return err
	}
	if len(l.Clocks) == 0 {
		return fault.Conflict("No promise is open on %s, so no reminder will come and there is nothing to snooze.", l.ID)
	}
	theirs := func(c Clock) bool { return c.Person == act.By.ID }
	if !slices.ContainsFunc(l.Clocks, theirs) && !act.By.Manager && !act.By.Admin {
		return fault.Denied("The reminders of %s go to %s, so only they or the sales manager can put them off.", l.ID, l.Clocks[0].Person.Mentioned())
	}
	if l.Snoozes >= maxSnoozes && !sooner {
		return fault.Conflict("%s was snoozed %d times in this stage already, which is all that is possible. Move it on, or %s.", l.ID, l.Snoozes, l.letGo(act, p))
	}
	return nil
}

// letGo says how somebody gives up a lead that they do not get to.
func (l Lead) letGo(act people.Act, p Policy) string {
	if l.Offered() {
		return "reject it with " + fault.ToRejectLead.Way(l.ID, "REASON")
	}
	return "put it aside with " + fault.ToRecycleLead.Way(l.ID, fault.Option("until", p.DayOf(act).AddDays(exampleRest)))
}

// Limits that keep a snooze from being a way to bury a lead.
const (
	maxSnoozeDays = 14
	maxSnoozes    = 3 // in one stage
)

// SnoozeUntil is the moment to which a snooze to a day lasts: its morning.
func (p Policy) SnoozeUntil(day calendar.Date) time.Time { return p.morning(day) }
