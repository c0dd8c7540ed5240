package leads

import (
	"slices"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Notice is what a person is told in a direct message. Cards, the Home tab,
// reminders, digests and the definition have renderings of their own. The lead is as it is now: what
// has become needless since brings no buttons.
func Notice(c kit.Context, n funnel.Notice, l funnel.Lead) kit.Message {
	if l.ID == 0 {
		l.ID = n.Lead // it was logged by mistake and is gone
	}

	return noticeOf(n.Kind)(direct(c, n.To), n, l).message(l)
}

// noticeOf is how a kind of notice about a lead is worded.
func noticeOf(kind funnel.NoticeKind) func(voice, funnel.Notice, funnel.Lead) said {
	if write, ok := notices[kind]; ok {
		return write
	}

	if a := find(func(a act) bool { return a.notice == kind }); a.message != nil {
		return a.message
	}

	return func(v voice, _ funnel.Notice, l funnel.Lead) said { return v.told(LeadNamed(l) + ". " + v.standing(l)) }
}

// notices are worded here where they tell of no act, or of more than one.
var notices = map[funnel.NoticeKind]func(voice, funnel.Notice, funnel.Lead) said{
	funnel.NoticeDefaulted: messageDefaulted,
	funnel.NoticeLapsed:    messageLapsed,
	funnel.NoticeReturned:  messageReturned,
	funnel.NoticeRepeated:  messageRepeated,
	funnel.NoticeReleased:  messageReleased,
	funnel.NoticeUndone:    messageUndone,
	funnel.NoticeClaim:     messageClaim,
	funnel.NoticeClaimed:   messageClaimed,
	funnel.NoticeUnrouted:  messageUnrouted,
}

// said is what is told of a lead: a text, what may stand below it, and the acts that come next.
type said struct {
	text  string
	below []slack.Block
	acts  []string
}

func (s said) message(l funnel.Lead) kit.Message {
	return kit.Reply(s.text, append(s.below, Buttons(l, s.acts...)...)...)
}

// told is a notice: what happened, then what the reader can do.
func (v voice) told(text string, acts ...string) said {
	return said{text: kit.Sentence(text), acts: acts}
}

func messageAccepted(v voice, n funnel.Notice, l funnel.Lead) said {
	if n.To == l.Owner {
		return v.working(l, v.Person(n.By)+" accepted "+LeadNamed(l)+" for you.")
	}

	taken := v.Person(l.Handoff.AnsweredBy) + " took " + LeadNamed(l) + "."
	if forRep(l.Handoff) {
		taken = v.Person(l.Handoff.AnsweredBy) + " accepted " + LeadNamed(l) + " for " + v.Person(l.Handoff.To) + "."
	}

	return v.told(kit.Join(taken, v.promise(l), "You will hear how it ends."))
}

// forRep says whether somebody else answered a handoff for the rep whom it
// went to.
func forRep(h funnel.Handoff) bool { return h.To != "" && h.AnsweredBy != h.To }

func messageRejected(v voice, n funnel.Notice, l funnel.Lead) said {
	if n.Handoff != l.Handoffs || !l.Returned() {
		return v.told(kit.Sentence(v.Person(n.By)+" gave back "+LeadNamed(l)+".") + " " + v.standing(l))
	}

	text := kit.Sentence(v.Person(n.By) + " rejected " + LeadNamed(l) + ": " + v.Reason(agreement.WhyRejected, l.Reason) +
		".")
	text += noted(l) + proof(l.Handoff.Proof)
	if n.To != l.Marketer {
		return v.told(text)
	}

	text += "\n" + kit.Join(v.disputed(l), "Fix what is missing and send it again, put it aside until a date, or close it.")
	return v.told(text, marketingActs(l)...)
}

func messageQualified(v voice, n funnel.Notice, l funnel.Lead) said {
	text := v.Person(n.By) + " made an opportunity of " + LeadNamed(l)
	if terms := terms(l); terms != "" {
		text += ": " + terms
	}

	return v.told(text + ".")
}

func messageWon(v voice, n funnel.Notice, l funnel.Lead) said {
	amount := wonFor(l)
	if n.To == l.Owner {
		return v.told(v.Person(n.By) + " closed " + LeadNamed(l) + " as won" + amount + ". Well done.")
	}

	return v.told(v.Person(n.By) + " won " + LeadNamed(l) + amount + ". It began with you " + kit.Moment(l.CreatedAt) +
		". Well done: this loop is closed.")
}

func messageLost(v voice, n funnel.Notice, l funnel.Lead) said {
	text := kit.Sentence(v.Person(n.By) + " closed " + LeadNamed(l) + " as lost: " +
		v.Reason(agreement.WhyLost, l.Reason) + ".")
	text += noted(l)
	if n.To == l.Marketer && l.Stage == agreement.Lost {
		return v.told(text+"\nThis loop is closed. If it is worth another try later, recycle it until a date.", ActionRecycle)
	}

	return v.told(text)
}

func messageDisqualified(v voice, n funnel.Notice, l funnel.Lead) said {
	text := kit.Sentence(v.Person(n.By) + " disqualified " + LeadNamed(l) + ": " + v.Reason(agreement.WhyDisqualified, l.Reason) + ".")
	return v.told(text + noted(l) + "\nNothing more is expected of you.")
}

func messageRecycled(v voice, n funnel.Notice, l funnel.Lead) said {
	text := kit.Sentence(v.Person(n.By) + " put " + LeadNamed(l) + " aside.")
	if !l.RecycleUntil.IsZero() {
		text = kit.Sentence(v.Person(n.By) + " put " + LeadNamed(l) + " aside until " + l.RecycleUntil.Words() + ".")
	}

	next := "It comes back to you that morning. Until then it is marketing's to keep warm."
	if n.To != l.Marketer {
		next = "It is no longer with you."
	}

	return v.told(text + noted(l) + "\n" + next)
}

// noted is the note of the last change, on lines of its own.
func noted(l funnel.Lead) string {
	if l.Note == "" {
		return ""
	}

	return "\n" + kit.Quote(l.Note, kit.MaxNote)
}

func messageHandedBack(v voice, n funnel.Notice, l funnel.Lead) said {
	text := v.Person(n.By) + " handed back " + LeadNamed(l)
	if l.Stage == agreement.Recycled || !withMarketing(l) {
		return v.told(kit.Sentence(text+".") + " " + v.standing(l))
	}

	text = kit.Sentence(text+": "+v.Reason(agreement.WhyRejected, l.Reason)+".") + noted(l)
	if n.To != l.Marketer {
		return v.told(text + "\nIt is no longer with you.")
	}

	return v.told(text+"\nIt is yours again. Hand it off anew, put it aside until a date, or close it.", marketingActs(l)...)
}

func messageReturned(v voice, n funnel.Notice, l funnel.Lead) said {
	text := LeadNamed(l) + " is back, as agreed."
	if !n.Since.IsZero() {
		text += " It was put aside on " + calendar.DateOf(n.Since, v.Zone()).Words() + " until " + n.Day.Words() + "."
	}

	text += noted(l)
	if !withMarketing(l) {
		return v.told(text + "\n" + v.standing(l))
	}

	return v.toWork(l, text+"\nHas the time come? Get in touch, hand it off, or put it aside again.", marketingActs(l))
}

func messageRepeated(v voice, n funnel.Notice, l funnel.Lead) said {
	logged := v.Person(n.By) + " logged it"
	if n.By == ref.Leadloop {
		logged = "It came in by itself"
	}

	text := LeadNamed(l) + " raised a hand again. " + kit.Sentence(logged+"; it is kept as a touch.")
	return v.toWork(l, text+"\n"+v.standing(l), v.actsFor(l))
}

func messageAssigned(v voice, n funnel.Notice, l funnel.Lead) said {
	text := v.Person(n.By) + " gave you " + HotMark(l) + LeadNamed(l) + "."
	if l.Handoff.Why != "" && l.Handoff.PassedBy == n.By {
		text += "\n" + kit.Quote(l.Handoff.Why, kit.MaxNote) + "\n"
	}

	return v.working(l, text)
}

// working hands somebody a lead to work, with all that is needed for it.
func (v voice) working(l funnel.Lead, text string) said {
	return v.toWork(l, kit.Sentence(text)+" "+v.standing(l), v.actsFor(l))
}

func (v voice) toWork(l funnel.Lead, text string, acts []string) said {
	return said{text: text, below: slices.Concat(contactBlock(l), v.facts(l), v.why(l)), acts: acts}
}

// actsFor are the acts on a lead if it is the reader's turn.
func (v voice) actsFor(l funnel.Lead) []string {
	if turn, _ := l.Turn(); turn == v.Reader {
		return ActsOf(l)
	}

	return nil
}

func messageReleased(v voice, n funnel.Notice, l funnel.Lead) said {
	moved := v.Person(n.By) + " gave " + LeadNamed(l) + " to " + v.holder(l)
	if by := v.Person(n.By); by == v.holder(l) {
		moved = by + " took " + LeadNamed(l) + " over"
	}

	return v.told(moved + ". Nothing more is expected of you.")
}

func messageUndone(v voice, n funnel.Notice, l funnel.Lead) said {
	text := kit.Sentence(v.Person(n.By) + " took back " + undoneName(n.Done) + " of " + LeadNamed(l) + ".")
	if n.Done == funnel.EntryLogged || l.Stage == "" {
		return v.told(text + " The lead is gone.")
	}

	return v.told(text+" "+v.standing(l), v.actsFor(l)...)
}

// messageDefaulted says that a lead counts as taken, and that nobody took it.
func messageDefaulted(v voice, n funnel.Notice, l funnel.Lead) said {
	if n.To == l.Owner && l.Stage.WithSales() {
		return v.working(l, LeadNamed(l)+" counts as yours, as the teams agreed.")
	}

	return v.told(LeadNamed(l) + ". " + v.standing(l) + " The teams agreed on that; it is not counted as an acceptance.")
}

// messageLapsed says that a lead came back because nobody answered.
func messageLapsed(v voice, n funnel.Notice, l funnel.Lead) said {
	if n.To != l.Marketer {
		return v.told(LeadNamed(l) + " went back to marketing: its handoff was not answered in time, and that is what the teams agreed on. Nothing more is expected of you.")
	}

	text := "Nobody answered the handoff of " + LeadNamed(l) + " in time, so it is back with you, as the teams agreed."
	if n.Handoff != l.Handoffs || !l.Returned() {
		return v.told(text + " " + v.standing(l))
	}

	return v.told(text+"\nSend it again, put it aside until a date, or close it.", marketingActs(l)...)
}
