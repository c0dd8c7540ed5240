package funnel

import "strings"

// Opportunity is what makes an SAL an SQL: an amount and a close date
// (SiriusDecisions' meaning of a sales-qualified lead).
type Opportunity struct {
	Amount  Money
	CloseBy Date
}

// Qualify makes an accepted lead an opportunity, or changes the amount or
// the close date of one.
func (l Lead) Qualify(in Opportunity, act Act, p Policy) (Change, error) {
	if err := p.maySell(l, act.By); err != nil {
		return Change{}, err
	}
	if !l.Stage.WithSales() {
		return Change{}, l.notFrom(p, "qualified", "an SAL: accept it first with `/lead accept %s`")
	}
	switch {
	case in.Amount.IsZero() || in.Amount.Minor < 0:
		return Change{}, field("amount", "An opportunity needs an amount above 0, such as `amount=12000`.")
	case in.CloseBy.IsZero():
		return Change{}, field("close", "An opportunity needs the date on which you expect to close, such as `close=2026-12-31`.")
	case in.CloseBy.Before(p.today(act)):
		return Change{}, field("close", "The close date "+in.CloseBy.String()+" is in the past. Give today or a later day, such as `close="+p.today(act).AddDays(30).String()+"`.")
	}
	d := decide(l, act, p)
	d.lead.Amount, d.lead.CloseBy = in.Amount, in.CloseBy
	outcomes := d.update()
	if l.Stage == SQL {
		e := d.entry(EntryEdited)
		e.Amount, e.Clocks = in.Amount, outcomes
		return d.change(), nil
	}
	e := d.move(EntryQualified, SQL)
	e.Amount, e.Clocks = in.Amount, outcomes
	d.tell(NoticeQualified, l.Marketer)
	return d.change(), nil
}

// update keeps the update promise and starts the next.
func (d *decision) update() []ClockOutcome {
	outcomes := d.stop(ClockUpdate)
	if _, waiting := d.lead.Clock(ClockFirstTouch); !waiting {
		d.start(ClockUpdate, d.lead.Owner)
	}
	return outcomes
}

// Win closes the loop happily. Without an amount the opportunity's stands.
func (l Lead) Win(amount Money, act Act, p Policy) (Change, error) {
	if err := p.maySell(l, act.By); err != nil {
		return Change{}, err
	}
	if l.Stage != SQL {
		return Change{}, l.notFrom(p, "won", "an opportunity: qualify it first with `/lead qualify %s amount=12000 close=2026-12-31`")
	}
	if amount.Minor < 0 {
		return Change{}, field("amount", "An amount cannot be negative. Give what the customer pays, such as `amount=12000`.")
	}
	d := decide(l, act, p)
	if !amount.IsZero() {
		d.lead.Amount = amount
	}
	outcomes := d.closeClocks()
	e := d.move(EntryWon, Customer)
	e.Amount, e.Clocks = d.lead.Amount, outcomes
	d.tell(NoticeWon, l.Marketer)
	d.tellRepUnlessActor(NoticeWon)
	return d.change(), nil
}

// Lose closes the loop with a reason.
func (l Lead) Lose(reason, note string, act Act, p Policy) (Change, error) {
	if err := p.maySell(l, act.By); err != nil {
		return Change{}, err
	}
	if !l.Stage.WithSales() {
		return Change{}, l.notFrom(p, "lost", "an SAL or SQL; an open handoff is answered with `/lead reject %s REASON`")
	}
	code, note, err := p.reason(WhyLost, reason, note)
	if err != nil {
		return Change{}, err
	}
	d := decide(l, act, p)
	d.lead.Reason, d.lead.Note = code.Code, note
	outcomes := d.closeClocks()
	e := d.move(EntryLost, Lost)
	e.Reason, e.Note, e.Amount, e.Clocks = code.Code, note, l.Amount, outcomes
	d.tell(NoticeLost, l.Marketer)
	d.tellRepUnlessActor(NoticeLost)
	return d.change(), nil
}

// Disqualify says that this will never be a customer.
func (l Lead) Disqualify(reason, note string, act Act, p Policy) (Change, error) {
	if err := p.mayWork(l, act.By); err != nil {
		return Change{}, err
	}
	if l.Stage.Ended() {
		return Change{}, l.notFrom(p, "disqualified", "a lead that has not ended")
	}
	code, note, err := p.reason(WhyDisqualified, reason, note)
	if err != nil {
		return Change{}, err
	}
	d := decide(l, act, p)
	d.lead.Reason, d.lead.Note = code.Code, note
	d.withdraw()
	outcomes := d.closeClocks()
	e := d.move(EntryDisqualified, Disqualified)
	e.Reason, e.Note, e.Clocks = code.Code, note, outcomes
	d.lead.RecycleUntil = Date{}
	d.tell(NoticeDisqualified, l.Marketer)
	if l.Owner != l.Marketer && (l.Offered() || l.Stage.WithSales()) {
		d.tell(NoticeDisqualified, l.Owner)
	}
	return d.change(), nil
}

// Recycle gives the lead back to marketing until a date, on which it comes
// back by itself.
func (l Lead) Recycle(until Date, note string, act Act, p Policy) (Change, error) {
	if err := p.mayWork(l, act.By); err != nil {
		return Change{}, err
	}
	note, err := CleanNote("note", note, maxNote)
	switch {
	case err != nil:
		return Change{}, InvalidField("note", err)
	case l.Offered() && act.By.ID == l.Handoff.To:
		return Change{}, Conflict("%s waits for your answer. If it is too early, reject it with `/lead reject %s timing`; marketing then recycles it.", l.ID, l.ID)
	case l.Stage == Customer || l.Stage == Disqualified:
		return Change{}, l.notFrom(p, "recycled", "a lead that has not ended, or one that was lost")
	case until.IsZero():
		return Change{}, field("until", "A recycled lead needs the date on which it comes back, such as `until="+p.today(act).AddDays(90).String()+"`.")
	case !p.today(act).Before(until):
		return Change{}, field("until", "The date "+until.String()+" is not in the future. Give a later day, such as `until="+p.today(act).AddDays(90).String()+"`.")
	}
	d := decide(l, act, p)
	d.withdraw()
	outcomes := d.closeClocks()
	d.lead.RecycleUntil, d.lead.EndedAt, d.lead.Note = until, act.At, note
	e := d.move(EntryRecycled, Recycled)
	e.Note, e.Clocks = note, outcomes
	d.tell(NoticeRecycled, l.Marketer)
	if l.Owner != l.Marketer && (l.Offered() || l.Stage.WithSales()) {
		d.tell(NoticeRecycled, l.Owner)
	}
	return d.change(), nil
}

// closeClocks ends all promises of a lead that leaves sales. A lead that
// ends without a touch by sales has not kept the first-touch promise unless
// its time still ran.
func (d *decision) closeClocks() []ClockOutcome {
	outcomes := d.stop(ClockUpdate)
	d.dropAll()
	return outcomes
}

// withdraw takes back a handoff that is not answered.
func (d *decision) withdraw() {
	if d.lead.Offered() {
		d.answer(HandoffWithdrawn)
	}
}

// notFrom refuses a step that the stage does not allow.
func (l Lead) notFrom(p Policy, done, expected string) error {
	expected = strings.ReplaceAll(expected, "%s", l.ID.String())
	return Conflict("%s is %s, so it cannot be %s. Expected %s.", l.ID, p.Definition.Label(l.Stage), done, expected)
}

func (p Policy) today(act Act) Date { return DateOf(act.At, p.Calendar.Location) }

func field(name, text string) error {
	return &Error{Kind: KindInvalid, Text: text, Fields: []FieldError{{Field: name, Text: text}}}
}
