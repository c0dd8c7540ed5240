package goals

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// The fields of a plan, as it is written in a line or filled into a
// form.
const (
	PlanRevenue  = "revenue"
	PlanPeriod   = "period"
	PlanDeal     = "deal"
	PlanWin      = "win"
	PlanSQL      = "sql"
	PlanSAL      = "sal"
	PlanMQL      = "mql"
	PlanOverall  = "overall"
	PlanShare    = "share"
	PlanCertain  = "certain"
	PlanBudget   = "budget"
	PlanLifetime = "ltv"
)

// PlanInput is what somebody plans with. What is left at 0 was not given.
type PlanInput struct {
	Period   calendar.Period
	Revenue  money.Amount       // the goal
	Certain  money.Amount       // of it that needs no new customer, such as renewals
	Deal     money.Amount       // what a customer pays
	Lifetime money.Amount       // what a customer brings in all
	Rates    map[string]float64 // by field
	Share    float64            // of the customers that marketing brings
	Budget   float64            // of the revenue goal
}

// planField is how one field is named, read and written.
type planField struct {
	field, name string
	amount      func(*PlanInput) *money.Amount // one of these two, but for the period
	fraction    func(*PlanInput) *float64      // nil too for the rates
}

var planFields = []planField{
	{field: PlanRevenue, name: "revenue goal", amount: func(in *PlanInput) *money.Amount { return &in.Revenue }},
	{field: PlanPeriod, name: "period"},
	{field: PlanDeal, name: "deal size", amount: func(in *PlanInput) *money.Amount { return &in.Deal }},
	{field: PlanWin, name: "win rate, from SQL to customer"},
	{field: PlanSQL, name: "rate from SAL to SQL"},
	{field: PlanSAL, name: "rate from MQL to SAL"},
	{field: PlanMQL, name: "rate from lead to MQL"},
	{field: PlanOverall, name: "rate from lead to customer"},
	{field: PlanShare, name: "share of marketing", fraction: func(in *PlanInput) *float64 { return &in.Share }},
	{field: PlanCertain, name: "certain revenue", amount: func(in *PlanInput) *money.Amount { return &in.Certain }},
	{field: PlanBudget, name: "budget", fraction: func(in *PlanInput) *float64 { return &in.Budget }},
	{field: PlanLifetime, name: "lifetime value", amount: func(in *PlanInput) *money.Amount { return &in.Lifetime }},
}

// PlanFields are the names of the fields, in the order of a form.
func PlanFields() []string {
	names := make([]string, len(planFields))
	for i, f := range planFields {
		names[i] = f.field
	}

	return names
}

// planFieldName names a field in a sentence.
func planFieldName(field string) string {
	i := slices.IndexFunc(planFields, func(f planField) bool { return f.field == field })
	return planFields[i].name
}

// ParsePlan reads the fields of a plan; blank ones are not given. Amounts are
// in the currency, in which revenue is counted; a period without a year is the next one. Every wrong field is named.
func ParsePlan(fields map[string]string, currency string, today calendar.Date) (PlanInput, error) {
	in := PlanInput{Rates: map[string]float64{}}
	var wrong []fault.FieldError
	for _, f := range planFields {
		text := fault.Tidy(fields[f.field])
		if text == "" {
			continue
		}

		if err := f.read(&in, text, currency, today); err != nil {
			wrong = append(wrong, fault.FieldError{Field: f.field, Text: "The " + f.name + ": " + fault.Sentence(err)})
		}
	}

	return in, fault.WrongInput(wrong)
}

func (f planField) read(in *PlanInput, text, currency string, today calendar.Date) (err error) {
	switch {
	case f.amount != nil:
		*f.amount(in), err = parsePlanAmount(text, currency)
	case f.fraction != nil:
		*f.fraction(in), err = parsePlanRate(text)
	case f.field == PlanPeriod:
		if in.Period, err = (calendar.Reading{Today: today}).Period(text); err == nil {
			err = in.Period.CheckLength()
		}
	default:
		var rate float64
		if rate, err = parsePlanRate(text); err == nil {
			in.Rates[f.field] = rate
		}
	}

	return err
}

func parsePlanAmount(text, currency string) (money.Amount, error) {
	amount, err := money.Parse(text, currency)
	switch {
	case err != nil:
		return money.Amount{}, err
	case amount.IsZero():
		return money.Amount{}, fault.Invalid("%s is not above 0. Give an amount such as 12000, or leave it out.", fault.Quoted(text))
	case amount.Currency != currency:
		return money.Amount{}, fault.Invalid("%s is not in %s, in which revenue is counted here. Give it in %s, such as 12000.", fault.Quoted(text), currency, currency)
	}

	return amount, nil
}

func parsePlanRate(text string) (float64, error) {
	rate, err := money.ParseRate(text)
	if err != nil {
		return 0, err
	}

	if rate == 0 {
		return 0, fault.Invalid("%s is 0, and nothing can be calculated with that. Give a part above 0%% and up to 100%%, such as 25%%, or leave it out.", fault.Quoted(text))
	}

	return rate, nil
}

// Fields writes the plan as ParsePlan reads it.
func (in PlanInput) Fields() map[string]string {
	fields := map[string]string{}
	if !in.Period.IsZero() {
		fields[PlanPeriod] = in.Period.Label
	}

	for _, f := range planFields {
		switch {
		case f.amount != nil && !f.amount(&in).IsZero():
			fields[f.field] = strings.TrimSuffix(f.amount(&in).Decimal(), ".00")
		case f.fraction != nil && *f.fraction(&in) != 0:
			fields[f.field] = writtenRate(*f.fraction(&in))
		}
	}

	for field, rate := range in.Rates {
		fields[field] = writtenRate(rate)
	}

	return fields
}

// writtenRate is a rate that is read back as exactly the same one.
func writtenRate(rate float64) string {
	percent := strconv.FormatFloat(rate*100, 'f', -1, 64) + "%"
	if back, err := money.ParseRate(percent); err == nil && back == rate && len(percent) <= len("12.345%") {
		return percent
	}

	return strconv.FormatFloat(rate, 'f', -1, 64)
}

// String writes the plan in one line, as it is typed behind the command.
func (in PlanInput) String() string {
	written := in.Fields()
	var parts []string
	for _, field := range PlanFields() {
		if text, given := written[field]; given {
			parts = append(parts, field+"="+text)
		}
	}

	return strings.Join(parts, " ")
}

// check refuses what cannot be planned with, whoever wrote it down.
func (in PlanInput) check(today calendar.Date) error {
	var wrong []fault.FieldError
	refuse := func(field, format string, args ...any) {
		wrong = append(wrong, fault.FieldError{Field: field, Text: fault.Invalid(format, args...).Text})
	}
	switch {
	case in.Revenue.Minor <= 0:
		refuse(PlanRevenue, "A plan begins with the revenue to reach. Give it, such as %s.", fault.Option(PlanRevenue, 500000))
	case in.Certain.Minor < 0 || in.Certain.Minor >= in.Revenue.Minor:
		refuse(PlanCertain, "The certain revenue, %s, is the whole goal of %s or more, so there is nothing to plan. Give what is certain of the goal, such as %s.", in.Certain, in.Revenue, fault.Option(PlanCertain, 100000))
	}

	switch {
	case in.Period.IsZero():
		next := calendar.QuarterOf(today).Next()
		refuse(PlanPeriod, "A plan is for a period. Give it, such as %s.", fault.Option(PlanPeriod, next))
	case !today.Before(in.Period.To):
		refuse(PlanPeriod, "%s is over, so it cannot be planned. Give a period that still runs or is to come, such as %s.", in.Period, fault.Option(PlanPeriod, calendar.QuarterOf(today).Next()))
	}

	for _, field := range slices.Sorted(maps.Keys(in.Rates)) {
		if rate := in.Rates[field]; !(rate > 0 && rate <= 1) {
			refuse(field, "The %s (%s) has to be above 0%% and at most 100%%. Give one such as %s.", planFieldName(field), fault.Option(field, ""), fault.Option(field, "25%"))
		}
	}

	for field, part := range map[string]float64{PlanShare: in.Share, PlanBudget: in.Budget} {
		if !(part >= 0 && part <= 1) {
			refuse(field, "The %s (%s) has to be above 0%% and at most 100%%.", planFieldName(field), fault.Option(field, ""))
		}
	}

	if _, overall := in.Rates[PlanOverall]; overall && len(in.Rates) > 1 {
		refuse(PlanOverall, "%s is the whole way from lead to customer, so it goes without the rates of single steps. Give either it or them.", fault.Option(PlanOverall, ""))
	}

	slices.SortStableFunc(wrong, func(a, b fault.FieldError) int {
		return slices.Index(PlanFields(), a.Field) - slices.Index(PlanFields(), b.Field)
	})
	return fault.WrongInput(wrong)
}

// planMetrics are the metrics of the stages of a plan.
var planMetrics = map[agreement.Stage]Metric{
	agreement.Customer: MetricCustomers, agreement.SQL: MetricSQLs, agreement.SAL: MetricSALs, agreement.MQL: MetricMQLs,
	agreement.Known: MetricLeads,
}

// Goals are the goals that say what the plan says, from the top: each derives
// from the one before it. Why is the whole plan at the top, and below it the step
// that leads to each goal.
func (p Plan) Goals() []Input {
	goals := []Input{{
		Metric: MetricRevenue, Period: p.Input.Period, Why: p.Sentence(),
		Target: MoneyQuantity(p.Input.Revenue),
	}}
	for i, n := range p.Needs {
		goal := Input{
			Metric: planMetrics[n.Stage], Period: p.Input.Period,
			Target: Quantity{Number: float64(RoundUp(n.Count))},
		}
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
		p.Input.Period, p.Input.Revenue, certain, p.Deal, howMany(p.Needs[0].Count, "new customer"),
		strings.Join(rates, ", "), howMany(p.Top().Count, p.Top().Stage.Name()))
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
		_, _ = fmt.Fprintf(sum, "%s %s %v %v %v %v\n", c.Goal.Metric, c.Goal.Period, c.Goal.Target, c.Goal.Rate, c.Old.ID,
			c.Old.Target)
	}

	return fmt.Sprintf("%08x", sum.Sum32())
}

// Planning is a plan, and the goals that it would set.
type Planning struct {
	Plan    Plan
	Changes []Change
	Stamp   string // of the goals as shown; saving asks for it
}
