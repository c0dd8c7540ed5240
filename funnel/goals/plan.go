package goals

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// DefaultBudget is the part of the revenue goal that goes into marketing
// where the plan does not say it: the middle of 8–10 %. Gartner's CMO Spend
// Survey has 9.5 % of company revenue in 2022 and 9.1 % in 2023:
// https://www.gartner.com/en/marketing/research/the-state-of-marketing-budget-and-strategy-in-2023
const DefaultBudget = 0.09

// PlanHistory is what the counters say of the last 12 months.
type PlanHistory struct {
	Entered map[agreement.Stage]int64 // leads that reached a stage for the first time
	Won     money.Amount              // in the currency of the plan
	Deals   int64                     // wins with an amount in it
	Lags    ledger.Lags
}

// PlanStep is one rate of the reverse funnel. Where nobody is ever counted
// at a stage, a step goes past it.
type PlanStep struct {
	From, To agreement.Stage
	Fields   []string // that could give it
	Rate     float64
	Given    bool
	Measured stats.Rate
}

// Sure says whether the journal holds enough to measure the rate.
func (s PlanStep) Sure() bool { return s.Measured.Sure() }

// Bold says whether a rate was given that the journal speaks against.
func (s PlanStep) Bold() bool {
	low, high := s.Measured.Interval()
	return s.Given && s.Sure() && (s.Rate < low || s.Rate > high)
}

// PlanNeed is how many leads have to reach a stage, with full precision.
type PlanNeed struct {
	Stage agreement.Stage
	Count float64
}

// Plan is the reverse funnel of a revenue goal.
type Plan struct {
	Input   PlanInput
	New     money.Amount // of the goal that new customers have to bring
	Deal    money.Amount // rounded, for showing
	Deals   int64        // wins that the deal was measured by; 0 where it was given
	Won     money.Amount // with them
	Needs   []PlanNeed   // from the customers up to the top of the funnel
	Steps   []PlanStep   // step i leads from need i+1 to need i
	Skipped bool         // leads are not planned, because nobody was counted as one
	Budget  money.Amount
	Time    PlanTime
}

// PlanTime is what the time from lead to win means for the period.
type PlanTime struct {
	Wins        int64 // that it was measured by
	Median, P90 int   // days
	// Before is the part of the period's wins whose leads exist before it.
	Before float64
	// LastHalf and LastMost are the last days on which a new lead that is won
	// is won in time, with one half, and with nine tenths.
	LastHalf, LastMost calendar.Date
}

// Sure says whether enough wins are known to rely on it.
func (t PlanTime) Sure() bool { return t.Wins >= stats.FewestOutcomes }

// MakePlan computes how many leads of each stage a revenue goal needs. Rates
// and the deal size that are not given come from the history; where that holds
// too little they are asked for by name.
func MakePlan(in PlanInput, h PlanHistory, today calendar.Date) (Plan, error) {
	if err := in.check(today); err != nil {
		return Plan{}, err
	}

	p := Plan{Input: in, New: money.Amount{Minor: in.Revenue.Minor - in.Certain.Minor, Currency: in.Revenue.Currency}}
	deal := p.deal(h)
	steps, lacks := planSteps(in, h)
	if deal <= 0 {
		lacks = append([]fault.FieldError{{Field: PlanDeal, Text: "No amount was won in the last 12 months, so the deal size is not known. Give it, such as " + fault.Option(PlanDeal, 12000).String() + "."}}, lacks...)
	}

	if len(lacks) > 0 {
		return Plan{}, lacking(lacks)
	}

	p.Steps = steps
	count := float64(p.New.Minor) / deal
	p.Needs = []PlanNeed{{agreement.Customer, count}}
	for _, s := range steps {
		count /= s.Rate
		p.Needs = append(p.Needs, PlanNeed{s.From, count})
	}

	p.Skipped = p.Top().Stage != agreement.Known
	if p.Top().Count > stats.MaxNumber {
		return Plan{}, fault.Invalid("By these rates the plan needs more leads than there are people. Check the rates and the deal size.")
	}

	p.Budget = in.Revenue.Times(p.budgetRate())
	p.Time = planTime(h.Lags, in.Period)
	return p, nil
}

// lacking asks for everything that is missing at once, and for each on its
// field of a form.
func lacking(lacks []fault.FieldError) error {
	texts := make([]string, len(lacks))
	for i, l := range lacks {
		texts[i] = l.Text
	}

	return &fault.Error{Kind: fault.KindInvalid, Text: strings.Join(slices.Compact(texts), " "), Fields: lacks}
}

// wholeDeal is the mean, in whole units, from which on its cents say nothing.
const wholeDeal = 100

// deal is the size of a deal in minor units, with full precision.
func (p *Plan) deal(h PlanHistory) float64 {
	if p.Input.Deal.Minor > 0 {
		p.Deal = p.Input.Deal
		return float64(p.Deal.Minor)
	}

	if h.Deals <= 0 || h.Won.Minor <= 0 {
		return 0
	}

	average := float64(h.Won.Minor) / float64(h.Deals)
	p.Deals, p.Won, p.Deal = h.Deals, h.Won, money.Amount{Minor: int64(math.Round(average)), Currency: p.New.Currency}
	if whole := p.Deal.Rounded(); whole.Major() >= wholeDeal {
		p.Deal = whole
	}

	return average
}

// The way from customer up to lead, and the fields of its rates.
var (
	planStages = []agreement.Stage{agreement.Customer, agreement.SQL, agreement.SAL, agreement.MQL, agreement.Known}
	planRates  = []string{PlanWin, PlanSQL, PlanSAL, PlanMQL}
)

// planSteps are the steps of the funnel from the customers up, with what is
// missing to know their rates.
func planSteps(in PlanInput, h PlanHistory) (steps []PlanStep, lacks []fault.FieldError) {
	if rate, given := in.Rates[PlanOverall]; given {
		whole := stats.Rate{Part: h.Entered[agreement.Customer], Whole: h.Entered[agreement.Known]}
		return []PlanStep{{agreement.Known, agreement.Customer, []string{PlanOverall}, rate, true, whole}}, nil
	}

	for at := 0; at < len(planRates); {
		next, ok := nextStage(in, h, at)
		if !ok {
			break
		}

		s := PlanStep{
			From: planStages[next], To: planStages[at], Fields: planRates[at:next],
			Measured: stats.Rate{Part: h.Entered[planStages[at]], Whole: h.Entered[planStages[next]]},
		}
		s.Rate, s.Given = in.Rates[s.Fields[0]]
		if !s.Given {
			s.Rate = s.Measured.Fraction()
		}

		if !s.Given && !s.Sure() {
			lacks = append(lacks, s.lack()...)
		}

		steps, at = append(steps, s), next
	}

	return steps, lacks
}

// nextStage is the stage above one: the next on which anybody was counted,
// where no rate to or from those between is given. It is not ok where nobody
// was counted on any.
func nextStage(in PlanInput, h PlanHistory, at int) (int, bool) {
	for next := at + 1; next < len(planStages); next++ {
		if _, given := in.Rates[planRates[next-1]]; given {
			return at + 1, true
		}

		if h.Entered[planStages[next]] > 0 {
			return next, true
		}
	}

	return at + 1, at == 0 || h.Entered[planStages[at]] == 0
}

// lack says why a rate is not known, for each field that can give it.
func (s PlanStep) lack() []fault.FieldError {
	from, to, r := s.From.Name()+"s", s.To.Name()+"s", s.Measured
	why := fmt.Sprintf("The rate from %s to %s is not known: the last 12 months hold %d %s, and to measure it takes %d.", s.From.Name(), s.To.Name(), r.Whole, from, stats.FewestOutcomes)
	switch {
	case r.Part > r.Whole:
		why = fmt.Sprintf("The rate from %s to %s cannot be measured: the last 12 months hold %d %s, but %d %s.", s.From.Name(), s.To.Name(), r.Whole, from, r.Part, to)
	case r.Whole >= stats.FewestOutcomes:
		why = fmt.Sprintf("None of the %d %s of the last 12 months got to %s, and by a rate of 0 nothing can be reckoned.", r.Whole, from, s.To.Name())
	}

	examples := make([]any, len(s.Fields))
	for i, field := range s.Fields {
		examples[i] = fault.Option(field, "50%")
	}

	why += " Give your assumption, such as " + fault.ToGive.Way(examples...) + "."
	lacks := make([]fault.FieldError, len(s.Fields))
	for i, field := range s.Fields {
		lacks[i] = fault.FieldError{Field: field, Text: why}
	}

	return lacks
}

// Top is the need at the top of the funnel.
func (p Plan) Top() PlanNeed { return p.Needs[len(p.Needs)-1] }

// Need is how many have to reach a stage; not ok where that is not planned.
func (p Plan) Need(s agreement.Stage) (count float64, ok bool) {
	for _, n := range p.Needs {
		if n.Stage == s {
			return n.Count, true
		}
	}

	return 0, false
}

// RoundUp makes a whole number of a need, for showing and for goals. What
// floating point adds to a whole number does not count as one more.
func RoundUp(count float64) int64 {
	if whole := math.Round(count); math.Abs(count-whole) <= 1e-9*math.Max(1, whole) {
		return int64(whole)
	}

	return int64(math.Ceil(count))
}

// Split gives what marketing and sales have to bring of a need. The parts add
// up to the whole as it is shown.
func (p Plan) Split(n PlanNeed) (marketing, sales int64) {
	whole := RoundUp(n.Count)
	marketing = min(whole, RoundUp(n.Count*p.share()))
	return marketing, whole - marketing
}

func (p Plan) share() float64 {
	if p.Input.Share > 0 {
		return p.Input.Share
	}

	return 1
}

func (p Plan) budgetRate() float64 {
	if p.Input.Budget > 0 {
		return p.Input.Budget
	}

	return DefaultBudget
}

// CostPer is what marketing may spend on each lead that reaches a stage by
// its doing, calculated exactly and rounded down once, so that all of them keep to the budget.
// Less than one lead takes one, and no more than all of it.
func (p Plan) CostPer(s agreement.Stage) (money.Amount, bool) {
	need := p.exactNeed(s)
	if need.Sign() <= 0 {
		return money.Amount{}, false
	}

	need.Mul(need, money.Exact(p.share()))
	if one := big.NewRat(1, 1); need.Cmp(one) < 0 {
		need = one
	}

	each := new(big.Rat).Quo(new(big.Rat).SetInt64(p.Budget.Minor), need)
	minor := new(big.Int).Quo(each.Num(), each.Denom())
	return money.Amount{Minor: minor.Int64(), Currency: p.Budget.Currency}, true
}

// exactNeed is how many leads have to reach a stage, as a fraction; 0 where that is not
// planned.
func (p Plan) exactNeed(s agreement.Stage) *big.Rat {
	deal := big.NewRat(p.Deal.Minor, 1)
	if p.Deals > 0 {
		deal = big.NewRat(p.Won.Minor, p.Deals)
	}

	need := new(big.Rat)
	if deal.Sign() <= 0 {
		return need
	}

	need.Quo(big.NewRat(p.New.Minor, 1), deal)
	for i, n := range p.Needs {
		if i > 0 {
			need.Quo(need, p.Steps[i-1].exact())
		}

		if n.Stage == s {
			return need
		}
	}

	return new(big.Rat)
}

// exact is the rate as a fraction.
func (s PlanStep) exact() *big.Rat {
	if s.Given {
		return money.Exact(s.Rate)
	}

	return big.NewRat(s.Measured.Part, s.Measured.Whole)
}

// LifetimeRatio is how many times over a customer brings what may be spent
// to win one.
func (p Plan) LifetimeRatio() (float64, bool) {
	cost, ok := p.CostPer(agreement.Customer)
	if !ok || cost.Minor <= 0 || p.Input.Lifetime.Minor <= 0 {
		return 0, false
	}

	return float64(p.Input.Lifetime.Minor) / float64(cost.Minor), true
}

func planTime(lags ledger.Lags, p calendar.Period) PlanTime {
	t := PlanTime{Wins: lags.Wins(), Median: lags.Within(0.5), P90: lags.Within(0.9), Before: lags.Before(p)}
	if t.Wins > 0 {
		t.LastHalf, t.LastMost = p.Last().AddDays(-t.Median), p.Last().AddDays(-t.P90)
	}

	return t
}
