package report

import (
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
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
func sureChain(way []agreement.Stage, enough func(agreement.Stage) bool, fits func(from, to agreement.Stage) bool) []agreement.Stage {
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
