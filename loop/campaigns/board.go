package campaigns

import (
	"maps"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/store"
)

// board reads what campaigns brought and cost so far. It costs as much as
// there are names that leads gave campaigns, however many leads did so.
func (s *Service) board(rd *store.Reads, campaigns []campaigns.Campaign, model ledger.Model) (*campaigns.Board, error) {
	return s.BoardBefore(rd, campaigns, model, calendar.Period{})
}

// BoardBefore is the board without what is counted on some days up to now. It
// costs one step more for each of them.
func (s *Service) BoardBefore(
	rd *store.Reads, all []campaigns.Campaign, model ledger.Model, since calendar.Period,
) (*campaigns.Board, error) {
	reports, err := withGoals(rd, all)
	if err != nil {
		return nil, err
	}

	board, add := campaigns.NewBoard(reports, model, s.core.Settings().Currency)
	for _, c := range campaignCounts {
		total, err := rd.TotalBy(c.metric, ledger.DimCampaign)
		if err != nil {
			return nil, err
		}

		later, err := rd.CountBy(c.metric, ledger.DimCampaign, since.From, since.To)
		if err != nil {
			return nil, err
		}

		for _, text := range keysOf(total, later) {
			add(text, c.as(total[text]-later[text]))
		}
	}

	for _, c := range campaignSums(model) {
		total, err := rd.TotalMoneyBy(c.metric, ledger.DimCampaign)
		if err != nil {
			return nil, err
		}

		later, err := rd.MoneyBy(c.metric, ledger.DimCampaign, since.From, since.To)
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
	as     func(T) campaigns.Results
}

var campaignCounts = []campaignCounter[int64]{
	{ledger.CountResponses, func(n int64) campaigns.Results { return campaigns.Results{Responses: n} }},
	{
		ledger.CountEntered + string(agreement.Inquiry),
		func(n int64) campaigns.Results { return campaigns.Results{Inquiries: n} },
	},
	{
		ledger.CountEntered + string(agreement.Known),
		func(n int64) campaigns.Results { return campaigns.Results{Leads: n} },
	},
	{ledger.CountEntered + string(agreement.MQL), func(n int64) campaigns.Results { return campaigns.Results{MQLs: n} }},
	{ledger.CountEntered + string(agreement.SAL), func(n int64) campaigns.Results { return campaigns.Results{SALs: n} }},
	{ledger.CountEntered + string(agreement.SQL), func(n int64) campaigns.Results { return campaigns.Results{SQLs: n} }},
	{
		ledger.CountEntered + string(agreement.Customer),
		func(n int64) campaigns.Results { return campaigns.Results{Customers: n} },
	},
	{ledger.CountAccepted, func(n int64) campaigns.Results { return campaigns.Results{Accepted: n} }},
	{ledger.CountDefaulted, func(n int64) campaigns.Results { return campaigns.Results{Defaulted: n} }},
	{ledger.CountRejected, func(n int64) campaigns.Results { return campaigns.Results{Rejected: n} }},
}

// campaignSums are prefixes of counters that have one for each currency.
func campaignSums(model ledger.Model) []campaignCounter[campaigns.Sums] {
	return []campaignCounter[campaigns.Sums]{
		{ledger.CountCredit(model), func(sums campaigns.Sums) campaigns.Results { return campaigns.Results{Revenue: sums} }},
		{ledger.CountSpend, func(sums campaigns.Sums) campaigns.Results { return campaigns.Results{Spend: sums} }},
	}
}

func withGoals(rd *store.Reads, all []campaigns.Campaign) ([]campaigns.Report, error) {
	reports := make([]campaigns.Report, len(all))
	for i, c := range all {
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
