package digest

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// terminalBar is how wide a bar is.
const terminalBar = 20

// Text is the digest for a terminal: aligned columns, and bars of
// characters.
func Text(d report.Digest, zone *time.Location, name func(ref.UserID) string) string {
	v := public(kit.Context{Name: name, Location: zone})
	r := v.report(d)
	var out strings.Builder
	out.WriteString(kit.Underlined(r.Title) + r.Headline + "\n")

	for _, s := range r.Sections {
		if s.Empty() {
			continue
		}

		out.WriteString("\n" + v.unmarked(s.Title.Text) + "\n")
		for _, line := range s.Intro {
			out.WriteString("  " + line + "\n")
		}

		out.WriteString(kit.Aligned(v.textRows(s)))
		for _, note := range s.Notes {
			out.WriteString("  " + note + "\n")
		}
	}

	fmt.Fprintf(&out, "\nAs of %s.\n", v.stamp(r.AsOf))
	return out.String()
}

// textRows are the rows of a section with their bars; in a list a dash stands
// before those that have no amount.
func (v voice) textRows(s report.Section) [][]string {
	rows := v.rows(s)
	for i, row := range s.Rows {
		if s.List && len(row.Cells) == 1 {
			rows[i][0] = "– " + rows[i][0]
		}
	}

	for i, column := range s.Columns {
		if !column.Drawn {
			continue
		}

		for j, row := range s.Rows {
			if row.Bar != nil {
				rows[j+1][i] = bar(row.Bar.Value, terminalBar)
			}
		}
	}

	return rows
}

// stamp writes a moment where Slack does not write it for the reader.
func (v voice) stamp(at time.Time) string {
	return at.In(v.Zone()).Format("Mon 2 Jan 2006 15:04 MST")
}
