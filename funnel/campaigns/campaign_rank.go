package campaigns

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Row is a campaign in the digest. Costs are not known where nothing
// was spent on it, as far as it was noted.
type Row struct {
	Name     string         `json:"name"`
	Channel  Channel        `json:"channel"`
	Accepted int64          `json:"accepted"` // by sales, here
	Answered int64          `json:"answered"` // accepted or rejected, here
	Leads    int64          `json:"leads"`
	Spend    []money.Amount `json:"spend,omitempty"`
	Cost     money.Amount   `json:"cost_per_accepted,omitzero"`
	// Elsewhere says that leads were imported that had been accepted before,
	// so that what an accepted one cost is not known.
	Elsewhere bool `json:"accepted_elsewhere,omitempty"`
}

// Acceptance is how many of the answered handoffs sales accepted.
func (r Row) Acceptance() stats.Rate { return stats.Rate{Part: r.Accepted, Whole: r.Answered} }

// Rank are the campaigns that did best, the best first, and those that
// did worst, the worst first. No campaign is in both.
type Rank struct {
	Best  stats.List[Row] `json:"best"`
	Worst stats.List[Row] `json:"worst"`
}

const mostRanked = 3

// Rank orders the campaigns of a board that ran between two days by what each
// lead that sales accepted cost, in the workspace's currency; those whose cost
// is not known follow, by how many were accepted; those that cost something
// and brought nothing are last, the dearest at the end.
func (b *Board) Rank(from, last calendar.Date, zone *time.Location) Rank {
	var rows []Row
	for _, c := range b.Campaigns {
		if !c.Campaign.ran(from, last, zone) || c.Accepted == 0 && len(c.Spend) == 0 {
			continue
		}

		row := Row{
			Name: c.Campaign.Name, Channel: c.Campaign.Channel, Leads: c.Leads, Spend: c.Spend,
			Accepted: c.Accepted, Answered: c.Acceptance().Whole, Elsewhere: !c.AnswersKnown(),
		}
		row.Cost, _ = c.CostPerAccepted(b.Currency)
		rows = append(rows, row)
	}

	slices.SortStableFunc(rows, func(x, y Row) int {
		return cmp.Or(cmp.Compare(x.class(b.Currency), y.class(b.Currency)), x.against(y, b.Currency),
			strings.Compare(x.Name, y.Name))
	})
	return divided(rows, b.Currency)
}

// divided takes the worst from the end of a ranking, and at most one half of
// it. A campaign without a known cost is never among them.
func divided(rows []Row, home string) Rank {
	judged := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.class(home) == 1 })
	worst := slices.Clone(judged[len(judged)-min(mostRanked, len(judged)/2):])
	slices.Reverse(worst)
	best := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool {
		return slices.ContainsFunc(worst, func(w Row) bool { return w.Name == r.Name })
	})
	return Rank{Best: best[:min(mostRanked, len(best))], Worst: worst}
}

// ran says whether a campaign was under way between two days.
func (c Campaign) ran(from, last calendar.Date, zone *time.Location) bool {
	until := c.Until
	if c.Closed() {
		until = calendar.DateOf(c.ClosedAt, zone)
	}

	return !last.Before(c.From) && (until.IsZero() || !until.Before(from))
}

// class parts the campaigns whose cost can be compared, those where it is
// not known, and those that brought nothing.
func (r Row) class(home string) int {
	switch {
	case r.Cost.Currency == home:
		return 0
	case r.Accepted > 0 || r.Elsewhere:
		return 1
	}

	return 2
}

// against compares two campaigns of the same class.
func (r Row) against(other Row, home string) int {
	switch r.class(home) {
	case 0:
		return cmp.Compare(r.Cost.Minor, other.Cost.Minor)
	case 1:
		return cmp.Compare(other.Accepted, r.Accepted)
	}

	return cmp.Compare(Sums(r.Spend).In(home).Minor, Sums(other.Spend).In(home).Minor)
}
