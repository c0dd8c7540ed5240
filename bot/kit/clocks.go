package kit

import "github.com/leadloop/leadloop/funnel/agreement"

// ClockNames are the promises: as a noun in a sentence, in a list, and as a title for many.
var ClockNames = map[agreement.ClockKind]struct{ Noun, Short, Many string }{
	agreement.ClockAccept:     {"an answer", "answer", "Answers"},
	agreement.ClockFirstTouch: {"the first touch", "first touch", "First touches"},
	agreement.ClockDepth:      {"the last of the attempts", "attempts", "Attempts"},
	agreement.ClockUpdate:     {"the next update", "update", "Updates"},
	agreement.ClockAnswer:     {"marketing's answer", "answer to a question", "Marketing's answers"},
}
