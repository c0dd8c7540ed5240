package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
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
		c.standsOn(0, c.Person, calendar.Later(c.DueAt.Add(time.Millisecond), c.QuietUntil))
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

	if err := permitted(l, EntrySnoozed, act, p); err != nil {
		return Change{}, err
	}

	sooner := until.Before(l.Clocks.SnoozedUntil()) // which costs no snooze: it buries nothing
	if err := snoozedTooOften(l, act, p); err != nil && !sooner {
		return Change{}, err
	}

	first, _ := l.Clocks.Soonest()
	switch {
	case !until.After(act.At):
		return Change{}, fault.WrongField("until", "A snooze has to end in the future. Give a number of days, such as `3d`, or a day, such as `%s`.", p.DayOf(act).AddDays(3))
	case until.After(act.At.AddDate(0, 0, maxSnoozeDays)):
		return Change{}, fault.WrongField("until", "A snooze lasts at most %d days, as nobody hears of the lead meanwhile. For longer %s.", maxSnoozeDays, letGo(l, act, p))
	case !sooner && !first.DueAt.Before(until):
		return Change{}, fault.WrongField("until", "Nothing on %s is due before %s, so no reminder would come until then and there is nothing to put off.", l.ID, calendar.DateOf(until, p.Calendar.Zone()))
	case why == "":
		return Change{}, fault.WrongField("reason", "Say why, for the manager to see: %s.",
			fault.ToSnoozeLead.Way(l.ID, "3d she is at a fair"))
	}

	d := decide(l, act, p)
	d.quietUntil(until)
	if !sooner {
		d.lead.Snoozes++
	}

	d.lead.SnoozedFor = why
	e := d.entry(EntrySnoozed)
	e.Until, e.Note = until, why
	return d.change(), nil
}

// Wake ends a snooze: from now on the owner is reminded again, and whoever comes after them only once the owner has had
// the time that was agreed on. The snooze stays counted.
func (l Lead) Wake(act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryWoken, act, p); err != nil {
		return Change{}, err
	}

	d := decide(l, act, p)
	d.quietUntil(act.At)
	d.entry(EntryWoken)
	return d.change(), nil
}

// quietUntil has reminders start again at a moment, with the owner.
func (d *decision) quietUntil(until time.Time) {
	for i := range d.lead.Clocks {
		c := &d.lead.Clocks[i]
		c.QuietUntil = until
		c.standsOn(0, "", time.Time{})

		from := calendar.Later(c.DueAt, until)
		c.EscalateAt = d.policy.Definition.ServiceLevels.EscalateAfter.After(from, d.policy.CalendarOf(c.Person))
	}
}

// notSnoozed refuses a lead of which reminders come anyway.
func notSnoozed(l Lead, act people.Act, _ Policy) error {
	if l.Clocks.SnoozedUntil().After(act.At) {
		return nil
	}

	return fault.Conflict("%s is not snoozed, so its reminders come anyway.", l.ID)
}

// maySnooze lets only those put reminders off who get them: the one who is expected to act, and the manager.
func maySnooze(l Lead, act people.Act, p Policy) error {
	if err := mayWork(l, act, p); err != nil {
		return err
	}

	if len(l.Clocks) == 0 {
		return fault.Conflict("No promise is open on %s, so no reminder will come and there is nothing to snooze.", l.ID)
	}

	theirs := func(c Clock) bool { return c.Person == act.By.ID }
	if !slices.ContainsFunc(l.Clocks, theirs) && !act.By.Manager && !act.By.Admin {
		return fault.Denied("The reminders of %s go to %s, so only they or the sales manager can put them off.", l.ID, l.Clocks[0].Person.Mentioned())
	}

	return nil
}

// snoozedOut refuses a lead at the limit of its snoozes, unless one runs, which can be ended sooner.
func snoozedOut(l Lead, act people.Act, p Policy) error {
	if l.Clocks.SnoozedUntil().After(act.At) {
		return nil
	}

	return snoozedTooOften(l, act, p)
}

func snoozedTooOften(l Lead, act people.Act, p Policy) error {
	if l.Snoozes < maxSnoozes {
		return nil
	}

	return fault.Conflict("%s was snoozed %d times in this stage already, which is all that is possible. Move it on, or %s.", l.ID, l.Snoozes, letGo(l, act, p))
}

// letGo says how somebody gives up a lead that they do not get to.
func letGo(l Lead, act people.Act, p Policy) string {
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

// SnoozeEnd is the moment to which a snooze to a day lasts: its morning.
func (p Policy) SnoozeEnd(day calendar.Date) time.Time { return p.morning(day) }

// listener is who hears of a late promise.
type listener uint8

const (
	ownerHears   listener = iota // whose promise it is
	managerHears                 // of their team
	poolTakes                    // the others who may take an offer
	intakeHears                  // who answers for what nobody else does
)

// escalationOrder is the order in which they hear. Each has a promise for the time of
// EscalateAfter of the definition, in the working time of the one who is late;
// then it is the next one's. A rung without a person is passed over. The pool's
// is no person's: there an offer is passed on, and where that gives it to
// another rep, the ladder begins again for them.
var escalationOrder = [...]listener{ownerHears, managerHears, poolTakes, intakeHears}

// maxNudges is how often one audience is reminded of a lead: its owner in one
// stage, anybody above on their rung. After that it waits for the next rung.
const maxNudges = 3

// whoHears is who stands on a step of the ladder for a promise; nobody is empty.
// Nobody is told of one promise on two steps; its owner is told on the first only.
func (p Policy) whoHears(step int, c Clock, now time.Time) ref.UserID {
	var who ref.UserID
	switch escalationOrder[step] {
	case ownerHears:
		who = c.Person
	case managerHears:
		who = answersFor(p.Roster, c)
	case intakeHears:
		who = p.lastResort(c, now)
	default: // a pool is no person
	}

	if step > 0 && (who == c.Person || who == c.Hears || p.People[who].Gone) {
		return ""
	}

	return who
}

// lastResort is the intake owner; where that is nobody or the very person who
// is late, or they are away, it is somebody of leadership, else an admin.
func (p Policy) lastResort(c Clock, now time.Time) ref.UserID {
	r := p.Roster
	if r.IntakeOwner != "" && r.IntakeOwner == c.Hears {
		return ""
	}

	all := slices.Concat([]ref.UserID{r.IntakeOwner}, r.Leadership, r.Admins)
	all = slices.DeleteFunc(all, func(id ref.UserID) bool { return id == "" || id == c.Person || id == c.Hears })
	return p.FirstThere(all, now)
}

// answersFor is who answers for a promise: for marketing's the one who signs
// for marketing, if that is somebody else; for all others the sales manager.
func answersFor(r people.Roster, c Clock) ref.UserID {
	if signer := r.MarketingSigner; c.Kind == agreement.ClockAnswer && signer != "" && signer != c.Person {
		return signer
	}

	return r.SalesManager
}

// nextEscalation is the next step at which somebody hears of a promise, or at which the
// offer is passed on, which has nobody; 0 is none. Who is away is passed over
// where somebody else is left.
func (p Policy) nextEscalation(l Lead, c Clock, now time.Time) (step int, who ref.UserID) {
	for next := c.Step + 1; next < len(escalationOrder); next++ {
		if escalationOrder[next] == poolTakes && c.Kind == agreement.ClockAccept && l.Handoff.MayPassOn() {
			return next, ""
		}

		id := p.whoHears(next, c, now)
		if id == "" {
			continue
		}

		if p.Present(id, now) {
			return next, id
		}

		if step == 0 {
			step, who = next, id
		}
	}

	return step, who
}

// climb hands a late promise up to the next rung when its time has come, but
// never past somebody who was not told yet: they would lose a lead of which
// nobody had reminded them. Where an offer goes to another rep their time
// begins now, not when the program should have looked.
func (d *decision) climb(c *Clock, r Routing) {
	if d.act.At.Before(c.EscalateAt) {
		return
	}

	step, who := d.policy.nextEscalation(d.lead, *c, d.act.At)
	if step == 0 || d.held(c) {
		return
	}

	if escalationOrder[step] == poolTakes {
		passed, another := d.passOn(r)
		if another {
			return
		}

		if !passed { // MayPassOn is false from now on
			step, who = d.policy.nextEscalation(d.lead, *c, d.act.At)
		}
	}

	if step == 0 {
		return
	}

	c.standsOn(step, who, c.EscalateAt)
	c.EscalateAt = d.policy.nextRungAt(*c, d.act.At)
	if c.Hears != "" {
		e := d.entry(EntryEscalated)
		e.Clocks, e.RemindedPerson = []ClockOutcome{c.outcome()}, c.Hears
	}
}

// standsOn puts a promise on a rung, where nobody was told of it yet.
func (c *Clock) standsOn(step int, who ref.UserID, from time.Time) {
	c.Step, c.Hears, c.HearsFrom = step, who, from
	c.TimesReminded, c.Heard, c.Held = 0, false, false
}

// nextRungAt is when the rung above hears: the time of the definition after the one below should have heard, or
// after now where that has passed, so that everybody has it in full.
func (p Policy) nextRungAt(c Clock, now time.Time) time.Time {
	wait, cal := p.Definition.ServiceLevels.EscalateAfter, p.CalendarOf(c.Person)
	from := c.HearsFrom
	if c.Step == 0 {
		from = from.Add(-time.Millisecond) // the deadline itself is in time
	}

	if at := wait.After(from, cal); at.After(now) {
		return at
	}

	return wait.After(now, cal)
}

// held says whether a promise has to wait on its rung, and looks again at the next slot of who is to be told there.
// Nobody waits for those who cannot be told: away, gone, or reminded as often as was agreed on.
func (d *decision) held(c *Clock) bool {
	if c.Hears == "" || c.Heard || c.TimesReminded > 0 || !d.lead.tellable(*c) || !d.policy.Present(c.Hears, d.act.At) {
		return false
	}

	slot := d.policy.CalendarOf(c.Hears).SlotAfter(d.act.At)
	if slot.IsZero() {
		return false
	}

	c.Held, c.EscalateAt = true, slot
	return true
}

// Tellable are the late promises that somebody is still to be reminded of.
func (l Lead) Tellable() []Clock {
	var out []Clock
	for _, c := range l.Clocks {
		if l.tellable(c) {
			out = append(out, c)
		}
	}

	return out
}

func (l Lead) tellable(c Clock) bool {
	told := c.TimesReminded
	if c.Step == 0 {
		told = l.Nudges
	}

	return c.Hears != "" && told < maxNudges
}
