package view

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
)

// digestGoals are the goals of both teams side by side, as far as the
// workspace can show them with a chart.
func (v voice) digestGoals(d funnel.Digest, a Ability) []slack.Block {
	if len(d.Goals) == 0 {
		return []slack.Block{section("*Goals*\nNone are set. Set the first one with `/goal set`; `/goal help` shows how.")}
	}
	blocks := v.teamsGoals(d.Goals, a)
	if chart := v.goalChart(d.Goals); a == Full && chart != nil {
		blocks = append(blocks, chart)
	}
	return blocks
}

// maxField is Slack's limit on a field of a section.
const maxField = 2000

// teamsGoals puts the teams beside each other, which a phone shows below each
// other; what is too long for that anyway.
func (v voice) teamsGoals(goals []funnel.Standing, a Ability) []slack.Block {
	var parts []digestPart
	shared := sharedPeriod(goals)
	for _, team := range byTeam(goals) {
		part := digestPart{title: strings.TrimSpace(team.title + " " + shared.Label)}
		for _, s := range team.goals {
			part.lines = append(part.lines, v.digestGoal(s, shared, a))
		}
		parts = append(parts, part)
	}
	var fields []*slack.TextBlockObject
	var blocks []slack.Block
	for _, part := range parts {
		text := "*" + part.title + "*\n" + strings.Join(part.lines, "\n")
		if utf8.RuneCountInString(text) > maxField {
			fields = nil
			break
		}
		fields = append(fields, markup(text))
	}
	if len(fields) > 1 {
		return []slack.Block{slack.NewSectionBlock(nil, fields, nil)}
	}
	for _, part := range parts {
		blocks = append(blocks, part.blocks()...)
	}
	return blocks
}

// sharedPeriod is the period that all goals are for, else the zero one.
func sharedPeriod(goals []funnel.Standing) funnel.Period {
	period := goals[0].Goal.Period
	if slices.ContainsFunc(goals, func(s funnel.Standing) bool { return s.Goal.Period != period }) {
		return funnel.Period{}
	}
	return period
}

type teamGoals struct {
	title string
	goals []funnel.Standing
}

// byTeam divides goals between the teams that are compared; a team without any
// is left out.
func byTeam(goals []funnel.Standing) []teamGoals {
	teams := []teamGoals{{title: "Goals of marketing"}, {title: "Goals of sales"}, {title: "Other goals"}}
	place := map[funnel.Team]int{funnel.Marketing: 0, funnel.Sales: 1}
	for _, s := range goals {
		at, compared := place[s.Goal.Team()]
		if !compared {
			at = len(teams) - 1
		}
		teams[at].goals = append(teams[at].goals, s)
	}
	return slices.DeleteFunc(teams, func(t teamGoals) bool { return len(t.goals) == 0 })
}

// goalsAsTable are the goals once more with owner and why, where there are
// tables.
func (v voice) goalsAsTable(d funnel.Digest, a Ability) []slack.Block {
	switch {
	case len(d.Goals) == 0:
		return nil
	case a == Full:
		return []slack.Block{v.goalDataTable(d)}
	case a == Tables:
		return []slack.Block{v.goalTable(d)}
	}
	return nil
}

// digestGoal is a goal as a line. Where there is no table, it also says who
// owns it and why, and draws its share as a bar.
func (v voice) digestGoal(s funnel.Standing, known funnel.Period, a Ability) string {
	line := "• " + v.goalLineIn(s, known)
	if a != Plain {
		return line
	}
	why := "\n      " + v.goalWhy(s)
	if !judged(s) {
		return line + why
	}
	return line + "\n      `" + bar(s.Share, plainBar) + "` " + percent(s.Share) + " of the target" + why
}

const plainBar = 10

// judged says whether there is anything to draw.
func judged(s funnel.Standing) bool {
	return s.Status != funnel.StatusNoData && s.Status != funnel.StatusPending && s.Goal.Target.Number > 0
}

// bar draws a share as text. More than the whole fills it.
func bar(share float64, width int) string {
	if math.IsNaN(share) {
		share = 0
	}
	full := int(math.Round(min(max(share, 0), 1) * float64(width)))
	return strings.Repeat("█", full) + strings.Repeat("░", width-full)
}

// Limits of Slack on charts.
const (
	maxCategories = 20
	maxChartLabel = 20
	maxChartTitle = 50
	maxShare      = 999 // per cent; a goal far surpassed must not flatten the others
)

const ofTarget = ": actual and pace, % of target"

// goalChart shows the goals side by side in per cent of their targets, and
// what an even pace would have reached. Goals without data have no bar.
func (v voice) goalChart(goals []funnel.Standing) slack.Block {
	var labels []string
	var reached, pace []float64
	drawn := slices.DeleteFunc(slices.Clone(goals), func(s funnel.Standing) bool { return !judged(s) })
	drawn = drawn[:min(len(drawn), maxCategories)]
	if len(drawn) == 0 {
		return nil
	}
	title, name := "Goals", func(g funnel.Goal) string { return v.chartGoal(g) + " " + shortPeriod(g.Period) }
	if period := sharedPeriod(drawn); !period.IsZero() {
		title, name = "Goals of "+period.Label, func(g funnel.Goal) string { return v.chartGoal(g) }
	}
	for _, s := range drawn {
		labels = append(labels, chartLabel(name(s.Goal), labels))
		reached = append(reached, chartPercent(s.Share))
		pace = append(pace, chartPercent(s.Expected/s.Goal.Target.Number))
	}
	return barChart(Cut(title, maxChartTitle-utf8.RuneCountInString(ofTarget))+ofTarget, "% of the target", labels,
		namedSeries{"Actual", reached}, namedSeries{"Expected by now", pace})
}

type namedSeries struct {
	name   string
	values []float64
}

func barChart(title, unit string, labels []string, series ...namedSeries) slack.Block {
	drawn := make([]slack.DataVisualizationDataSeries, len(series))
	for i, s := range series {
		points := make([]slack.DataVisualizationDataPoint, len(labels))
		for j, label := range labels {
			points[j] = slack.NewDataVisualizationDataPoint(label, s.values[j])
		}
		drawn[i] = slack.NewDataVisualizationDataSeries(s.name, points...)
	}
	axis := slack.NewDataVisualizationAxisConfig(labels...).WithYLabel(unit)
	return slack.NewDataVisualizationBlock(title, slack.NewDataVisualizationBarChart(axis, drawn...))
}

// chartPercent is a fraction as a number that a chart can show.
func chartPercent(fraction float64) float64 {
	if math.IsNaN(fraction) {
		return 0
	}
	return min(max(math.Round(fraction*100), 0), maxShare)
}

// chartLabel cuts a label to what a chart shows and keeps it different from
// those before.
func chartLabel(text string, taken []string) string {
	label := Cut(text, maxChartLabel)
	for n := 2; slices.Contains(taken, label); n++ {
		suffix := " " + number(n)
		label = Cut(text, maxChartLabel-utf8.RuneCountInString(suffix)) + suffix
	}
	return label
}

// chartNames are short forms of the metrics whose names are long.
var chartNames = map[funnel.Metric]string{
	funnel.MetricWebsiteVisits:  "Visits",
	funnel.MetricVisitToLead:    "Visit to lead",
	funnel.MetricAcceptanceRate: "Acceptance",
	funnel.MetricFirstTouch:     "First touch",
}

// chartGoal is a goal as short as a chart needs it, and for whom it is.
func (v voice) chartGoal(g funnel.Goal) string {
	return strings.TrimSpace(cmp.Or(chartNames[g.Metric], g.Name()) + " " + v.goalFor(g))
}

// shortPeriod leaves the century out: "26-Q4".
func shortPeriod(p funnel.Period) string {
	if label := p.Label; len(label) > 4 && strings.HasPrefix(label, "20") {
		return label[2:]
	}
	return p.Label
}

// goalColumns are the columns of the tables. What was expected by now is in the
// lines above them and in the chart: with it, a table is wider than Slack shows.
var goalColumns = []struct {
	name  string
	cell  func(goalCells) string
	align slack.ColumnAlignment
}{
	{"Goal", func(c goalCells) string { return c.goal }, slack.ColumnAlignmentLeft},
	{"Owner", func(c goalCells) string { return c.owner }, slack.ColumnAlignmentLeft},
	{"Target", func(c goalCells) string { return c.target }, slack.ColumnAlignmentRight},
	{"Actual", func(c goalCells) string { return c.actual }, slack.ColumnAlignmentRight},
	{"Pace", func(c goalCells) string { return c.pace }, slack.ColumnAlignmentLeft},
	{"Why", func(c goalCells) string { return c.why }, slack.ColumnAlignmentLeft},
}

// goalTableRows are the goals as the cells of a table, the names of the columns
// first.
func (v voice) goalTableRows(d funnel.Digest) [][]string {
	rows := make([][]string, 1, len(d.Goals)+1)
	for _, c := range goalColumns {
		rows[0] = append(rows[0], c.name)
	}
	for _, s := range d.Goals[:min(len(d.Goals), maxGoalRows)] {
		cells, row := v.goalCells(s), []string{}
		for _, c := range goalColumns {
			row = append(row, c.cell(cells))
		}
		rows = append(rows, row)
	}
	return rows
}

// maxGoalRows keeps the table within Slack's 10,000 characters. The lines
// above it leave out none.
const maxGoalRows = 40

// goalCells is a goal in plain texts, none of them empty.
type goalCells struct{ goal, owner, target, actual, expected, pace, why string }

func (v voice) goalCells(s funnel.Standing) goalCells {
	owner := ""
	if s.Goal.Owner != "" {
		owner = Cut(v.name(s.Goal.Owner), maxCell)
	}
	return goalCells{
		goal: orDash(Cut(v.goalText(s.Goal), maxCell)), owner: orDash(owner), target: orDash(target(s)), actual: orDash(actual(s) + sample(s)),
		expected: orDash(expected(s)), pace: orDash(pace(s)), why: orDash(Cut(flat(s.Goal.Why), maxCell)),
	}
}

// noCell stands in a cell that has nothing: Slack takes no empty one.
const noCell = "–"

func orDash(text string) string {
	if strings.TrimSpace(text) == "" {
		return noCell
	}
	return text
}

const maxCell = 60

func (v voice) goalDataTable(d funnel.Digest) slack.Block {
	table := slack.NewDataTableBlock("Goals against actual, week " + d.Week)
	table.PageSize = 10
	for _, cells := range v.goalTableRows(d) {
		row := make([]slack.DataTableCell, len(cells))
		for i, cell := range cells {
			row[i] = slack.NewDataTableRawTextCell(cell)
		}
		table.AddRow(row...)
	}
	return table
}

func (v voice) goalTable(d funnel.Digest) slack.Block {
	table := slack.NewTableBlock("")
	for _, cells := range v.goalTableRows(d) {
		row := make([]slack.TableCell, len(cells))
		for i, cell := range cells {
			row[i] = slack.NewTableRawTextCell(cell)
		}
		table.AddRow(row...)
	}
	settings := make([]slack.ColumnSetting, len(goalColumns))
	for i, c := range goalColumns {
		settings[i] = slack.ColumnSetting{Align: c.align, IsWrapped: true}
	}
	return table.WithColumnSettings(settings...)
}
