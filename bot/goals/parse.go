package goals

import (
	"cmp"
	"errors"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

const (
	setUsage        = "/goal set mqls 2026-Q4 120"
	figureUsage     = "/goal log website_visits 5400 week=2026-W47"
	metricUsage     = `/goal metric new demo_requests "Demo requests" team=marketing`
	mostMetricWords = 5
)

var setOptions = line.Options{
	"owner": line.OneWord, "why": line.TheRest, "parent": line.TheRest, "derive": line.TheRest, "rate": line.TheRest,
	"certain": line.TheRest, "for": line.TheRest,
}

// goalLine is a goal as it was written in one line. What names other things
// is still to be looked up.
type goalLine struct {
	input                           goals.Input
	parent, rate, certain, campaign string
}

// parseGoal reads METRIC PERIOD [TARGET] [parent=G-1] [rate=25%] [for=…]
// [owner=@x] [why="…"]. A goal that derives from another needs no target.
func parseGoal(
	args line.Line, metrics goals.Catalogue, currency string, me ref.UserID, today calendar.Date,
) (goalLine, error) {
	rest, found, err := setOptions.Cut(args)
	if err := errors.Join(err, desk.NoStray(rest, "a goal", setOptions)); err != nil {
		return goalLine{}, err
	}

	given := found.Texts()
	goal := goalLine{parent: given["parent"], rate: cmp.Or(given["rate"], given["derive"]), certain: given["certain"]}
	metric, rest, err := parseMetric(rest, metrics, setUsage)
	if err != nil {
		return goal, err
	}

	goal.input = goals.Input{Metric: metric, Why: given["why"]}
	period, err := (calendar.Reading{Today: today}).Period(rest.Text())
	if err == nil && len(rest) > 0 && goal.parent+goal.rate != "" {
		goal.input.Period, rest = period, nil
	} else if goal.input.Period, rest, err = parsePeriodBefore(rest, today); err != nil {
		return goal, err
	}

	if len(rest) == 0 && goal.parent == "" && goal.rate == "" {
		return goal, fault.Invalid("How much? Expected a target after the period, such as `%s`.", setUsage)
	}

	if len(rest) > 0 {
		if goal.input.Target, err = metric.ParseTarget(rest.Text(), currency); err != nil {
			return goal, desk.Sentence("target", err)
		}
	}

	if owner, given := found["owner"]; given {
		if goal.input.Owner, err = desk.Somebody(owner, me, "owner=@name"); err != nil {
			return goal, err
		}
	}

	goal.input.For, goal.campaign, err = parseScope(found["for"], me)
	return goal, err
}

// parseScope reads for whom a goal is: a person or a team. What is neither
// names a campaign.
func parseScope(words line.Line, me ref.UserID) (scope goals.Scope, campaign string, err error) {
	if len(words) == 1 {
		if person, ok := desk.ParsePerson(words[0], me); ok {
			return goals.Scope{Person: person}, "", nil
		}
	}

	if len(words) > 0 && words[0].Unknown() {
		return scope, "", desk.Unresolved(words[0])
	}

	text := words.Text()
	if team, ok := teamNamed(text); ok {
		return goals.Scope{Team: team}, "", nil
	}

	switch strings.ToLower(text) {
	case "", "all", "everybody", "everyone", "company":
		return scope, "", nil
	}

	return scope, text, nil
}

func teamNamed(text string) (ref.Team, bool) {
	team := ref.Team(strings.ToLower(text))
	return team, team == ref.Marketing || team == ref.Sales || team == ref.Leadership
}

// MeansNone says whether a text stands for no goal at all.
func MeansNone(parent string) bool {
	return strings.EqualFold(parent, "none") || strings.EqualFold(parent, "no") || parent == "-"
}

// parseMetric reads the longest beginning that is a metric.
func parseMetric(rest line.Line, metrics goals.Catalogue, usage string) (goals.Metric, line.Line, error) {
	if len(rest) == 0 {
		return "", nil, fault.Invalid("Which metric? Expected `%s`.", usage)
	}

	if metric, left, ok := line.Longest(rest, mostMetricWords, metrics.Parse); ok {
		return metric, left, nil
	}

	_, err := metrics.Parse(rest[:1].Text())
	return "", nil, err
}

// parsePeriodBefore reads the longest beginning that is a period and leaves
// something for the target.
func parsePeriodBefore(rest line.Line, today calendar.Date) (calendar.Period, line.Line, error) {
	if len(rest) == 0 {
		return calendar.Period{}, nil, fault.Invalid("For which period, and how much? Expected `%s`.", setUsage)
	}

	read := calendar.Reading{Today: today}.Period
	if period, left, ok := line.Longest(rest, min(len(rest)-1, calendar.MostPeriodWords), read); ok {
		return period, left, nil
	}

	period, err := read(rest[:1].Text())
	return period, rest[1:], desk.Sentence("period", err)
}

var figureOptions = line.Options{"week": line.OnePeriod, "day": line.OneDate, "on": line.OneDate}

// parseFigure reads METRIC VALUE [week=2026-W47] or [day=2026-11-20]; without
// either it is of the running week.
func parseFigure(args line.Line, metrics goals.Catalogue, currency string, today calendar.Date) (goals.Figure, error) {
	rest, found, err := figureOptions.CutOn(today, args)
	if err := errors.Join(err, desk.NoStray(rest, "a figure", figureOptions)); err != nil {
		return goals.Figure{}, err
	}

	metric, left, err := parseMetric(rest, metrics, figureUsage)
	if err != nil {
		_, _, err = parseMetric(rest, metrics.Logged(), figureUsage) // names only those that can be logged
		return goals.Figure{}, err
	}

	rest = left
	f := goals.Figure{Metric: metric, Period: calendar.WeekOf(today)}
	if len(rest) == 0 {
		return f, fault.Invalid("Which value? Expected `%s`.", figureUsage)
	}

	value, err := metric.ParseQuantity(rest.Text(), currency)
	if err != nil {
		return f, desk.Sentence("value", err)
	}

	f.Value = value.Number
	day := cmp.Or(found.Text("day"), found.Text("on"))
	_, weekly := found["week"]
	switch {
	case weekly && day != "":
		return f, fault.Invalid("A figure is of a week or of a day, not of both. Expected `%s`, or `day=%s`.", figureUsage, today)
	case weekly:
		f.Period, err = calendar.Reading{Today: today}.Week(found.Text("week"))
		err = desk.Sentence("week", err)
	case day != "":
		var date calendar.Date
		if date, err = (calendar.Reading{Today: today, Past: true}).Date(day); err == nil {
			f = goals.DayFigure(metric, date, f.Value)
		}
	}

	return f, err
}

var metricOptions = line.Options{"team": line.OneWord, "name": line.TheRest, "of": line.OneWord}

// parseNewMetric reads CODE ["Name"] [team=…] [of=mean].
func parseNewMetric(rest line.Line) (goals.MetricInput, error) {
	rest, found, err := metricOptions.Cut(rest)
	if err != nil {
		return goals.MetricInput{}, err
	}

	if len(rest) == 0 {
		return goals.MetricInput{}, fault.Invalid("How is the metric called? Expected a short name and, in quotation marks, a longer one: `%s`.", metricUsage)
	}

	given := found.Texts()
	in := goals.MetricInput{Code: rest[:1].Text(), Name: cmp.Or(rest[1:].Text(), given["name"])}
	if text := given["team"]; text != "" {
		team, ok := teamNamed(text)
		if !ok {
			return in, fault.Invalid("“%s” is not a team. Expected `team=marketing`, `team=sales` or `team=leadership`.", text)
		}

		in.Team = team
	}

	switch of := given["of"]; strings.ToLower(of) {
	case "", "sum", "total":
	case "mean", "average":
		in.Mean = true
	default:
		return in, fault.Invalid("“%s” is not what goals compare. Expected `of=mean` for a score or the like, or `of=sum` for what adds up.", of)
	}

	return in, nil
}
