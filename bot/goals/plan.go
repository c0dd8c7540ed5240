package goals

import (
	"fmt"
	"math"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
)

// planShown shows the reverse funnel of a revenue goal to who asked for it.
func planShown(c kit.Context, m goals.Planning) kit.Message {
	p := m.Plan
	blocks := []slack.Block{
		kit.Section(planHead(p) + "\n" + kit.Fenced(planTable(p))),
		kit.Section("*By these rates*\n" + strings.Join(planRates(p), "\n")),
		kit.Section("*Time*\n" + planTime(c, p)),
		kit.Section("*Money*\n" + planMoney(p)),
	}
	if moves := moves(m.Changes); len(moves) > 0 {
		blocks = append(blocks, kit.Section("*Goals that are set already*\n"+strings.Join(moves, "\n")))
	}

	blocks = append(blocks, planButtons(m, "Save as goals"), kit.ContextLine(planSources))
	return kit.NewMessage(kit.Escape(p.Sentence()), blocks...)
}

const planSources = "Needs are reckoned with full precision and rounded up only here. Measured rates are those of the last 12 months, each with where it likely lies. " +
	"A marketing budget of 8–10% is a hint: Gartner’s CMO Spend Survey has 9.5% of company revenue in 2022 and 9.1% in 2023."

func planHead(p goals.Plan) string {
	in := p.Input
	head := "*Plan for " + kit.Escape(in.Period.Label) + "*: " + kit.Escape(in.Revenue.String())
	if !in.Certain.IsZero() {
		head += ", of which " + kit.Escape(in.Certain.String()) + " is certain and " + kit.Escape(p.New.String()) +
			" is to be won"
	}

	switch head += ", at " + kit.Escape(p.Deal.String()) + " a deal"; {
	case p.Deals >= sureDeals:
		head += " (the mean of " + kit.Counted(p.Deals, "win") + " of the last 12 months)"
	case p.Deals > 0:
		head += " (the mean of only " + kit.Counted(p.Deals, "win") + "; with `deal=` you can give your own)"
	}

	return head + "."
}

// sureDeals is from how many wins on their mean goes without a warning.
const sureDeals = 30

// planTable is how many each stage needs, and who brings them.
func planTable(p goals.Plan) [][]string {
	rows := [][]string{{"", "all"}}
	shared := p.Input.Share > 0
	if shared {
		rows[0] = append(rows[0], "mktg", "sales")
	}

	for _, n := range p.Needs {
		row := []string{n.Stage.Heading(), kit.Thousands(goals.RoundUp(n.Count))}
		if shared {
			marketing, sales := p.Split(n)
			row = append(row, kit.Thousands(marketing), kit.Thousands(sales))
		}

		rows = append(rows, row)
	}

	return rows
}

func planRates(p goals.Plan) []string {
	lines := make([]string, len(p.Steps), len(p.Steps)+1)
	for i, s := range p.Steps {
		lines[i] = "• " + kit.Capital(s.From.Name()) + " to " + s.To.Name() + ": *" + goals.Percent(s.Rate) + "*, " +
			rateGround(s)
	}

	if p.Skipped {
		lines = append(lines, "Nobody was counted below "+p.Top().Stage.Name()+
			" in the last 12 months, so the plan begins there.")
	}

	return lines
}

// rateGround says what a rate stands on.
func rateGround(s goals.PlanStep) string {
	observed := fmt.Sprintf("%s of %s", kit.Thousands(s.Measured.Part), kit.Thousands(s.Measured.Whole))
	low, high := s.Measured.Interval()
	likely := kit.AboutPercent(low) + " and " + kit.AboutPercent(high)
	switch {
	case !s.Given:
		return fmt.Sprintf("measured: %s, likely between %s", observed, likely)
	case s.Bold():
		return fmt.Sprintf("given; *your figures say %s* (%s, likely between %s)", kit.AboutPercent(s.Measured.Fraction()), observed, likely)
	case s.Sure():
		return fmt.Sprintf("given; your figures say %s (%s, likely between %s)", kit.AboutPercent(s.Measured.Fraction()), observed, likely)
	case s.Measured.Known():
		return "assumed, not measured (so far " + observed + ")"
	}

	return "assumed, not measured"
}

func planTime(c kit.Context, p goals.Plan) string {
	t := p.Time
	if t.Wins == 0 {
		return "How long a lead takes to become a customer is not known: no win of the last 12 months says it. So no last day can be named."
	}

	var lines []string
	if !t.Sure() {
		lines = append(lines, "How long it takes is known of only "+kit.Counted(t.Wins, "win")+" of the last 12 months: *too few to rely on* (30 would do). By that:")
	}

	top := p.Top()
	must := "must be"
	if !c.Today().Before(p.Input.Period.From) {
		must = "must have been"
	}

	return strings.Join(append(lines,
		fmt.Sprintf("• From lead to win it takes %s for half of the customers, and up to %s for nine of ten (%s).",
			kit.Counted(t.Median, "day"), kit.Counted(t.P90, "day"), kit.Counted(t.Wins, "win")),
		fmt.Sprintf("• %s of the customers%s come from leads created before %s: as large a part of the %ss%s %s in the funnel by then.",
			kit.Percent(t.Before), partOf(p.Needs[0].Count, t.Before), p.Input.Period.From.Words(), top.Stage.Name(),
			partOf(top.Count, t.Before), must),
		"• Last day for a new lead: *"+t.LastHalf.Words()+"*"+gone(c, t.LastHalf)+", when half of those who buy still do so in time. To have nine of ten, "+t.LastMost.Words()+gone(c, t.LastMost)+".",
	), "\n")
}

// fewestDivided are so many that a part of them, in whole ones, still is that part.
const fewestDivided = 10

// partOf says how many of a need a part is about, where there are enough to be divided:
// 54 % of one customer is not one of one.
func partOf(need, part float64) string {
	whole := goals.RoundUp(need)
	if whole < fewestDivided {
		return ""
	}

	return " (about " + kit.Thousands(int64(math.Round(float64(whole)*part))) + " of " + kit.Thousands(whole) + ")"
}

// gone marks a day that is over.
func gone(c kit.Context, d calendar.Date) string {
	if d.Before(c.Today()) {
		return " (over)"
	}

	return ""
}

func planMoney(p goals.Plan) string {
	rate, whose := "assumed; say another with `budget=`", ""
	part := goals.DefaultBudget
	if p.Input.Budget > 0 {
		rate, part = "given", p.Input.Budget
	}

	if p.Input.Share > 0 {
		whose = " that marketing brings"
	}

	lines := []string{"• Budget: *" + kit.Escape(p.Budget.String()) + "*, " + goals.Percent(part) +
		" of the revenue goal (" + rate + ")."}
	var costs []string
	for _, cost := range []struct {
		stage agreement.Stage
		per   string
	}{{p.Top().Stage, p.Top().Stage.Name()}, {agreement.SAL, "accepted lead"}, {agreement.Customer, "customer"}} {
		if amount, ok := p.CostPer(cost.stage); ok {
			costs = append(costs, kit.Escape(amount.String())+" per "+cost.per)
		}
	}

	lines = append(lines, "• Allowed cost: "+strings.Join(costs, ", ")+whose+".")
	if ratio, ok := p.LifetimeRatio(); ok {
		lines = append(lines, fmt.Sprintf("• A customer brings %s in all, %.1f times what may be spent to win one.", kit.Escape(p.Input.Lifetime.String()), ratio))
	}

	return strings.Join(lines, "\n")
}

// moves are the goals that a plan would change, old → new.
func moves(changes []goals.Change) []string {
	var lines []string
	for _, change := range changes {
		if change.Moves() {
			g := change.Goal
			lines = append(lines, "• "+metricName(g.Metric)+": "+kit.Escape(g.Metric.Format(change.Old.Target))+" → "+
				kit.Escape(g.Metric.Format(g.Target)))
		}
	}

	return lines
}

// planButtons save a plan, after a question where goals would change, and
// try another beside it.
func planButtons(m goals.Planning, save string) slack.Block {
	token := planToken{m.Stamp, m.Plan.Input.String()}.String()
	saving := kit.NextStep(kit.Clickable(actionPlanSave, token, save))
	if moves := moves(m.Changes); len(moves) > 0 {
		saving.Confirm = kit.Confirm("Change goals?", strings.Join(moves, "\n"), "Change them", "Keep them")
	}

	return slack.NewActionBlock("", saving, kit.Clickable(actionPlanWhatIf, token, "What if…"))
}

// planSaved answers who saved a plan as goals.
func planSaved(_ kit.Context, m goals.Planning) kit.Message {
	lines := make([]string, len(m.Changes))
	for i, change := range m.Changes {
		g := change.Goal
		lines[i] = "• *" + metricName(g.Metric) + "* " + kit.Escape(g.Period.Label) + ": " +
			kit.Escape(g.Metric.Format(g.Target))
		if change.Moves() {
			lines[i] += " (was " + kit.Escape(g.Metric.Format(change.Old.Target)) + ")"
		}
	}

	return kit.Reply("The plan is saved as goals, each below the one that it follows from, with the plan as its why. `/goal tree` shows how they stand.\n" + strings.Join(lines, "\n"))
}

// planToken is the value of the buttons below a plan: the stamp of the goals
// as shown, and the plan as it is typed.
type planToken struct{ Stamp, Plan string }

// String encodes the token for a button's value.
func (t planToken) String() string { return t.Stamp + " " + t.Plan }

// parsePlanToken decodes what String encoded.
func parsePlanToken(value string) (planToken, error) {
	stamp, plan, ok := strings.Cut(value, " ")
	if !ok || stamp == "" || plan == "" {
		return planToken{}, fmt.Errorf("%q is not a plan's token", value)
	}

	return planToken{Stamp: stamp, Plan: plan}, nil
}

// newPlan asks for what a plan is made of.
func newPlan(c kit.Context, currency string) slack.ModalViewRequest {
	filled := map[string]string{goals.PlanPeriod: calendar.QuarterOf(c.Today()).Next().Label}
	return planModal(callbackPlan, "New plan", kit.Metadata{}, currency, filled,
		"Rates and the deal size that you leave empty are measured from the last 12 months.")
}

// whatIf asks for a second plan, filled in with the first.
func whatIf(_ kit.Context, currency string, first goals.PlanInput) slack.ModalViewRequest {
	return planModal(callbackPlanWhatIf, "What if?", kit.Metadata{Plan: first.String()}, currency, first.Fields(),
		"Change what you wonder about. The answer shows both plans side by side.")
}

func planModal(
	callback, title string, m kit.Metadata, currency string, filled map[string]string, intro string,
) slack.ModalViewRequest {
	blocks := []slack.Block{kit.ContextLine(intro)}
	for _, f := range []kit.TextField{
		{Field: goals.PlanRevenue, Label: "Revenue goal, in " + currency, Placeholder: "500000", Required: true},
		{Field: goals.PlanPeriod, Label: "Period", Placeholder: "2027-Q1", Required: true},
		{Field: goals.PlanCertain, Label: "Of it certain already", Placeholder: "100000", Hint: "Renewals and the like, for which no new customer is needed."},
		{Field: goals.PlanDeal, Label: "Deal size", Placeholder: "12000"},
		{Field: goals.PlanWin, Label: "From SQL to customer", Placeholder: "25%"},
		{Field: goals.PlanSQL, Label: "From SAL to SQL", Placeholder: "50%"},
		{Field: goals.PlanSAL, Label: "From MQL to SAL", Placeholder: "60%"},
		{Field: goals.PlanMQL, Label: "From lead to MQL", Placeholder: "20%"},
		{
			Field: goals.PlanOverall, Label: "Or all in one: from lead to customer", Placeholder: "5%",
			Hint: "Instead of the four rates above.",
		},
		{Field: goals.PlanShare, Label: "Share that marketing brings", Placeholder: "60%"},
		{Field: goals.PlanBudget, Label: "Marketing budget, of the revenue goal", Placeholder: goals.Percent(goals.DefaultBudget), Hint: "8–10% is usual; left empty, it is " + goals.Percent(goals.DefaultBudget) + "."},
		{Field: goals.PlanLifetime, Label: "Lifetime value of a customer", Placeholder: "36000"},
	} {
		f.Limit, f.Value = kit.LimitSum, filled[f.Field]
		blocks = append(blocks, f.Block())
	}

	return kit.Modal(callback, title, "Calculate", m, blocks...)
}
