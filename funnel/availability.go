package funnel

import (
	"maps"
	"slices"
	"time"
)

// Leave is a time in which somebody does not work, in days of their own zone.
type Leave struct {
	From  Date   `json:"from"`
	Until Date   `json:"until"`           // the first day back
	Cover UserID `json:"cover,omitempty"` // who has their open leads meanwhile
}

// Covers says whether a day lies in the leave.
func (l Leave) Covers(day Date) bool { return !day.Before(l.From) && day.Before(l.Until) }

// Availability is when somebody works, where that differs from the workspace.
type Availability struct {
	V      int         `json:"v"`
	User   UserID      `json:"user"`
	Zone   string      `json:"zone,omitempty"` // IANA; empty is the workspace's
	Week   *[7][]Block `json:"week,omitempty"` // by time.Weekday; nil are the workspace's hours
	Leaves []Leave     `json:"leaves,omitempty"`
	Gone   bool        `json:"gone,omitempty"` // deactivated in Slack
}

// calendar is the workspace's calendar as somebody works it. A zone that this
// machine does not know is the workspace's.
func (a Availability) calendar(workspace Calendar) Calendar {
	own := workspace
	if zone, err := time.LoadLocation(a.Zone); err == nil && a.Zone != "" {
		own.Location = zone
	}
	if a.Week != nil {
		own.Week = *a.Week
	}
	if len(a.Leaves) == 0 {
		return own
	}
	own.Closed = maps.Clone(own.Closed)
	if own.Closed == nil {
		own.Closed = map[Date]string{}
	}
	for _, leave := range a.Leaves {
		for day := leave.From; day.Before(leave.Until); day = day.AddDays(1) {
			own.Closed[day] = "on leave"
		}
	}
	return own
}

// People are those whose working time differs from the workspace's, each with
// the calendar that follows. Build it with NewPeople.
type People map[UserID]struct {
	Availability
	calendar Calendar
}

// NewPeople reckons everybody's calendar once.
func NewPeople(known []Availability, workspace Calendar) People {
	people := People{}
	for _, a := range known {
		p := people[a.User]
		p.Availability, p.calendar = a, a.calendar(workspace)
		people[a.User] = p
	}
	return people
}

// CalendarOf is the calendar by which somebody's promises run: their own, or
// the workspace's.
func (p Policy) CalendarOf(user UserID) Calendar {
	if own, ok := p.People[user]; ok {
		return own.calendar
	}
	return p.Calendar
}

// LeaveOf gives the leave that somebody is on.
func (p Policy) LeaveOf(user UserID, at time.Time) (Leave, bool) {
	own, ok := p.People[user]
	if !ok {
		return Leave{}, false
	}
	today := DateOf(at, own.calendar.zone())
	i := slices.IndexFunc(own.Leaves, func(l Leave) bool { return l.Covers(today) })
	if i < 0 {
		return Leave{}, false
	}
	return own.Leaves[i], true
}

// Present says whether somebody may be given leads: they are neither gone
// nor on leave. Outside of their hours they are present.
func (p Policy) Present(user UserID, at time.Time) bool {
	_, away := p.LeaveOf(user, at)
	return !away && !p.People[user].Gone
}
