package goals

import (
	"math"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Figure is what somebody wrote of a figure from outside, for a week or for
// one day.
type Figure struct {
	Metric Metric
	Period calendar.Period
	Value  float64
}

// OfDay says whether the figure is of one day.
func (f Figure) OfDay() bool { return f.Period.Kind() == calendar.Dates }

func (f Figure) format(value float64) string { return f.Metric.Format(Quantity{Number: value}) }

// OtherFigures are the figures that are known already of the same week: of it as a
// whole, or of its days.
type OtherFigures struct {
	Was  float64 // the value that is replaced
	Week float64 // of the whole week
	Days float64 // of the single days, the one to be replaced included
	Mean bool    // figures of the metric do not add up
}

// LogFigure decides on a figure from outside; a later value of the same week
// or day replaces the earlier one. A week has either one figure or figures by
// day, so that none counts twice.
func LogFigure(f Figure, known OtherFigures, act people.Act, p funnel.Policy) (funnel.Entry, error) {
	today := p.DayOf(act)
	info := f.Metric.Info()
	switch {
	case act.By.ID != ref.Leadloop && !act.By.Member():
		return funnel.Entry{}, p.Roster.Admit(act.By)
	case f.Metric == MetricSpend:
		return funnel.Entry{}, fault.WrongField("metric", "Spend is noted where it is spent: %s. Goals on spend count it from there.", fault.ToNoteSpend.Way("LogiMAT 2027 4500"))
	case info.Kind != MetricFigure:
		return funnel.Entry{}, fault.WrongField("metric", "%s cannot be logged: Leadloop counts it by itself. Figures from outside can be, such as %s, and those that %s defines.", info.Name, MetricWebsiteVisits, fault.ToDefineMetric.Way())
	case f.Period.Kind() != calendar.Week && (f.Period.Kind() != calendar.Dates || f.Period.Last() != f.Period.From):
		return funnel.Entry{}, fault.WrongField("week", "Figures are logged by week or by day, and %s is neither. Give a week, such as %s, or a day, such as %s.", fault.Quoted(f.Period.Label), fault.Option("week", calendar.WeekOf(today)), fault.Option("day", today))
	case today.Before(f.Period.From) && f.OfDay():
		return funnel.Entry{}, fault.WrongField("day", "The day %s is in the future. Give today or an earlier one, such as %s.", f.Period.From.Spoken(), fault.Option("day", today))
	case today.Before(f.Period.From):
		return funnel.Entry{}, fault.WrongField("week", "The week %s has not begun. Give this week or an earlier one, such as %s.", f.Period, fault.Option("week", calendar.WeekOf(today)))
	case f.Value < 0 || f.Value > stats.MaxNumber || f.Value != f.Value:
		return funnel.Entry{}, fault.WrongField("value", "A figure is a number of 0 or more. Give one such as 1200.")
	case f.Metric.Whole() && f.Value != math.Trunc(f.Value):
		return funnel.Entry{}, fault.WrongField("value", "%s are counted in whole numbers, and %v is none. Give one such as 5200, with a comma or nothing between thousands.", info.Name, f.Value)
	case known.Mean && f.OfDay() && known.Week != 0:
		return funnel.Entry{}, fault.WrongField("day", "The week %s has a figure as a whole already, %s, and a week has one figure or figures by day. Log the week anew: %s.",
			calendar.WeekOf(f.Period.From), f.format(known.Week),
			fault.ToLogFigure.Way(f.Metric, f.format(f.Value), fault.Option("week", calendar.WeekOf(f.Period.From))))
	case known.Mean && !f.OfDay() && known.Days != 0:
		return funnel.Entry{}, fault.WrongField("week", "The week %s has figures by day already, and a week has one figure or figures by day. Log its days, such as %s.",
			f.Period, fault.ToLogFigure.Way(f.Metric, f.format(f.Value), fault.Option("day", f.Period.From)))
	case f.OfDay() && known.Week != 0:
		return funnel.Entry{}, fault.WrongField("day", "The week %s has a figure as a whole already, %s, so one of its days would count twice. Log the week anew, or take its figure out with %s.",
			calendar.WeekOf(f.Period.From), f.format(known.Week),
			fault.ToLogFigure.Way(f.Metric, 0, fault.Option("week", calendar.WeekOf(f.Period.From))))
	case !f.OfDay() && known.Days != 0:
		return funnel.Entry{}, fault.WrongField("week", "The week %s has figures by day already, %s in all, so the whole week would count twice. Log its days, such as %s.",
			f.Period, f.format(known.Days), fault.ToLogFigure.Way(f.Metric, 800, fault.Option("day", f.Period.From)))
	}

	return funnel.Entry{
		V: 1, At: act.At, By: act.By.ID, Kind: funnel.EntryFigure, Metric: string(f.Metric),
		Period: f.Period.Label, Value: f.Value, Was: known.Was,
	}, nil
}

// DayFigure is a figure of one day.
func DayFigure(m Metric, day calendar.Date, value float64) Figure {
	return Figure{Metric: m, Period: calendar.DatesOf(day, day), Value: value}
}

// ParseFigurePeriod reads the week or the day of a figure.
func ParseFigurePeriod(text string) (calendar.Period, error) {
	if !strings.Contains(strings.ToUpper(text), "W") {
		day, err := calendar.ParseDate(strings.TrimSpace(text))
		if err != nil {
			return calendar.Period{}, fault.Invalid("%s is neither a week nor a day. Expected one such as 2026-W47 or 2026-11-20.", fault.Quoted(text))
		}

		return calendar.DatesOf(day, day), nil
	}

	week, err := calendar.ParsePeriod(text)
	if err != nil || week.Kind() != calendar.Week {
		return calendar.Period{}, fault.Invalid("%s is neither a week nor a day. Expected one such as 2026-W47 or 2026-11-20.", fault.Quoted(text))
	}

	return week, nil
}

// Detail is a goal with all that belongs to it.
type Detail struct {
	Standing
	Above      Goal // the zero goal where there is none
	Below      []Standing
	Derivation string         // how its target follows from the one above
	Outlook    *Quantity      // where it ends if the last 13 weeks go on; nil where that cannot be told
	Unshared   Quantity       // what no part has taken over yet
	Parts      bool           // whether there is anything to share out
	Campaigns  []string       // that serve it
	History    []funnel.Entry // oldest first
	Closed     bool           // its period is over
}
