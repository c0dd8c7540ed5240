package view

import (
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

func (v voice) report(d funnel.Digest) funnel.Report { return d.Report(v.Definition, v.zone()) }

// line is a line of the report in mrkdwn.
func (v voice) line(l funnel.Line) string {
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
func (v voice) marked(kind funnel.CellKind, text string) string {
	switch kind {
	case funnel.CellStrong:
		return "*" + Escape(text) + "*"
	case funnel.CellName:
		return shown(text, maxShown)
	case funnel.CellNote:
		return shown(text, maxFact)
	case funnel.CellPerson:
		return v.person(funnel.UserID(text))
	default:
		return inMarkup(text, v.person)
	}
}

// maxCell is how many letters of a name stand in a cell.
const maxCell = 60

// rows are those of a section where there is no markup, with the titles of the
// columns as the first.
func (v voice) rows(s funnel.Section) (rows [][]string) {
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
		rows = append(rows, []string{"…", "and " + number(s.Left) + " more"})
	}
	return rows
}

func (v voice) cells(row []funnel.ReportCell) []string {
	texts := make([]string, len(row))
	for i, cell := range row {
		texts[i] = v.unmarkedCell(cell)
		switch cell.Kind {
		case funnel.CellName, funnel.CellNote, funnel.CellPerson, funnel.CellTitle:
			texts[i] = Cut(flat(texts[i]), maxCell)
		default:
		}
	}
	return texts
}

func (v voice) unmarkedCell(cell funnel.ReportCell) string {
	switch cell.Kind {
	case funnel.CellName, funnel.CellNote:
		return cell.Text
	case funnel.CellPerson:
		return v.name(funnel.UserID(cell.Text))
	default:
		return v.unmarked(cell.Text)
	}
}

// unmarked is text of ours where there is no markup.
func (v voice) unmarked(text string) string {
	return funnel.PlainText(text, func(id string) string { return v.name(funnel.UserID(id)) }, v.zone(), Way)
}
