package funnel

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// ClockKinds are all of them, in the order in which a lead meets them.
var ClockKinds = []agreement.ClockKind{
	agreement.ClockAccept, agreement.ClockAnswer, agreement.ClockFirstTouch,
	agreement.ClockDepth, agreement.ClockUpdate,
}

// Clock is a running promise. It is met by an act at or before DueAt; the
// boundary is inclusive.
type Clock struct {
	Kind       agreement.ClockKind `json:"kind"`
	Person     ref.UserID          `json:"person"` // whose promise it is
	StartedAt  time.Time           `json:"started_at"`
	DueAt      time.Time           `json:"due_at"`
	EscalateAt time.Time           `json:"escalate_at"`          // when the next rung of the ladder hears
	QuietUntil time.Time           `json:"quiet_until,omitzero"` // snoozed: no message before
	Wanted     int                 `json:"wanted,omitempty"`     // of depth: attempts promised
	Attempts   int                 `json:"done,omitempty"`       // of depth: attempts made

	// What the deadline follows from, so that it can follow a calendar that changes: Left and then Within, from Since or
	// else StartedAt on. Since is when the promise was passed on, with what was Left of it; Worked is what was spent
	// before.
	Within calendar.WorkingTime `json:"within,omitzero"`
	Left   time.Duration        `json:"left,omitempty"`
	Since  time.Time            `json:"since,omitzero"`
	Worked time.Duration        `json:"worked,omitempty"`
	// Overdue is what of Worked came after the deadline, and Before what of that others had, who had the lead then.
	Overdue time.Duration `json:"overdue,omitempty"`
	Before  []LateWith    `json:"before,omitempty"`

	// What the sweep has done already.
	MissedAt      time.Time  `json:"missed_at,omitzero"`
	Step          int        `json:"step,omitempty"`      // how far up the ladder it is
	Hears         ref.UserID `json:"hears,omitempty"`     // who is reminded of it now; nobody while its pool may claim it
	HearsFrom     time.Time  `json:"hears_from,omitzero"` // since when
	TimesReminded int        `json:"told,omitempty"`      // how often they were, warnings at once not counted
	Heard         bool       `json:"heard,omitempty"`     // their turn to be told came
	Held          bool       `json:"held,omitempty"`      // the next rung waits until it has
}

// next is when the sweep has to look at the clock again; zero is never. It
// never has to where there is nobody else to tell.
func (c Clock) next(l Lead, p Policy) time.Time {
	switch step, _ := p.nextEscalation(l, c, c.EscalateAt); {
	case c.MissedAt.IsZero():
		return c.DueAt
	case c.Step == 0 && c.Hears == "":
		return calendar.Later(c.DueAt, c.QuietUntil)
	case step > 0:
		return c.EscalateAt
	}

	return time.Time{}
}

// ClockOutcome is how a promise ended, or that its time ran out, as the
// journal keeps it.
type ClockOutcome struct {
	Kind    agreement.ClockKind `json:"kind"`
	Person  ref.UserID          `json:"person"`
	Started time.Time           `json:"started"`
	Due     time.Time           `json:"due"`
	Met     bool                `json:"met,omitempty"`
	Missed  bool                `json:"missed,omitempty"` // counted once, when the time ran out
	Worked  time.Duration       `json:"worked,omitempty"` // working time from start to the act; 0 for a bare miss
	// working time from the deadline to the act that kept it after all
	Late   time.Duration `json:"late,omitempty"`
	Before []LateWith    `json:"before,omitempty"` // what of that others had
	Kept   bool          `json:"kept,omitempty"`   // done after all, in time or late
}

// LateWith is how long a promise was late with somebody, in their working time.
type LateWith struct {
	Person ref.UserID    `json:"person"`
	Late   time.Duration `json:"late"`
}

// Done says whether what was promised was done.
func (o ClockOutcome) Done() bool { return o.Met || o.Kept }

// Clocks are the promises on one lead that are still open, at most one of a kind.
type Clocks []Clock

// Of finds the promise of a kind.
func (cs Clocks) Of(kind agreement.ClockKind) (Clock, bool) {
	if c := cs.find(kind); c != nil {
		return *c, true
	}

	return Clock{}, false
}

// find is the promise of a kind to be changed in place; nil where there is none.
func (cs Clocks) find(kind agreement.ClockKind) *Clock {
	for i := range cs {
		if cs[i].Kind == kind {
			return &cs[i]
		}
	}

	return nil
}

// without are the others.
func (cs Clocks) without(kind agreement.ClockKind) Clocks {
	return slices.DeleteFunc(cs, func(c Clock) bool { return c.Kind == kind })
}

// withPaused adds the promise that stands still, if there is one.
func (cs Clocks) withPaused(paused Clock) Clocks {
	if paused.Kind == "" {
		return cs
	}

	return append(slices.Clone(cs), paused)
}

// Soonest is the promise with the earliest deadline, for cards and lists.
func (cs Clocks) Soonest() (Clock, bool) {
	if len(cs) == 0 {
		return Clock{}, false
	}

	return slices.MinFunc(cs, byDeadline), true
}

func byDeadline(a, b Clock) int { return a.DueAt.Compare(b.DueAt) }

// Late are the promises whose time ran out, whoever hears of them.
func (cs Clocks) Late() Clocks {
	return slices.DeleteFunc(slices.Clone(cs), func(c Clock) bool { return c.MissedAt.IsZero() })
}

// SnoozedUntil is until when somebody put off the reminders; zero where nobody did, in this stage.
func (cs Clocks) SnoozedUntil() time.Time {
	var until time.Time
	for _, c := range cs {
		until = calendar.Later(until, c.QuietUntil)
	}

	return until
}

// NextDue is when something has to be done about the lead even if nobody
// acts: a clock runs out, or a recycled lead comes back. Zero is never.
func (l Lead) NextDue(p Policy) time.Time {
	var due time.Time
	for _, c := range l.Clocks {
		due = earliest(due, c.next(l, p))
	}

	due = earliest(due, l.Handoff.windowEnds(l.Clocks))
	if l.Stage == agreement.Recycled && !l.RecycleUntil.IsZero() {
		due = earliest(due, p.morning(l.RecycleUntil))
	}

	return due
}

// BySoonestDeadline compares leads by their deadlines, the one that is or will be
// late first before the others, and by number where these say nothing.
func BySoonestDeadline(a, b Lead) int {
	first, promised := a.Clocks.Soonest()
	second, too := b.Clocks.Soonest()
	switch {
	case promised != too && promised:
		return -1
	case promised != too:
		return 1
	}

	return cmp.Or(first.DueAt.Compare(second.DueAt), cmp.Compare(a.ID, b.ID))
}

// start begins a promise. A lead that only an outside owner has runs no
// clock: there is nobody here to remind.
func (d *decision) start(kind agreement.ClockKind, person ref.UserID) {
	if person == "" {
		return
	}

	if kind == agreement.ClockFirstTouch {
		d.lead.FirstTouchTiming = ""
	}

	levels, cal := d.policy.Definition.ServiceLevels, d.policy.CalendarOf(person)
	c := Clock{Kind: kind, Person: person, StartedAt: d.act.At}
	if kind == agreement.ClockDepth {
		c.Wanted = levels.Depth.Attempts
	}

	c.Within = levels.Of(kind, d.lead.Class())
	c.DueAt = c.deadline(cal)
	c.EscalateAt = levels.EscalateAfter.After(c.DueAt, cal)
	d.lead.Clocks = append(d.lead.Clocks, c)
}

// fulfil ends a promise because what was promised was done, in time or late,
// and gives what the journal keeps of it.
func (d *decision) fulfil(kind agreement.ClockKind) []ClockOutcome {
	c, open := d.lead.Clocks.Of(kind)
	if !open {
		return nil
	}

	d.lead.Clocks = d.lead.Clocks.without(kind)
	late, cal := d.act.At.After(c.DueAt), d.policy.CalendarOf(c.Person)
	if kind == agreement.ClockFirstTouch {
		d.lead.FirstTouchTiming = timingOf(late)
	}

	return []ClockOutcome{{
		Kind: kind, Person: c.Person, Started: c.StartedAt, Due: c.DueAt,
		Met: !late, Kept: late, Missed: late && c.MissedAt.IsZero(),
		Worked: c.Worked + cal.Between(c.since(), d.act.At), Late: c.late(d.act.At, cal), Before: c.Before,
	}}
}

// late is by how much working time a promise is late at a moment. While it
// stands still it does not become later.
func (c Clock) late(now time.Time, cal calendar.Calendar) time.Duration {
	return c.Overdue + cal.Between(calendar.Later(c.DueAt, c.since()), now)
}

// stop counts what was worked up to a moment in the calendar that held until
// then. From there on the clock runs by another, or stands still.
func (c *Clock) stop(at time.Time, cal calendar.Calendar) {
	c.Worked += cal.Between(c.since(), at)
	c.Overdue = c.late(at, cal)
	c.Since = calendar.Later(c.Since, at)
}

// dropAll ends all promises that are left because they no longer apply. They
// count as neither kept nor missed, except where the time has run out and no
// sweep has noted it yet.
func (d *decision) dropAll() []ClockOutcome {
	var missed []ClockOutcome
	for _, c := range d.lead.Clocks {
		if c.MissedAt.IsZero() && d.act.At.After(c.DueAt) {
			missed = append(missed, c.miss())
		}
	}

	d.lead.Clocks = nil
	return missed
}

func (c Clock) miss() ClockOutcome {
	missed := c.outcome()
	missed.Missed = true
	return missed
}

// outcome names the promise; what became of it is open.
func (c Clock) outcome() ClockOutcome {
	return ClockOutcome{Kind: c.Kind, Person: c.Person, Started: c.StartedAt, Due: c.DueAt}
}

// morning is 09:00, or when work starts, of a day in the workspace's zone.
func (p Policy) morning(day calendar.Date) time.Time {
	return p.Calendar.NextOpen(day.At(9, 0, p.Calendar.Zone()))
}

// earliest ignores zero times.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}

	return a
}

// FirstTouchTiming says whether sales reached out to a lead within the time that it
// promised.
type FirstTouchTiming string

// What is known of a first touch that was made.
const (
	FirstTouchInTime FirstTouchTiming = "kept"
	FirstTouchLate   FirstTouchTiming = "late"
)

func timingOf(late bool) FirstTouchTiming {
	if late {
		return FirstTouchLate
	}

	return FirstTouchInTime
}

// Promise is a clock as the journal keeps its beginning and its end, so that
// what was promised can be judged by other rules. When it was kept stands with
// the outcomes.
type Promise struct {
	Kind    agreement.ClockKind  `json:"kind"`
	Person  ref.UserID           `json:"person"`
	Started time.Time            `json:"started"`
	Due     time.Time            `json:"due"`
	Within  calendar.WorkingTime `json:"within,omitzero"`
	Wanted  int                  `json:"wanted,omitempty"` // of depth
	Class   agreement.LeadClass  `json:"class,omitempty"`  // of a first touch
}

func (c Clock) promise(class agreement.LeadClass) Promise {
	p := Promise{Kind: c.Kind, Person: c.Person, Started: c.StartedAt, Due: c.DueAt, Within: c.Within, Wanted: c.Wanted}
	if c.Kind == agreement.ClockFirstTouch {
		p.Class = class
	}

	return p
}

// markPromises writes on the last entry which promises began with it, and
// which ended without being kept. An undone act says so by what it undoes.
func (d *decision) markPromises() {
	last := &d.entries[len(d.entries)-1]
	if last.Kind == EntryUndone {
		return
	}

	before, after := d.before.Clocks.withPaused(d.before.Handoff.Paused), d.lead.Clocks.withPaused(d.lead.Handoff.Paused)
	last.Promised = begun(before, after, d.lead.Class())
	last.Dropped = slices.DeleteFunc(begun(after, before, d.before.Class()), func(p Promise) bool {
		return slices.ContainsFunc(d.entries, func(e Entry) bool {
			return slices.ContainsFunc(e.Clocks,
				func(o ClockOutcome) bool { return o.Done() && o.Kind == p.Kind && o.Started.Equal(p.Started) })
		})
	})
}

// begun are the clocks that were not there before.
func begun(before, after Clocks, class agreement.LeadClass) []Promise {
	var out []Promise
	for _, c := range after {
		known := slices.ContainsFunc(before, func(b Clock) bool { return b.Kind == c.Kind && b.StartedAt.Equal(c.StartedAt) })
		if !known {
			out = append(out, c.promise(class))
		}
	}

	return out
}

// Lateness says how late a promise is, in the working time of whose it is: "3
// working hours".
func (p Policy) Lateness(c Clock, now time.Time) string {
	return p.LateIn(c.Person, c.late(now, p.CalendarOf(c.Person)), c.Before)
}

// LateIn says how late a promise is or was with each who had it, the last one without a name.
func (p Policy) LateIn(last ref.UserID, whole time.Duration, before []LateWith) string {
	var parts []string
	for _, had := range before {
		if whole -= had.Late; had.Person != last {
			parts = append(parts, p.LateBy(had.Person, had.Late)+" (with "+had.Person.Mentioned()+")")
			continue
		}

		whole += had.Late // they had it before, too
	}

	if whole >= time.Minute || len(parts) == 0 {
		parts = append(parts, p.LateBy(last, whole))
	}

	return strings.Join(parts, " and ")
}

// LateBy says by how much working time somebody is or was late, in full days of
// theirs, hours or minutes. Whoever writes lateness writes this.
func (p Policy) LateBy(user ref.UserID, worked time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{p.CalendarOf(user).DayLength(), "working day"}, {time.Hour, "working hour"}} {
		if unit.length > 0 && worked >= unit.length {
			return stats.Counted(int64(worked/unit.length), unit.name)
		}
	}

	return stats.Counted(int64(max(worked, time.Minute)/time.Minute), "working minute")
}

// since is from when on the promise runs in the calendar of its person.
func (c Clock) since() time.Time { return calendar.Later(c.StartedAt, c.Since) }

// deadline is when a promise is due in a calendar.
func (c Clock) deadline(cal calendar.Calendar) time.Time {
	return c.Within.After(cal.Add(c.since(), c.Left), cal)
}

// recalculate puts the deadline where the calendar has it.
func (c *Clock) recalculate(now time.Time, cal calendar.Calendar, p Policy) {
	c.DueAt = c.deadline(cal)
	if c.Step == 0 {
		wait := p.Definition.ServiceLevels.EscalateAfter
		c.EscalateAt = wait.After(c.DueAt, cal)
		if c.QuietUntil.After(now) {
			c.EscalateAt = calendar.Later(c.EscalateAt, wait.After(c.QuietUntil, cal))
		}
	}
}
