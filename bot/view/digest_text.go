package view

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel"
)

// DigestText is the digest for a terminal: aligned columns, and bars of
// characters.
func DigestText(d funnel.Digest, zone *time.Location, name func(funnel.UserID) string) string {
	v := public(Context{Name: name, Location: zone})
	var out strings.Builder
	title := digestTitle(d)
	out.WriteString(underlined(title) + d.Headline + "\n")
	parts := []tablePart{{title: "Goals against actual", rows: v.goalRows(d)}}
	for _, e := range v.explanations(d) {
		parts = append(parts, e.table())
	}
	parts = append(parts, tablePart{title: "Funnel of the week", rows: v.funnelRows(d), notes: []string{v.weakest(d)}})
	parts = append(parts, tablePart{title: openLeadsTitle, rows: waterfallRows(d)})
	for _, part := range append(parts, v.tableParts(d)...) {
		if part.empty() {
			continue
		}
		out.WriteString("\n" + part.title + "\n")
		for _, line := range part.intro {
			out.WriteString("  " + line + "\n")
		}
		out.WriteString(aligned(part.rows))
		for _, note := range part.notes {
			out.WriteString("  " + note + "\n")
		}
	}
	fmt.Fprintf(&out, "\nAs of %s.\n", v.stamp(d.AsOf))
	return out.String()
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

const terminalBar = 20

func (v voice) goalRows(d funnel.Digest) [][]string {
	if len(d.Goals) == 0 {
		return nil
	}
	rows := [][]string{{"Goal", "Owner", "Target", "Actual", "Expected", "Of target", "", "Pace", "Why"}}
	for _, s := range d.Goals {
		c := v.goalCells(s)
		share, portion := "", ""
		if judged(s) {
			share, portion = bar(s.Share, terminalBar), percent(s.Share)
		}
		rows = append(rows, []string{c.goal, c.owner, c.target, c.actual, c.expected, share, portion, c.pace, c.why})
	}
	return rows
}

func plainRate(r funnel.Rate) string {
	if !r.Known() {
		return "–"
	}
	return fmt.Sprintf("%d of %d (%s)", r.Part, r.Whole, percent(r.Fraction()))
}
