package funnel

import (
	"cmp"
	"maps"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Opportunity is what makes an SAL an SQL: an amount and a close date
// (SiriusDecisions' meaning of a sales-qualified lead).
type Opportunity struct {
	Amount  money.Amount
	CloseBy calendar.Date
	Case
}

// Qualify makes an accepted lead an opportunity, or changes the amount or
// the close date of one.
func (l Lead) Qualify(in Opportunity, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryQualified, act, p); err != nil {
		return Change{}, err
	}

	switch today := p.DayOf(act); {
	case in.Amount.Minor <= 0:
		return Change{}, fault.WrongField("amount", "An opportunity needs an amount above 0. Give what they are expected to pay, such as %s.", exampleAmount)
	case in.CloseBy.IsZero():
		return Change{}, fault.WrongField("close", "An opportunity needs the day on which you expect to close. Give it, such as %s.", fault.Option("close", today.AddDays(exampleDays)))
	case in.CloseBy.Before(today):
		return Change{}, fault.WrongField("close", "The close date %s is in the past. Give today or a later day, such as %s.", in.CloseBy.Spoken(), fault.Option("close", today.AddDays(exampleDays)))
	}

	d := decide(l, act, p)
	d.lead.Amount, d.lead.CloseBy = in.Amount, in.CloseBy
	outcomes := append(d.update(), d.fulfil(agreement.ClockDepth)...) // they were reached
	if l.Stage == agreement.SQL {
		answered, err := d.takeAnswers(agreement.SQL, in.Answers)
		if err != nil {
			return Change{}, err
		}

		e := d.entry(EntryEdited)
		e.Amount, e.Clocks, e.Answers = in.Amount, outcomes, answered
		return d.change(), nil
	}

	passed, err := d.admit(agreement.SQL, in.Case)
	if err != nil {
		return Change{}, err
	}

	e := d.move(EntryQualified, agreement.SQL)
	e.Amount, e.Clocks = in.Amount, outcomes
	passed.write(e)
	d.tellBoth(NoticeQualified)
	return d.change(), nil
}

// update keeps the update promise and starts the next.
func (d *decision) update() []ClockOutcome {
	outcomes := d.fulfil(agreement.ClockUpdate)
	if _, waiting := d.lead.Clocks.Of(agreement.ClockFirstTouch); !waiting {
		d.start(agreement.ClockUpdate, d.lead.Owner)
	}

	return outcomes
}

// Win closes the loop happily. Without an amount the opportunity's stands.
func (l Lead) Win(amount money.Amount, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryWon, act, p); err != nil {
		return Change{}, err
	}

	if amount.Minor <= 0 && amount.Currency != "" {
		return Change{}, fault.WrongField("amount", "The amount has to be above 0. Give what the customer pays, such as %s, or leave it out to keep that of the opportunity.", exampleAmount)
	}

	d := decide(l, act, p)
	if !amount.IsZero() {
		d.lead.Amount = amount
	}

	outcomes := d.closeClocks()
	e := d.move(EntryWon, agreement.Customer)
	e.Amount, e.Clocks, e.Created = d.lead.Amount, outcomes, l.CreatedAt
	e.Journey = d.lead.Campaigns.journey(d.lead.Reached)
	d.tellBoth(NoticeWon)
	return d.change(), nil
}

// Lose closes the loop with a reason.
func (l Lead) Lose(reason, note string, act people.Act, p Policy) (Change, error) {
	d, err := reasoned(l, EntryLost, agreement.WhyLost, reason, note, act, p)
	if err != nil {
		return Change{}, err
	}

	outcomes := d.closeClocks()
	e := d.move(EntryLost, agreement.Lost)
	e.Reason, e.Note, e.Amount, e.Clocks = d.lead.Reason, d.lead.Note, l.Amount, outcomes
	d.tellBoth(NoticeLost)
	return d.change(), nil
}

// Disqualify says that this will never be a customer.
func (l Lead) Disqualify(reason, note string, act people.Act, p Policy) (Change, error) {
	d, err := reasoned(l, EntryDisqualified, agreement.WhyDisqualified, reason, note, act, p)
	if err != nil {
		return Change{}, err
	}

	d.withdraw()
	outcomes := d.closeClocks()
	e := d.move(EntryDisqualified, agreement.Disqualified)
	e.Reason, e.Note, e.Clocks = d.lead.Reason, d.lead.Note, outcomes
	d.lead.RecycleUntil = calendar.Date{}
	d.tellBoth(NoticeDisqualified)
	return d.change(), nil
}

// Recycle gives the lead back to marketing until a date, on which it comes
// back by itself.
func (l Lead) Recycle(until calendar.Date, note string, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryRecycled, act, p); err != nil {
		return Change{}, err
	}

	note, err := fault.CleanNote("the note", note, fault.MaxNote)
	today := p.DayOf(act)
	switch {
	case err != nil:
		return Change{}, fault.InvalidField("note", err)
	case until.IsZero():
		return Change{}, fault.WrongField("until", "A recycled lead needs the day on which it comes back. Give it, such as %s.", fault.Option("until", today.AddDays(exampleRest)))
	case !until.After(today):
		return Change{}, fault.WrongField("until", "The day %s is not in the future. Give one from tomorrow on, such as %s.", until.Spoken(), fault.Option("until", today.AddDays(exampleRest)))
	}

	d := decide(l, act, p)
	d.withdraw()
	outcomes := d.closeClocks()
	e := d.giveBack(EntryRecycled, agreement.Recycled)
	e.Note, e.Clocks, e.Day = note, outcomes, until
	d.lead.RecycleUntil, d.lead.Note = until, note
	d.tellBoth(NoticeRecycled)
	return d.change(), nil
}

// closeClocks ends all promises of a lead that leaves sales. Saying how it
// ended keeps the update promise; a first touch that was never made is not
// kept by it.
func (d *decision) closeClocks() []ClockOutcome {
	return append(d.fulfil(agreement.ClockUpdate), d.dropAll()...)
}

// withdraw takes back a handoff that is not answered.
func (d *decision) withdraw() {
	if d.lead.Offered() {
		d.answer(HandoffWithdrawn)
	}
}

// exampleAmount is what an opportunity may be worth.
var exampleAmount = fault.Option("amount", 12000)

// How far ahead the dates in examples lie, in days.
const (
	exampleDays = 30
	exampleRest = 90
)

// DayOf is the day of an act where the workspace is.
func (p Policy) DayOf(act people.Act) calendar.Date {
	return calendar.DateOf(act.At, p.Calendar.Zone())
}

// HandBack gives a lead that sales has taken back to marketing at once, with a
// reason of those for a rejection. The handoff was accepted and stays so: no
// rate holds it against who handed it off.
func (l Lead) HandBack(reason, note string, act people.Act, p Policy) (Change, error) {
	d, err := reasoned(l, EntryHandedBack, agreement.WhyRejected, reason, note, act, p)
	if err != nil {
		return Change{}, err
	}

	outcomes := d.closeClocks()
	e := d.giveBack(EntryHandedBack, l.marketingStage())
	e.Reason, e.Note, e.Clocks = d.lead.Reason, d.lead.Note, outcomes
	d.tellBoth(NoticeHandedBack)
	return d.change(), nil
}

// BackByHand says whether marketing has the lead because its rep handed it
// back: nothing came of it since.
func (l Lead) BackByHand() bool {
	_, closed := l.Reached[agreement.Disqualified]
	back := l.Stage == agreement.Inquiry || l.Stage == agreement.Known
	return l.HandedBack && back && !closed && l.Handoff.State == HandoffAccepted
}

// Override is how many leads came to a stage in a week although criteria of
// the definition were not met.
type Override struct {
	Stage    agreement.Stage            `json:"stage"`
	Leads    int64                      `json:"leads"`
	Criteria stats.List[CriterionCount] `json:"criteria"` // the most frequent first; a lead may lack several
}

// CriterionCount counts how often one criterion was overridden. The key is
// PointsKey for too few points.
type CriterionCount struct {
	Key   string `json:"key"`
	Count int64  `json:"count"`
}

// OverrideOf orders the counts by criterion.
func OverrideOf(stage agreement.Stage, leads int64, byKey map[string]int64) Override {
	o := Override{Stage: stage, Leads: leads, Criteria: []CriterionCount{}}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		if n := byKey[key]; n > 0 {
			o.Criteria = append(o.Criteria, CriterionCount{key, n})
		}
	}

	slices.SortStableFunc(o.Criteria, func(a, b CriterionCount) int { return cmp.Compare(b.Count, a.Count) })
	return o
}

// By is the team that moves leads to the stage.
func (o Override) By() ref.Team {
	if o.Stage == agreement.SAL || o.Stage == agreement.SQL {
		return ref.Sales
	}

	return ref.Marketing
}
