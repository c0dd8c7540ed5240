package goals

import (
	"math"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// goalTreeModel is how the goals of trees stand, each before those below it.
// Unshared is what of a goal no part has taken over yet.
type goalTreeModel struct {
	Goals    []goals.Standing
	Unshared map[ref.GoalID]goals.Quantity
}

// treeShown shows goals as a tree, for a narrow screen: a line of what it is, a
// line of how it stands, a line of why.
func treeShown(c kit.Context, m goalTreeModel) kit.Message {
	if len(m.Goals) == 0 {
		return noGoals(c)
	}

	v := kit.Direct(c, "")
	lines := make([]string, len(m.Goals))
	above := []string{} // the periods of the goals above
	for i, s := range m.Goals {
		above = append(above[:min(s.Depth, len(above))], s.Goal.Period.Label)
		lines[i] = branch(v, s, m.Unshared, above)
		if s.Depth == 0 && i > 0 {
			lines[i] = "\n" + lines[i] // room between trees
		}
	}

	message := kit.Listing("*Goals, from the top*", lines, 0, "`/goal tree G-1` shows one branch.")
	message.Blocks = append(message.Blocks, buttons(0, ActionNew))
	return message
}

func branch(v kit.Voice, s goals.Standing, unshared map[ref.GoalID]goals.Quantity, periods []string) string {
	g, indent := s.Goal, deeper(s.Depth)
	name := "*" + strings.ReplaceAll(metricOf(g), "*", "∗") + "*"
	if n := len(periods); n < 2 || periods[n-1] != periods[n-2] {
		name += " " + kit.Escape(g.Period.Label)
	}

	first := indent
	if s.Depth > 0 {
		first += "↳ "
	}

	lines := []string{first + name + whose(v, g) + "  ·  " + g.ID.String() + under(s)}
	of := " of "
	if !g.Paced() {
		of = " against "
	}

	second := s.PaceText() + ", " + s.ActualText() + of + s.TargetText()
	if s.Status == goals.StatusPending || s.Status == goals.StatusNoData {
		second = string(s.Status) + ", target " + s.TargetText()
	}

	owner := "no owner yet"
	if g.Owner != "" {
		owner = v.Person(g.Owner)
	}

	lines = append(lines, indent+second+"  ·  "+owner)
	if left, ok := unshared[g.ID]; ok {
		lines = append(lines, indent+kit.Escape(g.Metric.Format(left))+" not yet shared out")
	}

	if g.Why != "" {
		lines = append(lines, indent+"Why: "+kit.Shown(g.Why, kit.MaxFact))
	}

	return strings.Join(lines, "\n")
}

const (
	maxHistory   = 8
	maxCampaigns = 10
	maxBelow     = 15
)

// goalShown shows a goal with all that belongs to it.
func goalShown(c kit.Context, d goals.Detail) kit.Message {
	v := kit.Direct(c, "")
	g := d.Goal
	title := "*" + g.ID.String() + "*  " + Line(v, d.Standing)
	blocks := []slack.Block{kit.Section(title), kit.Section(strings.Join(facts(v, d), "\n"))}
	if len(d.Below) > 0 {
		lines := kit.Some(d.Below, maxBelow, "`/goal tree "+g.ID.String()+"` shows them.", func(s goals.Standing) string {
			return "• " + s.Goal.ID.String() + "  " + Line(v, s)
		})
		below, _ := kit.LineSections(append([]string{"*Below it*"}, lines...))
		blocks = append(blocks, below...)
	}

	if len(d.History) > 0 {
		lately := d.History[max(0, len(d.History)-maxHistory):]
		blocks = append(blocks, kit.Section("*What happened to it*\n"+strings.Join(kit.Each(lately, func(e funnel.Entry) string { return tale(v, e) }), "\n")))
	}

	if !g.Retired() && !d.Closed {
		blocks = append(blocks, buttons(g.ID, ActionEdit, actionTree, ActionRetire))
	}

	return kit.NewMessage(title, blocks...)
}

// facts say whose a goal is, why, what is needed, and where it hangs.
func facts(v kit.Voice, d goals.Detail) []string {
	g := d.Goal
	facts := []string{"Nobody owns it yet."}
	if g.Owner != "" {
		facts[0] = "It is " + v.Person(g.Owner) + "'s."
	}

	switch {
	case g.Retired():
		facts = append(facts, "It was retired by "+v.Person(g.RetiredBy)+" "+kit.Moment(g.RetiredAt)+".")
	case d.Closed:
		facts = append(facts, "Its period is over, so it stays as it is.")
	default:
		facts = append(facts, ahead(d)...)
	}

	if g.Why != "" {
		facts = append(facts, "Why: "+kit.Shown(g.Why, kit.MaxNote))
	}

	switch {
	case d.Derivation != "":
		facts = append(facts, "Below "+hangs(v, d.Above)+": "+kit.Escape(d.Derivation)+".")
	case d.Above.ID != 0:
		facts = append(facts, "A part of "+hangs(v, d.Above)+".")
	}

	if d.Parts && !d.Closed {
		facts = append(facts, "Of it "+kit.Escape(g.Metric.Format(d.Unshared))+" are not yet shared out.")
	}

	if n := len(d.Campaigns); n > 0 {
		names := kit.Each(d.Campaigns[:min(n, maxCampaigns)], kit.Bold)
		facts = append(facts, "Campaigns that serve it: "+strings.Join(names, ", ")+".")
	}

	return facts
}

func hangs(v kit.Voice, above goals.Goal) string {
	return "*" + above.ID.String() + "* " + Ref(above) + whose(v, above)
}

// ahead says what is needed, and where the goal ends: by the last 13 weeks as
// the digest has it, else by its own period.
func ahead(d goals.Detail) []string {
	var facts []string
	s := d.Standing
	if text := stillNeeded(s); text != "" {
		facts = append(facts, "Still "+text+".")
	}

	switch {
	case s.DaysElapsed >= s.DaysTotal:
	case d.Outlook != nil:
		facts = append(facts, s.Goal.Ends(*d.Outlook)+shortfall(s, *d.Outlook)+".")
	case s.Projection > 0:
		facts = append(facts, "At its pace since "+s.Goal.Period.From.Words()+" it would end at "+s.NumberText(s.Projection)+
			".")
	}

	return facts
}

// shortfall is how far from its target a goal ends, and how that goes together with
// a goal that is on pace.
func shortfall(s goals.Standing, ends goals.Quantity) string {
	g := s.Goal
	lacks := goals.Quantity{Number: g.Target.Number - ends.Number}
	if lacks.Number <= 0 {
		return ""
	}

	lacks.Money = money.Amount{Minor: g.Target.Money.Minor - ends.Money.Minor, Currency: g.Target.Money.Currency}
	text := ", " + kit.Escape(goals.Roughly(g.Metric, lacks)) + " short"
	if !s.Status.Fine() || s.Projection <= ends.Number {
		return text
	}

	return text + ". It is " + string(s.Status) + " because " + g.Period.Label +
		" has brought more per day so far than those weeks"
}

// tale tells one entry of the journal about a goal.
func tale(v kit.Voice, e funnel.Entry) string {
	line := "• " + kit.Moment(e.At) + ": " + v.Person(e.By)
	if e.Kind == funnel.EntryGoalRetired {
		return line + " retired it."
	}

	format := func(n float64) string {
		q := goals.Quantity{Number: n, Money: e.Amount}
		if !e.Amount.IsZero() && e.Value > 0 {
			q.Money.Minor = int64(math.Round(n * float64(e.Amount.Minor) / e.Value))
		}

		return kit.Escape(goals.Metric(e.Metric).Format(q))
	}
	switch e.Was {
	case 0:
		line += " set it to " + format(e.Value)
	case e.Value:
		line += " changed it, and kept " + format(e.Value)
	default:
		line += " set it to " + format(e.Value) + ", before " + format(e.Was)
	}

	if e.Above != 0 {
		line += ", below " + e.Above.String()
	}

	return line + "."
}
