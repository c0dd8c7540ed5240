// Package routing gives leads to people: handoffs, turns in pools, claims, and what is handed out
// or passed on when nobody answers. It never judges who fits: funnel.Routing does, and says why.
// Start at Service.Handoff; sweep.go moves what is due.
package routing

import (
	"context"
	"errors"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// ErrStranded is the cause of the sentence that nobody could take a lead. That
// is noted and the intake owner told, so the input has had its effect.
var ErrStranded = errors.New("nobody could take the lead")

// Handoff offers a lead to a rep; without a name, to the one who had it
// before, else to the rep whose turn it is in its pool. Where nobody can take
// it, the intake owner is told and the lead stays where it is: [ErrStranded].
func (s *Service) Handoff(
	ctx context.Context, req core.Request, id ref.LeadID, offer funnel.HandoffInput,
) (core.Done, error) {
	return s.offer(ctx, "hand off a lead", req, id, offer, uncorrected)
}

// correction is what is done to a lead before it is routed.
type correction func(funnel.Lead, people.Act, funnel.Policy) (funnel.Change, error)

func uncorrected(l funnel.Lead, _ people.Act, _ funnel.Policy) (funnel.Change, error) {
	return funnel.Change{Lead: l}, nil
}

// offer corrects a lead, finds the rep, and hands it off.
func (s *Service) offer(
	ctx context.Context, what string, req core.Request, id ref.LeadID, offer funnel.HandoffInput, correct correction,
) (core.Done, error) {
	var done core.Done
	var stranded error
	err := s.core.Act(ctx, what, req, func(uc *core.UseCase) error {
		done, stranded = core.Done{}, nil
		before, err := core.Lead(&uc.Tx.Reads, id)
		if err != nil {
			return err
		}

		corrected, err := correct(before, uc.Act, uc.Policy)
		if err != nil {
			return err
		}

		routing, err := s.routing(uc)
		if err != nil {
			return err
		}

		route := routing.Route(corrected.Lead, offer.To)
		if route.To == "" {
			nobody := funnel.NobodyFree(corrected.Lead, uc.Policy)
			nobody.Err, stranded = ErrStranded, nobody
			return noteStranded(uc, before, corrected, route)
		}

		in := offer
		in.To, in.Route = route.To, &route
		change, err := corrected.HandOff(in, uc.Act, uc.Policy)
		if err != nil {
			return err
		}

		if err := s.core.MayBeGiven(route.To); err != nil {
			return err
		}

		done = core.Done{Change: change, Kind: funnel.EntryHandedOff}
		return applyRouted(uc, before, change, routing)
	})
	if err != nil {
		return done, err
	}

	return done, stranded
}

// applyRouted stores what was decided on a lead, and counts it in the turns of
// the pool where that gave it to somebody in turn.
func applyRouted(uc *core.UseCase, before funnel.Lead, change funnel.Change, routing funnel.Routing) error {
	for _, e := range change.Entries {
		if e.Route == nil {
			continue
		}

		if err := take(uc, routing, *e.Route); err != nil {
			return err
		}
	}

	return uc.Apply(before, change)
}

// take counts a route in the turns of its pool, also for what is routed after it.
func take(uc *core.UseCase, routing funnel.Routing, route funnel.Route) error {
	turns, counts := routing.Take(route)
	if !counts {
		return nil
	}

	routing.Turns[turns.Pool] = turns
	return uc.Tx.PutTurns(turns)
}

// noteStranded notes that nobody could take a lead, which nobody would want to undo.
// What was corrected of it stays.
func noteStranded(uc *core.UseCase, before funnel.Lead, corrected funnel.Change, route funnel.Route) error {
	if err := uc.Apply(before, corrected); err != nil {
		return err
	}

	change, err := corrected.Lead.Unrouted(route, uc.Act, uc.Policy)
	if err != nil {
		return err
	}

	if _, err := uc.Record(corrected.Lead, change); err != nil {
		return err
	}

	return uc.Tell(corrected.Lead, change)
}

// Resend corrects a lead that came back and hands it off again.
func (s *Service) Resend(
	ctx context.Context, req core.Request, id ref.LeadID, in funnel.LeadInput, offer funnel.HandoffInput,
) (core.Done, error) {
	return s.offer(ctx, "resend a lead", req, id, offer,
		func(l funnel.Lead, act people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Edit(in, act, p)
		})
}
