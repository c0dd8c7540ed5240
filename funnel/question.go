package funnel

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Question is what a rep has to know before they can answer a handoff.
type Question struct {
	Text       string     `json:"text"`
	By         ref.UserID `json:"by"`
	At         time.Time  `json:"at"`
	Answer     string     `json:"answer,omitempty"`
	AnsweredBy ref.UserID `json:"answered_by,omitempty"`
	AnsweredAt time.Time  `json:"answered_at,omitzero"`
}

// open says whether the answer is awaited.
func (q Question) open() bool { return q.By != "" && q.AnsweredAt.IsZero() }

// mostQuestions is how often a rep may ask within one handoff: who has asked
// three times can decide.
const mostQuestions = 3

// Asked says whether the open handoff waits for marketing's answer to a
// question.
func (l Lead) Asked() bool { return l.Offered() && l.Handoff.Question.open() }

// Ask puts a question to the marketer. The rep's time stands still until it
// is answered; marketing's runs.
func (l Lead) Ask(text string, act people.Act, p Policy) (Change, error) {
	if err := l.MayAsk(act, p); err != nil {
		return Change{}, err
	}
	text, err := askedFor("question", "What do you need to know? Write a question, such as "+fault.ToAskAboutLead.Way(l.ID, "which system do they use today?")+".", text)
	if err != nil {
		return Change{}, err
	}
	d := decide(l, act, p)
	outcomes := d.pause()
	d.lead.Handoff.Questions++
	d.lead.Handoff.Question = Question{Text: text, By: act.By.ID, At: act.At}
	d.start(agreement.ClockAnswer, l.Marketer)
	e := d.entry(EntryAsked)
	e.Note, e.Clocks = text, outcomes
	d.tellOf(NoticeQuestion, l.Marketer)
	return d.change(), nil
}

// Answer is marketing's, and lets what was left of the rep's time run on.
func (l Lead) Answer(text string, act people.Act, p Policy) (Change, error) {
	if err := l.MayExplain(act, p); err != nil {
		return Change{}, err
	}
	text, err := askedFor("answer", "What is the answer? Write it, such as "+fault.ToAnswerAboutLead.Way(l.ID, "they use spreadsheets")+".", text)
	if err != nil {
		return Change{}, err
	}
	d := decide(l, act, p)
	outcomes := append(d.keep(agreement.ClockAnswer), d.resume()...)
	q := &d.lead.Handoff.Question
	q.Answer, q.AnsweredBy, q.AnsweredAt = text, act.By.ID, act.At
	e := d.entry(EntryAnswered)
	e.Note, e.Clocks = text, outcomes
	d.tellOf(NoticeAnswer, l.Handoff.To)
	if q.By != l.Handoff.To {
		d.tellOf(NoticeAnswer, q.By)
	}
	return d.change(), nil
}

// tellOf addresses a notice about the question of the handoff.
func (d *decision) tellOf(kind NoticeKind, to ref.UserID) {
	before := len(d.notices)
	d.tell(kind, to)
	for i := range d.notices[before:] {
		d.notices[before+i].Question = d.lead.Handoff.Questions
	}
}

// askedFor is a text that may not be left out.
func askedFor(field, missing, text string) (string, error) {
	text, err := fault.CleanNote("the "+field, text, MaxWhy)
	if err != nil {
		return "", fault.InvalidField(field, err)
	}
	if text == "" {
		return "", fault.WrongField(field, "%s", missing)
	}
	return text, nil
}

// MaxProof bounds the address of a proof, in bytes.
const MaxProof = 500

// cleanProof checks an address that somebody gives as proof; blank is none.
func cleanProof(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	switch {
	case len(text) > MaxProof:
		return "", errors.New("the link is too long. Give one of at most 500 characters, or leave it out")
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.Host == "", u.User != nil, strings.ContainsAny(text, "<>| \"\n\t"):
		return "", errors.New(fault.Quoted(text) + " is not a link. Give an address that begins with https://, or leave it out")
	}
	return u.String(), nil
}
