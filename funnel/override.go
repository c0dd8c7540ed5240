package funnel

import (
	"cmp"
	"maps"
	"slices"
)

// Overrides are the handoffs of a week that went out although criteria of the
// definition were not met.
type Overrides struct {
	Handoffs int64            `json:"handoffs"`
	Criteria []CriterionCount `json:"criteria"` // the most frequent first; a handoff may lack several
}

// CriterionCount counts how often one criterion was overridden. The key is
// PointsKey for too few points.
type CriterionCount struct {
	Key   string `json:"key"`
	Count int64  `json:"count"`
}

// OverridesOf orders the counts by criterion.
func OverridesOf(handoffs int64, byKey map[string]int64) Overrides {
	o := Overrides{Handoffs: handoffs, Criteria: []CriterionCount{}}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		if n := byKey[key]; n > 0 {
			o.Criteria = append(o.Criteria, CriterionCount{key, n})
		}
	}
	slices.SortStableFunc(o.Criteria, func(a, b CriterionCount) int { return cmp.Compare(b.Count, a.Count) })
	return o
}
