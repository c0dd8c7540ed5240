package campaigns

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Sums are amounts in different currencies, which are never mixed.
type Sums []money.Amount

// Plus adds an amount to the one of its currency.
func (s Sums) Plus(m money.Amount) Sums {
	out := slices.Clone(s)
	i := slices.IndexFunc(out, func(other money.Amount) bool { return other.Currency == m.Currency })
	if i < 0 {
		out = append(out, m)
	} else {
		out[i].Minor += m.Minor
	}

	out = slices.DeleteFunc(out, money.Amount.IsZero)
	slices.SortFunc(out, func(a, b money.Amount) int { return cmp.Compare(a.Currency, b.Currency) })
	return out
}

// Less takes amounts off those of their currencies.
func (s Sums) Less(other Sums) Sums {
	for _, m := range other {
		m.Minor = -m.Minor
		s = s.Plus(m)
	}

	return s
}

// MarshalJSON writes none as an empty list.
func (s Sums) MarshalJSON() ([]byte, error) { return stats.List[money.Amount](s).MarshalJSON() }

// In gives the amount of a currency.
func (s Sums) In(currency string) money.Amount {
	for _, m := range s {
		if m.Currency == currency {
			return m
		}
	}

	return money.Amount{Currency: currency}
}

// Results are what a campaign, or several together, brought and cost. Leads
// count where they were logged first; revenue is credited by a model.
type Results struct {
	Responses int64 // how often leads named it, repeats included
	Late      int64 // of those that named it after its end, which count nowhere else
	Inquiries int64
	Leads     int64
	MQLs      int64
	SALs      int64 // imported ones included, which were accepted elsewhere
	Accepted  int64 // by a person, here
	Defaulted int64 // taken because nobody answered in time
	Rejected  int64
	SQLs      int64
	Customers int64
	Revenue   Sums
	Spend     Sums
}

// Plus adds up results.
func (r Results) Plus(other Results) Results {
	r.Responses += other.Responses
	r.Late += other.Late
	r.Inquiries += other.Inquiries
	r.Leads += other.Leads
	r.MQLs += other.MQLs
	r.SALs += other.SALs
	r.Accepted += other.Accepted
	r.Defaulted += other.Defaulted
	r.Rejected += other.Rejected
	r.SQLs += other.SQLs
	r.Customers += other.Customers
	for _, m := range other.Revenue {
		r.Revenue = r.Revenue.Plus(m)
	}

	for _, m := range other.Spend {
		r.Spend = r.Spend.Plus(m)
	}

	return r
}

// Acceptance is how many of the answered handoffs sales accepted.
func (r Results) Acceptance() stats.Rate {
	return stats.Rate{Part: r.Accepted, Whole: r.Accepted + r.Rejected}
}

// CurrencyOr is the currency of costs and return: the workspace's where
// anything was spent in it, else the only one of the spend. It is empty where
// no spend is known, or where there are several and none is the workspace's.
func (r Results) CurrencyOr(home string) string {
	switch {
	case !r.Spend.In(home).IsZero():
		return home
	case len(r.Spend) == 1:
		return r.Spend[0].Currency
	}

	return ""
}

// CostPer is the spend for each of n, rounded to the minor unit; false where
// no spend is known, or where there are none.
func (r Results) CostPer(n int64, home string) (money.Amount, bool) {
	currency := r.CurrencyOr(home)
	if currency == "" || n <= 0 {
		return money.Amount{}, false
	}

	spent := r.Spend.In(currency).Minor
	return money.Amount{Minor: (spent + n/2) / n, Currency: currency}, true
}

// AnswersKnown says whether the acceptances tell of all leads that went on:
// what is imported beyond its acceptance was accepted elsewhere.
func (r Results) AnswersKnown() bool {
	return r.Accepted+r.Defaulted >= max(r.SALs, r.SQLs, r.Customers)
}

// CostPerAccepted is the spend for each lead that sales accepted; false where
// that cannot be told, as leads were accepted elsewhere.
func (r Results) CostPerAccepted(home string) (money.Amount, bool) {
	if !r.AnswersKnown() {
		return money.Amount{}, false
	}

	return r.CostPer(r.Accepted, home)
}

// ROI is the return on the spend: (revenue − spend) ÷ spend, in one currency.
func (r Results) ROI(home string) (float64, bool) {
	currency := r.CurrencyOr(home)
	if currency == "" {
		return math.NaN(), false
	}

	spent := float64(r.Spend.In(currency).Minor)
	return (float64(r.Revenue.In(currency).Minor) - spent) / spent, true
}

// Report is a campaign with what it brought.
type Report struct {
	Campaign Campaign
	Goal     goals.Goal // that it serves; zero where there is none
	Results
}

// Board is all campaigns with what they brought, and what leads name
// that is not set up yet.
type Board struct {
	Model     ledger.Model
	Currency  string // of the workspace
	Campaigns []Report
	Unknown   []Unknown
}

// Unknown is what leads name as their campaign that is none yet.
type Unknown struct {
	Text string
	Results
}

// boardSorter finds the results to which a campaign text belongs.
type boardSorter struct {
	board   *Board
	known   map[string]int
	late    map[string]int
	unknown map[string]int
}

// NewBoard begins the report on campaigns. The function that it gives
// has one text's figures added to the campaign whose name or alias it is.
func NewBoard(campaigns []Report, model ledger.Model, currency string) (*Board, func(text string, add Results)) {
	s := boardSorter{
		board: &Board{Model: model, Currency: currency, Campaigns: campaigns},
		known: map[string]int{}, late: map[string]int{}, unknown: map[string]int{},
	}
	for i, c := range campaigns {
		for _, key := range c.Campaign.Keys() {
			s.known[key] = i
			s.late[key+lateMark] = i
		}
	}

	return s.board, s.add
}

func (s *boardSorter) add(text string, r Results) {
	key := Key(text)
	if i, ok := s.known[key]; ok {
		s.board.Campaigns[i].Results = s.board.Campaigns[i].Plus(r)
		return
	}

	if i, ok := s.late[key]; ok {
		s.board.Campaigns[i].Late += r.Responses
		return
	}

	i, ok := s.unknown[key]
	if !ok {
		i = len(s.board.Unknown)
		s.unknown[key] = i
		s.board.Unknown = append(s.board.Unknown, Unknown{Text: text})
	}

	s.board.Unknown[i].Results = s.board.Unknown[i].Plus(r)
}

// Finish orders the board: what runs before what is closed, by name; unknown
// texts by how often they were named.
func (b *Board) Finish() {
	slices.SortStableFunc(b.Campaigns, func(x, y Report) int {
		if x.Campaign.Closed() != y.Campaign.Closed() {
			if y.Campaign.Closed() {
				return -1
			}

			return 1
		}

		return strings.Compare(Key(x.Campaign.Name), Key(y.Campaign.Name))
	})
	slices.SortStableFunc(b.Unknown, func(x, y Unknown) int {
		return cmp.Or(cmp.Compare(y.Responses, x.Responses), cmp.Compare(Key(x.Text), Key(y.Text)))
	})
}

// Grouping is by what campaigns are added up.
type Grouping string

// The groupings. By audience and by message shows how these are received.
const (
	ByChannel  Grouping = "channel"
	ByAudience Grouping = "audience"
	ByMessage  Grouping = "message"
)

// ParseGrouping understands the groupings; nothing is by channel.
func ParseGrouping(text string) (Grouping, error) {
	switch want := fault.FoldCode(text); want {
	case "", "channel", "channels":
		return ByChannel, nil
	case "audience", "persona":
		return ByAudience, nil
	case "message":
		return ByMessage, nil
	}

	return "", fault.WrongField("by", "%s is not something that campaigns are grouped by. Expected channel, audience or message.", fault.Quoted(text))
}

// Group is what campaigns of one kind brought together.
type Group struct {
	Name      string // empty where it is not known
	Campaigns int
	Results
	Priced   Results // of those whose spend is known: costs are computed of these
	Unpriced int
}

// Groups adds the campaigns up, in order of the groups' names.
func (b *Board) Groups(by Grouping) []Group {
	var groups []Group
	var members [][]Report
	for _, c := range b.Campaigns {
		name := map[Grouping]string{
			ByChannel: string(c.Campaign.Channel), ByAudience: c.Campaign.Audience, ByMessage: c.Campaign.Message,
		}[by]
		i := slices.IndexFunc(groups, func(g Group) bool { return Key(g.Name) == Key(name) })
		if i < 0 {
			i = len(groups)
			groups, members = append(groups, Group{Name: name}), append(members, nil)
		}

		groups[i].Campaigns++
		groups[i].Results = groups[i].Plus(c.Results)
		members[i] = append(members[i], c)
	}

	for i, g := range groups {
		groups[i].Priced, groups[i].Unpriced = priced(members[i], g.CurrencyOr(b.Currency))
	}

	slices.SortStableFunc(groups, func(x, y Group) int { return strings.Compare(Key(x.Name), Key(y.Name)) })
	return groups
}

// priced adds up the campaigns with a known spend in the currency: what
// the others brought would make what these cost look small.
func priced(campaigns []Report, currency string) (sum Results, unpriced int) {
	for _, c := range campaigns {
		if c.Spend.In(currency).Minor <= 0 {
			unpriced++
			continue
		}

		sum = sum.Plus(c.Results)
	}

	return sum, unpriced
}

// Detail is a campaign with what it brought and its latest lines of
// spend.
type Detail struct {
	Report
	Model    ledger.Model
	Currency string  // of the workspace
	Lines    []Spend // the latest first
}
