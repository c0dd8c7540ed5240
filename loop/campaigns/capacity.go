package campaigns

import (
	"context"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// CapacityFor says whether sales can take the leads that a campaign
// still expects.
func (s *Service) CapacityFor(ctx context.Context, name string) (campaigns.Capacity, error) {
	return s.checkCapacity(ctx, func(rd *store.Reads) (campaigns.CapacityQuestion, error) {
		c, err := campaign(rd, name)
		if err != nil {
			return campaigns.CapacityQuestion{}, err
		}

		report, err := s.report(rd, c, ledger.ModelFirst)
		q := c.CapacityQuestion()
		q.Came = report.Leads
		return q, err
	})
}

// Capacity says whether sales can take the leads of a campaign that somebody
// thinks of. It stores nothing.
func (s *Service) Capacity(ctx context.Context, q campaigns.CapacityQuestion) (campaigns.Capacity, error) {
	return s.checkCapacity(ctx, func(*store.Reads) (campaigns.CapacityQuestion, error) { return q, nil })
}

func (s *Service) checkCapacity(
	ctx context.Context, ask func(*store.Reads) (campaigns.CapacityQuestion, error),
) (campaigns.Capacity, error) {
	return core.Read(ctx, s.core, "check what sales can take", func(rd *store.Reads) (c campaigns.Capacity, err error) {
		q, err := ask(rd)
		if err != nil {
			return c, err
		}

		facts, err := s.salesFacts(rd, q.Channel)
		if err != nil {
			return c, err
		}

		return campaigns.CheckCapacity(q, facts)
	})
}

// salesFacts reads what sales can take, and how many leads are handed off. It
// costs as much as there are days, campaigns and reps, however many leads.
func (s *Service) salesFacts(rd *store.Reads, channel campaigns.Channel) (campaigns.SalesFacts, error) {
	f := campaigns.SalesFacts{
		Today: s.core.Today(s.core.Now()), Best: map[ref.UserID]int64{},
		Waiting: map[ref.UserID]int{},
	}
	var err error
	if f.Policy, err = s.core.PolicyIn(rd); err != nil {
		return f, err
	}

	stored, err := rd.Pools()
	if err != nil {
		return f, err
	}

	f.Pools = people.PoolsInOrder(stored, f.Policy.Roster)
	for _, rep := range f.Policy.Roster.Sales {
		if f.Waiting[rep], err = rd.TurnCount(rep, core.MaxCounted); err != nil {
			return f, err
		}
	}

	counts, week := counters.Over(rd), calendar.WeekOf(f.Today)
	for range campaigns.CapacityWeeks {
		for rep, n := range taken(counts, week) {
			f.Best[ref.UserID(rep)] = max(f.Best[ref.UserID(rep)], n)
		}

		week = week.Prev()
	}

	if err := counts.Err(); err != nil {
		return f, err
	}

	f.Channel, f.Company, err = s.handedOff(rd, channel, f.Today)
	return f, err
}

// taken is how many leads each rep took in a week: those that they accepted,
// or where the past was imported, those that became SALs.
func taken(counts *counters.Reader, week calendar.Period) map[string]int64 {
	by := func(metric string) map[string]int64 {
		return counts.CountBy(metric, ledger.DimOwner, week.From, week.To)
	}
	took, unanswered := by(ledger.CountAccepted), by(ledger.CountDefaulted)
	for rep, entered := range by(ledger.CountEntered + string(agreement.SAL)) {
		took[rep] = max(took[rep], entered-unanswered[rep]) // nobody took what nobody answered
	}

	return took
}

// handedOff is how many leads became handoffs: of a channel, and in the last
// 12 months of the whole company.
func (s *Service) handedOff(
	rd *store.Reads, channel campaigns.Channel, today calendar.Date,
) (of, all stats.Rate, err error) {
	campaigns, err := rd.Campaigns()
	if err != nil {
		return of, all, err
	}

	board, err := s.board(rd, campaigns, ledger.ModelFirst)
	if err != nil {
		return of, all, err
	}

	for _, c := range board.Campaigns {
		if c.Campaign.Channel == channel {
			of.Part, of.Whole = of.Part+c.MQLs, of.Whole+c.Leads
		}
	}

	counts := counters.Over(rd)
	year := counts.Entered(today.AddDays(1-counters.PlanDays), today.AddDays(1))
	all = stats.Rate{Part: year[agreement.MQL], Whole: year[agreement.Known]}
	return of, all, counts.Err()
}
