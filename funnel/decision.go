package funnel

import (
	"cmp"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Policy is everything agreed that a rule needs to decide. It is as of the moment of the act, and no rule changes it.
type Policy struct {
	// Staff is who works here, and when.
	people.Staff

	// Definition is the version of the lead definition that is in force; its Version is 0 before the first.
	Definition agreement.Definition

	// Currency is ISO 4217, of amounts that name none. Region is ISO 3166, of phone numbers without a country code;
	// empty where such numbers cannot be placed.
	Currency string
	Region   string
}

// Change is what a rule decided: the lead's new state, what is to be written
// in the journal, and what is to be said. An empty Entries means that nothing
// happened.
type Change struct {
	Lead    Lead
	Entries []Entry
	Notices []Notice
	Removed bool // the lead is to be taken out again (an undone log)
}

// decision collects what a rule decides, so that each rule reads as the list
// of its effects.
type decision struct {
	before  Lead
	lead    Lead
	act     people.Act
	policy  Policy
	entries []Entry
	notices []Notice
}

func decide(l Lead, act people.Act, p Policy) *decision {
	return &decision{before: l, lead: l.clone(), act: act, policy: p}
}

// reasoned begins a decision that somebody may make, for a reason of the definition.
func reasoned(
	l Lead, do EntryKind, use agreement.ReasonUse, reason, note string, act people.Act, p Policy,
) (*decision, error) {
	if err := l.May(do, act, p); err != nil {
		return nil, err
	}

	code, note, err := p.reason(use, reason, note)
	if err != nil {
		return nil, err
	}

	d := decide(l, act, p)
	d.lead.Reason, d.lead.Note = code.Code, note
	return d, nil
}

// reason checks a reason code, and the note that some of them need, against
// the definition in force.
func (p Policy) reason(use agreement.ReasonUse, code, note string) (agreement.ReasonCode, string, error) {
	note, err := fault.CleanNote("the note", note, fault.MaxNote)
	if err != nil {
		return agreement.ReasonCode{}, "", fault.InvalidField("note", err)
	}

	reason, err := p.Definition.Reason(use, code)
	if err == nil && reason.NoteRequired && note == "" {
		err = fault.WrongField("note", "The reason “%s” needs a note. Add a few words on why, such as `%s they bought last week`.", reason.Label, reason.Code)
	}

	return reason, note, err
}

// entry writes a line of the journal about the lead as it is now.
func (d *decision) entry(kind EntryKind) *Entry {
	l := d.lead
	d.entries = append(d.entries, Entry{
		V: 1, At: d.act.At, By: d.act.By.ID, Kind: kind, Lead: l.ID,
		Source: l.Source, Campaign: l.Campaign, Marketer: l.Marketer, Owner: l.Owner, OutsideOwner: l.OutsideOwner,
		Team: d.policy.Roster.Brings(l.Marketer), FirstTouchTiming: l.FirstTouchTiming,
		Definition: d.policy.Definition.Version,
	})
	return &d.entries[len(d.entries)-1]
}

// move takes the lead to another stage and journals it.
func (d *decision) move(kind EntryKind, to agreement.Stage) *Entry {
	from := d.lead.Stage
	d.lead.Stage, d.lead.StageSince = to, d.act.At
	if from != to {
		d.lead.Nudges = 0
		if !d.before.Clocks.SnoozedUntil().After(d.act.At) { // a snooze that goes on keeps its reason
			d.lead.Snoozes, d.lead.SnoozedFor = 0, ""
		}
	}

	_, again := d.lead.Reached[to]
	if !again {
		d.lead.Reached[to] = d.act.At
	}

	if to.Ended() {
		d.lead.EndedAt = d.act.At
	}

	e := d.entry(kind)
	e.From, e.To, e.First = from, to, !again
	return e
}

// tell addresses a notice to a person, unless it is the one who acts: nobody
// is told what they just did.
func (d *decision) tell(kind NoticeKind, to ref.UserID) {
	if to == "" || to == d.act.By.ID || to == ref.Leadloop {
		return
	}

	d.notice(kind, to, "")
}

// notice writes a notice about the lead as it is now, to a person or a channel.
func (d *decision) notice(kind NoticeKind, to ref.UserID, place Place) *Notice {
	d.notices = append(d.notices, Notice{
		Kind: kind, To: to, Place: place, Lead: d.lead.ID, By: d.act.By.ID, At: d.act.At, Handoff: d.lead.Handoffs,
	})
	return &d.notices[len(d.notices)-1]
}

// tellBoth tells the marketer, and the rep where sales had the lead.
func (d *decision) tellBoth(kind NoticeKind) {
	l := d.before
	d.tell(kind, d.lead.Marketer)
	if l.withRep() && l.Owner != l.Marketer {
		d.tell(kind, l.Owner)
	}
}

// giveBack makes the lead marketing's again: one that nobody there had, such as an imported one, is the intake owner's.
// The entry still names the rep who had it.
func (d *decision) giveBack(kind EntryKind, to agreement.Stage) *Entry {
	d.lead.Marketer = cmp.Or(d.lead.Marketer, d.policy.Roster.IntakeOwner)
	e := d.move(kind, to)
	if d.lead.Owner != "" {
		d.lead.FormerOwner, d.lead.HandedBack = cmp.Or(d.lead.LentBy, d.lead.Owner), kind == EntryHandedBack
	}

	d.lead.Owner, d.lead.OutsideOwner = "", ""
	d.lead.RecycleUntil, d.lead.EndedAt, d.lead.Awaiting = calendar.Date{}, time.Time{}, false
	return e
}

// change closes the decision: however many its entries, it is one revision.
func (d *decision) change() Change {
	if len(d.entries) == 0 {
		return Change{Lead: d.before}
	}

	if !d.lead.withRep() {
		d.lead.LentBy = ""
	}

	d.follow()
	d.lead.Rev++
	d.lead.ChangedAt = d.act.At
	d.lead.NextDueAt = d.lead.NextDue(d.policy)
	d.account()
	d.markPromises()
	d.entries[len(d.entries)-1].Loop = loops(d.lead) - loops(d.before)
	return Change{Lead: d.lead, Entries: d.entries, Notices: d.notices}
}

func loops(l Lead) int {
	if l.LoopOpen() {
		return 1
	}

	return 0
}
