package loop

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

func (s *Service) digestOverrides(rd *store.Reads, d *funnel.Digest) error {
	metric := funnel.CountOverridden + string(funnel.MQL)
	n, err := rd.Count(metric, d.From, d.Period.To)
	if err != nil {
		return err
	}
	byKey, err := rd.CountBy(metric, funnel.DimCriterion, d.From, d.Period.To)
	d.Overrides = funnel.OverridesOf(n, byKey)
	return err
}
