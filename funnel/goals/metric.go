package goals

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
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
	MetricSpend          Metric = "spend"
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
	MetricMean                         // a figure from outside that does not add up, such as a score
)

// MetricInfo describes a metric.
type MetricInfo struct {
	Metric Metric
	Name   string // in sentences
	Kind   MetricKind
	Team   ref.Team
	Stage  agreement.Stage // that is counted, for counts
}

// Metrics are those known from the start, from the top of the funnel's result
// to its source.
var Metrics = []MetricInfo{
	{MetricRevenue, "Revenue", MetricMoney, ref.Sales, ""},
	{MetricCustomers, "Customers", MetricCount, ref.Sales, agreement.Customer},
	{MetricSQLs, "SQLs", MetricCount, ref.Sales, agreement.SQL},
	{MetricSALs, "SALs", MetricCount, ref.Sales, agreement.SAL},
	{MetricMQLs, "MQLs", MetricCount, ref.Marketing, agreement.MQL},
	{MetricLeads, "Leads", MetricCount, ref.Marketing, agreement.Known},
	{MetricInquiries, "Inquiries", MetricCount, ref.Marketing, agreement.Inquiry},
	{MetricSpend, "Spend", MetricMoney, ref.Marketing, ""},
	{MetricWebsiteVisits, "Website visits", MetricFigure, ref.Marketing, ""},
	{MetricVisitToLead, "Visit-to-lead rate", MetricRate, ref.Marketing, ""},
	{MetricAcceptanceRate, "Acceptance rate", MetricRate, ref.Marketing, ""},
	{MetricFirstTouch, "First touch within SLA", MetricRate, ref.Sales, ""},
}

// Info describes the metric. One that is not known from the start was defined
// by somebody: such are figures, and are named after their code. Only the
// catalogue, and goals on it, know whether their mean counts.
func (m Metric) Info() MetricInfo {
	i := slices.IndexFunc(Metrics, func(info MetricInfo) bool { return info.Metric == m })
	switch {
	case i >= 0:
		return Metrics[i]
	case m == "":
		return MetricInfo{}
	}

	name := []rune(strings.ReplaceAll(string(m), "_", " "))
	name[0] = unicode.ToUpper(name[0])
	return MetricInfo{Metric: m, Name: string(name), Kind: MetricFigure}
}

// Limited says whether the target of the metric is not to be surpassed: less
// is better.
func (m Metric) Limited() bool { return m == MetricSpend }

// Whole says whether the metric is counted in whole numbers: such are figures
// known from the start; one that somebody defined may have decimals.
func (m Metric) Whole() bool {
	kind := m.Info().Kind
	return kind == MetricCount || kind == MetricFigure && m.rank() < len(Metrics)
}

// rank is the place of the metric in lists; those that somebody defined come
// last.
func (m Metric) rank() int {
	if i := slices.IndexFunc(Metrics, func(info MetricInfo) bool { return info.Metric == m }); i >= 0 {
		return i
	}

	return len(Metrics)
}

// CustomMetric is a figure from outside that somebody defined.
type CustomMetric struct {
	V         int        `json:"v"`
	Metric    Metric     `json:"metric"`
	Name      string     `json:"name"`
	Team      ref.Team   `json:"team,omitempty"`
	Mean      bool       `json:"mean,omitempty"` // of its figures, which do not add up
	DefinedBy ref.UserID `json:"defined_by"`
	DefinedAt time.Time  `json:"defined_at"`
	RetiredAt time.Time  `json:"retired_at,omitzero"`
}

// Retired says whether no more figures are logged for it.
func (c CustomMetric) Retired() bool { return !c.RetiredAt.IsZero() }

// Info describes it as one of the metrics.
func (c CustomMetric) Info() MetricInfo {
	kind := MetricFigure
	if c.Mean {
		kind = MetricMean
	}

	return MetricInfo{Metric: c.Metric, Name: c.Name, Kind: kind, Team: c.Team}
}

// Catalogue are the metrics of a company: those known from the start, then
// those that it defined.
type Catalogue []MetricInfo

// NewCatalogue adds the metrics that are defined and not retired.
func NewCatalogue(custom []CustomMetric) Catalogue {
	all := Catalogue(slices.Clone(Metrics))
	for _, c := range custom {
		if !c.Retired() {
			all = append(all, c.Info())
		}
	}

	return all
}

// Parse understands the names of the metrics; spaces, hyphens and letter case
// do not matter.
func (c Catalogue) Parse(text string) (Metric, error) {
	want := fault.FoldCode(text)
	names := make([]string, len(c))
	for i, info := range c {
		if fault.FoldCode(string(info.Metric)) == want || fault.FoldCode(info.Name) == want {
			return info.Metric, nil
		}

		names[i] = string(info.Metric)
	}

	meant := ""
	if i := slices.IndexFunc(c, func(info MetricInfo) bool {
		return len(want) >= fewestMeant && strings.Contains(fault.FoldCode(string(info.Metric)), want)
	}); i >= 0 {
		meant = " Did you mean " + string(c[i].Metric) + "?"
	}

	return "", fault.WrongField("metric", "%s is not a metric.%s Expected one of %s. %s defines another.", fault.Quoted(text), meant, strings.Join(names, ", "), fault.ToDefineMetric.Way())
}

// Logged are the metrics whose figures come from outside.
func (c Catalogue) Logged() Catalogue {
	return slices.DeleteFunc(slices.Clone(c),
		func(info MetricInfo) bool { return info.Kind != MetricFigure && info.Kind != MetricMean })
}

// Info describes a metric of the catalogue, with the name it was given.
func (c Catalogue) Info(m Metric) (MetricInfo, bool) {
	i := slices.IndexFunc(c, func(info MetricInfo) bool { return info.Metric == m })
	if i < 0 {
		return MetricInfo{}, false
	}

	return c[i], true
}

// ParseMetric understands the names of the metrics known from the start.
func ParseMetric(text string) (Metric, error) { return Catalogue(Metrics).Parse(text) }

// Limits of what people may write about a metric.
const (
	maxMetricCode = 40
	maxMetricName = 60
	maxMetrics    = 50
	fewestMeant   = 4 // letters of a name that say which was meant
)

// MetricInput is what somebody wrote about a metric of their own.
type MetricInput struct {
	Code, Name string
	Team       ref.Team
	Mean       bool // goals compare the mean of its figures, not their sum
}

// DefineMetric decides on a metric of somebody's own, or on taking one up
// again that was retired. Known are those that were defined before.
func DefineMetric(
	known []CustomMetric, in MetricInput, act people.Act, p funnel.Policy,
) (CustomMetric, funnel.Entry, error) {
	if err := p.Roster.Admit(act.By); err != nil {
		return CustomMetric{}, funnel.Entry{}, err
	}

	code, err := metricCode(in.Code)
	if err != nil {
		return CustomMetric{}, funnel.Entry{}, err
	}

	name, err := fault.CleanLine("the name", in.Name, maxMetricName)
	if err != nil {
		return CustomMetric{}, funnel.Entry{}, fault.InvalidField("name", err)
	}

	if name == "" {
		name = code.Info().Name
	}

	running := NewCatalogue(known)
	for _, info := range running {
		if fault.FoldCode(info.Name) == fault.FoldCode(name) ||
			fault.FoldCode(string(info.Metric)) == fault.FoldCode(string(code)) {
			return CustomMetric{}, funnel.Entry{}, fault.Conflict("There is a metric %s already: %s. %s shows them all.", info.Metric, fault.Quoted(info.Name), fault.ToListMetrics.Way())
		}
	}

	if len(running) >= len(Metrics)+maxMetrics {
		return CustomMetric{}, funnel.Entry{}, fault.Conflict("There are %d metrics already, which is as many as there can be. Retire one with %s.", maxMetrics, fault.ToRetireMetric.Way())
	}

	c := CustomMetric{
		V: 1, Metric: code, Name: name, Team: in.Team, Mean: in.Mean, DefinedBy: act.By.ID,
		DefinedAt: act.At,
	}
	return c, funnel.Entry{
		V: 1, At: act.At, By: act.By.ID, Kind: funnel.EntryMetric, Metric: string(code),
		Note: name,
	}, nil
}

// metricCode is how a metric is written in commands and files.
func metricCode(text string) (Metric, error) {
	code := strings.ReplaceAll(strings.ToLower(fault.Tidy(text)), " ", "_")
	code = strings.ReplaceAll(code, "-", "_")
	switch {
	case code == "":
		return "", fault.WrongField("code", "A metric needs a short name. Give one, such as %s.", fault.ToDefineMetric.Way("demo_requests \"Demo requests\""))
	case len(code) > maxMetricCode || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" ||
		strings.Trim(code, "_0123456789") == "":
		return "", fault.WrongField("code", "%s cannot be the short name of a metric. Use up to %d of the letters a to z, digits and _, such as demo_requests.", fault.Quoted(text), maxMetricCode)
	}

	return Metric(code), nil
}

// Retire decides that no more figures are logged for a metric. The figures
// that there are stay. Goals are those that have not ended.
func (c CustomMetric) Retire(goals []Goal, act people.Act, p funnel.Policy) (CustomMetric, funnel.Entry, error) {
	switch {
	case !act.By.Member():
		return c, funnel.Entry{}, p.Roster.Admit(act.By)
	case act.By.ID != c.DefinedBy && !act.By.In(ref.Leadership) && !act.By.Manager && !act.By.Admin:
		return c, funnel.Entry{}, fault.Denied("%s defined the metric %s. Ask them or leadership to retire it.", c.DefinedBy.Mentioned(), c.Metric)
	case c.Retired():
		return c, funnel.Entry{}, fault.Conflict("The metric %s was retired already, %s. %s takes it up again.", c.Metric, fault.Moment(c.RetiredAt), fault.ToDefineMetric.Way(c.Metric))
	}

	for _, g := range goals {
		if g.Metric == c.Metric && p.DayOf(act).Before(g.Period.To) {
			return c, funnel.Entry{}, fault.Conflict("%s is a goal on %s, so the metric is still needed. Retire the goal first: %s.", g.Title(), c.Name, fault.ToRetireGoal.Way(g.ID))
		}
	}

	c.RetiredAt = act.At
	return c, funnel.Entry{
		V: 1, At: act.At, By: act.By.ID, Kind: funnel.EntryMetricRetired, Metric: string(c.Metric),
		Note: c.Name,
	}, nil
}
