package report

import (
	"cmp"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/stats"
)

// funnelCounts are how many leads entered each stage in some time.
type funnelCounts = map[agreement.Stage]int64

// fromTop is the way of a lead to a stage, from the top of the funnel.
// Inquiries are left out: most leads begin as one that can be reached.
func fromTop(to agreement.Stage) []agreement.Stage {
	way := []agreement.Stage{agreement.Known, agreement.MQL, agreement.SAL, agreement.SQL, agreement.Customer}
	return way[:slices.Index(way, to)+1]
}

// sureChain leaves out of a way the stages that do not hold enough to judge
// by, until each step begins with at least 30 leads, and fits. Steps are then
// longer, and fewer. It is empty where nothing is left but the end.
func sureChain(
	way []agreement.Stage, enough func(agreement.Stage) bool, fits func(from, to agreement.Stage) bool,
) []agreement.Stage {
	last := len(way) - 1
	chain := slices.DeleteFunc(slices.Clone(way[:last]), func(s agreement.Stage) bool { return !enough(s) })
	chain = append(chain, way[last])
	for at := len(chain) - 2; at >= 0; {
		if fits(chain[at], chain[at+1]) {
			at--
			continue
		}

		chain = slices.Delete(chain, at, at+1)
		at--
	}

	if len(chain) < 2 {
		return nil
	}

	return chain
}

// fitting says whether the leads of one stage may be those of another: a
// share above the whole is none.
func fitting(counts funnelCounts, from, to agreement.Stage) bool { return counts[to] <= counts[from] }

// WeakStep is a step of the funnel against its own recent history, such as the one that has
// fallen most.
type WeakStep struct {
	From   agreement.Stage `json:"from"`
	To     agreement.Stage `json:"to"`
	Now    stats.Rate      `json:"now"`    // the last four weeks
	Before stats.Rate      `json:"before"` // the 13 weeks before them
	// Sure says that the fall is more than chance: the rate of before lies
	// outside of the 95 % interval of the rate now.
	Sure bool `json:"sure"`
}

// CompareSteps compares each step of the funnel over the last four weeks with
// the 13 weeks before them, the one that fell most relative to what it was first.
// A single week holds too little for that, and each rate takes at least 30 leads;
// steps with fewer are taken together, and those of which nothing can be told are left out.
func CompareSteps(now, before FunnelCount) []WeakStep {
	chain := sureChain(fromTop(agreement.Customer),
		func(s agreement.Stage) bool {
			return now.Of(s) >= stats.FewestOutcomes && before.Of(s) >= stats.FewestOutcomes
		},
		func(from, to agreement.Stage) bool {
			return before.Of(to) > 0 && before.Of(to) <= before.Of(from) && now.Of(to) <= now.Of(from)
		})
	var steps []WeakStep
	for i := 1; i < len(chain); i++ {
		w := WeakStep{
			From: chain[i-1], To: chain[i],
			Now:    stats.Rate{Part: now.Of(chain[i]), Whole: now.Of(chain[i-1])},
			Before: stats.Rate{Part: before.Of(chain[i]), Whole: before.Of(chain[i-1])},
		}
		_, high := w.Now.Interval()
		w.Sure = w.Before.Fraction() > high
		steps = append(steps, w)
	}

	slices.SortStableFunc(steps, func(a, b WeakStep) int { return cmp.Compare(a.kept(), b.kept()) })
	return steps
}

// Fell says whether the step holds less than it did.
func (w WeakStep) Fell() bool { return w.kept() < 1 }

// kept is what part of the rate of before is left.
func (w WeakStep) kept() float64 { return w.Now.Fraction() / w.Before.Fraction() }

// Within says whether the step is a stretch of the way that a part of a gap
// is about.
func (w WeakStep) Within(p GapPart) bool {
	at := func(s agreement.Stage) int { return slices.Index(agreement.Steps, s) }
	switch p.Kind {
	case PartRate:
		return at(p.From) <= at(w.From) && at(w.To) <= at(p.To)
	case PartDeal:
		return p.From != agreement.Customer && at(p.From) <= at(w.From)
	default:
		return false
	}
}
