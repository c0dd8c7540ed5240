package funnel

import "time"

// about begins the journal's entry of an act on somebody's working time.
func about(user UserID, kind EntryKind, by UserID, at time.Time) Entry {
	return Entry{V: 1, At: at, By: by, Kind: kind, About: user}
}

// SetHours changes somebody's hours or public holidays, and notes it.
func SetHours(a Availability, in HoursInput, act Act, p Policy) (Availability, Entry, error) {
	after, err := a.SetHours(in, act, p.Staff)
	if err != nil {
		return a, Entry{}, err
	}

	e := about(a.User, EntryHours, act.By.ID, act.At)
	e.Note = WeekText(after.calendar(p.Calendar).Week)
	return after, e, nil
}

// GoAway plans somebody's leave or changes it, and notes it.
func GoAway(a Availability, in LeaveInput, act Act, p Policy) (Availability, Entry, error) {
	after, leave, err := a.GoAway(in, act, p.Staff)
	if err != nil {
		return a, Entry{}, err
	}

	e := about(a.User, EntryAway, act.By.ID, act.At)
	e.Note, e.With = leave.Said, leave.Cover
	e.Day, e.Until = leave.From, leave.Until.Start(after.own(p.Calendar).zone())
	return after, e, nil
}

// ComeBack ends somebody's leave or cancels the next one, and notes it.
func ComeBack(a Availability, act Act, p Policy) (Availability, Entry, error) {
	after, leave, err := a.Back(act, p.Staff)
	if err != nil {
		return a, Entry{}, err
	}

	e := about(a.User, EntryBack, act.By.ID, act.At)
	e.Day, e.Until = leave.From, leave.Until.Start(after.own(p.Calendar).zone())
	return after, e, nil
}

// NoteSlack takes over what Slack says about somebody, and notes what changed.
func NoteSlack(a Availability, in SlackPerson, at time.Time) (Availability, []Entry) {
	after, _ := a.Noted(in, at)
	var entries []Entry

	if after.Zone != a.Zone {
		e := about(a.User, EntryZone, Leadloop, at)
		e.Note = after.Zone
		entries = append(entries, e)
	}

	switch {
	case after.Gone == a.Gone:
	case after.Gone:
		entries = append(entries, about(a.User, EntryGone, Leadloop, at))
	default:
		entries = append(entries, about(a.User, EntryRejoined, Leadloop, at))
	}
	return after, entries
}
