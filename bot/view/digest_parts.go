package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
)

// stagePlurals are the steps of the funnel as counts are named.
var stagePlurals = map[funnel.Stage]string{
	funnel.Inquiry: "Inquiries", funnel.Known: "Leads", funnel.MQL: "MQLs", funnel.SAL: "SALs", funnel.SQL: "SQLs",
	funnel.Customer: "Customers",
}

// plural is what a company calls the leads of a stage.
func (c Context) plural(s funnel.Stage) string {
	if label := c.Definition.Labels[s]; label != "" {
		return flat(label)
	}
	return stagePlurals[s]
}

// digestFunnel is how many leads entered each stage, against the week before.
func (v voice) digestFunnel(d funnel.Digest, a Ability) []slack.Block {
	part := digestPart{title: "Funnel of the week"}
	for _, s := range funnel.Steps {
		part.lines = append(part.lines, v.stepLine(d, s))
	}
	blocks := part.blocks()
	if a != Full || d.Funnel == (funnel.FunnelCount{}) && d.Before == (funnel.FunnelCount{}) {
		return blocks
	}
	var labels []string
	week, before := namedSeries{name: "This week"}, namedSeries{name: "Week before"}
	for _, s := range funnel.Steps {
		labels = append(labels, chartLabel(v.plural(s), labels))
		week.values = append(week.values, float64(d.Funnel.Of(s)))
		before.values = append(before.values, float64(d.Before.Of(s)))
	}
	return append(blocks, barChart("Leads that entered each stage", "Leads", labels, week, before))
}

func (v voice) stepLine(d funnel.Digest, s funnel.Stage) string {
	line := fmt.Sprintf("• %s *%d*, %s", shown(v.plural(s), maxShown), d.Funnel.Of(s), against(d.Funnel.Of(s), d.Before.Of(s)))
	if rate, ok := rateTo(d, s); ok {
		line += "  ·  " + percent(rate.Fraction()) + " of " + shown(v.plural(rate.From), maxShown)
	}
	return line
}

// rateTo is the rate at which leads came to a stage, where it says anything.
func rateTo(d funnel.Digest, s funnel.Stage) (funnel.StepRate, bool) {
	i := slices.IndexFunc(d.Rates, func(r funnel.StepRate) bool { return r.To == s && telling(r.Rate) })
	if i < 0 {
		return funnel.StepRate{}, false
	}
	return d.Rates[i], true
}

// telling says whether a rate between stages says anything: the leads of one
// week need not be the same ones, and a share above the whole is none.
func telling(r funnel.Rate) bool { return r.Known() && r.Part <= r.Whole }

// against compares a count with the week before.
func against(now, before int64) string {
	switch {
	case now == before:
		return "as the week before"
	case now > before:
		return fmt.Sprintf("%d more than the week before", now-before)
	}
	return fmt.Sprintf("%d fewer than the week before", before-now)
}

func (v voice) serviceLevels(d funnel.Digest) digestPart {
	part := digestPart{title: "What the teams promised each other"}
	marketing := []string{counted(d.Handoffs, "lead") + " handed to sales", rateOf(d.Acceptance, "accepted")}
	if text := overrides(d.Overrides); text != "" {
		marketing = append(marketing, text)
	}
	for _, s := range d.Goals {
		if s.Goal.Metric == funnel.MetricMQLs && judged(s) {
			marketing = append(marketing, "MQLs "+s.Goal.Period.Label+" "+actual(s)+" of "+target(s)+", "+pace(s))
		}
	}
	var sales []string
	for _, level := range d.Levels {
		if level.Clock == funnel.ClockAnswer {
			if level.Rate.Known() {
				marketing = append(marketing, rateOf(level.Rate, levelNames[level.Clock]+" in time"))
			}
			continue
		}
		sales = append(sales, rateOf(level.Rate, levelNames[level.Clock]+" in time"))
	}
	sales = append(sales, unanswered(d)...)
	if len(sales) == 0 {
		sales = []string{"no promise fell due"}
	}
	part.lines = []string{
		"• *Marketing:* " + strings.Join(marketing, "; ") + ".",
		"• *Sales:* " + strings.Join(sales, "; ") + ".",
	}
	if turns := whoseTurn(d); turns != "" {
		part.lines = append(part.lines, turns)
	}
	part.lines = append(part.lines, remindersLine(d)...)
	return part
}

// unanswered are the handoffs that nobody answered: what became of them is no
// answer by a person.
func unanswered(d funnel.Digest) []string {
	var parts []string
	if d.Defaulted > 0 {
		parts = append(parts, counted(d.Defaulted, "lead")+" taken by default, because nobody answered")
	}
	if d.Lapsed > 0 {
		parts = append(parts, counted(d.Lapsed, "lead")+" given back, because nobody answered")
	}
	return parts
}

var levelNames = map[funnel.ClockKind]string{
	funnel.ClockAccept:     "answers",
	funnel.ClockFirstTouch: "first touches",
	funnel.ClockDepth:      "attempts to reach leads",
	funnel.ClockUpdate:     "updates",
	funnel.ClockAnswer:     "answers to questions",
}

// rateOf is a rate with its sample: "accepted 4 of 5 (80 %)".
func rateOf(r funnel.Rate, what string) string {
	if !r.Known() {
		return what + ": none to judge by"
	}
	return fmt.Sprintf("%s %d of %d (%s)", what, r.Part, r.Whole, percent(r.Fraction()))
}

func (v voice) openLoops(d funnel.Digest) digestPart {
	part := digestPart{title: "Open loops: " + strconv.FormatInt(d.OpenLoops, 10)}
	if d.OpenLoops == 0 && len(d.Oldest) == 0 {
		part.lines = []string{"Marketing has heard the end of every lead it handed over."}
		return part
	}
	part.lines = append(part.lines, "Handed over, and the end not heard yet; the oldest first.")
	for _, row := range d.Oldest {
		line := "• *" + row.Lead.String() + "* " + shown(row.Who, maxShown) + "  ·  " + v.label(row.Stage) + "  ·  " + v.person(row.Owner)
		if !row.Since.IsZero() {
			since := funnel.DateOf(row.Since, v.zone())
			line += ", since " + day(since) + v.age(since, d)
		}
		part.lines = append(part.lines, line)
	}
	if left := d.OpenLoops - int64(len(d.Oldest)); left > 0 && len(d.Oldest) > 0 {
		part.lines = append(part.lines, andMore(int(left)))
	}
	return part
}

// age is how long ago a day was when the digest was made.
func (v voice) age(since funnel.Date, d funnel.Digest) string {
	if d.AsOf.IsZero() {
		return ""
	}
	days := since.Days(funnel.DateOf(d.AsOf, v.zone()))
	if days == 0 {
		return " (today)"
	}
	return " (" + counted(int64(days), "day") + ")"
}

func (v voice) rejections(d funnel.Digest) digestPart {
	part := digestPart{title: "Given back by sales, by reason"}
	for _, row := range d.Rejections {
		label := firstOf(row.Label, row.Code, "no reason given")
		part.lines = append(part.lines, "• "+shown(label, maxShown)+": "+strconv.FormatInt(row.Count, 10))
	}
	return part
}

func (v voice) wins(d funnel.Digest) digestPart {
	part := digestPart{title: "Won: " + strconv.FormatInt(d.Funnel.Customers, 10) + revenue(d.Revenue)}
	for _, row := range d.Wins {
		part.lines = append(part.lines, v.endLine(row, amountOf(row)))
	}
	if len(part.lines) == 0 {
		part.lines = []string{"No new customer this week."}
	}
	if left := d.Funnel.Customers - int64(len(d.Wins)); left > 0 && len(d.Wins) > 0 {
		part.lines = append(part.lines, andMore(int(left)))
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

func amountOf(row funnel.EndRow) string {
	if row.Amount.IsZero() {
		return "amount not known"
	}
	return Escape(row.Amount.String())
}

func (v voice) losses(d funnel.Digest) digestPart {
	lost := max(d.Lost, int64(len(d.Losses)))
	part := digestPart{title: "Lost: " + strconv.FormatInt(lost, 10)}
	for _, row := range d.Losses {
		what := v.reason(funnel.WhyLost, row.Reason)
		if row.Note != "" {
			what += " “" + shown(row.Note, maxFact) + "”"
		}
		part.lines = append(part.lines, v.endLine(row, what))
	}
	if left := lost - int64(len(d.Losses)); left > 0 && len(d.Losses) > 0 {
		part.lines = append(part.lines, andMore(int(left)))
	}
	return part
}

func (v voice) endLine(row funnel.EndRow, what string) string {
	line := "• *" + row.Lead.String() + "* " + shown(row.Who, maxShown) + ": " + what
	if row.Owner != "" {
		line += "  ·  " + v.person(funnel.UserID(row.Owner))
	}
	if row.Source != "" {
		line += "  ·  from " + shown(row.Source, maxShown)
	}
	return line
}

func (v voice) sources(d funnel.Digest) digestPart {
	part := digestPart{title: "By source: MQLs, customers, and customers per MQL"}
	for _, row := range d.Sources {
		if row.MQLs == 0 && row.Customers == 0 {
			continue
		}
		rate := ""
		if row.MQLs > 0 {
			rate = " (" + percent(funnel.Rate{Part: row.Customers, Whole: row.MQLs}.Fraction()) + ")"
		}
		part.lines = append(part.lines, "• "+shown(firstOf(row.Source, "without a source"), maxShown)+": "+
			counted(row.MQLs, "MQL")+", "+counted(row.Customers, "customer")+rate)
	}
	return part
}
