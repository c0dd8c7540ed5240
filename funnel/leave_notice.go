package funnel

import (
	"slices"

	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// AnnounceLeave is who hears of a leave that was planned, changed, ended or called
// off: whose leave it is, if somebody else did it, and who covers or need not
// any more. Nobody hears what is as it was.
func AnnounceLeave(a people.Availability, before people.Availability, act people.Act) []Notice {
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
	in.notices = append(in.notices, Notice{Kind: kind, To: to, By: in.act.By.ID, At: in.act.At, About: in.user, With: l.Cover, From: l.From, Day: l.Until})
}

func (in *announcement) planned(l people.Leave, instead []people.Leave) {
	in.tell(NoticeLeave, in.user, l)
	same := func(w people.Leave) bool { return w.Cover == l.Cover && w.From == l.From && w.Until == l.Until }
	if !slices.ContainsFunc(instead, same) {
		in.tell(NoticeCover, l.Cover, l)
	}
	for _, w := range instead {
		if w.Cover != l.Cover {
			in.tell(NoticeCoverOff, w.Cover, l)
		}
	}
}

func (in *announcement) ended(l people.Leave) {
	in.tell(NoticeLeaveOff, in.user, l)
	cover := l.Cover
	l.Cover = "" // nobody covers any more
	in.tell(NoticeCoverOff, cover, l)
}
