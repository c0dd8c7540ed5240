package campaigns

import (
	"context"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// CapacityFor says whether sales can take the leads that a campaign
// still expects.
func (s *Service) CapacityFor(ctx context.Context, name string) (funnel.Capacity, error) {
	return s.checkCapacity(ctx, func(rd *store.Reads) (funnel.CapacityQuestion, error) {
		c, err := campaign(rd, name)
		if err != nil {
			return funnel.CapacityQuestion{}, err
		}
		report, err := s.report(rd, c, funnel.ModelFirst)
		q := c.CapacityQuestion()
		q.Came = report.Leads
		return q, err
	})
}

// Capacity says whether sales can take the leads of a campaign that somebody
// thinks of. It stores nothing.
func (s *Service) Capacity(ctx context.Context, q funnel.CapacityQuestion) (funnel.Capacity, error) {
	return s.checkCapacity(ctx, func(*store.Reads) (funnel.CapacityQuestion, error) { return q, nil })
}

func (s *Service) checkCapacity(ctx context.Context, ask func(*store.Reads) (funnel.CapacityQuestion, error)) (c funnel.Capacity, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		q, err := ask(rd)
		if err != nil {
			return err
		}
		facts, err := s.salesFacts(rd, q.Channel)
		if err != nil {
			return err
		}
		c, err = funnel.CheckCapacity(q, facts)
		return err
	})
	if err != nil && funnel.KindOf(err) == funnel.KindInternal {
		err = fmt.Errorf("check what sales can take: %w", err)
	}
	return c, err
}

// salesFacts reads what sales can take, and how many leads are handed off. It
// costs as much as there are days, campaigns and reps, however many leads.
func (s *Service) salesFacts(rd *store.Reads, channel funnel.Channel) (funnel.SalesFacts, error) {
	f := funnel.SalesFacts{Today: s.core.Today(s.core.Now()), Best: map[funnel.UserID]int64{}, Waiting: map[funnel.UserID]int{}}
	var err error
	if f.Policy, err = s.core.PolicyIn(rd); err != nil {
		return f, err
	}
	stored, err := rd.Pools()
	if err != nil {
		return f, err
	}
	f.Pools = funnel.PoolsInOrder(stored, f.Policy.Roster)
	for _, rep := range f.Policy.Roster.Sales {
		if f.Waiting[rep], err = rd.TurnCount(rep, core.MaxCounted); err != nil {
			return f, err
		}
	}
	week := funnel.WeekOf(f.Today)
	for range funnel.CapacityWeeks {
		took, err := taken(rd, week)
		if err != nil {
			return f, err
		}
		for rep, n := range took {
			f.Best[funnel.UserID(rep)] = max(f.Best[funnel.UserID(rep)], n)
		}
		week = week.Prev()
	}
	f.Channel, f.Company, err = s.handedOff(rd, channel, f.Today)
	return f, err
}

// taken is how many leads each rep took in a week: those that they accepted,
// or where the past was imported, those that became SALs.
func taken(rd *store.Reads, week funnel.Period) (map[string]int64, error) {
	var by [3]map[string]int64
	for i, metric := range []string{funnel.CountAccepted, funnel.CountEntered + string(funnel.SAL), funnel.CountDefaulted} {
		var err error
		if by[i], err = rd.CountBy(metric, funnel.DimOwner, week.From, week.To); err != nil {
			return nil, err
		}
	}
	took := by[0]
	for rep, entered := range by[1] {
		took[rep] = max(took[rep], entered-by[2][rep]) // nobody took what nobody answered
	}
	return took, nil
}

// handedOff is how many leads became handoffs: of a channel, and in the last
// 12 months of the whole company.
func (s *Service) handedOff(rd *store.Reads, channel funnel.Channel, today funnel.Date) (of, all funnel.Rate, err error) {
	campaigns, err := rd.Campaigns()
	if err != nil {
		return of, all, err
	}
	board, err := s.board(rd, campaigns, funnel.ModelFirst)
	if err != nil {
		return of, all, err
	}
	for _, c := range board.Campaigns {
		if c.Campaign.Channel == channel {
			of.Part, of.Whole = of.Part+c.MQLs, of.Whole+c.Leads
		}
	}
	for stage, to := range map[funnel.Stage]*int64{funnel.MQL: &all.Part, funnel.Known: &all.Whole} {
		if *to, err = rd.Count(funnel.CountEntered+string(stage), today.AddDays(1-counters.PlanDays), today.AddDays(1)); err != nil {
			return of, all, err
		}
	}
	return of, all, nil
}
