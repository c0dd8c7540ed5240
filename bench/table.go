package main

import (
	"fmt"
	"strings"
	"time"
)

// column is one subject with its bouts, one a round.
type column struct {
	title string
	bouts []bout
}

// row gives one figure of the median of a column's bouts.
type row struct {
	name string
	cell func(bout) string
}

// table writes the comparison in Markdown. The first column is what the others are compared with.
func table(callers []int, columns []column) string {
	var out strings.Builder

	titles := []string{""}
	for _, c := range columns {
		titles = append(titles, c.title)
	}

	writeRow(&out, titles)
	writeRow(&out, append([]string{"---"}, repeated("---:", len(columns))...))

	for i, n := range callers {
		writeRows(&out, phaseRows(i, n), columns)
		writeRatios(&out, i, n, columns)
	}

	writeRows(&out, processRows, columns)

	return out.String()
}

func writeRows(out *strings.Builder, rows []row, columns []column) {
	for _, r := range rows {
		cells := []string{r.name}
		for _, c := range columns {
			cells = append(cells, r.cell(medianBout(c.bouts)))
		}

		writeRow(out, cells)
	}
}

func phaseRows(i, callers int) []row {
	name := fmt.Sprintf("C=%d: ", callers)

	return []row{
		{name + "acknowledgements/s", func(b bout) string { return number(b.phases[i].rate) }},
		{name + "p50 / p99 ms", func(b bout) string { return millis(b.phases[i].p50) + " / " + millis(b.phases[i].p99) }},
		{name + "CPU µs a command", func(b bout) string { return number(float64(b.phases[i].cpu.Microseconds())) }},
		{name + "kB (pages) a command", func(b bout) string {
			written := b.phases[i].written
			return fmt.Sprintf("%.1f (%.1f)", written/1000, written/pageSize)
		}},
	}
}

// compared are the figures of which a ratio is wanted.
var compared = []func(figures) float64{
	func(f figures) float64 { return f.rate },
	func(f figures) float64 { return float64(f.p50) },
	func(f figures) float64 { return float64(f.p99) },
	func(f figures) float64 { return float64(f.cpu) },
}

func writeRatios(out *strings.Builder, phase, callers int, columns []column) {
	first := columns[0]
	cells := []string{fmt.Sprintf("C=%d: %s ÷ this: rate, p50, p99, CPU", callers, first.title)}

	for _, c := range columns {
		var ratios []string
		for _, figure := range compared {
			ratios = append(ratios, ratioOf(first.bouts, c.bouts, func(b bout) float64 { return figure(b.phases[phase]) }))
		}

		cells = append(cells, strings.Join(ratios, ", "))
	}

	writeRow(out, cells)
}

// ratioOf is the median of the ratios within the rounds: a machine that is slow for a while is so for both.
func ratioOf(first, others []bout, figure func(bout) float64) string {
	var ratios []float64

	for round := range others {
		if below := figure(others[round]); below > 0 {
			ratios = append(ratios, figure(first[round])/below)
		}
	}

	if len(ratios) == 0 {
		return "–"
	}

	return fmt.Sprintf("%.2f", median(ratios))
}

var processRows = []row{
	{"start to hello, ms", func(b bout) string { return number(float64(b.toHello.Milliseconds())) }},
	{"idle: resident (anonymous) MB", func(b bout) string { return megabytes(b.idle) }},
	{"loaded: resident (anonymous) MB", func(b bout) string { return megabytes(b.loaded) }},
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
