package funnel

import (
	"math"
	"slices"
	"strings"
)

// Metric is what a goal is about.
type Metric string

// The metrics known from the start.
const (
	MetricRevenue        Metric = "revenue"
	MetricCustomers      Metric = "customers"
	MetricSQLs           Metric = "sqls"
	MetricSALs           Metric = "sals"
	MetricMQLs           Metric = "mqls"
	MetricLeads          Metric = "leads"
	MetricInquiries      Metric = "inquiries"
	MetricWebsiteVisits  Metric = "website_visits"
	MetricVisitToLead    Metric = "visit_to_lead_rate"
	MetricAcceptanceRate Metric = "acceptance_rate"
	MetricFirstTouch     Metric = "first_touch_within_sla"
)

// MetricKind says how a metric is written and added up.
type MetricKind uint8

// The kinds of metrics.
const (
	MetricCount  MetricKind = iota + 1 // whole numbers that add up over time
	MetricMoney                        // money that adds up over time
	MetricRate                         // a fraction 0–1 with a sample size
	MetricFigure                       // a count that comes from outside
)

// MetricInfo describes a metric.
type MetricInfo struct {
	Metric Metric
	Name   string // in sentences
	Kind   MetricKind
	Team   Team
	Stage  Stage // that is counted, for counts
}

// Metrics are all of them, from the top of the funnel's result to its source.
var Metrics = []MetricInfo{
	{MetricRevenue, "Revenue", MetricMoney, Sales, ""},
	{MetricCustomers, "Customers", MetricCount, Sales, Customer},
	{MetricSQLs, "SQLs", MetricCount, Sales, SQL},
	{MetricSALs, "SALs", MetricCount, Sales, SAL},
	{MetricMQLs, "MQLs", MetricCount, Marketing, MQL},
	{MetricLeads, "Leads", MetricCount, Marketing, Known},
	{MetricInquiries, "Inquiries", MetricCount, Marketing, Inquiry},
	{MetricWebsiteVisits, "Website visits", MetricFigure, Marketing, ""},
	{MetricVisitToLead, "Visit-to-lead rate", MetricRate, Marketing, ""},
	{MetricAcceptanceRate, "Acceptance rate", MetricRate, Marketing, ""},
	{MetricFirstTouch, "First touch within SLA", MetricRate, Sales, ""},
}

// Info describes the metric; the zero value is for a metric unknown.
func (m Metric) Info() MetricInfo {
	i := slices.IndexFunc(Metrics, func(info MetricInfo) bool { return info.Metric == m })
	if i < 0 {
		return MetricInfo{}
	}
	return Metrics[i]
}

// ParseMetric understands the names of the metrics; spaces, hyphens and
// letter case do not matter.
func ParseMetric(text string) (Metric, error) {
	want := foldCode(text)
	names := make([]string, len(Metrics))
	for i, info := range Metrics {
		if foldCode(string(info.Metric)) == want || foldCode(info.Name) == want {
			return info.Metric, nil
		}
		names[i] = string(info.Metric)
	}
	return "", Invalid("%s is not a metric. Expected one of %s.", quoted(text), strings.Join(names, ", "))
}

// Quantity is an amount of a metric: money for revenue, a fraction for rates,
// else a count.
type Quantity struct {
	Number float64 `json:"number"`
	Money  Money   `json:"money,omitzero"`
}

// ParseQuantity reads a target or a value of the metric.
func (m Metric) ParseQuantity(text, currency string) (Quantity, error) {
	switch m.Info().Kind {
	case MetricMoney:
		amount, err := ParseMoney(text, currency)
		if err != nil {
			return Quantity{}, Invalid("%s", sentence(err))
		}
		if amount.Minor <= 0 {
			return Quantity{}, Invalid("%s is not above 0. Give an amount such as 500000 or 500k.", quoted(text))
		}
		return Quantity{Money: amount, Number: amount.Major()}, nil
	case MetricRate:
		rate, err := ParseRate(text)
		if err != nil {
			return Quantity{}, Invalid("%s", sentence(err))
		}
		return Quantity{Number: rate}, nil
	default:
		return parseCount(text)
	}
}

func parseCount(text string) (Quantity, error) {
	n, err := ParseNumber(text)
	if err != nil {
		return Quantity{}, err
	}
	if n < 0 || n != math.Trunc(n) {
		return Quantity{}, Invalid("%s is not a whole number of 0 or more. Give one such as 1200.", quoted(text))
	}
	return Quantity{Number: n}, nil
}

// FigureUnits is a figure in the units of its counter.
func FigureUnits(v float64) int64 { return int64(math.Round(v * FigureScale)) }

// Goal is a metric with a target in a period, who owns it, and why.
type Goal struct {
	V      int      `json:"v"`
	ID     string   `json:"id"` // metric and period: one goal each
	Metric Metric   `json:"metric"`
	Period Period   `json:"period"`
	Target Quantity `json:"target"`
	Owner  UserID   `json:"owner,omitempty"`
	Why    string   `json:"why,omitempty"`
	SetBy  UserID   `json:"set_by"`
}

// GoalInput is what somebody wrote about a goal.
type GoalInput struct {
	Metric Metric
	Period Period
	Target Quantity
	Owner  UserID
	Why    string
}

// SetGoal decides on a new goal, or a new target of the same one. Blank
// parts of an existing goal are kept.
func SetGoal(old Goal, in GoalInput, act Act, p Policy) (Goal, Entry, error) {
	if !act.By.Member() {
		return Goal{}, Entry{}, p.stranger()
	}
	if err := old.mayChange(act.By); err != nil {
		return Goal{}, Entry{}, err
	}
	why, err := CleanNote("the why", in.Why, maxNote)
	if err != nil {
		return Goal{}, Entry{}, InvalidField("why", err)
	}
	isRate := in.Metric.Info().Kind == MetricRate
	switch {
	case in.Target.Number <= 0:
		return Goal{}, Entry{}, wrongField("target", "A target has to be above 0. Give one, such as `/goal set %s %s %s`.", in.Metric, in.Period, in.Metric.exampleTarget())
	case in.Target.Money.Currency != "" && p.Currency != "" && in.Target.Money.Currency != p.Currency:
		return Goal{}, Entry{}, wrongField("target", "Goals are in %s, and %s is not: amounts in other currencies are never added to them. Give the target in %s, such as `/goal set %s %s %s`.", p.Currency, in.Target.Money, p.Currency, in.Metric, in.Period, in.Metric.exampleTarget())
	case isRate && in.Target.Number > 1:
		return Goal{}, Entry{}, wrongField("target", "The target of a rate is at most 100%%. Give one, such as `/goal set %s %s %s`.", in.Metric, in.Period, in.Metric.exampleTarget())
	case !p.today(act).Before(in.Period.To):
		return Goal{}, Entry{}, wrongField("period", "%s is over, so it can have no new goal. Give a period that still runs or is to come, such as `%s`.", in.Period, QuarterOf(p.today(act)))
	}
	g := Goal{
		V: 1, ID: GoalID(in.Metric, in.Period), Metric: in.Metric, Period: in.Period, Target: in.Target,
		Owner: in.Owner, Why: why, SetBy: act.By.ID,
	}
	if g.Owner == "" {
		g.Owner = old.Owner
	}
	if g.Why == "" {
		g.Why = old.Why
	}
	return g, Entry{
		V: 1, At: act.At, By: act.By.ID, Kind: EntryGoalSet, Metric: in.Metric, Period: in.Period.Label,
		Value: in.Target.Number, Was: old.Target.Number, Amount: in.Target.Money, Note: why, Owner: g.Owner,
	}, nil
}

// mayChange says whether somebody may put another target in the place of a
// goal: who set it, who owns it, leadership, the sales manager or an admin.
// A goal that is not there yet anybody on a team may set.
func (g Goal) mayChange(by Person) error {
	if g.ID == "" || by.ID == g.SetBy || by.ID == g.Owner || by.In(Leadership) || by.Manager || by.Admin {
		return nil
	}
	return Denied("%s set a goal for %s in %s already: %s. Ask them or leadership to change it.", g.SetBy.Mentioned(), g.Metric.Info().Name, g.Period, g.Metric.Format(g.Target))
}

// exampleTarget is what a target of the metric may look like.
func (m Metric) exampleTarget() string {
	switch m.Info().Kind {
	case MetricMoney:
		return "500000"
	case MetricRate:
		return "60%"
	default:
		return "100"
	}
}

// GoalID is the id of the goal on a metric in a period.
func GoalID(m Metric, p Period) string { return p.Label + "." + string(m) }

// LogFigure decides on a figure from outside for a week; a later value of
// the same week replaces the earlier one.
func LogFigure(m Metric, week Period, value, was float64, act Act, p Policy) (Entry, error) {
	if !act.By.Member() {
		return Entry{}, p.stranger()
	}
	if m.Info().Kind != MetricFigure {
		return Entry{}, Invalid("%s cannot be logged: Leadloop counts it by itself. Figures from outside can be: %s.", m.Info().Name, strings.Join(figureNames(), ", "))
	}
	if week.Kind() != Week {
		return Entry{}, wrongField("week", "Figures are logged by week, and %s is not one. Give a week, such as `week=%s`.", quoted(week.Label), WeekOf(p.today(act)))
	}
	if p.today(act).Before(week.From) {
		return Entry{}, wrongField("week", "The week %s has not begun. Give this week or an earlier one, such as `week=%s`.", week, WeekOf(p.today(act)))
	}
	return Entry{V: 1, At: act.At, By: act.By.ID, Kind: EntryFigure, Metric: m, Period: week.Label, Value: value, Was: was}, nil
}

func figureNames() []string {
	var out []string
	for _, info := range Metrics {
		if info.Kind == MetricFigure {
			out = append(out, string(info.Metric))
		}
	}
	return out
}
