package view

import (
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
)

// Notice is what a person is told in a direct message. Cards, the Home tab,
// reminders, digests and the definition have renderings of their own. The lead is as it is now: what
// has become needless since brings no buttons.
func Notice(c Context, n funnel.Notice, l funnel.Lead) Message {
	if l.ID == 0 {
		l.ID = n.Lead // it was logged by mistake and is gone
	}
	v := direct(c, n.To)
	write, ok := notices[n.Kind]
	if !ok {
		return v.told(l, leadNamed(l)+". "+v.standing(l))
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
	funnel.NoticeHandedBack:   voice.noticeHandedBack,
	funnel.NoticeReturned:     voice.noticeReturned,
	funnel.NoticeRepeated:     voice.noticeRepeated,
	funnel.NoticeAssigned:     voice.noticeAssigned,
	funnel.NoticeReleased:     voice.noticeReleased,
	funnel.NoticeUndone:       voice.noticeUndone,
	funnel.NoticeClaim:        voice.noticeClaim,
	funnel.NoticeClaimed:      voice.noticeClaimed,
	funnel.NoticeUnrouted:     voice.noticeUnrouted,
}

// told is a notice: what happened, then what the reader can do.
func (v voice) told(l funnel.Lead, text string, acts ...string) Message {
	return say(sentence(text), buttons(l, acts...)...)
}

func (v voice) noticeAccepted(n funnel.Notice, l funnel.Lead) Message {
	if n.To == l.Owner {
		return v.working(l, v.person(n.By)+" accepted "+leadNamed(l)+" for you.")
	}
	taken := v.person(l.Handoff.AnsweredBy) + " took " + leadNamed(l) + "."
	if forRep(l.Handoff) {
		taken = v.person(l.Handoff.AnsweredBy) + " accepted " + leadNamed(l) + " for " + v.person(l.Handoff.To) + "."
	}
	return v.told(l, join(taken, v.promise(l), "You will hear how it ends."))
}

// forRep says whether somebody else answered a handoff for the rep whom it
// went to.
func forRep(h funnel.Handoff) bool { return h.To != "" && h.AnsweredBy != h.To }

func (v voice) noticeRejected(n funnel.Notice, l funnel.Lead) Message {
	if n.Handoff != l.Handoffs || !l.Returned() {
		return v.told(l, sentence(v.person(n.By)+" gave back "+leadNamed(l)+".")+" "+v.standing(l))
	}
	text := sentence(v.person(n.By) + " rejected " + leadNamed(l) + ": " + v.reason(agreement.WhyRejected, l.Reason) + ".")
	text += noted(l) + proof(l.Handoff.Proof)
	if n.To != l.Marketer {
		return v.told(l, text)
	}
	text += "\n" + join(v.disputed(l), "Fix what is missing and send it again, put it aside until a date, or close it.")
	return v.told(l, text, marketingActs(l)...)
}

func (v voice) noticeQualified(n funnel.Notice, l funnel.Lead) Message {
	text := v.person(n.By) + " made an opportunity of " + leadNamed(l)
	if terms := terms(l); terms != "" {
		text += ": " + terms
	}
	return v.told(l, text+".")
}

func (v voice) noticeWon(n funnel.Notice, l funnel.Lead) Message {
	amount := wonFor(l)
	if n.To == l.Owner {
		return v.told(l, v.person(n.By)+" closed "+leadNamed(l)+" as won"+amount+". Well done.")
	}
	return v.told(l, v.person(n.By)+" won "+leadNamed(l)+amount+". It began with you "+Moment(l.CreatedAt)+". Well done: this loop is closed.")
}

func (v voice) noticeLost(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " closed " + leadNamed(l) + " as lost: " + v.reason(agreement.WhyLost, l.Reason) + ".")
	text += noted(l)
	if n.To == l.Marketer && l.Stage == agreement.Lost {
		return v.told(l, text+"\nThis loop is closed. If it is worth another try later, recycle it until a date.", ActionRecycle)
	}
	return v.told(l, text)
}

func (v voice) noticeDisqualified(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " disqualified " + leadNamed(l) + ": " + v.reason(agreement.WhyDisqualified, l.Reason) + ".")
	return v.told(l, text+noted(l)+"\nNothing more is expected of you.")
}

func (v voice) noticeRecycled(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " put " + leadNamed(l) + " aside.")
	if !l.RecycleUntil.IsZero() {
		text = sentence(v.person(n.By) + " put " + leadNamed(l) + " aside until " + l.RecycleUntil.Words() + ".")
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

func (v voice) noticeHandedBack(n funnel.Notice, l funnel.Lead) Message {
	text := v.person(n.By) + " handed back " + leadNamed(l)
	if l.Stage == agreement.Recycled || !withMarketing(l) {
		return v.told(l, sentence(text+".")+" "+v.standing(l))
	}
	text = sentence(text+": "+v.reason(agreement.WhyRejected, l.Reason)+".") + noted(l)
	if n.To != l.Marketer {
		return v.told(l, text+"\nIt is no longer with you.")
	}
	return v.told(l, text+"\nIt is yours again. Hand it off anew, put it aside until a date, or close it.", marketingActs(l)...)
}

func (v voice) noticeReturned(n funnel.Notice, l funnel.Lead) Message {
	text := leadNamed(l) + " is back, as agreed."
	if !n.Since.IsZero() {
		text += " It was put aside on " + calendar.DateOf(n.Since, v.zone()).Words() + " until " + n.Day.Words() + "."
	}
	text += noted(l)
	if !withMarketing(l) {
		return v.told(l, text+"\n"+v.standing(l))
	}
	return v.toWork(l, text+"\nHas the time come? Get in touch, hand it off, or put it aside again.", marketingActs(l))
}

func (v voice) noticeRepeated(n funnel.Notice, l funnel.Lead) Message {
	text := leadNamed(l) + " raised a hand again. " + sentence(v.person(n.By)+" logged it; it is kept as a touch.")
	return v.toWork(l, text+"\n"+v.standing(l), v.actsFor(l))
}

func (v voice) noticeAssigned(n funnel.Notice, l funnel.Lead) Message {
	text := v.person(n.By) + " gave you " + hotMark(l) + leadNamed(l) + "."
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
	return say(text, slices.Concat(contactBlock(l), v.facts(l), v.why(l), buttons(l, acts...))...)
}

// actsFor are the acts on a lead if it is the reader's turn.
func (v voice) actsFor(l funnel.Lead) []string {
	if turn, _ := l.Turn(); turn == v.reader {
		return actsOf(l)
	}
	return nil
}

func (v voice) noticeReleased(n funnel.Notice, l funnel.Lead) Message {
	moved := v.person(n.By) + " gave " + leadNamed(l) + " to " + v.holder(l)
	if by := v.person(n.By); by == v.holder(l) {
		moved = by + " took " + leadNamed(l) + " over"
	}
	return v.told(l, moved+". Nothing more is expected of you.")
}

func (v voice) noticeUndone(n funnel.Notice, l funnel.Lead) Message {
	text := sentence(v.person(n.By) + " took back " + undoneName(n.Done) + " of " + leadNamed(l) + ".")
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
	funnel.EntryDisputed:     "the dispute",
	funnel.EntryRuled:        "the ruling",
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
	funnel.EntryHandedBack:   "the hand-back",
	funnel.EntryReturned:     "the return",
	funnel.EntrySnoozed:      "the snooze",
}

func undoneName(done funnel.EntryKind) string {
	if name := undoneNames[done]; name != "" {
		return name
	}
	return "the last change"
}

// noticeDefaulted says that a lead counts as taken, and that nobody took it.
func (v voice) noticeDefaulted(n funnel.Notice, l funnel.Lead) Message {
	if n.To == l.Owner && l.Stage.WithSales() {
		return v.working(l, leadNamed(l)+" counts as yours, as the teams agreed.")
	}
	return v.told(l, leadNamed(l)+". "+v.standing(l)+" The teams agreed on that; it is not counted as an acceptance.")
}

// noticeLapsed says that a lead came back because nobody answered.
func (v voice) noticeLapsed(n funnel.Notice, l funnel.Lead) Message {
	if n.To != l.Marketer {
		return v.told(l, leadNamed(l)+" went back to marketing: its handoff was not answered in time, and that is what the teams agreed on. Nothing more is expected of you.")
	}
	text := "Nobody answered the handoff of " + leadNamed(l) + " in time, so it is back with you, as the teams agreed."
	if n.Handoff != l.Handoffs || !l.Returned() {
		return v.told(l, text+" "+v.standing(l))
	}
	return v.told(l, text+"\nSend it again, put it aside until a date, or close it.", marketingActs(l)...)
}
