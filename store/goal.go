package store

import (
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// goalKey is a goal's number at a fixed width.
func goalKey(id ref.GoalID) string { return kv.IntKey(int64(id))[8:] }

// NextGoalID gives the number that the next new goal gets.
func (tx *Tx) NextGoalID() (ref.GoalID, error) {
	n, err := tx.next("goal")
	return ref.GoalID(n), err
}

// Goal gives a goal by its id, also one that is retired.
func (rd *Reads) Goal(id ref.GoalID) (goals.Goal, bool, error) {
	return optional(rd.t.goals.Get(rd.r, goalKey(id)))
}

// PutGoal writes a goal.
func (tx *Tx) PutGoal(g goals.Goal) error { return tx.t.goals.Put(tx.w, g) }

// GoalsEnding gives the goals whose last day is from one day on and before
// another, those that end first first; a zero day before is never. Retired
// ones are not among them.
func (rd *Reads) GoalsEnding(from, before calendar.Date) ([]goals.Goal, error) {
	days := table.Range{From: from.String()}
	if !before.IsZero() {
		days.To = before.String()
	}

	goals, err := take(rd.t.goals.By(rd.r, "ends", days), 0)
	if err != nil {
		return nil, fmt.Errorf("read goals: %w", err)
	}

	return goals, nil
}

// GoalHistory gives what happened to a goal, oldest first.
func (rd *Reads) GoalHistory(id ref.GoalID) ([]funnel.Entry, error) {
	return take(rd.t.journal.By(rd.r, "goal", table.Range{Value: goalKey(id)}), 0)
}

// Figure gives a figure from outside for a week or a day; 0 where none was
// logged.
func (rd *Reads) Figure(m goals.Metric, period calendar.Period) (value float64, ok bool, err error) {
	f, ok, err := optional(rd.t.figures.Get(rd.r, figureID(m, period)))
	return f.Value, ok, err
}

// Figures gives the figures that were logged for some days, and for weeks that
// count on one of them.
func (rd *Reads) Figures(m goals.Metric, from, to calendar.Date) ([]goals.Figure, error) {
	var logged []goals.Figure
	for day := from; day.Before(to); day = day.AddDays(1) {
		periods := []calendar.Period{calendar.DatesOf(day, day)}
		if week := calendar.WeekOf(day); week.Anchor() == day {
			periods = append(periods, week)
		}

		for _, period := range periods {
			value, ok, err := rd.Figure(m, period)
			if err != nil {
				return nil, err
			}

			if ok {
				logged = append(logged, goals.Figure{Metric: m, Period: period, Value: value})
			}
		}
	}

	return logged, nil
}

// PutFigure writes a figure from outside.
func (tx *Tx) PutFigure(f goals.Figure) error {
	return tx.t.figures.Put(tx.w, Figure{V: 1, ID: figureID(f.Metric, f.Period), Value: f.Value})
}

func figureID(m goals.Metric, period calendar.Period) string { return string(m) + "." + period.Label }

// CustomMetrics gives the metrics that people defined, also those retired.
func (rd *Reads) CustomMetrics() ([]goals.CustomMetric, error) {
	return take(rd.t.metrics.All(rd.r), 0)
}

// PutCustomMetric writes a metric that somebody defined.
func (tx *Tx) PutCustomMetric(c goals.CustomMetric) error { return tx.t.metrics.Put(tx.w, c) }

// Thresholds gives by what goals were judged, in the order of the days from
// which on it held.
func (rd *Reads) Thresholds() ([]goals.ThresholdsFrom, error) {
	all, err := take(rd.t.thresholds.All(rd.r), 0)
	if err != nil {
		return nil, fmt.Errorf("read the thresholds: %w", err)
	}

	return all, nil
}

// PutThresholds writes by what goals are judged from a day on.
func (tx *Tx) PutThresholds(t goals.ThresholdsFrom) error { return tx.t.thresholds.Put(tx.w, t) }
