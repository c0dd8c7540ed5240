package campaigns

import (
	"cmp"
	"context"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// Forecast says what a campaign would bring, by what its channel has
// brought so far. It stores nothing.
func (s *Service) Forecast(ctx context.Context, q campaigns.Question) (campaigns.Forecast, error) {
	today := s.core.Today(s.core.Now())
	return core.Read(ctx, s.core, "forecast a campaign", func(rd *store.Reads) (f campaigns.Forecast, err error) {
		all, err := rd.Campaigns()
		if err != nil {
			return f, err
		}

		board, err := s.board(rd, all, ledger.ModelFirst)
		if err != nil {
			return f, err
		}

		counts := counters.Over(rd)
		came := func(day calendar.Date) map[string]int64 {
			return counts.CountBy(ledger.CountEntered+string(agreement.Known), ledger.DimCampaign, day, day.AddDays(1))
		}

		f, err = campaigns.NewForecast(q, board, counts.LagsBefore(today.AddDays(1)), came, today)
		return f, cmp.Or(counts.Err(), err)
	})
}
