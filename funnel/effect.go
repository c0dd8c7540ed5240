package funnel

import "strings"

// NudgeRow is how often reminders of a kind were followed, within four working
// hours, by an act of the one who was reminded on the lead: heeded of all.
type NudgeRow struct {
	Kind NudgeKind `json:"kind"`
	Rate
	Off bool `json:"off,omitempty"`
}

// A kind of reminder that fewer heed is better switched off, once enough of
// them were sent to say so.
const (
	leastHeeded = 0.3
	leastNudges = 10
)

// Needless says whether a kind of reminder only annoys.
func (r NudgeRow) Needless() bool {
	return !r.Off && r.Kind != NudgeEscalation && r.Whole >= leastNudges && r.Fraction() < leastHeeded
}

// ParseNudgeKind understands the kinds of reminders.
func ParseNudgeKind(text string) (NudgeKind, error) {
	var names []string
	for _, kind := range NudgeKinds() {
		if foldCode(text) == foldCode(string(kind)) {
			return kind, nil
		}
		names = append(names, string(kind))
	}
	return "", Invalid("%s is not a kind of reminder. Expected one of %s.", quoted(text), strings.Join(names, ", "))
}

// MaySwitchNudges says who may switch a kind of reminder off or on, and which.
func MaySwitchNudges(kind NudgeKind, off bool, by Person, r Roster) error {
	switch {
	case !by.Manager && !by.Admin:
		return Denied("Reminders are switched off and on by the sales manager or an admin. Ask %s.", r.askManager())
	case off && kind == NudgeEscalation:
		return Conflict("Escalations cannot be switched off: a promise that its owner leaves open has to reach somebody. %s shows the kinds that can.", ToListReminders.Way())
	}
	return nil
}
