package loop

import (
	"context"
	"errors"

	"github.com/leadloop/leadloop/funnel"
)

// ErrStranded is the cause of the sentence that nobody could take a lead. That
// is noted and the intake owner told, so the input has had its effect.
var ErrStranded = errors.New("nobody could take the lead")

// Handoff offers a lead to a rep; without a name, to the one who had it
// before, else to the rep whose turn it is in its pool. Where nobody can take
// it, the intake owner is told and the lead stays where it is: [ErrStranded].
func (s *Service) Handoff(ctx context.Context, req Request, id funnel.LeadID, offer funnel.HandoffInput) (funnel.Lead, error) {
	return s.offer(ctx, "hand off a lead", req, id, offer, asItIs)
}

// correction is what is done to a lead before it is routed.
type correction func(funnel.Lead, funnel.Act, funnel.Policy) (funnel.Change, error)

func asItIs(l funnel.Lead, _ funnel.Act, _ funnel.Policy) (funnel.Change, error) {
	return funnel.Change{Lead: l}, nil
}

// offer corrects a lead, finds the rep, and hands it off.
func (s *Service) offer(ctx context.Context, what string, req Request, id funnel.LeadID, offer funnel.HandoffInput, correct correction) (funnel.Lead, error) {
	var after funnel.Lead
	var stranded error
	err := s.act(ctx, what, req, func(st *step) error {
		after, stranded = funnel.Lead{}, nil
		before, err := lead(&st.tx.Reads, id)
		if err != nil {
			return err
		}
		corrected, err := correct(before, st.act, st.policy)
		if err != nil {
			return err
		}
		routing, err := s.routing(st)
		if err != nil {
			return err
		}
		route := routing.Route(corrected.Lead, offer.To)
		if route.To == "" {
			nobody := corrected.Lead.NobodyFree(st.policy)
			nobody.Err, stranded = ErrStranded, nobody
			return st.strand(before, corrected, route)
		}
		in := offer
		in.To, in.Route = route.To, &route
		change, err := corrected.HandOff(in, st.act, st.policy)
		if err != nil {
			return err
		}
		if err := s.mayBeGiven(route.To); err != nil {
			return err
		}
		after = change.Lead
		return st.applyRouted(before, change, routing)
	})
	if err != nil {
		return after, err
	}
	return after, stranded
}

// applyRouted stores what was decided on a lead, and counts it in the turns of
// the pool where that gave it to somebody in turn.
func (st *step) applyRouted(before funnel.Lead, change funnel.Change, routing funnel.Routing) error {
	for _, e := range change.Entries {
		if e.Route == nil {
			continue
		}
		if err := st.take(routing, *e.Route); err != nil {
			return err
		}
	}
	return st.apply(before, change)
}

// take counts a route in the turns of its pool, also for what is routed after it.
func (st *step) take(routing funnel.Routing, route funnel.Route) error {
	turns, counts := routing.Take(route)
	if !counts {
		return nil
	}
	routing.Turns[turns.Pool] = turns
	return st.tx.PutTurns(turns)
}

// strand notes that nobody could take a lead, which nobody would want to undo.
// What was corrected of it stays.
func (st *step) strand(before funnel.Lead, corrected funnel.Change, route funnel.Route) error {
	if err := st.apply(before, corrected); err != nil {
		return err
	}
	change, err := corrected.Lead.Unrouted(route, st.act, st.policy)
	if err != nil {
		return err
	}
	if _, err := st.record(corrected.Lead, change); err != nil {
		return err
	}
	return st.tell(corrected.Lead, change)
}

// mayBeGiven refuses who is on the team but cannot do the work in Slack.
func (s *Service) mayBeGiven(to funnel.UserID) error {
	if s.available(to) {
		return nil
	}
	return funnel.Conflict("%s cannot be given leads: their Slack account is deactivated or a guest's. Name somebody else.", to.Mentioned())
}
