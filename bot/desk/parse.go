package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// WithValue does what a command does, with the value of a button for what
// follows the command's name.
func WithValue(run LineHandler) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) { return run(ctx, in, LineOf(in.Value)) }
}

// WithName does something with what the value of a button names.
func WithName(run func(ctx context.Context, in *Input, name string) (Ack, error)) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) { return run(ctx, in, in.Value) }
}

// Remembered is what a form knows from its opening. Each part that a handler
// cannot do without says whether it is there.
func Remembered(in *Input, parts ...func(kit.Metadata) bool) (kit.Metadata, error) {
	m, err := kit.ParseMetadata(in.View.Metadata)
	if err != nil || slices.ContainsFunc(parts, func(there func(kit.Metadata) bool) bool { return !there(m) }) {
		return m, fault.NotFound("This form is from another version of Leadloop. Close it and open it again.")
	}

	return m, nil
}

// Listed takes lists with commas apart.
func Listed(lists ...string) []string {
	var out []string
	for _, list := range lists {
		for item := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
			if item = strings.TrimSpace(item); item != "" {
				out = append(out, item)
			}
		}
	}

	return out
}

// NoMore refuses words that a command has no use for, rather than to ignore
// what somebody meant.
func NoMore(rest line.Line, usage string) error {
	if len(rest) == 0 {
		return nil
	}

	return fault.Invalid("“%s” is not understood here. Expected `%s`.", rest.Text(), usage)
}

// ParsePerson reads one @name. Me and @you stand for the one who asks.
func ParsePerson(word line.Token, me ref.UserID) (ref.UserID, bool) {
	if user, ok := word.Person(); ok {
		return user, true
	}

	return me, me != "" && slices.Contains([]string{"me", "@me", "@you"}, word.Word())
}

// Somebody reads words of which the first has to be a person.
func Somebody(words line.Line, me ref.UserID, usage string) (ref.UserID, error) {
	for _, first := range words[:min(len(words), 1)] {
		if user, ok := ParsePerson(first, me); ok {
			return user, nil
		}

		if first.Unknown() {
			return "", Unresolved(first)
		}
	}

	return "", fault.Invalid("“%s” is not a person. Expected `%s`: type @ and choose the person from the list.", words.Text(), usage)
}

// ParseAmount reads an amount of an option, with its name in what is said of it.
func ParseAmount(text, currency string) (money.Amount, error) {
	amount, err := money.Parse(text, currency)
	return amount, Sentence("amount", err)
}

// Sentence makes an error about a field, if there is one, one that people may
// read.
func Sentence(field string, err error) error {
	if err == nil || fault.UserText(err) != "" {
		return err
	}

	return fault.InvalidField(field, err)
}

// Unresolved refuses an @name that Slack did not know.
func Unresolved(word line.Token) error {
	return fault.Invalid("Slack does not know “%s”. Type @ and choose the person from the list that Slack offers.", strings.Trim(word.Text(), ",;:"))
}
