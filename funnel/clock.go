package funnel

import (
	"slices"
	"time"
)

// ClockKind names a promise with a deadline in working time.
type ClockKind string

// The clocks of a handed-off lead. A lead has at most one of each kind.
const (
	ClockAccept     ClockKind = "accept"      // answer the handoff
	ClockFirstTouch ClockKind = "first_touch" // reach out to the lead
	ClockUpdate     ClockKind = "update"      // say how it goes (stale)
)

// ClockKinds are all of them, in the order in which a lead meets them.
var ClockKinds = []ClockKind{ClockAccept, ClockFirstTouch, ClockUpdate}

// Clock is a running promise. It is met by an act at or before DueAt; the
// boundary is inclusive.
type Clock struct {
	Kind       ClockKind `json:"kind"`
	Person     UserID    `json:"person"` // whose promise it is
	StartedAt  time.Time `json:"started_at"`
	DueAt      time.Time `json:"due_at"`
	EscalateAt time.Time `json:"escalate_at"`
	QuietUntil time.Time `json:"quiet_until,omitzero"` // snoozed: no message before
	// What the sweep has done already.
	MissedAt    time.Time `json:"missed_at,omitzero"`
	NudgedAt    time.Time `json:"nudged_at,omitzero"`
	EscalatedAt time.Time `json:"escalated_at,omitzero"`
}

// next is when the sweep has to look at the clock again; zero is never.
func (c Clock) next() time.Time {
	switch {
	case c.MissedAt.IsZero():
		return c.DueAt
	case c.NudgedAt.IsZero():
		return latest(c.DueAt, c.QuietUntil)
	case c.EscalatedAt.IsZero():
		return latest(c.EscalateAt, c.QuietUntil)
	}
	return time.Time{}
}

// ClockOutcome is how a promise ended, or that its time ran out, as the
// journal keeps it.
type ClockOutcome struct {
	Kind    ClockKind     `json:"kind"`
	Person  UserID        `json:"person"`
	Started time.Time     `json:"started"`
	Due     time.Time     `json:"due"`
	Met     bool          `json:"met,omitempty"`
	Missed  bool          `json:"missed,omitempty"` // counted once, when the time ran out
	Worked  time.Duration `json:"worked,omitempty"` // working time from start to the act; 0 for a bare miss
}

// Clock finds a running clock.
func (l Lead) Clock(kind ClockKind) (Clock, bool) {
	i := l.clockIndex(kind)
	if i < 0 {
		return Clock{}, false
	}
	return l.Clocks[i], true
}

func (l Lead) clockIndex(kind ClockKind) int {
	return slices.IndexFunc(l.Clocks, func(c Clock) bool { return c.Kind == kind })
}

// NextDue is when something has to be done about the lead even if nobody
// acts: a clock runs out, or a recycled lead comes back. Zero is never.
func (l Lead) NextDue(p Policy) time.Time {
	var due time.Time
	for _, c := range l.Clocks {
		due = earliest(due, c.next())
	}
	if l.Stage == Recycled && !l.RecycleUntil.IsZero() {
		due = earliest(due, p.morning(l.RecycleUntil))
	}
	return due
}

// Deadline is the earliest promise still open, for cards and lists.
func (l Lead) Deadline() (Clock, bool) {
	if len(l.Clocks) == 0 {
		return Clock{}, false
	}
	return slices.MinFunc(l.Clocks, func(a, b Clock) int { return a.DueAt.Compare(b.DueAt) }), true
}

// start begins a promise; one of the same kind that runs is replaced.
func (d *decision) start(kind ClockKind, person UserID) {
	levels, cal := d.policy.Definition.ServiceLevels, d.policy.Calendar
	c := Clock{Kind: kind, Person: person, StartedAt: d.act.At}
	c.DueAt = levels.Of(kind).After(d.act.At, cal)
	c.EscalateAt = levels.EscalateAfter.After(c.DueAt, cal)
	d.drop(kind)
	d.lead.Clocks = append(d.lead.Clocks, c)
}

// stop ends a promise because it was kept, late or not, and gives what the
// journal keeps of it.
func (d *decision) stop(kind ClockKind) []ClockOutcome {
	c, ok := d.lead.Clock(kind)
	if !ok {
		return nil
	}
	d.drop(kind)
	late := d.act.At.After(c.DueAt)
	return []ClockOutcome{{
		Kind: kind, Person: c.Person, Started: c.StartedAt, Due: c.DueAt,
		Met: !late, Missed: late && c.MissedAt.IsZero(),
		Worked: d.policy.Calendar.Between(c.StartedAt, d.act.At),
	}}
}

// drop ends a promise that no longer applies: it counts as neither met nor
// missed, unless its time ran out before.
func (d *decision) drop(kind ClockKind) {
	d.lead.Clocks = slices.DeleteFunc(d.lead.Clocks, func(c Clock) bool { return c.Kind == kind })
}

func (d *decision) dropAll() { d.lead.Clocks = nil }

// morning is 09:00, or when work starts, of a day in the workspace's zone.
func (p Policy) morning(day Date) time.Time {
	return p.Calendar.NextOpen(day.At(9, 0, p.Calendar.Location))
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// earliest ignores zero times.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
