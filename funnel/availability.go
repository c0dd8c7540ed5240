package funnel

import (
	"slices"
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
func SetHours(
	a people.Availability, in people.HoursInput, act people.Act, p Policy,
) (people.Availability, Entry, error) {
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

// LeaveNotices tell who is to hear of a leave that was planned, changed, ended or called
// off: whose leave it is, if somebody else did it, and who covers or need not
// any more. Nobody hears what is as it was.
func LeaveNotices(a people.Availability, before people.Availability, act people.Act) []Notice {
	in := announcement{user: a.User, act: act}
	was := leavesWithout(before.Leaves, a.Leaves)
	for _, l := range leavesWithout(a.Leaves, before.Leaves) {
		if !l.BackAt.IsZero() {
			in.ended(l)
			continue
		}

		in.planned(l, was)
	}

	return in.notices
}

// leavesWithout are the leaves that are not among others.
func leavesWithout(leaves, others []people.Leave) []people.Leave {
	return slices.DeleteFunc(slices.Clone(leaves), func(l people.Leave) bool { return slices.Contains(others, l) })
}

type announcement struct {
	user    ref.UserID
	act     people.Act
	notices []Notice
}

func (in *announcement) tell(kind NoticeKind, to ref.UserID, l people.Leave) {
	if to == "" || to == in.act.By.ID {
		return
	}

	in.notices = append(in.notices, Notice{
		Kind: kind, To: to, By: in.act.By.ID, At: in.act.At, About: in.user,
		With: l.Cover, From: l.From, Day: l.Until,
	})
}

func (in *announcement) planned(l people.Leave, instead []people.Leave) {
	in.tell(NoticeLeave, in.user, l)
	same := func(w people.Leave) bool { return w.Cover == l.Cover && w.From == l.From && w.Until == l.Until }
	if !slices.ContainsFunc(instead, same) {
		in.tell(NoticeCover, l.Cover, l)
	}

	for _, w := range instead {
		if w.Cover != l.Cover && !w.Unheard {
			in.tell(NoticeCoverOff, w.Cover, l)
		}
	}
}

func (in *announcement) ended(l people.Leave) {
	in.tell(NoticeLeaveOff, in.user, l)
	if l.Unheard {
		return // who never heard that they cover need not hear that they do not
	}

	cover := l.Cover
	l.Cover = "" // nobody covers any more
	in.tell(NoticeCoverOff, cover, l)
}
