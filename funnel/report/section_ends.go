package report

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// wins are the new customers, with what they need.
func (r reporter) wins() (s Section) {
	revenue := ""
	for _, amount := range r.Revenue {
		if !amount.IsZero() {
			revenue += ", " + amount.String()
		}
	}
	s.Title = countTitle("Won: ", r.Funnel.Customers, revenue)

	for _, row := range r.Wins {
		amount := sum(row.Amount, stats.Unknown)
		amount.Said = sum(row.Amount, "amount not known").Text
		s.ended(row, amount)
		s.row(words(row.Lead.String()), named(row.Who, nameless), amount, row.holder(), named(row.Source, ""),
			noted(row.Note))
	}
	if len(r.Wins) == 0 {
		s.say(words("No new customer this week."))
	}
	s.cutFrom(r.Funnel.Customers)

	return s
}

// losses are the leads that were lost, with why.
func (r reporter) losses() (s Section) {
	lost := max(r.Lost, int64(len(r.Losses)))
	s.Title = countTitle("Lost: ", lost, "")
	if why := reasonCounts(r.LostWhy); why != "" && lost > 1 {
		s.note("Why: " + why)
	}

	for _, row := range r.Losses {
		s.ended(row, named(r.definition.ReasonLabel(agreement.WhyLost, row.Reason), noReason))
		reason := words(cmp.Or(fault.OneLine(row.Reason), stats.Unknown))
		s.row(words(row.Lead.String()), named(row.Who, nameless), reason, row.holder(), noted(row.Note))
	}
	s.cutFrom(lost)

	return s
}

// countTitle counts in the title; in a sentence without commas.
func countTitle(title string, n int64, behind string) Cell {
	return Cell{Text: title + stats.Thousands(float64(n)) + behind, Said: title + strconv.FormatInt(n, 10) + behind}
}

// nameless stands where an import told no name.
const nameless = "(no name)"

// ended says who was won or lost, and how.
func (s *Section) ended(row EndRow, how Cell) {
	line := []Cell{strong(row.Lead.String()), words(" "), named(row.Who, nameless), words(": "), how}
	if row.Note != "" {
		line = append(line, words(" “"), noted(row.Note), words("”"))
	}
	if row.Owner != "" {
		line = append(line, words(apartBy), row.holder())
	}
	if row.Source != "" {
		line = append(line, words(apartBy+"from "), named(row.Source, ""))
	}
	s.item(line...)
}

// Keys of other systems are cut from a length on at which names end.
const (
	longKey  = 24
	shortKey = 9
)

// holder is who had the lead: a person, or a name or key of another system.
func (row EndRow) holder() Cell {
	switch owner := row.Owner; {
	case owner == "":
		return words(stats.Unknown)
	case utf8.RuneCountInString(owner) >= longKey && !strings.ContainsAny(owner, " .-@"):
		return person(ref.UserID(fault.Cut(owner, shortKey)))
	default:
		return person(ref.UserID(owner))
	}
}
