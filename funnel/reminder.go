package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Reminder is the one message in which somebody reads all that is late and
// theirs to see to, at the slots of their day. It is living: what is done is
// taken out of it.
type Reminder struct {
	V        int           `json:"v"`
	User     ref.UserID    `json:"user"`
	NextAt   time.Time     `json:"next_at,omitzero"`   // the slot at which to look again; zero where nothing is late
	HotAt    time.Time     `json:"hot_at,omitzero"`    // when something hot is told at once
	LookedAt time.Time     `json:"looked_at,omitzero"` // the last time
	Slot     time.Time     `json:"slot,omitzero"`      // when the message that stands was written
	Rows     []ReminderRow `json:"rows,omitempty"`
	More     int           `json:"more,omitempty"` // late leads that it does not list
}

// Reminded is a reminder with the leads that it lists, as they are now.
type Reminded struct {
	Reminder Reminder
	Leads    map[ref.LeadID]Lead
}

// ReminderRow is a late promise as it was told.
type ReminderRow struct {
	Lead     ref.LeadID          `json:"lead"`
	Kind     agreement.ClockKind `json:"kind"`
	Person   ref.UserID          `json:"person"` // whose promise it is
	Started  time.Time           `json:"started"`
	Due      time.Time           `json:"due"`
	Lateness string              `json:"lateness"` // in working time, when it was told
}

// MaxReminded is how many leads a reminder lists.
const MaxReminded = 10

// Of finds the promise that a row is about, if it is still open.
func (r ReminderRow) Of(l Lead) (Clock, bool) {
	c, ok := l.Clocks.Of(r.Kind)
	return c, ok && c.Person == r.Person && c.StartedAt.Equal(r.Started)
}

// Notice is what has Slack show the message of now.
func (r Reminder) Notice(now time.Time) Notice {
	return Notice{Kind: NoticeReminder, To: r.User, At: now, Slot: r.Slot}
}

// Expect has somebody told of a promise that is late since a moment: at the
// first slot from then on at which nobody looked yet, and what is hot at once.
func (r *Reminder) Expect(since time.Time, hot bool, p Policy) {
	cal := p.CalendarOf(r.User)
	at := cal.SlotFrom(since)
	if !r.LookedAt.IsZero() && !at.After(r.LookedAt) {
		at = cal.SlotAfter(r.LookedAt)
	}

	r.NextAt = earliest(r.NextAt, at)
	if hot && since.After(r.LookedAt) {
		r.HotAt = earliest(r.HotAt, cal.NextOpen(since))
	}
}

// LookAt is when the next sweep has to look at the reminder; zero is never.
func (r Reminder) LookAt() time.Time { return earliest(r.NextAt, r.HotAt) }

// Due says whether somebody is to be told now, and whether only of what is
// hot. Slots that were missed, or fell into a time in which they do not work,
// are made up for at once, and once.
func (r *Reminder) Due(now time.Time, p Policy) (due, hotOnly bool) {
	if p.People[r.User].Gone {
		r.NextAt, r.HotAt = time.Time{}, time.Time{}
	}

	open := p.CalendarOf(r.User).NextOpen(now)
	for _, at := range []*time.Time{&r.NextAt, &r.HotAt} {
		if !at.IsZero() && !now.Before(*at) {
			*at = calendar.Later(*at, open)
		}
	}

	slot := !r.NextAt.IsZero() && !now.Before(r.NextAt)
	hot := !r.HotAt.IsZero() && !now.Before(r.HotAt)
	return slot || hot, hot && !slot
}

// List puts rows at the head of the message. Where it is written for what is
// hot alone, the rows that it had stay below them.
func (r *Reminder) List(rows []ReminderRow, more int, hotOnly bool, now time.Time) {
	if !hotOnly {
		r.Slot, r.Rows, r.More = now, rows, more
		return
	}

	r.Slot = now
	for _, row := range r.Rows {
		again := func(hot ReminderRow) bool { return hot.Lead == row.Lead }
		if len(rows) < MaxReminded && !slices.ContainsFunc(rows, again) {
			rows = append(rows, row)
		}
	}

	r.Rows = rows
}

// NudgeKind sorts reminders: by the promise of the one who is reminded, and
// all those of other people's promises.
type NudgeKind string

// NudgeEscalation is the kind of reminders of other people's promises.
const NudgeEscalation NudgeKind = "escalation"

// Plural is what the reminders are about, as counts of them are named.
func (k NudgeKind) Plural() string {
	if k == NudgeEscalation {
		return "escalations"
	}

	return agreement.ClockKind(k).Plural()
}

// NudgeKinds are all of them.
func NudgeKinds() []NudgeKind {
	var kinds []NudgeKind
	for _, kind := range ClockKinds {
		kinds = append(kinds, NudgeKind(kind))
	}

	return append(kinds, NudgeEscalation)
}

// Nudge is the kind of reminder that is given of a promise now.
func (c Clock) Nudge() NudgeKind {
	if c.Step > 0 {
		return NudgeEscalation
	}

	return NudgeKind(c.Kind)
}

// ReminderSent remembers that somebody was reminded of a lead, to see whether it helped.
type ReminderSent struct {
	To   ref.UserID `json:"to"`
	Kind NudgeKind  `json:"kind"`
	At   time.Time  `json:"at"`
}

// Telling is how somebody is told of what is late: at a slot of their day, or as a Warning at once, which is none of
// the reminders that they get at most. Off are the kinds that are not told.
type Telling struct {
	At      time.Time
	Warning bool
	Off     []NudgeKind
}

// Heard has the time of somebody who is to be told of a lead come, whether it
// is told by itself, counted among others, or of a kind that is switched off.
// Whatever waited for that goes on when the time agreed on is over.
func (l Lead) Heard(user ref.UserID, now time.Time, p Policy) Lead {
	l.Clocks = slices.Clone(l.Clocks)
	for i := range l.Clocks {
		c := &l.Clocks[i]
		if c.Hears != user || !l.tellable(*c) {
			continue
		}

		if c.Held {
			c.EscalateAt = p.nextRungAt(*c, now)
		}

		c.Heard, c.Held = true, false
	}

	l.NextDueAt = l.NextDue(p)
	return l
}

// Remind tells somebody of the promise on a lead that is late longest. It is
// no change of the lead: its revision stays. Ok is false where there is
// nothing to tell them, or only of kinds that are switched off.
func (l Lead) Remind(user ref.UserID, t Telling, p Policy) (after Lead, row ReminderRow, e Entry, ok bool) {
	now := t.At
	d := decide(l.Heard(user, now, p), people.Act{By: people.Program(), At: now}, p)
	tellable := slices.DeleteFunc(l.Tellable(),
		func(c Clock) bool { return c.Hears != user || slices.Contains(t.Off, c.Nudge()) })
	if len(tellable) == 0 {
		return d.lead, row, e, false
	}

	late := slices.MinFunc(tellable, byDeadline)
	c := d.lead.Clocks.find(late.Kind)
	if !t.Warning {
		c.TimesReminded++
	}

	if c.Step == 0 && !t.Warning {
		d.lead.Nudges++
	}

	kind := c.Nudge()
	d.lead.Reminded = slices.DeleteFunc(d.lead.Reminded, func(t ReminderSent) bool { return t.To == user })
	d.lead.Reminded = append(d.lead.Reminded, ReminderSent{To: user, Kind: kind, At: now})
	entry := d.entry(EntryNudged)
	entry.Clocks, entry.RemindedPerson, entry.Nudge = []ClockOutcome{c.outcome()}, user, kind
	row = ReminderRow{
		Lead: l.ID, Kind: c.Kind, Person: c.Person, Started: c.StartedAt, Due: c.DueAt,
		Lateness: p.Lateness(*c, now),
	}
	return d.lead, row, *entry, true
}

// timeToFollow is within how much of their working time somebody has to act for a
// reminder to have helped.
const timeToFollow = 4 * time.Hour

// Urgent says whether a late promise is told at once: of hot leads the
// answer and the first touch, which are worth something only soon; and what
// would be for somebody else to hear of before a slot comes.
func (l Lead) Urgent(c Clock, p Policy) bool {
	hot := l.Hot() && (c.Kind == agreement.ClockAccept || c.Kind == agreement.ClockFirstTouch)
	return hot || c.Step == 0 && c.length() < calendar.SlotGap ||
		p.Definition.ServiceLevels.EscalateAfter.About() < calendar.SlotGap
}

// Warnable says whether somebody is to be warned at once of something on a lead.
func (l Lead) Warnable(user ref.UserID, p Policy) bool {
	return slices.ContainsFunc(l.Tellable(), func(c Clock) bool {
		return c.Hears == user && !c.Heard && c.TimesReminded == 0 && l.Urgent(c, p)
	})
}

// length is for how much working time something was promised.
func (c Clock) length() time.Duration { return c.Worked - c.Overdue + c.Left + c.Within.About() }

// follow notes on what somebody did whether they were reminded of it shortly before.
func (d *decision) follow() {
	by, e := d.act.By.ID, &d.entries[0]
	i := slices.IndexFunc(d.lead.Reminded, func(t ReminderSent) bool { return t.To == by })
	if i < 0 || e.Kind == EntryUndone || permissions[e.Kind].delays {
		return
	}

	told := d.lead.Reminded[i]
	d.lead.Reminded = slices.Delete(d.lead.Reminded, i, i+1)
	if d.policy.CalendarOf(by).Between(told.At, d.act.At) <= timeToFollow {
		e.Followed = &told
	}
}

// Mine is what somebody has to do with.
type Mine struct {
	MyTurn  []Lead // most urgent first
	More    int    // how many wait beyond those listed
	Waiting []Lead // logged by them, with somebody else now
	Ended   []Lead // logged by them, ended or put aside lately
}

// Board is who is late on what, late longest first.
type Board struct {
	Late []Violation
	More int // beyond those listed, counted up to a thousand
}

// Violation is a promise whose time ran out.
type Violation struct {
	Lead     Lead
	Clock    Clock
	Lateness string // in working time
}
