package digest

import (
	"strings"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

func (v voice) report(d report.Digest) report.Report { return d.Report(v.Definition, v.Zone()) }

// line is a line of the report in mrkdwn.
func (v voice) line(l report.Line) string {
	var text strings.Builder
	if l.Item {
		text.WriteString("• ")
	}

	for _, cell := range l.Cells {
		text.WriteString(v.marked(cell.Kind, cell.InSentence()))
	}

	return text.String()
}

// marked is text of the report in mrkdwn.
func (v voice) marked(kind report.CellKind, text string) string {
	switch kind {
	case report.CellStrong:
		return "*" + kit.Escape(text) + "*"
	case report.CellName:
		return kit.Shown(text, kit.MaxShown)
	case report.CellNote:
		return kit.Shown(text, kit.MaxFact)
	case report.CellPerson:
		return v.Person(ref.UserID(text))
	default:
		return kit.InMarkup(text, v.Person)
	}
}

// maxCell is how many letters of a name stand in a cell.
const maxCell = 60

// rows are those of a section where there is no markup, with the titles of the
// columns as the first.
func (v voice) rows(s report.Section) (rows [][]string) {
	if len(s.Columns) > 0 {
		head := make([]string, len(s.Columns))
		for i, column := range s.Columns {
			head[i] = column.Title
		}

		rows = append(rows, head)
	}

	for _, row := range s.Rows {
		rows = append(rows, v.cells(row.Cells))
	}

	if s.Left > 0 {
		rows = append(rows, []string{"…", "and " + kit.Number(s.Left) + " more"})
	}

	return rows
}

func (v voice) cells(row []report.Cell) []string {
	texts := make([]string, len(row))
	for i, cell := range row {
		texts[i] = v.unmarkedCell(cell)
		switch cell.Kind {
		case report.CellName, report.CellNote, report.CellPerson, report.CellTitle:
			texts[i] = kit.Cut(kit.Flat(texts[i]), maxCell)
		default:
		}
	}

	return texts
}

func (v voice) unmarkedCell(cell report.Cell) string {
	switch cell.Kind {
	case report.CellName, report.CellNote:
		return cell.Text
	case report.CellPerson:
		return v.NameOf(ref.UserID(cell.Text))
	default:
		return v.unmarked(cell.Text)
	}
}

// unmarked is text of ours where there is no markup.
func (v voice) unmarked(text string) string {
	return fault.PlainText(text, func(id string) string { return v.NameOf(ref.UserID(id)) }, v.Zone(), kit.Way)
}
