package goals

import (
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Input is what somebody wrote about a goal. What is blank stays as it is.
type Input struct {
	Metric  Metric
	Label   string   // of a metric that somebody defined
	Of      ref.Team // whose such a metric is
	Mean    bool     // of the figures of such a metric
	Period  calendar.Period
	Target  Quantity
	For     Scope
	Owner   ref.UserID
	Why     string
	Parent  ref.GoalID
	Alone   bool    // it is to have no goal above it
	Rate    float64 // how it derives from the goal above; 0: as it is, or a part
	Certain float64
	Rescope bool // For is meant even where it is blank
}

// Change is a goal that is to be set, and the one in its place.
type Change struct {
	ID   ref.GoalID // that a new one gets
	Goal Input
	Old  Goal // the zero goal where there is none
}

// Moves says whether another target would be replaced.
func (c Change) Moves() bool { return c.Old.ID != 0 && c.Old.Target != c.Goal.Target }

// Move is a goal whose target followed from another that was set.
type Move struct {
	Goal Goal
	Was  Quantity
}

// Saved is what came of setting goals.
type Saved struct {
	Saved   []Goal     // in the order in which they were given
	Was     []Quantity // their targets before; the zero one of a new goal
	Moved   []Move     // further down
	Entries []funnel.Entry
}

// Set decides on goals that are set together, new ones or others in the
// place of those that are there. Targets below them follow. The tree is all
// goals that are not retired.
func Set(tree Tree, changes []Change, act people.Act, p funnel.Policy) (Saved, error) {
	next := tree.clone()
	ids := make([]ref.GoalID, len(changes))
	for i, c := range changes {
		g, err := c.merge(next, act, p)
		if err != nil {
			return Saved{}, err
		}

		ids[i] = g.ID
		next.ByID[g.ID] = g
	}

	if err := next.derive(ids); err != nil {
		return Saved{}, err
	}

	moved := next.movedSince(tree, ids)
	touched := slices.Clone(ids)
	for _, g := range moved {
		touched = append(touched, g.Goal.ID)
	}

	if err := next.check(touched, p); err != nil {
		return Saved{}, err
	}

	for i, c := range changes {
		if err := next.asGiven(ids[i], c.Goal); err != nil {
			return Saved{}, err
		}
	}

	return setEntries(next, changes, moved, act), nil
}

func setEntries(next Tree, changes []Change, moved []Move, act people.Act) Saved {
	set := Saved{Moved: moved}
	for _, c := range changes {
		g := next.ByID[c.ID]
		set.Saved, set.Was = append(set.Saved, g), append(set.Was, c.Old.Target)
		e := g.entry(funnel.EntryGoalSet, act)
		e.Was, e.Note = c.Old.Target.Number, fault.Tidy(c.Goal.Why)
		set.Entries = append(set.Entries, e)
	}

	for _, m := range moved {
		e := m.Goal.entry(funnel.EntryGoalSet, act)
		e.Was = m.Was.Number
		set.Entries = append(set.Entries, e)
	}

	return set
}

func (g Goal) entry(kind funnel.EntryKind, act people.Act) funnel.Entry {
	return funnel.Entry{
		V: 1, At: act.At, By: act.By.ID, Kind: kind, Goal: g.ID, Above: g.Parent, Metric: string(g.Metric),
		Period: g.Period.Label,
		Value:  g.Target.Number, Amount: g.Target.Money, Owner: g.Owner,
	}
}

// merge puts what is given over what is there.
func (c *Change) merge(tree Tree, act people.Act, p funnel.Policy) (Goal, error) {
	g, in := c.Old, c.Goal
	if err := g.MayChange(act, p); err != nil {
		return Goal{}, err
	}

	why, err := fault.CleanNote("the why", in.Why, fault.MaxNote)
	if err != nil {
		return Goal{}, fault.InvalidField("why", err)
	}

	if g.ID == 0 {
		g = Goal{V: 1, ID: c.ID, Metric: in.Metric, Label: in.Label, Of: in.Of, Mean: in.Mean, For: in.For}
	}

	c.ID = g.ID
	g.SetBy = act.By.ID
	if !in.Period.IsZero() {
		g.Period = in.Period
	}

	if in.Rescope {
		g.For = in.For
	}

	if in.Owner != "" {
		g.Owner = in.Owner
	}

	if why != "" {
		g.Why = why
	}

	if err := g.place(tree, in); err != nil {
		return Goal{}, err
	}

	if in.Target.Number != 0 && !g.Derived() {
		g.Target = in.Target
	}

	return g, g.checkAlone(p.DayOf(act), p)
}

// place hangs the goal where it is to be.
func (g *Goal) place(tree Tree, in Input) error {
	moves := in.Parent != 0 && in.Parent != g.Parent
	switch {
	case in.Alone:
		g.Parent, g.Rate, g.Certain, g.Exact = 0, 0, 0, 0
	case moves:
		g.Parent, g.Rate, g.Certain, g.Exact = in.Parent, in.Rate, in.Certain, 0
	case in.Rate != 0 && g.Parent == 0:
		return fault.WrongField("rate", "A rate says how a goal follows from the one above it. Say which that is, such as %s.", fault.Option("parent", "G-1"))
	case in.Rate != 0:
		g.Rate, g.Certain = in.Rate, in.Certain
	}

	if g.Parent == 0 {
		return nil
	}

	above, ok := tree.Goal(g.Parent)
	switch {
	case !ok:
		return fault.WrongField("parent", "There is no goal %s to hang this one below. %s shows those that there are.", g.Parent, fault.ToShowGoalTree.Way())
	case above.Metric == g.Metric && g.Rate != 0:
		return fault.WrongField("rate", "%s is about %s too, so this goal is a part of it and needs no rate. Leave the rate out.", above.Title(), above.Name())
	case above.Metric != g.Metric && g.Rate == 0:
		if err := g.mayDerive(above); err != nil {
			return err
		}

		return fault.WrongField("rate", "%s is about %s, so %s follow from it by a rate. Give it: %s%s.", above.Title(), above.Name(), g.Name(), fault.Option("rate", above.exampleRate()), above.rateOf(g.Name()))
	}

	return nil
}

// exampleRate is what a rate from a goal to the next one below may look like.
func (g Goal) exampleRate() string {
	if g.Metric.Info().Kind == MetricMoney {
		return "12000"
	}

	return "25%"
}

// rateOf says what a rate below the goal is the rate of.
func (g Goal) rateOf(below string) string {
	if g.Metric.Info().Kind == MetricMoney {
		return ", what one of the " + below + " brings"
	}

	return ", the share of the " + below + " that become " + g.Name()
}

// checkAlone refuses what is wrong with a goal wherever it hangs.
func (g Goal) checkAlone(today calendar.Date, p funnel.Policy) error {
	switch {
	case g.Period.IsZero():
		return fault.WrongField("period", "A goal is for a period. Give one, such as `%s`.", calendar.QuarterOf(today))
	case g.Over(today):
		return fault.WrongField("period", "%s is over, so it can have no new goal. Give a period that still runs or is to come, such as `%s`.", g.Period, calendar.QuarterOf(today))
	case g.Period.CheckLength() != nil:
		return fault.WrongField("period", "%s", fault.Sentence(g.Period.CheckLength()))
	}

	if err := g.checkScope(); err != nil {
		return err
	}

	if g.Derived() {
		return nil // its target is computed
	}

	return g.checkTarget(p)
}

func (g Goal) checkTarget(p funnel.Policy) error {
	switch t := g.Target; {
	case t.Number <= 0:
		return fault.WrongField("target", "A target has to be above 0. Give one, such as %s.",
			fault.ToSetGoal.Way(g.Metric, g.Period, g.Metric.exampleTarget()))
	case t.Money.Currency != "" && p.Currency != "" && t.Money.Currency != p.Currency:
		return fault.WrongField("target", "Goals are in %s, and %s is not: amounts in other currencies are never added to them. Give the target in %s, such as %s.", p.Currency, t.Money, p.Currency, fault.ToSetGoal.Way(g.Metric, g.Period, g.Metric.exampleTarget()))
	case g.Metric.Info().Kind == MetricRate && t.Number > 1:
		return fault.WrongField("target", "The target of a rate is at most 100%%. Give one, such as %s.", fault.ToSetGoal.Way(g.Metric, g.Period, g.Metric.exampleTarget()))
	}

	return nil
}

// checkScope refuses a goal for somebody or something that its metric is
// not counted by.
func (g Goal) checkScope() error {
	info := g.Metric.Info()
	whole := info.Kind == MetricFigure || g.Metric == MetricVisitToLead
	switch {
	case g.For.Campaign != 0 && (whole || g.Metric == MetricFirstTouch):
		return fault.WrongField("for", "%s are not counted by campaign, so a campaign can have no goal on them. Leave %s out, or take a metric that is, such as `leads`.", g.Name(), fault.Option("for", ""))
	case g.For.Person != "" && (whole || g.Metric == MetricSpend):
		return fault.WrongField("for", "%s are not counted by person, so nobody can have a goal of their own on them. Leave %s out; %s says who answers for it.", g.Name(), fault.Option("for", ""), fault.Option("owner", ""))
	}

	return nil
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
