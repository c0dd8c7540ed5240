package funnel

import (
	"slices"
	"strings"
	"unicode"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// startDepth begins the promise of attempts, where the definition makes one. A
// lead that was reached before it was accepted is owed none.
func (d *decision) startDepth(person ref.UserID) {
	if !d.policy.Definition.ServiceLevels.Depth.IsZero() && d.lead.ReachedAt.IsZero() {
		d.start(agreement.ClockDepth, person)
	}
}

// attempt counts a contact by sales towards the promise of attempts. Enough
// of them keep it, and so does one by which the lead was reached. A note is no
// attempt.
func (d *decision) attempt(kind TouchKind, outcome string) []ClockOutcome {
	i := d.lead.clockIndex(agreement.ClockDepth)
	if i < 0 || kind == TouchNote {
		return nil
	}
	c := &d.lead.Clocks[i]
	c.Done++
	if c.Done >= c.Wanted || Reached(kind, outcome) {
		return d.keep(agreement.ClockDepth)
	}
	return nil
}

// reachedBy are the kinds of contact in which the lead takes part.
var reachedBy = []TouchKind{"meeting", "event", "webinar"}

// Words of an outcome that say whether the lead was reached.
var (
	saysReached = []string{
		"answered", "booked", "connected", "interested", "meets", "met", "reached", "replied", "reply", "responded",
		"spoke", "talked", "wants",
	}
	saysNot = []string{"no", "not", "never", "nobody", "none", "didn't", "didn’t", "didnt", "couldn't", "couldn’t", "couldnt", "without", "unanswered", "noshow"}
)

// saysAwaited are words of an outcome after which the lead has to answer,
// even where it was reached.
var saysAwaited = []string{"awaiting", "left", "proposal", "offer", "quote", "sent", "waiting"}

// Awaits says whether it is the lead's turn after a contact by sales: an
// answer is still to come, or something was sent that asks for one.
func Awaits(kind TouchKind, outcome string) bool {
	return !Reached(kind, outcome) || says(outcome, saysAwaited)
}

// says looks for words in what people wrote.
func says(text string, words []string) bool {
	said := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\'' && r != '’'
	})
	return slices.ContainsFunc(said, func(word string) bool { return slices.Contains(words, word) })
}

// Reached says whether a contact was more than an attempt: the lead took part
// or answered. Outcomes are what people wrote, so this goes by a few plain
// words; one that denies outweighs all others.
func Reached(kind TouchKind, outcome string) bool {
	return !says(outcome, saysNot) && (slices.Contains(reachedBy, kind) || says(outcome, saysReached))
}
