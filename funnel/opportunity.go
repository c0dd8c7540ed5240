package funnel

import "fmt"

// Opportunity is what makes an SAL an SQL: an amount and a close date
// (SiriusDecisions' meaning of a sales-qualified lead).
type Opportunity struct {
	Amount  Money
	CloseBy Date
	Case
}

// Qualify makes an accepted lead an opportunity, or changes the amount or
// the close date of one.
func (l Lead) Qualify(in Opportunity, act Act, p Policy) (Change, error) {
	if err := l.MayQualify(act, p); err != nil {
		return Change{}, err
	}
	switch today := p.today(act); {
	case in.Amount.Minor <= 0:
		return Change{}, wrongField("amount", "An opportunity needs an amount above 0. Give what they are expected to pay, such as `amount=12000`.")
	case in.CloseBy.IsZero():
		return Change{}, wrongField("close", "An opportunity needs the day on which you expect to close. Give it, such as `close=%s`.", today.AddDays(exampleDays))
	case in.CloseBy.Before(today):
		return Change{}, wrongField("close", "The close date %s is in the past. Give today or a later day, such as `close=%s`.", in.CloseBy.Spoken(), today.AddDays(exampleDays))
	}
	d := decide(l, act, p)
	d.lead.Amount, d.lead.CloseBy = in.Amount, in.CloseBy
	outcomes := append(d.update(), d.keep(ClockDepth)...) // they were reached
	if l.Stage == SQL {
		answered, err := d.takeAnswers(SQL, in.Answers)
		if err != nil {
			return Change{}, err
		}
		e := d.entry(EntryEdited)
		e.Amount, e.Clocks, e.Answers = in.Amount, outcomes, answered
		return d.change(), nil
	}
	passed, err := d.admit(SQL, in.Case)
	if err != nil {
		return Change{}, err
	}
	e := d.move(EntryQualified, SQL)
	e.Amount, e.Clocks = in.Amount, outcomes
	passed.write(e)
	d.tellBoth(NoticeQualified)
	return d.change(), nil
}

// update keeps the update promise and starts the next.
func (d *decision) update() []ClockOutcome {
	outcomes := d.keep(ClockUpdate)
	if _, waiting := d.lead.Clock(ClockFirstTouch); !waiting {
		d.start(ClockUpdate, d.lead.Owner)
	}
	return outcomes
}

// Win closes the loop happily. Without an amount the opportunity's stands.
func (l Lead) Win(amount Money, act Act, p Policy) (Change, error) {
	if err := l.MayWin(act, p); err != nil {
		return Change{}, err
	}
	if amount.Minor < 0 {
		return Change{}, wrongField("amount", "An amount cannot be below 0. Give what the customer pays, such as `amount=12000`, or leave it out to keep that of the opportunity.")
	}
	d := decide(l, act, p)
	if !amount.IsZero() {
		d.lead.Amount = amount
	}
	outcomes := d.closeClocks()
	e := d.move(EntryWon, Customer)
	e.Amount, e.Clocks, e.Created, e.Journey = d.lead.Amount, outcomes, l.CreatedAt, d.lead.journey()
	d.tellBoth(NoticeWon)
	return d.change(), nil
}

// Lose closes the loop with a reason.
func (l Lead) Lose(reason, note string, act Act, p Policy) (Change, error) {
	if err := l.MayLose(act, p); err != nil {
		return Change{}, err
	}
	d, err := l.reasoned(WhyLost, reason, note, act, p)
	if err != nil {
		return Change{}, err
	}
	outcomes := d.closeClocks()
	e := d.move(EntryLost, Lost)
	e.Reason, e.Note, e.Amount, e.Clocks = d.lead.Reason, d.lead.Note, l.Amount, outcomes
	d.tellBoth(NoticeLost)
	return d.change(), nil
}

// Disqualify says that this will never be a customer.
func (l Lead) Disqualify(reason, note string, act Act, p Policy) (Change, error) {
	if err := l.MayDisqualify(act, p); err != nil {
		return Change{}, err
	}
	d, err := l.reasoned(WhyDisqualified, reason, note, act, p)
	if err != nil {
		return Change{}, err
	}
	d.withdraw()
	outcomes := d.closeClocks()
	e := d.move(EntryDisqualified, Disqualified)
	e.Reason, e.Note, e.Clocks = d.lead.Reason, d.lead.Note, outcomes
	d.lead.RecycleUntil = Date{}
	d.tellBoth(NoticeDisqualified)
	return d.change(), nil
}

// Recycle gives the lead back to marketing until a date, on which it comes
// back by itself.
func (l Lead) Recycle(until Date, note string, act Act, p Policy) (Change, error) {
	if err := l.MayRecycle(act, p); err != nil {
		return Change{}, err
	}
	note, err := CleanNote("the note", note, MaxNote)
	today := p.today(act)
	switch {
	case err != nil:
		return Change{}, InvalidField("note", err)
	case until.IsZero():
		return Change{}, wrongField("until", "A recycled lead needs the day on which it comes back. Give it, such as `until=%s`.", today.AddDays(exampleRest))
	case !until.After(today):
		return Change{}, wrongField("until", "The day %s is not in the future. Give one from tomorrow on, such as `until=%s`.", until.Spoken(), today.AddDays(exampleRest))
	}
	d := decide(l, act, p)
	d.withdraw()
	outcomes := d.closeClocks()
	e := d.giveBack(EntryRecycled, Recycled)
	e.Note, e.Clocks, e.Day = note, outcomes, until
	d.lead.RecycleUntil, d.lead.Note = until, note
	d.tellBoth(NoticeRecycled)
	return d.change(), nil
}

// closeClocks ends all promises of a lead that leaves sales. Saying how it
// ended keeps the update promise; a first touch that was never made is not
// kept by it.
func (d *decision) closeClocks() []ClockOutcome {
	return append(d.keep(ClockUpdate), d.release()...)
}

// withdraw takes back a handoff that is not answered.
func (d *decision) withdraw() {
	if d.lead.Offered() {
		d.answer(HandoffWithdrawn)
	}
}

// refused says that the stage does not allow a step, and which one it does.
func (l Lead) refused(step, expected string, act Act, p Policy) error {
	return Conflict("%s is at stage %s, and only %s can be %s. %s", l.ID, p.Definition.Label(l.Stage), expected, step, l.nextStep(p.today(act)))
}

// nextStep is the advice that goes with a refusal.
func (l Lead) nextStep(today Date) string {
	if l.Offered() {
		return fmt.Sprintf("It waits for the rep's answer: %s or %s.", ToAcceptLead.Way(l.ID), ToRejectLead.Way(l.ID, "REASON"))
	}

	advice := map[Stage]string{
		SAL: "Make it an opportunity with " +
			ToQualifyLead.Way(l.ID, "amount=12000", Option("close", today.AddDays(exampleDays))) + ".",
		SQL:          "Close it with " + ToWinLead.Way(l.ID) + " or " + ToLoseLead.Way(l.ID, "REASON") + ".",
		Lost:         "To try again, put it aside with " + ToRecycleLead.Way(l.ID, Option("until", today.AddDays(exampleRest))) + ".",
		Customer:     ToShowLeadHistory.Way(l.ID) + " shows how it was won.",
		Disqualified: ToShowLeadHistory.Way(l.ID) + " shows why.",
	}
	if text, known := advice[l.Stage]; known {
		return text
	}
	return "Marketing hands it off with " + ToHandOffLead.Way(l.ID, "@rep") + "."
}

// How far ahead the dates in examples lie, in days.
const (
	exampleDays = 30
	exampleRest = 90
)

func (p Policy) today(act Act) Date { return DateOf(act.At, p.Calendar.zone()) }
