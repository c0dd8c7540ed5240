package view

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// LeaveNotice tells somebody of a leave: their own that somebody else has to do
// with, or one that they cover.
func LeaveNotice(c Context, n funnel.Notice) Message {
	v := direct(c, n.To)
	switch n.Kind {
	case funnel.NoticeLeave:
		return say(sentence(v.person(n.By)) + " noted that you are away " + fromUntil(n) + "." + v.meanwhile(n.With) + " If that is wrong, `/loop away` changes it and `/loop back` ends it.")
	case funnel.NoticeLeaveOff:
		if calledOff(n) {
			return say(sentence(v.person(n.By)) + " called off your leave that was to begin on " + n.From.Spoken() + ".")
		}
		return say(sentence(v.person(n.By)) + " noted that you are back. Leads that were lent come back to you within a minute.")
	case funnel.NoticeCover:
		return say(v.whoseLeave(n) + " away " + fromUntil(n) + ", and you are named as the cover. You have their open leads meanwhile, with what was left of each deadline; what is still open goes back by itself. If you cannot, please tell them.")
	default:
		return say(v.noCover(n))
	}
}

// whoseLeave begins a sentence about a leave, with who planned it where that
// was somebody else.
func (v voice) whoseLeave(n funnel.Notice) string {
	if n.By == n.About {
		return sentence(v.person(n.About)) + " is"
	}
	return sentence(v.person(n.By)) + " noted that " + v.person(n.About) + " is"
}

func (v voice) noCover(n funnel.Notice) string {
	switch {
	case n.With != "":
		return v.person(n.With) + " covers for " + v.person(n.About) + " instead of you. Leads of theirs that you have go there within a minute, and nothing more is expected of you. Thank you."
	case calledOff(n):
		return "You need not cover for " + v.person(n.About) + ": the leave that was to begin on " + n.From.Spoken() + " is called off."
	}
	return v.person(n.About) + " is back, so nobody needs to cover any more. Thank you."
}

// calledOff says whether a leave was ended before its first day.
func calledOff(n funnel.Notice) bool { return n.From == n.Day }

func fromUntil(n funnel.Notice) string {
	return "from " + n.From.Spoken() + "; the first day back is " + n.Day.Spoken()
}

func (v voice) meanwhile(cover ref.UserID) string {
	if cover == "" {
		return " Your leads wait, and no deadline runs."
	}
	return " " + v.person(cover) + " has your open leads meanwhile, and they come back by themselves."
}

// LeaveForm asks for a leave. Who may plan those of others is asked whose it is.
func LeaveForm(c Context, me people.Person, people, covers []ref.UserID) slack.ModalViewRequest {
	blocks := []slack.Block{}
	if len(people) > 0 {
		blocks = append(blocks, c.people(FieldTo, "Who is away?", "", string(me.ID), nil, people))
	}
	blocks = append(blocks,
		datePicker(FieldFrom, "From", "", c.today()),
		datePicker(FieldUntil, "Until", "The first day back.", c.today().AddDays(weekAhead)))
	if len(covers) > 0 {
		blocks = append(blocks, c.people(FieldCover, "Cover", "Has the open leads meanwhile, and gives them back by itself.", noCover, []choice{{noCover, "Nobody: the leads wait"}}, covers))
	}
	blocks = append(blocks, textField{field: FieldNote, label: "Note", limit: limitNote}.block())
	return modal(CallbackAway, "Leave", "Save", Metadata{}, blocks...)
}

const (
	weekAhead = 7
	noCover   = "-"
)

// CoverOf reads who covers, from the form.
func CoverOf(form map[string]string) ref.UserID {
	if cover := form[FieldCover]; cover != noCover {
		return ref.UserID(cover)
	}
	return ""
}
