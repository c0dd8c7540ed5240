// Package disputes lets marketing say that a rejection was wrong, and others rule on it. It never
// decides who may rule or what follows for the lead: the rules do (funnel/dispute.go). Start at
// Service.Raise and Service.Rule.
package disputes

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// How many disputes are listed, and how many rulings are looked at for
// precedents.
const (
	maxDisputes = core.MaxCounted
	maxRulings  = 200
)

// Raise says that the last rejection of a lead was wrong.
func (s *Service) Raise(ctx context.Context, req core.Request, id ref.LeadID, why string) (core.Done, error) {
	return core.Do(ctx, s.core, "dispute a rejection", req, func(uc *core.UseCase) (done core.Done, err error) {
		before, err := core.Lead(&uc.Tx.Reads, id)
		if err != nil {
			return done, err
		}

		rejection, err := lastRejection(&uc.Tx.Reads, id)
		if err != nil {
			return done, err
		}

		number, err := uc.Tx.NextDispute()
		if err != nil {
			return done, err
		}

		change, dispute, err := funnel.RaiseDispute(before, why, number, rejection, uc.Act, uc.Policy)
		if err != nil {
			return done, err
		}

		if err := uc.Tx.PutDispute(dispute); err != nil {
			return done, err
		}

		done = core.Done{Change: change, Kind: funnel.EntryDisputed}
		if err := uc.Apply(before, change); err != nil {
			return done, err
		}

		return done, uc.RefreshHome(uc.Policy.Arbiters(dispute)...)
	})
}

func lastRejection(rd *store.Reads, id ref.LeadID) (funnel.Entry, error) {
	entries, err := rd.History(id)
	for _, e := range slices.Backward(entries) {
		if e.Kind == funnel.EntryRejected {
			return e, err
		}
	}

	return funnel.Entry{}, err
}

// Rule rules on a dispute.
func (s *Service) Rule(
	ctx context.Context, req core.Request, number int, in funnel.Ruling,
) (funnel.Dispute, funnel.Lead, error) {
	var ruled funnel.Dispute
	var after funnel.Lead
	err := s.core.Act(ctx, "rule on a dispute", req, func(uc *core.UseCase) error {
		dispute, err := dispute(&uc.Tx.Reads, number)
		if err != nil {
			return err
		}

		before, err := core.Lead(&uc.Tx.Reads, dispute.Lead)
		if err != nil {
			return err
		}

		change, decided, err := dispute.Rule(before, in, uc.Act, uc.Policy)
		if err != nil {
			return err
		}

		if err := uc.Tx.PutDispute(decided); err != nil {
			return err
		}

		ruled, after = decided, change.Lead
		if err := uc.Apply(before, change); err != nil {
			return err
		}

		return uc.RefreshHome(uc.Policy.Arbiters(decided)...)
	})

	return ruled, after, err
}

func dispute(rd *store.Reads, number int) (funnel.Dispute, error) {
	d, ok, err := rd.Dispute(number)
	if err == nil && !ok {
		err = fault.NotFound("There is no such dispute. %s lists those that are open.", fault.ToListDisputes.Way())
	}

	return d, err
}

// Open gives the disputes that wait for a ruling, oldest first.
func (s *Service) Open(ctx context.Context) ([]funnel.Dispute, error) {
	return core.Read(ctx, s.core, "list the open disputes", func(rd *store.Reads) ([]funnel.Dispute, error) {
		return rd.OpenDisputes(maxDisputes)
	})
}

// Show gives a dispute with the lead that it is about.
func (s *Service) Show(ctx context.Context, number int) (d funnel.Dispute, l funnel.Lead, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		if d, err = dispute(rd, number); err != nil {
			return err
		}

		l, _, err = rd.Lead(d.Lead)
		return err
	})
	return d, l, err
}

// Precedents gives the rulings that whoever rejects a lead for a reason should know.
func (s *Service) Precedents(ctx context.Context, id ref.LeadID, reason string) ([]funnel.Dispute, error) {
	return core.Read(ctx, s.core, "look for precedents", func(rd *store.Reads) (near []funnel.Dispute, err error) {
		l, err := core.Lead(rd, id)
		if err != nil {
			return near, err
		}

		ruled, err := rd.Rulings(reason, maxRulings)
		near = funnel.Precedents(l, reason, ruled)
		return near, err
	})
}
