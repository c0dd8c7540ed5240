package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// mostPassedOn is how often an unanswered handoff is passed on within its
// pool. After that only people can move it.
const mostPassedOn = 2

// hadIt are those who were asked already.
func (h Handoff) hadIt() []ref.UserID { return append(slices.Clone(h.Had), h.To) }

// MayPassOn says whether an unanswered handoff may be passed on within its
// pool: at most twice, and neither while anybody may claim it, nor where nobody
// else could take it, nor while marketing owes the rep an answer.
func (h Handoff) MayPassOn() bool {
	return h.Open() && !h.asked() && !h.Claimable && !h.NobodyTo && h.PassedOn < mostPassedOn
}

// passOn does with an unanswered handoff what its pool says: all of the pool
// may claim it, or the next in turn gets it; then another has it. Where
// nobody who has not had it can take it, that is noted, and not tried again.
func (d *decision) passOn(r Routing) (passed, another bool) {
	if pool, ok := r.PoolOf(d.lead); ok && pool.After == people.AfterClaim {
		passed = d.openToPool(pool, r)
	} else if route := r.NextAfter(d.lead); ok && route.To != "" {
		d.reassign(route)
		passed, another = true, true
	}

	d.lead.Handoff.NobodyTo = !passed
	return passed, another
}

// reassign gives an unanswered handoff to the next of its pool.
func (d *decision) reassign(route Route) {
	times := d.lead.Handoff.PassedOn + 1
	d.lead.Handoff.Card = d.before.CardIn(PlaceSales)
	d.toRep(route.To, "").Route = &route
	d.tell(NoticePassedOn, d.before.Owner)
	h := &d.lead.Handoff
	h.InTurn, h.Pool, h.PassedOn = true, route.Pool, times
}

// openToPool lets anybody of the pool claim an unanswered handoff. It stays
// with the rep who has it until somebody does.
func (d *decision) openToPool(pool people.Pool, r Routing) bool {
	h := &d.lead.Handoff
	if others, _ := r.free(pool, h.hadIt()); len(others) == 0 {
		return false
	}

	h.Claimable, h.Pool, h.PassedOn = true, pool.ID, h.PassedOn+1
	d.entry(EntryOpened).Route = &Route{Pool: pool.ID, PoolName: pool.Name}
	d.notice(NoticeClaim, "", PlaceSales).Name = pool.Name
	return true
}

// Claim takes an unanswered handoff that is open to its pool. The first valid
// click wins: who claims a lead has accepted it.
func (l Lead) Claim(pool people.Pool, route Route, act people.Act, p Policy) (Change, error) {
	by := act.By
	_, in := pool.Member(by.ID)
	switch {
	case !by.Member():
		return Change{}, p.Roster.Admit(by)
	case !l.Offered():
		return Change{}, answeredAlready(l, p)
	case by.ID == l.Handoff.To:
		return l.Accept(act, p)
	case !l.Handoff.Claimable:
		return Change{}, fault.Conflict("%s cannot be claimed now: it was handed to %s on %s and waits for their answer.", l.ID, l.Handoff.To.Mentioned(), fault.Moment(l.Handoff.At))
	case !in || !slices.Contains(p.Roster.Sales, by.ID):
		return Change{}, fault.Denied("Only the reps of the pool “%s” can claim %s.%s", pool.Name, l.ID, p.takeOver(l, by))
	}

	d := decide(l, act, p)
	outcomes := append(d.resume(), d.dropAll()...)
	h := &d.lead.Handoff
	h.Had, h.To, h.InTurn, h.Former = l.Handoff.hadIt(), by.ID, false, false
	d.lead.Owner, d.lead.OutsideOwner, d.lead.LentBy, d.lead.Awaiting = by.ID, "", "", false
	d.answer(HandoffAccepted)
	e := d.passed(l.Owner, by.ID)
	e.Clocks, e.Route = outcomes, &route
	d.start(agreement.ClockFirstTouch, by.ID)
	d.startDepth(by.ID)
	d.move(EntryAccepted, agreement.SAL).Definition = l.Handoff.Definition
	d.tell(NoticeAccepted, l.Marketer)
	d.tell(NoticeClaimed, l.Handoff.To)
	return d.change(), nil
}

// Unrouted notes that nobody could take a lead in turn, and tells the intake
// owner: no lead may wait without anybody knowing.
func (l Lead) Unrouted(route Route, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryHandedOff, act, p); err != nil {
		return Change{}, err
	}

	d := decide(l, act, p)
	d.entry(EntryUnrouted).Route = &route
	d.tell(NoticeUnrouted, p.Roster.IntakeOwner)
	return d.change(), nil
}

// NobodyFree is what the marketer is told whose lead nobody could take.
func NobodyFree(l Lead, p Policy) *fault.Error {
	told := ""
	if p.Roster.IntakeOwner != "" {
		told = " " + p.Roster.IntakeOwner.Mentioned() + ", who sees to such leads, has been told."
	}

	return fault.Conflict("Nobody can take %s in turn now: everybody it could go to is away or has had their leads.%s It stays with you. Name a rep with %s, or try again later; %s says who was passed over and why.", l.ID, told, fault.ToHandOffLead.Way(l.ID, "@rep"), fault.ToExplainRoute.Way(l.ID))
}

// Automatic says whether the offer was taken because nobody answered it.
func (h Handoff) Automatic() bool { return h.State == HandoffAccepted && h.AnsweredBy == ref.Leadloop }

// openWindow begins the window of an offer, by the definition that judges the
// offer. Where nothing happens at its end there is none.
func (d *decision) openWindow() {
	h, levels := &d.lead.Handoff, d.policy.Definition.ServiceLevels.InForce()
	h.WindowEnds, h.AtEnd = time.Time{}, ""
	if end := levels.OnWindowEnd; end != agreement.WindowEscalates {
		h.WindowEnds, h.AtEnd = levels.Window.After(d.act.At, d.policy.CalendarOf(h.To)), end
	}
}

// windowEnds is when the window of the open offer ends; zero is never. While
// a question waits for marketing it stands still. It never ends before the
// answer is due, however short the days of the rep are.
func (h Handoff) windowEnds(clocks Clocks) time.Time {
	if !h.Open() || h.asked() || h.WindowEnds.IsZero() {
		return time.Time{}
	}

	c, _ := clocks.Of(agreement.ClockAccept)
	return calendar.Later(h.WindowEnds, c.DueAt)
}

// closeWindow does what was agreed on where nobody has answered within the
// window. An answer at exactly its end is in time.
func (d *decision) closeWindow() {
	ends := d.lead.Handoff.windowEnds(d.lead.Clocks)
	if ends.IsZero() || !d.act.At.After(ends) {
		return
	}

	swept, outcomes := d.act.At, d.dropAll()
	d.act.At = ends // whenever the sweep comes, it ended then
	if d.lead.Handoff.AtEnd == agreement.WindowAccepts {
		d.takeByDefault(swept, outcomes)
		return
	}

	d.answer(HandoffLapsed)
	d.act.At = swept
	e := d.giveBack(EntryLapsed, d.lead.marketingStage())
	e.Clocks, e.Definition, e.Due = outcomes, d.lead.Handoff.Definition, ends
	d.tellBoth(NoticeLapsed)
}

// takeByDefault gives the lead to the rep it was offered to. It is no
// acceptance by a person, and is never counted as one.
func (d *decision) takeByDefault(swept time.Time, outcomes []ClockOutcome) {
	ends := d.act.At
	d.answer(HandoffAccepted)
	outcomes = append(outcomes, d.begin()...)
	d.act.At = swept
	e := d.move(EntryDefaulted, agreement.SAL)
	e.Clocks, e.Class, e.Definition = outcomes, d.lead.Handoff.Class, d.lead.Handoff.Definition
	e.Due = ends
	d.tellBoth(NoticeDefaulted)
}
