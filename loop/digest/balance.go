package digest

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// digestWaterfall is what became of the open leads in the week. How many were
// open at its end follows from how many are now and what has moved since.
func (s *Service) digestWaterfall(rd *store.Reads, d *funnel.Digest) error {
	var open int64
	for _, stage := range funnel.Stages {
		if !stage.Open() {
			continue
		}
		n, err := rd.Total(funnel.CountPopulation + string(stage))
		if err != nil {
			return err
		}
		open += n
	}
	since := s.sinceWeek(d)
	moved, err := flows(rd, since.From, since.To)
	if err != nil {
		return err
	}
	open -= funnel.WaterfallOf(since.From, since.To, moved, 0).Net()
	week, err := flows(rd, d.From, d.Period.To)
	if err != nil {
		return err
	}
	d.Waterfall = funnel.WaterfallOf(d.From, d.Period.To, week, open)
	return nil
}

// sinceWeek are the days from the end of the digest's week until it is made.
func (s *Service) sinceWeek(d *funnel.Digest) funnel.Period {
	return funnel.Period{From: d.Period.To, To: funnel.DateOf(d.AsOf, s.core.Settings().Calendar.Location).AddDays(1)}
}

func flows(rd *store.Reads, from, to funnel.Date) (func(way string) int64, error) {
	counts := map[string]int64{}
	for _, way := range funnel.FlowWays {
		n, err := rd.Count(funnel.CountFlow+way, from, to)
		if err != nil {
			return nil, err
		}
		counts[way] = n
	}
	return func(way string) int64 { return counts[way] }, nil
}

// digestBalance is what each team brought in the week.
func (s *Service) digestBalance(rd *store.Reads, d *funnel.Digest) error {
	whole, teams := funnel.Share{}, map[string]*funnel.Share{string(funnel.Marketing): {}, string(funnel.Sales): {}}
	for _, counter := range []struct {
		metric string
		into   func(*funnel.Share) *int64
	}{
		{funnel.CountEntered + string(funnel.Known), func(s *funnel.Share) *int64 { return &s.Leads }},
		{funnel.CountEntered + string(funnel.MQL), func(s *funnel.Share) *int64 { return &s.MQLs }},
		{funnel.CountEntered + string(funnel.SQL), func(s *funnel.Share) *int64 { return &s.SQLs }},
		{funnel.CountEntered + string(funnel.Customer), func(s *funnel.Share) *int64 { return &s.Customers }},
		{funnel.CountPipeline + s.core.Settings().Currency, func(s *funnel.Share) *int64 { return &s.Pipeline.Minor }},
		{funnel.CountRevenue + s.core.Settings().Currency, func(s *funnel.Share) *int64 { return &s.Revenue.Minor }},
	} {
		n, err := rd.Count(counter.metric, d.From, d.Period.To)
		if err != nil {
			return err
		}
		*counter.into(&whole) = n
		byTeam, err := rd.CountBy(counter.metric, funnel.DimTeam, d.From, d.Period.To)
		if err != nil {
			return err
		}
		for team, share := range teams {
			*counter.into(share) = byTeam[team]
		}
	}
	for _, share := range []*funnel.Share{&whole, teams[string(funnel.Marketing)], teams[string(funnel.Sales)]} {
		share.Pipeline.Currency, share.Revenue.Currency = s.core.Settings().Currency, s.core.Settings().Currency
	}
	d.Balance = append(d.Balance, funnel.Balance(whole, *teams[string(funnel.Marketing)], *teams[string(funnel.Sales)])...)
	return nil
}

// digestCampaigns ranks the campaigns that ran in the 13 weeks up to the end
// of the week by all that they brought until then.
func (s *Service) digestCampaigns(rd *store.Reads, d *funnel.Digest) error {
	all, err := rd.Campaigns()
	if err != nil || len(all) == 0 {
		return err
	}
	board, err := s.campaigns.BoardBefore(rd, all, funnel.ModelFirst, s.sinceWeek(d))
	if err != nil {
		return err
	}
	rank := board.Rank(d.Period.To.AddDays(-counters.RecentDays), d.Last, s.core.Settings().Calendar.Location)
	d.Campaigns.Best = append(d.Campaigns.Best, rank.Best...)
	d.Campaigns.Worst = append(d.Campaigns.Worst, rank.Worst...)
	return nil
}
