package digest

import (
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/report"
)

func addOwnWeeks(c kit.Context, add kittest.Adder) {
	week := kittest.Period("2026-W46")
	rep := report.OwnWeek{
		User: kittest.Sam, Week: week, AsOf: kittest.Now, Sells: true, Waiting: 9, Turn: []funnel.Lead{kittest.Offered(), kittest.Accepted(), kittest.Opportunity()},
		Rep: report.RepWeek{
			Offered: 12, Accepted: 9, Rejected: 2, Qualified: 3, Won: 1, Lost: 2, Revenue: campaigns.Sums{kittest.Euros(12000)}, Kept: 18, Missed: 2,
		},
		Before: report.RepWeek{Offered: 7, Accepted: 7},
		Passed: report.PassedWeek{To: 2, From: 1}, PassedBefore: report.PassedWeek{From: 3},
	}
	marketer := report.OwnWeek{
		User: kittest.Mia, Week: week, AsOf: kittest.Now, Logs: true,
		Marketer:       report.MarketerWeek{Leads: 31, Offered: 12, Accepted: 9, Rejected: 2, Qualified: 3, Won: 1},
		MarketerBefore: report.MarketerWeek{Leads: 12},
	}
	crowded := rep
	crowded.Logs, crowded.Turn = true, kittest.Many(kittest.Hostile(agreement.SAL), 5)
	add("message", "own_week_rep", OwnWeek(c, rep))
	add("message", "own_week_marketer", OwnWeek(c, marketer))
	soFar := rep
	soFar.Week, soFar.Waiting, soFar.Turn = kittest.Period("2026-W47"), 1, rep.Turn[:1]
	add("message", "own_week_so_far", OwnWeek(c, soFar))
	add("message", "own_week_hostile", OwnWeek(c, crowded))
	add("message", "own_week_neither", OwnWeek(c, report.OwnWeek{User: kittest.Mia, Week: week, AsOf: kittest.Now}))
	add("reply", "own_week_on", ownWeekTime(c, report.Subscription{User: kittest.Sam, Day: time.Friday, Hour: 16, NextAt: kittest.Now}, true))
	add("reply", "own_week_off", ownWeekTime(c, report.Subscription{}, false))
	add("reply", "own_week_ended", ownWeekEnded(c, true))
	add("reply", "own_week_not_there", ownWeekEnded(c, false))
}
