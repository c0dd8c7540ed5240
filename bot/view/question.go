package view

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// Ask asks what the rep has to know before they answer a handoff.
func Ask(c Context, l funnel.Lead) slack.ModalViewRequest {
	promise := c.Definition.ServiceLevels.Of(agreement.ClockAnswer, "").String()
	return onLead(l, CallbackAsk, "Ask about "+l.ID.String(), "Ask marketing",
		textField{
			field: FieldQuestion, label: "What do you need to know?", placeholder: "Which system do they use today?", limit: limitWhy, lines: true, required: true,
			hint: "Marketing answers within " + promise + ". Until then your time to answer stands still.",
		}.block())
}

// Answer asks the marketer for the answer to a rep's question.
func Answer(c Context, l funnel.Lead) slack.ModalViewRequest {
	v := direct(c, "")
	q := l.Handoff.Question
	return onLead(l, CallbackAnswer, "Answer about "+l.ID.String(), "Answer",
		section(v.person(q.By)+" asked "+Moment(q.At)+":\n"+quote(q.Text, limitWhy)),
		textField{
			field: FieldAnswer, label: "Your answer", placeholder: "They use spreadsheets.", limit: limitWhy, lines: true, required: true,
			hint: "If you do not know it, say so: sales then decides without it.",
		}.block())
}

// waitsForMarketing says that a question is open, and by when marketing is
// to answer it.
func (v voice) waitsForMarketing(l funnel.Lead) string {
	q := l.Handoff.Question
	text := sentence(v.person(q.By) + " asked marketing something " + Moment(q.At) + ".")
	return join(text, v.promise(l), "Until then sales' time stands still.")
}

// asked is what was asked about a handoff and answered, and why it was passed
// on, until the lead is an opportunity and all that is behind it.
func (v voice) asked(l funnel.Lead) []string {
	var parts []string
	h := l.Handoff
	if !l.Offered() && l.Stage != agreement.SAL {
		return nil
	}
	if h.Why != "" {
		parts = append(parts, "*Passed on by "+v.person(h.PassedBy)+"*\n"+quote(h.Why, maxFact))
	}
	if q := h.Question; q.By != "" {
		parts = append(parts, v.exchange(q))
	}
	return parts
}

// exchange is a question with its answer.
func (v voice) exchange(q funnel.Question) string {
	text := "*Asked by " + v.person(q.By) + "* " + Moment(q.At) + "\n" + quote(q.Text, limitWhy)
	if q.Answer != "" {
		text += "\n*Answered by " + v.person(q.AnsweredBy) + "* " + Moment(q.AnsweredAt) + "\n" + quote(q.Answer, limitWhy)
	}
	return text
}

// current says whether a notice is about the last question of the handoff
// that stands.
func current(n funnel.Notice, l funnel.Lead) bool {
	return n.Handoff == l.Handoffs && n.Question == l.Handoff.Questions && l.Handoff.Question.By != ""
}

func (v voice) noticeQuestion(n funnel.Notice, l funnel.Lead) Message {
	q := l.Handoff.Question
	switch {
	case !current(n, l):
		return v.told(l, sentence(v.person(n.By)+" asked about "+leadNamed(l)+".")+" "+v.standing(l))
	case l.Asked():
		text := sentence(v.person(n.By)+" asks about "+leadNamed(l)) + ":\n" + quote(q.Text, limitWhy) + "\n"
		return v.told(l, text+join(v.promise(l), "Until you answer, sales' time stands still."), ActionAnswer, ActionShow)
	}
	text := sentence(v.person(n.By)+" asked about "+leadNamed(l)+".") + "\n" + v.exchange(q) + "\n"
	if q.Answer == "" {
		text += "It needs no answer any more. "
	}
	return v.told(l, text+v.standing(l))
}

func (v voice) noticeAnswer(n funnel.Notice, l funnel.Lead) Message {
	if !current(n, l) || l.Handoff.Question.Answer == "" {
		return v.told(l, sentence(v.person(n.By)+" answered a question about "+leadNamed(l)+".")+" "+v.standing(l))
	}
	text := sentence(v.person(n.By)+" answered about "+leadNamed(l)+".") + "\n" + v.exchange(l.Handoff.Question) + "\n"
	if !l.Offered() {
		return v.told(l, text+v.standing(l))
	}
	due := ""
	if turn, _ := l.Turn(); turn != v.reader { // who asked has it no more
		due = v.standing(l)
	} else if c, ok := l.Clocks.Of(agreement.ClockAccept); ok {
		due = "Your time runs on: please accept or reject it by " + Moment(c.DueAt) + "."
	}
	return v.told(l, text+due, v.actsFor(l)...)
}

func (v voice) didAsk(l funnel.Lead) (string, []string) {
	return join("You asked "+v.person(l.Marketer)+" about "+leadNamed(l)+".", v.promise(l), "Until then your time stands still; you can still accept or reject it."), nil
}

func (v voice) didAnswer(l funnel.Lead) (string, []string) {
	return join("You answered "+v.person(l.Handoff.Question.By)+" about "+leadNamed(l)+".", v.promise(l)), nil
}

// proof is the link that bears out a rejection, on a line of its own: behind a
// quoted note it would read as a part of it.
func proof(address string) string {
	if borne := borneOut(address); borne != "" {
		return "\n" + borne
	}
	return ""
}

func borneOut(address string) string {
	if link, ok := webLink(address, "link"); ok {
		return "Borne out by this " + link + "."
	}
	return ""
}
