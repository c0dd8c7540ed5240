package funnel

import (
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Past is what a file says about a lead that is history already.
type Past struct {
	Stage        agreement.Stage
	At           time.Time
	Owner        ref.UserID
	OutsideOwner string
	Amount       money.Amount
	Reason       string
}

// clean checks what a file says about the past, which is text as people wrote
// it.
func (past Past) clean(act people.Act, p Policy) (Past, error) {
	var err error
	if past.OutsideOwner, err = fault.CleanLine("the owner", past.OutsideOwner, MaxName); err != nil {
		return past, fault.InvalidField("owner", err)
	}

	if past.Reason, err = fault.CleanLine("the reason", past.Reason, MaxWord); err != nil {
		return past, fault.InvalidField("reason", err)
	}

	if past.Stage, err = agreement.ParseStage(string(past.Stage)); err != nil {
		return past, fault.InvalidField("stage", err)
	}

	if past.At.After(act.At) {
		return past, fault.WrongField("created", "The day %s is in the future. Imported history lies in the past; correct the date.", calendar.DateOf(past.At, p.Calendar.Zone()).Spoken())
	}

	return past, nil
}

// Import decides on a lead of the past: it starts no clock, and nobody is
// told. Contact data that cannot be read is an error of the row.
func Import(id ref.LeadID, in Cleaned, past Past, act people.Act, p Policy) (Change, error) {
	past, err := past.clean(act, p)
	if err != nil {
		return Change{}, err
	}

	l := Lead{V: 1, ID: id, CreatedAt: past.At, Imported: true}
	in.fill(&l)
	l.Campaigns = l.Campaigns.with(l.Campaign, past.At)
	return past.passed(l, act, p), nil
}

// ImportOutcome decides on what became of a lead of the past. A lead that
// has been at that stage already is left alone, so that a file can be
// imported again. An outcome dated before the lead itself is taken as the file
// has it: real files hold such rows, and to leave one out would make the
// week's figures untrue.
func (l Lead) ImportOutcome(in Cleaned, past Past, act people.Act, p Policy) (Change, error) {
	past, err := past.clean(act, p)
	if err != nil {
		return Change{}, err
	}

	if _, been := l.Reached[past.Stage]; been {
		return Change{Lead: l}, nil
	}

	if !l.isHistory() {
		return Change{}, fault.Conflict("%s is worked in Leadloop, so its outcome is not taken from a file. Close it with %s or %s.", l.ID, fault.ToWinLead.Way(l.ID), fault.ToLoseLead.Way(l.ID, "REASON"))
	}

	l = l.clone()
	in.fill(&l)
	if len(l.Campaigns) == 0 {
		l.Campaigns = l.Campaigns.with(l.Campaign, l.CreatedAt)
	}

	return past.passed(l, act, p), nil
}

// ImportAgain takes from another file what is still blank, amounts included, and overwrites nothing. Its amount counts
// on the day on which the lead came to its stage.
func (l Lead) ImportAgain(in Cleaned, past Past, act people.Act, p Policy) (Change, error) {
	past, err := past.clean(act, p)
	if err != nil {
		return Change{}, err
	}

	filled, more := l.FilledFrom(in, past)
	if !more {
		return Change{Lead: l}, nil
	}

	d := decide(l, act, p)
	d.lead = filled
	e := d.entry(EntryImported)
	e.From, e.To, e.Imported, e.Definition = l.Stage, l.Stage, true, 0
	if l.Amount.IsZero() && !filled.Amount.IsZero() {
		e.At, e.Amount = l.StageSince, filled.Amount
	}

	if l.Stage == agreement.Customer {
		e.Journey = filled.Campaigns.journey(filled.Reached)
	}

	return d.change(), nil
}

// FilledFrom is the lead with what a file says of it where it is blank, and whether that is anything. How a lead stands
// that is worked here is not taken from a file.
func (l Lead) FilledFrom(in Cleaned, past Past) (filled Lead, more bool) {
	filled = l.clone()
	in.fill(&filled)
	more = InputOf(filled) != InputOf(l) || filled.ExternalID != l.ExternalID
	if !l.isHistory() {
		return filled, more
	}

	if l.Amount.IsZero() && !past.Amount.IsZero() {
		filled.Amount, more = past.Amount, true
	}

	if l.Owner == "" && l.OutsideOwner == "" && past.Owner+ref.UserID(past.OutsideOwner) != "" {
		filled.Owner, filled.OutsideOwner, more = past.Owner, past.OutsideOwner, true
	}

	return filled, more
}

// isHistory says whether all that is known of the lead came from files.
func (l Lead) isHistory() bool { return l.Imported && l.Handoffs == 0 && len(l.Clocks) == 0 }

// passed takes a lead to where it stood, at the time at which it came there.
func (past Past) passed(l Lead, act people.Act, p Policy) Change {
	d := decide(l, people.Act{By: act.By, At: past.At}, p)
	if past.Owner != "" || past.OutsideOwner != "" {
		d.lead.Owner, d.lead.OutsideOwner = past.Owner, past.OutsideOwner
	}

	if !past.Amount.IsZero() {
		d.lead.Amount = past.Amount
	}

	d.lead.Reason = past.Reason
	e := d.move(EntryImported, past.Stage)
	e.Imported, e.Amount, e.Reason = true, d.lead.Amount, past.Reason
	e.Definition = 0 // nobody judged it by a definition of ours
	if past.Stage == agreement.Customer {
		e.Journey = d.lead.Campaigns.journey(d.lead.Reached)
	}

	if past.Stage == agreement.Customer && l.Rev > 0 {
		e.Created = l.CreatedAt // of a lead that came as a customer only its win is known
	}

	return d.change()
}
