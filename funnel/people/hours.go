package people

import (
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

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
