package view

import (
	"fmt"
	"math"
	"strconv"

	"github.com/leadloop/leadloop/funnel"
)

// maxLevers is how many levers are told beside the cheapest.
const maxLevers = 3

// levers tells how the goal ends if nothing changes, and what would change it.
func (v voice) levers(l *funnel.Levers) (e explanation) {
	if l == nil {
		return e
	}
	m := l.Goal.Metric
	if l.Blind {
		return explanation{title: "Outlook", notes: []string{l.Unknown}}
	}
	ends := outlook(l.Goal, l.Outlook)
	e.title = "Cheapest lever"
	if l.Lacking.Number <= 0 {
		e.title = "Outlook"
		e.notes = []string{ends + ": the target of " + m.Format(l.Goal.Target) + " is met."}
		return e
	}
	e.notes = []string{ends + ", " + funnel.Roughly(m, l.Lacking) + " short."}
	if l.Unknown != "" {
		e.notes = append(e.notes, l.Unknown)
		return e
	}
	best, found := l.Cheapest()
	rest := l.All
	if found {
		e.notes = append(e.notes, least(*l)+v.lever(best, *l))
		rest = rest[1:]
	} else {
		e.notes = append(e.notes, "No single change that your own figures support closes it; it takes several together. Each alone:")
	}
	if found && len(rest) > 0 {
		e.notes = append(e.notes, "Other ways:")
	}
	for _, other := range rest[:min(len(rest), maxLevers)] {
		e.rows = append(e.rows, causeRow{cause: capital(v.lever(other, *l))})
	}
	if rough := leverTime(*l); rough != "" {
		e.close = append(e.close, rough)
	}
	return e
}

// least introduces the cheapest lever.
func least(l funnel.Levers) string {
	if l.Tied() {
		return "No change is smaller than others; your own figures speak most for this one: "
	}
	return "The least change: "
}

// leverTime says how well it is known which leads still count in time.
func leverTime(l funnel.Levers) string {
	switch {
	case l.Timed || l.Goal.Metric == funnel.MetricMQLs:
		return ""
	case l.Wins == 0:
		return "How long a lead takes to become a customer is not known, so all of this is reckoned as if it acted at once."
	}
	return "How long a lead takes to become a customer is known from " + counted(l.Wins, "win") + " only, so this is a rough guess."
}

// outlook says where a goal ends, the same in the digest and of the goal itself.
func outlook(g funnel.Goal, ends funnel.Quantity) string {
	return fmt.Sprintf("At the pace of the last 13 weeks, %s ends with %s at %s", g.Period, g.Metric.Info().Name, funnel.Roughly(g.Metric, ends))
}

// lever is one change in a sentence.
func (v voice) lever(l funnel.Lever, all funnel.Levers) string {
	if l.TooLate() {
		return fmt.Sprintf("more %s come too late: hardly any would be won by %s.", v.noun(l.From), all.Goal.Period.Last().Words())
	}
	if l.Kind == funnel.LeverRate && l.Needed > 1 {
		return fmt.Sprintf("even if all %s became %s, not %s, it would not be enough.", v.noun(l.From), v.noun(l.To), funnel.FinePercent(l.Now))
	}
	text := v.change(l, all) + moved(l)
	if l.Supported {
		return text + "." + v.evidence(l, all)
	}
	return text + ". Beyond your own figures: " + v.limit(l, all) + "."
}

// moved is by how much a lever moves: of a rate in points, as they add up to what
// is wanted.
func moved(l funnel.Lever) string {
	rate := l.Kind == funnel.LeverRate || l.Kind == funnel.LeverPrompt
	switch {
	case rate && l.Needed <= 1:
		now, needed := ratesOf(l)
		return " (" + points(needed-now) + " more)"
	case rate || l.Movement >= 10:
		return ""
	}
	return fmt.Sprintf(" (%s more than now)", funnel.FinePercent(l.Movement))
}

func points(tenths int) string {
	switch tenths {
	case 0:
		return "less than 0.1 points"
	case 10:
		return "1 point"
	}
	return perCent(tenths) + " points"
}

// fewPoints are as many as whole per cents hide too much of.
const fewPoints = 0.05

// ratesOf are the two rates of a lever in tenths of a per cent, as they are
// shown: whole per cents where they are far apart, and never less than it takes.
func ratesOf(l funnel.Lever) (now, needed int) {
	tenths := 10
	if l.Needed-l.Now < fewPoints || l.Now*100 < 9.95 {
		tenths = 1
	}
	step := float64(tenths)
	return tenths * int(math.Round(l.Now*1000/step)), tenths * int(math.Ceil(l.Needed*1000/step-1e-6))
}

func perCent(tenths int) string { return strconv.FormatFloat(float64(tenths)/10, 'f', -1, 64) }

func (v voice) change(l funnel.Lever, all funnel.Levers) string {
	currency := all.Goal.Target.Money.Currency
	now, needed := ratesOf(l)
	switch l.Kind {
	case funnel.LeverRate:
		return fmt.Sprintf("make %s%% of %s into %s, not %s%%", perCent(needed), v.noun(l.From), v.noun(l.To), perCent(now))
	case funnel.LeverLeads:
		text := fmt.Sprintf("bring in %s %s a week, not %s", weekly(l.Needed), v.noun(l.From), weekly(l.Now))
		if l.Extra > 0 {
			text += fmt.Sprintf(": %s more by %s", thousands(l.Extra), all.Goal.Period.Last().Words())
		}
		return text
	case funnel.LeverDeal:
		return fmt.Sprintf("win %s with the average customer, not %s", funnel.AverageMoney(l.Needed, currency), funnel.AverageMoney(l.Now, currency))
	default:
		wanted := perCent(needed) + "%"
		if l.Needed > 1 {
			wanted = "more than all"
		}
		return fmt.Sprintf("make %s of first touches in time, not %s%%", wanted, perCent(now))
	}
}

// evidence is what stands behind a lever.
func (v voice) evidence(l funnel.Lever, all funnel.Levers) string {
	switch l.Kind {
	case funnel.LeverRate:
		return fmt.Sprintf(" The last 13 weeks, with %s of %s, allow for up to %s; each point brings about %s.",
			thousands(l.Sample.Part), thousands(l.Sample.Whole), funnel.FinePercent(l.Limit), funnel.Roughly(all.Goal.Metric, l.Point))
	case funnel.LeverPrompt:
		return fmt.Sprintf(" Of leads touched in time %s were won (%d of %d), of others %s (%d of %d).",
			funnel.FinePercent(l.Kept.Fraction()), l.Kept.Part, l.Kept.Whole, funnel.FinePercent(l.Late.Fraction()), l.Late.Part, l.Late.Whole)
	default:
		return " The best four weeks of the last 13 had " + v.most(l, all) + "."
	}
}

func (v voice) limit(l funnel.Lever, all funnel.Levers) string {
	switch l.Kind {
	case funnel.LeverRate:
		return fmt.Sprintf("%s of %s allow for up to %s", thousands(l.Sample.Part), thousands(l.Sample.Whole), funnel.FinePercent(l.Limit))
	case funnel.LeverPrompt:
		return "even with all in time it would not do"
	default:
		return "the best four weeks of the last 13 had " + v.most(l, all)
	}
}

func (v voice) most(l funnel.Lever, all funnel.Levers) string {
	if l.Kind == funnel.LeverDeal {
		return funnel.AverageMoney(l.Limit, all.Goal.Target.Money.Currency)
	}
	return weekly(l.Limit) + " a week"
}

func weekly(n float64) string {
	if n < 10 {
		return upTenth(n)
	}
	return thousands(int64(math.Ceil(n)))
}
