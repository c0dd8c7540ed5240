package people

import (
	"maps"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Leave is a time in which somebody does not work, in days of their own zone.
type Leave struct {
	From    calendar.Date `json:"from"`
	Until   calendar.Date `json:"until"`           // the first day back
	Cover   ref.UserID    `json:"cover,omitempty"` // who has their open leads meanwhile
	Note    string        `json:"note,omitempty"`
	Unheard bool          `json:"unheard,omitempty"` // the cover is to hear of it with the leads
	BegunAt time.Time     `json:"begun_at,omitzero"` // when their leads were lent, or the overseer told which wait
	BackAt  time.Time     `json:"back_at,omitzero"`  // when they said that they are back
	EndedAt time.Time     `json:"ended_at,omitzero"` // when all was given back
}

// Covers says whether a day lies in the leave.
func (l Leave) Covers(day calendar.Date) bool { return !day.Before(l.From) && day.Before(l.Until) }

// over says whether nothing is left to do about the leave.
func (l Leave) over() bool { return !l.EndedAt.IsZero() }

// closed says whether somebody has ended the leave, or it is over.
func (l Leave) closed() bool { return l.over() || !l.BackAt.IsZero() }

// Availability is when somebody works, where that differs from the workspace.
type Availability struct {
	V        int                `json:"v"`
	User     ref.UserID         `json:"user"`
	Zone     string             `json:"zone,omitempty"`     // IANA, as Slack has it; empty is the workspace's
	Week     *calendar.WorkWeek `json:"week,omitempty"`     // nil are the workspace's hours
	Holidays string             `json:"holidays,omitempty"` // ISO 3166, or NoHolidays; empty are the workspace's
	Leaves   []Leave            `json:"leaves,omitempty"`
	Gone     bool               `json:"gone,omitempty"` // deactivated in Slack

	ChangedAt     time.Time `json:"changed_at,omitzero"`
	MoveDeadlines bool      `json:"reckon,omitempty"`     // their open deadlines still have to follow the change
	GoneTold      bool      `json:"gone_told,omitempty"`  // the overseer knows of their leads
	Was           *Former   `json:"was,omitempty"`        // how they worked before, while MoveDeadlines is set
	Tallies       []Tally   `json:"tallies,omitempty"`    // of a duty that takes several steps
	NextDueAt     time.Time `json:"next_due_at,omitzero"` // see Duty; kept so that the store can find who is due
}

// Former is how somebody worked until a moment.
type Former struct {
	Until    time.Time          `json:"until"`
	Zone     string             `json:"zone,omitempty"`
	Week     *calendar.WorkWeek `json:"week,omitempty"`
	Holidays string             `json:"holidays,omitempty"`
	Leaves   []Leave            `json:"leaves,omitempty"`
}

// Calendar is the calendar that followed.
func (f Former) Calendar(workspace calendar.Calendar) calendar.Calendar {
	return Availability{Zone: f.Zone, Week: f.Week, Holidays: f.Holidays, Leaves: f.Leaves}.Calendar(workspace)
}

// Tally is what a duty has moved to or from somebody so far, for the one
// message at its end.
type Tally struct {
	With  ref.UserID   `json:"with,omitempty"`  // who has the leads now, or had them
	Leads []ref.LeadID `json:"leads,omitempty"` // the first few
	Count int          `json:"count,omitempty"`
}

// maxTold is how many leads one message lists.
const maxTold = 10

// Tallied counts a lead that was moved to or from somebody.
func Tallied(tallies []Tally, with ref.UserID, id ref.LeadID) []Tally {
	tallies = slices.Clone(tallies)
	i := slices.IndexFunc(tallies, func(t Tally) bool { return t.With == with })
	if i < 0 {
		i, tallies = len(tallies), append(tallies, Tally{With: with})
	}

	tallies[i] = tallies[i].and(Tally{Leads: []ref.LeadID{id}, Count: 1})
	return tallies
}

// Together are tallies as one: of whom, only where it is one person.
func Together(tallies []Tally) Tally {
	var all Tally
	for _, t := range tallies {
		all = all.and(t)
	}

	if len(tallies) == 1 {
		all.With = tallies[0].With
	}

	return all
}

func (t Tally) and(other Tally) Tally {
	t.Leads = slices.Concat(t.Leads, other.Leads)
	t.Leads = t.Leads[:min(len(t.Leads), maxTold)]
	t.Count += other.Count
	return t
}

// changed notes that somebody's working time is another from now on.
func (a Availability) changed(at time.Time) Availability {
	if !a.MoveDeadlines {
		a.Was = &Former{Until: at, Zone: a.Zone, Week: a.Week, Holidays: a.Holidays, Leaves: a.Leaves}
	}

	a.V, a.ChangedAt, a.MoveDeadlines = 1, at, true
	return a
}

// Own is the workspace's calendar with somebody's own hours, zone and
// holidays. A zone that this machine does not know is the workspace's.
func (a Availability) Own(workspace calendar.Calendar) calendar.Calendar {
	own := workspace
	if a.Zone != "" && a.Zone != workspace.Location.String() { // to load a zone reads a file
		if zone, err := time.LoadLocation(a.Zone); err == nil {
			own.Location = zone
		}
	}

	if a.Week != nil {
		own.Week = *a.Week
	}

	if a.Holidays != "" {
		own.Country = a.Holidays
	}

	return own
}

// Calendar is somebody's own calendar, closed while they are on leave.
func (a Availability) Calendar(workspace calendar.Calendar) calendar.Calendar {
	own := a.Own(workspace)
	if len(a.Leaves) == 0 {
		return own
	}

	own.Closed = maps.Clone(own.Closed)
	if own.Closed == nil {
		own.Closed = map[calendar.Date]string{}
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
type People map[ref.UserID]struct {
	Availability
	calendar calendar.Calendar
}

// NewPeople makes everybody's calendar once.
func NewPeople(known []Availability, workspace calendar.Calendar) People {
	people := People{}
	for _, a := range known {
		p := people[a.User]
		p.Availability, p.calendar = a, a.Calendar(workspace)
		people[a.User] = p
	}

	return people
}

// Staff is who works here, and when.
type Staff struct {
	Roster   Roster
	People   People            // whose working time is their own
	Calendar calendar.Calendar // of everybody else
}

// Availability gives when somebody works; the zero value, with their name,
// where they work as the workspace does.
func (s Staff) Availability(user ref.UserID) Availability {
	if own, ok := s.People[user]; ok {
		return own.Availability
	}

	return Availability{V: 1, User: user}
}

// CalendarOf is the calendar that somebody's promises run by: their own, or
// the workspace's.
func (s Staff) CalendarOf(user ref.UserID) calendar.Calendar {
	if own, ok := s.People[user]; ok {
		return own.calendar
	}

	return s.Calendar
}

// LeaveOf gives the leave that somebody is on.
func (s Staff) LeaveOf(user ref.UserID, at time.Time) (Leave, bool) {
	own, ok := s.People[user]
	if !ok {
		return Leave{}, false
	}

	today := calendar.DateOf(at, own.calendar.Zone())
	i := slices.IndexFunc(own.Leaves, func(l Leave) bool { return l.Covers(today) && !l.closed() })
	if i < 0 {
		return Leave{}, false
	}

	return own.Leaves[i], true
}

// Present says whether somebody may be given leads: they are neither gone
// nor on leave. Outside of their hours they are present.
func (s Staff) Present(user ref.UserID, at time.Time) bool {
	_, away := s.LeaveOf(user, at)
	return !away && !s.People[user].Gone
}

// Today is the day that it is where somebody works.
func (s Staff) Today(user ref.UserID, at time.Time) calendar.Date {
	return calendar.DateOf(at, s.CalendarOf(user).Zone())
}

// HoursInput is what somebody wrote about their working time. An empty text
// keeps what is; AsWorkspace goes back to what the workspace has.
type HoursInput struct{ Week, Holidays string }

// AsWorkspace stands in HoursInput for the hours or holidays of the workspace.
const AsWorkspace = "workspace"

// SetHours changes somebody's hours or public holidays.
func (a Availability) SetHours(in HoursInput, act Act, s Staff) (Availability, error) {
	if err := s.MayPlan(a.User, act.By); err != nil {
		return a, err
	}

	after := a.changed(act.At)
	switch in.Week {
	case "":
	case AsWorkspace:
		after.Week = nil
	default:
		week, err := calendar.ParseWeek(in.Week)
		if err != nil {
			return a, fault.InvalidField("week", err)
		}

		after.Week = &week
	}

	switch in.Holidays {
	case "":
	case AsWorkspace:
		after.Holidays = ""
	default:
		country, err := calendar.ParseHolidays(in.Holidays)
		if err != nil {
			return a, fault.InvalidField("holidays", err)
		}

		after.Holidays = country
	}

	if err := after.opens(act.At, s.Calendar); err != nil {
		return a, err
	}

	return after, nil
}

// opens refuses a calendar in which no promise would ever fall due.
func (a Availability) opens(at time.Time, workspace calendar.Calendar) error {
	from := at
	for _, l := range a.Leaves {
		if l.EndedAt.IsZero() {
			from = calendar.Later(from, l.From.Start(workspace.Zone()))
		}
	}

	if !a.Calendar(workspace).NextOpen(from).IsZero() {
		return nil
	}

	return fault.Invalid("That leaves no working day within a year, so no promise could ever fall due. Shorten the leave or add a day with hours.")
}

// MayPlan lets people set their own working time, and the sales manager and
// admins anybody's.
func (s Staff) MayPlan(user ref.UserID, by Person) error {
	switch {
	case !by.Member():
		return s.Roster.Admit(by)
	case !s.Roster.Person(user).Member():
		return fault.Invalid("%s is on no team in Leadloop, so there is no working time to set.", user.Mentioned())
	case by.ID == user || by.Manager || by.Admin:
		return nil
	}

	return fault.Denied("Only %s, the sales manager and admins can set the working time of %s. Ask %s.", user.Mentioned(), user.Mentioned(), s.Roster.AskManager())
}
