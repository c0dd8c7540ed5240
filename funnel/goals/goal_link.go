package goals

import (
	"slices"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// checkLink refuses what is wrong between a goal and the one above it. The
// field is wrong on the form of the lower goal only.
func (t Tree) checkLink(g Goal, lower bool) error {
	above, ok := t.ByID[g.Parent]
	if g.Parent == 0 || !ok {
		return nil
	}

	periodField := "parent"
	if !lower {
		periodField = "period"
	}

	if !g.Period.Within(above.Period) {
		return fault.WrongField(periodField, "%s is outside of %s, the period of the goal above it, %s. A goal lies within the period of the one above.", g.Period, above.Period, above.Title())
	}

	if !g.Derived() {
		return t.checkPart(g, above)
	}

	if err := g.mayDerive(above); err != nil {
		return err
	}

	switch {
	case !(g.Rate > 0) || above.Metric.Info().Kind != MetricMoney && g.Rate > 1:
		return fault.WrongField("rate", "The rate from %s to %s has to be above 0%% and at most 100%%. Give one such as 25%%.", g.Name(), above.Name())
	case !g.Period.SameDays(above.Period):
		return fault.WrongField(periodField, "%s is for all of %s, and by a rate the whole of its target would fall to %s. Make a part of %s for %s first, and let %s derive from that part.",
			above.Title(), above.Period, g.Period, above.ID, g.Period, g.Name())
	case g.Certain < 0 || g.Certain >= above.exact():
		return fault.WrongField("certain", "What is certain already is the whole of %s or more, so nothing is left to reach. Give a part of it.", above.Title())
	}

	return nil
}

// mayDerive refuses what does not follow from the goal above by any rate.
func (g Goal) mayDerive(above Goal) error {
	from, to := above.Metric.Info().Kind, g.Metric.Info().Kind
	later, place := slices.Index(reverseFunnel, g.Metric), slices.Index(reverseFunnel, above.Metric)
	switch {
	case above.Mean || g.Mean:
		return fault.WrongField("parent", "The figures of %s do not add up: their mean counts, and nothing can be reckoned with that by a rate. Leave %s out, and say in the why what it is for.", g.meanOf(above).Name(), fault.Option("parent", ""))
	case from == MetricRate:
		return fault.WrongField("parent", "%s is a rate, and nothing can be reckoned from that by another rate. Choose a goal on a number or an amount.", above.Title())
	case to == MetricRate || to == MetricMoney:
		return fault.WrongField("parent", "%s cannot be reckoned from %s by a rate: only numbers can, such as customers or leads. Leave %s out, and say in the why what it is for.", g.Name(), above.Name(), fault.Option("parent", ""))
	case later >= 0 && place >= 0 && later < place:
		return fault.WrongField("parent", "%s come of %s, so it is the other way round: how many %s are needed follows from the goal on %s. Hang %s below that one.", g.Name(), above.Name(), above.Name(), g.Name(), above.ID)
	}

	return nil
}

// meanOf is the one of two goals that is on a mean.
func (g Goal) meanOf(above Goal) Goal {
	if above.Mean {
		return above
	}

	return g
}

// reverseFunnel is the order in which goals derive: each from one before it.
var reverseFunnel = []Metric{
	MetricRevenue, MetricCustomers, MetricSQLs, MetricSALs, MetricMQLs, MetricLeads,
	MetricInquiries, MetricWebsiteVisits,
}

// checkPart refuses parts that do not add up to the goal above.
func (t Tree) checkPart(g, above Goal) error {
	switch {
	case g.Metric != above.Metric:
		return fault.WrongField("parent", "%s is about %s, and a part of it is too. To derive %s from it, give the rate.", above.Title(), above.Name(), g.Name())
	case g.Mean:
		return fault.WrongField("parent", "Means do not add up: %s has no parts. Leave %s out.", above.Title(), fault.Option("parent", ""))
	case g.Metric.Info().Kind == MetricRate:
		return fault.WrongField("parent", "Rates do not add up: %s has no parts. Leave %s out.", above.Title(), fault.Option("parent", ""))
	case g.Target.Money.Currency != above.Target.Money.Currency:
		return fault.WrongField("target", "%s is in another currency than %s, so they do not add up.", g.Title(), above.Title())
	}

	for _, other := range t.Below(above.ID) {
		if other.ID != g.ID && other.Part() && g.overlaps(other) {
			return fault.WrongField("for", "%s counts some of the same, so the parts of %s would count it twice. Parts differ in their days, or in the person or campaign that they are for.", other.Title(), above.ID)
		}
	}

	return nil
}

// overlaps says whether two parts count the same: on the same days, for the
// same, or one of them for everybody.
func (g Goal) overlaps(other Goal) bool {
	if !g.Period.From.Before(other.Period.To) || !other.Period.From.Before(g.Period.To) {
		return false
	}

	a, b := g.For.counts(), other.For.counts()
	return a == b || a == Scope{} || b == Scope{}
}

// checkParts refuses parts that come to more than the whole.
func (t Tree) checkParts(id ref.GoalID) error {
	whole, ok := t.ByID[id]
	sum, parts := t.shared(id)
	if !ok || !parts || !whole.Target.less(sum) {
		return nil
	}

	return fault.WrongField("target", "The parts of %s would come to %s, which is more than its target of %s. Give a smaller part, or raise %s first.",
		whole.Title(), whole.Metric.Format(sum), whole.Metric.Format(whole.Target), id)
}
