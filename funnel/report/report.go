package report

import (
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
)

// Report is what a digest says, made once from its figures. Slack, terminal,
// page and file render it: none of them decides what is told, or in what order.
type Report struct {
	Title    string
	Headline string
	Audience funnel.Audience
	Week     string
	AsOf     time.Time
	Running  bool // the week is not over, and so the figures are not whole
	Sections []Section
}

// Section is one subject of a report: in sentences for where there are no
// tables, as a table, and as figures for a file. What it has none of is left out
// there.
type Section struct {
	Key   SectionKey
	Title Cell
	Lines []Line

	Intro   []string // sentences before the rows
	List    bool     // the rows are a list of causes or ways, no table
	Columns []Column // none where the rows explain themselves
	Rows    []Row
	Groups  []string          // of the rows, in their order, where they are drawn one by one
	Left    int64             // rows that are left out
	Notes   []string          // sentences behind the rows
	Legend  string            // what the mark on a bar is, for where bars are drawn
	Steps   []ledger.FlowStep // drawn in the place of the rows where that can be
	Chart   *Chart            // beside the sentences

	Figures []Figure
}

// Line is a sentence, or one of several items.
type Line struct {
	Item  bool
	Cells []Cell
}

// Column is one of a table.
type Column struct {
	Title string
	Right bool // numbers stand below each other
	Drawn bool // holds the bar of a row, not a cell
}

// Row is one of a table. Where rows are drawn one by one, in groups, a row is its
// first cell, how that stands, a sentence, and what is behind it.
type Row struct {
	Cells  []Cell
	Bar    *Bar
	Group  string
	Status Cell
	Line   string
	Behind []Cell
}

// Tone is how good it is what a bar shows.
type Tone string

// The tones.
const (
	TonePlain Tone = "plain"
	ToneGood  Tone = "good"
	ToneBad   Tone = "bad"
)

// Bar is a fraction of a whole, with a mark where another fraction would be. One
// with sides begins in the middle, and goes to the left below 0.
type Bar struct {
	Value, Mark float64
	Sides       bool
	Tone        Tone
	Label       string
}

// Chart are series of numbers under the same labels.
type Chart struct {
	Title  string
	About  string // what is shown of it, behind the title
	Unit   string
	Labels []string
	Series []Series
}

// Series is one of a chart: a number for each label.
type Series struct {
	Name   string
	Values []float64
}

// Figure is one figure in a file: whose part and item it is, which of
// their figures, and what it is counted in.
type Figure struct {
	Part              string
	Item              Cell
	Name, Value, Unit string
}

// CellKind is how a cell is to be shown.
type CellKind int

// The kinds of cells.
const (
	CellWords  CellKind = iota // ours
	CellStrong                 // ours, to be seen at a glance
	CellTitle                  // ours about something of somebody's, of a name's length
	CellName                   // somebody's, of a name's length
	CellNote                   // somebody's, of any length
	CellPerson                 // the id of a person, or their name where it is of another system
)

// Cell is a figure or some words: as they stand in a table, in a sentence
// where they are put differently there, and in a file. Within words of ours a
// person is named by [fault.Mention], a moment by [fault.Moment], and how
// something is done by a [fault.Way].
type Cell struct {
	Kind        CellKind
	Text        string
	Said        string
	Value, Unit string
}

// InSentence is the cell as it stands in a sentence.
func (c Cell) InSentence() string {
	if c.Said != "" {
		return c.Said
	}

	return c.Text
}

// reporter writes the report of one digest in a company's words.
type reporter struct {
	Digest
	definition agreement.Definition
	zone       *time.Location
}

// reportSections are the sections in their order, each made by one function.
var reportSections = []struct {
	key   SectionKey
	write func(reporter) Section
}{
	{SectionGoals, reporter.goals},
	{SectionGap, reporter.gap},
	{SectionPastGap, reporter.pastGap},
	{SectionLevers, reporter.levers},
	{SectionFunnel, reporter.stages},
	{SectionOpenLeads, reporter.openLeads},
	{SectionPromises, reporter.promises},
	{SectionLoops, reporter.loops},
	{SectionRejections, reporter.rejections},
	{SectionLosses, reporter.lossReasons},
	{SectionCampaigns, reporter.campaigns},
	{SectionWins, reporter.wins},
	{SectionLosses, reporter.losses},
	{SectionBalance, reporter.balance},
	{SectionSources, reporter.sources},
}

// Report writes the digest in the words of a definition, with days as they are
// in a time zone.
func (d Digest) Report(definition agreement.Definition, zone *time.Location) Report {
	r := reporter{d, definition, zone}
	report := Report{
		Title: d.title(), Headline: d.Headline, Audience: d.Audience, Week: d.Week, AsOf: d.AsOf, Running: r.running(),
	}

	for _, of := range reportSections {
		if !d.Shows(of.key) {
			continue
		}

		section := of.write(r)
		section.Key = of.key
		report.Sections = append(report.Sections, section)
	}

	return report
}

func (d Digest) title() string {
	from := d.From.String()
	if !d.From.IsZero() {
		from = d.From.Words()
	}

	if !d.Last.IsZero() {
		from += " to " + d.Last.Words()
	}

	return "Week " + d.Week + ": " + from
}

// running says whether the digest is of a week that is not over.
func (r reporter) running() bool {
	return !r.Last.IsZero() && !r.AsOf.IsZero() && !calendar.DateOf(r.AsOf, r.zone).After(r.Last)
}

// say adds a sentence for where there is no table.
func (s *Section) say(cells ...Cell) { s.Lines = append(s.Lines, Line{Cells: cells}) }

// item adds an item for where there is no table.
func (s *Section) item(cells ...Cell) {
	s.Lines = append(s.Lines, Line{Item: true, Cells: cells})
}

func (s *Section) columns(titles ...string) {
	for _, title := range titles {
		s.Columns = append(s.Columns, Column{Title: title})
	}
}

// intro adds a sentence before the rows, whether or not there is a table.
func (s *Section) intro(sentence string) {
	s.say(words(sentence))
	s.Intro = append(s.Intro, sentence)
}

func (s *Section) row(cells ...Cell) { s.Rows = append(s.Rows, Row{Cells: cells}) }

// note adds sentences behind the rows, whether or not there is a table.
func (s *Section) note(notes ...string) {
	for _, note := range notes {
		s.say(words(note))
	}

	s.Notes = append(s.Notes, notes...)
}

// figure adds a figure for a file.
func (s *Section) figure(part string, item Cell, name string, of Cell) {
	s.Figures = append(s.Figures, Figure{part, item, name, of.Value, of.Unit})
}

// cutFrom notes how many of a total the rows leave out.
func (s *Section) cutFrom(total int64) {
	if len(s.Rows) > 0 {
		s.Left = max(total-int64(len(s.Rows)), 0)
	}
}

// Empty says whether there is nothing to show but in sentences or in a file.
func (s Section) Empty() bool {
	return len(s.Columns) == 0 && len(s.Rows) == 0 && len(s.Notes) == 0 && len(s.Intro) == 0
}

// Plain are the words of a line without emphasis.
func (l Line) Plain() string {
	var text strings.Builder
	for _, cell := range l.Cells {
		text.WriteString(cell.InSentence())
	}

	return text.String()
}
