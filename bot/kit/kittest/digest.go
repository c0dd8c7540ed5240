package kittest

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Digest is a week in which a bit of everything happened.
func Digest() report.Digest {
	week := Period("2026-W47")
	d := report.Digest{
		Week: week.Label, Period: week, From: week.From, Last: week.Last(), Zone: "Europe/Berlin",
		AsOf: time.Date(2026, 11, 23, 9, 0, 0, 0, Berlin), Goals: SomeGoals(),
		Funnel:    report.FunnelCount{Inquiries: 3, Leads: 21, MQLs: 8, SALs: 5, SQLs: 3, Customers: 2},
		Before:    report.FunnelCount{Inquiries: 5, Leads: 18, MQLs: 8, SALs: 6, SQLs: 1, Customers: 0},
		FourWeeks: report.FunnelCount{Inquiries: 14, Leads: 78, MQLs: 31, SALs: 22, SQLs: 9, Customers: 5},
		Sources: []report.SourceRow{
			{Source: "webinar", MQLs: 5, Customers: 1}, {Source: "referral", MQLs: 2, Customers: 1}, {Source: "", MQLs: 1},
		},
		Revenue: []money.Amount{Euros(30000)},
		Levels: []report.Level{
			{Clock: agreement.ClockAccept, Rate: stats.Rate{Part: 6, Whole: 8}, Answered: 7, Median: 95, P90: 310},
			{Clock: agreement.ClockFirstTouch, Rate: stats.Rate{Part: 5, Whole: 5}, Answered: 5, Median: 12, P90: 48},
			{Clock: agreement.ClockUpdate, Rate: stats.Rate{}},
		},
		Turns: []funnel.Stretch{
			{Turn: funnel.TurnSystem, Wall: time.Hour},
			{Turn: funnel.TurnMarketing, Wall: 300 * time.Hour, Worked: 80*time.Hour + 20*time.Minute},
			{Turn: funnel.TurnSales, Wall: 50 * time.Hour, Worked: 40 * time.Minute},
			{Turn: funnel.TurnCustomer, Wall: 900 * time.Hour, Worked: 210 * time.Hour},
		},
		Nudges: []ledger.NudgeRow{
			{Kind: "accept", Rate: stats.Rate{Part: 6, Whole: 8}},
			{Kind: "update", Rate: stats.Rate{Part: 2, Whole: 12}},
			{Kind: funnel.NudgeEscalation, Rate: stats.Rate{Part: 1, Whole: 3}},
		},
		Acceptance: stats.Rate{Part: 5, Whole: 7}, Handoffs: 8,
		Overrides: []funnel.Override{
			funnel.OverrideOf(agreement.MQL, 2, map[string]int64{"fit": 1, "points": 2}), funnel.OverrideOf(agreement.SQL, 1, map[string]int64{"budget": 1}),
		},
		Elsewhere:  report.Elsewhere{Pipeline: []money.Amount{{Minor: 500000, Currency: "USD"}}},
		Rejections: []report.ReasonRow{{Code: "company_size", Label: "Wrong company size", Count: 2}},
		HandedBack: []report.ReasonRow{{Code: "timing", Label: "Not now", Count: 1}},
		OpenLoops:  14,
		Oldest: []report.LoopRow{
			{
				Lead: 3, Who: "Ali, Nord AG", Stage: agreement.SAL, Owner: Sam, Since: Now.AddDate(0, 0, -16),
				With: Now.AddDate(0, 0, -3),
			},
			{Lead: 7, Who: "Bea, Süd GmbH", Stage: agreement.MQL, Owner: Kim, Since: Now.AddDate(0, 0, -2)},
		},
		Wins: []report.EndRow{{Lead: 12, Who: "Jane Doe, Acme & Sons", Owner: string(Sam), Amount: Euros(30000), Source: "webinar"}, {Lead: 13, Who: "Jo", Owner: "outside rep"}},
		Losses: []report.EndRow{{
			Lead: 14, Who: "Max Muster, West KG", Owner: string(Kim), Reason: "price",
			Note: "Half the price elsewhere.",
		}},
		Lost:    1,
		LostWhy: []report.ReasonRow{{Code: "price", Label: "Price", Count: 1}},
		Campaigns: campaigns.Rank{
			Best:  []campaigns.Row{{Name: "Autumn webinar", Channel: "webinar", Accepted: 9, Answered: 12, Leads: 30, Spend: []money.Amount{Euros(1800)}, Cost: Euros(200)}, {Name: "Referrals", Channel: "referral", Accepted: 6, Answered: 6, Leads: 7}},
			Worst: []campaigns.Row{{Name: "LogiMAT & more", Channel: "event", Accepted: 0, Answered: 4, Leads: 12, Spend: []money.Amount{Euros(20000), {Minor: 50000, Currency: "CHF"}}}},
		},
		Balance: []report.Share{
			{Team: ref.Marketing, Leads: 18, MQLs: 7, SQLs: 2, Customers: 1, Pipeline: Euros(48000), Revenue: Euros(30000)},
			{Team: ref.Sales, Leads: 3, MQLs: 1, SQLs: 1, Customers: 1, Pipeline: Euros(12000)},
		},
		Waterfall: ledger.Waterfall{
			From: week.From, Last: week.Last(), Start: 143, New: 24, Back: 2, Won: 2, Lost: 1,
			Recycled: 3, Disqualified: 4, End: 159,
		},
		Weakest: &report.WeakStep{
			From: agreement.MQL, To: agreement.SAL, Now: stats.Rate{Part: 27, Whole: 61},
			Before: stats.Rate{Part: 130, Whole: 201}, Sure: true,
		},
	}
	d.Gap, d.Levers = lagging(d.Goals[0])
	d.Finish()
	return d
}

// lagging is why a revenue goal lags, and what would change that.
func lagging(s goals.Standing) (*report.Gap, *report.Levers) {
	gap := report.Explain(s, report.GapFacts{
		Now: map[agreement.Stage]int64{
			agreement.Known: 410, agreement.MQL: 172, agreement.SAL: 79, agreement.SQL: 52,
			agreement.Customer: 31,
		},
		Before: map[agreement.Stage]int64{
			agreement.Known: 520, agreement.MQL: 230, agreement.SAL: 148, agreement.SQL: 90,
			agreement.Customer: 44,
		},
		Won: Euros(330000), Targets: map[agreement.Stage]float64{}, Due: 0.94, DueBefore: 1,
	})
	rest := calendar.Period{From: calendar.Date{Year: 2026, Month: 11, Day: 23}, To: s.Goal.Period.To}
	levers := report.FindLevers(s, report.LeverFacts{
		RecentPace: goals.RecentPace{Value: 50000000, Days: 65, Left: 29, Rest: rest},
		Recent: map[agreement.Stage]int64{
			agreement.Known: 700, agreement.MQL: 300, agreement.SAL: 150, agreement.SQL: 95,
			agreement.Customer: 52,
		},
		Weeks: 13, Lags: ledger.LagsOf(map[string]int64{"5": 20, "12": 30, "33": 25}),
		BestLeads: map[agreement.Stage]float64{agreement.Known: 66}, BestDeal: 1100000,
		Kept: stats.Rate{Part: 30, Whole: 90}, Late: stats.Rate{Part: 8, Whole: 80},
	})
	return &gap, &levers
}

// HugeDigest has more of everything than a message takes, and hostile names.
func HugeDigest() report.Digest {
	d := Digest()
	d.OpenLoops, d.Lost, d.Funnel.Customers = 5000, 80, 80
	for i := range 80 {
		d.Goals = append(d.Goals, Standing(goals.MetricFirstTouch, "2026-Q4", 0.9, float64(i)/80, HostileText))
		d.Oldest = append(d.Oldest,
			report.LoopRow{Lead: ref.LeadID(i + 20), Who: HostileText, Stage: agreement.SAL, Owner: Kim, Since: Now})
		d.Wins = append(d.Wins,
			report.EndRow{Lead: ref.LeadID(i + 200), Who: HostileText, Owner: HostileText, Source: HostileText})
		d.Losses = append(d.Losses,
			report.EndRow{Lead: ref.LeadID(i + 300), Who: HostileText, Reason: HostileText, Note: HostileText})
		d.Sources = append(d.Sources, report.SourceRow{Source: HostileText, MQLs: int64(i + 1)})
		d.Rejections = append(d.Rejections, report.ReasonRow{Code: HostileText, Label: HostileText, Count: 1})
	}

	d.Finish()
	return d
}
