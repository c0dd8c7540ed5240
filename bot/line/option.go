package line

import (
	"maps"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
)

// Extent says how far the value of an option such as source=webinar goes.
type Extent uint8

// The extents of values.
const (
	OneWord   Extent = iota // or one text in quotation marks
	OneList                 // the same, with commas within
	OneDate                 // as many words as make a date
	OnePeriod               // as many words as make a period
	TheRest                 // until the next option
)

// Options are what a command understands by name.
type Options map[string]Extent

// Given are the values of the options that were given.
type Given map[string]Line

// Text is a value as its author sees it.
func (g Given) Text(name string) string { return g[name].value() }

// Texts are all values as their author sees them.
func (g Given) Texts() map[string]string {
	texts := map[string]string{}
	for name := range g {
		texts[name] = g.Text(name)
	}

	return texts
}

// With adds other options.
func (o Options) With(more Options) Options {
	all := maps.Clone(o)
	maps.Copy(all, more)
	return all
}

// Names lists the options for a sentence: source=, campaign= or need=.
func (o Options) Names() string { return strings.Join(slices.Sorted(maps.Keys(o)), "=, ") + "=" }

// Has says whether a token begins an option.
func (o Options) Has(t Token) bool {
	_, _, ok := o.read(t)
	return ok
}

func (o Options) read(t Token) (name string, value Token, ok bool) {
	name, value, ok = t.option()
	name = strings.ToLower(name)
	_, known := o[name]
	return name, value, ok && known
}

// Cut takes the options out of a line. What is left keeps its order. Which of two values for one option is meant
// cannot be known, so that is refused.
func (o Options) Cut(l Line) (rest Line, given Given, err error) { return o.CutOn(calendar.Date{}, l) }

// CutOn does the same where values are dates, as they are read today.
func (o Options) CutOn(today calendar.Date, l Line) (rest Line, given Given, err error) {
	given = Given{}
	for l = o.joined(l); len(l) > 0; {
		name, value, ok := o.read(l[0])
		if !ok {
			rest, l = append(rest, l[0]), l[1:]
			continue
		}

		n := 1
		var words Line
		if len(value) > 0 {
			l[0] = value
			n = o.extent(name, l, today)
			words = l[:n]
		}

		if first, known := given[name]; known && err == nil && !strings.EqualFold(first.value(), words.value()) {
			err = twice(name, first, name, words)
		}

		given[name], l = words, l[n:]
	}

	return rest, given, err
}

// Either refuses two names of one thing that say different things.
func (g Given) Either(names ...string) error {
	for i, name := range names {
		for _, other := range names[i+1:] {
			first, known := g[name]
			second, also := g[other]
			if known && also && len(first) > 0 && len(second) > 0 && !strings.EqualFold(first.value(), second.value()) {
				return twice(name, first, other, second)
			}
		}
	}

	return nil
}

func twice(name string, first Line, other string, second Line) error {
	return fault.Invalid("Which is meant, `%s=%s` or `%s=%s`? Nothing was done: give one of them.", name, first.value(), other, second.value())
}

// extent says how many tokens belong to a value, with which a line begins.
func (o Options) extent(name string, l Line, today calendar.Date) int {
	if l[0].quoted() {
		return 1
	}

	switch o[name] {
	case TheRest:
		if next := slices.IndexFunc(l[1:], o.Has); next >= 0 {
			return 1 + next
		}

		return len(l)
	case OneDate:
		return max(1, l.Days(today))
	case OnePeriod:
		_, rest, _ := Longest(l, calendar.MostPeriodWords, calendar.Reading{Today: today}.Week)
		return max(1, len(l)-len(rest))
	default:
		return 1
	}
}

// Days says how many of the first tokens make a date, the most first; 0 is none.
func (l Line) Days(today calendar.Date) int {
	_, rest, _ := Longest(l, calendar.MostDateWords, calendar.Reading{Today: today}.Date)
	return len(l) - len(rest)
}

// Longest reads the longest beginning of a line that can be read, of at most so many tokens.
func Longest[T any](l Line, most int, read func(text string) (T, error)) (value T, rest Line, ok bool) {
	for n := min(len(l), most); n > 0; n-- {
		if value, err := read(l[:n].Text()); err == nil {
			return value, l[n:], true
		}
	}

	return value, l, false
}

// Within finds the longest part of a line that can be read, of at most so many tokens, at its end or at its beginning,
// and gives the others.
func Within[T any](l Line, most int, read func(text string) (T, error)) (left Line, text string, ok bool) {
	for n := min(len(l), most); n > 0; n-- {
		for _, at := range []int{len(l) - n, 0} {
			if _, err := read(l[at : at+n].Text()); err == nil {
				return slices.Concat(l[:at], l[at+n:]), l[at : at+n].Text(), true
			}
		}
	}

	return l, "", false
}

func (t Token) quoted() bool {
	text := t.Text()
	return strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`)
}

// joined writes "name = value", "name =value" and "name= value" as "name=value".
func (o Options) joined(l Line) Line {
	l = join(l, func(t, next Token) bool {
		_, known := o[strings.ToLower(t.Text())]
		return known && next[0].is("=")
	})
	return join(l, func(t, next Token) bool {
		_, value, ok := o.read(t)
		return ok && len(value) == 0 && !o.Has(next)
	})
}

func join(l Line, together func(t, next Token) bool) Line {
	var out Line
	for _, t := range l {
		if last := len(out) - 1; last >= 0 && together(out[last], t) {
			out[last] = slices.Concat(out[last], t)
			continue
		}

		out = append(out, t)
	}

	return out
}

// Parts are what stands between commas and semicolons. A list goes on behind one without a blank.
func (o Options) Parts(l Line) []Line {
	parts := []Line{nil}
	for _, t := range o.joined(l) {
		for i, piece := range o.pieces(t) {
			if i > 0 {
				parts = append(parts, nil)
			}

			last := len(parts) - 1
			parts[last] = parts[last].with(piece)
		}
	}

	return parts
}

func (o Options) pieces(t Token) []Token {
	var pieces []Token
	for _, piece := range t.split(",;") {
		if last := len(pieces) - 1; last >= 0 && len(piece) > 0 && o.listed(pieces[last]) {
			pieces[last] = append(append(pieces[last], sign{text: ",", held: true}), piece...)
			continue
		}

		pieces = append(pieces, piece)
	}

	return pieces
}

func (o Options) listed(t Token) bool {
	name, value, ok := o.read(t)
	return ok && o[name] == OneList && len(value) > 0
}
