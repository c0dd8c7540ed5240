package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Digest is the weekly message: goal against actual, why they differ and what
// would change that, and how the loop runs.
type Digest struct {
	Audience funnel.Audience            `json:"audience"`
	Week     string                     `json:"week"`
	Period   calendar.Period            `json:"period"`
	From     calendar.Date              `json:"from"`
	Last     calendar.Date              `json:"last"` // inclusive
	Zone     string                     `json:"zone"`
	AsOf     time.Time                  `json:"as_of"`
	Journal  string                     `json:"-"` // its last entry, and the hash that stands for all of them
	Headline string                     `json:"headline"`
	Goals    stats.List[goals.Standing] `json:"goals"`
	Gap      *Gap                       `json:"gap,omitempty"`    // of the goal that matters most
	Levers   *Levers                    `json:"levers,omitempty"` // on the same goal
	// of the same goal in the period before, while the running one says little
	Past   *Gap        `json:"gap_of_last_period,omitempty"`
	Funnel FunnelCount `json:"funnel"` // entered in that week
	// Of a week that still runs, the weeks before are counted up to the same weekday.
	Before    FunnelCount              `json:"funnel_week_before"`
	FourWeeks FunnelCount              `json:"funnel_four_weeks_before"` // the sum of them
	Rates     stats.List[StepRate]     `json:"rates"`
	Weakest   *WeakStep                `json:"weakest_step,omitempty"`
	Waterfall ledger.Waterfall         `json:"waterfall"`
	Sources   stats.List[SourceRow]    `json:"sources"`
	Revenue   stats.List[money.Amount] `json:"revenue"`
	Levels    stats.List[Level]        `json:"service_levels"`
	// whose turn leads were on, in stretches that ended in the week
	Turns      []funnel.Stretch  `json:"turns,omitempty"`
	Nudges     []ledger.NudgeRow `json:"reminders,omitempty"` // by kind, whether they helped
	Acceptance stats.Rate        `json:"acceptance"`          // accepted by a person, of those answered
	Defaulted  int64             `json:"defaulted,omitempty"` // taken because nobody answered in time
	// back with marketing because nobody answered in time
	Lapsed     int64                       `json:"lapsed,omitempty"`
	Handoffs   int64                       `json:"handoffs"`
	Overrides  stats.List[funnel.Override] `json:"overrides"` // of leads that moved on although criteria were not met
	Rejections stats.List[ReasonRow]       `json:"rejections"`
	HandedBack stats.List[ReasonRow]       `json:"handed_back,omitempty"` // after they were accepted
	OpenLoops  int64                       `json:"open_loops"`
	Oldest     stats.List[LoopRow]         `json:"oldest_open"`
	Wins       stats.List[EndRow]          `json:"wins"`
	Losses     stats.List[EndRow]          `json:"losses"`
	Lost       int64                       `json:"lost"` // how many, where the list is cut
	LostWhy    stats.List[ReasonRow]       `json:"losses_by_reason"`
	Campaigns  campaigns.Rank              `json:"campaigns"`
	Balance    stats.List[Share]           `json:"balance"` // in that week, in the workspace's currency
	Elsewhere  Elsewhere                   `json:"balance_in_other_currencies,omitzero"`
	// Explained are the goals that any audience may see explained, and Compared
	// the steps that hold enough: each audience reads of its own.
	Explained []Explanation `json:"-"`
	Compared  []WeakStep    `json:"-"`
}

// Explanation is why a goal has a gap, and what would close it. While the
// period of the goal says little, it is also why the one before came out as it
// did.
type Explanation struct {
	Goal   ref.GoalID
	Gap    *Gap
	Levers *Levers
	Past   *Gap
}

// explain picks what whoever reads is told: the explanation of the goal that
// matters most to them, and the weakest of their steps.
func (d *Digest) explain() {
	if d.Explained != nil {
		d.Gap, d.Levers, d.Past = nil, nil, nil
		first, _ := FirstGoal(d.Goals)
		if i := slices.IndexFunc(d.Explained, func(e Explanation) bool { return e.Goal == first.Goal.ID }); i >= 0 {
			d.Gap, d.Levers, d.Past = d.Explained[i].Gap, d.Explained[i].Levers, d.Explained[i].Past
		}
	}

	if d.Compared != nil {
		d.Weakest = nil
		if steps := d.compared(); len(steps) > 0 && steps[0].Fell() {
			d.Weakest = &steps[0]
		}
	}
}

// compared are the steps that whoever reads can be told of.
func (d *Digest) compared() []WeakStep {
	return slices.DeleteFunc(slices.Clone(d.Compared), func(w WeakStep) bool { return !d.reads(w.From) || !d.reads(w.To) })
}

// FunnelCount is how many leads entered each stage for the first time.
type FunnelCount struct {
	Inquiries int64 `json:"inquiries"`
	Leads     int64 `json:"leads"`
	MQLs      int64 `json:"mqls"`
	SALs      int64 `json:"sals"`
	SQLs      int64 `json:"sqls"`
	Customers int64 `json:"customers"`
}

// FunnelOf counts by stage.
func FunnelOf(count func(agreement.Stage) int64) FunnelCount {
	return FunnelCount{
		count(agreement.Inquiry), count(agreement.Known), count(agreement.MQL), count(agreement.SAL),
		count(agreement.SQL), count(agreement.Customer),
	}
}

// Plus adds two counts.
func (f FunnelCount) Plus(other FunnelCount) FunnelCount {
	return FunnelOf(func(s agreement.Stage) int64 { return f.Of(s) + other.Of(s) })
}

// Of gives the count of one stage.
func (f FunnelCount) Of(s agreement.Stage) int64 {
	return map[agreement.Stage]int64{
		agreement.Inquiry: f.Inquiries, agreement.Known: f.Leads, agreement.MQL: f.MQLs, agreement.SAL: f.SALs,
		agreement.SQL: f.SQLs, agreement.Customer: f.Customers,
	}[s]
}

// weeksOfMean is how many weeks a mean is taken over.
const weeksOfMean = 4

// Mean is the mean of a stage over the four weeks before.
func (d Digest) Mean(s agreement.Stage) float64 { return float64(d.FourWeeks.Of(s)) / weeksOfMean }

// StepRate is how many entered a stage for each that entered the one before,
// in the same week: the leads need not be the same ones, so it may exceed 1.
type StepRate struct {
	From agreement.Stage `json:"from"`
	To   agreement.Stage `json:"to"`
	stats.Rate
}

// StepRates are the rates between neighbours of some stages.
func (f FunnelCount) StepRates(stages []agreement.Stage) []StepRate {
	var out []StepRate
	for i := 1; i < len(stages); i++ {
		out = append(out, StepRate{
			From: stages[i-1], To: stages[i],
			Rate: stats.Rate{Part: f.Of(stages[i]), Whole: f.Of(stages[i-1])},
		})
	}

	return out
}

// Used are some stages without those that nobody entered in five weeks: not
// every company uses all of them. That there are no customers is always told.
func (d Digest) Used(stages []agreement.Stage) []agreement.Stage {
	return slices.DeleteFunc(slices.Clone(stages), func(s agreement.Stage) bool {
		return s != agreement.Customer && d.Funnel.Of(s) == 0 && d.Before.Of(s) == 0 && d.FourWeeks.Of(s) == 0
	})
}

// SourceRow is what a source brought in the week. Source is empty for leads
// logged without one.
type SourceRow struct {
	Source    string `json:"source"`
	MQLs      int64  `json:"mqls"`
	Customers int64  `json:"customers"`
}

// Level is how a promise of sales was kept in the week: of those that fell
// due, how many in time; and of those that were kept then, late ones too, in how
// many working minutes.
type Level struct {
	Clock agreement.ClockKind `json:"clock"`
	stats.Rate
	Answered int64 `json:"answered"`
	Median   int   `json:"median_minutes"`
	P90      int   `json:"p90_minutes"`
}

// ReasonRow counts rejections or losses by reason.
type ReasonRow struct {
	Code  string `json:"code"`
	Label string `json:"label"`
	Count int64  `json:"count"`
}

// Elsewhere is what was brought in other currencies than the workspace's, which no sum counts.
type Elsewhere struct {
	Pipeline []money.Amount `json:"pipeline,omitempty"`
	Revenue  []money.Amount `json:"revenue,omitempty"`
}

// LoopRow is a handed-off lead whose end marketing has not heard.
type LoopRow struct {
	Lead  ref.LeadID      `json:"lead"`
	Who   string          `json:"who"`
	Stage agreement.Stage `json:"stage"`
	Owner ref.UserID      `json:"owner"`
	Since time.Time       `json:"since"`               // marketing handed it over
	With  time.Time       `json:"with_owner,omitzero"` // since when its owner has it, where it was passed on
}

// EndRow is a win or a loss.
type EndRow struct {
	Lead   ref.LeadID   `json:"lead"`
	Who    string       `json:"who"`
	Owner  string       `json:"owner,omitempty"` // a user id, or an outside owner's name
	Amount money.Amount `json:"amount,omitzero"`
	Reason string       `json:"reason,omitempty"`
	Note   string       `json:"note,omitempty"`
	Source string       `json:"source,omitempty"`
}

// Finish orders what the digest lists and writes its headline.
func (d *Digest) Finish() {
	slices.SortStableFunc(d.Sources, func(a, b SourceRow) int {
		return cmp.Or(cmp.Compare(b.MQLs, a.MQLs), cmp.Compare(b.Customers, a.Customers), cmp.Compare(a.Source, b.Source))
	})
	for _, rows := range [][]ReasonRow{d.Rejections, d.HandedBack, d.LostWhy} {
		slices.SortStableFunc(rows, func(a, b ReasonRow) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
		})
	}

	d.Rates = d.Funnel.StepRates(d.Used(agreement.Steps))
	d.explain()
	d.Headline = d.headline()
}

// counts are how many came to the stages of whoever reads. An import of MQLs
// tells of no leads, and may of no SALs.
func (d *Digest) counts() string {
	f := d.Funnel
	var parts []string
	for _, c := range []struct {
		n     int64
		noun  string
		stage agreement.Stage
		shown bool
	}{
		{f.Leads, "new lead", agreement.Known, f.Leads > 0 || f.MQLs == 0},
		{f.MQLs, "MQL", agreement.MQL, true},
		{f.SALs, "SAL", agreement.SAL, d.Audience.Team() != "" && f.SALs > 0},
		{f.SQLs, "SQL", agreement.SQL, d.Audience.Team() != "" && f.SQLs > 0},
		{f.Customers, "new customer", agreement.Customer, true},
	} {
		if c.shown && d.reads(c.stage) {
			parts = append(parts, stats.Counted(c.n, c.noun))
		}
	}

	return inWords(parts)
}

// inWords lists parts: "a, b and c".
func inWords(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}

	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}
