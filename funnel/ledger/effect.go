package ledger

import (
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/stats"
)

// NudgeRow is how often reminders of a kind were followed, within four working
// hours, by an act of the one who was reminded on the lead: heeded of all.
type NudgeRow struct {
	Kind funnel.NudgeKind `json:"kind"`
	stats.Rate
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
	return !r.Off && r.Kind != funnel.NudgeEscalation && r.Whole >= leastNudges && r.Fraction() < leastHeeded
}

// ParseNudgeKind understands the kinds of reminders.
func ParseNudgeKind(text string) (funnel.NudgeKind, error) {
	var names []string
	for _, kind := range funnel.NudgeKinds() {
		if fault.FoldCode(text) == fault.FoldCode(string(kind)) {
			return kind, nil
		}
		names = append(names, string(kind))
	}
	return "", fault.Invalid("%s is not a kind of reminder. Expected one of %s.", fault.Quoted(text), strings.Join(names, ", "))
}

// MaySwitchNudges says who may switch a kind of reminder off or on, and which.
func MaySwitchNudges(kind funnel.NudgeKind, off bool, by people.Person, r people.Roster) error {
	switch {
	case !by.Manager && !by.Admin:
		return fault.Denied("Reminders are switched off and on by the sales manager or an admin. Ask %s.", r.AskManager())
	case off && kind == funnel.NudgeEscalation:
		return fault.Conflict("Escalations cannot be switched off: a promise that its owner leaves open has to reach somebody. %s shows the kinds that can.", fault.ToListReminders.Way())
	}
	return nil
}
