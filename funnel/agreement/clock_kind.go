package agreement

import "github.com/leadloop/leadloop/funnel/ref"

// ClockKind names a promise with a deadline in working time.
type ClockKind string

// The clocks of a handed-off lead. A lead has at most one of each kind.
const (
	ClockAccept     ClockKind = "accept"      // answer the handoff
	ClockFirstTouch ClockKind = "first_touch" // reach out to the lead
	ClockDepth      ClockKind = "depth"       // try often enough to reach the lead
	ClockUpdate     ClockKind = "update"      // say how it goes (stale)
	ClockAnswer     ClockKind = "answer"      // marketing's: answer the rep's question
)

// Plural is what was promised, as counts of it are named.
func (k ClockKind) Plural() string {
	return map[ClockKind]string{
		ClockAccept: "answers", ClockFirstTouch: "first touches", ClockDepth: "attempts to reach leads", ClockUpdate: "updates",
		ClockAnswer: "answers to questions",
	}[k]
}

// Promiser is the team that gave a promise of the kind.
func (k ClockKind) Promiser() ref.Team {
	if k == ClockAnswer {
		return ref.Marketing
	}
	return ref.Sales
}
