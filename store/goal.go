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

// GoalReads are the questions about goals and by what they are judged.
type GoalReads struct{ *scope }

// goalKey is a goal's number at a fixed width.
func goalKey(id ref.GoalID) string { return kv.IntKey(int64(id))[8:] }

// NextGoalID gives the number that the next new goal gets.
func (tx *Tx) NextGoalID() (ref.GoalID, error) {
	n, err := tx.next("goal")
	return ref.GoalID(n), err
}

// Goal gives a goal by its id, also one that is retired.
func (rd *GoalReads) Goal(id ref.GoalID) (goals.Goal, bool, error) {
	return optional(rd.t.goals.Get(rd.r, goalKey(id)))
}

// PutGoal writes goals.
func (tx *Tx) PutGoal(gs ...goals.Goal) error { return put(tx, tx.t.goals, gs) }

// GoalsEnding gives the goals whose last day is from one day on and before
// another, those that end first first; a zero day before is never. Retired
// ones are not among them.
func (rd *GoalReads) GoalsEnding(from, before calendar.Date) ([]goals.Goal, error) {
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
func (rd *GoalReads) GoalHistory(id ref.GoalID) ([]funnel.Entry, error) {
	return take(rd.t.journal.By(rd.r, "goal", table.Range{Value: goalKey(id)}), 0)
}

// Thresholds gives by what goals were judged, in the order of the days from
// which on it held.
func (rd *GoalReads) Thresholds() ([]goals.ThresholdsFrom, error) {
	all, err := take(rd.t.thresholds.All(rd.r), 0)
	if err != nil {
		return nil, fmt.Errorf("read the thresholds: %w", err)
	}

	return all, nil
}

// PutThresholds writes by what goals are judged from a day on.
func (tx *Tx) PutThresholds(t goals.ThresholdsFrom) error { return tx.t.thresholds.Put(tx.w, t) }
