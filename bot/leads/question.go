package leads

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// Ask asks what the rep has to know before they answer a handoff.
func Ask(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	promise := c.Definition.ServiceLevels.Of(agreement.ClockAnswer, "").String()
	return onLead(l, CallbackAsk, "Ask about "+l.ID.String(), "Ask marketing",
		kit.TextField{
			Field: kit.FieldQuestion, Label: "What do you need to know?", Placeholder: "Which system do they use today?",
			Limit: kit.LimitWhy, Lines: true, Required: true,
			Hint: "Marketing answers within " + promise + ". Until then your time to answer stands still.",
		}.Block())
}

// Answer asks the marketer for the answer to a rep's question.
func Answer(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	v := direct(c, "")
	q := l.Handoff.Question
	return onLead(l, CallbackAnswer, "Answer about "+l.ID.String(), "Answer",
		kit.Section(v.Person(q.By)+" asked "+kit.Moment(q.At)+":\n"+kit.Quote(q.Text, kit.LimitWhy)),
		kit.TextField{
			Field: kit.FieldAnswer, Label: "Your answer", Placeholder: "They use spreadsheets.", Limit: kit.LimitWhy,
			Lines: true, Required: true,
			Hint: "If you do not know it, say so: sales then decides without it.",
		}.Block())
}

// waitsForMarketing says that a question is open, and by when marketing is
// to answer it.
func (v voice) waitsForMarketing(l funnel.Lead) string {
	q := l.Handoff.Question
	text := kit.Sentence(v.Person(q.By) + " asked marketing something " + kit.Moment(q.At) + ".")
	return kit.Join(text, v.promise(l), "Until then sales' time stands still.")
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
		parts = append(parts, "*Passed on by "+v.Person(h.PassedBy)+"*\n"+kit.Quote(h.Why, kit.MaxFact))
	}

	if q := h.Question; q.By != "" {
		parts = append(parts, v.exchange(q))
	}

	return parts
}

// exchange is a question with its answer.
func (v voice) exchange(q funnel.Question) string {
	text := "*Asked by " + v.Person(q.By) + "* " + kit.Moment(q.At) + "\n" + kit.Quote(q.Text, kit.LimitWhy)
	if q.Answer != "" {
		text += "\n*Answered by " + v.Person(q.AnsweredBy) + "* " + kit.Moment(q.AnsweredAt) + "\n" +
			kit.Quote(q.Answer, kit.LimitWhy)
	}

	return text
}

// current says whether a notice is about the last question of the handoff
// that stands.
func current(n funnel.Notice, l funnel.Lead) bool {
	return n.Handoff == l.Handoffs && n.Question == l.Handoff.Questions && l.Handoff.Question.By != ""
}

func messageQuestion(v voice, n funnel.Notice, l funnel.Lead) said {
	q := l.Handoff.Question
	switch {
	case !current(n, l):
		return v.told(kit.Sentence(v.Person(n.By)+" asked about "+LeadNamed(l)+".") + " " + v.standing(l))
	case l.Asked():
		text := kit.Sentence(v.Person(n.By)+" asks about "+LeadNamed(l)) + ":\n" + kit.Quote(q.Text, kit.LimitWhy) + "\n"
		return v.told(text+kit.Join(v.promise(l), "Until you answer, sales' time stands still."), ActionAnswer, ActionShow)
	}

	text := kit.Sentence(v.Person(n.By)+" asked about "+LeadNamed(l)+".") + "\n" + v.exchange(q) + "\n"
	if q.Answer == "" {
		text += "It needs no answer any more. "
	}

	return v.told(text + v.standing(l))
}

func messageAnswer(v voice, n funnel.Notice, l funnel.Lead) said {
	if !current(n, l) || l.Handoff.Question.Answer == "" {
		return v.told(kit.Sentence(v.Person(n.By)+" answered a question about "+LeadNamed(l)+".") + " " + v.standing(l))
	}

	text := kit.Sentence(v.Person(n.By)+" answered about "+LeadNamed(l)+".") + "\n" + v.exchange(l.Handoff.Question) + "\n"
	if !l.Offered() {
		return v.told(text + v.standing(l))
	}

	due := ""
	if turn, _ := l.Turn(); turn != v.Reader { // who asked has it no more
		due = v.standing(l)
	} else if c, ok := l.Clocks.Of(agreement.ClockAccept); ok {
		due = "Your time runs on: please accept or reject it by " + kit.Moment(c.DueAt) + "."
	}

	return v.told(text+due, v.actsFor(l)...)
}

func replyAsk(v voice, l funnel.Lead) said {
	return said{text: kit.Join("You asked "+v.Person(l.Marketer)+" about "+LeadNamed(l)+".", v.promise(l), "Until then your time stands still; you can still accept or reject it.")}
}

func replyAnswer(v voice, l funnel.Lead) said {
	return said{text: kit.Join("You answered "+v.Person(l.Handoff.Question.By)+" about "+LeadNamed(l)+".", v.promise(l))}
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
