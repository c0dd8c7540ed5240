package goals

import (
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/stats"
)

// planMetrics are the metrics of the stages of a plan.
var planMetrics = map[agreement.Stage]Metric{
	agreement.Customer: MetricCustomers, agreement.SQL: MetricSQLs, agreement.SAL: MetricSALs, agreement.MQL: MetricMQLs, agreement.Known: MetricLeads,
}

// Goals are the goals that say what the plan says, from the top: each derives
// from the one before it. Why is the whole plan at the top, and below it the step
// by which each goal follows.
func (p Plan) Goals() []Input {
	goals := []Input{{Metric: MetricRevenue, Period: p.Input.Period, Why: p.Sentence(), Target: MoneyQuantity(p.Input.Revenue)}}
	for i, n := range p.Needs {
		goal := Input{Metric: planMetrics[n.Stage], Period: p.Input.Period, Target: Quantity{Number: float64(RoundUp(n.Count))}}
		if i == 0 {
			goal.Certain = p.Input.Certain.Major()
			goal.Rate = p.New.Major() / n.Count // the deal size, with full precision
			goal.Why = p.dealWhy()
		} else {
			goal.Rate, goal.Why = p.Steps[i-1].Rate, p.Steps[i-1].why()
		}
		goals = append(goals, goal)
	}
	return goals
}

func (p Plan) dealWhy() string {
	ground := "given"
	if p.Deals > 0 {
		ground = "the mean of " + howMany(float64(p.Deals), "win")
	}
	return fmt.Sprintf("By the plan, each brings %s (%s).", p.Deal, ground)
}

// why is the step in a sentence, with what it stands on. It names no target:
// that may move with the goal above.
func (s PlanStep) why() string {
	ground := "measured"
	switch {
	case s.Given && s.Sure():
		ground = "given"
	case s.Given:
		ground = "assumed"
	}
	return fmt.Sprintf("By the plan, %s of %s become %s (%s).", Percent(s.Rate), s.From.Plural(), s.To.Plural(), ground)
}

// Sentence is the plan in one line; it is why its revenue goal is what it is.
func (p Plan) Sentence() string {
	certain := ""
	if !p.Input.Certain.IsZero() {
		certain = fmt.Sprintf(" (%s of it is certain)", p.Input.Certain)
	}
	rates := make([]string, len(p.Steps))
	for i, s := range p.Steps {
		rates[i] = fmt.Sprintf("%s to %s %s", s.From.Name(), s.To.Name(), Percent(s.Rate))
	}
	return fmt.Sprintf("Plan for %s: %s of revenue%s at %s a deal takes %s; by the rates %s, that is %s.",
		p.Input.Period, p.Input.Revenue, certain, p.Deal, howMany(p.Needs[0].Count, "new customer"), strings.Join(rates, ", "), howMany(p.Top().Count, p.Top().Stage.Name()))
}

func howMany(count float64, noun string) string {
	n := RoundUp(count)
	if n != 1 {
		noun += "s"
	}
	return stats.Thousands(float64(n)) + " " + noun
}

// Percent writes a rate for people, with as many digits as it takes to tell
// small ones apart.
func Percent(rate float64) string {
	digits := 3
	if rate >= 0.1 {
		digits = 4
	}
	text := fmt.Sprintf("%.*g", digits, rate*100)
	if strings.Contains(text, "e") {
		text = "under 0.0001"
	}
	return text + "%"
}

// PlanStamp tells whether goals are set as they were shown: it changes with
// every target, new or old.
func PlanStamp(changes []Change) string {
	sum := fnv.New32a()
	for _, c := range changes {
		_, _ = fmt.Fprintf(sum, "%s %s %v %v %v %v\n", c.Goal.Metric, c.Goal.Period, c.Goal.Target, c.Goal.Rate, c.Old.ID, c.Old.Target)
	}
	return fmt.Sprintf("%08x", sum.Sum32())
}

// Planning is a plan, and the goals that it would set.
type Planning struct {
	Plan    Plan
	Changes []Change
	Stamp   string // of the goals as shown; saving asks for it
}
