package agreement

import (
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/report"
)

// whatIfAnswer compares how the promises of a period went with how they would
// have gone by other rules.
func whatIfAnswer(c kit.Context, asked ledger.WhatIf, rows []ledger.ReplayRow) kit.Message {
	title := "*What if?* Promises that began in " + asked.Period.Label + ", judged by " + otherRules(asked) + "."
	switch none := !asked.Empty.IsZero(); {
	case len(rows) == 0 && none:
		return kit.Reply("*What if?* No promise began in " + asked.Empty.Label + " or " + asked.Period.Label + ", so there is nothing to judge. Promises begin with leads that are handed off here; what is imported has none.")
	case len(rows) == 0:
		return kit.Reply(title + "\nNo promise began then, so there is nothing to judge. Another period may have some, such as `period=" + calendar.QuarterOf(c.Today()).Label + "`.")
	case none:
		title += " None began in " + asked.Empty.Label + "."
	}

	message := kit.Listing(title, kit.Each(rows, whatIfRow), 0, "")
	message.Blocks = append(message.Blocks, kit.ContextLine("What people did is taken as it was; with other promises they might have done otherwise. People whose hours are their own keep them. Times are working time until it was done."))
	return message
}

func otherRules(asked ledger.WhatIf) string {
	if asked.Draft > 0 {
		return "draft " + kit.Number(asked.Draft)
	}

	return "“" + kit.Shown(asked.Text, kit.MaxFact) + "”"
}

var whatIfClasses = map[agreement.LeadClass]string{
	agreement.ClassHot: " of hot leads", agreement.ClassHandedOff: " of handed-off leads",
	agreement.ClassOther: " of sales' own finds",
}

func whatIfRow(row ledger.ReplayRow) string {
	text := "• *" + kit.ClockNames[row.Kind].Many + whatIfClasses[row.Class] + "*: really " + kept(row.Was)
	switch {
	case row.Unpromised:
		return text + "; by these rules nothing is promised."
	case row.Uncounted:
		return text + "; another number of attempts cannot be judged."
	}

	return text + "; by these rules " + kept(row.Would) + "."
}

// kept is how promises went: "12 of 15 in time (80%), median 2 h, 90% within 6 h".
func kept(k ledger.Keeping) string {
	text := "none fell due"
	if rate := k.Rate(); rate.Known() {
		text = report.RateOf(rate, "in time")
	}

	if k.P90 > time.Duration(0) {
		text += ", median " + report.Worked(k.Median) + ", 90% within " + report.Worked(k.P90)
	}

	if k.Open > 0 {
		text += ", " + kit.Number(k.Open) + " still open"
	}

	return text
}
