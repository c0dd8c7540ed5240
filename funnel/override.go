package funnel

import (
	"cmp"
	"maps"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Override is how many leads came to a stage in a week although criteria of
// the definition were not met.
type Override struct {
	Stage    agreement.Stage  `json:"stage"`
	Leads    int64            `json:"leads"`
	Criteria []CriterionCount `json:"criteria"` // the most frequent first; a lead may lack several
}

// CriterionCount counts how often one criterion was overridden. The key is
// PointsKey for too few points.
type CriterionCount struct {
	Key   string `json:"key"`
	Count int64  `json:"count"`
}

// OverrideOf orders the counts by criterion.
func OverrideOf(stage agreement.Stage, leads int64, byKey map[string]int64) Override {
	o := Override{Stage: stage, Leads: leads, Criteria: []CriterionCount{}}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		if n := byKey[key]; n > 0 {
			o.Criteria = append(o.Criteria, CriterionCount{key, n})
		}
	}
	slices.SortStableFunc(o.Criteria, func(a, b CriterionCount) int { return cmp.Compare(b.Count, a.Count) })
	return o
}

// By is the team that moves leads to the stage.
func (o Override) By() ref.Team {
	if o.Stage == agreement.SAL || o.Stage == agreement.SQL {
		return ref.Sales
	}
	return ref.Marketing
}
