package funnel

import (
	"slices"
	"time"
)

// HandoffState is how far marketing's offer has come.
type HandoffState string

// The states of a handoff. The zero value is no handoff at all.
const (
	HandoffOpen      HandoffState = "open"
	HandoffAccepted  HandoffState = "accepted"
	HandoffRejected  HandoffState = "rejected"
	HandoffWithdrawn HandoffState = "withdrawn"
)

// Handoff is marketing's offer of an MQL to a named sales rep.
type Handoff struct {
	State      HandoffState `json:"state"`
	To         UserID       `json:"to"`
	By         UserID       `json:"by"`
	At         time.Time    `json:"at"`
	InTurn     bool         `json:"in_turn,omitempty"` // chosen by turn, not by name
	Note       string       `json:"note,omitempty"`
	Definition int          `json:"definition"` // the version it is judged by
	AnsweredBy UserID       `json:"answered_by,omitempty"`
	AnsweredAt time.Time    `json:"answered_at,omitzero"`
}

// Open says whether the rep's answer is awaited.
func (h Handoff) Open() bool { return h.State == HandoffOpen }

// HandoffInput is an offer: to whom, whether by turn, and why it qualifies.
type HandoffInput struct {
	To     UserID
	InTurn bool
	Note   string
}

// HandOff offers the lead to a sales rep. The rep has to be on the sales team.
func (l Lead) HandOff(in HandoffInput, act Act, p Policy) (Change, error) {
	if err := l.mayHandOff(act.By, p); err != nil {
		return Change{}, err
	}
	if !slices.Contains(p.Roster.Sales, in.To) {
		return Change{}, Invalid("%s is not on the sales team, so the lead cannot be handed to them. Name a sales rep, or leave the name out to give it to the next in turn: `/lead handoff %s`.", in.To.Mentioned(), l.ID)
	}
	note, err := CleanNote("note", in.Note, maxNote)
	if err != nil {
		return Change{}, InvalidField("note", err)
	}
	d := decide(l, act, p)
	d.lead.Handoffs++
	d.lead.Owner, d.lead.OutsideOwner = in.To, ""
	d.lead.SalesTouchAt, d.lead.RecycleUntil, d.lead.EndedAt = time.Time{}, Date{}, time.Time{}
	if d.lead.Marketer == "" {
		d.lead.Marketer = act.By.ID
	}
	d.lead.Handoff = Handoff{
		State: HandoffOpen, To: in.To, By: act.By.ID, At: act.At, InTurn: in.InTurn, Note: note,
		Definition: p.Definition.Version,
	}
	d.dropAll()
	d.start(ClockAccept, in.To)
	d.move(EntryHandedOff, MQL).Note = note
	d.offer(in.To)
	return d.change(), nil
}

// offer shows the handoff to the rep and to the sales channel. The rep's
// card is sent even to one who hands off to themselves: it has the buttons.
func (d *decision) offer(rep UserID) {
	d.notices = append(d.notices, d.notice(NoticeCard, rep, ""))
	d.tellPlace(NoticeCard, PlaceSales)
}

func (l Lead) mayHandOff(by Person, p Policy) error {
	if !by.Member() {
		return p.stranger()
	}
	if !by.mayRun(Marketing) && !by.Manager {
		return Denied("Handing off is marketing's part. Ask %s, who logged %s, to hand it off; to pass on a lead of your own use `/lead assign %s @rep`.", l.Marketer.Mentioned(), l.ID, l.ID)
	}
	switch {
	case l.Offered():
		return Conflict("%s is with %s already, since %s. To offer it to somebody else use `/lead assign %s @rep`.", l.ID, l.Handoff.To.Mentioned(), Moment(l.Handoff.At), l.ID)
	case l.Stage.WithSales():
		return Conflict("%s is %s already and worked by %s. To give it to another rep use `/lead assign %s @rep`.", l.ID, p.Definition.Label(l.Stage), l.Owner.Mentioned(), l.ID)
	case l.Stage.Ended():
		return Conflict("%s has ended as %s. If they came back, log them again with `/lead log`; that reopens it when it is due.", l.ID, p.Definition.Label(l.Stage))
	case !l.Reachable():
		return Conflict("%s has no e-mail address or phone number, so sales could not reach anybody. Log it again with one, such as `/lead log %s, jane@acme.com`.", l.ID, l.Who())
	}
	return nil
}

// Accept is the rep's yes. The first valid answer wins.
func (l Lead) Accept(act Act, p Policy) (Change, error) {
	if err := l.mayAnswer(act.By, p); err != nil {
		return Change{}, err
	}
	d := decide(l, act, p)
	d.lead.Owner = l.Handoff.To
	d.answer(HandoffAccepted)
	outcomes := d.stop(ClockAccept)
	if d.lead.SalesTouchAt.IsZero() {
		d.start(ClockFirstTouch, d.lead.Owner)
	} else {
		d.start(ClockUpdate, d.lead.Owner)
	}
	d.move(EntryAccepted, SAL).Clocks = outcomes
	d.tell(NoticeAccepted, l.Marketer)
	d.tellRepUnlessActor(NoticeAccepted)
	return d.change(), nil
}

// Reject is the rep's no, with a reason of the definition; the lead goes
// back to its marketer.
func (l Lead) Reject(reason, note string, act Act, p Policy) (Change, error) {
	if err := l.mayAnswer(act.By, p); err != nil {
		return Change{}, err
	}
	code, note, err := p.reason(WhyRejected, reason, note)
	if err != nil {
		return Change{}, err
	}
	d := decide(l, act, p)
	d.answer(HandoffRejected)
	d.lead.Reason, d.lead.Note = code.Code, note
	outcomes := d.stop(ClockAccept)
	d.dropAll()
	e := d.move(EntryRejected, d.lead.marketingStage())
	e.Clocks, e.Reason, e.Note = outcomes, code.Code, note
	d.lead.Owner = ""
	d.tell(NoticeRejected, l.Marketer)
	return d.change(), nil
}

func (d *decision) answer(state HandoffState) {
	d.lead.Handoff.State = state
	d.lead.Handoff.AnsweredBy, d.lead.Handoff.AnsweredAt = d.act.By.ID, d.act.At
}

func (d *decision) tellRepUnlessActor(kind NoticeKind) {
	if d.lead.Owner != d.lead.Marketer {
		d.tell(kind, d.lead.Owner)
	}
}

func (l Lead) mayAnswer(by Person, p Policy) error {
	if !by.Member() {
		return p.stranger()
	}
	if !l.Offered() {
		return l.answeredAlready(p)
	}
	if by.ID == l.Handoff.To || by.Manager {
		return nil
	}
	return Denied("%s was handed to %s. Only they or the sales manager can answer it; the manager can give it to you with `/lead assign %s @you`.", l.ID, l.Handoff.To.Mentioned(), l.ID)
}

func (l Lead) answeredAlready(p Policy) error {
	h := l.Handoff
	switch h.State {
	case HandoffAccepted:
		return Conflict("%s was taken by %s, %s. It is now %s.", l.ID, h.AnsweredBy.Mentioned(), Moment(h.AnsweredAt), p.Definition.Label(l.Stage))
	case HandoffRejected:
		return Conflict("%s was rejected by %s, %s. It is now with marketing.", l.ID, h.AnsweredBy.Mentioned(), Moment(h.AnsweredAt))
	case HandoffWithdrawn:
		return Conflict("The handoff of %s was taken back. Nothing is to be answered.", l.ID)
	}
	return Conflict("%s has not been handed off, so there is nothing to answer. Marketing does that with `/lead handoff %s @rep`.", l.ID, l.ID)
}

// Assign gives the lead to somebody else: to another rep where sales has it,
// to another marketer where marketing has it.
func (l Lead) Assign(to UserID, act Act, p Policy) (Change, error) {
	if err := p.mayWork(l, act.By); err != nil {
		return Change{}, err
	}
	if l.Stage.Ended() {
		return Change{}, Conflict("%s has ended as %s, so there is nobody to assign it to.", l.ID, p.Definition.Label(l.Stage))
	}
	if l.Offered() || l.Stage.WithSales() {
		return l.assignRep(to, act, p)
	}
	if !p.Roster.Person(to).mayRun(Marketing) {
		return Change{}, Invalid("%s is with marketing, and %s is not on the marketing team. To give it to a sales rep use `/lead handoff %s @rep`.", l.ID, to.Mentioned(), l.ID)
	}
	if to == l.Marketer {
		return Change{}, Conflict("%s is with %s already.", l.ID, to.Mentioned())
	}
	d := decide(l, act, p)
	d.lead.Marketer = to
	d.entry(EntryAssigned)
	d.tell(NoticeAssigned, to)
	d.tell(NoticeReleased, l.Marketer)
	return d.change(), nil
}

func (l Lead) assignRep(to UserID, act Act, p Policy) (Change, error) {
	if !slices.Contains(p.Roster.Sales, to) {
		return Change{}, Invalid("%s is with sales, and %s is not on the sales team. Name a sales rep.", l.ID, to.Mentioned())
	}
	if to == l.Owner {
		return Change{}, Conflict("%s is with %s already.", l.ID, to.Mentioned())
	}
	d := decide(l, act, p)
	d.lead.Owner = to
	if l.Offered() {
		d.lead.Handoff.To, d.lead.Handoff.At, d.lead.Handoff.InTurn = to, act.At, false
		d.lead.Handoffs++ // a new offer, so a new card
		d.start(ClockAccept, to)
	}
	for _, c := range l.Clocks {
		if c.Kind != ClockAccept {
			d.start(c.Kind, to)
		}
	}
	d.entry(EntryAssigned)
	if l.Offered() {
		d.notices = append(d.notices, d.notice(NoticeCard, to, ""))
	} else {
		d.tell(NoticeAssigned, to)
	}
	d.tell(NoticeReleased, l.Owner)
	return d.change(), nil
}
