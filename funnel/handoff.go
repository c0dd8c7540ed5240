package funnel

import (
	"cmp"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// HandoffState is how far marketing's offer has come.
type HandoffState string

// The states of a handoff. The zero value is no handoff at all.
const (
	HandoffOpen      HandoffState = "open"
	HandoffAccepted  HandoffState = "accepted"
	HandoffRejected  HandoffState = "rejected"
	HandoffWithdrawn HandoffState = "withdrawn"
	HandoffLapsed    HandoffState = "lapsed" // nobody answered within the window
)

// Handoff is marketing's offer of an MQL to a named sales rep. The zero value is none.
type Handoff struct {
	// To is the rep whose answer is awaited, or who has answered for; By is who offered. At is when To got it: a later
	// time than the offer where it was passed on. InTurn says that To was chosen by turn and not by name.
	State  HandoffState `json:"state"`
	To     ref.UserID   `json:"to"`
	By     ref.UserID   `json:"by"`
	At     time.Time    `json:"at"`
	InTurn bool         `json:"in_turn,omitempty"`
	// Offered is when the offer was made, where it was passed on since.
	Offered time.Time `json:"offered,omitzero"`

	// Class is by what its first touch is promised; empty is as any handoff's. Note is By's. Definition is the version
	// that judges the offer.
	Class      agreement.LeadClass `json:"class,omitempty"`
	Note       string              `json:"note,omitempty"`
	Definition int                 `json:"definition"`

	// Who ended the offer, and when, set together when State leaves open; Leadloop, where its window ran out. Proof is an
	// address that bears out a rejection, empty where none was given.
	AnsweredBy ref.UserID `json:"answered_by,omitempty"`
	AnsweredAt time.Time  `json:"answered_at,omitzero"`
	Proof      string     `json:"proof,omitempty"`

	// PassedBy is who gave the lead to another person last, and Why what they said of it; empty where nobody did.
	PassedBy ref.UserID `json:"passed_by,omitempty"`
	Why      string     `json:"why,omitempty"`

	// WindowEnds is until when an answer is awaited at the longest, and AtEnd what happens then; both are empty where
	// the definition has it wait for ever.
	WindowEnds time.Time           `json:"window_ends,omitzero"`
	AtEnd      agreement.WindowEnd `json:"at_end,omitempty"`

	// Dispute is the number of the one about its rejection, or of the one whose ruling made this offer; 0 is none. Of
	// the latter RuledOut is the reason that can no longer be given, and Ruling why.
	Dispute  int    `json:"dispute,omitempty"`
	RuledOut string `json:"ruled_out,omitempty"`
	Ruling   string `json:"ruling,omitempty"`

	// Question is the last one of To, and Questions how many they asked. Paused is their clock while a question is open.
	Question  Question `json:"question,omitzero"`
	Questions int      `json:"questions,omitempty"`
	Paused    Clock    `json:"paused,omitzero"`

	// Pool is that in which it counts for To; 0 is none. Former says that To had the lead before. Had are
	// those to whom it was offered before and who did not answer.
	Pool   people.PoolID `json:"pool,omitempty"`
	Former bool          `json:"former,omitempty"`
	Had    []ref.UserID  `json:"had,omitempty"`

	// What the sweep did for want of an answer: PassedOn counts the times, Claimable says that anybody of the pool may
	// take it now, NobodyTo that nobody else could. The last two are false once it is answered.
	PassedOn  int  `json:"passed_on,omitempty"`
	Claimable bool `json:"claimable,omitempty"`
	NobodyTo  bool `json:"nobody_to,omitempty"`

	// Card is the number of the handoff whose card in the sales channel this one goes on with; 0 is its own.
	Card int `json:"card,omitempty"`
}

// Since is when marketing made the offer, to whomever it went on since: from then on its loop is open.
func (h Handoff) Since() time.Time {
	if h.Offered.IsZero() {
		return h.At
	}

	return h.Offered
}

// Open says whether the rep's answer is awaited.
func (h Handoff) Open() bool { return h.State == HandoffOpen }

// HandoffInput is an offer: to whom, how it came to them, why it qualifies,
// and whether it cannot wait.
type HandoffInput struct {
	To    ref.UserID
	Route *Route // nil where nobody chose
	Note  string
	Hot   bool
	Case
}

// HandOff offers the lead to a sales rep. The rep has to be on the sales team.
func (l Lead) HandOff(in HandoffInput, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryHandedOff, act, p); err != nil {
		return Change{}, err
	}

	if in.To == "" {
		return Change{}, NobodyFree(l, p)
	}

	if !slices.Contains(p.Roster.Sales, in.To) {
		return Change{}, p.notRep(in.To, l)
	}

	if err := p.refuseAway(in.To, l, act.At, fault.ToHandOffLead); err != nil {
		return Change{}, err
	}

	note, err := fault.CleanNote("the note", in.Note, fault.MaxNote)
	if err != nil {
		return Change{}, fault.InvalidField("note", err)
	}

	d := decide(l, act, p)
	passed, err := d.admit(agreement.MQL, in.Case)
	if err != nil {
		return Change{}, err
	}

	if d.lead.Marketer == "" {
		d.lead.Marketer = act.By.ID
	}

	h := Handoff{To: in.To, By: act.By.ID, Note: note, Class: p.classOf(l, in)}
	if r := in.Route; r != nil {
		h.Pool, h.InTurn, h.Former = r.Pool, r.How == RouteTurn, r.How == RouteFormer
	}

	e := d.open(h, EntryHandedOff)
	e.Note, e.Class, e.Route = note, h.Class, in.Route
	passed.write(e)
	return d.change(), nil
}

// open makes an offer the lead's handoff: it begins now, by the definition in force.
func (d *decision) open(h Handoff, kind EntryKind) *Entry {
	h.State, h.At, h.Definition = HandoffOpen, d.act.At, d.policy.Definition.Version
	d.lead.Handoff = h
	d.lead.Handoffs++
	d.lead.Owner, d.lead.OutsideOwner = h.To, ""
	d.lead.SalesTouchAt, d.lead.ReachedAt = time.Time{}, time.Time{}
	d.lead.RecycleUntil, d.lead.EndedAt = calendar.Date{}, time.Time{}

	d.openWindow()
	d.start(agreement.ClockAccept, h.To)
	d.offer(h.To)
	return d.move(kind, agreement.MQL)
}

// offer shows the handoff to the rep and to the sales channel. The rep's
// card is sent even to one who hands off to themselves: it has the buttons.
func (d *decision) offer(rep ref.UserID) {
	d.notice(NoticeCard, rep, "")
	d.notice(NoticeCard, "", PlaceSales).Handoff = d.lead.CardIn(PlaceSales)
}

// CardIn is whose handoff the last card in a place shows. In the sales channel
// an offer that is passed on within its pool keeps the card that it has there.
func (l Lead) CardIn(place Place) int {
	if place == PlaceSales {
		return cmp.Or(l.Handoff.Card, l.Handoffs)
	}

	return l.Handoffs
}

// notRep refuses somebody who cannot be given leads by name.
func (p Policy) notRep(to ref.UserID, l Lead) error {
	return fault.Invalid("%s is not on the sales team, so %s cannot be given to them. Name a sales rep: %s, or %s for the next in turn.", to.Mentioned(), l.ID, fault.ToHandOffLead.Way(l.ID, "@rep"), fault.ToHandOffLead.Way(l.ID))
}

// HandOff hands off a lead that was corrected for it; both are one change.
func (c Change) HandOff(offer HandoffInput, act people.Act, p Policy) (Change, error) {
	sent, err := c.Lead.HandOff(offer, act, p)
	if err != nil {
		return Change{}, err
	}

	if len(c.Entries) > 0 {
		sent.Lead.Rev = c.Lead.Rev
	}

	sent.Entries = append(c.Entries, sent.Entries...)
	sent.Notices = append(c.Notices, sent.Notices...)
	return sent, nil
}

// Accept is the rep's yes. The first valid answer wins.
func (l Lead) Accept(act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryAccepted, act, p); err != nil {
		return Change{}, err
	}

	d := decide(l, act, p)
	d.answer(HandoffAccepted)
	outcomes := slices.Concat(d.fulfil(agreement.ClockAccept), d.dropAll(), d.begin())
	e := d.move(EntryAccepted, agreement.SAL)
	e.Clocks, e.Class, e.Definition = outcomes, l.Handoff.Class, l.Handoff.Definition
	d.tellBoth(NoticeAccepted)
	return d.change(), nil
}

// begin starts what the rep owes who has taken an offer.
func (d *decision) begin() []ClockOutcome {
	d.lead.Owner = d.lead.Handoff.To
	var outcomes []ClockOutcome
	if d.lead.SalesTouchAt.IsZero() {
		d.start(agreement.ClockFirstTouch, d.lead.Owner)
	} else {
		outcomes = append(outcomes, d.touchedBefore())
		d.start(agreement.ClockUpdate, d.lead.Owner)
	}

	d.startDepth(d.lead.Owner)
	return outcomes
}

// touchedBefore is the first-touch promise of a rep who reached out before
// accepting: kept before its time began.
func (d *decision) touchedBefore() ClockOutcome {
	d.lead.FirstTouchTiming = FirstTouchInTime
	return ClockOutcome{Kind: agreement.ClockFirstTouch, Person: d.lead.Owner, Started: d.act.At, Due: d.act.At, Met: true}
}

// Rejection is a rep's no: a reason code, a note where the code needs one,
// and the address of what bears it out, if there is one.
type Rejection struct{ Reason, Note, Proof string }

// Reject is the rep's no, with a reason of the definition; the lead goes
// back to its marketer.
func (l Lead) Reject(in Rejection, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryRejected, act, p); err != nil {
		return Change{}, err
	}

	code, note, err := p.reason(agreement.WhyRejected, in.Reason, in.Note)
	if err != nil {
		return Change{}, err
	}

	if err := refuseRuledOut(l, code); err != nil {
		return Change{}, err
	}

	proof, err := cleanProof(in.Proof)
	if err != nil {
		return Change{}, fault.InvalidField("proof", err)
	}

	d := decide(l, act, p)
	d.answer(HandoffRejected)
	d.lead.Handoff.Proof, d.lead.Handoff.Dispute = proof, 0
	d.lead.Reason, d.lead.Note = code.Code, note
	outcomes := append(d.fulfil(agreement.ClockAccept), d.dropAll()...)
	e := d.giveBack(EntryRejected, l.marketingStage())
	e.Clocks, e.Reason, e.Note, e.Proof, e.Definition = outcomes, code.Code, note, proof, l.Handoff.Definition
	d.tellBoth(NoticeRejected)
	return d.change(), nil
}

// Returned says whether the lead is back with marketing because sales did not
// take it, and nothing was done about that yet.
func (l Lead) Returned() bool {
	return (l.Handoff.State == HandoffRejected || l.Handoff.State == HandoffLapsed) &&
		(l.Stage == agreement.Inquiry || l.Stage == agreement.Known)
}

func (d *decision) answer(state HandoffState) {
	d.resume()
	h := &d.lead.Handoff
	h.State, h.AnsweredBy, h.AnsweredAt = state, d.act.By.ID, d.act.At
	h.Claimable, h.NobodyTo = false, false // which only an open one can be
}

// Assign gives the lead to somebody else, with a word of why: to another rep
// where sales has it, to another marketer where marketing has it.
func (l Lead) Assign(to ref.UserID, why string, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryAssigned, act, p); err != nil {
		return Change{}, err
	}

	why, err := fault.CleanNote("the word of why", why, MaxWhy)
	if err != nil {
		return Change{}, fault.InvalidField("why", err)
	}

	if l.withRep() {
		return l.assignRep(to, why, nil, act, p)
	}

	if !p.Roster.Person(to).ActsFor(ref.Marketing) {
		return Change{}, fault.Invalid("%s is with marketing, and %s is not on the marketing team. Name a marketer; to give it to a sales rep use %s.", l.ID, to.Mentioned(), fault.ToHandOffLead.Way(l.ID, "@rep"))
	}

	if to == l.Marketer {
		return Change{}, fault.Conflict("%s is with %s already.", l.ID, to.Mentioned())
	}

	d := decide(l, act, p)
	d.lead.Marketer = to
	d.passed(l.Marketer, to).Note = why
	d.lead.Handoff.PassedBy, d.lead.Handoff.Why = act.By.ID, why
	d.tell(NoticeAssigned, to)
	d.tell(NoticeReleased, l.Marketer)
	return d.change(), nil
}

// HandOut gives the lead of somebody who cannot work it to the next in turn.
// That is for those of whom MayHandOut says so, whoever's lead it is.
func (l Lead) HandOut(route Route, act people.Act, p Policy) (Change, error) {
	return l.assignRep(route.To, "", &route, act, p)
}

func (l Lead) assignRep(to ref.UserID, why string, route *Route, act people.Act, p Policy) (Change, error) {
	if !slices.Contains(p.Roster.Sales, to) {
		return Change{}, fault.Invalid("%s is with sales, and %s is not on the sales team. Name a sales rep: %s.", l.ID, to.Mentioned(), fault.ToAssignLead.Way(l.ID, "@rep"))
	}

	if to == l.Owner {
		return Change{}, fault.Conflict("%s is with %s already.", l.ID, to.Mentioned())
	}

	if err := p.refuseAway(to, l, act.At, fault.ToAssignLead); err != nil {
		return Change{}, err
	}

	d := decide(l, act, p)
	d.lead.Handoff.Card = 0
	d.toRep(to, why).Route = route
	d.tell(NoticeReleased, l.Owner)
	return d.change(), nil
}

// toRep gives what sales has to another rep, whose promises begin again. An
// offer becomes a new one, with a card of its own for the rep.
func (d *decision) toRep(to ref.UserID, why string) *Entry {
	l := d.before
	outcomes := append(d.resume(), d.dropAll()...)
	d.lead.Nudges = 0 // of the new owner
	d.lead.Owner, d.lead.OutsideOwner, d.lead.LentBy, d.lead.Awaiting = to, "", "", false
	d.lead.Handoff.PassedBy, d.lead.Handoff.Why = d.act.By.ID, why
	if l.Offered() {
		h := &d.lead.Handoff
		h.Had, h.To, h.At, h.Offered = l.Handoff.hadIt(), to, d.act.At, l.Handoff.Since()
		h.InTurn, h.Former, h.Claimable, h.NobodyTo = false, false, false, false
		h.Question, h.Questions = Question{}, 0
		d.lead.Handoffs++ // so a new card
		d.openWindow()
	}

	d.start(l.promise(), to)
	if _, trying := l.Clocks.Of(agreement.ClockDepth); trying {
		d.startDepth(to)
	}

	e := d.passed(l.Owner, to)
	e.Clocks, e.Note = outcomes, why
	if l.Offered() {
		d.offer(to)
	} else {
		d.tell(NoticeAssigned, to)
	}

	return e
}

// passed journals that a lead went from one person to another; from nobody where
// somebody outside had it.
func (d *decision) passed(from, to ref.UserID) *Entry {
	e := d.entry(EntryAssigned)
	e.About, e.With = from, to
	return e
}

// promise is what whoever gets a lead of sales has to do first.
func (l Lead) promise() agreement.ClockKind {
	switch _, untouched := l.Clocks.Of(agreement.ClockFirstTouch); {
	case l.Offered():
		return agreement.ClockAccept
	case untouched:
		return agreement.ClockFirstTouch
	}

	return agreement.ClockUpdate
}
