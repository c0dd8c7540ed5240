package view

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel"
)

// OwnWeekText is the week of one person for a terminal.
func OwnWeekText(w funnel.OwnWeek, zone *time.Location) string {
	v := public(Context{Name: func(funnel.UserID) string { return "" }, Location: zone, Now: w.AsOf})
	title := "The week " + w.Week.Label + " of " + string(w.User)
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n%s\n", title, strings.Repeat("=", utf8.RuneCountInString(title)))
	var lines []string
	if w.Sells {
		lines = append(lines, repLines(w.Rep, w.Before)...)
	}
	if w.Logs {
		lines = append(lines, marketerLines(w.Marketer, w.MarketerBefore)...)
	}
	if len(lines) == 0 {
		lines = []string{"In neither sales nor marketing, by the configuration: no figures of their own are counted."}
	}
	for _, line := range lines {
		out.WriteString("  " + strings.ReplaceAll(strings.TrimPrefix(line, "• "), "*", "") + "\n")
	}
	if w.Waiting == 0 {
		out.WriteString("\nNothing waits for them.\n")
	} else {
		fmt.Fprintf(&out, "\nWaiting for them: %s, the most urgent first\n", counted(int64(w.Waiting), "lead"))
	}
	var rows [][]string
	for _, l := range w.Turn {
		rows = append(rows, []string{l.ID.String(), l.Name, l.Company})
	}
	out.WriteString(aligned(rows))
	fmt.Fprintf(&out, "\nAs of %s. In brackets the week before.\n", w.AsOf.In(v.zone()).Format("Mon 2 Jan 2006 15:04 MST"))
	return out.String()
}
