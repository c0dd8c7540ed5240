package view

import (
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
