package funnel

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
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
func (l Lead) Asked() bool { return l.Handoff.asked() }

func (h Handoff) asked() bool { return h.Open() && h.Question.open() }

// Ask puts a question to the marketer. The rep's time stands still until it
// is answered; marketing's runs.
func (l Lead) Ask(text string, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryAsked, act, p); err != nil {
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
	if err := l.May(EntryAnswered, act, p); err != nil {
		return Change{}, err
	}

	text, err := askedFor("answer", "What is the answer? Write it, such as "+fault.ToAnswerAboutLead.Way(l.ID,
		"they use spreadsheets")+".", text)
	if err != nil {
		return Change{}, err
	}

	d := decide(l, act, p)
	outcomes := append(d.fulfil(agreement.ClockAnswer), d.resume()...)
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
	case err != nil, u.Scheme != "https" &&
		u.Scheme != "http", u.Host == "", u.User != nil, strings.ContainsAny(text, "<>| \"\n\t"):
		return "", errors.New(fault.Quoted(text) + " is not a link. Give an address that begins with https://, or leave it out")
	}

	return u.String(), nil
}

// pause stops the rep's clock until resume, and names it for the journal. What
// has run out by now is missed all the same.
func (d *decision) pause() []ClockOutcome {
	c, open := d.lead.Clocks.Of(agreement.ClockAccept)
	if !open {
		return nil
	}

	paused := c.outcome()
	if c.MissedAt.IsZero() && d.act.At.After(c.DueAt) {
		c.MissedAt, paused.Missed = d.act.At, true
	}

	d.lead.Clocks = d.lead.Clocks.without(c.Kind)
	d.lead.Handoff.Paused = c
	return []ClockOutcome{paused}
}

// resume lets the rep's clock run on with what was left of it, in the rep's
// working time, and names it with its new deadline for the journal. It does
// nothing where no clock stands still.
func (d *decision) resume() []ClockOutcome {
	c := d.lead.Handoff.Paused
	if c.Kind == "" {
		return nil
	}

	now, paused, cal := d.act.At, d.lead.Handoff.Question.At, d.policy.CalendarOf(c.Person)
	c.stop(paused, cal)
	c.Since, c.Within, c.Left = now, calendar.WorkingTime{}, 0
	if !c.DueAt.Before(paused) {
		c.Left = cal.Between(paused, c.DueAt)
		c.DueAt = cal.Add(now, c.Left)
	}

	if !c.EscalateAt.Before(paused) {
		c.EscalateAt = cal.Add(now, cal.Between(paused, c.EscalateAt))
	}

	if h := &d.lead.Handoff; !h.WindowEnds.IsZero() && !h.WindowEnds.Before(paused) {
		h.WindowEnds = cal.Add(now, cal.Between(paused, h.WindowEnds))
	}

	d.lead.Handoff.Paused = Clock{}
	d.lead.Clocks = append(d.lead.Clocks, c)
	return []ClockOutcome{c.outcome()}
}
