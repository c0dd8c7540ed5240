package view

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// terminalBar is how wide a bar is.
const terminalBar = 20

// DigestText is the digest for a terminal: aligned columns, and bars of
// characters.
func DigestText(d report.Digest, zone *time.Location, name func(ref.UserID) string) string {
	v := public(Context{Name: name, Location: zone})
	r := v.report(d)
	var out strings.Builder
	out.WriteString(underlined(r.Title) + r.Headline + "\n")

	for _, s := range r.Sections {
		if s.Empty() {
			continue
		}
		out.WriteString("\n" + v.unmarked(s.Title.Text) + "\n")
		for _, line := range s.Intro {
			out.WriteString("  " + line + "\n")
		}
		out.WriteString(aligned(v.textRows(s)))
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

// underlined is a title for a terminal.
func underlined(title string) string {
	return title + "\n" + strings.Repeat("=", utf8.RuneCountInString(title)) + "\n"
}

// stamp writes a moment where Slack does not write it for the reader.
func (v voice) stamp(at time.Time) string {
	return at.In(v.zone()).Format("Mon 2 Jan 2006 15:04 MST")
}

// columnWidths gives the widest cell of each column, in letters.
func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// aligned writes rows with their columns below each other.
func aligned(rows [][]string) string {
	widths := columnWidths(rows)
	var out strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString("  " + cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return out.String()
}
