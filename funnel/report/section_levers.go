package report

import (
	"fmt"
	"math"
	"strconv"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// maxLevers is how many levers are told beside the cheapest.
const maxLevers = 3

// levers tells how the goal ends if nothing changes, and what would change it.
func (r reporter) levers() (s Section) {
	l := r.Levers
	switch {
	case l == nil:
		return s
	case l.Blind:
		s.Title = words("Outlook")
		s.intro(l.Unknown)
		return s
	}

	m := l.Goal.Metric
	s.figure("lever", words("outlook"), "at the end of the period", quantity(m, l.Outlook))
	for _, lever := range l.All {
		item := words(fault.Capitalised(r.change(lever, *l)))
		if !lever.Impossible() {
			s.figure("lever", item, "movement", fractionCell(lever.Movement))
		}

		s.figure("lever", item, "supported by the data", kept(strconv.FormatBool(lever.Supported)))
	}

	ends := l.Goal.Ends(l.Outlook)
	if l.Lacking.Number <= 0 {
		s.Title = words("Outlook")
		s.intro(ends + ": the target of " + m.Format(l.Goal.Target) + " is met.")
		return s
	}

	s.Title, s.List = words("Cheapest lever"), true
	s.intro(ends + ", " + goals.Roughly(m, l.Lacking) + " short.")
	if l.Unknown != "" {
		s.intro(l.Unknown)
		return s
	}

	s.intro("What is now is of those 13 weeks.")
	s.ways(r, *l)

	return s
}

// ways are the changes that would close what a goal lacks, the cheapest first.
func (s *Section) ways(r reporter, l Levers) {
	best, found := l.Cheapest()
	others := l.All
	if found {
		others = others[1:]
		s.intro(least(l) + r.lever(best, l))
	} else {
		s.intro("No single change that your own figures support closes it; it takes several together. Each alone:")
	}

	if found && len(others) > 0 {
		s.intro("Other ways:")
	}

	for _, other := range others[:min(len(others), maxLevers)] {
		way := words(fault.Capitalised(r.lever(other, l)))
		s.item(way)
		s.row(way)
	}

	if rough := leverTime(l); rough != "" {
		s.note(rough)
	}
}

// least introduces the cheapest lever.
func least(l Levers) string {
	if l.Tied() {
		return "No change is smaller than others; your own figures speak most for this one: "
	}

	return "The least change: "
}

// leverTime says how well it is known which leads still count in time.
func leverTime(l Levers) string {
	switch {
	case l.Timed || l.Goal.Metric == goals.MetricMQLs:
		return ""
	case l.Wins == 0:
		return "How long a lead takes to become a customer is not known, so all of this is reckoned as if it acted at once."
	}

	return "How long a lead takes to become a customer is known from " + stats.Counted(l.Wins, "win") + " only," +
		" so this is a rough guess."
}

// lever is one change in a sentence.
func (r reporter) lever(l Lever, all Levers) string {
	if l.Impossible() {
		return r.change(l, all) + "."
	}

	text := r.change(l, all) + moved(l)
	if l.Supported {
		return text + "." + r.evidence(l, all)
	}

	return text + ". Beyond your own figures: " + r.limit(l, all) + "."
}

// moved is by how much a lever moves: of a rate in points, as they add up to what
// is wanted.
func moved(l Lever) string {
	switch {
	case l.share() && !l.Impossible():
		now, needed := ratesOf(l)
		return " (" + points(needed-now) + " more)"
	case l.share() || l.Movement >= 10:
		return ""
	}

	return fmt.Sprintf(" (%s more than now)", FinePercent(l.Movement))
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
func ratesOf(l Lever) (now, needed int) {
	tenths := 10
	if l.Needed-l.Now < fewPoints || l.Now*100 < 9.95 {
		tenths = 1
	}

	step := float64(tenths)
	return tenths * int(math.Round(l.Now*1000/step)), tenths * int(math.Ceil(l.Needed*1000/step-1e-6))
}

func perCent(tenths int) string { return strconv.FormatFloat(float64(tenths)/10, 'f', -1, 64) }

// change is what would have to change; of what cannot, that it would not do.
func (r reporter) change(l Lever, all Levers) string {
	if l.Impossible() {
		return r.inVain(l, all)
	}

	currency := all.Goal.Target.Money.Currency
	now, needed := ratesOf(l)
	switch l.Kind {
	case LeverRate:
		return fmt.Sprintf("make %s%% of %s into %s, not %s%%", perCent(needed), r.noun(l.From), r.noun(l.To), perCent(now))
	case LeverLeads:
		text := fmt.Sprintf("bring in %s %s a week, not %s", weekly(l.Needed), r.noun(l.From), weekly(l.Now))
		if l.Extra > 0 {
			text += fmt.Sprintf(": %s more by %s", stats.Thousands(float64(l.Extra)), all.Goal.Period.Last().Words())
		}

		return text
	case LeverDeal:
		return fmt.Sprintf("win %s with the average customer, not %s",
			money.AverageText(l.Needed, currency), money.AverageText(l.Now, currency))
	default:
		return fmt.Sprintf("make %s%% of first touches in time, not %s%%", perCent(needed), perCent(now))
	}
}

// inVain says of a lever that even the most of it is too little.
func (r reporter) inVain(l Lever, all Levers) string {
	now, _ := ratesOf(l)
	switch l.Kind {
	case LeverRate:
		return fmt.Sprintf("even if all %s became %s, not %s%%, it would not be enough",
			r.noun(l.From), r.noun(l.To), perCent(now))
	case LeverPrompt:
		return fmt.Sprintf("even if all first touches were in time, not %s%%, it would not be enough", perCent(now))
	default:
		return fmt.Sprintf("more %s come too late: hardly any would be won by %s",
			r.noun(l.From), all.Goal.Period.Last().Words())
	}
}

// evidence is what stands behind a lever.
func (r reporter) evidence(l Lever, all Levers) string {
	switch l.Kind {
	case LeverRate:
		return fmt.Sprintf(" The last 13 weeks, with %s of %s, allow for up to %s; each point brings about %s.",
			stats.Thousands(float64(l.Sample.Part)), stats.Thousands(float64(l.Sample.Whole)), FinePercent(l.Limit),
			goals.Roughly(all.Goal.Metric, l.Point))
	case LeverPrompt:
		return fmt.Sprintf(" Of leads touched in time %s were won (%d of %d), of others %s (%d of %d).",
			FinePercent(l.Kept.Fraction()), l.Kept.Part, l.Kept.Whole, FinePercent(l.Late.Fraction()), l.Late.Part, l.Late.Whole)
	default:
		return " The best four weeks of the last 13 had " + r.most(l, all) + "."
	}
}

func (r reporter) limit(l Lever, all Levers) string {
	switch l.Kind {
	case LeverRate:
		return fmt.Sprintf("%s of %s allow for up to %s",
			stats.Thousands(float64(l.Sample.Part)), stats.Thousands(float64(l.Sample.Whole)), FinePercent(l.Limit))
	default:
		return "the best four weeks of the last 13 had " + r.most(l, all)
	}
}

func (r reporter) most(l Lever, all Levers) string {
	if l.Kind == LeverDeal {
		return money.AverageText(l.Limit, all.Goal.Target.Money.Currency)
	}

	return weekly(l.Limit) + " a week"
}

func weekly(n float64) string {
	if n < 10 {
		return UpTenth(n)
	}

	return stats.Thousands(math.Ceil(n))
}
