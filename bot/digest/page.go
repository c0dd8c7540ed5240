package digest

import (
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/report"
)

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("digest").Parse(pageHTML))

// Page is the digest as one page that needs nothing else, to be mailed,
// printed or kept: its charts are drawn in it, and it holds no script.
func Page(c kit.Context, d report.Digest) (string, error) {
	var out strings.Builder
	if err := pageTemplate.Execute(&out, public(c).page(d)); err != nil {
		return "", fmt.Errorf("write the digest of %s as a page: %w", d.Week, err)
	}

	return out.String(), nil
}

// page is what the template shows.
type page struct {
	report.Report
	Stamp, Preview string
	Journal        string // where it ends
	Parts          []pagePart
}

// pagePart is a section in one of four forms: goals by team, a list, a picture or
// a table.
type pagePart struct {
	report.Section
	Goals       bool
	Name, Class string
	Picture     *waterfallFigure
	Head        []string
	Drawn       []pageRow
}

type pageRow struct {
	report.Row
	Cells  []string
	Behind string
	Bar    *pageBar
}

// pageBar is a bar of a hundred units, with a tick where one is to be.
type pageBar struct {
	From, Width, Tick string
	Class             report.Tone
	Label             string
}

func (v voice) page(d report.Digest) page {
	r := v.report(d)
	p := page{Report: r, Stamp: v.stamp(r.AsOf), Journal: d.Journal}
	if r.Running {
		p.Preview = previewed
	}

	for _, s := range r.Sections {
		if s.Key == report.SectionGoals || !s.Empty() {
			p.Parts = append(p.Parts, v.pagePart(s))
		}
	}

	return p
}

func (v voice) pagePart(s report.Section) pagePart {
	part := pagePart{Section: s, Name: v.unmarked(s.Title.Text), Goals: s.Key == report.SectionGoals}
	if s.Steps != nil {
		part.Picture = drawnSteps(s.Steps)
		part.Picture.Text = s.Lines[0].Plain()
		return part
	}

	rows := v.rows(s)
	if len(s.Columns) > 0 {
		part.Head, rows = rows[0], rows[1:]
	}

	for i, cells := range rows {
		row := pageRow{Cells: cells}
		if i < len(s.Rows) {
			row.Row, row.Behind = s.Rows[i], strings.Join(v.cells(s.Rows[i].Behind), ": ")
			row.Bar = drawnBar(s.Rows[i].Bar)
		}

		if s.List {
			slices.Reverse(row.Cells) // the amount stands behind its cause
		}

		if row.Bar != nil {
			part.Class = "charted"
		}

		part.Drawn = append(part.Drawn, row)
	}

	switch {
	case part.Class != "" && s.List:
		part.Class = "causes"
	case part.Class != "":
		part.Head = append(part.Head, "")
	}

	return part
}

func drawnBar(b *report.Bar) *pageBar {
	if b == nil {
		return nil
	}

	drawn := &pageBar{From: "0", Width: units(b.Value * 100), Tick: units(b.Mark * 100), Class: b.Tone, Label: b.Label}
	if b.Sides {
		width := math.Abs(b.Value) * 50
		drawn.From, drawn.Width, drawn.Tick = "50.0", units(width), "50.0"
		if b.Value < 0 {
			drawn.From = units(50 - width)
		}
	}

	return drawn
}

// units is a length on a bar of a hundred.
func units(n float64) string {
	if math.IsNaN(n) {
		n = 0
	}

	return strconv.FormatFloat(min(max(n, 0), 100), 'f', 1, 64)
}
