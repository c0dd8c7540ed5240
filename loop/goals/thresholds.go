package goals

import (
	"context"

	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/loop/core"
)

// AdoptThresholds notes from which day on goals are judged by other thresholds
// than before, so that what was judged earlier stays as it was.
func (s *Service) AdoptThresholds(ctx context.Context) error {
	return s.core.Transact(ctx, people.Program(), "", func(st *core.Step) error {
		known, err := st.Tx.Thresholds()
		if err != nil {
			return err
		}

		noted, entry, changed := goals.AdoptThresholds(known, s.core.Settings().Thresholds, st.Act, st.Policy)
		if !changed {
			return nil
		}

		if err := st.Journal(entry); err != nil {
			return err
		}

		return st.Tx.PutThresholds(noted)
	})
}
