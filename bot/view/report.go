package view

import (
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

func (v voice) report(d funnel.Digest) funnel.Report { return d.Report(v.Definition, v.zone()) }

// part is a section in sentences, as a part of a message.
func (v voice) part(s funnel.Section) digestPart {
	part := digestPart{title: v.marked(funnel.CellWords, s.Title.InSentence())}
	for _, line := range s.Lines {
		part.lines = append(part.lines, v.line(line))
	}
	if s.Left > 0 {
		part.lines = append(part.lines, andMore(s.Left))
	}
	return part
}

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
	}

	var out strings.Builder
	for _, segment := range funnel.Segments(text) {
		switch {
		case segment.Mention != "":
			out.WriteString(v.person(funnel.UserID(segment.Mention)))
		case !segment.Moment.IsZero():
			out.WriteString(Moment(segment.Moment))
		default:
			out.WriteString(Escape(segment.Text))
		}
	}
	return out.String()
}

// cells are the cells of a row where there is no markup.
func (v voice) cells(row funnel.Row) []string {
	texts := make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		switch cell.Kind {
		case funnel.CellName, funnel.CellNote:
			texts[i] = Cut(flat(cell.Text), maxCell)
		case funnel.CellPerson:
			texts[i] = Cut(v.name(funnel.UserID(cell.Text)), maxCell)
		default:
			texts[i] = v.unmarked(cell.Text)
		}
	}
	return texts
}

// unmarked is text of the report where there is no markup.
func (v voice) unmarked(text string) string {
	return funnel.PlainText(text, func(id string) string { return v.name(funnel.UserID(id)) }, v.zone(), Way)
}

// table is a section as a table for a terminal and the page.
func (v voice) table(s funnel.Section) tablePart {
	part := tablePart{title: v.unmarked(s.Title.Text), intro: s.Intro, notes: s.Notes}
	if len(s.Columns) > 0 {
		part.headed = true
		var head []string
		for _, column := range s.Columns {
			head = append(head, column.Title)
		}
		part.rows = append(part.rows, head)
	}
	for _, row := range s.Rows {
		part.rows = append(part.rows, v.cells(row))
	}
	if s.Left > 0 {
		part.rows = append(part.rows, []string{"…", "and " + number(s.Left) + " more"})
	}
	return part
}
