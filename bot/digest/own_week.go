package digest

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

// OwnWeek is the weekly message to one person: what they did, what became of
// it, and what waits for them.
func OwnWeek(c kit.Context, w report.OwnWeek) kit.Message {
	v := direct(c, w.User)
	title := "Your " + ownSpan(c, w, "")
	blocks := []slack.Block{kit.Header(title)}
	lines := ownLines(w)
	if len(lines) == 0 {
		lines = []string{"You are in neither sales nor marketing, so no figures of your own are counted. `/loop digest preview` shows those of both teams."}
	}

	blocks = append(blocks, kit.Section(strings.Join(lines, "\n")))
	blocks = append(blocks, v.ownTurn(w)...)
	mute := kit.Clickable(actionStopOwnWeek, "", "Stop these messages")
	blocks = append(blocks, kit.ContextLine("As of "+kit.Moment(w.AsOf)+". "+ownBefore(c, w)+" `/loop digest me tuesday 08:30` changes when this comes."), slack.NewActionBlock("", mute))
	return kit.NewMessage(title+". "+strings.Join(lines, " "), blocks...)
}

// ownSpan names the week, whose it is, and its days.
func ownSpan(c kit.Context, w report.OwnWeek, whose string) string {
	name := "week " + w.Week.Label + whose
	if stillOn(c, w) {
		name += " so far"
	}

	return name + ": " + w.Week.From.Words() + " to " + w.Week.Last().Words()
}

// ownBefore says what the figures in brackets are.
func ownBefore(c kit.Context, w report.OwnWeek) string {
	if stillOn(c, w) {
		return "This week still runs; in brackets stands the week before, up to the same weekday."
	}

	return "In brackets stands the week before."
}

// stillOn says whether the week is not over.
func stillOn(c kit.Context, w report.OwnWeek) bool {
	return !calendar.DateOf(w.AsOf, c.Zone()).After(w.Week.Last())
}

// ownLines are somebody's figures; there are none for who is in neither team.
func ownLines(w report.OwnWeek) (lines []string) {
	if w.Sells {
		lines = append(lines, repLines(w.Rep, w.Before)...)
	}

	if w.Logs {
		lines = append(lines, marketerLines(w.Marketer, w.MarketerBefore)...)
	}

	if w.Sells || w.Logs {
		lines = append(lines, "• Passed on to you by reassignment: "+change(w.Passed.To, w.PassedBefore.To)+
			"; from you to others: "+change(w.Passed.From, w.PassedBefore.From))
	}

	return lines
}

// change is a count with that of the week before.
func change(now, before int64) string {
	return "*" + kit.Thousands(now) + "* (" + kit.Thousands(before) + ")"
}

func repLines(r, before report.RepWeek) []string {
	won := "• Won: " + change(r.Won, before.Won)
	if len(r.Revenue) > 0 {
		won += ", " + kit.Sums(r.Revenue, "")
	}

	return []string{
		"• Leads offered to you: " + change(r.Offered, before.Offered) + "; accepted " + change(r.Accepted, before.Accepted) +
			", rejected " + change(r.Rejected, before.Rejected) + ", handed back later " +
			change(r.HandedBack, before.HandedBack),
		"• Promises kept: " + share(r.Promises()) + " (" + share(before.Promises()) + ")",
		"• New opportunities: " + change(r.Qualified, before.Qualified),
		won + "; lost: " + change(r.Lost, before.Lost),
	}
}

func marketerLines(m, before report.MarketerWeek) []string {
	acceptance := ""
	if rate := m.Acceptance(); rate.Known() {
		acceptance = ", that is " + share(rate) + " accepted"
	}

	return []string{
		"• Leads that you logged: " + change(m.Leads, before.Leads) + "; offered to sales: " +
			change(m.Offered, before.Offered),
		"• Answered by sales: accepted " + change(m.Accepted, before.Accepted) + ", rejected " +
			change(m.Rejected, before.Rejected) + acceptance,
		"• Of your leads: " + change(m.Qualified, before.Qualified) + " became opportunities, " + change(m.Won, before.Won) +
			" customers",
	}
}

// share is a rate with its sample.
func share(r stats.Rate) string {
	if r.Whole == 0 {
		return kit.NotKnown
	}

	return kit.Percent(r.Fraction()) + " of " + kit.Thousands(r.Whole)
}

func (v voice) ownTurn(w report.OwnWeek) []slack.Block {
	if w.Waiting == 0 {
		return []slack.Block{kit.Section("Nothing waits for you.")}
	}

	title := "*" + kit.Counted(w.Waiting, "lead waits for you", "leads wait for you, the most urgent first") + "*"
	lines := append([]string{title}, leads.LeadLines(v.Voice, w.Turn)...)
	if left := w.Waiting - len(w.Turn); left > 0 {
		lines = append(lines, kit.AndMore(left)+" `/lead mine` lists them.")
	}

	return []slack.Block{kit.Section(strings.Join(lines, "\n"))}
}

// ownWeekTime answers when the digest of one's own week comes.
func ownWeekTime(_ kit.Context, s report.Subscription, on bool) kit.Message {
	if !on {
		return kit.Reply("You get no digest of your own week. `/loop digest me on` sends it on Mondays at 09:00, `/loop digest me tuesday 08:30` at another time, in your own time zone.")
	}

	return kit.Reply("You are sent the digest of your own week on " + kit.Text(s.Times()) + " in your time zone, next " + kit.Moment(s.NextAt) + ". `/loop digest me off` ends that, `/loop digest preview me` shows it now.")
}

// ownWeekEnded answers who wants no digest of their own week any more.
func ownWeekEnded(_ kit.Context, ended bool) kit.Message {
	if !ended {
		return kit.Reply("You get no digest of your own week, so there was nothing to stop. `/loop digest me on` begins it.")
	}

	return kit.Reply("Done: you get no digest of your own week any more. `/loop digest me on` begins it again.")
}

// OwnWeekText is the week of one person for a terminal.
func OwnWeekText(w report.OwnWeek, zone *time.Location, name func(ref.UserID) string) string {
	v := public(kit.Context{Name: name, Location: zone, Now: w.AsOf})
	title := "The " + ownSpan(v.Context, w, " of "+v.NameOf(w.User))
	var out strings.Builder
	out.WriteString(kit.Underlined(title))
	lines := ownLines(w)
	if len(lines) == 0 {
		lines = []string{"In neither sales nor marketing, by the configuration: no figures of their own are counted."}
	}

	for _, line := range lines {
		out.WriteString("  " + strings.ReplaceAll(strings.TrimPrefix(line, "• "), "*", "") + "\n")
	}

	if w.Waiting == 0 {
		out.WriteString("\nNothing waits for them.\n")
	} else {
		fmt.Fprintf(&out, "\nWaiting for them: %s, the most urgent first\n", kit.Counted(w.Waiting, "lead"))
	}

	var rows [][]string
	for _, l := range w.Turn {
		rows = append(rows, []string{l.ID.String(), l.Name, l.Company})
	}

	out.WriteString(kit.Aligned(rows))
	fmt.Fprintf(&out, "\nAs of %s. %s\n", v.stamp(w.AsOf), ownBefore(v.Context, w))
	return out.String()
}
