package loop

import (
	"maps"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// board reads what campaigns brought and cost so far. It costs as much as
// there are texts by which campaigns were named, however many leads did so.
func (s *Service) board(rd *store.Reads, campaigns []funnel.Campaign, model funnel.Model) (*funnel.CampaignBoard, error) {
	return s.boardBefore(rd, campaigns, model, s.today(s.now()).AddDays(1))
}

// boardBefore is the board as it was before a day: all that is counted, less
// what was counted since. It costs one step more for each day since.
func (s *Service) boardBefore(rd *store.Reads, campaigns []funnel.Campaign, model funnel.Model, before funnel.Date) (*funnel.CampaignBoard, error) {
	reports, err := withGoals(rd, campaigns)
	if err != nil {
		return nil, err
	}
	board, add := funnel.NewCampaignBoard(reports, model, s.settings.Currency)
	tomorrow := s.today(s.now()).AddDays(1)
	for _, c := range campaignCounts {
		total, err := rd.TotalBy(c.metric, funnel.DimCampaign)
		if err != nil {
			return nil, err
		}
		since, err := rd.CountBy(c.metric, funnel.DimCampaign, before, tomorrow)
		if err != nil {
			return nil, err
		}
		for _, text := range slices.Sorted(maps.Keys(total)) {
			add(text, c.as(total[text]-since[text]))
		}
	}
	for _, c := range campaignSums(model) {
		total, err := rd.TotalMoneyBy(c.metric, funnel.DimCampaign)
		if err != nil {
			return nil, err
		}
		since, err := rd.MoneyBy(c.metric, funnel.DimCampaign, before, tomorrow)
		if err != nil {
			return nil, err
		}
		for _, text := range slices.Sorted(maps.Keys(total)) {
			add(text, c.as(total[text].Less(since[text])))
		}
	}
	board.Finish()
	return board, nil
}

// campaignCounter is a counter by campaign, and what it counts of their
// results.
type campaignCounter[T any] struct {
	metric string
	as     func(T) funnel.Results
}

var campaignCounts = []campaignCounter[int64]{
	{funnel.CountResponses, func(n int64) funnel.Results { return funnel.Results{Responses: n} }},
	{funnel.CountEntered + string(funnel.Inquiry), func(n int64) funnel.Results { return funnel.Results{Inquiries: n} }},
	{funnel.CountEntered + string(funnel.Known), func(n int64) funnel.Results { return funnel.Results{Leads: n} }},
	{funnel.CountEntered + string(funnel.MQL), func(n int64) funnel.Results { return funnel.Results{MQLs: n} }},
	{funnel.CountEntered + string(funnel.SQL), func(n int64) funnel.Results { return funnel.Results{SQLs: n} }},
	{funnel.CountEntered + string(funnel.Customer), func(n int64) funnel.Results { return funnel.Results{Customers: n} }},
	{funnel.CountAccepted, func(n int64) funnel.Results { return funnel.Results{Accepted: n} }},
	{funnel.CountRejected, func(n int64) funnel.Results { return funnel.Results{Rejected: n} }},
}

// campaignSums are prefixes of counters that have one for each currency.
func campaignSums(model funnel.Model) []campaignCounter[funnel.Sums] {
	return []campaignCounter[funnel.Sums]{
		{funnel.CountCredit(model), func(sums funnel.Sums) funnel.Results { return funnel.Results{Revenue: sums} }},
		{funnel.CountSpend, func(sums funnel.Sums) funnel.Results { return funnel.Results{Spend: sums} }},
	}
}

func withGoals(rd *store.Reads, campaigns []funnel.Campaign) ([]funnel.CampaignReport, error) {
	reports := make([]funnel.CampaignReport, len(campaigns))
	for i, c := range campaigns {
		reports[i].Campaign = c
		if c.Goal == 0 {
			continue
		}
		var err error
		if reports[i].Goal, _, err = rd.Goal(c.Goal); err != nil {
			return nil, err
		}
	}
	return reports, nil
}
