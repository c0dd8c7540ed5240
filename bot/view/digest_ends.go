package view

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel"
)

func (v voice) wins(d funnel.Digest) digestPart {
	part := digestPart{title: "Won: " + number(d.Funnel.Customers) + revenue(d.Revenue)}
	for _, row := range d.Wins {
		part.lines = append(part.lines, v.endLine(row, Escape(amountOr(row.Amount, "amount not known"))+noteOf(row)))
	}
	if len(part.lines) == 0 {
		part.lines = []string{"No new customer this week."}
	}
	if left := d.Funnel.Customers - int64(len(d.Wins)); left > 0 && len(d.Wins) > 0 {
		part.lines = append(part.lines, andMore(left))
	}
	return part
}

func revenue(sums []funnel.Money) string { return Escape(plainRevenue(sums)) }

// plainRevenue is what was won, by currency, behind a count.
func plainRevenue(sums []funnel.Money) string {
	var text strings.Builder
	for _, sum := range sums {
		if !sum.IsZero() {
			text.WriteString(", " + sum.String())
		}
	}
	return text.String()
}

func (v voice) losses(d funnel.Digest) digestPart {
	lost := max(d.Lost, int64(len(d.Losses)))
	part := digestPart{title: "Lost: " + number(lost)}
	if why := reasonCounts(d.LostWhy); len(why) > 0 && lost > 1 {
		part.lines = append(part.lines, "Why: "+Escape(strings.Join(why, ", ")))
	}
	for _, row := range d.Losses {
		part.lines = append(part.lines, v.endLine(row, v.reason(funnel.WhyLost, row.Reason)+noteOf(row)))
	}
	if left := lost - int64(len(d.Losses)); left > 0 && len(d.Losses) > 0 {
		part.lines = append(part.lines, andMore(left))
	}
	return part
}

// reasonCounts are reasons with how often they were given.
func reasonCounts(rows []funnel.ReasonRow) []string {
	var out []string
	for _, row := range rows {
		out = append(out, Cut(flat(cmp.Or(row.Label, row.Code, "no reason given")), maxShown)+" "+number(row.Count))
	}
	return out
}

// noteOf is what was needed by who was won, and what was written on a loss.
func noteOf(row funnel.EndRow) string {
	if row.Note == "" {
		return ""
	}
	return " “" + shown(row.Note, maxFact) + "”"
}

func (v voice) endLine(row funnel.EndRow, what string) string {
	line := "• *" + row.Lead.String() + "* " + shown(whoEnded(row), maxShown) + ": " + what
	if row.Owner != "" {
		line += "  ·  " + v.person(funnel.UserID(brief(row.Owner)))
	}
	if row.Source != "" {
		line += "  ·  from " + shown(row.Source, maxShown)
	}
	return line
}

// whoEnded is who was won or lost; of an import there may be no name.
func whoEnded(row funnel.EndRow) string { return cmp.Or(row.Who, "(no name)") }

// Keys of other systems are cut from a length on at which names end.
const (
	longKey  = 24
	shortKey = 9
)

// brief cuts what is no name but a long key of another system.
func brief(owner string) string {
	if utf8.RuneCountInString(owner) < longKey || strings.ContainsAny(owner, " .-@") {
		return owner
	}
	return Cut(owner, shortKey)
}
