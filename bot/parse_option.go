package bot

import (
	"maps"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
)

// lineOf are the tokens of what somebody typed, or of the value of a button.
func lineOf(text string) line.Line { return line.Read(text, isFieldLink) }

// noStray refuses words that look like options of something and are none.
func noStray(rest line.Line, thing string, known line.Options) error {
	if name, stray := rest.Stray(); stray {
		return fault.Invalid("“%s=” is not something %s has. It has %s.", name, thing, known.Names())
	}
	return nil
}

// filled leaves out what is blank, so that it counts as not given.
func filled(given map[string]string) map[string]string {
	full := maps.Clone(given)
	maps.DeleteFunc(full, func(_, text string) bool { return text == "" })
	return full
}

// values reads what was given by name, on a line or in a form. A blank is
// parsed too, and so refused: what is given is not ignored. It keeps the first
// thing that is wrong.
type values struct {
	given    map[string]string
	currency string
	today    calendar.Date
	err      error
}

func newValues(given map[string]string, currency string, today calendar.Date) *values {
	return &values{given: given, currency: currency, today: today}
}

// read parses what was given by a name; without it, it is the zero T.
func read[T any](v *values, parse func(text string) (T, error), name string) (value T) {
	text, given := v.given[name]
	if !given {
		return value
	}
	value, err := parse(text)
	if err != nil && v.err == nil {
		v.err = fault.InvalidField(name, err)
	}
	return value
}

func (v *values) text(name string) string { return v.given[name] }

func (v *values) date(name string) calendar.Date {
	return read(v, calendar.Reading{Today: v.today}.Date, name)
}

func (v *values) amount(name string) money.Amount {
	return read(v, func(text string) (money.Amount, error) { return money.Parse(text, v.currency) }, name)
}
