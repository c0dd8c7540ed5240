package goals

import (
	"context"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// Plan computes the reverse funnel of a revenue goal from what is given and
// what the counters of the last 12 months say. It stores nothing.
func (s *Service) Plan(ctx context.Context, in goals.PlanInput) (goals.Planning, error) {
	today := s.core.Today(s.core.Now())
	return core.Read(ctx, s.core, "compute a plan", func(rd *store.Reads) (goals.Planning, error) {
		return s.plan(rd, in, today)
	})
}

func (s *Service) plan(rd *store.Reads, in goals.PlanInput, today calendar.Date) (goals.Planning, error) {
	history, err := s.planHistory(rd, today)
	if err != nil {
		return goals.Planning{}, err
	}

	var p goals.Planning
	if p.Plan, err = goals.MakePlan(in, history, today); err != nil {
		return p, err
	}

	tree, err := goalTree(rd, today)
	if err != nil {
		return p, err
	}

	for _, goal := range p.Plan.Goals() {
		old, _ := tree.Find(goal.Metric, goal.Period, goals.Scope{})
		p.Changes = append(p.Changes, goals.Change{Goal: goal, Old: old})
	}

	p.Stamp = goals.PlanStamp(p.Changes)
	return p, nil
}

// planHistory sums the counters of the 12 months up to today.
func (s *Service) planHistory(rd *store.Reads, today calendar.Date) (goals.PlanHistory, error) {
	from, until := today.AddDays(1-counters.PlanDays), today.AddDays(1)
	h := goals.PlanHistory{Won: money.Amount{Currency: s.core.Settings().Currency}}
	counts := counters.Over(rd)
	h.Entered = counts.Entered(from, until)
	h.Won.Minor = counts.Count(ledger.CountRevenue+s.core.Settings().Currency, from, until)
	h.Deals = counts.Count(ledger.CountDeals+s.core.Settings().Currency, from, until)
	h.Lags = counts.LagsBefore(until)
	return h, counts.Err()
}

// SavePlan sets the goals of a plan, all or none, if they are still those
// that were shown when the stamp was made.
func (s *Service) SavePlan(
	ctx context.Context, req core.Request, in goals.PlanInput, stamp string,
) (goals.Planning, error) {
	return core.Do(ctx, s.core, "save a plan", req, func(uc *core.UseCase) (p goals.Planning, err error) {
		if p, err = s.plan(&uc.Tx.Reads, in, uc.Today()); err != nil {
			return p, err
		}

		if p.Stamp != stamp {
			return p, fault.Conflict(
				"The figures or the goals have changed since this plan was shown, so nothing was saved. Look at it anew with %s.",
				fault.ToPlanGoals.Way(in),
			)
		}

		return p, savePlan(uc, p.Changes)
	})
}

// savePlan sets the goals of a plan as a tree, each below the one before it.
func savePlan(uc *core.UseCase, changes []goals.Change) error {
	tree, err := goalTree(&uc.Tx.Reads, uc.Today())
	if err != nil {
		return err
	}

	for i := range changes {
		c := &changes[i]
		if c.ID = c.Old.ID; c.ID == 0 {
			if c.ID, err = uc.Tx.NextGoalID(); err != nil {
				return err
			}
		}

		if i > 0 {
			c.Goal.Parent = changes[i-1].ID
		}
	}

	_, err = setGoals(uc, tree, changes)
	return err
}

// AdoptThresholds notes from which day on goals are judged by other thresholds
// than before, so that what was judged earlier stays as it was.
func (s *Service) AdoptThresholds(ctx context.Context) error {
	return s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		known, err := uc.Tx.Thresholds()
		if err != nil {
			return err
		}

		noted, entry, changed := goals.AdoptThresholds(known, s.core.Settings().Thresholds, uc.Act, uc.Policy)
		if !changed {
			return nil
		}

		if err := uc.Journal(entry); err != nil {
			return err
		}

		return uc.Tx.PutThresholds(noted)
	})
}
