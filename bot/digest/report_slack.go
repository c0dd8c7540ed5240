package digest

import (
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/report"
)

// Limits of Slack on charts.
const (
	maxChartLabel = 20
	maxChartTitle = 50
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
