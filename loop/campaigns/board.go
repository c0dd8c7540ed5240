package campaigns

import (
	"maps"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// board reads what campaigns brought and cost so far. It costs as much as
// there are texts by which campaigns were named, however many leads did so.
func (s *Service) board(rd *store.Reads, campaigns []funnel.Campaign, model funnel.Model) (*funnel.CampaignBoard, error) {
	return s.BoardBefore(rd, campaigns, model, funnel.Period{})
}

// BoardBefore is the board without what is counted on some days up to now. It
// costs one step more for each of them.
func (s *Service) BoardBefore(rd *store.Reads, campaigns []funnel.Campaign, model funnel.Model, since funnel.Period) (*funnel.CampaignBoard, error) {
	reports, err := withGoals(rd, campaigns)
	if err != nil {
		return nil, err
	}
	board, add := funnel.NewCampaignBoard(reports, model, s.core.Settings().Currency)
	for _, c := range campaignCounts {
		total, err := rd.TotalBy(c.metric, funnel.DimCampaign)
		if err != nil {
			return nil, err
		}
		later, err := rd.CountBy(c.metric, funnel.DimCampaign, since.From, since.To)
		if err != nil {
			return nil, err
		}
		for _, text := range keysOf(total, later) {
			add(text, c.as(total[text]-later[text]))
		}
	}
	for _, c := range campaignSums(model) {
		total, err := rd.TotalMoneyBy(c.metric, funnel.DimCampaign)
		if err != nil {
			return nil, err
		}
		later, err := rd.MoneyBy(c.metric, funnel.DimCampaign, since.From, since.To)
		if err != nil {
			return nil, err
		}
		for _, text := range keysOf(total, later) {
			add(text, c.as(total[text].Less(later[text])))
		}
	}
	board.Finish()
	return board, nil
}

// keysOf are the keys of both, in order. What was taken back whole is in the
// second alone.
func keysOf[V any](total, later map[string]V) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(total)), maps.Keys(later))
	slices.Sort(keys)
	return slices.Compact(keys)
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
	{funnel.CountDefaulted, func(n int64) funnel.Results { return funnel.Results{Defaulted: n} }},
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
