package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// rung is who hears of a late promise.
type rung uint8

const (
	rungOwner   rung = iota // whose promise it is
	rungManager             // of their team
	rungPool                // the others who may take an offer
	rungIntake              // who answers for what nobody else does
)

// ladder is the order in which they hear. Each has a promise for the time of
// EscalateAfter of the definition, in the working time of the one who is late;
// then it is the next one's. A rung without a person is passed over. The pool's
// is no person's: there an offer is passed on, and where that gives it to
// another rep, the ladder begins anew for them.
var ladder = [...]rung{rungOwner, rungManager, rungPool, rungIntake}

// maxNudges is how often one audience is reminded of a lead: its owner in one
// stage, anybody above on their rung. After that it waits for the next rung.
const maxNudges = 3

// on is who stands on a step of the ladder for a promise; nobody is empty.
// Nobody hears twice, and of their own lateness only as its owner.
func (p Policy) on(step int, c Clock, now time.Time) ref.UserID {
	var who ref.UserID
	switch ladder[step] {
	case rungOwner:
		who = c.Person
	case rungManager:
		who = managerOf(p.Roster, c)
	case rungIntake:
		who = p.lastResort(c, now)
	default: // a pool is no person
	}

	if step > 0 && (who == c.Person || who == c.Hears || p.People[who].Gone) {
		return ""
	}
	return who
}

// lastResort is the intake owner; where that is nobody or the very person who
// is late, or they are away, it is somebody of leadership, else an admin.
func (p Policy) lastResort(c Clock, now time.Time) ref.UserID {
	r := p.Roster
	if r.IntakeOwner != "" && r.IntakeOwner == c.Hears {
		return ""
	}
	all := slices.Concat([]ref.UserID{r.IntakeOwner}, r.Leadership, r.Admins)
	all = slices.DeleteFunc(all, func(id ref.UserID) bool { return id == "" || id == c.Person || id == c.Hears })
	return p.FirstThere(all, now)
}

// managerOf is who answers for a promise: for marketing's the one who signs
// for marketing, if that is somebody else; for all others the sales manager.
func managerOf(r people.Roster, c Clock) ref.UserID {
	if signer := r.MarketingSigner; c.Kind == agreement.ClockAnswer && signer != "" && signer != c.Person {
		return signer
	}
	return r.SalesManager
}

// above is the next step at which somebody hears of a promise, or at which the
// offer is passed on, which has nobody; 0 is none. Who is away is passed over
// where somebody else is left.
func (p Policy) above(l Lead, c Clock, now time.Time) (step int, who ref.UserID) {
	for next := c.Step + 1; next < len(ladder); next++ {
		if ladder[next] == rungPool && c.Kind == agreement.ClockAccept && l.MayPassOn() {
			return next, ""
		}
		id := p.on(next, c, now)
		if id == "" {
			continue
		}
		if p.Present(id, now) {
			return next, id
		}
		if step == 0 {
			step, who = next, id
		}
	}
	return step, who
}

// climb hands a late promise up as far as its time has come. After downtime
// the rungs that were missed are left out: only the last one hears. A pool is
// never left out. Where an offer has to go to another rep that ends the climb:
// their time begins now, not when the program should have looked.
func (d *decision) climb(c *Clock, r Routing) {
	from, cal := c.Step, d.policy.CalendarOf(c.Person)
	for range ladder {
		if d.act.At.Before(c.EscalateAt) {
			break
		}
		step, who := d.policy.above(d.lead, *c, d.act.At)
		if step == 0 {
			break
		}
		if ladder[step] == rungPool {
			passed, another := d.passOn(r)
			if another {
				return
			}
			if !passed {
				continue // MayPassOn is false from now on
			}
		}
		c.Step, c.Hears, c.HearsFrom, c.Told = step, who, c.EscalateAt, 0
		c.EscalateAt = d.policy.Definition.ServiceLevels.EscalateAfter.After(c.EscalateAt, cal)
	}
	if c.Step > from && c.Hears != "" {
		e := d.entry(EntryEscalated)
		e.Clocks, e.Told = []ClockOutcome{c.outcome()}, c.Hears
	}
}

// Tellable are the late promises of which somebody is still to be reminded.
func (l Lead) Tellable() []Clock {
	var out []Clock
	for _, c := range l.Clocks {
		told := c.Told
		if c.Step == 0 {
			told = l.Nudges
		}
		if c.Hears != "" && told < maxNudges {
			out = append(out, c)
		}
	}
	return out
}

// Late are the promises whose time ran out, whoever hears of them.
func (l Lead) Late() []Clock {
	var out []Clock
	for _, c := range l.Clocks {
		if !c.MissedAt.IsZero() {
			out = append(out, c)
		}
	}
	return out
}
