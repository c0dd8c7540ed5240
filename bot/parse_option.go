package bot

import (
	"slices"
	"strings"
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
		together := slices.Concat(sofar, next[:min(len(next), maxDateWords)])
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
	var all []string
	for name := range set {
		all = append(all, name+"=")
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
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
