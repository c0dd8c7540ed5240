package digest

import (
	"maps"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// digestWaterfall is what became of the open leads in the week. How many were
// open at its end follows from how many are now and what has moved since.
func (s *Service) digestWaterfall(rd *store.Reads, d *report.Digest) error {
	var open int64
	counts := counters.Over(rd)
	for _, stage := range agreement.Stages {
		if stage.Open() {
			open += counts.Total(ledger.CountPopulation + string(stage))
		}
	}

	since := s.sinceWeek(d)
	open -= ledger.WaterfallOf(since.From, since.To, flows(counts, since.From, since.To), 0).Net()
	d.Waterfall = ledger.WaterfallOf(d.From, d.Period.To, flows(counts, d.From, d.Period.To), open)
	return counts.Err()
}

// sinceWeek are the days from the end of the digest's week until it is made.
func (s *Service) sinceWeek(d *report.Digest) calendar.Period {
	return calendar.Period{From: d.Period.To, To: calendar.DateOf(d.AsOf, s.core.Settings().Calendar.Location).AddDays(1)}
}

func flows(counts *counters.Reader, from, to calendar.Date) func(way string) int64 {
	return func(way string) int64 { return counts.Count(ledger.CountFlow+way, from, to) }
}

// digestBalance is what each team brought in the week.
func (s *Service) digestBalance(rd *store.Reads, d *report.Digest) error {
	counts := counters.Over(rd)
	whole, teams := report.Share{}, map[string]*report.Share{string(ref.Marketing): {}, string(ref.Sales): {}}
	for _, counter := range []struct {
		metric string
		into   func(*report.Share) *int64
	}{
		{ledger.CountEntered + string(agreement.Known), func(s *report.Share) *int64 { return &s.Leads }},
		{ledger.CountEntered + string(agreement.MQL), func(s *report.Share) *int64 { return &s.MQLs }},
		{ledger.CountEntered + string(agreement.SQL), func(s *report.Share) *int64 { return &s.SQLs }},
		{ledger.CountEntered + string(agreement.Customer), func(s *report.Share) *int64 { return &s.Customers }},
		{ledger.CountPipeline + s.core.Settings().Currency, func(s *report.Share) *int64 { return &s.Pipeline.Minor }},
		{ledger.CountRevenue + s.core.Settings().Currency, func(s *report.Share) *int64 { return &s.Revenue.Minor }},
	} {
		*counter.into(&whole) = counts.Count(counter.metric, d.From, d.Period.To)
		byTeam := counts.CountBy(counter.metric, ledger.DimTeam, d.From, d.Period.To)
		for team, share := range teams {
			*counter.into(share) = byTeam[team]
		}
	}

	for _, share := range []*report.Share{&whole, teams[string(ref.Marketing)], teams[string(ref.Sales)]} {
		share.Pipeline.Currency, share.Revenue.Currency = s.core.Settings().Currency, s.core.Settings().Currency
	}

	for prefix, into := range map[string]*[]money.Amount{
		ledger.CountPipeline: &d.Elsewhere.Pipeline, ledger.CountRevenue: &d.Elsewhere.Revenue,
	} {
		sums, err := rd.CountSuffixes(prefix, d.From, d.Period.To)
		if err != nil {
			return err
		}

		*into = otherCurrencies(sums, s.core.Settings().Currency)
	}

	d.Balance = append(d.Balance, report.Balance(whole, *teams[string(ref.Marketing)], *teams[string(ref.Sales)])...)
	return counts.Err()
}

// otherCurrencies are the sums in other currencies than the workspace's, by their codes.
func otherCurrencies(sums map[string]int64, own string) (others []money.Amount) {
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		if minor := sums[currency]; currency != own && minor != 0 {
			others = append(others, money.Amount{Minor: minor, Currency: currency})
		}
	}

	return others
}

// digestCampaigns ranks the campaigns that ran in the 13 weeks up to the end
// of the week by all that they brought until then.
func (s *Service) digestCampaigns(rd *store.Reads, d *report.Digest) error {
	all, err := rd.Campaigns()
	if err != nil || len(all) == 0 {
		return err
	}

	board, err := s.campaigns.BoardBefore(rd, all, ledger.ModelFirst, s.sinceWeek(d))
	if err != nil {
		return err
	}

	rank := board.Rank(d.Period.To.AddDays(-counters.RecentDays), d.Last, s.core.Settings().Calendar.Location)
	d.Campaigns.Best = append(d.Campaigns.Best, rank.Best...)
	d.Campaigns.Worst = append(d.Campaigns.Worst, rank.Worst...)
	return nil
}
