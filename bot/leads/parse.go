package leads

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// LeadPattern is a lead's number that cannot be anything else.
var LeadPattern = regexp.MustCompile(`^(?i)(l[-–—]?|#)\d+[.,:;]?$`)

// brokenLead is the beginning of a lead's number that a space divides.
var brokenLead = regexp.MustCompile(`^(?i)(l[-–—]?|#)$`)

// ParseLead reads the lead that a command is about, and gives the words that
// follow. The number may stand second, as in `touch call L-1`.
func ParseLead(args line.Line, usage string) (ref.LeadID, line.Line, error) {
	if len(args) == 0 {
		return 0, nil, fault.Invalid("Which lead? Expected its number, such as `%s`. `/lead mine` and `/lead find` list the numbers.", usage)
	}

	number, rest := args[:1].Text(), args[1:]
	for len(rest) > 0 && brokenLead.MatchString(number) {
		number, rest = number+rest[0].Text(), rest[1:] // L 1, L - 1
	}

	if len(rest) > 0 && !LeadPattern.MatchString(number) && LeadPattern.MatchString(rest[0].Text()) {
		number, rest = rest[0].Text(), slices.Concat(args[:1], rest[1:])
	}

	id, err := ref.ParseLeadID(strings.TrimRight(number, ".,:;"))
	return id, rest, err
}

// parseHandoff reads [@rep] [hot] [note].
func parseHandoff(rest line.Line, me ref.UserID) (funnel.HandoffInput, error) {
	var in funnel.HandoffInput
	rest, err := parseOfferee(&in, rest, me)
	if len(rest) > 0 && slices.Contains(saysHot, rest[0].Word()) {
		in.Hot, rest = true, rest[1:]
	}

	if second, ok := secondRep(in.To, rest, me); ok && err == nil {
		err = fault.Invalid("%s and %s cannot both get it: a handoff goes to one rep. Name one of them; to mention the other in the note, begin it with another word.", in.To.Mentioned(), second.Mentioned())
	}

	in.Note = rest.Text()
	return in, err
}

// secondRep is somebody named right behind the rep: no note begins so.
func secondRep(to ref.UserID, rest line.Line, me ref.UserID) (ref.UserID, bool) {
	if to == "" || len(rest) == 0 {
		return "", false
	}

	second, ok := desk.ParsePerson(rest[0], me)
	return second, ok && rest[0].Word() != "me"
}

// saysHot are the words by which a handoff is hot.
var saysHot = []string{"hot", "fire", "🔥"}

// parseOfferee takes the rep off the beginning of a handoff.
func parseOfferee(in *funnel.HandoffInput, rest line.Line, me ref.UserID) (line.Line, error) {
	if len(rest) > 1 && rest[0].Word() == "to" && strings.HasPrefix(rest[1].Text(), "@") {
		rest = rest[1:]
	}

	if len(rest) == 0 {
		return nil, nil
	}

	if to, ok := desk.ParsePerson(rest[0], me); ok {
		in.To = to
		return rest[1:], nil
	}

	if rest[0].Unknown() {
		return nil, desk.Unresolved(rest[0])
	}

	if len(rest) > 1 && rest[0].Word() == "to" {
		return nil, fault.Invalid("To whom is “%s”? Nothing was done: type @ and choose the person from the list. To hand it to the next in turn, begin the note with another word.", rest.Text())
	}

	return rest, nil
}

// parseProof cuts the link proof=LINK from a note.
func parseProof(note string) (left, proof string, err error) {
	var words []string
	for word := range strings.FieldsSeq(note) {
		link := cutOption(word, "proof=")
		switch {
		case link == "":
			words = append(words, word)
		case proof != "" && proof != link:
			return note, proof, fault.Invalid("Which link bears it out, %s or %s? Nothing was done: give one `proof=` and write the other in the note without it.", proof, link)
		default:
			proof = link
		}
	}

	if proof == "" {
		return note, "", nil
	}

	return strings.Join(words, " "), proof, nil
}

// cutOption is what follows a name such as proof= in a word.
func cutOption(word, name string) string {
	if len(word) <= len(name) || !strings.EqualFold(word[:len(name)], name) {
		return ""
	}

	return word[len(name):]
}

// parseAssign reads @user [why].
func parseAssign(rest line.Line, me ref.UserID, usage string) (to ref.UserID, why string, err error) {
	if len(rest) > 1 && rest[0].Word() == "to" {
		rest = rest[1:]
	}

	if len(rest) == 0 {
		return "", "", fault.Invalid("To whom? Expected a person, such as `%s`.", usage)
	}

	to, err = desk.Somebody(rest, me, usage)
	return to, rest[1:].Text(), err
}

// mostReasonWords is how many words the label of a reason may have here.
const mostReasonWords = 6

// parseReason reads REASON [note]. A reason may be written as its code or as
// its label, so the longest beginning that is one counts.
func parseReason(rest line.Line, d agreement.Definition, use agreement.ReasonUse) (reason, note string) {
	named := func(text string) (agreement.ReasonCode, error) { return d.Reason(use, strings.Trim(text, ",;:")) }
	if code, note, ok := line.Longest(rest, mostReasonWords, named); ok {
		return code.Code, note.Text()
	}

	if len(rest) == 0 {
		return "", ""
	}

	return strings.Trim(rest[:1].Text(), ",;:"), rest[1:].Text()
}

// parseTouch reads KIND [outcome].
func parseTouch(rest line.Line, usage string) (funnel.TouchKind, string, error) {
	if len(rest) == 0 {
		return "", "", fault.Invalid("What kind of touch? Expected `%s`.", usage)
	}

	kind, err := funnel.ParseTouchKind(strings.Trim(rest[0].Text(), ",;:"))
	return kind, rest[1:].Text(), err
}

var qualifyOptions = line.Options{"amount": line.TheRest, "close": line.OneDate}

// parseQualify reads amount=12000 close=2026-12-31 or 12000 2026-12-31, and answers to what is
// asked of an opportunity.
func parseQualify(
	rest line.Line, today calendar.Date, currency, usage string, asked line.Options,
) (funnel.Opportunity, error) {
	left, found, err := qualifyOptions.With(asked).CutOn(today, rest)
	in := funnel.Opportunity{Case: caseOf(found, asked)}
	texts := found.Texts()
	left = positional(left, texts, today, currency)
	if err := errors.Join(err, desk.NoMore(left, usage)); err != nil {
		return in, err
	}

	_, given := texts["amount"]
	_, dated := texts["close"]
	if !given || !dated {
		return in, fault.Invalid("An opportunity needs an amount and the date on which you expect to close. Expected `%s`.", usage)
	}

	return opportunityOf(desk.NewValues(texts, currency, today), in.Case)
}

// positional takes the day of closing and the amount, in either order, from what has no name: 12k 31.12.2026.
func positional(left line.Line, texts map[string]string, today calendar.Date, currency string) line.Line {
	if _, dated := texts["close"]; !dated {
		rest, text, ok := line.Within(left, calendar.MostDateWords, calendar.Reading{Today: today}.Date)
		if ok {
			texts["close"], left = text, rest
		}
	}

	_, given := texts["amount"]
	_, dated := texts["close"]
	if _, err := money.Parse(left[:min(len(left), 1)].Text(), currency); err == nil && !given && !dated && len(left) > 1 {
		texts["amount"], texts["close"] = left[:1].Text(), left[1:].Text() // so that it is said what is wrong with the date
		return nil
	}

	if _, err := money.Parse(left.Text(), currency); err == nil && !given {
		texts["amount"], left = left.Text(), nil
	}

	return left
}

// opportunityOf reads an opportunity from a line or a form.
func opportunityOf(v *desk.Values, answers funnel.Case) (funnel.Opportunity, error) {
	return funnel.Opportunity{Case: answers, Amount: v.Amount("amount"), CloseBy: v.Date("close")}, v.Err
}

var wonOptions = line.Options{"amount": line.TheRest}

// parseWon reads [amount=12000]; the word amount may be left out.
func parseWon(rest line.Line, currency, usage string) (money.Amount, error) {
	left, found, err := wonOptions.Cut(rest)
	if err != nil {
		return money.Amount{}, err
	}

	amount := found.Text("amount")
	_, given := found["amount"]
	if !given {
		amount, left = left.Text(), nil
	}

	if err := desk.NoMore(left, usage); err != nil || amount == "" && !given {
		return money.Amount{}, err
	}

	return desk.ParseAmount(amount, currency)
}

var untilOptions = line.Options{"until": line.OneDate}

// parseUntil reads until=2027-02-01 [note]; the date may also stand alone.
func parseUntil(rest line.Line, today calendar.Date, usage string) (calendar.Date, string, error) {
	reading := calendar.Reading{Today: today}
	left, found, err := untilOptions.CutOn(today, rest)
	if err != nil {
		return calendar.Date{}, "", err
	}

	if _, given := found["until"]; given {
		day, err := reading.Date(found.Text("until"))
		return day, left.Text(), err
	}

	if len(left) > 1 && left[0].Word() == "until" {
		left = left[1:]
	}

	day, left, ok := line.Longest(left, calendar.MostDateWords, reading.Date)
	if !ok {
		return day, "", fault.Invalid("Until when? Expected `%s`.", usage)
	}

	return day, left.Text(), nil
}

// caseOptions are the criteria of a stage that can be answered on a line, as
// in fit=yes budget=12000, and the reason of an override.
func caseOptions(d agreement.Definition, stage agreement.Stage) line.Options {
	set := line.Options{funnel.OverrideField: line.TheRest}
	for _, c := range d.Asked(stage) {
		spaced := slices.ContainsFunc(c.Choices, func(choice string) bool { return strings.Contains(choice, " ") })
		if c.Kind == agreement.CriterionYesNo || c.Kind == agreement.CriterionNumber || len(c.Choices) > 0 && !spaced {
			set[c.Key] = line.OneWord
			continue
		}

		set[c.Key] = line.TheRest
	}

	return set
}

// caseOf takes the answers and the override out of what was given.
func caseOf(found line.Given, asked line.Options) funnel.Case {
	given := funnel.Case{Answers: map[string]string{}}
	for name, text := range found.Texts() {
		switch _, ok := asked[name]; {
		case name == funnel.OverrideField:
			given.Override = text
		case ok:
			given.Answers[name] = text
		}
	}

	return given
}

// parseOffer reads [@rep] [fit=yes …] [override="…"] [note].
func parseOffer(rest line.Line, me ref.UserID, d agreement.Definition) (funnel.HandoffInput, error) {
	asked := caseOptions(d, agreement.MQL)
	left, found, err := asked.Cut(rest)
	if err != nil {
		return funnel.HandoffInput{}, err
	}

	if name, stray := left.Stray(); stray {
		return funnel.HandoffInput{}, fault.Invalid("“%s=” is not something that is asked about a lead. Expected one of %s; in a note write it without the =.", name, asked.Names())
	}

	in, err := parseHandoff(left, me)
	in.Case = caseOf(found, asked)
	return in, err
}

// formCase reads the answers and the override of a modal.
func formCase(form map[string]string) funnel.Case {
	given := funnel.Case{Answers: map[string]string{}, Override: form[funnel.OverrideField]}
	for field, value := range form {
		if key, ok := agreement.CriterionOfField(field); ok {
			given.Answers[key] = value
		}
	}

	return given
}
