package kittest

import (
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
)

// Fair is a campaign that runs and has brought something.
func Fair() campaigns.Report {
	mar := func(day int) calendar.Date { return calendar.Date{Year: 2027, Month: 3, Day: day} }
	return campaigns.Report{
		Campaign: campaigns.Campaign{
			V: 1, ID: 1, Name: "LogiMAT 2027", Aliases: []string{"logimat", "utm_logimat"}, Channel: "event", From: mar(9),
			Until:    mar(11),
			Audience: "Operations managers", Message: "Counts without closing the warehouse", Budget: Euros(5000),
			Goal: 1, Why: "Half of them buy within a year", CreatedBy: Mia, CreatedAt: Now,
		},
		Goal: SomeGoals()[0].Goal,
		Results: campaigns.Results{
			Responses: 14, Late: 2, Inquiries: 2, Leads: 12, MQLs: 5, Accepted: 4, Rejected: 1, SQLs: 2, Customers: 1,
			Revenue: campaigns.Sums{Euros(12000)}, Spend: campaigns.Sums{Euros(5500), {Minor: 50000, Currency: "USD"}},
		},
	}
}

// Unpaid serves no goal, and nothing is known of its cost.
func Unpaid() campaigns.Report {
	return campaigns.Report{
		Campaign: campaigns.Campaign{V: 1, ID: 2, Name: "Guide", Channel: "content", CreatedBy: Mia, CreatedAt: Now},
		Results:  campaigns.Results{Responses: 3, Leads: 3},
	}
}

// ClosedFair is the same when it is over.
func ClosedFair() campaigns.Report {
	r := Fair()
	r.Campaign.ClosedAt = Now
	return r
}

// HostileCampaign is one whose every text is written by somebody who means harm.
func HostileCampaign() campaigns.Report {
	r := Fair()
	c := &r.Campaign
	c.Name, c.Audience, c.Message, c.Why = HostileText[:60], HostileText, HostileText, HostileText
	r.Campaign.Aliases = []string{HostileText, HostileText}
	r.Goal = HostileGoal().Goal
	return r
}

// Day2 is a day of November.
func Day2(n int) calendar.Date { return calendar.Date{Year: 2026, Month: 11, Day: n} }
