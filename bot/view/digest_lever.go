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
	e.notes = []string{ends + ", " + m.Roughly(l.Lacking) + " short."}
	if l.Unknown != "" {
		e.notes = append(e.notes, l.Unknown)
		return e
	}
	best, found := l.Cheapest()
	rest := l.All
	if found {
		e.notes = append(e.notes, "The least change: "+v.lever(best, *l))
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
	return e
}

// outlook says where a goal ends, the same in the digest and of the goal itself.
func outlook(g funnel.Goal, ends funnel.Quantity) string {
	return fmt.Sprintf("At the pace of the last 13 weeks, %s ends with %s at %s", g.Period, g.Metric.Info().Name, g.Metric.Roughly(ends))
}

// lever is one change in a sentence.
func (v voice) lever(l funnel.Lever, all funnel.Levers) string {
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
		points := strconv.FormatFloat(math.Round(10*(asShown(l.Needed)-asShown(l.Now)))/10, 'f', -1, 64)
		if points == "1" {
			return " (1 point more)"
		}
		return " (" + points + " points more)"
	case rate || l.Movement >= 10:
		return ""
	}
	return fmt.Sprintf(" (%s more than now)", funnel.FinePercent(l.Movement))
}

// asShown is a fraction in per cent as FinePercent rounds it.
func asShown(fraction float64) float64 {
	if percent := fraction * 100; percent < 9.95 {
		return math.Round(percent*10) / 10
	}
	return math.Round(fraction * 100)
}

func (v voice) change(l funnel.Lever, all funnel.Levers) string {
	currency := all.Goal.Target.Money.Currency
	switch l.Kind {
	case funnel.LeverRate:
		return fmt.Sprintf("make %s of %s into %s, not %s", wanted(l.Needed), v.noun(l.From), v.noun(l.To), wanted(l.Now))
	case funnel.LeverLeads:
		text := fmt.Sprintf("bring in %s %s a week, not %s", weekly(l.Needed), v.noun(l.From), weekly(l.Now))
		if l.Extra > 0 {
			text += fmt.Sprintf(": %s more by %s", thousands(l.Extra), all.Goal.Period.Last().Words())
		}
		return text
	case funnel.LeverDeal:
		return fmt.Sprintf("win %s with the average customer, not %s", funnel.AverageMoney(l.Needed, currency), funnel.AverageMoney(l.Now, currency))
	default:
		return fmt.Sprintf("make %s of first touches in time, not %s", wanted(l.Needed), wanted(l.Now))
	}
}

// wanted is a fraction that is asked for; more than all of them cannot be.
func wanted(fraction float64) string {
	if fraction > 1 {
		return "more than all"
	}
	return funnel.FinePercent(fraction)
}

// evidence is what stands behind a lever.
func (v voice) evidence(l funnel.Lever, all funnel.Levers) string {
	switch l.Kind {
	case funnel.LeverRate:
		return fmt.Sprintf(" The last 13 weeks, with %s of %s, allow for up to %s; each point brings about %s.",
			thousands(l.Sample.Part), thousands(l.Sample.Whole), funnel.FinePercent(l.Limit), all.Goal.Metric.Roughly(l.Point))
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
