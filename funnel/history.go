package funnel

import "time"

// Past is what a file says about a lead that is history already.
type Past struct {
	Stage        Stage
	At           time.Time
	Owner        UserID
	OutsideOwner string
	Amount       Money
	Reason       string
}

// Import decides on a lead of the past: it starts no clock, and nobody is
// told. Contact data that cannot be read is an error of the row.
func Import(id LeadID, in LeadInput, past Past, act Act, p Policy) (Change, error) {
	in, who, err := in.Clean(p.Region)
	if err != nil {
		return Change{}, err
	}
	l := Lead{V: 1, ID: id, CreatedAt: past.At, Imported: true}
	l.fill(in, who)
	return l.pass(past, act, p)
}

// ImportOutcome decides on what became of a lead of the past. A lead that
// stands there already is left alone. An outcome dated before the lead itself
// is taken as the file has it: real files hold such rows, and to leave one out
// would make the week's figures untrue.
func (l Lead) ImportOutcome(in LeadInput, past Past, act Act, p Policy) (Change, error) {
	in, who, err := in.Clean(p.Region)
	if err != nil {
		return Change{}, err
	}
	if l.Stage == past.Stage {
		return Change{Lead: l}, nil
	}
	if !l.Imported {
		return Change{}, Conflict("%s is worked in Leadloop, so its outcome is not taken from a file. Close it with `/lead won` or `/lead lost`.", l.ID)
	}
	l = l.clone()
	l.fill(in, who)
	return l.pass(past, act, p)
}

func (l Lead) pass(past Past, act Act, p Policy) (Change, error) {
	d := decide(l, Act{By: act.By, At: past.At}, p)
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
	return d.change(), nil
}
