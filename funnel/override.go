package funnel

import (
	"cmp"
	"maps"
	"slices"
)

// Override is how many leads came to a stage in a week although criteria of
// the definition were not met.
type Override struct {
	Stage    Stage            `json:"stage"`
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
func OverrideOf(stage Stage, leads int64, byKey map[string]int64) Override {
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
func (o Override) By() Team {
	if o.Stage == SAL || o.Stage == SQL {
		return Sales
	}
	return Marketing
}
