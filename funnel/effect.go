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

// SwitchNudges switches a kind of reminder off or on, which is the sales
// manager's or an admin's to do. What is late still climbs to others.
func SwitchNudges(kind NudgeKind, off bool, act Act, p Policy) (Entry, error) {
	if !act.By.Manager && !act.By.Admin {
		return Entry{}, Denied("Reminders are switched off and on by the sales manager or an admin. Ask %s.", p.Roster.askManager())
	}
	if off && kind == NudgeEscalation {
		return Entry{}, Conflict("Escalations cannot be switched off: a promise that its owner leaves open has to reach somebody. `/loop nudges` shows the kinds that can.")
	}
	e := Entry{V: 1, At: act.At, By: act.By.ID, Kind: EntryUnmuted, Nudge: kind}
	if off {
		e.Kind = EntryMuted
	}
	return e, nil
}
