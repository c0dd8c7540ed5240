package view

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
)

// promisesTitle names what the teams promised; one team reads of the handoffs
// and of what it promised itself.
func promisesTitle(d funnel.Digest) string {
	if d.Audience.Team() != "" {
		return "Handoffs and promises"
	}
	return "What the teams promised each other"
}

func (v voice) serviceLevels(d funnel.Digest) digestPart {
	part := digestPart{title: promisesTitle(d)}
	if d.Shows(funnel.SectionMarketing) {
		part.lines = append(part.lines, "• *Marketing:* "+strings.Join(v.marketingPromises(d), "; ")+".")
	}
	if d.Shows(funnel.SectionSales) {
		part.lines = append(part.lines, "• *Sales:* "+strings.Join(v.salesPromises(d), "; ")+".")
	}
	if turns := whoseTurn(d); turns != "" && d.Shows(funnel.SectionTurns) {
		part.lines = append(part.lines, turns)
	}
	if d.Shows(funnel.SectionReminders) {
		part.lines = append(part.lines, remindersLine(d)...)
	}
	return part
}

// handoffCounts are what marketing handed to sales, and how much of it was taken.
func handoffCounts(d funnel.Digest) []string {
	parts := []string{counted(d.Handoffs, "lead") + " handed to sales"}
	if d.Acceptance.Known() {
		parts = append(parts, rateOf(d.Acceptance, "accepted"))
	}
	return parts
}

func (v voice) marketingPromises(d funnel.Digest) []string {
	parts := append(handoffCounts(d), v.overrides(d, funnel.Marketing)...)
	for _, s := range d.Goals {
		if s.Goal.Metric == funnel.MetricMQLs && s.Goal.For.Whole() && judged(s) {
			parts = append(parts, "MQLs "+s.Goal.Period.Label+" "+actual(s)+" of "+target(s)+", "+pace(s))
		}
	}
	return append(parts, levelsOf(d, funnel.Marketing)...)
}

func (v voice) salesPromises(d funnel.Digest) []string {
	parts := append(append(levelsOf(d, funnel.Sales), unanswered(d)...), v.overrides(d, funnel.Sales)...)
	if len(parts) == 0 {
		parts = []string{"no promise fell due"}
	}
	if !d.Shows(funnel.SectionMarketing) {
		parts = append(handoffCounts(d), parts...)
	}
	return parts
}

func levelsOf(d funnel.Digest, team funnel.Team) (parts []string) {
	for _, level := range d.Levels {
		if level.Clock.Promiser() == team && (level.Known() || level.Answered > 0) {
			parts = append(parts, rateOf(level.Rate, levelNames[level.Clock]+" in time")+responseTime(level))
		}
	}
	return parts
}

// overrides say how many leads moved on although something was missing, and
// what.
func (v voice) overrides(d funnel.Digest, by funnel.Team) (parts []string) {
	for _, o := range d.Overrides {
		if o.By() == by {
			parts = append(parts, thousands(o.Leads)+" "+v.override(o)+Escape(lacking(o)))
		}
	}
	return parts
}

// override says what was done although something was missing.
func (v voice) override(o funnel.Override) string {
	done := map[funnel.Stage]string{funnel.MQL: "handed to sales", funnel.SAL: "accepted", funnel.SQL: "made an opportunity"}[o.Stage]
	return cmp.Or(done, "moved to "+v.label(o.Stage)) + " although something was missing"
}

// mostOverridden is how many criteria the digest names.
const mostOverridden = 3

func lacking(o funnel.Override) string {
	var keys []string
	for _, c := range o.Criteria[:min(len(o.Criteria), mostOverridden)] {
		keys = append(keys, Cut(flat(keyWords(c.Key)), maxShown)+" "+thousands(c.Count))
	}
	if len(keys) == 0 {
		return ""
	}
	return " (" + strings.Join(keys, ", ") + ")"
}

// unanswered are the handoffs that nobody answered: what became of them is no
// answer by a person.
func unanswered(d funnel.Digest) []string {
	var parts []string
	if d.Defaulted > 0 {
		parts = append(parts, counted(d.Defaulted, "lead")+" taken by default, because nobody answered")
	}
	if d.Lapsed > 0 {
		parts = append(parts, counted(d.Lapsed, "lead")+" back with marketing, because nobody answered")
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
