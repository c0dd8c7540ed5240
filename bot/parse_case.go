package bot

import (
	"maps"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

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
