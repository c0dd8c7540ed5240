package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// What follows says why somebody cannot do an act on a lead now, whatever they
// would write for it, if so. The acts ask the same first, so that a form that
// opens is one that can be sent in.

// MayReject says why somebody cannot reject the open handoff.
func (l Lead) MayReject(act people.Act, p Policy) error {
	if l.Stage.WithSales() && l.Owner == act.By.ID && act.By.Member() {
		if l.Handoff.Automatic() {
			return fault.Conflict("Nobody answered the handoff of %s in time, so it counts as yours since %s. To hand it back to marketing use %s.", l.ID, fault.Moment(l.Handoff.AnsweredAt), fault.ToHandBackLead.Way(l.ID, "REASON"))
		}

		who := "You"
		if by := l.Handoff.AnsweredBy; by != "" && by != act.By.ID {
			who = by.Mentioned()
		}

		return fault.Conflict("%s took %s already, and it is yours. To hand it back to marketing use %s.", who, l.ID, fault.ToHandBackLead.Way(l.ID, "REASON"))
	}

	return l.mayAnswer(act.By, p)
}

// MayAsk says why somebody cannot ask marketing about an open handoff.
func (l Lead) MayAsk(act people.Act, p Policy) error {
	if err := l.mayAnswer(act.By, p); err != nil {
		return err
	}

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

// MayExplain says why somebody cannot answer the question about a handoff:
// marketing may, and whoever logged the lead.
func (l Lead) MayExplain(act people.Act, p Policy) error {
	by := act.By
	switch q := l.Handoff.Question; {
	case !by.Member():
		return p.Roster.Admit(by)
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

// MayDispute says why somebody cannot dispute the last rejection.
func (l Lead) MayDispute(act people.Act, p Policy) error {
	by := act.By
	switch h := l.Handoff; {
	case !by.Member():
		return p.Roster.Admit(by)
	case !by.ActsFor(ref.Marketing) && by.ID != l.Marketer:
		return fault.Denied("A rejection is disputed by marketing, and %s has %s. Ask them to run %s.", l.Marketer.Mentioned(), l.ID, fault.ToDisputeRejection.Way(l.ID))
	case h.State == HandoffLapsed && l.Returned():
		return fault.Conflict("Nobody rejected %s: it was not answered in time, so there is nothing to dispute. Hand it off again.", l.ID)
	case h.State != HandoffRejected || !l.Returned():
		return fault.Conflict("No rejection of %s stands that could be disputed. %s shows what happened.", l.ID, fault.ToShowLeadHistory.Way(l.ID))
	case h.Dispute > 0:
		return fault.Conflict("The rejection of %s is disputed already; %s shows it, or the ruling is in %s.", l.ID, fault.ToListDisputes.Way(), fault.ToShowLeadHistory.Way(l.ID))
	}

	return nil
}

// MayHandOff says why somebody cannot offer the lead to sales. Those who log a
// lead may, whatever their team: a rep's own find is taken through the same
// promises as everybody's.
func (l Lead) MayHandOff(act people.Act, p Policy) error {
	if err := l.mayOffer(act, p); err != nil {
		return err
	}

	if !l.Reachable() {
		return fault.Conflict("%s has no e-mail address and no phone number, so sales could not reach anybody. Add one of them with %s.", l.ID, fault.ToEditLead.Way(l.ID))
	}

	return nil
}

// MayResend says why somebody cannot offer a lead again that came back.
func (l Lead) MayResend(act people.Act, p Policy) error {
	if !l.Returned() {
		return fault.Conflict("%s has moved on meanwhile, so it is not sent again from here. %s shows where it stands.", l.ID, fault.ToShowLead.Way(l.ID))
	}

	return l.mayOffer(act, p) // the form asks for what is missing
}

// mayOffer says whether somebody may hand the lead off once what is written
// about it suffices.
func (l Lead) mayOffer(act people.Act, p Policy) error {
	by := act.By
	if err := p.Roster.Admit(by); err != nil {
		return err
	}

	if !by.ActsFor(ref.Marketing) && !by.Manager && by.ID != l.Marketer {
		return fault.Denied("Handing off is marketing's part, and %s has %s. Ask them to run %s.", l.holder(), l.ID, fault.ToHandOffLead.Way(l.ID, "@rep"))
	}

	switch {
	case l.Offered():
		return fault.Conflict("%s was handed to %s already, on %s, and waits for an answer. To offer it to somebody else use %s.", l.ID, l.Handoff.To.Mentioned(), fault.Moment(l.Handoff.At), fault.ToAssignLead.Way(l.ID, "@rep"))
	case l.Stage.WithSales():
		return fault.Conflict("%s is with sales already: %s has it. To give it to another rep use %s.", l.ID, l.holder(), fault.ToAssignLead.Way(l.ID, "@rep"))
	case l.Stage.Ended():
		return l.refused("handed off", "a lead that has not ended", act, p)
	}

	return nil
}

// MayTouch says why somebody cannot log a contact.
func (l Lead) MayTouch(act people.Act, p Policy) error { return p.Roster.Admit(act.By) }

// MayEdit says why somebody cannot correct what is written about the lead.
func (l Lead) MayEdit(act people.Act, p Policy) error { return p.mayWork(l, act.By) }

// MayQualify says why somebody cannot make the lead an opportunity.
func (l Lead) MayQualify(act people.Act, p Policy) error { return l.maySellTaken("qualified", act, p) }

// MayLose says why somebody cannot close the lead as lost.
func (l Lead) MayLose(act people.Act, p Policy) error { return l.maySellTaken("lost", act, p) }

// MayHandBack says why somebody cannot hand the lead back to marketing.
func (l Lead) MayHandBack(act people.Act, p Policy) error {
	return l.maySellTaken("handed back", act, p)
}

func (l Lead) maySellTaken(step string, act people.Act, p Policy) error {
	return l.maySellAt(l.Stage.WithSales(), step, "a lead that sales has accepted", act, p)
}

// maySellAt lets a rep take a step that is for leads of certain stages.
func (l Lead) maySellAt(fits bool, step, expected string, act people.Act, p Policy) error {
	if err := p.maySell(l, act.By); err != nil {
		return err
	}

	if !fits {
		return l.refused(step, expected, act, p)
	}

	return nil
}

// MayWin says why somebody cannot close the lead as won.
func (l Lead) MayWin(act people.Act, p Policy) error {
	return l.maySellAt(l.Stage == agreement.SQL, "won", "an opportunity", act, p)
}

// MayDisqualify says why somebody cannot say that this will never be a customer.
func (l Lead) MayDisqualify(act people.Act, p Policy) error {
	return l.mayWorkOpen("disqualified", act, p)
}

// MayAssign says why somebody cannot give the lead to anybody else.
func (l Lead) MayAssign(act people.Act, p Policy) error {
	if p.seesTo(l, act) {
		return l.mustBeOpen("assigned", act, p)
	}

	return l.mayWorkOpen("assigned", act, p)
}

// seesTo says whether somebody who does not work a lead is to pass it on where
// it is stuck: who looks after its rep, and who hears of what is late on it.
func (p Policy) seesTo(l Lead, act people.Act) bool {
	hears := func(c Clock) bool { return c.Hears == act.By.ID && !c.MissedAt.IsZero() }
	return l.withRep() && p.LooksAfter(l.Owner, act) || act.By.Member() && slices.ContainsFunc(l.Clocks, hears)
}

// LooksAfter says whether somebody sees to the leads of a rep: the sales
// manager, the intake owner and admins, and who stands in where these are away.
func (p Policy) LooksAfter(rep ref.UserID, act people.Act) bool {
	return act.By.Member() && (p.Roster.Oversees(act.By) || act.By.ID == p.Overseer(rep, act.At))
}

func (l Lead) mayWorkOpen(step string, act people.Act, p Policy) error {
	if err := p.mayWork(l, act.By); err != nil {
		return err
	}

	return l.mustBeOpen(step, act, p)
}

func (l Lead) mustBeOpen(step string, act people.Act, p Policy) error {
	if l.Stage.Ended() {
		return l.refused(step, "a lead that has not ended", act, p)
	}

	return nil
}

// MayRecycle says why somebody cannot put the lead aside.
func (l Lead) MayRecycle(act people.Act, p Policy) error {
	if err := p.mayWork(l, act.By); err != nil {
		return err
	}

	switch {
	case l.Offered() && act.By.ID == l.Handoff.To:
		return fault.Conflict("%s waits for your answer. If it comes too early, say so with %s; marketing then recycles it.", l.ID, fault.ToRejectLead.Way(l.ID, "REASON"))
	case l.Stage == agreement.Customer || l.Stage == agreement.Disqualified:
		return l.refused("recycled", "a lead that is open or was lost", act, p)
	}

	return nil
}

// MaySnooze says why somebody cannot put off the reminders of the lead to any
// day: one that is sooner than the day they chose before is always possible.
func (l Lead) MaySnooze(act people.Act, p Policy) error {
	return l.maySnooze(l.SnoozedUntil().After(act.At), act, p)
}

// MayHandOut says why somebody cannot give the leads of a person to the team in
// turn: that is for those who look after them, while the person is gone,
// away or on no team.
func (p Policy) MayHandOut(user ref.UserID, act people.Act) error {
	switch {
	case !p.LooksAfter(user, act):
		return fault.Denied("Only the sales manager, the intake owner, admins, and who stands in for them can hand out the leads of %s.", user.Mentioned())
	case p.Roster.Person(user).Member() && p.Present(user, act.At):
		return fault.Conflict("%s is here, so their leads stay with them. Single leads can be given to somebody else with %s.", user.Mentioned(), fault.ToAssignLead.Way())
	}

	return nil
}

// present refuses somebody who is away, and offers who covers for them. The task is what would give them the lead.
func (p Policy) present(to ref.UserID, l Lead, at time.Time, task fault.Task) error {
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

// MayCampaign says whether somebody may create campaigns and spend on them.
func (p Policy) MayCampaign(by people.Person) error {
	switch {
	case !by.Member():
		return p.Roster.Admit(by)
	case by.In(ref.Marketing) || by.In(ref.Leadership) || by.Admin:
		return nil
	}

	return fault.Denied("Campaigns are set up by marketing, leadership and admins. Everybody on a team can read them with %s; ask somebody of marketing to change one.", fault.ToListCampaigns.Way())
}

func (l Lead) mayAnswer(by people.Person, p Policy) error {
	if err := p.Roster.Admit(by); err != nil {
		return err
	}

	if !l.Offered() {
		return l.answeredAlready(p)
	}

	if by.ID == l.Handoff.To || by.Manager {
		return nil
	}

	return fault.Denied("%s was handed to %s, so only they or the sales manager can answer it. To take it over, ask %s to run %s.", l.ID, l.Handoff.To.Mentioned(), p.Roster.AskManager(), fault.ToAssignLead.Way(l.ID, "@you"))
}

func (l Lead) answeredAlready(p Policy) error {
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
