package funnel

import (
	"slices"
	"time"
)

// Turns remembers when each rep was last given a lead by turn.
type Turns map[UserID]time.Time

// NextInTurn chooses who gets a handoff without a name: the rep who waited
// longest, in the order of the roster where several wait equally long.
// Unavailable reps are passed over. It is empty when nobody is left.
func NextInTurn(reps []UserID, turns Turns, available func(UserID) bool) UserID {
	free := slices.DeleteFunc(slices.Clone(reps), func(id UserID) bool { return !available(id) })
	if len(free) == 0 {
		return ""
	}
	return slices.MinFunc(free, func(a, b UserID) int { return turns[a].Compare(turns[b]) })
}
