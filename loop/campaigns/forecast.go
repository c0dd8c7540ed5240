package campaigns

import (
	"context"
	"errors"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// Forecast says what a campaign would bring, by what its channel has
// brought so far. It stores nothing.
func (s *Service) Forecast(ctx context.Context, q funnel.CampaignQuestion) (f funnel.Forecast, err error) {
	today := s.core.Today(s.core.Now())
	err = s.core.View(ctx, func(rd *store.Reads) error {
		all, err := rd.Campaigns()
		if err != nil {
			return err
		}
		board, err := s.board(rd, all, funnel.ModelFirst)
		if err != nil {
			return err
		}
		lags, err := rd.CountBy(funnel.CountLag, funnel.DimDays, today.AddDays(1-counters.PlanDays), today.AddDays(1))
		if err != nil {
			return err
		}
		var unread error
		came := func(day funnel.Date) map[string]int64 {
			leads, err := rd.CountBy(funnel.CountEntered+string(funnel.Known), funnel.DimCampaign, day, day.AddDays(1))
			unread = errors.Join(unread, err)
			return leads
		}
		f, err = funnel.ForecastCampaign(q, board, funnel.LagsOf(lags), came, today)
		if unread != nil {
			return unread
		}
		return err
	})
	if err != nil && funnel.KindOf(err) == funnel.KindInternal {
		err = fmt.Errorf("forecast a campaign: %w", err)
	}
	return f, err
}
