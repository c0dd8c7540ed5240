package view

import (
	"fmt"
	"strconv"
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
	fmt.Fprintf(&out, "%s\n%s\n%s\n", title, strings.Repeat("=", utf8.RuneCountInString(title)), d.Headline)
	for _, part := range []struct {
		title string
		rows  [][]string
	}{
		{"Goals against actual", v.goalRows(d)},
		{"Funnel of the week", v.funnelRows(d)},
		{"Service levels", levelRows(d)},
		{fmt.Sprintf("Open loops: %d", d.OpenLoops), v.loopRows(d)},
		{"Given back by sales", rejectionRows(d)},
		{fmt.Sprintf("Won: %d%s", d.Funnel.Customers, plainRevenue(d.Revenue)), v.winRows(d)},
		{fmt.Sprintf("Lost: %d", max(d.Lost, int64(len(d.Losses)))), v.lossRows(d)},
		{"By source", sourceRows(d)},
	} {
		if len(part.rows) > 0 {
			fmt.Fprintf(&out, "\n%s\n%s", part.title, aligned(part.rows))
		}
	}
	fmt.Fprintf(&out, "\nAs of %s.\n", d.AsOf.In(v.zone()).Format("Mon 2 Jan 2006 15:04 MST"))
	return out.String()
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
		rows = append(rows, []string{c[0], c[1], c[2], c[3], c[4], share, portion, c[5], c[6]})
	}
	return rows
}

func (v voice) funnelRows(d funnel.Digest) [][]string {
	rows := [][]string{{"Stage", "Entered", "Week before", "Rate"}}
	for _, s := range funnel.Steps {
		rate := ""
		if r, ok := rateTo(d, s); ok {
			rate = percent(r.Fraction()) + " of " + v.plural(r.From)
		}
		rows = append(rows, []string{v.plural(s), count(d.Funnel.Of(s)), count(d.Before.Of(s)), rate})
	}
	return rows
}

func count(n int64) string { return strconv.FormatInt(n, 10) }

func levelRows(d funnel.Digest) [][]string {
	rows := [][]string{
		{"Marketing", "handed to sales", count(d.Handoffs)},
		{"Marketing", "accepted by sales", plainRate(d.Acceptance)},
	}
	if d.Overrides.Handoffs > 0 {
		rows = append(rows, []string{"Marketing", "handed off although something was missing", count(d.Overrides.Handoffs)})
	}
	for _, level := range d.Levels {
		rows = append(rows, []string{"Sales", levelNames[level.Clock] + " in time", plainRate(level.Rate)})
	}
	for _, row := range d.Nudges {
		rows = append(rows, []string{"Reminders", nudgeName(row.Kind) + " acted on", plainRate(row.Rate)})
	}
	return rows
}

func plainRate(r funnel.Rate) string {
	if !r.Known() {
		return "–"
	}
	return fmt.Sprintf("%d of %d (%s)", r.Part, r.Whole, percent(r.Fraction()))
}

func (v voice) loopRows(d funnel.Digest) [][]string {
	var rows [][]string
	for _, row := range d.Oldest {
		since := ""
		if !row.Since.IsZero() {
			since = "since " + day(funnel.DateOf(row.Since, v.zone()))
		}
		rows = append(rows, []string{row.Lead.String(), Cut(flat(row.Who), maxCell), row.Stage.Name(), v.name(row.Owner), since})
	}
	return rows
}

func rejectionRows(d funnel.Digest) [][]string {
	var rows [][]string
	for _, row := range d.Rejections {
		rows = append(rows, []string{firstOf(row.Label, row.Code), count(row.Count)})
	}
	return rows
}

func (v voice) winRows(d funnel.Digest) [][]string {
	var rows [][]string
	for _, row := range d.Wins {
		amount := "–"
		if !row.Amount.IsZero() {
			amount = row.Amount.String()
		}
		rows = append(rows, []string{row.Lead.String(), Cut(flat(row.Who), maxCell), amount, v.endOwner(row), row.Source})
	}
	return withMore(rows, d.Funnel.Customers)
}

// withMore ends a list that was cut with how many it leaves out.
func withMore(rows [][]string, total int64) [][]string {
	if left := total - int64(len(rows)); left > 0 && len(rows) > 0 {
		return append(rows, []string{"…", "and " + count(left) + " more"})
	}
	return rows
}

func (v voice) lossRows(d funnel.Digest) [][]string {
	var rows [][]string
	for _, row := range d.Losses {
		rows = append(rows, []string{row.Lead.String(), Cut(flat(row.Who), maxCell), firstOf(row.Reason, "–"), v.endOwner(row), Cut(flat(row.Note), maxCell)})
	}
	return withMore(rows, d.Lost)
}

func (v voice) endOwner(row funnel.EndRow) string {
	if row.Owner == "" {
		return "–"
	}
	return v.name(funnel.UserID(row.Owner))
}

func sourceRows(d funnel.Digest) [][]string {
	var most int64
	for _, row := range d.Sources {
		most = max(most, row.MQLs)
	}
	rows := [][]string{}
	for _, row := range d.Sources {
		if row.MQLs == 0 && row.Customers == 0 {
			continue
		}
		rate := "–"
		if row.MQLs > 0 {
			rate = percent(funnel.Rate{Part: row.Customers, Whole: row.MQLs}.Fraction())
		}
		rows = append(rows, []string{firstOf(row.Source, "(no source)"), count(row.MQLs), bar(float64(row.MQLs)/float64(max(most, 1)), terminalBar), count(row.Customers), rate})
	}
	if len(rows) == 0 {
		return nil
	}
	return append([][]string{{"Source", "MQLs", "", "Customers", "Rate"}}, rows...)
}
