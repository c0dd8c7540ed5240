package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/stats"
)

// LeverKind is what could be changed to reach a goal.
type LeverKind string

// The kinds of levers.
const (
	LeverRate   LeverKind = "rate"      // more of the leads of one stage go on
	LeverLeads  LeverKind = "leads"     // more leads come in
	LeverDeal   LeverKind = "deal"      // each customer brings more
	LeverPrompt LeverKind = "follow_up" // more of the first touches are in time
)

// Lever is one change that alone would close what a goal lacks.
type Lever struct {
	Kind      LeverKind       `json:"kind"`
	From      agreement.Stage `json:"from,omitempty"`
	To        agreement.Stage `json:"to,omitempty"`
	Now       float64         `json:"now"`      // a fraction, leads a week, or minor units
	Needed    float64         `json:"needed"`   // the same, from now on
	Movement  float64         `json:"movement"` // needed less now, relative to now
	Limit     float64         `json:"limit"`    // the most that the data can support
	Supported bool            `json:"supported"`
	Sample    stats.Rate      `json:"sample,omitzero"` // behind Now
	Extra     int64           `json:"extra,omitempty"` // leads more, in all
	Point     goals.Quantity  `json:"point,omitzero"`  // what one percentage point more would bring by the end
	Kept      stats.Rate      `json:"kept,omitzero"`   // of leads touched in time and late: how many were won
	Late      stats.Rate      `json:"late,omitzero"`
}

// Levers is how a goal ends if nothing changes, and what would change that.
type Levers struct {
	Goal    goals.Goal     `json:"goal"`
	Outlook goals.Quantity `json:"outlook"` // at the pace of the last 13 weeks
	Lacking goals.Quantity `json:"lacking"` // of the target, then; 0 where it is met
	Wins    int64          `json:"wins"`    // that tell what still counts in time
	Timed   bool           `json:"timed"`   // these are enough
	All     []Lever        `json:"all,omitempty"`
	Blind   bool           `json:"blind,omitempty"` // too little history for an outlook
	// Unknown is why there are no levers, as a sentence.
	Unknown string `json:"unknown,omitempty"`
}

// LeverFacts is what levers are computed from: the last 13 weeks, and what is
// left of the goal's period.
type LeverFacts struct {
	goals.RecentPace
	Recent     map[agreement.Stage]int64 // leads that entered a stage
	Weeks      float64                   // how many they are
	Lags       ledger.Lags
	BestLeads  map[agreement.Stage]float64 // a week, in the best four weeks on end
	BestDeal   float64                     // the best average of four weeks on end, in minor units
	Kept, Late stats.Rate                  // first touches in time and late: how many of those leads were won
}

// fewestDeals keeps one large deal from being the best average of four weeks.
const fewestDeals = 5

// Best notes what weeks on end came to, where they are the best so far: leads
// by stage that came, and what was won.
func (f *LeverFacts) Best(weeks []map[agreement.Stage]int64, won []int64) {
	for _, stage := range agreement.Steps {
		var sum int64
		for _, week := range weeks {
			sum += week[stage]
		}

		f.BestLeads[stage] = max(f.BestLeads[stage], float64(sum)/float64(len(weeks)))
	}

	var sum, deals int64
	for i, minor := range won {
		sum, deals = sum+minor, deals+weeks[i][agreement.Customer]
	}

	if deals >= fewestDeals {
		f.BestDeal = max(f.BestDeal, float64(sum)/float64(deals))
	}
}

// FindLevers finds what would close the gap that is left at the end of the
// period if the last 13 weeks go on as they were. A lever acts on what is still
// to come only: a deal size on every win, more leads only on the wins whose
// leads are still to come, which the observed time to a win tells; a rate on the
// leads that have still to pass its step, with the steps taken to be evenly
// spread over that time. So levers move by different lengths, and the cheapest
// is the one that moves least relative to what it is now. Where no win tells how
// long it takes they all move by the same, and the cheapest is the one that
// takes up least of what the data supports.
//
// What the data supports is: of a rate, up to the end of its 95 % interval
// (Wilson); of leads and the deal size, up to the best four weeks on end; of
// faster follow-up, only where leads touched in time were won more often than
// others beyond chance, up to all of them in time.
func FindLevers(s goals.Standing, f LeverFacts) Levers {
	m, currency := s.Goal.Metric, s.Goal.Target.Money.Currency
	out := Levers{Goal: s.Goal, Wins: f.Lags.Wins(), Timed: f.Lags.Wins() >= stats.FewestOutcomes}
	outlook, known := s.Outlook(f.RecentPace)
	if !known {
		out.Blind = true
		out.Unknown = fmt.Sprintf("Too little history for an outlook: it begins on %s, and an outlook is taken from the last 13 weeks.", f.Since.Words())
		return out
	}

	coming := f.Coming()
	out.Outlook = outlook
	lacking := float64(max(m.Units(s.Goal.Target)-m.Units(outlook), 0))
	out.Lacking = m.Quantity(int64(lacking), currency)
	switch {
	case lacking <= 0:
		return out
	case f.Left <= 0:
		out.Unknown = "The period is over, so no lever moves it any more."
		return out
	case f.Value > 0 && coming <= 0:
		out.Unknown = "Today has brought what the rest of the period usually brings, so there is nothing left to move."
		return out
	case coming <= 0:
		out.Unknown = "The last 13 weeks brought nothing towards this goal, so there is nothing to reckon a lever by."
		return out
	}

	r := leverFinder{facts: f, metric: m, currency: currency, coming: coming, rise: lacking / coming}
	out.All = r.levers()
	if len(out.All) == 0 {
		out.Unknown = "The sample of the last 13 weeks is too small to name a lever: each rate takes 30 leads."
	}

	return out
}

// leverFinder finds the levers of one goal. Rise is by what part all that is to
// come would have to grow.
type leverFinder struct {
	facts        LeverFacts
	metric       goals.Metric
	currency     string
	coming, rise float64
}

func (r leverFinder) levers() []Lever {
	end := agreement.Customer
	if r.metric == goals.MetricMQLs {
		end = agreement.MQL
	}

	enough := func(s agreement.Stage) bool { return r.facts.Recent[s] >= stats.FewestOutcomes }
	chain := sureChain(fromTop(end), enough, func(from, to agreement.Stage) bool {
		return r.facts.Recent[to] > 0 && fitting(r.facts.Recent, from, to)
	})
	if chain == nil {
		return nil
	}

	all := []Lever{r.leads(chain[0], r.movement(1))}
	for i := range chain[:len(chain)-1] {
		all = append(all, r.rate(chain, i))
	}

	if r.metric == goals.MetricRevenue && enough(agreement.Customer) {
		all = append(all, r.deal())
	}

	if l, ok := r.prompt(chain); ok {
		all = append(all, l)
	}

	slices.SortStableFunc(all, func(a, b Lever) int {
		return cmp.Or(supportedFirst(a, b), cmp.Compare(a.Movement, b.Movement), cmp.Compare(a.strain(), b.strain()))
	})
	return all
}

func supportedFirst(a, b Lever) int {
	switch {
	case a.Supported == b.Supported:
		return 0
	case a.Supported:
		return -1
	}

	return 1
}

// strain is how much of what the data supports a lever takes up.
func (l Lever) strain() float64 {
	if l.Limit <= l.Now {
		return math.Inf(1)
	}

	return (l.Needed - l.Now) / (l.Limit - l.Now)
}

// movement is by what part something has to rise that acts on the leads with
// that part of their time still ahead.
func (r leverFinder) movement(ahead float64) float64 {
	if r.metric == goals.MetricMQLs {
		return min(r.rise, hopeless) // how long an MQL takes is not kept
	}

	return min(r.rise/r.facts.Lags.Passing(r.facts.Rest, ahead), hopeless)
}

// hopeless bounds a movement where hardly anything is still to come in time.
const hopeless = 1e6

func (l Lever) moved(by, limit float64) Lever {
	l.Movement, l.Needed, l.Limit = by, l.Now*(1+by), limit
	l.Supported = l.Needed <= limit
	return l
}

func (r leverFinder) leads(top agreement.Stage, by float64) Lever {
	came := float64(r.facts.Recent[top])
	l := Lever{Kind: LeverLeads, From: top, Now: came / r.facts.Weeks}.moved(by, r.facts.BestLeads[top])
	if coming := came / float64(r.facts.Days) * float64(r.facts.Left) * by; coming < stats.MaxNumber {
		l.Extra = goals.RoundUp(coming)
	}

	return l
}

func (r leverFinder) rate(chain []agreement.Stage, i int) Lever {
	sample := stats.Rate{Part: r.facts.Recent[chain[i+1]], Whole: r.facts.Recent[chain[i]]}
	_, high := sample.Interval()
	by := r.movement(float64(len(chain)-2-i) / float64(len(chain)-1))
	l := Lever{Kind: LeverRate, From: chain[i], To: chain[i+1], Now: sample.Fraction(), Sample: sample}.moved(by, high)
	point := r.coming * r.rise / by / (100 * l.Now)
	l.Point = r.metric.Quantity(int64(math.Round(point)), r.currency)
	return l
}

func (r leverFinder) deal() Lever {
	won := r.facts.Recent[agreement.Customer]
	return Lever{
		Kind: LeverDeal, Now: float64(r.facts.Value) / float64(won),
		Sample: stats.Rate{Whole: won},
	}.moved(r.movement(0), r.facts.BestDeal)
}

// prompt is faster follow-up, where the data speaks for it. By how much the
// share in time has to grow follows from the two rates.
func (r leverFinder) prompt(chain []agreement.Stage) (Lever, bool) {
	kept, late := r.facts.Kept, r.facts.Late
	low, _ := kept.Interval()
	_, high := late.Interval()
	if r.metric == goals.MetricMQLs || kept.Whole < stats.FewestOutcomes || late.Whole < stats.FewestOutcomes ||
		low <= high {
		return Lever{}, false
	}

	share := float64(kept.Whole) / float64(kept.Whole+late.Whole)
	fast, slow := kept.Fraction(), late.Fraction()
	mixed := share*fast + (1-share)*slow
	ahead := 1.0 // as if it had no effect on leads that are there already, where that is not known
	if i := slices.Index(chain, agreement.SAL); i >= 0 {
		ahead = float64(len(chain)-1-i) / float64(len(chain)-1)
	}

	needed := (mixed*(1+r.movement(ahead)) - slow) / (fast - slow)
	l := Lever{
		Kind: LeverPrompt, Now: share, Sample: stats.Rate{Part: kept.Whole, Whole: kept.Whole + late.Whole},
		Kept: kept, Late: late,
	}
	return l.moved(min(needed/share-1, hopeless), 1), true
}

// Impossible says whether even the most of it is too little: all of a share, or as many
// leads as there may be where hardly any would be won in time.
func (l Lever) Impossible() bool {
	return l.share() && l.Needed > 1 || l.Kind == LeverLeads && l.Movement >= hopeless
}

// share says whether the lever moves a part of a whole.
func (l Lever) share() bool { return l.Kind == LeverRate || l.Kind == LeverPrompt }

// Tied says whether another lever moves as little as the cheapest.
func (l Levers) Tied() bool {
	return len(l.All) > 1 && l.All[1].Supported && l.All[0].Movement == l.All[1].Movement
}

// Cheapest is the lever that moves least among those that the data supports.
func (l Levers) Cheapest() (Lever, bool) {
	if len(l.All) == 0 || !l.All[0].Supported {
		return Lever{}, false
	}

	return l.All[0], true
}
