package view

import (
	"math"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/money"
)

// CampaignForecast answers whether a campaign would be worth its cost, and
// whether sales can take it where that was asked.
func CampaignForecast(c Context, f campaigns.Forecast, sales *campaigns.Capacity) Message {
	m := payback(f)
	if sales != nil {
		m.Blocks = append(m.Blocks, CampaignCapacity(c, *sales).Blocks...)
	}
	return m
}

func payback(f campaigns.Forecast) Message {
	q := f.Question
	title := "*" + capital(string(q.Channel)) + " at " + Escape(q.Cost.String()) + "?* " + advice(f)
	if !f.Known() {
		return listing(title, []string{strings.TrimSpace(leftOut(f) + " Note what past campaigns cost with `/campaign spend NAME AMOUNT`, and ask again.")}, 0, "")
	}
	lines := []string{
		"• *Leads:* " + prospect(f.Leads),
		"• *Accepted by sales:* " + acceptances(f),
		"• *Customers:* " + customersLine(f),
	}
	if n, ok := f.BreakEven(); ok {
		lines = append(lines, "• It pays back with *"+counted(n, "customer")+"*.")
	}
	m := listing(title, lines, 0, "")
	m.Blocks = append(m.Blocks, context(basis(f)))
	return m
}

func advice(f campaigns.Forecast) string {
	cost := Escape(f.Question.Cost.String())
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
	return "The past of this channel is too short to say: " + counted(f.Customers.Seen, "customer") + " so far."
}

// ifItGrows warns of a cost beyond all experience.
func ifItGrows(f campaigns.Forecast) string {
	if !f.Beyond() {
		return ""
	}
	return " All that was spent on it so far is " + Escape(f.Leads.For.String()) + ", so that customers grow with the money is assumed."
}

// prospect is what to expect, whole, with its interval rounded outwards.
func prospect(p campaigns.Prospect) string {
	if p.For.Minor <= 0 {
		return notKnown
	}
	return "about " + number(p.About()) + " (" + number(p.Least()) + " to " + number(p.Most()) + ")"
}

func acceptances(f campaigns.Forecast) string {
	if !f.AnswersKnown {
		return "not known, as leads were imported that had been accepted before"
	}
	return prospect(f.Accepted) + eachCosts(f)
}

func eachCosts(f campaigns.Forecast) string {
	if f.Accepted.Expected <= 0 {
		return ""
	}
	each := money.Amount{Minor: int64(float64(f.Question.Cost.Minor) / f.Accepted.Expected), Currency: f.Question.Cost.Currency}
	text := ", " + Escape(each.String()) + " each"
	if !f.CostOfAccepted.IsZero() {
		text += "; over all campaigns one costs " + Escape(f.CostOfAccepted.String())
	}
	return text
}

func customersLine(f campaigns.Forecast) string {
	text := prospect(f.Customers)
	if f.Deal.IsZero() || f.Customers.For.Minor <= 0 {
		return text
	}
	p := f.Customers
	return text + ", at " + Escape(f.Deal.String()) + " each: " + Escape(f.Revenue(p.About()).String()) +
		" (" + Escape(f.Revenue(p.Least()).String()) + " to " + Escape(f.Revenue(p.Most()).String()) + ")"
}

// basis says from what the answer comes, and what it leaves out.
func basis(f campaigns.Forecast) string {
	text := "From " + counted(len(f.Past), "campaign") + " of this channel, " + Escape(f.Leads.For.String()) + " spent: " +
		counted(f.Leads.Seen, "lead") + ", " + number(f.Accepted.Seen) + " accepted, " + counted(f.Customers.Seen, "customer") +
		". In the brackets is where 95 of 100 such campaigns would end; the size of deals is taken as known."
	if ripe := percent(f.Ripe()); ripe != percent(1) {
		text += " By now about " + ripe + " of the customers of these campaigns should have been won (half take " + counted(f.MedianLag, "day") +
			"); those still to come are reckoned with."
	}
	return strings.TrimSpace(text + " " + leftOut(f))
}

// leftOut says which campaigns of the channel the answer does not rest on.
func leftOut(f campaigns.Forecast) string {
	var of []string
	if f.Unpriced > 0 {
		of = append(of, counted(f.Unpriced, "campaign")+" of this channel without a known spend in "+Escape(f.Question.Cost.Currency))
	}
	if f.Ahead > 0 {
		of = append(of, counted(f.Ahead, "campaign")+" not begun yet")
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

// CampaignCapacity answers whether sales can take what a campaign brings, and
// shows what each rep can take.
func CampaignCapacity(c Context, a campaigns.Capacity) Message {
	v := direct(c, "")
	name := "it"
	if a.Question.Name != "" {
		name = bold(a.Question.Name)
	}
	reps := a.Reps[:min(len(a.Reps), maxCapacityReps)]
	lines := each(reps, func(r campaigns.RepCapacity) string { return "• " + v.person(r.User) + ": " + repTakes(r) })

	m := listing("*Can sales take "+name+"?* "+capacityAdvice(a), lines, len(a.Reps)-len(reps), "")
	m.Blocks = append(m.Blocks, context(capacityBasis(a)))
	return m
}

// capacityAdvice is the answer in short, and what would help.
func capacityAdvice(a campaigns.Capacity) string {
	brings := counted(a.Coming(), "lead")
	if a.Question.Came > 0 {
		brings += " still to come"
	}
	brings += " would bring about " + handoffs(a)
	if !a.Known() {
		return "It is not known what sales can take: nobody has accepted a handoff in the last " + number(campaigns.CapacityWeeks) +
			" weeks, and no pool has caps. " + capital(brings) + ". Set caps with `/loop pool edit NAME`, and ask again."
	}
	answer := "Sales can take about " + counted(a.Takes(), "handoff") + " in those days; " + brings
	switch worst := a.AtWorst(); {
	case a.TooMany() > 0:
		return answer + ": *" + thousands(a.TooMany()) + " too many*. " + remedies(a)
	case worst > 0:
		return answer + ": *it should fit*, but it may be up to " + thousands(worst) + " too many."
	}
	return answer + ": *it fits*."
}

// handoffs is what to expect, whole, with its interval rounded outwards.
func handoffs(a campaigns.Capacity) string {
	text := thousands(int64(math.Round(a.Handoffs)))
	if a.RateGround == campaigns.RateNone {
		return text
	}
	return text + " (" + thousands(int64(math.Floor(a.Low))) + " to " + thousands(int64(math.Ceil(a.High))) + ")"
}

// longestSpread is how many more weeks it is still sensible to advise.
const longestSpread = 26

func remedies(a campaigns.Capacity) string {
	var ways []string
	if weeks := a.MoreWeeks(); weeks > 0 && weeks <= longestSpread {
		ways = append(ways, "spread it over "+counted(weeks, "more week"))
	}
	if len(a.Capped) > 0 {
		pools := a.Capped[:min(len(a.Capped), maxCapacityPools)]
		ways = append(ways, "raise the caps in "+strings.Join(each(pools, inQuotes), ", "))
	}
	if n := a.Fitting(); n > a.Question.Came {
		ways = append(ways, "cap registrations at about "+thousands(n))
	}
	if len(ways) == 0 {
		return "Move it to days on which more of sales are there."
	}
	last := len(ways) - 1
	if last == 0 {
		return capital(ways[0]) + "."
	}
	return capital(strings.Join(ways[:last], ", ")) + ", or " + ways[last] + "."
}

var capacityGrounds = map[campaigns.CapacityGround]string{
	campaigns.GroundCaps: "their caps",
	campaigns.GroundBest: "their best week",
	campaigns.GroundTeam: "the team's mean, as they accepted none lately",
}

// repTakes says how it is reckoned what a rep can take.
func repTakes(r campaigns.RepCapacity) string {
	days := tenths(r.Days) + " working days"
	if tenths(r.Days) == "1" {
		days = "1 working day"
	}
	if r.Ground == campaigns.GroundUnknown {
		return days + ", not known how many a day"
	}
	text := "*" + tenths(r.Takes) + "*: " + days + " × " + tenths(r.PerDay) + " a day (" + capacityGrounds[r.Ground] + ")"
	return text + whatWaits(r)
}

// whatWaits says what of a rep's days goes to leads that are here already.
func whatWaits(r campaigns.RepCapacity) string {
	waiting, left := thousands(r.Waiting), tenths(r.Left)
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

// tenths is a number that is known to a tenth at best.
func tenths(n float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(n, 'f', 1, 64), ".0")
}

// capacityBasis says which days count, and from what the answer comes.
func capacityBasis(a campaigns.Capacity) string {
	text := "Days: " + a.From.Words() + " to " + a.Question.Until.Words()
	if !a.Accept.IsZero() {
		text += ", and " + a.Accept.String() + " to answer the last"
	}
	text += "; less leave and holidays, without other leads of those days. "
	low, high := a.Rate.Interval()
	seen := thousands(a.Rate.Part) + " of " + counted(a.Rate.Whole, "lead")
	of := map[campaigns.RateGround]string{campaigns.RateOfChannel: "this channel", campaigns.RateOfCompany: "the whole company in 12 months"}[a.RateGround]
	switch {
	case a.RateGround == campaigns.RateNone:
		return text + "That every lead is handed off is assumed, not measured: none is counted yet."
	case !a.Measured():
		return text + "How many leads are handed off is assumed, not measured: so far " + seen + " of " + of + "."
	}
	return text + "Handed off: " + seen + " of " + of + ", " + aboutPercent(a.Rate.Fraction()) + " (likely between " + aboutPercent(low) + " and " + aboutPercent(high) + ")."
}
