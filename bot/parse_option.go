package bot

import (
	"maps"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
)

// extent says how far the value of an option such as source=webinar goes.
type extent uint8

const (
	oneWord extent = iota // or one text in quotation marks
	theRest               // until the next option
	oneDate               // as many words as make a date
)

// optionSet are the options that a command understands, by name.
type optionSet map[string]extent

// options are the values that were given.
type options map[string]string

// cut takes the options out of words. What is left keeps its order. In
// datesIn a value that is a date may have several words.
func (set optionSet) cut(in []string, datesIn func(words []string) int) (rest []string, found options) {
	found = options{}
	in = set.joinLoose(in)
	for i := 0; i < len(in); {
		name, value, ok := set.option(in[i])
		if !ok {
			rest = append(rest, in[i])
			i++
			continue
		}
		parts := []string{}
		if value != "" {
			parts = append(parts, value)
		}
		i++
		for i < len(in) && set.more(name, parts, in[i:], datesIn) {
			parts = append(parts, in[i])
			i++
		}
		found[name] = strings.TrimRight(unquote(strings.Join(parts, " ")), ",;")
	}
	return rest, found
}

// more says whether the next word still belongs to the value.
func (set optionSet) more(name string, sofar, next []string, datesIn func([]string) int) bool {
	if _, _, isOption := set.option(next[0]); isOption {
		return false
	}
	if len(sofar) == 0 {
		return true // name= value
	}
	if strings.HasPrefix(sofar[0], `"`) && strings.HasSuffix(sofar[len(sofar)-1], `"`) {
		return false
	}
	switch set[name] {
	case theRest:
		return true
	case oneDate:
		together := slices.Concat(sofar, next[:min(len(next), calendar.MaxDateWords)])
		return datesIn != nil && datesIn(together) > len(sofar)
	default:
		return false
	}
}

// option takes name=value apart, if it is one of the set.
func (set optionSet) option(word string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(word, "=")
	name = strings.ToLower(name)
	if _, known := set[name]; !ok || !known {
		return "", "", false
	}
	return name, value, true
}

// joinLoose writes "name = value" and "name =value" as "name=value".
func (set optionSet) joinLoose(in []string) []string {
	var out []string
	for _, word := range in {
		if len(out) > 0 && strings.HasPrefix(word, "=") {
			if _, known := set[strings.ToLower(out[len(out)-1])]; known {
				out[len(out)-1] += word
				continue
			}
		}
		out = append(out, word)
	}
	return out
}

// names lists the options for a sentence: source=, campaign= or need=.
func (set optionSet) names() string {
	return strings.Join(slices.Sorted(maps.Keys(set)), "=, ") + "="
}

// strayOption finds something that looks like an option and is none.
func strayOption(in []string) (string, bool) {
	for _, word := range in {
		name, _, ok := strings.Cut(word, "=")
		if ok && name != "" && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz_") == "" {
			return name, true
		}
	}
	return "", false
}

// noStray refuses words that look like options of something and are none.
func noStray(rest []string, thing string, known optionSet) error {
	if name, stray := strayOption(rest); stray {
		return fault.Invalid("“%s=” is not something %s has. It has %s.", name, thing, known.names())
	}
	return nil
}

// plain are the values as their author sees them.
func (o options) plain() map[string]string {
	plain := map[string]string{}
	for name, value := range o {
		plain[name] = prose([]string{value})
	}
	return plain
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
	return read(v, func(text string) (calendar.Date, error) { return calendar.ReadDate(text, v.today) }, name)
}

func (v *values) amount(name string) money.Amount {
	return read(v, func(text string) (money.Amount, error) { return money.Parse(text, v.currency) }, name)
}
