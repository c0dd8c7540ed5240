package loop

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
)

// Handoff offers a lead to a rep; without a name, to the one who had it
// before, else to the rep whose turn it is in its pool. Where nobody can take
// it, the intake owner is told and the lead stays where it is.
func (s *Service) Handoff(ctx context.Context, req Request, id funnel.LeadID, offer funnel.HandoffInput) (funnel.Lead, error) {
	return s.offer(ctx, "hand off a lead", req, id, offer, funnel.Lead.HandOff)
}

// handing decides on an offer of a lead.
type handing func(funnel.Lead, funnel.HandoffInput, funnel.Act, funnel.Policy) (funnel.Change, error)

// offer finds the rep, and hands a lead off by a rule.
func (s *Service) offer(ctx context.Context, what string, req Request, id funnel.LeadID, offer funnel.HandoffInput, decide handing) (funnel.Lead, error) {
	var after funnel.Lead
	var stranded error
	err := s.act(ctx, what, req, func(st *step) error {
		after, stranded = funnel.Lead{}, nil
		before, err := lead(&st.tx.Reads, id)
		if err != nil {
			return err
		}
		routing, err := s.routing(st)
		if err != nil {
			return err
		}
		route := routing.Route(before, offer.To)
		if route.To == "" {
			stranded = before.NobodyFree(st.policy)
			return st.strand(before, route)
		}
		in := offer
		in.To, in.Route = route.To, &route
		change, err := decide(before, in, st.act, st.policy)
		if err != nil {
			return err
		}
		if err := s.mayBeGiven(route.To); err != nil {
			return err
		}
		after = change.Lead
		return st.applyRoute(before, change, routing, route)
	})
	if err != nil {
		return after, err
	}
	return after, stranded
}

// applyRoute stores a change by which a lead came to a rep, and counts it in
// the pool.
func (st *step) applyRoute(before funnel.Lead, change funnel.Change, routing funnel.Routing, route funnel.Route) error {
	if turns, ok := routing.Take(route); ok {
		if err := st.tx.PutTurns(turns); err != nil {
			return err
		}
	}
	return st.apply(before, change)
}

// strand notes that nobody could take a lead. It changes nothing that somebody
// would want to undo.
func (st *step) strand(before funnel.Lead, route funnel.Route) error {
	change, err := before.Unrouted(route, st.act, st.policy)
	if err != nil {
		return err
	}
	if _, err := st.record(before, change); err != nil {
		return err
	}
	return st.tell(before, change)
}

// mayBeGiven refuses who is on the team but cannot do the work in Slack.
func (s *Service) mayBeGiven(to funnel.UserID) error {
	if s.available(to) {
		return nil
	}
	return funnel.Conflict("%s cannot be given leads: their Slack account is deactivated or a guest's. Name somebody else.", to.Mentioned())
}
