package view

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

//go:embed digest_page.html
var digestPageHTML string

var digestPage = template.Must(template.New("digest").Parse(digestPageHTML))

// DigestPage is the digest as one page that needs nothing else, to be mailed,
// printed or kept: its charts are drawn in it, and it holds no script.
func DigestPage(c Context, d funnel.Digest) (string, error) {
	var out strings.Builder
	if err := digestPage.Execute(&out, public(c).page(d)); err != nil {
		return "", fmt.Errorf("write the digest of %s as a page: %w", d.Week, err)
	}
	return out.String(), nil
}

// page is what the template shows.
type page struct {
	Title, Headline, AsOf string
	Preview               bool
	Teams                 []pageTeam
	Why                   []pagePart
	Funnel                pagePart
	Waterfall             *waterfallFigure
	Parts                 []pagePart
}

type pageTeam struct {
	Title string
	Goals []pageGoal
}

type pageGoal struct {
	Name, Line, Pace, Class, Behind string
	Bar                             *pageBar
}

// pageBar is a bar of a hundred units, with a tick where one is to be.
type pageBar struct {
	From, Width, Tick string
	Class, Label      string
}

type pagePart struct {
	Title, Class string
	Intro, Notes []string
	Head         []string
	Rows         []pageRow
}

type pageRow struct {
	Cells []string
	Bar   *pageBar
}

func (v voice) page(d funnel.Digest) page {
	p := page{
		Title: digestTitle(d), Headline: d.Headline, AsOf: v.stamp(d.AsOf), Preview: running(v.Context, d), Teams: v.pageTeams(d.Goals),
		Funnel: v.pageFunnel(d), Waterfall: drawnWaterfall(d),
	}
	for _, e := range v.explanations(d) {
		p.Why = append(p.Why, e.page())
	}
	for _, part := range v.tableParts(d) {
		p.Parts = append(p.Parts, part.page())
	}
	return p
}

func (p tablePart) page() pagePart {
	shown := pagePart{Title: p.title, Intro: p.intro, Notes: p.notes}
	rows := p.rows
	if p.headed && len(rows) > 0 {
		shown.Head, rows = rows[0], rows[1:]
	}
	for _, row := range rows {
		shown.Rows = append(shown.Rows, pageRow{Cells: row})
	}
	return shown
}

func (v voice) pageTeams(goals []funnel.Standing) []pageTeam {
	var teams []pageTeam
	for _, t := range byTeam(goals) {
		team := pageTeam{Title: t.title}
		for _, s := range t.goals {
			team.Goals = append(team.Goals, v.pageGoal(s))
		}
		teams = append(teams, team)
	}
	return teams
}

func (v voice) pageGoal(s funnel.Standing) pageGoal {
	cells := v.goalCells(s)
	g := pageGoal{Name: cells.goal, Pace: cells.pace, Class: "plain", Line: "target " + target(s)}
	var behind []string
	for _, text := range []string{cells.owner, cells.why} {
		if text != noCell {
			behind = append(behind, text)
		}
	}
	g.Behind = strings.Join(behind, ": ")
	if !judged(s) {
		return g
	}
	g.Line = actual(s) + sample(s) + " of " + target(s) + ", " + expectedBy(s)
	if !s.Goal.Paced() {
		g.Line = actual(s) + sample(s) + " against " + target(s)
	}
	g.Class = "good"
	if !s.Status.Fine() {
		g.Class = "bad"
	}
	g.Bar = &pageBar{
		From: "0", Width: units(s.Share * 100), Tick: units(s.Expected / s.Goal.Target.Number * 100), Class: g.Class,
		Label: percent(s.Share) + " of the target",
	}
	return g
}

// units is a length on a bar of a hundred.
func units(n float64) string {
	if math.IsNaN(n) {
		n = 0
	}
	return strconv.FormatFloat(min(max(n, 0), 100), 'f', 1, 64)
}

// page shows causes as bars to either side of the middle.
func (e explanation) page() pagePart {
	p := pagePart{Title: e.title, Intro: e.notes, Notes: e.close}
	largest := 0.0
	for _, row := range e.rows {
		largest = math.Max(largest, math.Abs(row.value))
	}
	for _, row := range e.rows {
		shown := pageRow{Cells: []string{row.cause}}
		if row.amount != "" {
			p.Class = "causes"
			shown.Cells = []string{row.cause, row.amount}
			width := math.Abs(row.value) / math.Max(largest, 1e-9) * 50
			shown.Bar = &pageBar{From: "50.0", Width: units(width), Tick: "50.0", Class: "good", Label: row.amount}
			if row.value < 0 {
				shown.Bar.From, shown.Bar.Class = units(50-width), "bad"
			}
		}
		p.Rows = append(p.Rows, shown)
	}
	return p
}

func (v voice) pageFunnel(d funnel.Digest) pagePart {
	rows := v.funnelRows(d)
	p := pagePart{Title: "Funnel of the week", Class: "charted", Head: append(rows[0], ""), Notes: []string{"The mark on a bar is the mean of the four weeks before.", v.weakest(d)}}
	largest := 1.0
	for _, s := range d.Used(d.Stages()) {
		largest = max(largest, float64(d.Funnel.Of(s)), d.Mean(s))
	}
	for i, s := range d.Used(d.Stages()) {
		p.Rows = append(p.Rows, pageRow{Cells: rows[i+1], Bar: &pageBar{
			From: "0", Width: units(float64(d.Funnel.Of(s)) / largest * 100), Tick: units(d.Mean(s) / largest * 100), Class: "plain",
			Label: number(d.Funnel.Of(s)) + " against a four-week mean of " + oneDecimal(d.Mean(s)),
		}})
	}
	return p
}
