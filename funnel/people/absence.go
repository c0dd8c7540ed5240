package people

import (
	"cmp"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

const (
	longestLeave = 366 // days
	// leavesKept is how many leaves are remembered: a deadline that is computed again passes over past ones.
	leavesKept = 20
)

// Absence is somebody who is away, or will be.
type Absence struct {
	User  ref.UserID
	Leave Leave
	Now   bool       // the leave is under way
	Gone  bool       // their account is deactivated; there is no leave
	With  ref.UserID // who has their leads while they are away; empty: the leads wait
	Leads int        // that they have lent, or that wait
}

// Compare puts those who are away before those who will be.
func (a Absence) Compare(b Absence) int {
	if a.Now && !b.Now {
		return -1
	}

	if b.Now && !a.Now {
		return 1
	}

	return cmp.Or(a.Leave.From.Compare(b.Leave.From), cmp.Compare(a.User, b.User))
}

// LeaveInput is what somebody wrote about a leave. Without a first day it
// begins today.
type LeaveInput struct {
	From, Until calendar.Date
	Cover       ref.UserID
	Note        string
}

// PlannedLeave is a leave as it is planned now, and what was noted this time.
type PlannedLeave struct {
	Leave
	Said string // the leave itself keeps an earlier note where this is blank
}

// GoAway plans a leave, or changes the one that it overlaps: until later, with
// another cover, or shorter.
func (a Availability) GoAway(in LeaveInput, act Act, s Staff) (Availability, PlannedLeave, error) {
	if err := s.MayPlan(a.User, act.By); err != nil {
		return a, PlannedLeave{}, err
	}

	today := calendar.DateOf(act.At, a.Own(s.Calendar).Zone())
	note, err := fault.CleanNote("the note", in.Note, fault.MaxNote)
	if err != nil {
		return a, PlannedLeave{}, fault.InvalidField("note", err)
	}

	leave := Leave{From: in.From, Until: in.Until, Cover: in.Cover, Note: note}
	if leave.From.IsZero() {
		leave.From = today
	}

	if err := leave.check(today); err != nil {
		return a, PlannedLeave{}, err
	}

	after := a.changed(act.At)
	after.Leaves = nil
	for _, other := range a.Leaves {
		if other.closed() || other.Until.Before(leave.From) || leave.Until.Before(other.From) {
			after.Leaves = append(after.Leaves, other)
			continue
		}

		leave = leave.instead(other)
	}

	if leave.From.Days(leave.Until) > longestLeave {
		return a, PlannedLeave{}, fault.WrongField("until", "A leave lasts at most %d days. Somebody who is gone for longer is taken out of the teams in the configuration.", longestLeave)
	}

	if err := s.mayCover(leave, a.User); err != nil {
		return a, PlannedLeave{}, err
	}

	after.Leaves = append(forget(after.Leaves), leave)
	if len(after.Leaves) > leavesKept {
		return a, PlannedLeave{}, fault.Conflict("%d leaves of %s are planned already. %s cancels the next one.", leavesKept, a.User.Mentioned(), fault.ToEndLeave.Way())
	}

	if err := after.opens(act.At, s.Calendar); err != nil {
		return a, PlannedLeave{}, err
	}

	return after, PlannedLeave{Leave: leave, Said: note}, nil
}

// forget drops the oldest leaves that are over.
func forget(leaves []Leave) []Leave {
	for len(leaves) >= leavesKept && leaves[0].over() {
		leaves = leaves[1:]
	}

	return leaves
}

func (l Leave) check(today calendar.Date) error {
	switch {
	case l.Until.IsZero():
		return fault.WrongField("until", "Until when? Expected the first day back, such as %s.", fault.ToPlanLeave.Way(today.AddDays(7)))
	case !l.Until.After(today):
		return fault.WrongField("until", "%s is not in the future. Give the first day back, tomorrow or later, such as %s.", l.Until.Spoken(), fault.ToPlanLeave.Way(today.AddDays(7)))
	case l.From.Before(today):
		return fault.WrongField("from", "%s is past. A leave begins today or later, such as %s.", l.From.Spoken(), fault.Option("from", today.AddDays(1)))
	case !l.From.Before(l.Until):
		return fault.WrongField("until", "The leave would end before it begins: %s is not after %s. Give the first day back, such as `until %s`.", l.Until.Spoken(), l.From.Spoken(), l.From.AddDays(7))
	}

	return nil
}

// instead is a leave that takes the place of one that it overlaps or touches.
// One that has begun goes on; leads move again only where the cover changed.
func (l Leave) instead(other Leave) Leave {
	if other.From.Before(l.From) && (!other.BegunAt.IsZero() || other.Until == l.From) {
		l.From = other.From
	}

	if l.Until == other.From {
		l.Until = other.Until
	}

	if l.Cover == "" {
		l.Cover = other.Cover
	}

	if l.Cover == other.Cover {
		l.BegunAt = calendar.Later(l.BegunAt, other.BegunAt)
		l.Unheard = l.Unheard || other.Unheard
	}

	if l.Note == "" {
		l.Note = other.Note
	}

	return l
}

// exampleCover is how a cover is named.
var exampleCover = fault.Option("cover", "@rep")

// mayCover refuses a cover who could not have the leads.
func (s Staff) mayCover(l Leave, user ref.UserID) error {
	who := l.Cover
	switch {
	case who == "":
		return nil
	case who == user:
		return fault.WrongField("cover", "Nobody covers for themselves. Name another rep, such as %s, or leave it out: then the leads wait.", exampleCover)
	case !s.Roster.Person(user).In(ref.Sales):
		return fault.WrongField("cover", "A cover has the leads of a sales rep meanwhile, and %s is not on the sales team. Leave %s out.", user.Mentioned(), fault.Option("cover", ""))
	case !s.Roster.Person(who).In(ref.Sales):
		return fault.WrongField("cover", "%s is not on the sales team, so they cannot work the leads. Name another rep with %s.", who.Mentioned(), exampleCover)
	case s.People[who].Gone:
		return fault.WrongField("cover", "%s has no active account in Slack any more. Name another rep with %s.", who.Mentioned(), exampleCover)
	}

	for _, theirs := range s.People[who].Leaves {
		if !theirs.closed() && theirs.From.Before(l.Until) && l.From.Before(theirs.Until) {
			return fault.WrongField("cover", "%s is away themselves from %s until %s. Name another rep with %s.",
				who.Mentioned(), theirs.From.Spoken(), theirs.Until.Spoken(), exampleCover)
		}
	}

	return nil
}

// Back ends the leave that somebody is on, or else cancels the next one that
// they planned. It gives the leave as it was before.
func (a Availability) Back(act Act, s Staff) (Availability, Leave, error) {
	if err := s.MayPlan(a.User, act.By); err != nil {
		return a, Leave{}, err
	}

	today := calendar.DateOf(act.At, a.Own(s.Calendar).Zone())
	ahead := a.Upcoming(act.At, s.Calendar)
	if len(ahead) == 0 {
		return a, Leave{}, fault.Conflict("No leave of %s is planned or under way, so there is nothing to end. %s plans one.", a.User.Mentioned(), fault.ToPlanLeave.Way("…"))
	}

	after := a.changed(act.At)
	after.Leaves = slices.Clone(a.Leaves)
	leave := &after.Leaves[slices.Index(a.Leaves, ahead[0])]
	was := *leave
	// One that is cancelled ends like the others: so whatever is still lent comes back.
	leave.Until, leave.BackAt = today, act.At
	if leave.From.After(today) {
		leave.Until = leave.From
	}

	return after, was, nil
}

// HearsWithLeads notes of a leave that its cover is to hear of it with the leads.
func (a Availability) HearsWithLeads(from, until calendar.Date) Availability {
	a.Leaves = slices.Clone(a.Leaves)
	for i := range a.Leaves {
		if l := &a.Leaves[i]; !l.closed() && l.From == from && l.Until == until {
			l.Unheard = true
		}
	}

	return a
}

// Upcoming are the leaves that are under way or planned, the next one first.
func (a Availability) Upcoming(at time.Time, workspace calendar.Calendar) []Leave {
	today := calendar.DateOf(at, a.Own(workspace).Zone())
	ahead := slices.DeleteFunc(slices.Clone(a.Leaves), func(l Leave) bool { return l.closed() || !l.Until.After(today) })
	slices.SortFunc(ahead, func(x, y Leave) int { return x.From.Compare(y.From) })
	return ahead
}

// DutyKind says what the program has to do about somebody.
type DutyKind string

// The duties about people.
const (
	DutyMoveDeadlines DutyKind = "reckon" // move their open deadlines to their calendar
	DutyReport        DutyKind = "report" // tell the overseer which leads somebody who is gone has left
	DutyLend          DutyKind = "lend"   // a leave begins
	DutyReturn        DutyKind = "return" // a leave ends
)

// Duty is what has to be done about somebody, and from when on.
type Duty struct {
	Kind  DutyKind
	At    time.Time
	Leave int // which of their leaves
}

// Duty gives what is to be done next about somebody. A change of their
// calendar comes first, because the rest is computed by it. Of a leave that
// passed while the program was down only the end is left.
func (a Availability) Duty(now time.Time, workspace calendar.Calendar) (Duty, bool) {
	switch {
	case a.MoveDeadlines:
		return Duty{Kind: DutyMoveDeadlines, At: a.ChangedAt}, true
	case a.Gone && !a.GoneTold:
		return Duty{Kind: DutyReport, At: a.ChangedAt}, true
	case a.Gone:
		return Duty{}, false // they give and take nothing before they are back
	}

	next, found := Duty{}, false
	for i, l := range a.Leaves {
		if l.over() {
			continue
		}

		d := a.dutyOf(i, now, workspace)
		if !found || d.At.Before(next.At) {
			next, found = d, true
		}
	}

	return next, found
}

// dutyOf is what is next about one leave. It begins when its first working
// time would, and ends when the first working time after it does: nobody is
// told of leads at midnight, and a weekend off lends nothing.
func (a Availability) dutyOf(i int, now time.Time, workspace calendar.Calendar) Duty {
	l, own := a.Leaves[i], a.Own(workspace)
	ends := l.BackAt
	if ends.IsZero() {
		start := l.Until.Start(own.Zone())
		if ends = a.Calendar(workspace).NextOpen(start); ends.IsZero() {
			ends = start
		}
	}

	begins := own.NextOpen(l.From.Start(own.Zone()))
	if !l.BegunAt.IsZero() || begins.IsZero() || !begins.Before(ends) || !now.Before(ends) {
		return Duty{DutyReturn, ends, i}
	}

	return Duty{DutyLend, begins, i}
}

// Schedule notes when the program has to look at somebody again.
func (a Availability) Schedule(now time.Time, workspace calendar.Calendar) Availability {
	a.NextDueAt = time.Time{}
	if d, ok := a.Duty(now, workspace); ok {
		a.NextDueAt = d.At
	}

	return a
}

// Fulfil notes that a duty is done.
func (a Availability) Fulfil(d Duty, now time.Time, workspace calendar.Calendar) Availability {
	a.Tallies = nil
	a.Leaves = slices.Clone(a.Leaves)
	switch d.Kind {
	case DutyMoveDeadlines:
		a.MoveDeadlines, a.Was = false, nil
	case DutyReport:
		a.GoneTold = true
	case DutyLend:
		a.Leaves[d.Leave].BegunAt, a.Leaves[d.Leave].Unheard = now, false
	case DutyReturn:
		a.Leaves[d.Leave].EndedAt = now
	}

	return a.Schedule(now, workspace)
}

// Profile is what Slack says about somebody that Leadloop keeps.
type Profile struct {
	Name string // as Slack shows it; empty where it did not say
	Zone string // IANA; empty where Slack did not say
	Gone bool   // deactivated
}

// Noted takes over what Slack says. It is false where that is known already.
func (a Availability) Noted(in Profile, at time.Time) (after Availability, changed bool) {
	after = a

	if in.Zone != "" && in.Zone != a.Zone && calendar.CheckZone(in.Zone) == nil {
		after = after.changed(at)
		after.Zone = in.Zone
		changed = true
	}

	if in.Gone != a.Gone {
		after.V, after.ChangedAt, after.Gone, after.GoneTold = 1, at, in.Gone, false
		changed = true
	}

	return after, changed
}

// StandIn is who has the leads of somebody who is away: their cover, the
// cover's cover where that one is away too, and so on, else the overseer. It
// is empty where nobody is there: then the leads stay where they are.
func (s Staff) StandIn(user ref.UserID, at time.Time) ref.UserID {
	seen := map[ref.UserID]bool{user: true}
	for {
		leave, _ := s.LeaveOf(user, at)
		user = leave.Cover
		if user == "" || seen[user] {
			break
		}

		seen[user] = true
		if s.Present(user, at) {
			return user
		}
	}

	for _, id := range s.Roster.overseers("") {
		if !seen[id] && s.Present(id, at) {
			return id
		}
	}

	return ""
}
