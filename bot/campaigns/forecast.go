package campaigns

import (
	"math"
	"strings"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/stats"
)

// forecastShown answers whether a campaign would be worth its cost, and
// whether sales can take it where that was asked.
func forecastShown(c kit.Context, f campaigns.Forecast, sales *campaigns.Capacity) kit.Message {
	m := payback(f)
	if sales != nil {
		m.Blocks = append(m.Blocks, capacityShown(c, *sales).Blocks...)
	}

	return m
}

func payback(f campaigns.Forecast) kit.Message {
	q := f.Question
	title := "*" + kit.Capital(string(q.Channel)) + " at " + kit.Escape(q.Cost.String()) + "?* " + advice(f)
	if !f.Known() {
		return kit.Listing(title, []string{strings.TrimSpace(leftOut(f) + " Note what past campaigns cost with `/campaign spend NAME AMOUNT`, and ask again.")}, 0, "")
	}

	lines := []string{
		"• *Leads:* " + prospect(f.Leads),
		"• *Accepted by sales:* " + acceptances(f),
		"• *Customers:* " + customersLine(f),
	}
	if n, ok := f.BreakEven(); ok {
		lines = append(lines, "• It pays back with *"+kit.Counted(n, "customer")+"*.")
	}

	m := kit.Listing(title, lines, 0, "")
	m.Blocks = append(m.Blocks, kit.ContextLine(basis(f)))
	return m
}

func advice(f campaigns.Forecast) string {
	cost := kit.Escape(f.Question.Cost.String())
	switch f.Payback() {
	case campaigns.PaybackLikely:
		return "Yes, as this channel has done so far: even few customers would pay back " + cost + "." + ifItGrows(f)
	case campaigns.PaybackUnlikely:
		return "No, as this channel has done so far: even many customers would not pay back " + cost + "."
	case campaigns.PaybackUnclear:
		return "It may pay back or not: the past of this channel allows for both." + ifItGrows(f)
	case campaigns.PaybackUnknown:
	}

	if !f.Known() {
		return "Nothing is known yet of what this channel brings for its money."
	}

	return "The past of this channel is too short to say: " + kit.Counted(f.Customers.Seen, "customer") + " so far."
}

// ifItGrows warns of a cost beyond all experience.
func ifItGrows(f campaigns.Forecast) string {
	if !f.Beyond() {
		return ""
	}

	return " All that was spent on it so far is " + kit.Escape(f.Leads.For.String()) + ", so that customers grow with the money is assumed."
}

// prospect is what to expect, whole, with its interval rounded outwards.
func prospect(p campaigns.Prospect) string {
	if p.For.Minor <= 0 {
		return kit.NotKnown
	}

	return about(p.Expected) + " (" + kit.Thousands(p.Least()) + " to " + kit.Thousands(p.Most()) + ")"
}

func acceptances(f campaigns.Forecast) string {
	if !f.AnswersKnown {
		return "not known, as leads were imported that had been accepted before"
	}

	return prospect(f.Accepted) + eachCosts(f)
}

func eachCosts(f campaigns.Forecast) string {
	each, ok := f.Accepted.Each()
	if !ok {
		return ""
	}

	text := ", " + kit.Escape(each.String()) + " each"
	if !f.CostOfAccepted.IsZero() {
		text += "; over all campaigns one costs " + kit.Escape(f.CostOfAccepted.String())
	}

	return text
}

func customersLine(f campaigns.Forecast) string {
	text := prospect(f.Customers)
	if f.Deal.IsZero() || f.Customers.For.Minor <= 0 {
		return text
	}

	p := f.Customers
	return text + ", at " + kit.Escape(f.Deal.String()) + " each: " + kit.Escape(f.Revenue(p.About()).String()) +
		" (" + kit.Escape(f.Revenue(float64(p.Least())).String()) + " to " +
		kit.Escape(f.Revenue(float64(p.Most())).String()) + ")"
}

// about is a number to expect, which is never nought where something is expected.
func about(n float64) string {
	if shown := stats.About(n); shown > 0 || n == 0 {
		return "about " + stats.ShortNumber(shown)
	}

	return "less than 0.1"
}

// basis says from what the answer comes, and what it leaves out.
func basis(f campaigns.Forecast) string {
	text := "From " + kit.Counted(len(f.Past), "campaign") + " of this channel, " + kit.Escape(f.Leads.For.String()) +
		" spent: " +
		kit.Counted(f.Leads.Seen, "lead") + ", " + kit.Number(f.Accepted.Seen) + " accepted, " +
		kit.Counted(f.Customers.Seen, "customer") +
		". In the brackets is where 95 of 100 such campaigns would end; the size of deals is taken as known."
	if ripe := kit.Percent(f.Ripe()); ripe != kit.Percent(1) {
		text += " By now about " + ripe + " of the customers of these campaigns should have been won (half take " + kit.Counted(f.MedianLag, "day") +
			"); those still to come are reckoned with."
	}

	return strings.TrimSpace(text + " " + leftOut(f))
}

// leftOut says which campaigns of the channel the answer does not rest on.
func leftOut(f campaigns.Forecast) string {
	var of []string
	if f.Unpriced > 0 {
		of = append(of, kit.Counted(f.Unpriced, "campaign")+" of this channel without a known spend in "+
			kit.Escape(f.Question.Cost.Currency))
	}

	if f.Ahead > 0 {
		of = append(of, kit.Counted(f.Ahead, "campaign")+" not begun yet")
	}

	if len(of) == 0 {
		return ""
	}

	return "Left out: " + strings.Join(of, ", ") + "."
}

// How much of an answer about capacity is listed.
const (
	maxCapacityReps  = 40
	maxCapacityPools = 5
)

// capacityShown answers whether sales can take what a campaign brings, and
// shows what each rep can take.
func capacityShown(c kit.Context, a campaigns.Capacity) kit.Message {
	v := kit.Direct(c, "")
	name := "it"
	if a.Question.Name != "" {
		name = kit.Bold(a.Question.Name)
	}

	reps := a.Reps[:min(len(a.Reps), maxCapacityReps)]
	lines := kit.Each(reps, func(r campaigns.RepCapacity) string { return "• " + v.Person(r.User) + ": " + repTakes(r) })

	m := kit.Listing("*Can sales take "+name+"?* "+capacityAdvice(a), lines, len(a.Reps)-len(reps), "")
	m.Blocks = append(m.Blocks, kit.ContextLine(capacityBasis(a)))
	return m
}

// capacityAdvice is the answer in short, and what would help.
func capacityAdvice(a campaigns.Capacity) string {
	brings := kit.Counted(a.Coming(), "lead")
	if a.Question.Came > 0 {
		brings += " still to come"
	}

	brings += " would bring " + handoffs(a)
	if !a.Known() {
		return "It is not known what sales can take: nobody has accepted a handoff in the last " + kit.Number(campaigns.CapacityWeeks) +
			" weeks, and no pool has caps. " + kit.Capital(brings) + ". Set caps with `/loop pool edit NAME`, and ask again."
	}

	answer := "Sales can take about " + kit.Counted(a.Takes(), "handoff") + " in those days; " + brings
	switch worst := a.AtWorst(); {
	case a.TooMany() > 0:
		return answer + ": *" + kit.Thousands(a.TooMany()) + " too many*. " + remedies(a)
	case worst > 0:
		return answer + ": *it should fit*, but it may be up to " + kit.Thousands(worst) + " too many."
	}

	return answer + ": *it fits*."
}

// handoffs is what to expect, whole, with its interval rounded outwards.
func handoffs(a campaigns.Capacity) string {
	text := about(a.Handoffs)
	if a.RateGround == campaigns.RateNone {
		return text
	}

	return text + " (" + kit.Thousands(int64(math.Floor(a.Low))) + " to " + kit.Thousands(int64(math.Ceil(a.High))) + ")"
}

// longestSpread is how many more weeks it is still sensible to advise.
const longestSpread = 26

func remedies(a campaigns.Capacity) string {
	var ways []string
	if weeks := a.MoreWeeks(); weeks > 0 && weeks <= longestSpread {
		ways = append(ways, "spread it over "+kit.Counted(weeks, "more week"))
	}

	if len(a.Capped) > 0 {
		pools := a.Capped[:min(len(a.Capped), maxCapacityPools)]
		ways = append(ways, "raise the caps in "+strings.Join(kit.Each(pools, kit.InQuotes), ", "))
	}

	if n := a.Fitting(); n > a.Question.Came {
		ways = append(ways, "cap registrations at about "+kit.Thousands(n))
	}

	if len(ways) == 0 {
		return "Move it to days on which more of sales are there."
	}

	last := len(ways) - 1
	if last == 0 {
		return kit.Capital(ways[0]) + "."
	}

	return kit.Capital(strings.Join(ways[:last], ", ")) + ", or " + ways[last] + "."
}

var capacityGrounds = map[campaigns.CapacityGround]string{
	campaigns.GroundCaps: "their caps",
	campaigns.GroundBest: "their best week",
	campaigns.GroundTeam: "the team's mean, as they accepted none lately",
}

// repTakes says how it is reckoned what a rep can take.
func repTakes(r campaigns.RepCapacity) string {
	days := kit.Tenths(r.Days) + " working days"
	if kit.Tenths(r.Days) == "1" {
		days = "1 working day"
	}

	if r.Ground == campaigns.GroundUnknown {
		return days + ", not known how many a day"
	}

	text := "*" + kit.Tenths(r.Takes) + "*: " + days + " × " + kit.Tenths(r.PerDay) + " a day (" +
		capacityGrounds[r.Ground] + ")"
	return text + whatWaits(r)
}

// whatWaits says what of a rep's days goes to leads that are here already.
func whatWaits(r campaigns.RepCapacity) string {
	waiting, left := kit.Thousands(r.Waiting), kit.Tenths(r.Left)
	switch {
	case r.Waiting == 0:
		return ""
	case left == "0":
		return "; the " + waiting + " that wait for them now are seen to before it begins"
	case r.Left < float64(r.Waiting):
		return ", less " + left + " of the " + waiting + " that wait for them now, which are left when it begins"
	}

	return ", less " + waiting + " that wait for them now"
}

// capacityBasis says which days count, and from what the answer comes.
func capacityBasis(a campaigns.Capacity) string {
	text := "Days: " + a.From.Words() + " to " + a.Question.Until.Words()
	if !a.Accept.IsZero() {
		text += ", and " + a.Accept.String() + " to answer the last"
	}

	text += "; less leave and holidays, without other leads of those days. "
	low, high := a.Rate.Interval()
	seen := kit.Thousands(a.Rate.Part) + " of " + kit.Counted(a.Rate.Whole, "lead")
	of := map[campaigns.RateGround]string{
		campaigns.RateOfChannel: "this channel",
		campaigns.RateOfCompany: "the whole company in 12 months",
	}[a.RateGround]
	switch {
	case a.RateGround == campaigns.RateNone:
		return text + "That every lead is handed off is assumed, not measured: none is counted yet."
	case !a.Measured():
		return text + "How many leads are handed off is assumed, not measured: so far " + seen + " of " + of + "."
	}

	return text + "Handed off: " + seen + " of " + of + ", " + kit.AboutPercent(a.Rate.Fraction()) + " (likely between " +
		kit.AboutPercent(low) + " and " + kit.AboutPercent(high) + ")."
}
