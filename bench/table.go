package main

import (
	"fmt"
	"strings"
	"time"
)

// column is one subject with its figures.
type column struct {
	title string
	bout  bout
}

// row gives one figure of a column; the first column is what the others are compared with.
type row struct {
	name string
	cell func(first, c bout) string
}

// table writes the comparison in Markdown.
func table(callers []int, columns []column) string {
	var rows []row
	for i, n := range callers {
		rows = append(rows, phaseRows(i, n, columns[0].title)...)
	}

	rows = append(rows, processRows...)

	var out strings.Builder

	titles := []string{""}
	for _, c := range columns {
		titles = append(titles, c.title)
	}

	writeRow(&out, titles)
	writeRow(&out, append([]string{"---"}, repeated("---:", len(columns))...))

	for _, r := range rows {
		cells := []string{r.name}
		for _, c := range columns {
			cells = append(cells, r.cell(columns[0].bout, c.bout))
		}

		writeRow(&out, cells)
	}
	return out.String()
}

func phaseRows(i, callers int, first string) []row {
	name := fmt.Sprintf("C=%d: ", callers)

	return []row{
		{name + "acknowledgements/s", func(_, c bout) string { return number(c.phases[i].rate) }},
		{name + first + " ÷ this", func(first, c bout) string { return ratio(first.phases[i].rate, c.phases[i].rate) }},
		{name + "p50 / p99 ms", func(_, c bout) string { return millis(c.phases[i].p50) + " / " + millis(c.phases[i].p99) }},
		{name + "CPU µs a command", func(_, c bout) string { return number(float64(c.phases[i].cpu.Microseconds())) }},
		{name + "kB (pages) a command", func(_, c bout) string {
			written := c.phases[i].written
			return fmt.Sprintf("%.1f (%.1f)", written/1000, written/pageSize)
		}},
	}
}

var processRows = []row{
	{"start to hello, ms", func(_, c bout) string { return number(float64(c.toHello.Milliseconds())) }},
	{"idle: resident (anonymous) MB", func(_, c bout) string { return megabytes(c.idle) }},
	{"loaded: resident (anonymous) MB", func(_, c bout) string { return megabytes(c.loaded) }},
}

func writeRow(out *strings.Builder, cells []string) {
	out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func repeated(s string, times int) []string {
	var list []string
	for range times {
		list = append(list, s)
	}
	return list
}

func ratio(a, b float64) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", a/b)
}

func millis(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	if ms < 10 {
		return fmt.Sprintf("%.2f", ms)
	}
	return fmt.Sprintf("%.0f", ms)
}

// number writes whole numbers with a comma at the thousands.
func number(f float64) string {
	digits := fmt.Sprintf("%.0f", f)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func megabytes(m memory) string {
	return fmt.Sprintf("%.0f (%.0f)", float64(m.resident)/(1<<20), float64(m.anonymous)/(1<<20))
}
