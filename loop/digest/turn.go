package digest

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/store"
)

// digestTurns sums up whose turn leads were on.
func (s *Service) digestTurns(rd *store.Reads, d *report.Digest) error {
	for _, turn := range funnel.TurnKinds {
		wall, err := rd.Count(ledger.CountTurn+string(turn), d.From, d.Period.To)
		if err != nil {
			return err
		}

		work, err := rd.Count(ledger.CountTurnWorked+string(turn), d.From, d.Period.To)
		if err != nil {
			return err
		}

		if wall > 0 {
			d.Turns = append(d.Turns, funnel.Spell{
				Turn: turn, Wall: time.Duration(wall) * time.Millisecond, Worked: time.Duration(work) * time.Millisecond,
			})
		}
	}

	return nil
}
