package goals

import (
	"context"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// Planning is a plan, and the goals that it would set.
type Planning struct {
	Plan    funnel.Plan
	Changes []funnel.GoalChange
	Stamp   string // of the goals as shown; saving asks for it
}

// Plan reckons the reverse funnel of a revenue goal from what is given and
// what the counters of the last 12 months say. It stores nothing.
func (s *Service) Plan(ctx context.Context, in funnel.PlanInput) (p Planning, err error) {
	today := s.core.Today(s.core.Now())
	err = s.core.View(ctx, func(rd *store.Reads) error {
		p, err = s.plan(rd, in, today)
		return err
	})
	if err != nil && funnel.KindOf(err) == funnel.KindInternal {
		err = fmt.Errorf("reckon a plan: %w", err)
	}
	return p, err
}

func (s *Service) plan(rd *store.Reads, in funnel.PlanInput, today funnel.Date) (Planning, error) {
	history, err := s.planHistory(rd, today)
	if err != nil {
		return Planning{}, err
	}
	var p Planning
	if p.Plan, err = funnel.MakePlan(in, history, today); err != nil {
		return p, err
	}
	tree, err := goalTree(rd, today)
	if err != nil {
		return p, err
	}
	for _, goal := range p.Plan.Goals() {
		old, _ := tree.Find(goal.Metric, goal.Period, funnel.GoalScope{})
		p.Changes = append(p.Changes, funnel.GoalChange{Goal: goal, Old: old})
	}
	p.Stamp = funnel.PlanStamp(p.Changes)
	return p, nil
}

// planHistory sums the counters of the 12 months up to today.
func (s *Service) planHistory(rd *store.Reads, today funnel.Date) (funnel.PlanHistory, error) {
	from, until := today.AddDays(1-counters.PlanDays), today.AddDays(1)
	h := funnel.PlanHistory{Entered: map[funnel.Stage]int64{}, Won: funnel.Money{Currency: s.core.Settings().Currency}}
	var err error
	for _, stage := range funnel.Steps {
		if h.Entered[stage], err = rd.Count(funnel.CountEntered+string(stage), from, until); err != nil {
			return h, err
		}
	}
	if h.Won.Minor, err = rd.Count(funnel.CountRevenue+s.core.Settings().Currency, from, until); err != nil {
		return h, err
	}
	if h.Deals, err = rd.Count(funnel.CountDeals+s.core.Settings().Currency, from, until); err != nil {
		return h, err
	}
	lags, err := rd.CountBy(funnel.CountLag, funnel.DimDays, from, until)
	h.Lags = funnel.LagsOf(lags)
	return h, err
}

// SavePlan sets the goals of a plan, all or none, if they are still those
// that were shown when the stamp was made.
func (s *Service) SavePlan(ctx context.Context, req core.Request, in funnel.PlanInput, stamp string) (Planning, error) {
	var p Planning
	err := s.core.Act(ctx, "save a plan", req, func(st *core.Step) (err error) {
		if p, err = s.plan(&st.Tx.Reads, in, st.Today()); err != nil {
			return err
		}
		if p.Stamp != stamp {
			return funnel.Conflict("The figures or the goals have changed since this plan was shown, so nothing was saved. Look at it anew with %s.", funnel.ToPlanGoals.Way(in))
		}
		return savePlan(st, p.Changes)
	})
	return p, err
}

// savePlan sets the goals of a plan as a tree, each below the one before it.
func savePlan(st *core.Step, changes []funnel.GoalChange) error {
	tree, err := goalTree(&st.Tx.Reads, st.Today())
	if err != nil {
		return err
	}
	for i := range changes {
		c := &changes[i]
		if c.ID = c.Old.ID; c.ID == 0 {
			if c.ID, err = st.Tx.NextGoalID(); err != nil {
				return err
			}
		}
		if i > 0 {
			c.Goal.Parent = changes[i-1].ID
		}
	}
	_, err = setGoals(st, tree, changes)
	return err
}
