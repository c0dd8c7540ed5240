package funnel

import (
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// about begins the journal's entry of an act on somebody's working time.
func about(user ref.UserID, kind EntryKind, by ref.UserID, at time.Time) Entry {
	return Entry{V: 1, At: at, By: by, Kind: kind, About: user}
}

// SetHours changes somebody's hours or public holidays, and notes it.
func SetHours(a people.Availability, in people.HoursInput, act people.Act, p Policy) (people.Availability, Entry, error) {
	after, err := a.SetHours(in, act, p.Staff)
	if err != nil {
		return a, Entry{}, err
	}

	e := about(a.User, EntryHours, act.By.ID, act.At)
	e.Note = calendar.WeekText(after.Calendar(p.Calendar).Week)
	return after, e, nil
}

// GoAway plans somebody's leave or changes it, and notes it.
func GoAway(a people.Availability, in people.LeaveInput, act people.Act, p Policy) (people.Availability, Entry, error) {
	after, leave, err := a.GoAway(in, act, p.Staff)
	if err != nil {
		return a, Entry{}, err
	}

	e := about(a.User, EntryAway, act.By.ID, act.At)
	e.Note, e.With = leave.Said, leave.Cover
	e.Day, e.Until = leave.From, leave.Until.Start(after.Own(p.Calendar).Zone())
	return after, e, nil
}

// ComeBack ends somebody's leave or cancels the next one, and notes it.
func ComeBack(a people.Availability, act people.Act, p Policy) (people.Availability, Entry, error) {
	after, leave, err := a.Back(act, p.Staff)
	if err != nil {
		return a, Entry{}, err
	}

	e := about(a.User, EntryBack, act.By.ID, act.At)
	e.Day, e.Until = leave.From, leave.Until.Start(after.Own(p.Calendar).Zone())
	return after, e, nil
}

// NoteSlack takes over what Slack says about somebody, and notes what changed.
func NoteSlack(a people.Availability, in people.Profile, at time.Time) (people.Availability, []Entry) {
	after, _ := a.Noted(in, at)
	var entries []Entry

	if after.Zone != a.Zone {
		e := about(a.User, EntryZone, ref.Leadloop, at)
		e.Note = after.Zone
		entries = append(entries, e)
	}

	switch {
	case after.Gone == a.Gone:
	case after.Gone:
		entries = append(entries, about(a.User, EntryGone, ref.Leadloop, at))
	default:
		entries = append(entries, about(a.User, EntryRejoined, ref.Leadloop, at))
	}
	return after, entries
}
