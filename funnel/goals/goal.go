package goals

import (
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Goal is a metric with a target in a period, who owns it, why, and how it
// follows from the goal above it.
type Goal struct {
	V      int             `json:"v"`
	ID     ref.GoalID      `json:"id"`
	Metric Metric          `json:"metric"`
	Label  string          `json:"label,omitempty"` // the name of a metric that somebody defined
	Of     ref.Team        `json:"of,omitempty"`    // whose such a metric is
	Mean   bool            `json:"mean,omitempty"`  // the mean of its figures counts, not their sum
	Period calendar.Period `json:"period"`
	Target Quantity        `json:"target"`
	For    Scope           `json:"for,omitzero"`
	Owner  ref.UserID      `json:"owner,omitempty"`
	Why    string          `json:"why,omitempty"`

	Parent  ref.GoalID `json:"parent,omitzero"`
	Rate    float64    `json:"rate,omitempty"`    // target = (target above − certain) ÷ rate; 0: a part of the goal above
	Certain float64    `json:"certain,omitempty"` // of the target above, what needs nothing of this goal
	Exact   float64    `json:"exact,omitempty"`   // of a derived target, before it was rounded up

	SetBy     ref.UserID `json:"set_by"`
	RetiredAt time.Time  `json:"retired_at,omitzero"`
	RetiredBy ref.UserID `json:"retired_by,omitempty"`
}

// Scope says for whom or what a goal is. A person's goal counts what that
// person did, a campaign's what the campaign brought; a team's is the team's
// to reach and counts everything.
type Scope struct {
	Team     ref.Team       `json:"team,omitempty"`
	Person   ref.UserID     `json:"person,omitempty"`
	Campaign ref.CampaignID `json:"campaign,omitempty"`
	Name     string         `json:"name,omitempty"` // of the campaign
}

// Same says whether both are for the same, whatever a campaign is called now.
func (s Scope) Same(other Scope) bool {
	s.Name, other.Name = "", ""
	return s == other
}

// counts is what tells apart what goals on the same metric count.
func (s Scope) counts() Scope { return Scope{Person: s.Person, Campaign: s.Campaign} }

// Name is what the metric of the goal is called.
func (g Goal) Name() string {
	if g.Label != "" {
		return g.Label
	}

	return g.Metric.Info().Name
}

// Team is whose the metric of the goal is.
func (g Goal) Team() ref.Team {
	if g.Of != "" {
		return g.Of
	}

	return g.Metric.Info().Team
}

// Text names the goal, and for whom it is: "MQLs 2026-Q4 for sales".
func (g Goal) Text() string {
	text := g.Name() + " " + g.Period.Label
	if whose := g.For.Text(); whose != "" {
		text += " for " + whose
	}

	return text
}

// Title names the goal in a sentence: "G-3 (MQLs 2026-Q4)".
func (g Goal) Title() string { return g.ID.String() + " (" + g.Text() + ")" }

// Text says for whom a goal is; nothing where it is for everybody.
func (s Scope) Text() string {
	switch {
	case s.Campaign != 0:
		return fault.OneLine(s.Name)
	case s.Person != "":
		return s.Person.Mentioned()
	default:
		return string(s.Team)
	}
}

// Retired says whether the goal is given up.
func (g Goal) Retired() bool { return !g.RetiredAt.IsZero() }

// Over says whether the period of the goal has ended before a day.
func (g Goal) Over(today calendar.Date) bool { return !today.Before(g.Period.To) }

// Paced says whether the goal is reached little by little. Rates and means are
// not: they are compared with their target as they are.
func (g Goal) Paced() bool { return !g.Mean && g.Metric.Info().Kind != MetricRate }

// Derived says whether the target follows from the goal above by a rate.
func (g Goal) Derived() bool { return g.Parent != 0 && g.Rate != 0 }

// Part says whether the goal is a part of the goal above it.
func (g Goal) Part() bool { return g.Parent != 0 && g.Rate == 0 }

// exact is the target before it was rounded up.
func (g Goal) exact() float64 {
	if g.Derived() {
		return g.Exact
	}

	return g.Target.Number
}

// MayChange says whether somebody may put another target in the place of a
// goal: who set it, who owns it, leadership, the sales manager or an admin.
// A goal that is not there yet anybody on a team may set.
func (g Goal) MayChange(act people.Act, p funnel.Policy) error {
	by := act.By
	switch {
	case !by.Member():
		return p.Roster.Admit(by)
	case g.ID == 0:
		return nil
	case g.Retired():
		return fault.Conflict("%s was retired %s, so it stays as it was. Set a new one with %s.", g.Title(), fault.Moment(g.RetiredAt), fault.ToSetGoal.Way())
	case g.Over(p.DayOf(act)):
		return fault.Conflict("%s is over, so its goals stay as they were. %s shows how it ended; set one for a period that still runs or is to come.", g.Period, fault.ToShowGoal.Way(g.ID))
	case by.ID == g.SetBy || by.ID == g.Owner || by.In(ref.Leadership) || by.Manager || by.Admin:
		return nil
	}

	return fault.Denied("%s set a goal for %s in %s already: %s, with the target %s. Ask them or leadership to change it.", g.SetBy.Mentioned(), g.Name(), g.Period, g.ID, g.Metric.Format(g.Target))
}

// Retire decides to give a goal up. It stays in the history.
func (g Goal) Retire(tree Tree, act people.Act, p funnel.Policy) (Goal, funnel.Entry, error) {
	if err := g.MayChange(act, p); err != nil {
		return g, funnel.Entry{}, err
	}

	for _, below := range tree.Below(g.ID) {
		if !below.Over(p.DayOf(act)) {
			return g, funnel.Entry{}, fault.Conflict("%s hangs below %s. Retire it first with %s, or move it with %s.", below.Title(), g.ID, fault.ToRetireGoal.Way(below.ID), fault.ToEditGoal.Way(below.ID))
		}
	}

	g.RetiredAt, g.RetiredBy = act.At, act.By.ID
	return g, g.entry(funnel.EntryGoalRetired, act), nil
}

// ParseRate reads the rate at which goals on a metric derive from the goal
// above: what one of them brings where that is about money, else a share.
func ParseRate(above Goal, text, currency string) (float64, error) {
	if above.Metric.Info().Kind != MetricMoney {
		rate, err := money.ParseRate(text)
		if err != nil {
			return 0, fault.InvalidField("rate", err)
		}

		if rate == 0 {
			return 0, fault.WrongField("rate", "By a rate of 0 nothing can be reckoned. Give a share above 0%% and up to 100%%, such as 25%%.")
		}

		return rate, nil
	}

	amount, err := money.Parse(text, currency)
	switch {
	case err != nil:
		return 0, fault.InvalidField("rate", err)
	case amount.Minor <= 0:
		return 0, fault.WrongField("rate", "%s is not above 0. %s is about money, so the rate is what one brings, such as 12000.", fault.Quoted(text), above.Title())
	case amount.Currency != currency:
		return 0, fault.WrongField("rate", "%s is not in %s, in which goals are reckoned. Give it in %s, such as 12000.", amount, currency, currency)
	}

	return amount.Major(), nil
}

// Whole says whether everything of the metric counts.
func (s Scope) Whole() bool { return s.Person == "" && s.Campaign == 0 }

// Ends says where a goal ends, the same in the digest and of the goal itself.
func (g Goal) Ends(outlook Quantity) string {
	return fmt.Sprintf("At the pace of the last 13 weeks, %s ends with %s at %s", g.Period, g.Metric.Info().Name, Roughly(g.Metric, outlook))
}
