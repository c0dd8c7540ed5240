package desk

import (
	"maps"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
)

func isFieldLink(address string) bool {
	_, known := FieldOfLink(address)
	return known
}

// FieldOfLink is the field that an address can be the value of.
func FieldOfLink(address string) (funnel.Field, bool) {
	for _, f := range funnel.Fields {
		if f.Kind == funnel.FieldLink && f.Accepts(address) {
			return f, true
		}
	}

	return funnel.Field{}, false
}

// LineOf are the tokens of what somebody typed, or of the value of a button.
func LineOf(text string) line.Line { return line.Read(text, isFieldLink) }

// NoStray refuses words that look like options of something and are none.
func NoStray(rest line.Line, thing string, known line.Options) error {
	if name, stray := rest.Stray(); stray {
		return fault.Invalid("“%s=” is not something %s has. It has %s.", name, thing, known.Names())
	}

	return nil
}

// Filled leaves out what is blank, so that it counts as not given.
func Filled(given map[string]string) map[string]string {
	full := maps.Clone(given)
	maps.DeleteFunc(full, func(_, text string) bool { return text == "" })
	return full
}

// Values reads what was given by name, on a line or in a form. A blank is
// parsed too, and so refused: what is given is not ignored. It keeps the first
// thing that is wrong.
type Values struct {
	given    map[string]string
	currency string
	today    calendar.Date
	Err      error
}

// NewValues are what was given by name; amounts without a currency are in that one.
func NewValues(given map[string]string, currency string, today calendar.Date) *Values {
	return &Values{given: given, currency: currency, today: today}
}

// Read parses what was given by a name; without it, it is the zero T.
func Read[T any](v *Values, parse func(text string) (T, error), name string) (value T) {
	text, given := v.given[name]
	if !given {
		return value
	}

	value, err := parse(text)
	if err != nil && v.Err == nil {
		v.Err = fault.InvalidField(name, err)
	}

	return value
}

// Text is what was given by a name, as it was written.
func (v *Values) Text(name string) string { return v.given[name] }

// Date reads a day that was given by a name.
func (v *Values) Date(name string) calendar.Date {
	return Read(v, calendar.Reading{Today: v.today}.Date, name)
}

// Amount reads an amount that was given by a name.
func (v *Values) Amount(name string) money.Amount {
	return Read(v, func(text string) (money.Amount, error) { return money.Parse(text, v.currency) }, name)
}
