package report

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// goals are what was to be reached, with what was, and the pace.
func (r reporter) goals() (s Section) {
	s.Title = words("Goals against actual")
	s.Legend = "The bars show the share of the target; the mark is where an even pace over working days would be by now."
	if len(r.Goals) == 0 {
		return s
	}

	s.Columns = []Column{
		{Title: "Goal"},
		{Title: "Owner"},
		{Title: "Target", Right: true},
		{Title: "Actual", Right: true},
		{Title: "Expected"},
		{Title: "Of target", Drawn: true},
		{},
		{Title: "Pace"},
		{Title: "Why"},
	}
	for _, team := range GoalsByTeam(r.Goals) {
		s.Groups = append(s.Groups, team.Title)
	}

	for _, goal := range r.Goals {
		s.Rows = append(s.Rows, goalRow(goal))
		s.goalFigures(goal)
	}

	s.Chart = goalsChart(r.Goals)

	return s
}

func goalRow(s goals.Standing) Row {
	goal, owner, why := Cell{Kind: CellTitle, Text: s.Goal.Text()}, words(stats.Unknown), words(stats.Unknown)
	row := Row{Group: teamTitle(s.Goal.Team()), Status: words(s.PaceText()), Line: "target " + s.TargetText()}
	if s.Goal.Owner != "" {
		owner = person(s.Goal.Owner)
		row.Behind = append(row.Behind, owner)
	}

	if text := fault.OneLine(s.Goal.Why); text != "" {
		why = noted(text)
		row.Behind = append(row.Behind, why)
	}

	share := words("")
	if s.Measurable() {
		share.Text = stats.WholePercent(s.Share)
		row.Line = s.ActualText() + s.SampleText() + " of " + s.TargetText() + ", " + s.ExpectedByText()
		if !s.Goal.Paced() {
			row.Line = s.ActualText() + s.SampleText() + " against " + s.TargetText()
		}

		row.Bar = &Bar{
			Value: s.Share, Mark: s.Expected / s.Goal.Target.Number, Tone: ToneGood, Label: share.Text + " of the target",
		}
		if !s.Status.Fine() {
			row.Bar.Tone = ToneBad
		}
	}

	row.Cells = []Cell{
		goal, owner, words(s.TargetText()), words(s.ActualText() + s.SampleText()), words(s.ExpectedText()),
		words(""), share, row.Status, why,
	}

	return row
}

func (s *Section) goalFigures(of goals.Standing) {
	m, item := of.Goal.Metric, words(of.Goal.Text())
	target := quantity(m, of.Goal.Target)
	s.figure("goal", item, "target", target)
	unit := target.Unit
	if of.Actual.Known {
		actual := quantity(m, of.Actual.Quantity)
		s.figure("goal", item, "actual", actual)
		unit = actual.Unit
	}

	s.figure("goal", item, "expected by now", Cell{Value: strconv.FormatFloat(of.Expected, 'f', 2, 64), Unit: unit})
	s.figure("goal", item, "status", kept(string(of.Status)))
}

// Limits of a chart that can be read.
const (
	maxCharted = 20
	maxShare   = 999 // per cent; a goal far surpassed must not flatten the others
)

// goalsChart shows the goals side by side in per cent of their targets, and what
// an even pace would have reached. Goals without data have no bar.
func goalsChart(some []goals.Standing) *Chart {
	drawn := slices.DeleteFunc(slices.Clone(some), func(s goals.Standing) bool { return !s.Measurable() })
	drawn = drawn[:min(len(drawn), maxCharted)]
	if len(drawn) == 0 {
		return nil
	}

	chart := &Chart{Title: "Goals", About: ": actual and pace, % of target", Unit: "% of the target"}
	shared := SharedPeriod(drawn)
	if !shared.IsZero() {
		chart.Title += " of " + shared.Label
	}

	reached, pace := Series{Name: "Actual"}, Series{Name: "Expected by now"}
	for _, s := range drawn {
		label := strings.TrimSpace(cmp.Or(chartNames[s.Goal.Metric], s.Goal.Name()) + " " + s.Goal.For.Text())
		if shared.IsZero() {
			label += " " + shortPeriod(s.Goal.Period)
		}

		chart.Labels = append(chart.Labels, label)
		reached.Values = append(reached.Values, chartPercent(s.Share))
		pace.Values = append(pace.Values, chartPercent(s.Expected/s.Goal.Target.Number))
	}

	chart.Series = []Series{reached, pace}

	return chart
}

// chartPercent is a fraction as a number that a chart can show.
func chartPercent(fraction float64) float64 {
	if math.IsNaN(fraction) {
		return 0
	}

	return min(max(math.Round(fraction*100), 0), maxShare)
}

// chartNames are short forms of the metrics whose names are long.
var chartNames = map[goals.Metric]string{
	goals.MetricWebsiteVisits:  "Visits",
	goals.MetricVisitToLead:    "Visit to lead",
	goals.MetricAcceptanceRate: "Acceptance",
	goals.MetricFirstTouch:     "First touch",
}

// shortPeriod leaves the century out: "26-Q4".
func shortPeriod(p calendar.Period) string {
	if label := p.Label; len(label) > 4 && strings.HasPrefix(label, "20") {
		return label[2:]
	}

	return p.Label
}

// SharedPeriod is the period that all goals are for, else the zero one.
func SharedPeriod(some []goals.Standing) calendar.Period {
	period := some[0].Goal.Period
	if slices.ContainsFunc(some, func(s goals.Standing) bool { return s.Goal.Period != period }) {
		return calendar.Period{}
	}

	return period
}

// TeamGoals are the goals of one of the teams that are compared.
type TeamGoals struct {
	Title string
	Goals []goals.Standing
}

// GoalsByTeam divides goals between the teams that are compared; a team without
// any is left out.
func GoalsByTeam(some []goals.Standing) []TeamGoals {
	var teams []TeamGoals
	for _, title := range []string{teamTitle(ref.Marketing), teamTitle(ref.Sales), teamTitle("")} {
		of := slices.DeleteFunc(slices.Clone(some), func(s goals.Standing) bool { return teamTitle(s.Goal.Team()) != title })
		if len(of) > 0 {
			teams = append(teams, TeamGoals{title, of})
		}
	}

	return teams
}

func teamTitle(team ref.Team) string {
	if team == ref.Marketing || team == ref.Sales {
		return "Goals of " + string(team)
	}

	return "Other goals"
}
