package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// OwnWeekText is the week of one person for a terminal.
func OwnWeekText(w report.OwnWeek, zone *time.Location, name func(ref.UserID) string) string {
	v := public(Context{Name: name, Location: zone, Now: w.AsOf})
	title := "The " + ownSpan(v.Context, w, " of "+v.name(w.User))
	var out strings.Builder
	out.WriteString(underlined(title))
	lines := ownLines(w)
	if len(lines) == 0 {
		lines = []string{"In neither sales nor marketing, by the configuration: no figures of their own are counted."}
	}
	for _, line := range lines {
		out.WriteString("  " + strings.ReplaceAll(strings.TrimPrefix(line, "• "), "*", "") + "\n")
	}
	if w.Waiting == 0 {
		out.WriteString("\nNothing waits for them.\n")
	} else {
		fmt.Fprintf(&out, "\nWaiting for them: %s, the most urgent first\n", counted(w.Waiting, "lead"))
	}
	var rows [][]string
	for _, l := range w.Turn {
		rows = append(rows, []string{l.ID.String(), l.Name, l.Company})
	}
	out.WriteString(aligned(rows))
	fmt.Fprintf(&out, "\nAs of %s. %s\n", v.stamp(w.AsOf), ownBefore(v.Context, w))
	return out.String()
}
