package digest

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/store"
)

func (s *Service) digestOverrides(rd *store.Reads, d *report.Digest) error {
	for _, stage := range agreement.Steps {
		metric := ledger.CountOverridden + string(stage)
		n, err := rd.Count(metric, d.From, d.Period.To)
		if err != nil {
			return err
		}

		if n == 0 {
			continue
		}

		byKey, err := rd.CountBy(metric, ledger.DimCriterion, d.From, d.Period.To)
		if err != nil {
			return err
		}

		d.Overrides = append(d.Overrides, funnel.OverrideOf(stage, n, byKey))
	}

	return nil
}
