package funnel

import (
	"slices"
	"strings"
	"unicode"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// TouchKind is the kind of one contact with a lead.
type TouchKind string

// TouchNote is what was learnt without a contact.
const TouchNote TouchKind = "note"

// TouchKinds are all of them; a call comes first because phone comes first.
var TouchKinds = []TouchKind{"call", "email", "meeting", "event", "webinar", "content", "social", "referral", TouchNote}

// ParseTouchKind understands the kinds, also as people commonly write them.
func ParseTouchKind(text string) (TouchKind, error) {
	want := fault.FoldCode(text)
	if alias, ok := touchAliases[want]; ok {
		return alias, nil
	}

	if slices.Contains(TouchKinds, TouchKind(want)) {
		return TouchKind(want), nil
	}

	names := make([]string, len(TouchKinds))
	for i, k := range TouchKinds {
		names[i] = string(k)
	}

	return "", fault.Invalid("%s is not a kind of touch. Expected one of %s.", fault.Quoted(text),
		strings.Join(names, ", "))
}

var touchAliases = map[string]TouchKind{
	"called": "call", "phone": "call", "emailed": "email", "mail": "email",
	"met": "meeting", "demo": "meeting", "linkedin": "social",
}

// TouchKindOf is the kind of touch that an enquiry from a source is: a
// webinar's is a webinar, everything unknown is a note.
func TouchKindOf(source string) TouchKind {
	if kind, err := ParseTouchKind(source); err == nil {
		return kind
	}

	return TouchNote
}

// Touch records one contact with the lead, by anybody on a team. The first by
// sales after a handoff keeps the first-touch promise, and each keeps the
// lead from going stale.
func (l Lead) Touch(kind TouchKind, outcome string, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryTouched, act, p); err != nil {
		return Change{}, err
	}

	outcome, err := fault.CleanNote("the outcome", outcome, fault.MaxNote)
	if err != nil {
		return Change{}, fault.InvalidField("outcome", err)
	}

	bySales := act.By.In(ref.Sales) && l.withRep()
	d := decide(l, act, p)
	d.touch(kind, outcome, "", bySales)
	return d.change(), nil
}

func (d *decision) touch(kind TouchKind, outcome, note string, bySales bool) *Entry {
	d.lead.Touches++
	d.lead.LastTouchAt = d.act.At
	var outcomes []ClockOutcome
	// A note is news of the lead, and so an update; it is no contact with them.
	if bySales && (kind != TouchNote || !d.lead.SalesTouchAt.IsZero()) {
		outcomes = append(d.salesTouch(), d.attempt(kind, outcome)...)
	}

	if bySales && kind != TouchNote {
		d.lead.Awaiting = Awaits(kind, outcome)
		if d.lead.ReachedAt.IsZero() && Reached(kind, outcome) {
			d.lead.ReachedAt = d.act.At
		}
	}

	e := d.entry(EntryTouched)
	e.Touch, e.Outcome, e.Note, e.Clocks = kind, outcome, note, outcomes
	return e
}

// salesTouch keeps the promises that a contact by sales keeps.
func (d *decision) salesTouch() []ClockOutcome {
	if d.lead.SalesTouchAt.IsZero() {
		d.lead.SalesTouchAt = d.act.At
	}

	if !d.lead.Stage.WithSales() {
		return nil
	}

	outcomes := append(d.fulfil(agreement.ClockFirstTouch), d.fulfil(agreement.ClockUpdate)...)
	d.start(agreement.ClockUpdate, d.lead.Owner)
	return outcomes
}

// startDepth begins the promise of attempts, where the definition makes one. A
// lead that was reached before it was accepted is owed none.
func (d *decision) startDepth(person ref.UserID) {
	if !d.policy.Definition.ServiceLevels.Depth.IsZero() && d.lead.ReachedAt.IsZero() {
		d.start(agreement.ClockDepth, person)
	}
}

// attempt counts a contact by sales towards the promise of attempts. Enough
// of them keep it, and so does one that reached the lead. A note is no
// attempt.
func (d *decision) attempt(kind TouchKind, outcome string) []ClockOutcome {
	c := d.lead.Clocks.find(agreement.ClockDepth)
	if c == nil || kind == TouchNote {
		return nil
	}

	c.Attempts++
	if c.Attempts >= c.Wanted || Reached(kind, outcome) {
		return d.fulfil(agreement.ClockDepth)
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
	saysNot = []string{
		"no", "not", "never", "nobody", "none", "didn't", "didn’t", "didnt", "couldn't", "couldn’t",
		"couldnt", "without", "unanswered", "noshow",
	}
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
