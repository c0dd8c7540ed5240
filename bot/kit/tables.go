package kit

import (
	"strings"
	"unicode/utf8"
)

// Underlined is a title for a terminal.
func Underlined(title string) string {
	return title + "\n" + strings.Repeat("=", utf8.RuneCountInString(title)) + "\n"
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

// Aligned writes rows with their columns below each other.
func Aligned(rows [][]string) string {
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

// Fenced is a table in letters of one width: the first column on the left,
// numbers below each other.
func Fenced(rows [][]string) string {
	widths := columnWidths(rows)
	var out strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				out.WriteString(Escape(cell) + space)
				continue
			}

			out.WriteString("  " + space + Escape(cell))
		}

		out.WriteString("\n")
	}

	return "```\n" + out.String() + "```"
}
