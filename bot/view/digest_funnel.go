package view

import (
	"fmt"
	"math"
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

// funnelPart is how many leads entered each stage, against the week before and
// the mean of four weeks, and the weakest step.
func (v voice) funnelPart(d funnel.Digest) digestPart {
	part := digestPart{title: "Funnel of the week"}
	for _, s := range d.Used(d.Stages()) {
		part.lines = append(part.lines, v.stepLine(d, s))
	}
	part.lines = append(part.lines, Escape(v.weakest(d)))
	return part
}

func (v voice) funnelChart(d funnel.Digest) slack.Block {
	if none := (funnel.FunnelCount{}); d.Funnel == none && d.Before == none && d.FourWeeks == none {
		return nil
	}
	var labels []string
	week, before, mean := namedSeries{name: "This week"}, namedSeries{name: "Week before"}, namedSeries{name: "Four-week mean"}
	for _, s := range d.Used(d.Stages()) {
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
	return digestPart{title: openLeadsTitle, lines: []string{waterfall(d.Waterfall)}}
}

const openLeadsTitle = "Open leads over the week"

// hasWaterfall says whether there is anything to draw of the open leads, and
// whether the audience is to see it.
func hasWaterfall(d funnel.Digest) bool {
	return d.Waterfall != (funnel.Waterfall{From: d.Waterfall.From, Last: d.Waterfall.Last}) && d.Shows(funnel.SectionOpenLeads)
}

// waterfallChart shows the steps side by side: Slack's charts draw no bar that
// begins where another ends.
func waterfallChart(d funnel.Digest) slack.Block {
	if !hasWaterfall(d) {
		return nil
	}
	var labels []string
	leads := namedSeries{name: "Leads"}
	for _, step := range waterfallSteps(d.Waterfall) {
		labels = append(labels, capital(strings.TrimSpace(step.sign+" "+step.name)))
		leads.values = append(leads.values, float64(step.n))
	}
	return barChart(openLeadsTitle, "Leads", labels, leads)
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

// weakest says which step of the funnel fell most, and by what it was judged.
func (v voice) weakest(d funnel.Digest) string {
	w := d.Weakest
	if w == nil {
		return "Weakest step: none has fallen, as far as there are enough leads to tell (30 in four weeks)."
	}
	text := fmt.Sprintf("Weakest step: %s to %s, %s in the last four weeks (%d of %d) against %s in the 13 weeks before (%d of %d).", v.noun(w.From), v.noun(w.To),
		funnel.FinePercent(w.Now.Fraction()), w.Now.Part, w.Now.Whole, funnel.FinePercent(w.Before.Fraction()), w.Before.Part, w.Before.Whole)
	if w.Sure {
		text += " That is more than chance."
	} else {
		text += " That may be chance."
	}
	return text + besideReason(d)
}

// besideReason keeps the weakest step and the reason for the gap apart, which
// are found in different ways and may be different steps.
func besideReason(d funnel.Digest) string {
	reason, ok := d.Gap.Reason()
	if !ok || d.Gap.Total.Number > 0 || d.Weakest.Within(reason) {
		return ""
	}
	return " The main reason above is another: it weighs all of " + d.Gap.Goal.Period.Label + " by what it costs the goal; this one is only what changed most of late."
}

// waterfall says what became of the open leads.
func waterfall(w funnel.Waterfall) string {
	var moves []string
	for _, step := range waterfallSteps(w) {
		if step.sign != "" {
			moves = append(moves, step.sign+" "+thousands(step.n)+" "+step.name)
		}
	}
	if len(moves) == 0 {
		moves = []string{"nothing moved"}
	}
	return fmt.Sprintf("Open at the start %s, %s; open at the end *%s*.", thousands(w.Start), strings.Join(moves, ", "), thousands(w.End))
}

type waterfallStep struct {
	sign, name string
	n          int64
}

// waterfallSteps leaves out what did not happen.
func waterfallSteps(w funnel.Waterfall) []waterfallStep {
	return slices.DeleteFunc([]waterfallStep{
		{"", "open at start", w.Start},
		{"+", "new", w.New},
		{"+", "back", w.Back},
		{"−", "won", w.Won},
		{"−", "lost", w.Lost},
		{"−", "put aside", w.Recycled},
		{"−", "disqualified", w.Disqualified},
		{"", "open at end", w.End},
	}, func(s waterfallStep) bool { return s.sign != "" && s.n == 0 })
}
