package goals

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Tree are goals by how they hang below each other. Retired ones are not
// in it.
type Tree struct {
	ByID map[ref.GoalID]Goal
}

// NewTree puts goals together. A goal whose goal above is not among them
// stands at the top.
func NewTree(goals []Goal) Tree {
	t := Tree{ByID: make(map[ref.GoalID]Goal, len(goals))}
	for _, g := range goals {
		if !g.Retired() {
			t.ByID[g.ID] = g
		}
	}

	return t
}

func (t Tree) clone() Tree { return Tree{ByID: maps.Clone(t.ByID)} }

// Goal gives a goal that is not retired.
func (t Tree) Goal(id ref.GoalID) (Goal, bool) {
	g, ok := t.ByID[id]
	return g, ok
}

// Find gives the goal on a metric in a period that is for the same.
func (t Tree) Find(m Metric, p calendar.Period, scope Scope) (Goal, bool) {
	for _, g := range t.ByID {
		if g.Metric == m && g.Period == p && g.For.Same(scope) {
			return g, true
		}
	}

	return Goal{}, false
}

// Named gives all goals on a metric in a period, the one for the whole company
// first.
func (t Tree) Named(m Metric, p calendar.Period) []Goal {
	return t.list(func(g Goal) bool { return g.Metric == m && g.Period == p })
}

// Below gives the goals that hang directly below one.
func (t Tree) Below(id ref.GoalID) []Goal {
	return t.list(func(g Goal) bool { return g.Parent == id && id != 0 })
}

func (t Tree) list(with func(Goal) bool) []Goal {
	var out []Goal
	for _, g := range t.ByID {
		if with(g) {
			out = append(out, g)
		}
	}

	slices.SortFunc(out, compareGoals)
	return out
}

// compareGoals is the order of goals beside each other: by metric, then by
// time, the whole company before anybody in it.
func compareGoals(a, b Goal) int {
	return cmp.Or(
		a.Metric.rank()-b.Metric.rank(), cmp.Compare(a.Metric, b.Metric),
		a.Period.To.Compare(b.Period.To), a.Period.From.Compare(b.Period.From),
		cmp.Compare(a.For.Campaign, b.For.Campaign), cmp.Compare(a.For.Person, b.For.Person), cmp.Compare(a.ID, b.ID))
}

// Line is a goal in a tree that is written in lines.
type Line struct {
	Goal  Goal
	Depth int // how many goals stand above it
}

// Lines writes the tree from the top, each goal before those below it.
func (t Tree) Lines() []Line {
	roots := t.list(func(g Goal) bool { _, hangs := t.ByID[g.Parent]; return !hangs })
	var out []Line
	var write func(g Goal, depth int)
	write = func(g Goal, depth int) {
		out = append(out, Line{g, depth})
		for _, below := range t.Below(g.ID) {
			write(below, depth+1)
		}
	}
	for _, root := range roots {
		write(root, 0)
	}

	return out
}

// Only gives the tree of some of its goals. What hung below a goal that is
// left out hangs below the next one above that is not.
func (t Tree) Only(keep func(Goal) bool) Tree {
	out := Tree{ByID: map[ref.GoalID]Goal{}}
	for id, g := range t.ByID {
		if !keep(g) {
			continue
		}

		above, ok := t.ByID[g.Parent]
		for ok && !keep(above) {
			above, ok = t.ByID[above.Parent]
		}

		g.Parent = above.ID
		out.ByID[id] = g
	}

	return out
}

// shared is what the parts of a goal come to, and whether it has any.
func (t Tree) shared(id ref.GoalID) (sum Quantity, parts bool) {
	for _, g := range t.ByID {
		if g.Parent == id && id != 0 && g.Part() {
			sum, parts = sum.plus(g.Target), true
		}
	}

	return sum, parts
}

// Unshared is what of a goal no part has taken over yet; not ok where it has
// no parts, or all is shared out.
func (t Tree) Unshared(id ref.GoalID) (left Quantity, ok bool) {
	sum, parts := t.shared(id)
	g := t.ByID[id]
	if !parts || !sum.less(g.Target) {
		return Quantity{}, false
	}

	return g.Target.minus(sum), true
}

// Quantities of money are added and compared in minor units, so that no cent
// is lost.
func (q Quantity) plus(other Quantity) Quantity {
	if other.Money.Currency != "" {
		return MoneyQuantity(money.Amount{Minor: q.Money.Minor + other.Money.Minor, Currency: other.Money.Currency})
	}

	return Quantity{Number: q.Number + other.Number}
}

func (q Quantity) minus(other Quantity) Quantity {
	if q.Money.Currency != "" {
		return MoneyQuantity(money.Amount{Minor: q.Money.Minor - other.Money.Minor, Currency: q.Money.Currency})
	}

	return Quantity{Number: q.Number - other.Number}
}

func (q Quantity) less(other Quantity) bool {
	if q.Money.Currency != "" {
		return q.Money.Minor < other.Money.Minor
	}

	return q.Number < other.Number
}

// derive computes the targets of the goals and of all below them again. Those
// of what is over stay as they were: they follow from a part that is over too.
func (t Tree) derive(ids []ref.GoalID) error {
	for _, id := range ids {
		if err := t.checkAbove(id); err != nil {
			return err
		}
	}

	var down func(id ref.GoalID)
	down = func(id ref.GoalID) {
		g := t.ByID[id]
		if g.Derived() {
			t.ByID[id] = g.follow(t.ByID[g.Parent])
		}

		for _, below := range t.Below(id) {
			down(below.ID)
		}
	}
	for _, id := range t.highest(ids) {
		down(id)
	}

	return nil
}

// highest are those of the goals that hang below none of the others.
func (t Tree) highest(ids []ref.GoalID) []ref.GoalID {
	return slices.DeleteFunc(slices.Clone(ids), func(id ref.GoalID) bool {
		for above := t.ByID[id].Parent; above != 0; above = t.ByID[above].Parent {
			if slices.Contains(ids, above) {
				return true
			}
		}

		return false
	})
}

// checkAbove refuses a goal that would hang below itself. It has to come
// before anything that goes up or down the tree.
func (t Tree) checkAbove(id ref.GoalID) error {
	path := []string{id.String()}
	for above := t.ByID[id].Parent; above != 0; above = t.ByID[above].Parent {
		path = append(path, above.String())
		if above == id {
			return fault.WrongField("parent", "%s cannot hang below %s, which hangs below it: %s. Choose a goal above it, or move the other one first.", id, t.ByID[id].Parent, strings.Join(path, " below "))
		}

		if len(path) > len(t.ByID)+1 {
			return fault.WrongField("parent", "%s cannot hang below %s: that goal hangs below itself.", id, t.ByID[id].Parent)
		}
	}

	return nil
}

// follow computes a derived target from the goal above: (above − certain) ÷
// rate, with full precision, and rounded up only where it is a target to show.
func (g Goal) follow(above Goal) Goal {
	g.Exact = (above.exact() - g.Certain) / g.Rate
	g.Target = Quantity{Number: float64(RoundUp(g.Exact))}
	return g
}

// asGiven refuses a target that was given and does not follow from the goal
// above.
func (t Tree) asGiven(id ref.GoalID, in Input) error {
	g := t.ByID[id]
	if !g.Derived() || in.Target.Number == 0 || in.Target.Number == g.Target.Number {
		return nil
	}

	return fault.WrongField("target", "The target %s does not follow from the goal above: %s. Leave the target out, give another rate, or change %s.",
		g.Metric.Format(in.Target), t.Derivation(g), g.Parent)
}

// Derivation writes how a derived target follows: "42 Customers ÷ 25% = 168
// SQLs". What is rounded up only where it is a target to show is written as it is
// computed with: "17.5 Customers ÷ 30% = 58.33, so 59 SQLs".
func (t Tree) Derivation(g Goal) string {
	above, ok := t.ByID[g.Parent]
	if !g.Derived() || !ok {
		return ""
	}

	from := above.exactText() + " " + above.Name()
	if g.Certain != 0 {
		certain := Quantity{Number: g.Certain, Money: g.CertainMoney(above)}
		from = "(" + from + " − " + above.Metric.Format(certain) + " certain)"
	}

	text := from + " ÷ " + g.RateText(above) + " = "
	if exact := g.exactText(); exact != g.Metric.Format(g.Target) {
		text += exact + ", so "
	}

	return text + g.Metric.Format(g.Target) + " " + g.Name()
}

// exactText writes the target that goals below derive from: one that derives itself
// with the decimals that it has before it is rounded up, at most two.
func (g Goal) exactText() string {
	if rounded := math.Round(g.Exact*100) / 100; g.Derived() && rounded != g.Target.Number {
		text := strconv.FormatFloat(rounded, 'f', -1, 64)
		whole, decimals, _ := strings.Cut(text, ".")
		n, _ := strconv.ParseFloat(whole, 64)
		return strings.TrimSuffix(stats.Thousands(n)+"."+decimals, ".")
	}

	return g.Metric.Format(g.Target)
}

// CertainMoney is what is certain of a goal above on an amount; zero below
// another one.
func (g Goal) CertainMoney(above Goal) money.Amount {
	if code := above.Target.Money.Currency; code != "" {
		return moneyOf(g.Certain, code)
	}

	return money.Amount{}
}

// RateText writes the rate at which the goal follows from the one above.
func (g Goal) RateText(above Goal) string {
	if code := above.Target.Money.Currency; code != "" {
		return moneyOf(g.Rate, code).String()
	}

	return Percent(g.Rate)
}

// moneyOf is an amount of major units, to the nearest minor one, for showing.
func moneyOf(major float64, code string) money.Amount {
	return money.Amount{Minor: int64(math.Round(major * float64(money.UnitOf(code)))), Currency: code}
}

// movedSince are the goals whose targets are others than in a tree before,
// but for those that were set themselves.
func (t Tree) movedSince(before Tree, set []ref.GoalID) []Move {
	var out []Move
	for _, g := range t.list(func(g Goal) bool { return !slices.Contains(set, g.ID) }) {
		if was := before.ByID[g.ID]; was.Target != g.Target {
			out = append(out, Move{Goal: g, Was: was.Target})
		}
	}

	return out
}

// check refuses a tree in which one of the goals breaks a rule, by itself,
// with the one above or with those below.
func (t Tree) check(ids []ref.GoalID, p funnel.Policy) error {
	for _, id := range ids {
		g := t.ByID[id]
		for _, other := range t.Named(g.Metric, g.Period) {
			if other.ID != id && other.For.Same(g.For) {
				return &fault.Error{Kind: fault.KindConflict, Text: other.Title() + " is about the same metric, period and people already. To change it: " + fault.ToEditGoal.Way(other.ID) + "."}
			}
		}

		if err := t.checkLink(g, true); err != nil {
			return err
		}

		if g.Derived() {
			if err := g.checkDerived(p); err != nil {
				return err
			}
		}

		for _, below := range t.Below(id) {
			if err := t.checkLink(below, false); err != nil {
				return err
			}
		}

		for _, whole := range []ref.GoalID{g.Parent, id} {
			if err := t.checkParts(whole); err != nil {
				return err
			}
		}
	}

	return nil
}

func (g Goal) checkDerived(p funnel.Policy) error {
	if g.Target.Number > stats.MaxNumber || g.Target.Number < 1 {
		return fault.WrongField("rate", "By this rate %s would come to %s, which is no target. Check the rate and the goal above, %s.", g.Title(), g.Metric.Format(g.Target), g.Parent)
	}

	return g.checkTarget(p)
}
