package report

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Pending is a lead that waits for somebody.
type Pending struct {
	Lead     funnel.Lead
	Lateness string // of the promise that is late longest, in working time; empty while all are in time
	// the day on which a lent lead goes back; zero where it is not lent, or for nobody knows how long
	BackOn calendar.Date
}

// Home is what waits for somebody, and what became of the leads they logged.
type Home struct {
	Turn     []Pending    // most pressing first
	More     int          // how many wait beyond those listed
	NextSlot time.Time    // when they are told next of what is late; zero where their calendar never opens
	Leave    people.Leave // under way, or the next one; zero where none is planned
	Away     bool         // the leave is under way
	Lent     int          // leads that others have meanwhile
	Logged   Logged
}

// Logged is where the leads that a marketer logged stand.
type Logged struct {
	Stages  map[agreement.Stage]int
	Counted int  // how many leads that are
	Partly  bool // there are more, which changed longer ago
	Groups  []LoggedGroup

	Acceptance, Before stats.Rate // of the days until today, and of as many before
	Days               int
	Reasons            []ReasonRow // why sales rejected, in those days, the most frequent first
}

// LoggedGroup is some leads with the same standing.
type LoggedGroup struct {
	Standing LoggedStanding
	Leads    []funnel.Lead // those that changed last
	Count    int
}

// LoggedStanding sorts the leads of a marketer by who has them.
type LoggedStanding uint8

// The standings, in the order in which they are shown.
const (
	LoggedOffered LoggedStanding = iota + 1 // sales has to answer
	LoggedWorked                            // sales has them
	LoggedAside                             // they wait for their date
	LoggedClosed                            // handed off, and ended lately
)

// loggedStanding is where a lead stands for the one who logged it. It is 0 for what
// waits for marketing itself, and for what ended long ago.
func loggedStanding(l funnel.Lead, endedSince time.Time) LoggedStanding {
	switch {
	case l.Asked():
		return 0
	case l.Offered():
		return LoggedOffered
	case l.Stage.WithSales():
		return LoggedWorked
	case l.Stage == agreement.Recycled:
		return LoggedAside
	case l.Stage.Ended() && l.Handoffs > 0 && l.EndedAt.After(endedSince):
		return LoggedClosed
	}

	return 0
}

// SortLogged groups the leads that somebody logged. They come with what
// changed last first; of each group as many are listed as limit says.
func SortLogged(leads []funnel.Lead, endedSince time.Time, limit int) Logged {
	out := Logged{Stages: map[agreement.Stage]int{}, Counted: len(leads)}
	groups := map[LoggedStanding]LoggedGroup{}
	for _, l := range leads {
		out.Stages[l.Stage]++
		standing := loggedStanding(l, endedSince)
		if standing == 0 {
			continue
		}

		g := groups[standing]
		g.Standing = standing
		g.Count++
		if len(g.Leads) < limit {
			g.Leads = append(g.Leads, l)
		}

		groups[standing] = g
	}

	for _, standing := range slices.Sorted(maps.Keys(groups)) {
		out.Groups = append(out.Groups, groups[standing])
	}

	return out
}

// RankReasons lists why leads were rejected, the most frequent first.
func RankReasons(sums map[string]int64, d agreement.Definition) []ReasonRow {
	var rows []ReasonRow
	for code, n := range sums {
		if n > 0 {
			rows = append(rows, ReasonRow{Code: code, Label: d.ReasonLabel(agreement.WhyRejected, code), Count: n})
		}
	}

	slices.SortFunc(rows, func(a, b ReasonRow) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count),
			cmp.Compare(a.Code, b.Code))
	})
	return rows
}

// MostPressing sorts what waits for somebody: hot leads that are late, then
// questions that hold up a colleague, then what else is late, hot leads, what
// came back, and the rest. Leads that press alike stay as they are.
func MostPressing(leads []funnel.Lead, now time.Time) {
	slices.SortStableFunc(leads, func(a, b funnel.Lead) int { return cmp.Compare(a.UrgencyRank(now), b.UrgencyRank(now)) })
}
