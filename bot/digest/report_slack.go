package digest

import (
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/report"
)

// Limits of Slack on charts and tables.
const (
	maxChartLabel = 20
	maxChartTitle = 50
	maxTableRows  = 40 // and at most 10,000 characters; the lines above leave out none
)

// part is a section in sentences, as a part of a message.
func (v voice) part(s report.Section) messagePart {
	part := messagePart{title: v.marked(report.CellWords, s.Title.InSentence())}
	for _, line := range s.Lines {
		part.lines = append(part.lines, v.line(line))
	}

	if s.Left > 0 {
		part.lines = append(part.lines, kit.AndMore(s.Left))
	}

	return part
}

// drawn is a chart, where the workspace shows any.
func (v voice) drawn(chart *report.Chart, a kit.Ability) []slack.Block {
	if a != kit.Full {
		return nil
	}

	var labels []string
	for _, label := range chart.Labels {
		labels = append(labels, chartLabel(v.unmarked(label), labels))
	}

	series := make([]slack.DataVisualizationDataSeries, len(chart.Series))
	for i, s := range chart.Series {
		points := make([]slack.DataVisualizationDataPoint, len(labels))
		for j, label := range labels {
			points[j] = slack.NewDataVisualizationDataPoint(label, s.Values[j])
		}

		series[i] = slack.NewDataVisualizationDataSeries(s.Name, points...)
	}

	axis := slack.NewDataVisualizationAxisConfig(labels...).WithYLabel(chart.Unit)
	title := kit.Cut(chart.Title, maxChartTitle-utf8.RuneCountInString(chart.About)) + chart.About
	return []slack.Block{slack.NewDataVisualizationBlock(title, slack.NewDataVisualizationBarChart(axis, series...))}
}

// chartLabel cuts a label to what a chart shows and keeps it different from
// those before.
func chartLabel(text string, taken []string) string {
	label := kit.Cut(text, maxChartLabel)
	for n := 2; slices.Contains(taken, label); n++ {
		suffix := " " + kit.Number(n)
		label = kit.Cut(text, maxChartLabel-utf8.RuneCountInString(suffix)) + suffix
	}

	return label
}

// slackTable is a section as a table, where the workspace shows any: without its
// wide columns, with which it is wider than Slack shows.
func (v voice) slackTable(s report.Section, caption string, a kit.Ability) []slack.Block {
	if len(s.Rows) == 0 || a != kit.Full && a != kit.Tables {
		return nil
	}

	rows := v.rows(s)
	rows = rows[:min(len(rows), maxTableRows+1)]
	if a == kit.Full {
		return []slack.Block{dataTable(caption, s.Columns, rows)}
	}

	return []slack.Block{plainTable(s.Columns, rows)}
}

func dataTable(caption string, columns []report.Column, rows [][]string) slack.Block {
	table := slack.NewDataTableBlock(caption)
	table.PageSize = 10
	for _, cells := range rows {
		var row []slack.DataTableCell
		for i, cell := range cells {
			if !columns[i].Wide {
				row = append(row, slack.NewDataTableRawTextCell(cell))
			}
		}

		table.AddRow(row...)
	}

	return table
}

func plainTable(columns []report.Column, rows [][]string) slack.Block {
	table := slack.NewTableBlock("")
	for _, cells := range rows {
		var row []slack.TableCell
		for i, cell := range cells {
			if !columns[i].Wide {
				row = append(row, slack.NewTableRawTextCell(cell))
			}
		}

		table.AddRow(row...)
	}

	var settings []slack.ColumnSetting
	for _, column := range columns {
		align := slack.ColumnAlignmentLeft
		if column.Right {
			align = slack.ColumnAlignmentRight
		}

		if !column.Wide {
			settings = append(settings, slack.ColumnSetting{Align: align, IsWrapped: true})
		}
	}

	return table.WithColumnSettings(settings...)
}
