package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/report"
)

// spent says whose turn a lead's life was so far: "with marketing 2 d 3 h (11
// h of it working time)".
func (v voice) spent(l funnel.Lead) string {
	var parts []string
	for _, s := range l.SpentBy(v.Now, v.Policy) {
		part := s.Turn.Name() + " " + lasted(s.Wall)
		if ours := s.Turn == funnel.TurnMarketing || s.Turn == funnel.TurnSales; ours && s.Worked >= time.Minute && s.Worked < s.Wall {
			part += " (" + report.Worked(s.Worked) + " of it working time)"
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	text := "Time so far: " + strings.Join(parts, ", ") + "."
	if !l.SalesTouchAt.IsZero() && l.SalesTouchAt.After(l.Handoff.At) && l.Handoffs > 0 {
		text += " From the handoff to the first touch: " + lasted(l.SalesTouchAt.Sub(l.Handoff.At)) + "."
	}
	return text
}

// lasted writes a time by the clock on the wall in its two largest units.
func lasted(d time.Duration) string {
	d = max(d.Round(time.Minute), time.Minute)
	days, hours, minutes := d/(24*time.Hour), d%(24*time.Hour)/time.Hour, d%time.Hour/time.Minute
	switch {
	case days > 0 && hours > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case days > 0:
		return fmt.Sprintf("%d d", days)
	}
	return report.Worked(hours*time.Hour + minutes*time.Minute)
}
