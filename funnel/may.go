package funnel

import (
	"fmt"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// refusal says why somebody cannot do something with a lead now; nil where they can.
type refusal func(l Lead, act people.Act, p Policy) error

// permission is which people may do an act, and with which leads. What it leaves empty refuses nobody.
type permission struct {
	who    refusal // who is on a team and may not
	leads  leads
	done   string  // how a refusal of other leads calls the act: only those can be "won"
	unless refusal // what else is in the way

	// Of an untold act no message is sent, and so none when it is undone. An act that only delays is no proof that a
	// reminder helped.
	untold, delays bool
}

// leads are those that an act is for, and how a refusal of others calls them.
type leads struct {
	name string
	are  func(Lead) bool
}

var (
	notEnded  = leads{"a lead that has not ended", func(l Lead) bool { return !l.Stage.Ended() }}
	notClosed = leads{"a lead that is open or was lost", func(l Lead) bool {
		return l.Stage != agreement.Customer && l.Stage != agreement.Disqualified
	}}
	taken       = leads{"a lead that sales has accepted", func(l Lead) bool { return l.Stage.WithSales() }}
	opportunity = leads{"an opportunity", func(l Lead) bool { return l.Stage == agreement.SQL }}
)

// permissions are those of all acts that people do to a lead, by the entry that an act makes.
var permissions = map[EntryKind]permission{
	EntryTouched:      {untold: true},
	EntryEdited:       {who: mayWork, untold: true},
	EntrySnoozed:      {who: maySnooze, unless: snoozedOut, untold: true, delays: true},
	EntryWoken:        {who: maySnooze, unless: notSnoozed, untold: true, delays: true},
	EntryRecycled:     {who: mayWork, leads: notClosed, done: "recycled", unless: owesAnswer},
	EntryDisqualified: {who: mayWork, leads: notEnded, done: "disqualified"},
	EntryAssigned:     {who: mayAssign, leads: notEnded, done: "assigned"},
	EntryHandedOff:    {who: mayOffer, leads: notEnded, done: "handed off", unless: cannotBeOffered},
	EntryAsked:        {who: mayAnswer, unless: cannotBeAsked},
	EntryAnswered:     {who: mayExplain},
	EntryAccepted:     {who: mayAnswer},
	EntryRejected:     {who: mayReject},
	EntryDisputed:     {who: mayDispute},
	EntryQualified:    {who: maySell, leads: taken, done: "qualified"},
	EntryHandedBack:   {who: maySell, leads: taken, done: "handed back"},
	EntryLost:         {who: maySell, leads: taken, done: "lost"},
	EntryWon:          {who: maySell, leads: opportunity, done: "won"},
}

// May says why somebody cannot do an act on the lead now, whatever they would write for it. The act is named by the
// entry that it makes; it asks the same first itself, so that a form that opens is one that can be sent in.
func (l Lead) May(do EntryKind, act people.Act, p Policy) error {
	if err := permitted(l, do, act, p); err != nil {
		return err
	}

	if unless := permissions[do].unless; unless != nil {
		return unless(l, act, p)
	}

	return nil
}

// permitted says why somebody cannot do an act on a lead, but for what they may clear out of the way by what they
// write.
func permitted(l Lead, do EntryKind, act people.Act, p Policy) error {
	row := permissions[do]
	for _, refuse := range []refusal{strangers, refuseErased, row.who, row.otherLeads} {
		if refuse == nil {
			continue
		}

		if err := refuse(l, act, p); err != nil {
			return err
		}
	}

	return nil
}

// strangers refuses who is on no team.
func strangers(_ Lead, act people.Act, p Policy) error { return p.Roster.Admit(act.By) }

// otherLeads refuses leads that the act is not for.
func (row permission) otherLeads(l Lead, act people.Act, p Policy) error {
	if row.leads.are == nil || row.leads.are(l) {
		return nil
	}

	return fault.Conflict("%s is at stage %s, and only %s can be %s. %s",
		l.ID, p.Definition.Label(l.Stage), row.leads.name, row.done, nextStep(l, p.DayOf(act)))
}

// mayWork refuses all but who works the lead: its marketer, its rep, the sales manager, admins, and anybody of
// marketing while marketing has it.
func mayWork(l Lead, act people.Act, p Policy) error {
	by := act.By
	if by.Manager || by.Admin || by.ID == l.Owner || by.ID == l.Marketer {
		return nil
	}

	if by.In(ref.Marketing) && !l.Stage.WithSales() {
		return nil
	}

	return notYours(l, by, p)
}

// maySell refuses all who cannot do the rep's part.
func maySell(l Lead, act people.Act, p Policy) error {
	by := act.By
	if by.ID == l.Owner || by.Manager || by.Admin {
		return nil
	}

	return notYours(l, by, p)
}

func notYours(l Lead, by people.Person, p Policy) error {
	switch {
	case l.withRep():
		return fault.Denied("%s is not your lead: %s has it.%s", l.ID, holder(l), p.takeOver(l, by))
	case l.Stage.Ended():
		return fault.Denied("%s is not your lead: %s had it, and it has ended as %s. If that is wrong, ask them.", l.ID, holder(l), p.Definition.Label(l.Stage))
	}

	if by.ID == l.Marketer && !slices.Contains(p.Roster.Sales, by.ID) {
		return fault.Denied("%s is not with sales: you logged it, and nobody else has it. To have it worked, run %s.", l.ID, fault.ToHandOffLead.Way(l.ID, "@rep"))
	}

	if by.ID == l.Marketer { // reps find leads too
		return fault.Denied("%s is not with sales: you logged it, and nobody else has it. To work it yourself, run %s.", l.ID, fault.ToHandOffLead.Way(l.ID, "@you"))
	}

	if !slices.Contains(p.Roster.Sales, by.ID) {
		return fault.Denied("%s is not your lead: it is with marketing, and %s has it.", l.ID, holder(l))
	}

	return fault.Denied("%s is not your lead: it is with marketing, and %s has it. To work it in sales, ask them to run %s.", l.ID, holder(l), fault.ToHandOffLead.Way(l.ID, "@you"))
}

// takeOver says how somebody gets a lead that another rep has; nothing to who is no rep and so cannot have it.
func (p Policy) takeOver(l Lead, by people.Person) string {
	if !slices.Contains(p.Roster.Sales, by.ID) {
		return ""
	}

	return fmt.Sprintf(" To take it over, ask %s to run %s.", p.Roster.AskManager(), fault.ToAssignLead.Way(l.ID, "@you"))
}

// holder is who has the lead, for sentences.
func holder(l Lead) string {
	switch turn, team := l.Turn(); {
	case turn != "" || team == ref.Marketing:
		return turn.Mentioned()
	case l.OutsideOwner != "":
		return l.OutsideOwner
	case l.Owner != "":
		return l.Owner.Mentioned()
	}

	return l.Marketer.Mentioned()
}

// mayAssign refuses who neither works the lead nor is to see to it.
func mayAssign(l Lead, act people.Act, p Policy) error {
	if seesTo(l, act, p) {
		return nil
	}

	return mayWork(l, act, p)
}

// seesTo says whether somebody who does not work a lead is to pass it on where it is stuck: who looks after its rep,
// and who hears of what is late on it.
func seesTo(l Lead, act people.Act, p Policy) bool {
	hears := func(c Clock) bool { return c.Hears == act.By.ID && !c.MissedAt.IsZero() }
	return l.withRep() && p.looksAfter(l.Owner, act) || slices.ContainsFunc(l.Clocks, hears)
}

// mayOffer refuses who cannot hand the lead off. Those who logged a lead may, whatever their team: a rep's own find is
// taken through the same promises as everybody's.
func mayOffer(l Lead, act people.Act, p Policy) error {
	by := act.By
	if !by.ActsFor(ref.Marketing) && !by.Manager && by.ID != l.Marketer {
		return fault.Denied("Handing off is marketing's part, and %s has %s. Ask them to run %s.", holder(l), l.ID, fault.ToHandOffLead.Way(l.ID, "@rep"))
	}

	return nil
}

func cannotBeOffered(l Lead, _ people.Act, _ Policy) error {
	switch {
	case l.Offered():
		return fault.Conflict("%s was handed to %s already, on %s, and waits for an answer. To offer it to somebody else use %s.", l.ID, l.Handoff.To.Mentioned(), fault.Moment(l.Handoff.At), fault.ToAssignLead.Way(l.ID, "@rep"))
	case l.Stage.WithSales():
		return fault.Conflict("%s is with sales already: %s has it. To give it to another rep use %s.", l.ID, holder(l), fault.ToAssignLead.Way(l.ID, "@rep"))
	case !l.Reachable():
		return fault.Conflict("%s has no e-mail address and no phone number, so sales could not reach anybody. Add one of them with %s.", l.ID, fault.ToEditLead.Way(l.ID))
	}

	return nil
}

// MayResend says why somebody cannot hand off a lead again that came back.
func MayResend(l Lead, act people.Act, p Policy) error {
	if !l.Returned() {
		return fault.Conflict("%s has moved on meanwhile, so it is not sent again from here. %s shows where it stands.", l.ID, fault.ToShowLead.Way(l.ID))
	}

	return permitted(l, EntryHandedOff, act, p) // the form asks for what is missing
}

// mayAnswer refuses who cannot answer an open handoff.
func mayAnswer(l Lead, act people.Act, p Policy) error {
	if !l.Offered() {
		return answeredAlready(l, p)
	}

	if act.By.ID == l.Handoff.To || act.By.Manager {
		return nil
	}

	return fault.Denied("%s was handed to %s, so only they or the sales manager can answer it.%s", l.ID, l.Handoff.To.Mentioned(), p.takeOver(l, act.By))
}

// mayReject tells a rep who has the lead already how it is given up now.
func mayReject(l Lead, act people.Act, p Policy) error {
	if l.Stage.WithSales() && l.Owner == act.By.ID {
		if l.Handoff.Automatic() {
			return fault.Conflict("Nobody answered the handoff of %s in time, so it counts as yours since %s. To hand it back to marketing use %s.", l.ID, fault.Moment(l.Handoff.AnsweredAt), fault.ToHandBackLead.Way(l.ID, "REASON"))
		}

		who := "You"
		if by := l.Handoff.AnsweredBy; by != "" && by != act.By.ID {
			who = by.Mentioned()
		}

		return fault.Conflict("%s took %s already, and it is yours. To hand it back to marketing use %s.", who, l.ID, fault.ToHandBackLead.Way(l.ID, "REASON"))
	}

	return mayAnswer(l, act, p)
}

func cannotBeAsked(l Lead, act people.Act, _ Policy) error {
	q := l.Handoff.Question
	switch {
	case l.Asked():
		return fault.Conflict("%s asked about %s already, on %s: “%s”. One question at a time; %s has to answer it.", q.By.Mentioned(), l.ID, fault.Moment(q.At), q.Text, l.Marketer.Mentioned())
	case l.Handoff.Questions >= mostQuestions:
		return fault.Conflict("%d questions about this handoff of %s were asked already. Accept it, or reject it with %s.", mostQuestions, l.ID, fault.ToRejectLead.Way(l.ID, "REASON"))
	case act.By.ID == l.Marketer:
		return fault.Conflict("You logged %s yourself, so there is nobody to ask. Accept it, or reject it with %s.", l.ID, fault.ToRejectLead.Way(l.ID, "REASON"))
	}

	return nil
}

// mayExplain refuses who cannot answer the question about a handoff: marketing may, and whoever logged the lead.
func mayExplain(l Lead, act people.Act, _ Policy) error {
	by := act.By
	switch q := l.Handoff.Question; {
	case l.Asked() && !by.ActsFor(ref.Marketing) && !by.Manager && by.ID != l.Marketer:
		return fault.Denied("The question about %s is put to marketing, and %s has to answer it. To decide without the answer use %s or %s.", l.ID, l.Marketer.Mentioned(), fault.ToAcceptLead.Way(l.ID), fault.ToRejectLead.Way(l.ID, "REASON"))
	case l.Asked():
		return nil
	case l.Offered() && q.AnsweredBy != "":
		return fault.Conflict("%s answered the question about %s already, on %s: “%s”.", q.AnsweredBy.Mentioned(), l.ID, fault.Moment(q.AnsweredAt), q.Answer)
	case l.Offered():
		return fault.Conflict("Nobody has asked about %s. It waits for the answer of %s; to add something use %s.", l.ID, l.Handoff.To.Mentioned(), fault.ToEditLead.Way(l.ID))
	}

	return fault.Conflict("No question about %s is open: its handoff was answered or taken back meanwhile. %s shows what happened.", l.ID, fault.ToShowLeadHistory.Way(l.ID))
}

func owesAnswer(l Lead, act people.Act, _ Policy) error {
	if !l.Offered() || act.By.ID != l.Handoff.To {
		return nil
	}

	return fault.Conflict("%s waits for your answer. If it comes too early, say so with %s; marketing then recycles it.", l.ID, fault.ToRejectLead.Way(l.ID, "REASON"))
}

// answeredAlready says what became of a handoff that is not open.
func answeredAlready(l Lead, p Policy) error {
	h := l.Handoff
	switch h.State {
	case HandoffAccepted:
		if h.Automatic() {
			return fault.Conflict("Nobody answered the handoff of %s in time, so it counts as taken by %s since %s. Its stage is now %s; %s shows it.", l.ID, h.To.Mentioned(), fault.Moment(h.AnsweredAt), p.Definition.Label(l.Stage), fault.ToShowLead.Way(l.ID))
		}

		return fault.Conflict("%s took %s already, on %s. Its stage is now %s; %s shows it.", h.To.Mentioned(), l.ID, fault.Moment(h.AnsweredAt), p.Definition.Label(l.Stage), fault.ToShowLead.Way(l.ID))
	case HandoffRejected:
		return fault.Conflict("%s rejected %s already, on %s. It is back with marketing; %s shows it.", h.AnsweredBy.Mentioned(), l.ID, fault.Moment(h.AnsweredAt), fault.ToShowLead.Way(l.ID))
	case HandoffLapsed:
		return fault.Conflict("Nobody answered the handoff of %s in time, so it went back to marketing on %s. %s shows it.", l.ID, fault.Moment(h.AnsweredAt), fault.ToShowLead.Way(l.ID))
	case HandoffWithdrawn:
		return fault.Conflict("%s took the handoff of %s back, on %s, so there is nothing to answer.", h.AnsweredBy.Mentioned(), l.ID, fault.Moment(h.AnsweredAt))
	default:
		return fault.Conflict("%s has not been handed off, so there is nothing to answer. Marketing hands it off with %s.", l.ID, fault.ToHandOffLead.Way(l.ID, "@rep"))
	}
}

// nextStep is the advice that goes with a refusal.
func nextStep(l Lead, today calendar.Date) string {
	if l.Offered() {
		return fmt.Sprintf("It waits for the rep's answer: %s or %s.", fault.ToAcceptLead.Way(l.ID), fault.ToRejectLead.Way(l.ID, "REASON"))
	}

	advice := map[agreement.Stage]string{
		agreement.SAL: "Make it an opportunity with " +
			fault.ToQualifyLead.Way(l.ID, exampleAmount, fault.Option("close", today.AddDays(exampleDays))) + ".",
		agreement.SQL: "Close it with " + fault.ToWinLead.Way(l.ID) + " or " + fault.ToLoseLead.Way(l.ID, "REASON") +
			".",
		agreement.Lost: "To try again, put it aside with " +
			fault.ToRecycleLead.Way(l.ID, fault.Option("until", today.AddDays(exampleRest))) + ".",
		agreement.Customer:     fault.ToShowLeadHistory.Way(l.ID) + " shows how it was won.",
		agreement.Disqualified: fault.ToShowLeadHistory.Way(l.ID) + " shows why.",
	}
	if text, known := advice[l.Stage]; known {
		return text
	}

	return "Marketing hands it off with " + fault.ToHandOffLead.Way(l.ID, "@rep") + "."
}

// looksAfter says whether somebody sees to the leads of a rep: the sales manager, the intake owner and admins, and who
// stands in where these are away.
func (p Policy) looksAfter(rep ref.UserID, act people.Act) bool {
	return act.By.Member() && (p.Roster.Oversees(act.By) || act.By.ID == p.Overseer(rep, act.At))
}

// MayHandOut says why somebody cannot give the leads of a person to the team in
// turn: that is for those who look after them, while the person is gone,
// away or on no team.
func (p Policy) MayHandOut(user ref.UserID, act people.Act) error {
	switch {
	case !p.looksAfter(user, act):
		return fault.Denied("Only the sales manager, the intake owner, admins, and who stands in for them can hand out the leads of %s.", user.Mentioned())
	case p.Roster.Person(user).Member() && p.Present(user, act.At):
		return fault.Conflict("%s is here, so their leads stay with them. Single leads can be given to somebody else with %s.", user.Mentioned(), fault.ToAssignLead.Way())
	}

	return nil
}

// refuseAway refuses somebody who is away, and offers who covers for them. The task is what would give them the lead.
func (p Policy) refuseAway(to ref.UserID, l Lead, at time.Time, task fault.Task) error {
	if p.People[to].Gone {
		return fault.Conflict("%s has no active account in Slack any more. Name somebody else: %s.", to.Mentioned(), task.Way(l.ID, "@rep"))
	}

	leave, away := p.LeaveOf(to, at)
	if !away {
		return nil
	}

	if leave.Cover != "" {
		if cover := p.StandIn(to, at); cover != "" && cover != l.Owner {
			return fault.Conflict("%s is away until %s, and %s covers for them. To give it to %s use %s with their name.", to.Mentioned(), leave.Until.Spoken(), cover.Mentioned(), cover.Mentioned(), task.Way(l.ID))
		}
	}

	return fault.Conflict("%s is away until %s. Name somebody who is there: %s.", to.Mentioned(), leave.Until.Spoken(), task.Way(l.ID, "@rep"))
}
