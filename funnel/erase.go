package funnel

import (
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
)

// ErasedText stands where a text was that has to be told apart from none, and for the name of who was erased.
const ErasedText = "erased on request"

// Erased says whether the person behind the lead was taken out on request. What is left is what figures count.
func (l Lead) Erased() bool { return !l.ErasedAt.IsZero() }

// MayErase refuses all but admins, and a lead that is still worked: how it ended is counted first.
func (l Lead) MayErase(act people.Act, p Policy) error {
	switch {
	case !act.By.Member():
		return p.Roster.Admit(act.By)
	case !act.By.Admin:
		return fault.Denied("Only admins can erase a person. Ask %s.", p.Roster.AskAdmin())
	case l.Erased():
		return refuseErased(l, act, p)
	case !l.Stage.Ended():
		return fault.Conflict("%s is still open, at stage %s, and nobody could work it without the person. Close it first with %s, then erase it.", l.ID, p.Definition.Label(l.Stage), fault.ToDisqualifyLead.Way(l.ID, "REASON"))
	}

	return nil
}

// refuseErased refuses whatever would be written about somebody who was erased.
func refuseErased(l Lead, _ people.Act, _ Policy) error {
	if !l.Erased() {
		return nil
	}

	return fault.Conflict("%s was erased on request on %s, so nothing can be done to it any more. It stays counted where it ended.", l.ID, fault.Moment(l.ErasedAt))
}

// Erase takes the person out of the lead. What the journal and disputes hold is the store's to erase, before this is
// written.
func (l Lead) Erase(act people.Act, p Policy) (Change, error) {
	if err := l.MayErase(act, p); err != nil {
		return Change{}, err
	}

	d := decide(l, act, p)
	d.lead = l.clone().blanked(act.At)
	d.entry(EntryErased)
	return d.change(), nil
}

// blanked is the lead without what people wrote about it, but for what figures are counted by.
func (l Lead) blanked(at time.Time) Lead {
	for _, f := range Fields {
		if !f.Counted {
			f.set(&l, "")
		}
	}

	l.EmailKey, l.PhoneKey, l.Permalink, l.Note, l.SnoozedFor = "", "", "", "", ""
	h := &l.Handoff
	h.Note, h.Proof, h.Why, h.Ruling = "", "", "", ""
	h.Question.Text, h.Question.Answer = "", ""
	l.Answers = nil
	for stage, judged := range l.Judged {
		l.Judged[stage] = judged.blanked()
	}

	l.ErasedAt = at
	return l
}

// blanked keeps how the criteria stood, without what was said to them.
func (j Judged) blanked() Judged {
	checks := j.Checks
	j.Checks = nil
	for _, c := range checks {
		c.Value = ""
		j.Checks = append(j.Checks, c)
	}

	if j.Override != "" {
		j.Override = ErasedText
	}

	return j
}

// Blanked is the dispute without the person and what was said of them. Its reason and its verdict stay.
func (d Dispute) Blanked() Dispute {
	d.Proof, d.Company, d.Domain = "", "", ""
	d.Why = ErasedText
	if d.Ruling != "" {
		d.Ruling = ErasedText
	}

	d.Rejection.Note, d.Rejection.Proof, d.Rejection.Outcome, d.Rejection.Answers = "", "", "", nil
	if d.Rejection.Override != "" {
		d.Rejection.Override = ErasedText
	}

	return d
}
