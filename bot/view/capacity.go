package view

import (
	"math"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/campaigns"
)

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
	lines := make([]string, len(reps))
	for i, r := range reps {
		lines[i] = "• " + v.person(r.User) + ": " + repTakes(r)
	}
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
		names := make([]string, len(pools))
		for i, pool := range pools {
			names[i] = inQuotes(pool)
		}
		ways = append(ways, "raise the caps in "+strings.Join(names, ", "))
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
