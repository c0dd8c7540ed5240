package bot

import (
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

const (
	goalUsage   = "/goal set mqls 2026-Q4 120"
	figureUsage = "/goal log website_visits 5400 week=2026-W47"

	mostMetricWords = 5
	mostPeriodWords = 3
)

var goalOptions = optionSet{"owner": oneWord, "why": theRest}

// parseGoal reads METRIC PERIOD TARGET [owner=@x] [why="…"].
func parseGoal(args, currency string, me funnel.UserID) (funnel.GoalInput, error) {
	rest, found := goalOptions.cut(words(args), nil)
	metric, rest, err := parseMetric(rest, goalUsage)
	if err != nil {
		return funnel.GoalInput{}, err
	}
	in := funnel.GoalInput{Metric: metric, Why: prose([]string{found["why"]})}
	if in.Period, rest, err = parsePeriodBefore(rest); err != nil {
		return in, err
	}
	if len(rest) == 0 {
		return in, funnel.Invalid("How much? Expected a target after the period, such as `%s`.", goalUsage)
	}
	if in.Target, err = metric.ParseQuantity(prose(rest), currency); err != nil {
		return in, sentence("target", err)
	}
	in.Owner, err = parseOwner(found, me)
	return in, err
}

func parseOwner(found options, me funnel.UserID) (funnel.UserID, error) {
	word, given := found["owner"]
	if !given {
		return "", nil
	}
	owner, ok := parsePerson(word, me)
	switch {
	case ok:
		return owner, nil
	case unresolved(word):
		return "", unresolvedError(word)
	}
	return "", funnel.Invalid("“%s” is not a person. Expected `owner=@name`: type @ and choose the person from the list.", shown(word))
}

// parseMetric reads the longest beginning that is a metric.
func parseMetric(rest []string, usage string) (funnel.Metric, []string, error) {
	if len(rest) == 0 {
		return "", nil, funnel.Invalid("Which metric? Expected `%s`.", usage)
	}
	for n := min(len(rest), mostMetricWords); n > 0; n-- {
		if metric, err := funnel.ParseMetric(prose(rest[:n])); err == nil {
			return metric, rest[n:], nil
		}
	}
	_, err := funnel.ParseMetric(prose(rest[:1]))
	return "", nil, err
}

// parsePeriodBefore reads the longest beginning that is a period and leaves
// something for the target.
func parsePeriodBefore(rest []string) (funnel.Period, []string, error) {
	if len(rest) == 0 {
		return funnel.Period{}, nil, funnel.Invalid("For which period, and how much? Expected `%s`.", goalUsage)
	}
	for n := min(len(rest)-1, mostPeriodWords); n > 0; n-- {
		if period, err := funnel.ParsePeriod(prose(rest[:n])); err == nil {
			return period, rest[n:], nil
		}
	}
	period, err := funnel.ParsePeriod(prose(rest[:1]))
	if err != nil {
		return period, nil, sentence("period", err)
	}
	return period, rest[1:], nil
}

var figureOptions = optionSet{"week": oneWord}

// parseFigure reads METRIC VALUE [week=2026-W47]; without a week it is the
// running one.
func parseFigure(args, currency string, today funnel.Date) (funnel.Metric, funnel.Period, float64, error) {
	week := funnel.WeekOf(today)
	rest, found := figureOptions.cut(words(args), nil)
	metric, rest, err := parseMetric(rest, figureUsage)
	if err != nil {
		return "", week, 0, err
	}
	if len(rest) == 0 {
		return "", week, 0, funnel.Invalid("Which value? Expected `%s`.", figureUsage)
	}
	value, err := metric.ParseQuantity(prose(rest), currency)
	if err != nil {
		return "", week, 0, sentence("value", err)
	}
	if text, given := found["week"]; given {
		week, err = parseWeek(shown(text), today)
	}
	return metric, week, value.Number, err
}

func parseWeek(text string, today funnel.Date) (funnel.Period, error) {
	running := funnel.WeekOf(today)
	switch strings.ToLower(text) {
	case "this", "this week":
		return running, nil
	case "last", "last week":
		return running.Prev(), nil
	}
	if len(text) > 0 && (text[0] == 'w' || text[0] == 'W') {
		text = running.Label[:len("2026-")] + text
	}
	week, err := funnel.ParsePeriod(text)
	if err != nil {
		return week, sentence("week", err)
	}
	return week, nil
}
