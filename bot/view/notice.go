package view

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
)

// Notice is what a person is told in a direct message. Cards, the Home tab,
// digests and the definition have renderings of their own. The lead is as it is now: what
// has become needless since brings no buttons.
func Notice(c Context, n funnel.Notice, l funnel.Lead) Message {
	if l.ID == 0 {
		l.ID = n.Lead // it was logged by mistake and is gone
	}
	v := direct(c, n.To)
	write, ok := notices[n.Kind]
	if !ok {
		return v.told(l, ref(l)+". "+v.standing(l))
	}
	return write(v, n, l)
}

var notices = map[funnel.NoticeKind]func(voice, funnel.Notice, funnel.Lead) Message{
	funnel.NoticeQuestion:     voice.noticeQuestion,
	funnel.NoticeAnswer:       voice.noticeAnswer,
	funnel.NoticeAccepted:     voice.noticeAccepted,
	funnel.NoticeDefaulted:    voice.noticeDefaulted,
	funnel.NoticeLapsed:       voice.noticeLapsed,
	funnel.NoticeRejected:     voice.noticeRejected,
	funnel.NoticeQualified:    voice.noticeQualified,
	funnel.NoticeWon:          voice.noticeWon,
	funnel.NoticeLost:         voice.noticeLost,
	funnel.NoticeDisqualified: voice.noticeDisqualified,
	funnel.NoticeRecycled:     voice.noticeRecycled,
	funnel.NoticeReturned:     voice.noticeReturned,
	funnel.NoticeRepeated:     voice.noticeRepeated,
	funnel.NoticeAssigned:     voice.noticeAssigned,
	funnel.NoticeReleased:     voice.noticeReleased,
	funnel.NoticeUndone:       voice.noticeUndone,
	funnel.NoticeNudge:        voice.noticeNudge,
	funnel.NoticeEscalation:   voice.noticeEscalation,
}

// told is a notice: what happened, then what the reader can do.
func (v voice) told(l funnel.Lead, text string, acts ...string) Message {
	return say(sentence(text), buttons(l, acts...)...)
}

func (v voice) noticeAccepted(n funnel.Notice, l funnel.Lead) Message {
	if n.To == l.Owner {
		return v.working(l, v.person(n.By)+" accepted "+ref(l)+" for you.")
	}
	return v.told(l, join(v.person(l.Handoff.AnsweredBy)+" took "+ref(l)+".", v.promise(l), "You will hear how it ends."))
}

func (v voice) noticeRejected(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " gave back " + ref(l) + ": " + v.reason(funnel.WhyRejected, l.Reason) + ".")
	text += noted(l) + proof(l.Handoff.Proof)
	if !withMarketing(l) {
		return v.told(l, text+"\n"+v.standing(l))
	}
	text += "\nFix what is missing and hand it off again, put it aside until a date, or close it."
	return v.told(l, text, marketingActs(l)...)
}

func (v voice) noticeQualified(n funnel.Notice, l funnel.Lead) Message {
	text := v.person(n.By) + " made an opportunity of " + ref(l)
	if terms := terms(l); terms != "" {
		text += ": " + terms
	}
	return v.told(l, text+".")
}

func (v voice) noticeWon(n funnel.Notice, l funnel.Lead) Message {
	amount := ""
	if !l.Amount.IsZero() {
		amount = " for " + Escape(l.Amount.String())
	}
	if n.To == l.Owner {
		return v.told(l, v.person(n.By)+" closed "+ref(l)+" as won"+amount+". Well done.")
	}
	return v.told(l, v.person(n.By)+" won "+ref(l)+amount+". It began with you "+Moment(l.CreatedAt)+". Well done: this loop is closed.")
}

func (v voice) noticeLost(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " closed " + ref(l) + " as lost: " + v.reason(funnel.WhyLost, l.Reason) + ".")
	text += noted(l)
	if n.To == l.Marketer && l.Stage == funnel.Lost {
		return v.told(l, text+"\nThis loop is closed. If it is worth another try later, recycle it until a date.", ActionRecycle)
	}
	return v.told(l, text)
}

func (v voice) noticeDisqualified(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " disqualified " + ref(l) + ": " + v.reason(funnel.WhyDisqualified, l.Reason) + ".")
	return v.told(l, text+noted(l)+"\nNothing more is expected of you.")
}

func (v voice) noticeRecycled(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " put " + ref(l) + " aside.")
	if !l.RecycleUntil.IsZero() {
		text = sentence(v.person(n.By) + " put " + ref(l) + " aside until " + day(l.RecycleUntil) + ".")
	}
	next := "It comes back to you that morning. Until then it is marketing's to keep warm."
	if n.To != l.Marketer {
		next = "It is no longer with you."
	}
	return v.told(l, text+noted(l)+"\n"+next)
}

// noted is the note of the last change, on lines of its own.
func noted(l funnel.Lead) string {
	if l.Note == "" {
		return ""
	}
	return "\n" + quote(l.Note, maxNote)
}

func (v voice) noticeReturned(_ funnel.Notice, l funnel.Lead) Message {
	text := ref(l) + " is back, as agreed." + noted(l)
	if !withMarketing(l) {
		return v.told(l, text+"\n"+v.standing(l))
	}
	return v.toWork(l, text+"\nHas the time come? Get in touch, hand it off, or put it aside again.", marketingActs(l))
}

func (v voice) noticeRepeated(n funnel.Notice, l funnel.Lead) Message {
	text := ref(l) + " raised a hand again. " + sentence(v.person(n.By)+" logged it; it is kept as a touch.")
	return v.toWork(l, text+"\n"+v.standing(l), v.actsFor(l))
}

func (v voice) noticeAssigned(n funnel.Notice, l funnel.Lead) Message {
	text := v.person(n.By) + " gave you " + ref(l) + "."
	if l.Handoff.Why != "" && l.Handoff.PassedBy == n.By {
		text += "\n" + quote(l.Handoff.Why, maxNote) + "\n"
	}
	return v.working(l, text)
}

// working hands somebody a lead to work, with all that is needed for it.
func (v voice) working(l funnel.Lead, text string) Message {
	return v.toWork(l, sentence(text)+" "+v.standing(l), v.actsFor(l))
}

func (v voice) toWork(l funnel.Lead, text string, acts []string) Message {
	blocks := contactBlock(l)
	blocks = append(blocks, v.facts(l)...)
	blocks = append(blocks, v.why(l)...)
	blocks = append(blocks, buttons(l, acts...)...)
	return say(text, blocks...)
}

// actsFor are the acts on a lead if it is the reader's turn.
func (v voice) actsFor(l funnel.Lead) []string {
	if turn, _ := l.Turn(); turn == v.reader {
		return actsOf(l)
	}
	return nil
}

func (v voice) noticeReleased(n funnel.Notice, l funnel.Lead) Message {
	to := v.owner(l)
	if withMarketing(l) {
		to = v.person(l.Marketer)
	}
	return v.told(l, v.person(n.By)+" gave "+ref(l)+" to "+to+". Nothing more is expected of you.")
}

func (v voice) noticeUndone(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " took back " + undoneName(n.Done) + " of " + ref(l) + ".")
	if n.Done == funnel.EntryLogged || l.Stage == "" {
		return v.told(l, text+" The lead is gone.")
	}
	return v.told(l, text+" "+v.standing(l), v.actsFor(l)...)
}

// undoneNames are the changes that can be taken back, as nouns.
var undoneNames = map[funnel.EntryKind]string{
	funnel.EntryLogged:       "the logging",
	funnel.EntryEdited:       "the correction",
	funnel.EntryTouched:      "the touch",
	funnel.EntryHandedOff:    "the handoff",
	funnel.EntryAsked:        "the question",
	funnel.EntryAnswered:     "the answer",
	funnel.EntryAccepted:     "the acceptance",
	funnel.EntryRejected:     "the rejection",
	funnel.EntryAssigned:     "the assignment",
	funnel.EntryQualified:    "the opportunity",
	funnel.EntryWon:          "the win",
	funnel.EntryLost:         "the loss",
	funnel.EntryDisqualified: "the disqualification",
	funnel.EntryRecycled:     "the recycling",
	funnel.EntryReturned:     "the return",
	funnel.EntrySnoozed:      "the snooze",
}

func undoneName(done funnel.EntryKind) string {
	if name := undoneNames[done]; name != "" {
		return name
	}
	return "the last change"
}

// reminders say what is late to the one whose promise it is, and what is to
// be done about it. The acts are offered while the promise is open.
var reminders = map[funnel.ClockKind]struct {
	late, todo string
	acts       []string
}{
	funnel.ClockAccept: {
		" still waits for your answer, which was due ", "Accept it, or reject it with a reason.",
		[]string{ActionAccept, ActionReject, ActionSnooze},
	},
	funnel.ClockAnswer: {
		" waits for your answer to a question, which was due ", "Answer it: until then sales' time stands still.",
		[]string{ActionAnswer, ActionSnooze},
	},
	funnel.ClockFirstTouch: {
		" still waits for its first touch, which was due ", "Call now, and log it with one tap.",
		[]string{ActionCall, ActionTouch, ActionSnooze, ActionRecycle},
	},
	funnel.ClockDepth: {
		" has not been reached, and was to be tried more often by ", "Call again now, and log it with one tap.",
		[]string{ActionCall, ActionTouch, ActionSnooze, ActionRecycle},
	},
	funnel.ClockUpdate: {
		" has had no news for a while: an update was due ", "Say how it goes: log a touch, move it on, or recycle it.",
		[]string{ActionCall, ActionTouch, ActionSnooze, ActionRecycle},
	},
}

func (v voice) noticeNudge(n funnel.Notice, l funnel.Lead) Message {
	r := reminders[n.Clock]
	text := ref(l) + r.late + Moment(n.Due) + "."
	if clock, open := l.Clock(n.Clock); !open || clock.Person != n.About {
		return v.settled(n, l)
	}
	var blocks []slack.Block
	if n.Clock != funnel.ClockAccept && n.Clock != funnel.ClockAnswer {
		blocks = contactBlock(l)
	}
	return say(text+" "+r.todo, append(blocks, buttons(l, r.acts...)...)...)
}

// settled is said where a promise was kept, or passed on, before the message
// about it went out.
func (v voice) settled(n funnel.Notice, l funnel.Lead) Message {
	return v.told(l, ref(l)+": "+clockNames[n.Clock]+" was due "+Moment(n.Due)+". It is settled meanwhile; nothing is left to do.")
}

// overdue says what somebody else has not done.
var overdue = map[funnel.ClockKind]string{
	funnel.ClockAccept:     " has not answered the handoff of ",
	funnel.ClockAnswer:     " has not answered a question about ",
	funnel.ClockFirstTouch: " has not reached out to ",
	funnel.ClockDepth:      " has not tried often enough to reach ",
	funnel.ClockUpdate:     " has given no news of ",
}

func (v voice) noticeEscalation(n funnel.Notice, l funnel.Lead) Message {
	promised := ""
	if level := v.Definition.ServiceLevels.Of(n.Clock, l.Class()); !level.IsZero() {
		promised = " The promise is " + level.String() + "."
	}
	text := sentence(v.person(n.About) + overdue[n.Clock] + ref(l) + ". It was due " + Moment(n.Due) + "." + promised)
	clock, open := l.Clock(n.Clock)
	if !open || clock.Person != n.About {
		return v.settled(n, l)
	}
	return v.told(l, text+"\nAsk what is in the way, or give it to somebody else.", ActionAssign, ActionShow)
}
