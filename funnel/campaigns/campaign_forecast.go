package campaigns

import (
	"math"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Question is a campaign that somebody thinks of: a channel, and what
// it would cost. How many leads it is to bring and when is for sales: whether
// they can take them.
type Question struct {
	Channel     Channel
	Cost        money.Amount
	Expects     int64
	From, Until calendar.Date
}

// Capacity asks whether sales can take the leads; false where the question is
// not about that.
func (q Question) Capacity() (CapacityQuestion, bool) {
	return CapacityQuestion{Channel: q.Channel, Expects: q.Expects, From: q.From, Until: q.Until},
		q.Expects != 0 || !q.From.IsZero() || !q.Until.IsZero()
}

// What a channel and a cost may look like.
var exampleChannel, exampleCost = fault.Option("channel", "event"), fault.Option("cost", 20000)

// check refuses a question without a channel or a cost.
func (q Question) check() error {
	switch {
	case q.Channel == "":
		names := make([]string, len(Channels))
		for i, c := range Channels {
			names[i] = string(c)
		}

		return fault.WrongField("channel", "Of which channel would the campaign be? Expected one of %s, such as %s.", strings.Join(names, ", "), fault.ToForecastCampaign.Way(exampleChannel, exampleCost))
	case q.Cost.Minor <= 0:
		return fault.WrongField("cost", "What would the campaign cost? Expected an amount above 0, such as %s.", fault.ToForecastCampaign.Way(fault.Option("channel", q.Channel), exampleCost))
	}

	return nil
}

// Forecast is what a campaign would bring at its cost, by what its channel has
// brought for the money spent so far.
type Forecast struct {
	Question  Question
	Past      []Report // of the channel, with a spend in the currency of the question
	Unpriced  int      // campaigns of the channel that are left out, for no such spend is known
	Ahead     int      // and those that have not begun
	MedianLag int      // days from lead to win; 0 where no win is known

	Leads, Accepted, Customers Prospect
	AnswersKnown               bool // what was accepted of the past is known here

	Deal           money.Amount // mean revenue of a customer of the channel; zero where there is none
	CostOfAccepted money.Amount // over all channels, to compare with; zero where not known
}

// Prospect is a number to expect, with the interval in which 95 of 100 such
// campaigns would end.
type Prospect struct {
	Seen      int64        // in the past
	For       money.Amount // of what was spent in the past, what can have brought them by now
	Expected  float64
	Low, High float64
}

// About is what to expect, as it is shown: whole, and below 10 to a tenth, since 0.5 customers
// are not none.
func (p Prospect) About() float64 { return stats.About(p.Expected) }

// Least is the lower end, rounded outwards.
func (p Prospect) Least() int64 { return int64(math.Floor(p.Low)) }

// Most is the upper end, rounded outwards.
func (p Prospect) Most() int64 { return int64(math.Ceil(p.High)) }

// NewForecast answers a question from the channel's own history. Came is
// how many leads came on a day, by the text of their campaign.
func NewForecast(
	q Question, b *Board, lags ledger.Lags, came func(calendar.Date) map[string]int64, today calendar.Date,
) (Forecast, error) {
	f := Forecast{Question: q, MedianLag: lags.Within(0.5)}
	if err := q.check(); err != nil {
		return f, err
	}

	for _, c := range b.Campaigns {
		switch {
		case c.Campaign.Channel != q.Channel:
		case c.Campaign.From.After(today) && c.Leads == 0:
			f.Ahead++
		case c.Spend.In(q.Cost.Currency).Minor <= 0:
			f.Unpriced++
		default:
			f.Past = append(f.Past, c)
		}
	}

	all, _ := priced(b.Campaigns, q.Cost.Currency)
	f.CostOfAccepted, _ = all.CostPerAccepted(q.Cost.Currency)
	waiting := waiting(lags, came, today)
	var leads, accepted, customers history
	var past Results
	for _, c := range f.Past {
		spent := float64(c.Spend.In(q.Cost.Currency).Minor)
		leads.add(c.Leads, spent)
		accepted.add(c.Accepted, spent)
		customers.add(c.Customers, spent*c.ripe(waiting))
		past = past.Plus(c.Results)
	}

	f.AnswersKnown = past.AnswersKnown()
	f.Leads, f.Accepted, f.Customers = leads.prospect(q.Cost), accepted.prospect(q.Cost), customers.prospect(q.Cost)
	if past.Customers > 0 {
		f.Deal = money.Average(float64(past.Revenue.In(q.Cost.Currency).Minor)/float64(past.Customers), q.Cost.Currency)
	}

	return f, nil
}

// Ripe is the part of the customers of the past that should have been won by
// now. The forecast counts on those that are still to come.
func (f Forecast) Ripe() float64 {
	return float64(f.Customers.For.Minor) / float64(f.Leads.For.Minor)
}

// Beyond says whether the campaign would cost more than was spent on the whole
// channel so far, so that nobody has seen whether leads grow with the money.
func (f Forecast) Beyond() bool { return f.Question.Cost.Minor > f.Leads.For.Minor }

// waiting is how many leads, by the key of their campaign, would be without
// their win on a day when all of them were to be won and took as long as those
// that were. It is none where no win is known.
func waiting(l ledger.Lags, came func(calendar.Date) map[string]int64, today calendar.Date) map[string]float64 {
	leads := map[string]float64{}
	for day := today.AddDays(-ledger.LagLast); l.Wins() > 0 && !day.After(today); day = day.AddDays(1) {
		part := 1 - l.Until(day.Days(today))
		if part <= 0 {
			continue
		}

		for text, n := range came(day) {
			leads[Key(text)] += float64(n) * part
		}
	}

	return leads
}

// ripe is the part of a campaign's customers that should have been won, given
// how many of its leads still wait.
func (c Report) ripe(waiting map[string]float64) float64 {
	if c.Leads <= 0 {
		return 1
	}

	var wait float64
	for _, key := range c.Campaign.Keys() {
		wait += waiting[key]
	}

	return math.Max(0, 1-wait/float64(c.Leads))
}

// history is what campaigns brought of something, and what was spent on each
// to bring it, in minor units.
type history struct {
	counts []int64
	spent  []float64
	seen   int64
	total  float64
}

// add leaves out a campaign that can have brought nothing yet.
func (h *history) add(count int64, spent float64) {
	if spent > 0 {
		h.counts, h.spent = append(h.counts, count), append(h.spent, spent)
		h.seen, h.total = h.seen+count, h.total+spent
	}
}

// prospect scales what was seen to a cost. The count of one more campaign
// varies as a Poisson count does, and the rate behind it is known only from a
// past of its own spend, so the interval is one of prediction:
// sqrt(expected) ± z/2 · sqrt(φ · (1 + cost ÷ spent)), since the square root of
// a Poisson count has a variance near 1/4 (M. S. Bartlett, "The square root
// transformation in analysis of variance", Supplement to the JRSS 3 (1936),
// 68–78). φ is by how much more than that campaigns differ from each other
// (McCullagh and Nelder, "Generalized Linear Models", 1989, section 4.5).
// Half a count either way makes up for counts being whole.
func (h history) prospect(cost money.Amount) Prospect {
	p := Prospect{Seen: h.seen, For: money.Amount{Minor: int64(math.Round(h.total)), Currency: cost.Currency}}
	if h.total <= 0 {
		return p
	}

	share := float64(cost.Minor) / h.total
	spread := stats.Z95 / 2 * math.Sqrt(h.dispersion()*(1+share))
	p.Expected = float64(h.seen) * share
	low := math.Max(0, math.Sqrt(math.Max(0, p.Expected-0.5))-spread)
	high := math.Sqrt(p.Expected+0.5) + spread
	p.Low, p.High = low*low, high*high
	return p
}

// dispersion is Pearson's: 1 where campaigns differ no more than chance has
// them, or where there are too few to tell.
func (h history) dispersion() float64 {
	const fewest = 3
	if len(h.counts) < fewest || h.seen == 0 {
		return 1
	}

	var sum float64
	for i, count := range h.counts {
		due := float64(h.seen) * h.spent[i] / h.total
		off := float64(count) - due
		sum += off * off / due
	}

	return math.Max(1, sum/float64(len(h.counts)-1))
}

// Known says whether the channel has a past to answer from.
func (f Forecast) Known() bool { return len(f.Past) > 0 }

// Revenue is what so many customers would bring at the channel's mean deal.
func (f Forecast) Revenue(customers float64) money.Amount { return f.Deal.Times(customers) }

// Each is what each of them cost in the past; false where there was none.
func (p Prospect) Each() (money.Amount, bool) {
	if p.Seen <= 0 {
		return money.Amount{}, false
	}

	return p.For.Per(p.Seen), true
}

// BreakEven is how many customers pay the cost back; false where no deal
// size is known.
func (f Forecast) BreakEven() (int64, bool) {
	if f.Deal.Minor <= 0 {
		return 0, false
	}

	return (f.Question.Cost.Minor + f.Deal.Minor - 1) / f.Deal.Minor, true
}

// Payback is the answer to "should we?".
type Payback uint8

// The answers.
const (
	PaybackUnknown  Payback = iota // the past does not say
	PaybackUnclear                 // it may pay back or not
	PaybackLikely                  // even at the low end
	PaybackUnlikely                // not even at the high end
)

// enoughCustomers of the past are needed for an answer; fewer are chance.
const enoughCustomers = 5

// Payback says whether the campaign would earn back what it costs.
func (f Forecast) Payback() Payback {
	cost := f.Question.Cost.Minor
	switch {
	case f.Customers.Seen < enoughCustomers || f.Deal.Minor <= 0:
		return PaybackUnknown
	case f.Revenue(float64(f.Customers.Least())).Minor >= cost:
		return PaybackLikely
	case f.Revenue(float64(f.Customers.Most())).Minor < cost:
		return PaybackUnlikely
	}

	return PaybackUnclear
}
