package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

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

// funnelPart is how many leads entered each stage, against the week before and
// the mean of four weeks, and the weakest step.
func (v voice) funnelPart(d funnel.Digest) digestPart {
	part := digestPart{title: "Funnel of the week"}
	for _, s := range stepsShown(d) {
		part.lines = append(part.lines, v.stepLine(d, s))
	}
	part.lines = append(part.lines, Escape(v.weakest(d)))
	return part
}

// stepsShown leaves out stages that nobody entered in five weeks: not every
// company uses all of them. That there are no customers is always told.
func stepsShown(d funnel.Digest) []funnel.Stage {
	return slices.DeleteFunc(slices.Clone(funnel.Steps), func(s funnel.Stage) bool {
		return s != funnel.Customer && d.Funnel.Of(s) == 0 && d.Before.Of(s) == 0 && d.FourWeeks.Of(s) == 0
	})
}

func (v voice) funnelChart(d funnel.Digest) slack.Block {
	if none := (funnel.FunnelCount{}); d.Funnel == none && d.Before == none && d.FourWeeks == none {
		return nil
	}
	var labels []string
	week, before, mean := namedSeries{name: "This week"}, namedSeries{name: "Week before"}, namedSeries{name: "Four-week mean"}
	for _, s := range stepsShown(d) {
		labels = append(labels, chartLabel(v.plural(s), labels))
		week.values = append(week.values, float64(d.Funnel.Of(s)))
		before.values = append(before.values, float64(d.Before.Of(s)))
		mean.values = append(mean.values, math.Round(d.Mean(s)*10)/10)
	}
	return barChart("Leads that entered each stage", "Leads", labels, week, before, mean)
}

func (v voice) stepLine(d funnel.Digest, s funnel.Stage) string {
	n := d.Funnel.Of(s)
	line := fmt.Sprintf("• %s *%d*, %s; %s", shown(v.plural(s), maxShown), n, against(n, d.Before.Of(s)), againstMean(n, d.Mean(s)))
	if rate, ok := rateTo(d, s); ok {
		line += "  ·  " + percent(rate.Fraction()) + " of " + shown(v.plural(rate.From), maxShown)
	}
	return line
}

// waterfallPart is what became of the open leads.
func (v voice) waterfallPart(d funnel.Digest) digestPart {
	return digestPart{title: "Open leads over the week", lines: []string{waterfall(d.Waterfall)}}
}

func waterfallChart(w funnel.Waterfall) slack.Block {
	if w == (funnel.Waterfall{From: w.From, Last: w.Last}) {
		return nil
	}
	var labels []string
	leads := namedSeries{name: "Leads"}
	for _, step := range waterfallSteps(w) {
		labels = append(labels, capital(strings.TrimSpace(step.sign+" "+step.name)))
		leads.values = append(leads.values, float64(step.n))
	}
	return barChart("Open leads over the week", "Leads", labels, leads)
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
		return fmt.Sprintf("%d more than the week before (%d)", now-before, before)
	}
	return fmt.Sprintf("%d fewer than the week before (%d)", before-now, before)
}

// againstMean compares a count with the mean of the four weeks before.
func againstMean(now int64, mean float64) string {
	change := float64(now) - mean
	sign := "+"
	if change < 0 {
		sign = "−"
	}
	if math.Round(change*10) == 0 {
		return "the four-week mean is " + oneDecimal(mean)
	}
	return sign + oneDecimal(math.Abs(change)) + " on the four-week mean (" + oneDecimal(mean) + ")"
}

func oneDecimal(n float64) string { return strconv.FormatFloat(math.Round(n*10)/10, 'f', -1, 64) }

func (v voice) serviceLevels(d funnel.Digest) digestPart {
	part := digestPart{title: "What the teams promised each other"}
	marketing := []string{counted(d.Handoffs, "lead") + " handed to sales"}
	if d.Acceptance.Known() {
		marketing = append(marketing, rateOf(d.Acceptance, "accepted"))
	}
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
				marketing = append(marketing, rateOf(level.Rate, levelNames[level.Clock]+" in time")+responseTime(level))
			}
			continue
		}
		if !level.Known() && level.Answered == 0 {
			continue
		}
		sales = append(sales, rateOf(level.Rate, levelNames[level.Clock]+" in time")+responseTime(level))
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

// responseTime is how long it took to keep a promise, late ones included.
func responseTime(l funnel.Level) string {
	if l.Answered == 0 {
		return ""
	}
	return ", half within " + inMinutes(l.Median) + " and nine in ten within " + inMinutes(l.P90)
}

func inMinutes(n int) string { return worked(time.Duration(n) * time.Minute) }

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
	for _, note := range handBacks(d) {
		part.lines = append(part.lines, Escape(note))
	}
	return part
}

// handBacks are the leads that sales had accepted and gave back: no rejections.
func handBacks(d funnel.Digest) []string {
	if why := reasonCounts(d.HandedBack); len(why) > 0 {
		return []string{"Handed back after they were accepted: " + strings.Join(why, ", ")}
	}
	return nil
}

// campaigns are the best and the worst, by what an accepted lead cost.
func (v voice) campaigns(d funnel.Digest) digestPart {
	part := digestPart{title: "Campaigns, by cost per accepted lead"}
	for _, row := range d.Campaigns.Best {
		part.lines = append(part.lines, "• Best: "+Escape(campaignLine(row)))
	}
	for _, row := range d.Campaigns.Worst {
		part.lines = append(part.lines, "• Worst: "+Escape(campaignLine(row)))
	}
	return part
}

func campaignLine(row funnel.CampaignRow) string {
	return Cut(flat(row.Name), maxShown) + ", " + costEach(row) + "  ·  " + counted(row.Accepted, "lead") + " accepted of " + thousands(row.Leads) + "  ·  spent " + spentOn(row)
}

func costEach(row funnel.CampaignRow) string {
	if row.Cost.IsZero() {
		return "cost n/a"
	}
	return row.Cost.String() + " each"
}

func costOf(row funnel.CampaignRow) string {
	if row.Cost.IsZero() {
		return "n/a"
	}
	return row.Cost.String()
}

func spentOn(row funnel.CampaignRow) string {
	if len(row.Spend) == 0 {
		return "n/a"
	}
	amounts := make([]string, len(row.Spend))
	for i, m := range row.Spend {
		amounts[i] = m.String()
	}
	return strings.Join(amounts, " and ")
}

// balance is what each team brought to the pipeline.
func (v voice) balance(d funnel.Digest) digestPart {
	part := digestPart{title: "What each team brought, by who logged the lead"}
	for _, s := range d.Balance {
		line := "• *" + capital(teamName(s.Team)) + "*: " + strings.Join([]string{
			counted(s.Leads, "lead"), counted(s.MQLs, "MQL"), counted(s.SQLs, "SQL") + amountBehind(s.Pipeline), counted(s.Customers, "customer") + amountBehind(s.Revenue),
		}, ", ")
		part.lines = append(part.lines, line)
	}
	return part
}

func teamName(t funnel.Team) string {
	if t == "" {
		return "imported, or logged by others"
	}
	return string(t)
}

func amountBehind(m funnel.Money) string {
	if m.IsZero() {
		return ""
	}
	return " (" + Escape(m.String()) + ")"
}

func (v voice) wins(d funnel.Digest) digestPart {
	part := digestPart{title: "Won: " + strconv.FormatInt(d.Funnel.Customers, 10) + revenue(d.Revenue)}
	for _, row := range d.Wins {
		part.lines = append(part.lines, v.endLine(row, amountOf(row)+noteOf(row)))
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
	if why := reasonCounts(d.LostWhy); len(why) > 0 && lost > 1 {
		part.lines = append(part.lines, "Why: "+Escape(strings.Join(why, ", ")))
	}
	for _, row := range d.Losses {
		part.lines = append(part.lines, v.endLine(row, v.reason(funnel.WhyLost, row.Reason)+noteOf(row)))
	}
	if left := lost - int64(len(d.Losses)); left > 0 && len(d.Losses) > 0 {
		part.lines = append(part.lines, andMore(int(left)))
	}
	return part
}

// reasonCounts are reasons with how often they were given.
func reasonCounts(rows []funnel.ReasonRow) []string {
	var out []string
	for _, row := range rows {
		out = append(out, Cut(flat(firstOf(row.Label, row.Code, "no reason given")), maxShown)+" "+strconv.FormatInt(row.Count, 10))
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
