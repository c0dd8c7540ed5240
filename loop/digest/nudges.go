package digest

import (
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/loop/reminders"
	"github.com/leadloop/leadloop/store"
)

// digestNudges takes the kinds of reminders that were sent in the week.
func (s *Service) digestNudges(rd *store.Reads, d *report.Digest) error {
	rows, err := reminders.NudgeRows(rd, d.From, d.Period.To)
	for _, row := range rows {
		if row.Known() {
			d.Nudges = append(d.Nudges, row)
		}
	}
	return err
}
