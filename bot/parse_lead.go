package bot

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// leadPattern is a lead's number that cannot be anything else.
var leadPattern = regexp.MustCompile(`^(?i)(l[-–—]?|#)\d+[.,:;]?$`)

// brokenLead is the beginning of a lead's number that a space divides.
var brokenLead = regexp.MustCompile(`^(?i)(l[-–—]?|#)$`)

// parseLead reads the lead that a command is about, and gives the words that
// follow. The number may stand second, as in `touch call L-1`.
func parseLead(args, usage string) (ref.LeadID, []string, error) {
	in := words(args)
	for len(in) > 1 && brokenLead.MatchString(in[0]) {
		in = append([]string{in[0] + in[1]}, in[2:]...) // L 1, L - 1
	}
	if len(in) > 1 && !leadPattern.MatchString(in[0]) && leadPattern.MatchString(in[1]) {
		in[0], in[1] = in[1], in[0]
	}
	if len(in) == 0 {
		return 0, nil, fault.Invalid("Which lead? Expected its number, such as `%s`. `/lead mine` and `/lead find` list the numbers.", usage)
	}
	id, err := ref.ParseLeadID(strings.TrimRight(unquote(shown(in[0])), ".,:;"))
	return id, in[1:], err
}

// noMore refuses words that a command has no use for, rather than to ignore
// what somebody meant.
func noMore(rest []string, usage string) error {
	if len(rest) == 0 {
		return nil
	}
	return fault.Invalid("“%s” is not understood here. Expected `%s`.", prose(rest), usage)
}

// parsePerson reads one @name. Me and @you stand for the one who asks.
func parsePerson(word string, me ref.UserID) (ref.UserID, bool) {
	switch strings.ToLower(strings.Trim(word, ",;:")) {
	case "me", "@me", "@you":
		return me, me != ""
	}
	return mentioned(word)
}

// parseHandoff reads [@rep] [hot] [note].
func parseHandoff(rest []string, me ref.UserID) (funnel.HandoffInput, error) {
	var in funnel.HandoffInput
	rest, err := parseOfferee(&in, rest, me)
	if len(rest) > 0 && slices.Contains(saysHot, strings.ToLower(strings.Trim(shown(rest[0]), ",.;:!"))) {
		in.Hot, rest = true, rest[1:]
	}
	if second, ok := secondRep(in.To, rest, me); ok && err == nil {
		err = fault.Invalid("%s and %s cannot both get it: a handoff goes to one rep. Name one of them; to mention the other in the note, begin it with another word.", in.To.Mentioned(), second.Mentioned())
	}
	in.Note = prose(rest)
	return in, err
}

// secondRep is somebody named right behind the rep: no note begins so.
func secondRep(to ref.UserID, rest []string, me ref.UserID) (ref.UserID, bool) {
	if to == "" || len(rest) == 0 {
		return "", false
	}
	second, ok := parsePerson(rest[0], me)
	return second, ok && strings.ToLower(strings.Trim(rest[0], ",;:")) != "me"
}

// saysHot are the words by which a handoff is hot.
var saysHot = []string{"hot", "fire", "🔥"}

// parseOfferee takes the rep off the beginning of a handoff.
func parseOfferee(in *funnel.HandoffInput, rest []string, me ref.UserID) ([]string, error) {
	if len(rest) > 1 && strings.EqualFold(rest[0], "to") && (strings.HasPrefix(rest[1], "@") || strings.HasPrefix(rest[1], string(mentionOpen))) {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return nil, nil
	}
	if to, ok := parsePerson(rest[0], me); ok {
		in.To = to
		return rest[1:], nil
	}
	if unresolved(rest[0]) {
		return nil, unresolvedError(rest[0])
	}
	return rest, nil
}

// parseProof cuts the link proof=LINK from a note.
func parseProof(note string) (left, proof string) {
	words := strings.Fields(note)
	for i, word := range words {
		if link := cutOption(word, "proof="); link != "" {
			return strings.Join(append(words[:i:i], words[i+1:]...), " "), link
		}
	}
	return note, ""
}

// cutOption is what follows a name such as proof= in a word.
func cutOption(word, name string) string {
	if len(word) <= len(name) || !strings.EqualFold(word[:len(name)], name) {
		return ""
	}
	return word[len(name):]
}

// parseAssign reads @user [why].
func parseAssign(rest []string, me ref.UserID, usage string) (to ref.UserID, why string, err error) {
	if len(rest) > 1 && strings.EqualFold(rest[0], "to") {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return "", "", fault.Invalid("To whom? Expected a person, such as `%s`.", usage)
	}
	to, err = somebody(rest[0], prose(rest), me, usage)
	return to, prose(rest[1:]), err
}

// somebody reads a word that has to be a person; written is how it is
// repeated where it is none.
func somebody(word, written string, me ref.UserID, usage string) (ref.UserID, error) {
	user, ok := parsePerson(word, me)
	switch {
	case ok:
		return user, nil
	case unresolved(word):
		return "", unresolvedError(word)
	}
	return "", fault.Invalid("“%s” is not a person. Expected `%s`: type @ and choose the person from the list.", written, usage)
}

// mostReasonWords is how many words the label of a reason may have here.
const mostReasonWords = 6

// parseReason reads REASON [note]. A reason may be written as its code or as
// its label, so the longest beginning that is one counts.
func parseReason(rest []string, d agreement.Definition, use agreement.ReasonUse) (reason, note string) {
	for n := min(len(rest), mostReasonWords); n > 0; n-- {
		text := strings.Trim(prose(rest[:n]), ",;:")
		if code, err := d.Reason(use, text); err == nil {
			return code.Code, prose(rest[n:])
		}
	}
	if len(rest) == 0 {
		return "", ""
	}
	return strings.Trim(prose(rest[:1]), ",;:"), prose(rest[1:])
}

// parseTouch reads KIND [outcome].
func parseTouch(rest []string, usage string) (funnel.TouchKind, string, error) {
	if len(rest) == 0 {
		return "", "", fault.Invalid("What kind of touch? Expected `%s`.", usage)
	}
	kind, err := funnel.ParseTouchKind(strings.Trim(shown(rest[0]), ",;:"))
	return kind, prose(rest[1:]), err
}

var qualifyOptions = optionSet{"amount": theRest, "close": oneDate}

// parseQualify reads amount=12000 close=2026-12-31, and answers to what is
// asked of an opportunity.
func parseQualify(rest []string, today calendar.Date, currency, usage string, asked optionSet) (funnel.Opportunity, error) {
	left, found := qualifyOptions.with(asked).cut(rest, dates(today))
	in := funnel.Opportunity{Case: caseOf(found, asked)}
	if err := noMore(left, usage); err != nil {
		return in, err
	}
	_, given := found["amount"]
	_, dated := found["close"]
	if !given || !dated {
		return in, fault.Invalid("An opportunity needs an amount and the date on which you expect to close. Expected `%s`.", usage)
	}
	return opportunityOf(newValues(found.plain(), currency, today), in.Case)
}

// opportunityOf reads an opportunity from a line or a form.
func opportunityOf(v *values, answers funnel.Case) (funnel.Opportunity, error) {
	return funnel.Opportunity{Case: answers, Amount: v.amount("amount"), CloseBy: v.date("close")}, v.err
}

var wonOptions = optionSet{"amount": theRest}

// parseWon reads [amount=12000]; the word amount may be left out.
func parseWon(rest []string, currency, usage string) (money.Amount, error) {
	left, found := wonOptions.cut(rest, nil)
	amount, given := found["amount"]
	if !given {
		amount, left = strings.Join(left, " "), nil
	}
	if err := noMore(left, usage); err != nil || amount == "" && !given {
		return money.Amount{}, err
	}
	return parseAmount(amount, currency)
}

func parseAmount(text, currency string) (money.Amount, error) {
	amount, err := money.Parse(shown(text), currency)
	return amount, sentence("amount", err)
}

var untilOptions = optionSet{"until": oneDate}

// parseUntil reads until=2027-02-01 [note]; the date may also stand alone.
func parseUntil(rest []string, today calendar.Date, usage string) (calendar.Date, string, error) {
	left, found := untilOptions.cut(rest, dates(today))
	until, given := found["until"]
	if !given {
		if len(left) > 1 && strings.EqualFold(left[0], "until") {
			left = left[1:]
		}
		n := calendar.DateWords(left, today)
		if n == 0 {
			return calendar.Date{}, "", fault.Invalid("Until when? Expected `%s`.", usage)
		}
		until, left = strings.Join(left[:n], " "), left[n:]
	}
	day, err := calendar.ReadDate(shown(until), today)
	return day, prose(left), err
}

func dates(today calendar.Date) func([]string) int {
	return func(parts []string) int { return calendar.DateWords(parts, today) }
}

// sentence makes an error about a field, if there is one, one that people may
// read.
func sentence(field string, err error) error {
	if err == nil || fault.UserText(err) != "" {
		return err
	}
	return fault.InvalidField(field, err)
}

// caseOptions are the criteria of a stage that can be answered on a line, as
// in fit=yes budget=12000, and the reason of an override.
func caseOptions(d agreement.Definition, stage agreement.Stage) optionSet {
	set := optionSet{funnel.OverrideField: theRest}
	for _, c := range d.Asked(stage) {
		spaced := slices.ContainsFunc(c.Choices, func(choice string) bool { return strings.Contains(choice, " ") })
		if c.Kind == agreement.CriterionYesNo || c.Kind == agreement.CriterionNumber || len(c.Choices) > 0 && !spaced {
			set[c.Key] = oneWord
			continue
		}
		set[c.Key] = theRest
	}
	return set
}

// with adds the options of another set.
func (set optionSet) with(more optionSet) optionSet {
	all := maps.Clone(set)
	maps.Copy(all, more)
	return all
}

// caseOf takes the answers and the override out of what was given.
func caseOf(found options, asked optionSet) funnel.Case {
	given := funnel.Case{Answers: map[string]string{}}
	for name, value := range found {
		switch _, ok := asked[name]; {
		case name == funnel.OverrideField:
			given.Override = shown(value)
		case ok:
			given.Answers[name] = shown(value)
		}
	}
	return given
}

// parseOffer reads [@rep] [fit=yes …] [override="…"] [note].
func parseOffer(rest []string, me ref.UserID, d agreement.Definition) (funnel.HandoffInput, error) {
	asked := caseOptions(d, agreement.MQL)
	left, found := asked.cut(rest, nil)
	if name, stray := strayOption(left); stray {
		return funnel.HandoffInput{}, fault.Invalid("“%s=” is not something that is asked about a lead. Expected one of %s; in a note write it without the =.", shown(name), asked.names())
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
