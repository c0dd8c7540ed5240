package campaigns

import (
	"context"
	"errors"
	"fmt"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// Forecast says what a campaign would bring, by what its channel has
// brought so far. It stores nothing.
func (s *Service) Forecast(ctx context.Context, q campaigns.Question) (f campaigns.Forecast, err error) {
	today := s.core.Today(s.core.Now())
	err = s.core.View(ctx, func(rd *store.Reads) error {
		all, err := rd.Campaigns()
		if err != nil {
			return err
		}
		board, err := s.board(rd, all, ledger.ModelFirst)
		if err != nil {
			return err
		}
		lags, err := rd.CountBy(ledger.CountLag, ledger.DimDays, today.AddDays(1-counters.PlanDays), today.AddDays(1))
		if err != nil {
			return err
		}
		var unread error
		came := func(day calendar.Date) map[string]int64 {
			leads, err := rd.CountBy(ledger.CountEntered+string(agreement.Known), ledger.DimCampaign, day, day.AddDays(1))
			unread = errors.Join(unread, err)
			return leads
		}
		f, err = campaigns.NewForecast(q, board, ledger.LagsOf(lags), came, today)
		if unread != nil {
			return unread
		}
		return err
	})
	if err != nil && fault.KindOf(err) == fault.KindInternal {
		err = fmt.Errorf("forecast a campaign: %w", err)
	}
	return f, err
}
